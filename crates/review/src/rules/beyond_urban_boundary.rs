//! Ground of the town outside the urban development boundary (城镇开发边界).

use crate::data::LayerKind;
use crate::rules::Rule;
use crate::rules::line_overlap::LineOverlap;

pub(super) const RULE: Rule = Rule {
    id: "beyond_urban_boundary",
    doc: include_str!("beyond_urban_boundary.md"),
    needs: &[LayerKind::UrbanBoundary],
    bind: |table| LineOverlap::bind(LayerKind::UrbanBoundary, table),
};
