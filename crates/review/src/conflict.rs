//! Ground that two control lines share near a town.

use std::collections::BTreeMap;

use crate::cut::may_meet;
use crate::data::LayerKind;
use crate::edge_grid::Standing;
use crate::finding::Grade;
use crate::grade::{Grading, grade};
use crate::layers::Patch;
use crate::measure::ellipsoidal_area;
use crate::nearby::Segments;
use crate::overlay::{intersect, kept, unite};
use crate::plane::Plane;
use crate::shape::{PlaneShape, Point};

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

/// All that a line with few large features covers near a town, to cut the others with.
pub(crate) struct Blade {
    pub ground: PlaneShape,
    pub edges: Segments,
}

impl Blade {
    pub fn of<'a>(plane: Plane, patches: impl IntoIterator<Item = &'a PlaneShape>) -> Self {
        let ground = unite(plane, patches);
        Self { edges: Segments::of(&ground), ground }
    }

    /// Whether what lies in the box may share ground with it.
    pub fn may_meet(&self, low: Point, high: Point) -> bool {
        !self.ground.is_empty() && self.edges.0.standing(low, high) != Standing::Outside
    }
}

/// All conflicts within `window`; `patches` gives a line's features near it, `blades` what the lines with few features
/// cover.
pub(crate) fn conflicts<'a>(
    window: &PlaneShape,
    patches: impl Fn(LayerKind) -> &'a [Patch<'a>],
    blades: &BTreeMap<LayerKind, Blade>,
    limits: &Grading,
) -> Vec<Conflict> {
    let plane = window.plane;
    let mut found = Vec::new();
    for (large, small, in_order) in PAIRS {
        let Some(Blade { ground: blade, edges }) = blades.get(&large).filter(|blade| !blade.ground.is_empty()) else {
            continue;
        };
        let patches = patches(small).iter().map(|patch| &patch.ground);
        let meeting = unite(plane, patches.filter(|patch| may_meet(&edges.0, patch)));
        let shared = PlaneShape { plane, parts: kept(&meeting.parts, &blade.parts, &edges.0) };
        let shared = intersect(&shared, window);
        let material = shared.split().filter(|piece| {
            let area = ellipsoidal_area(piece);
            grade(piece, area, edges, limits) == Grade::Material
        });
        let parts: Vec<_> = material.flat_map(|piece| piece.parts).collect();
        if !parts.is_empty() {
            let (first, second) = if in_order { (large, small) } else { (small, large) };
            found.push(Conflict { first, second, ground: PlaneShape { plane, parts } });
        }
    }
    found
}
