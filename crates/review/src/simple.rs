//! Proves exactly, and cheaply, that rings neither cross nor touch: what is proven needs no overlay to be read.
//!
//! The proofs are one-sided: `false` means "not proven", and the overlay engine decides. Signs of turns are taken in
//! `f64` with an error bound and in 128-bit integers where the bound does not tell.

use crate::edge_grid::{EdgeGrid, GridEdge};
use crate::shape::{Point, edges};

/// Twice the signed area of the triangle a, b, c by its sign: positive when c lies left of a → b.
#[inline]
pub(crate) fn turn(a: Point, b: Point, c: Point) -> i8 {
    let (ux, uy) = (b.x - a.x, b.y - a.y);
    let (vx, vy) = (c.x - a.x, c.y - a.y);
    #[expect(clippy::cast_precision_loss, reason = "the bound covers it")]
    let (p, q) = (ux as f64 * vy as f64, uy as f64 * vx as f64);
    // each factor and each product is rounded once: |error| ≤ 3·2⁻⁵³ (|p| + |q|), and the difference once more
    let bound = (p.abs() + q.abs()) * 6.7e-16;
    let difference = p - q;
    if difference > bound {
        return 1;
    }
    if difference < -bound {
        return -1;
    }
    exact_turn((ux, uy), (vx, vy))
}

#[cold]
fn exact_turn(u: (i64, i64), v: (i64, i64)) -> i8 {
    let left = i128::from(u.0) * i128::from(v.1);
    let right = i128::from(u.1) * i128::from(v.0);
    left.cmp(&right) as i8
}

/// Whether the ring is proven simple: no edge crosses or touches another but at their common vertex, and no vertex lies
/// straight between its neighbours.
pub(crate) fn is_simple(ring: &[Point]) -> bool {
    ring.len() >= 3 && if is_star(ring) { bends_everywhere(ring) } else { apart(&[ring]) }
}

/// Whether no vertex lies straight between, or beyond, its neighbours.
fn bends_everywhere(ring: &[Point]) -> bool {
    let n = ring.len();
    n >= 3
        && (0..n).all(|k| {
            turn(ring[if k == 0 { n - 1 } else { k - 1 }], ring[k], ring[if k + 1 == n { 0 } else { k + 1 }]) != 0
        })
}

/// Whether every edge is seen from the middle of the ring's box turning the same way, once around: then no two edges
/// share a direction from there, so none can meet.
fn is_star(ring: &[Point]) -> bool {
    let first = ring[0];
    let (low, high) = ring.iter().fold((first, first), |(low, high), p| {
        (Point::new(low.x.min(p.x), low.y.min(p.y)), Point::new(high.x.max(p.x), high.y.max(p.y)))
    });
    let middle = Point::new(low.x + (high.x - low.x) / 2, low.y + (high.y - low.y) / 2);
    let way = turn(middle, ring[0], ring[1]);
    let mut rounds = 0;
    for (a, b) in edges(ring) {
        if way == 0 || turn(middle, a, b) != way {
            return false;
        }
        // a ray to the east, half-open in y: each full turn crosses it once
        rounds += u32::from((a.y > middle.y) != (b.y > middle.y) && is_east(middle, a, b));
    }
    rounds == 1
}

/// Whether the edge, whose ends lie on both sides of the eastward ray's line, meets that ray.
pub(crate) fn is_east(from: Point, a: Point, b: Point) -> bool {
    if a.x < from.x && b.x < from.x {
        return false;
    }
    (turn(a, b, from) > 0) == (b.y > a.y)
}

/// Whether a ring winds around the point; edges are counted half-open in y.
pub(crate) fn ring_holds(ring: &[Point], p: Point) -> bool {
    let mut inside = false;
    let mut a = ring[ring.len() - 1];
    for &b in ring {
        if (a.y > p.y) != (b.y > p.y) && is_east(p, a, b) {
            inside = !inside;
        }
        a = b;
    }
    inside
}

/// How often a ring winds around a point, counter-clockwise; edges are counted half-open in y.
pub(crate) fn winding(ring: &[Point], p: Point) -> i32 {
    let crossed = edges(ring).filter(|(a, b)| (a.y > p.y) != (b.y > p.y) && is_east(p, *a, *b));
    crossed.map(|(a, b)| if b.y > a.y { 1 } else { -1 }).sum()
}

/// Whether a simple ring has its ground on the right: by the turn at the lowest of its westernmost vertices, where it
/// bends outwards.
pub(crate) fn is_clockwise(ring: &[Point]) -> bool {
    let n = ring.len();
    let corner = (0..n).min_by_key(|k| (ring[*k].x, ring[*k].y)).unwrap_or(0);
    turn(ring[(corner + n - 1) % n], ring[corner], ring[(corner + 1) % n]) < 0
}

/// Whether it is proven that no edge meets another, except neighbours of one ring at their common vertex, where every
/// ring must bend.
pub(crate) fn apart<R: AsRef<[Point]>>(rings: &[R]) -> bool {
    let grid = EdgeGrid::of_rings(rings.iter().map(AsRef::as_ref));
    let follows = |p: &GridEdge, q: &GridEdge| {
        let n = rings[p.ring as usize].as_ref().len();
        p.ring == q.ring && (p.place as usize + 1) % n == q.place as usize
    };
    let clear = |p: &GridEdge, q: &GridEdge| {
        if follows(p, q) {
            turn(p.a, p.b, q.b) != 0
        } else if follows(q, p) {
            turn(q.a, q.b, p.b) != 0
        } else {
            !meet(p.a, p.b, q.a, q.b)
        }
    };
    rings.iter().all(|ring| ring.as_ref().len() >= 3) && grid.pairs(clear)
}

