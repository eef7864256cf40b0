//! Cuts ground with ground by walking along the outlines: fast where outlines cross plainly, silent where they do not.
//!
//! Where every meeting of an edge of `a` with an edge of `b` is a clear crossing (exact signs; more than 2 µm from the
//! edges' ends and from the next crossing), the outline of a ∩ b is made of the stretches of `a` inside `b` and of `b`
//! inside `a`, and that of a ∖ b of the stretches of `a` outside `b` and of `b` inside `a`, backwards. A crossing is
//! rounded to the grid exactly as the overlay engine rounds it. Whatever else happens (a shared vertex, edges in one
//! line, a graze) gives `None`, and the engine decides: it is slower by the factor of ten that this file exists for.

use crate::edge_grid::{EdgeGrid, GridEdge};
use crate::outline::once_around;
use crate::shape::{Part, Point, Ring};
use crate::simple::{is_clockwise, ring_holds, turn};

/// Crossings nearer than this to an edge's end or to each other (grid steps, the two axes added) are left to the engine:
/// twice what it takes for the same point.
const CLEAR_STEPS: i64 = 1 << 11;

struct Crossing {
    at: Point,
    /// On `a`, then on `b`: ring, place of the edge, steps from the edge's start (the two axes added).
    on: [(u32, u32, i64); 2],
    /// Whether `a` comes into `b` here; else it leaves it.
    enters: bool,
}

/// The crossings of two shapes, ordered along both.
pub(crate) struct Weave<'s> {
    rings: [Vec<&'s [Point]>; 2],
    grid_b: &'s EdgeGrid,
    crossings: Vec<Crossing>,
    /// The crossing after each one on `a`; after and before it on `b`.
    next_on_a: Vec<u32>,
    next_on_b: Vec<u32>,
    before_on_b: Vec<u32>,
    /// Whether each ring of `a` and of `b` is crossed.
    crossed: [Vec<bool>; 2],
}

impl<'s> Weave<'s> {
    /// Finds how the outlines of `a` and `b` cross; `None` where they do anything but cross clearly.
    pub fn of(a: &'s [Part], b: &'s [Part], grid_b: &'s EdgeGrid) -> Option<Self> {
        let rings = [a, b].map(|parts| parts.iter().flatten().map(Vec::as_slice).collect::<Vec<_>>());
        let mut crossings = Vec::new();
        for (number, ring) in (0_u32..).zip(&rings[0]) {
            let mut from = ring[0];
            for (place, k) in (0_u32..).zip(1..=ring.len()) {
                let to = if k == ring.len() { ring[0] } else { ring[k] };
                let low = Point::new(from.x.min(to.x), from.y.min(to.y));
                let high = Point::new(from.x.max(to.x), from.y.max(to.y));
                let own = GridEdge { a: from, b: to, ring: number, place };
                let clear = grid_b.near(low, high, |other| match crossing(&own, other) {
                    Meeting::None => true,
                    Meeting::Crossing(found) => {
                        crossings.push(found);
                        true
                    }
                    Meeting::Unclear => false,
                });
                if !clear {
                    return None;
                }
                from = to;
            }
        }
        let crossed = [0, 1].map(|side| {
            let mut crossed = vec![false; rings[side].len()];
            crossings.iter().for_each(|c: &Crossing| crossed[c.on[side].0 as usize] = true);
            crossed
        });
        let next_on_a = order(&crossings, 0, |c| c.enters)?.0;
        let (next_on_b, before_on_b) = order(&crossings, 1, |c| !c.enters)?;
        Some(Self { rings, grid_b, crossings, next_on_a, next_on_b, before_on_b, crossed })
    }

    /// a ∩ b.
    pub fn intersection(&self) -> Option<Vec<Part>> {
        let mut rings = once_around(self.walk(true)?);
        rings.extend(self.uncrossed_a(true));
        rings.extend(self.uncrossed_b().map(<[Point]>::to_vec));
        arrange(rings)
    }

