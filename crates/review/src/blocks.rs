//! Unites many patches of which few meet: what hangs together is a block, and each block is united by itself.
//!
//! Parcels mostly lie beside each other with a ditch between, so that looking at the few edges in the strip that two
//! boxes share settles nearly all of them, where a union of everything would look at every edge.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::cancel;
use crate::dissolve::{Groups, united};
use crate::edge_grid::EdgeGrid;
use crate::ground::{Ground, Lately};
use crate::plane::Plane;
use crate::shape::{Part, PlaneShape, Point, Ring, edges, metres};
use crate::simple::{meet, ring_holds};

/// What comes within 15 µm hangs together: the overlay engine moves edges of a block it unites, by a grid step or a few
/// times the 1 µm in which it takes points for one.
const NEAR_STEPS: i64 = 1 << 14;
/// Parts of more vertices find their edges in a grid.
const LONG: usize = 128;
/// Pairs of edges that are looked at to tell two parts apart; where there are more, their union tells.
const MOST_PAIRS: usize = 20_000;

/// A part of a feature: the feature's position in its layer, the part's in the feature.
pub(crate) type PartAt = (u32, u32);

/// The union of grounds, as grounds that neither meet nor hold each other, in the order of their first parts. Unions of
/// whole features are taken from `kept` where they were made before.
///
/// # Panics
/// If a ground does not lie in `plane`.
pub(crate) fn blocks<'g>(
    plane: Plane,
    grounds: impl Iterator<Item = &'g Arc<Ground>>,
    kept: Option<&Lately<Vec<PartAt>>>,
) -> Vec<Arc<Ground>> {
    let (mut lots, mut sources) = (Vec::new(), Vec::new());
    for ground in grounds {
        assert_eq!(ground.shape.plane, plane, "shapes of different planes were united");
        for (number, part) in (0_u32..).zip(&ground.shape.parts) {
            lots.extend(Lot::of(part));
            sources.resize(lots.len(), (ground, number));
        }
    }
    let block = |group: Vec<usize>| {
        if let [alone] = group[..]
            && let (ground, _) = sources[alone]
            && ground.shape.parts.len() == 1
        {
            return Some(Arc::clone(ground));
        }
        let make = || Ground::of(PlaneShape { plane, parts: one_block(&lots, &group) }, None);
        let parts: Option<Vec<PartAt>> = group.iter().map(|k| Some((sources[*k].0.whole_of?, sources[*k].1))).collect();
        match (kept, parts) {
            (Some(kept), Some(parts)) if group.len() > 1 => kept.get(plane, parts, make),
            _ => make().map(Arc::new),
        }
    };
    hanging_together(&lots).into_iter().filter_map(block).collect()
}

/// The union of parts by non-zero winding.
pub(crate) fn united_by_blocks(parts: &[Part]) -> Vec<Part> {
    let lots: Vec<Lot<'_>> = parts.iter().filter_map(Lot::of).collect();
    hanging_together(&lots).into_iter().flat_map(|group| one_block(&lots, &group)).collect()
}

fn one_block(lots: &[Lot<'_>], group: &[usize]) -> Vec<Part> {
    match group {
        [alone] => vec![lots[*alone].part.clone()],
        _ => united(group.iter().map(|k| lots[*k].part)),
    }
}

/// Positions of the parts that hang together, each list ascending, in the order of their first.
fn hanging_together(lots: &[Lot<'_>]) -> Vec<Vec<usize>> {
    let mut groups = Groups::of(lots.len());
    let mut from_the_west: Vec<usize> = (0..lots.len()).collect();
    from_the_west.sort_unstable_by_key(|k| (lots[*k].low.x, *k));
    let mut strips = Strips::default();
    for (n, one) in from_the_west.iter().enumerate() {
        cancel::look();
        for other in from_the_west[n + 1..].iter().take_while(|other| lots[**other].low.x <= lots[*one].high.x) {
            if groups.root(*one) != groups.root(*other) && strips.hang_together(&lots[*one], &lots[*other]) {
                groups.join(*one, *other);
            }
        }
    }
    groups.members()
}

/// A shell with holes, all counter-clockwise, where these are proven to lie in it, beside each other: then nothing is to
/// be cut.
pub(crate) fn holed(shell: &[Part], holes: &[Part]) -> Option<Part> {
    let [whole] = shell else { return None };
    if whole.len() != 1 || holes.iter().any(|hole| hole.len() != 1) {
        return None;
    }
    let around = Lot::of(whole)?;
    let lots: Vec<Lot<'_>> = holes.iter().map(Lot::of).collect::<Option<_>>()?;
    let mut strips = Strips::default();
    for (k, hole) in lots.iter().enumerate() {
        let clear = around.holds(hole)
            && !strips.edges_meet(&around, hole)
            && !lots[k + 1..].iter().any(|other| strips.hang_together(hole, other));
        if !clear {
            return None;
        }
    }
    let turned = |hole: &Ring| hole.iter().rev().copied().collect();
    Some(whole.iter().cloned().chain(holes.iter().flatten().map(turned)).collect())
}

/// All of them as one shape: blocks do not meet.
pub(crate) fn together<'b>(plane: Plane, blocks: impl IntoIterator<Item = &'b Arc<Ground>>) -> PlaneShape {
    PlaneShape { plane, parts: blocks.into_iter().flat_map(|block| block.shape.parts.iter().cloned()).collect() }
}

/// A part and its box, [`NEAR_STEPS`] wider on each side.
struct Lot<'p> {
    part: &'p Part,
    low: Point,
    high: Point,
    vertices: usize,
    grid: OnceCell<EdgeGrid>,
}

