//! Ground that two control lines share near a town.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cut::{corners, cut};
use crate::data::{LayerKind, Shape};
use crate::edge_grid::{EdgeGrid, Standing};
use crate::finding::Grade;
use crate::grade::{Grading, grade};
use crate::ground::Ground;
use crate::measure::{SquareMillimetres, ellipsoidal_area};
use crate::nearby::Segments;
use crate::overlay::intersect;
use crate::publish::drawn;
use crate::shape::{PlaneShape, Point};

/// Two control lines that cross (不交叉不重叠不冲突).
pub struct Conflict {
    /// One line.
    pub first: LayerKind,
    /// The other.
    pub second: LayerKind,
    /// Ellipsoidal area of the material parts of what they share.
    pub area: SquareMillimetres,
    /// Whether some of it lies on the town, by more than two drawings of one edge differ.
    pub on_town: bool,
    /// The material parts, as they are handed out.
    pub drawn: Option<Shape>,
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

/// All conflicts within `window`, around a town and its edges; `covered` gives what each line covers near it, block by
/// block, `blades` the same in one for the lines with few features.
pub(crate) fn conflicts(
    window: &PlaneShape,
    town: (&PlaneShape, &Segments),
    covered: &BTreeMap<LayerKind, Vec<Arc<Ground>>>,
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
            let shared = cut(blade, &edges.0, &block.shape, block.corners);
            let corners = corners(&shared)?;
            Some(cut(window, &frame, &shared, corners).into_owned())
        });
        let material = shared.flat_map(|shared| shared.split().collect::<Vec<_>>()).filter(|piece| {
            let area = ellipsoidal_area(piece);
            grade(piece, area, edges, limits) == Grade::Material
        });
        let parts: Vec<_> = material.flat_map(|piece| piece.parts).collect();
        if !parts.is_empty() {
            let (first, second) = if in_order { (large, small) } else { (small, large) };
            let ground = PlaneShape { plane, parts };
            let on_town = intersect(&ground, town.0)
                .split()
                .any(|piece| grade(&piece, ellipsoidal_area(&piece), town.1, limits) > Grade::Noise);
            let area = ellipsoidal_area(&ground);
            found.push(Conflict { first, second, area, on_town, drawn: drawn(&ground) });
        }
    }
    found
}
