//! Ground that the town shares with permanent basic farmland (永久基本农田).

use crate::data::LayerKind;
use crate::rules::Rule;
use crate::rules::line_overlap::LineOverlap;

pub(super) const RULE: Rule = Rule {
    id: "basic_farmland_overlap",
    doc: include_str!("basic_farmland_overlap.md"),
    needs: &[LayerKind::BasicFarmland],
    bind: |table| LineOverlap::bind(LayerKind::BasicFarmland, table),
};