type Edge = (Point, Point);

impl<'p> Lot<'p> {
    fn of(part: &'p Part) -> Option<Self> {
        let shell = part.first()?;
        let first = *shell.first()?;
        let (low, high) = shell.iter().fold((first, first), |(low, high), p| {
            (Point::new(low.x.min(p.x), low.y.min(p.y)), Point::new(high.x.max(p.x), high.y.max(p.y)))
        });
        let wider = |p: Point, steps: i64| Point::new(p.x + steps, p.y + steps);
        let (low, high) = (wider(low, -NEAR_STEPS), wider(high, NEAR_STEPS));
        Some(Self { part, low, high, vertices: part.iter().map(Vec::len).sum(), grid: OnceCell::new() })
    }

    fn grid(&self) -> &EdgeGrid {
        self.grid.get_or_init(|| EdgeGrid::of(std::slice::from_ref(self.part)))
    }

    /// The edges whose boxes share a point with the box.
    fn edges_in(&self, low: Point, high: Point, found: &mut Vec<Edge>) {
        found.clear();
        if self.vertices > LONG {
            self.grid().near(low, high, |edge| {
                found.push((edge.a, edge.b));
                true
            });
            return;
        }
        found.extend(self.part.iter().flat_map(|ring| edges(ring)).filter(|(a, b)| {
            a.x.min(b.x) <= high.x && a.x.max(b.x) >= low.x && a.y.min(b.y) <= high.y && a.y.max(b.y) >= low.y
        }));
    }

    /// Whether the box of another lies in the own one, and its first vertex on the own ground.
    fn holds(&self, other: &Self) -> bool {
        let around = self.low.x <= other.low.x
            && self.low.y <= other.low.y
            && self.high.x >= other.high.x
            && self.high.y >= other.high.y;
        let place = other.part[0][0];
        around
            && if self.vertices > LONG {
                self.grid().holds(place)
            } else {
                self.part.iter().filter(|ring| ring_holds(ring, place)).count() % 2 == 1
            }
    }
}

/// The edges of two parts in the box that both reach into; kept for the next two.
#[derive(Default)]
struct Strips(Vec<Edge>, Vec<Edge>);

impl Strips {
    /// Whether two parts share ground or a point, or nearly do; `true` also where that is long to tell.
    fn hang_together(&mut self, one: &Lot<'_>, other: &Lot<'_>) -> bool {
        self.edges_meet(one, other) || one.holds(other) || other.holds(one)
    }

    /// Whether edges of two parts meet, or nearly do; `true` also where that is long to tell.
    fn edges_meet(&mut self, one: &Lot<'_>, other: &Lot<'_>) -> bool {
        let low = Point::new(one.low.x.max(other.low.x), one.low.y.max(other.low.y));
        let high = Point::new(one.high.x.min(other.high.x), one.high.y.min(other.high.y));
        if low.x > high.x || low.y > high.y {
            return false;
        }
        one.edges_in(low, high, &mut self.0);
        other.edges_in(low, high, &mut self.1);
        self.0.len().saturating_mul(self.1.len()) > MOST_PAIRS
            || self.0.iter().any(|edge| self.1.iter().any(|facing| come_near(*edge, *facing)))
    }
}

/// Whether two edges come within [`NEAR_STEPS`].
fn come_near((a, b): Edge, (c, d): Edge) -> bool {
    if a.x.min(b.x) > c.x.max(d.x) + NEAR_STEPS
        || c.x.min(d.x) > a.x.max(b.x) + NEAR_STEPS
        || a.y.min(b.y) > c.y.max(d.y) + NEAR_STEPS
        || c.y.min(d.y) > a.y.max(b.y) + NEAR_STEPS
    {
        return false;
    }
    meet(a, b, c, d) || is_within(a, (c, d)) || is_within(b, (c, d)) || is_within(c, (a, b)) || is_within(d, (a, b))
}

