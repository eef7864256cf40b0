//! Ground that two control lines share near a town.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cut::{corners, cut};
use crate::data::{LayerKind, Shape};
use crate::edge_grid::EdgeGrid;
use crate::finding::Grade;
use crate::grade::{Grading, grade};
use crate::ground::Ground;
use crate::measure::{SquareMillimetres, ellipsoidal_area};
use crate::nearby::Segments;
use crate::overlay::Blade;
use crate::pieces::Pieces;
use crate::shape::PlaneShape;

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

/// All conflicts within `window`, around a town and its edges; `covered` gives what each line covers near it, block by
/// block, `blades` the same in one for the lines with few features.
pub(crate) fn conflicts(
    window: &PlaneShape,
    town: (&PlaneShape, &Segments),
    covered: &BTreeMap<LayerKind, Vec<Arc<Ground>>>,
    blades: &BTreeMap<LayerKind, Blade>,
    limits: &Grading,
) -> Vec<Conflict> {
    let frame = EdgeGrid::of(&window.parts);
    let mut found = Vec::new();
    for (large, small, in_order) in PAIRS {
        let (Some(blade), Some(blocks)) = (blades.get(&large), covered.get(&small)) else { continue };
        let edges = blade.edges();
        let mut shared = Pieces::along(edges, limits, window.plane);
        for block in blocks {
            let piece = cut(&blade.ground, &edges.0, &block.shape, block.corners);
            let Some(corners) = corners(&piece) else { continue };
            let within = match cut(window, &frame, &piece, corners) {
                Cow::Borrowed(_) => piece,
                Cow::Owned(within) => Cow::Owned(within),
            };
            shared.add(within, block, None);
        }
        let material = shared.of_grade(Grade::Material);
        if !material.ground().is_empty() {
            let (first, second) = if in_order { (large, small) } else { (small, large) };
            let on_town = material.ground().split().any(|part| {
                let Some(corners) = corners(&part) else { return false };
                let within = cut(town.0, &town.1.0, &part, corners);
                within.split().any(|piece| grade(&piece, ellipsoidal_area(&piece), town.1, limits) > Grade::Noise)
            });
            found.push(Conflict { first, second, area: material.area(), on_town, drawn: material.drawn() });
        }
    }
    found
}