    /// a ∖ b.
    pub fn difference(&self) -> Option<Vec<Part>> {
        let mut rings = once_around(self.walk(false)?);
        rings.extend(self.uncrossed_a(false));
        rings.extend(self.uncrossed_b().map(|ring| ring.iter().rev().copied().collect()));
        arrange(rings)
    }

    fn uncrossed_a(&self, inside: bool) -> impl Iterator<Item = Ring> + '_ {
        let free = self.rings[0].iter().zip(&self.crossed[0]).filter(|(_, crossed)| !**crossed);
        free.filter(move |(ring, _)| self.grid_b.holds(ring[0]) == inside).map(|(ring, _)| ring.to_vec())
    }

    fn uncrossed_b(&self) -> impl Iterator<Item = &'s [Point]> + '_ {
        let free = self.rings[1].iter().zip(&self.crossed[1]).filter(|(_, crossed)| !**crossed);
        let boxes: Vec<(Point, Point)> = self.rings[0].iter().map(|ring| box_of(ring)).collect();
        let in_a = move |p: Point| {
            let holding = self.rings[0].iter().zip(&boxes).filter(|(ring, (low, high))| {
                low.x <= p.x && p.x <= high.x && low.y <= p.y && p.y <= high.y && ring_holds(ring, p)
            });
            holding.count() % 2 == 1
        };
        free.map(|(ring, _)| *ring).filter(move |ring| in_a(ring[0]))
    }

    /// The rings that crossings lie on.
    fn walk(&self, inside: bool) -> Option<Vec<Ring>> {
        let mut done = vec![false; self.crossings.len()];
        let mut rings = Vec::new();
        for start in 0..self.crossings.len() {
            if done[start] || self.crossings[start].enters != inside {
                continue;
            }
            let mut ring = Ring::new();
            let mut here = start;
            loop {
                if done[here] || self.crossings[here].enters != inside {
                    return None;
                }
                done[here] = true;
                ring.push(self.crossings[here].at);
                let turning = self.next_on_a[here] as usize;
                self.along(0, here, turning, &mut ring);
                ring.push(self.crossings[turning].at);
                if inside {
                    here = self.next_on_b[turning] as usize;
                    self.along(1, turning, here, &mut ring);
                } else {
                    here = self.before_on_b[turning] as usize;
                    let kept = ring.len();
                    self.along(1, here, turning, &mut ring);
                    ring[kept..].reverse();
                }
                if here == start {
                    break;
                }
            }
            rings.push(ring);
        }
        Some(rings)
    }

    /// Pushes the vertices between two crossings that follow each other on one ring.
    fn along(&self, side: usize, from: usize, to: usize, ring: &mut Ring) {
        let ((number, start, start_steps), (_, end, end_steps)) =
            (self.crossings[from].on[side], self.crossings[to].on[side]);
        let vertices = self.rings[side][number as usize];
        let (n, start, end) = (vertices.len(), start as usize, end as usize);
        let count = if start == end { if end_steps > start_steps { 0 } else { n } } else { (end + n - start) % n };
        ring.extend((1..=count).map(|k| vertices[(start + k) % n]));
    }
}

enum Meeting {
    None,
    Crossing(Crossing),
    Unclear,
}

fn crossing(a: &GridEdge, b: &GridEdge) -> Meeting {
    let (a_from, a_to) = (turn(b.a, b.b, a.a), turn(b.a, b.b, a.b));
    if a_from == a_to && a_from != 0 {
        return Meeting::None;
    }
    let (b_from, b_to) = (turn(a.a, a.b, b.a), turn(a.a, a.b, b.b));
    if b_from == b_to && b_from != 0 {
        return Meeting::None;
    }
    if a_from == 0 || a_to == 0 || b_from == 0 || b_to == 0 {
        return Meeting::Unclear;
    }
    let Some(at) = crossing_point(a, b) else { return Meeting::Unclear };
    let steps = |p: Point| (at.x - p.x).abs() + (at.y - p.y).abs();
    if [a.a, a.b, b.a, b.b].into_iter().any(|end| steps(end) < CLEAR_STEPS) {
        return Meeting::Unclear;
    }
    let on = [(a.ring, a.place, steps(a.a)), (b.ring, b.place, steps(b.a))];
    Meeting::Crossing(Crossing { at, on, enters: a_to > 0 })
}