/// Whether two edges meet in a common end at most.
pub(crate) fn meet_in_ends((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    match (a == c, a == d, b == c, b == d) {
        (false, false, false, false) => !meet(a, b, c, d),
        (true, false, false, false) => part_from(a, b, d),
        (false, true, false, false) => part_from(a, b, c),
        (false, false, true, false) => part_from(b, a, d),
        (false, false, false, true) => part_from(b, a, c),
        _ => false,
    }
}

/// Whether edges from one end to `p` and to `q` have nothing else in common.
fn part_from(end: Point, p: Point, q: Point) -> bool {
    let ahead = || {
        let along = |k: fn(Point) -> i64| i128::from(k(p) - k(end)) * i128::from(k(q) - k(end));
        along(|c| c.x) + along(|c| c.y) < 0
    };
    turn(end, p, q) != 0 || ahead()
}

/// Whether two edges share a point; edges in one line are said to.
pub(crate) fn meet(a: Point, b: Point, c: Point, d: Point) -> bool {
    let (c_side, d_side) = (turn(a, b, c), turn(a, b, d));
    if c_side == d_side && c_side != 0 {
        return false;
    }
    let (a_side, b_side) = (turn(c, d, a), turn(c, d, b));
    !(a_side == b_side && a_side != 0)
}

#[cfg(test)]
mod tests {
    use i_overlay::core::fill_rule::FillRule;
    use i_overlay::core::overlay::{IntOverlayOptions, Overlay};
    use proptest::prelude::*;

    use super::*;

    fn ring(points: &[(i64, i64)]) -> Vec<Point> {
        points.iter().map(|&(x, y)| Point::new(x, y)).collect()
    }

    /// Whether the overlay engine, too, leaves the ring as it is (but for its direction).
    fn left_alone(ring: &[Point]) -> bool {
        let mut overlay = Overlay::from_subj_custom(ring, IntOverlayOptions::default(), crate::ring::SOLVER);
        overlay.simplify_contour(ring, FillRule::NonZero).is_none_or(|parts| {
            let reversed: Vec<Point> = ring.iter().rev().copied().collect();
            parts == vec![vec![reversed]]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_proven_simple_the_engine_leaves_alone(
            points in prop::collection::vec((-6_i64..6, -6_i64..6), 3..9),
            scale in prop::sample::select(vec![1_i64, 3, 1 << 20, 1 << 40]),
        ) {
            let mut ring = ring(&points.iter().map(|(x, y)| (x * scale, y * scale)).collect::<Vec<_>>());
            ring.dedup();
            if is_simple(&ring) {
                prop_assert!(left_alone(&ring), "{ring:?}");
            }
        }

        #[test]
        fn a_turn_has_the_sign_of_the_exact_one(
            points in prop::array::uniform6(-(1_i64 << 55)..(1_i64 << 55)),
            near in prop::array::uniform2(-3_i64..4),
            share in 0_i64..9,
        ) {
            let [ax, ay, bx, by, cx, cy] = points;
            let (a, b) = (Point::new(ax, ay), Point::new(bx, by));
            let exact = |c: Point| exact_turn((b.x - a.x, b.y - a.y), (c.x - a.x, c.y - a.y));
            let close = Point::new(ax + (bx - ax) / 9 * share + near[0], ay + (by - ay) / 9 * share + near[1]);
            for c in [Point::new(cx, cy), close] {
                prop_assert_eq!(turn(a, b, c), exact(c));
            }
        }
    }

    /// A comb whose teeth, a metre apart, slant: the box of each meets those of all its neighbours.
    fn comb(teeth: i64, length_m: i64) -> Vec<Point> {
        let at = |x: i64, y: i64| Point::new(x << 30, y << 30);
        let tooth = |k: i64| [at(2 * k, 0), at(2 * k + 1 + length_m, length_m)];
        (0..teeth).flat_map(tooth).chain([at(2 * teeth + length_m, -1), at(0, -1)]).collect()
    }

    #[test]
    fn edges_that_crowd_are_left_to_the_engine_which_finds_the_ring_as_it_is() {
        assert!(is_simple(&comb(300, 10)));
        let crowded = comb(3_000, 6_000);
        assert!(!is_simple(&crowded), "millions of pairs were looked at");
        assert!(left_alone(&crowded));
    }

    #[test]
    fn touches_repeats_and_straight_vertices_are_not_proven() {
        let square = [(0, 0), (10, 0), (10, 10), (0, 10)];
        assert!(is_simple(&ring(&square)));
        assert!(!is_simple(&ring(&[(0, 0), (5, 0), (10, 0), (10, 10), (0, 10)])), "a straight vertex");
        assert!(!is_simple(&ring(&[(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)])), "a vertex on an edge");
        assert!(!is_simple(&ring(&[(0, 0), (10, 10), (10, 0), (0, 10)])), "a bow-tie");
        assert!(!is_simple(&ring(&[(0, 0), (9, 0), (9, 9), (4, 4), (0, 9), (4, 4)])), "a vertex twice");
        let inner = [(2, 2), (4, 2), (4, 4)];
        assert!(apart(&[ring(&square), ring(&inner)]));
        assert!(!apart(&[ring(&square), ring(&[(10, 10), (20, 10), (20, 20)])]), "rings that share a vertex");
    }
}
