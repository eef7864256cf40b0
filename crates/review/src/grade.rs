//! Grades pieces of overlap: noise, sliver or material.

use geo::{Coord, MinimumRotatedRect, Polygon};
use serde::{Deserialize, Serialize};

use crate::finding::Grade;
use crate::measure::SquareMillimetres;
use crate::nearby::Segments;
use crate::shape::{Part, PlaneShape, edges, length_m, metres, perimeter_m};

/// When a piece is noise or a sliver. Reviewer's parameters: no clause gives a tolerance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grading {
    /// Below this area a piece is noise, m².
    pub noise_m2: f64,
    /// Below this mean width 2A/P a piece is noise, m.
    pub noise_width_m: f64,
    /// Scale of a sliver: at most this area, m² …
    pub sliver_area_m2: f64,
    /// … or at most this wide (minimum bounding rectangle, or 2A/P), m.
    pub sliver_width_m: f64,
    /// Form of a sliver, two of four: length/width of the minimum bounding rectangle at least this.
    pub sliver_elongation: f64,
    /// 4πA/P² at most this.
    pub sliver_compactness: f64,
    /// P/(2√(πA)) at least this.
    pub sliver_perimeter_ratio: f64,
    /// P²/A at least this.
    pub sliver_p2a: f64,
    /// A sliver lies along both boundaries: at least this share of its outline on each.
    pub sliver_share: f64,
}

/// Grades one connected piece that overlay cut out of `town`.
///
/// `town_edges` are the town's own edges; the rest of the piece's outline belongs to the other boundary.
#[must_use]
pub fn grade(piece: &PlaneShape, area: SquareMillimetres, town_edges: &Segments, limits: &Grading) -> Grade {
    grade_parts(&piece.parts, area, town_edges, limits)
}

/// As [`grade`], of the parts of one plane.
pub(crate) fn grade_parts(piece: &[Part], area: SquareMillimetres, town_edges: &Segments, limits: &Grading) -> Grade {
    #[expect(clippy::cast_precision_loss, reason = "compared with limits of two digits")]
    let area_m2 = area.0 as f64 / 1e6;
    let perimeter_m = perimeter_m(piece);
    let mean_width_m = 2.0 * area_m2 / perimeter_m;
    if area_m2 < limits.noise_m2 || mean_width_m < limits.noise_width_m {
        return Grade::Noise;
    }
    let form = [
        4.0 * std::f64::consts::PI * area_m2 / (perimeter_m * perimeter_m) <= limits.sliver_compactness,
        perimeter_m / (2.0 * (std::f64::consts::PI * area_m2).sqrt()) >= limits.sliver_perimeter_ratio,
        perimeter_m * perimeter_m / area_m2 >= limits.sliver_p2a,
    ];
    if form.iter().all(|met| !met) && area_m2 > limits.sliver_area_m2 && mean_width_m > limits.sliver_width_m {
        return Grade::Material; // the common case, before the rectangle is computed
    }
    let (length_m, width_m) = bounding_rectangle_m(piece);
    let small =
        area_m2 <= limits.sliver_area_m2 || width_m <= limits.sliver_width_m || mean_width_m <= limits.sliver_width_m;
    let met = form.iter().filter(|met| **met).count() + usize::from(length_m >= limits.sliver_elongation * width_m);
    if small && met >= 2 && lies_along_both(piece, town_edges, perimeter_m, limits.sliver_share) {
        Grade::Sliver
    } else {
        Grade::Material
    }
}

fn lies_along_both(piece: &[Part], town_edges: &Segments, perimeter_m: f64, least_share: f64) -> bool {
    const ON_THE_LINE_M: f64 = 1e-6;
    let on_town_m: f64 = piece
        .iter()
        .flatten()
        .flat_map(|ring| edges(ring))
        .filter(|(a, b)| {
            let middle = [metres(a.x).midpoint(metres(b.x)), metres(a.y).midpoint(metres(b.y))];
            town_edges.is_within(middle, ON_THE_LINE_M)
        })
        .map(|(a, b)| length_m(a, b))
        .sum();
    let share = on_town_m / perimeter_m;
    share >= least_share && 1.0 - share >= least_share
}

/// Sides of the minimum rotated bounding rectangle, longer first, metres.
fn bounding_rectangle_m(piece: &[Part]) -> (f64, f64) {
    let shell: Vec<Coord<f64>> =
        piece.iter().flat_map(|part| &part[0]).map(|p| Coord { x: metres(p.x), y: metres(p.y) }).collect();
    let Some(rectangle) = Polygon::new(shell.into(), Vec::new()).minimum_rotated_rect() else { return (0.0, 0.0) };
    let corner = |k: usize| rectangle.exterior().0[k];
    let side = |a: Coord<f64>, b: Coord<f64>| (a.x - b.x).hypot(a.y - b.y);
    let (one, two) = (side(corner(0), corner(1)), side(corner(1), corner(2)));
    (one.max(two), one.min(two))
}