/// Whether a point lies within [`NEAR_STEPS`] of an edge; to some hundredths of it.
fn is_within(p: Point, (a, b): Edge) -> bool {
    let from_a = |q: Point| (metres(q.x - a.x), metres(q.y - a.y));
    let ((px, py), (bx, by)) = (from_a(p), from_a(b));
    let square = bx * bx + by * by;
    let along = if square > 0.0 { ((px * bx + py * by) / square).clamp(0.0, 1.0) } else { 0.0 };
    let (dx, dy) = (px - along * bx, py - along * by);
    dx * dx + dy * dy <= metres(NEAR_STEPS) * metres(NEAR_STEPS)
}

#[cfg(test)]
mod tests {
    use i_overlay::core::fill_rule::FillRule;
    use i_overlay::core::overlay_rule::OverlayRule;
    use proptest::prelude::*;

    use super::*;
    use crate::dissolve::tests::{patches, square};
    use crate::ring::{area_m2, overlay};

    fn engine(a: &[Part], b: &[Part], rule: OverlayRule) -> Vec<Part> {
        overlay(a, b, rule, FillRule::NonZero)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn blocks_are_the_union_and_lie_beside_each_other(patches in patches()) {
            let each: Vec<Part> = united_by_blocks(&patches);
            let union = engine(&patches, &[], OverlayRule::Subject);
            let differing = engine(&each, &union, OverlayRule::Xor);
            prop_assert!(area_m2(&differing) < 1e-5, "{}", area_m2(&differing));
            // ground that two blocks covered would count twice
            prop_assert!((area_m2(&each) - area_m2(&union)).abs() < 1e-5, "blocks share ground");
            // long outlines take another way to the same answer
            let lots: Vec<Lot<'_>> = patches.iter().filter_map(Lot::of).collect();
            let long: Vec<Lot<'_>> =
                patches.iter().filter_map(Lot::of).map(|lot| Lot { vertices: LONG + 1, ..lot }).collect();
            let mut strips = Strips::default();
            for k in 1..lots.len() {
                for other in 0..k {
                    let short = strips.hang_together(&lots[k], &lots[other]);
                    prop_assert_eq!(short, strips.hang_together(&long[k], &long[other]));
                }
            }
        }

        #[test]
        fn what_is_holed_without_the_engine_is_what_the_engine_cuts(
            holes in prop::collection::vec((-2_i64..40, -2_i64..40, 1_i64..12), 1..5),
        ) {
            let shell = [vec![square(0, 0, 40)]];
            let holes: Vec<Part> = holes.into_iter().map(|(x, y, size)| vec![square(x, y, size)]).collect();
            let Some(part) = holed(&shell, &holes) else { return Ok(()) };
            let united = engine(&holes, &[], OverlayRule::Subject);
            let plain = engine(&shell, &united, OverlayRule::Difference);
            let differing = engine(std::slice::from_ref(&part), &plain, OverlayRule::Xor);
            prop_assert_eq!(area_m2(&differing), 0.0);
            prop_assert_eq!(part.len(), plain[0].len());
        }
    }

    #[test]
    fn what_is_a_hair_apart_hangs_together_and_what_is_a_millimetre_apart_does_not() {
        let beside = |steps: i64| {
            let ring = square(10, 0, 10).into_iter().map(|p| Point::new(p.x + steps, p.y)).collect();
            let parts = [vec![square(0, 0, 10)], vec![ring]];
            hanging_together(&parts.iter().filter_map(Lot::of).collect::<Vec<_>>()).len()
        };
        assert_eq!(beside(NEAR_STEPS / 2), 1);
        assert_eq!(beside(1 << 20), 2);
    }

    #[test]
    fn holes_that_meet_leave_or_lie_in_each_other_are_left_to_the_engine() {
        let shell = [vec![square(0, 0, 40)]];
        let hole = |x, y, size| vec![square(x, y, size)];
        assert!(holed(&shell, &[hole(5, 5, 5), hole(20, 20, 5)]).is_some());
        for (why, holes) in [
            ("side by side", vec![hole(5, 5, 5), hole(10, 5, 5)]),
            ("one in the other", vec![hole(5, 5, 10), hole(7, 7, 2)]),
            ("touches the shell", vec![hole(0, 5, 5)]),
            ("over the shell", vec![hole(38, 5, 5)]),
            ("outside", vec![hole(50, 5, 5)]),
        ] {
            assert!(holed(&shell, &holes).is_none(), "{why}");
        }
    }
}
