//! Makes overlay results fit to hand out: valid simple features (OGC 06-103r4, 6.1.11), nothing below a whole mm².

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{IntOverlayOptions, Overlay};
use i_overlay::core::overlay_rule::OverlayRule;

use crate::data::Shape;
use crate::ring::{SOLVER, area_m2};
use crate::shape::{Part, PlaneShape, Point, Ring, edges, signed_area_m2};
use crate::simple::{apart, is_simple};

/// Half a mm²: what measures 0 is not drawn.
const LEAST_M2: f64 = 0.5e-6;

/// Ground as it is handed out, degrees; `None` where nothing is to be drawn.
pub(crate) fn drawn(ground: &PlaneShape) -> Option<Shape> {
    if are_apart(&ground.parts) {
        return drawn_apart(ground.clone()); // valid as it is
    }
    let mut overlay = Overlay::from_subj_custom(&ground.parts, IntOverlayOptions::ogc(), SOLVER);
    let mut parts = overlay.overlay(OverlayRule::Subject, FillRule::NonZero);
    rehouse(&mut parts);
    drawn_apart(PlaneShape { plane: ground.plane, parts })
}

/// As [`drawn`], of ground in which no ring touches itself and every hole stands with the shell it lies in.
pub(crate) fn drawn_apart(mut ground: PlaneShape) -> Option<Shape> {
    ground.parts.retain(|part| area_m2(std::slice::from_ref(part)) >= LEAST_M2);
    (!ground.is_empty()).then(|| ground.to_shape())
}

/// Whether it is proven that no ring touches another, or itself.
pub(crate) fn are_apart(parts: &[Part]) -> bool {
    let rings: Vec<&Ring> = parts.iter().flatten().collect();
    match rings[..] {
        [alone] => is_simple(alone),
        _ => apart(&rings),
    }
}

/// Gives every hole to the smallest shell around it: where shells touch, the engine may name the wrong one.
fn rehouse(parts: &mut [Part]) {
    let mut strays = Vec::new();
    for part in parts.iter_mut().filter(|part| part.len() > 1) {
        let shell = part[0].clone();
        strays.extend(part.extract_if(1.., |hole| !holds(&shell, hole)));
    }
    for hole in strays {
        let around = parts.iter_mut().filter(|part| holds(&part[0], &hole));
        let smallest = around.min_by(|a, b| signed_area_m2(&a[0]).total_cmp(&signed_area_m2(&b[0])));
        // a hole in no shell takes nothing away
        if let Some(part) = smallest {
            part.push(hole);
        }
    }
}

/// Whether `hole` lies in `shell`, by the middle of one of its edges (a vertex may touch the shell).
fn holds(shell: &[Point], hole: &[Point]) -> bool {
    let Some((a, b)) = edges(hole).next() else { return false };
    // coordinates doubled, so that the middle is a whole number
    let (x, y) = (i128::from(a.x) + i128::from(b.x), i128::from(a.y) + i128::from(b.y));
    let crosses_east = |(p, q): &(Point, Point)| {
        let (px, py) = (2 * i128::from(p.x), 2 * i128::from(p.y));
        let (qx, qy) = (2 * i128::from(q.x), 2 * i128::from(q.y));
        if (py > y) == (qy > y) {
            return false;
        }
        let side = (x - px) * (qy - py) - (y - py) * (qx - px);
        (side < 0) == (qy > py)
    };
    edges(shell).filter(crosses_east).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: i64, y: i64, size: i64) -> Vec<Point> {
        [(0, 0), (size, 0), (size, size), (0, size)].map(|(dx, dy)| Point::new(x + dx, y + dy)).to_vec()
    }

    #[test]
    fn a_hole_that_was_given_to_a_neighbour_goes_home() {
        let hole: Vec<Point> = square(10, 10, 5).into_iter().rev().collect();
        let mut parts = vec![vec![square(0, 0, 100)], vec![square(200, 0, 50), hole.clone()]];
        rehouse(&mut parts);
        assert_eq!(parts, [vec![square(0, 0, 100), hole], vec![square(200, 0, 50)]]);
    }

    #[test]
    fn a_hole_that_touches_its_shell_in_a_vertex_stays() {
        let hole = vec![Point::new(0, 50), Point::new(20, 60), Point::new(20, 40)];
        let mut parts = vec![vec![square(0, 0, 100), hole.clone()]];
        rehouse(&mut parts);
        assert_eq!(parts, [vec![square(0, 0, 100), hole]]);
    }
}
