//! Ground that the town shares with the ecological red line (生态保护红线).

use crate::data::LayerKind;
use crate::rules::Rule;
use crate::rules::line_overlap::LineOverlap;

pub(super) const RULE: Rule = Rule {
    id: "eco_redline_overlap",
    doc: include_str!("eco_redline_overlap.md"),
    needs: &[LayerKind::EcoRedline],
    bind: |table| LineOverlap::bind(LayerKind::EcoRedline, table),
};
