//! Ground that two control lines share near a town.

use crate::cut::cut;
use crate::data::LayerKind;
use crate::finding::Grade;
use crate::grade::{Grading, grade};
use crate::measure::ellipsoidal_area;
use crate::nearby::Segments;
use crate::overlay::{intersect, unite};
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
        let blade = unite(plane, patches(large));
        if blade.is_empty() {
            continue;
        }
        let edges = Segments::of(&blade);
        let pieces: Vec<PlaneShape> = patches(small).iter().map(|patch| cut(&blade, &edges, patch)).collect();
        let shared = intersect(&unite(plane, &pieces), window);
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
