//! Ground that two control lines share near a town.

use std::collections::BTreeMap;

use crate::blocks::Block;
use crate::cut::{corners, cut};
use crate::data::LayerKind;
use crate::edge_grid::{EdgeGrid, Standing};
use crate::finding::Grade;
use crate::grade::{Grading, grade};
use crate::measure::ellipsoidal_area;
use crate::nearby::Segments;
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
    pub fn of(ground: PlaneShape) -> Self {
        Self { edges: Segments::of(&ground), ground }
    }

    /// Whether what lies in the box may share ground with it.
    pub fn may_meet(&self, low: Point, high: Point) -> bool {
        !self.ground.is_empty() && self.edges.0.standing(low, high) != Standing::Outside
    }
}

/// All conflicts within `window`; `covered` gives what each line covers near it, block by block, `blades` the same in
/// one for the lines with few features.
pub(crate) fn conflicts(
    window: &PlaneShape,
    covered: &BTreeMap<LayerKind, Vec<Block>>,
    blades: &BTreeMap<LayerKind, Blade>,
    limits: &Grading,
) -> Vec<Conflict> {
    let plane = window.plane;
    let frame = EdgeGrid::of(&window.parts);
    let mut found = Vec::new();
    for (large, small, in_order) in PAIRS {
        let (Some(Blade { ground: blade, edges }), Some(blocks)) = (blades.get(&large), covered.get(&small)) else {
            continue;
        };
        let shared = blocks.iter().filter_map(|block| {
            let shared = cut(blade, &edges.0, &block.ground, block.corners);
            Some(cut(window, &frame, &shared, corners(&shared)?))
        });
        let material = shared.flat_map(|shared| shared.split().collect::<Vec<_>>()).filter(|piece| {
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