/// Where two edges cross, to the nearest grid point; `None` when the numbers are too long.
fn crossing_point(a: &GridEdge, b: &GridEdge) -> Option<Point> {
    let from = |p: Point| (i128::from(p.x - a.a.x), i128::from(p.y - a.a.y));
    let ((ax, ay), (bx, by), (cx, cy)) = (from(a.b), from(b.a), from(b.b));
    let along = bx * cy - by * cx;
    let across = ax * (cy - by) - ay * (cx - bx);
    let nearest = |length: i128| {
        let product = length.checked_mul(along)?;
        let (top, bottom) = (product.unsigned_abs(), across.unsigned_abs());
        let steps = i64::try_from((top + bottom / 2) / bottom).ok()?;
        Some(if (product < 0) == (across < 0) { steps } else { -steps })
    };
    Some(Point::new(a.a.x + nearest(ax)?, a.a.y + nearest(ay)?))
}

/// For each crossing the next and the one before on its ring of one side; `None` when two lie too near each other or do
/// not come and go in turns.
fn order(crossings: &[Crossing], side: usize, comes: impl Fn(&Crossing) -> bool) -> Option<(Vec<u32>, Vec<u32>)> {
    let mut sorted: Vec<u32> = (0..u32::try_from(crossings.len()).ok()?).collect();
    sorted.sort_unstable_by_key(|k| crossings[*k as usize].on[side]);
    let (mut next, mut before) = (vec![0; crossings.len()], vec![0; crossings.len()]);
    let ring_of = |k: u32| crossings[k as usize].on[side].0;
    for of_ring in sorted.chunk_by(|p, q| ring_of(*p) == ring_of(*q)) {
        for (k, &here) in of_ring.iter().enumerate() {
            let there = of_ring[if k + 1 == of_ring.len() { 0 } else { k + 1 }];
            let (p, q) = (&crossings[here as usize], &crossings[there as usize]);
            let apart = (p.at.x - q.at.x).abs() + (p.at.y - q.at.y).abs();
            if comes(p) == comes(q) || apart < CLEAR_STEPS {
                return None;
            }
            next[here as usize] = there;
            before[there as usize] = here;
        }
    }
    Some((next, before))
}

/// Rings that neither cross nor touch, as parts: every hole in the smallest shell around it. `None` when a hole lies in
/// no shell. In the order of the overlay engine: parts by their westernmost vertex, holes from theirs, shells from the vertex
/// before it.
pub(crate) fn arrange(mut rings: Vec<Ring>) -> Option<Vec<Part>> {
    for ring in &mut rings {
        begin_in_the_west(ring);
    }
    rings.sort_unstable_by_key(|ring| (ring[0].x, ring[0].y));
    let (holes, shells): (Vec<Ring>, Vec<Ring>) = rings.into_iter().partition(|ring| is_clockwise(ring));
    let from_before = |mut shell: Ring| {
        shell.rotate_right(1);
        vec![shell]
    };
    let mut parts: Vec<Part> = shells.into_iter().map(from_before).collect();
    if holes.is_empty() || parts.len() == 1 {
        let shell = parts.first_mut();
        return match shell {
            Some(shell) => {
                shell.extend(holes);
                Some(parts)
            }
            None => holes.is_empty().then_some(parts),
        };
    }
    let boxes: Vec<(Point, Point)> = parts.iter().map(|part| box_of(&part[0])).collect();
    for hole in holes {
        let p = on_an_edge(&hole, 0);
        let around = (0..parts.len()).filter(|k| {
            let (low, high) = boxes[*k];
            low.x <= p.x && p.x <= high.x && low.y <= p.y && p.y <= high.y && ring_holds(&parts[*k][0], p)
        });
        let size = |k: &usize| i128::from(boxes[*k].1.x - boxes[*k].0.x) * i128::from(boxes[*k].1.y - boxes[*k].0.y);
        let smallest = around.min_by_key(size)?;
        parts[smallest].push(hole);
    }
    Some(parts)
}

