//! Ground that two control lines share near a town.

use crate::cut::may_meet;
use crate::data::LayerKind;
use crate::edge_grid::EdgeGrid;
use crate::finding::Grade;
use crate::grade::{Grading, grade};
use crate::measure::ellipsoidal_area;
use crate::nearby::Segments;
use crate::overlay::{intersect, kept, unite};
use crate::shape::PlaneShape;

/// Two control lines that cross (不交叉不重叠不冲突).
pub struct Conflict {
    /// One line.
    pub first: LayerKind,
    /// The other.
    pub second: LayerKind,
    /// The material parts of what they share.
    pub ground: PlaneShape,
}

/// (line with few large features, line whose patches are cut by it), and how the pair is named.
const PAIRS: [(LayerKind, LayerKind, bool); 3] = [
    (LayerKind::EcoRedline, LayerKind::BasicFarmland, true),
    (LayerKind::EcoRedline, LayerKind::UrbanBoundary, true),
    (LayerKind::UrbanBoundary, LayerKind::BasicFarmland, false),
];

/// All conflicts within `window`; `patches` gives a line's features near it.
pub(crate) fn conflicts<'a>(
    window: &PlaneShape,
    patches: impl Fn(LayerKind) -> &'a [PlaneShape],
    limits: &Grading,
) -> Vec<Conflict> {
    let plane = window.plane;
    let mut found = Vec::new();
    for (large, small, in_order) in PAIRS {
        if patches(large).is_empty() || patches(small).is_empty() {
            continue;
        }
        let blade = unite(plane, patches(large));
        let edges = Segments(EdgeGrid::of(&blade.parts));
        let meeting = unite(plane, patches(small).iter().filter(|patch| may_meet(&edges.0, patch)));
        let shared = PlaneShape { plane, parts: kept(&meeting.parts, &blade.parts, &edges.0) };
        let shared = intersect(&shared, window);
        let material = shared.split().filter(|piece| {
            let area = ellipsoidal_area(piece);
            grade(piece, area, &edges, limits) == Grade::Material
        });
        let parts: Vec<_> = material.flat_map(|piece| piece.parts).collect();
        if !parts.is_empty() {
            let (first, second) = if in_order { (large, small) } else { (small, large) };
            found.push(Conflict { first, second, ground: PlaneShape { plane, parts } });
        }
    }
    found
}