/// A place on an edge of the ring that is no vertex (within a grid step): rings that touch do so in vertices.
pub(crate) fn on_an_edge(ring: &[Point], edge: usize) -> Point {
    let (a, b) = (ring[edge], ring[(edge + 1) % ring.len()]);
    Point::new(a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2)
}

/// Least and greatest coordinates.
fn box_of(ring: &[Point]) -> (Point, Point) {
    ring.iter().fold((ring[0], ring[0]), |(low, high), p| {
        (Point::new(low.x.min(p.x), low.y.min(p.y)), Point::new(high.x.max(p.x), high.y.max(p.y)))
    })
}

/// Turns the ring so that it begins at its westernmost vertex, the lowest of these.
fn begin_in_the_west(ring: &mut Ring) {
    let west = (0..ring.len()).min_by_key(|k| (ring[*k].x, ring[*k].y)).unwrap_or(0);
    ring.rotate_left(west);
}

#[cfg(test)]
pub(crate) mod tests {
    use i_overlay::core::fill_rule::FillRule;
    use i_overlay::core::overlay_rule::OverlayRule;
    use proptest::prelude::*;

    use super::*;
    use crate::ring::{area_m2, overlay};

    /// Clean ground made of random stars: holes, several parts, edges of metres to hundreds of metres.
    pub(crate) fn ground() -> impl Strategy<Value = Vec<Part>> {
        let star = (prop::collection::vec(0.2..1.0_f64, 3..40), (-300.0..300.0_f64, -300.0..300.0_f64), 5.0..400.0_f64);
        prop::collection::vec((star, any::<bool>()), 1..4).prop_map(|stars| {
            let mut rings: Vec<Part> = Vec::new();
            for ((radii, (x, y), reach), hole) in stars {
                #[expect(clippy::cast_precision_loss, reason = "small numbers")]
                let corner = |(k, r): (usize, &f64)| {
                    let angle = std::f64::consts::TAU * k as f64 / radii.len() as f64;
                    crate::shape::point(x + reach * r * angle.cos(), y + reach * r * angle.sin())
                };
                let ring = vec![vec![radii.iter().enumerate().map(corner).collect::<Ring>()]];
                let rule = if hole { OverlayRule::Difference } else { OverlayRule::Union };
                rings = overlay(&rings, &ring, rule, FillRule::NonZero);
            }
            rings
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_weave_gives_the_ground_that_the_engine_gives((a, b) in (ground(), ground())) {
            let grid = EdgeGrid::of(&b);
            let Some(weave) = Weave::of(&a, &b, &grid) else { return Ok(()) };
            for (woven, rule) in
                [(weave.intersection(), OverlayRule::Intersect), (weave.difference(), OverlayRule::Difference)]
            {
                let Some(woven) = woven else { continue };
                let plain = overlay(&a, &b, rule, FillRule::NonZero);
                prop_assert_eq!(woven, plain);
            }
        }
    }

    #[test]
    fn what_touches_is_left_to_the_engine() {
        let square = |x: i64, y: i64, size: i64| {
            let corner = |dx, dy| Point::new((x + dx) << 30, (y + dy) << 30);
            vec![vec![vec![corner(0, 0), corner(size, 0), corner(size, size), corner(0, size)]]]
        };
        let a = square(0, 0, 100);
        for (b, clear) in [
            (square(50, 50, 100), true),
            (square(10, 10, 20), true),
            (square(-10, -10, 200), true),
            (square(300, 300, 20), true),
            (square(100, 0, 100), false),
            (square(100, 100, 10), false),
            (square(0, 10, 20), false),
            (a.clone(), false),
        ] {
            let grid = EdgeGrid::of(&b);
            let weave = Weave::of(&a, &b, &grid);
            assert_eq!(weave.is_some(), clear, "{b:?}");
            let Some(weave) = weave else { continue };
            let (inside, outside) = (weave.intersection().unwrap(), weave.difference().unwrap());
            assert!((area_m2(&inside) + area_m2(&outside) - 10_000.0).abs() < 1e-9);
        }
    }
}
