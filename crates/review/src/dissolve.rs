//! Unites patches: by what is proven of their outlines where these lie apart, by the overlay engine where they cross.
//!
//! The union is what the outlines wind around, and its own outline is made of the stretches that have nothing on their
//! right. Outlines that cross form groups. What all the others wind around a group (or around an outline that crosses
//! none) is the same all along it, because they do not cross it: where that is nothing, the engine unites the group by
//! itself; where it is something, the group lies on ground that is covered anyway. Whatever is not proven goes to the
//! engine as a whole.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;

use crate::edge_grid::{EdgeGrid, GridEdge};
use crate::outline::{Outline, crossing_in_vertices, outlines};
use crate::ring::overlay;
use crate::shape::{Part, Point, Ring};
use crate::simple::{is_clockwise, meet_in_ends};
use crate::weave::{arrange, on_an_edge};

/// The union of parts by non-zero winding; these wind around no place a negative number of times.
pub(crate) fn united<'p>(parts: impl Iterator<Item = &'p Part>) -> Vec<Part> {
    let outlines = outlines(parts);
    let proven = Tangle::of(&outlines).and_then(Tangle::union);
    proven.and_then(arrange).unwrap_or_else(|| by_engine(outlines.into_iter().map(|outline| outline.ring)))
}

fn by_engine(rings: impl Iterator<Item = Ring>) -> Vec<Part> {
    let parts: Vec<Part> = rings.map(|ring| vec![ring]).collect();
    overlay(&parts, &[], OverlayRule::Subject, FillRule::NonZero)
}

/// Outlines and how they lie to each other.
struct Tangle<'o> {
    outlines: &'o [Outline],
    grid: EdgeGrid,
    clockwise: Vec<bool>,
    /// Whether an outline winds, or may wind, clockwise around something: holes, and what crosses itself.
    takes: Vec<bool>,
    /// Whether an outline crosses another, or itself.
    crosses: Vec<bool>,
    groups: Groups,
}

impl<'o> Tangle<'o> {
    /// `None` where edges crowd too much to look at all that come near each other.
    fn of(outlines: &'o [Outline]) -> Option<Self> {
        let grid = EdgeGrid::of_rings(outlines.iter().map(|outline| &outline.ring[..]));
        let mut crosses = vec![false; outlines.len()];
        let mut groups = Groups::of(outlines.len());
        let clockwise: Vec<bool> = outlines.iter().map(|outline| is_clockwise(&outline.ring)).collect();
        let mut takes = clockwise.clone();
        let mut tie = |one: u32, other: u32| {
            let (one, other) = (one as usize, other as usize);
            takes[one] |= one == other;
            (crosses[one], crosses[other]) = (true, true);
            groups.join(one, other);
        };
        let all_seen = grid.pairs(|p, q| {
            if !meet_in_ends((p.a, p.b), (q.a, q.b)) {
                tie(p.ring, q.ring);
            }
            true
        });
        crossing_in_vertices(outlines, &mut tie);
        all_seen.then_some(Self { outlines, grid, clockwise, takes, crosses, groups })
    }

    /// The outlines of the union; `None` where it is not proven.
    fn union(mut self) -> Option<Vec<Ring>> {
        let members = self.grouped()?;
        let (mut settled, mut mended) = (Vec::new(), Vec::new());
        let mut stays = vec![false; self.outlines.len()];
        for group in &members {
            let around = self.around(group)?;
            match group[..] {
                [alone] if !self.crosses[alone] => {
                    // on the other side of a shell lies what is around it, and on that of a hole as much less one
                    match (around, self.clockwise[alone]) {
                        (0, false) | (1, true) => {
                            stays[alone] = true;
                            settled.push(self.outlines[alone].ring.clone());
                        }
                        (1.., false) | (2.., true) => {}
                        _ => return None,
                    }
                }
                _ if around == 0 => {
                    let rings = group.iter().map(|k| self.outlines[*k].ring.clone());
                    mended.push(by_engine(rings).concat());
                }
                _ => {} // nothing of it takes ground away, and it lies on covered ground
            }
        }
        self.lie_apart(&stays, &mended).then(|| {
            settled.extend(mended.into_iter().flatten());
            settled
        })
    }

    /// The groups, each with what must be known beside it to unite it: around a hole that is crossed lie its shell and
    /// whatever else winds around it. (What crosses itself may be a hole, too.)
    fn grouped(&mut self) -> Option<Vec<Vec<usize>>> {
        loop {
            let members = self.groups.members();
            let mut changed = false;
            for group in members.iter().filter(|group| group.iter().any(|k| self.crosses[*k])) {
                if group.iter().any(|k| self.takes[*k]) && self.around(group)? != 0 {
                    for other in self.winding(self.place(group[0])?, group) {
                        self.groups.join(group[0], other);
                        changed = true;
                    }
                }
            }
            if !changed {
                return Some(members);
            }
        }
    }

    /// How often all the outlines beside a group wind around it; `None` where no place tells, or it is negative.
    fn around(&self, group: &[usize]) -> Option<i32> {
        let group_of = self.groups.root(group[0]);
        let place = self.place(group[0])?;
        let around = self.grid.winding(place, |ring| self.groups.root(ring as usize) != group_of);
        (around >= 0).then_some(around)
    }

    /// Outlines out of the group that wind around the place.
    fn winding(&self, place: Point, group: &[usize]) -> Vec<usize> {
        let group_of = self.groups.root(group[0]);
        let others = (0..self.outlines.len()).filter(|k| self.groups.root(*k) != group_of);
        others.filter(|k| crate::simple::winding(&self.outlines[*k].ring, place) != 0).collect()
    }

    /// A place on an outline that none of another group comes near: what those wind around it they wind around
    /// all of the outline.
    fn place(&self, outline: usize) -> Option<Point> {
        const CLEAR_STEPS: i64 = 4;
        let ring = &self.outlines[outline].ring;
        (0..ring.len()).map(|k| on_an_edge(ring, k)).find(|p| {
            let corner = |steps| Point::new(p.x + steps, p.y + steps);
            self.grid.near(corner(-CLEAR_STEPS), corner(CLEAR_STEPS), |edge| {
                self.groups.root(edge.ring as usize) == self.groups.root(outline)
            })
        })
    }

    /// Whether what the engine made of groups (it moves edges by a grid step) meets nothing else but in vertices.
    fn lie_apart(&self, stays: &[bool], mended: &[Vec<Ring>]) -> bool {
        let clear = |p: &GridEdge, q: &GridEdge| meet_in_ends((p.a, p.b), (q.a, q.b));
        let rings = || mended.iter().flatten().map(|ring| &ring[..]);
        let own = EdgeGrid::of_rings(rings());
        let beside_plain = own.edges.iter().all(|edge| {
            let (low, high) = edge.corners();
            self.grid.near(low, high, |other| !stays[other.ring as usize] || clear(edge, other))
        });
        let numbered = mended.iter().enumerate().flat_map(|(group, rings)| rings.iter().map(move |_| group));
        let group_of: Vec<usize> = numbered.collect();
        let of_one_group = |p: &GridEdge, q: &GridEdge| group_of[p.ring as usize] == group_of[q.ring as usize];
        beside_plain && (mended.len() < 2 || own.pairs(|p, q| of_one_group(p, q) || clear(p, q)))
    }
}

/// Which things belong together: each points to another of its group, the last to itself.
pub(crate) struct Groups(Vec<usize>);

impl Groups {
    /// Each of so many for itself.
    pub fn of(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// What stands for the group.
    pub fn root(&self, mut k: usize) -> usize {
        while self.0[k] != k {
            k = self.0[k];
        }
        k
    }

    /// Makes one group of two.
    pub fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }

    /// Every group, its members ascending.
    pub fn members(&self) -> Vec<Vec<usize>> {
        let mut members = vec![Vec::new(); self.0.len()];
        (0..self.0.len()).for_each(|k| members[self.root(k)].push(k));
        members.retain(|group| !group.is_empty());
        members
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ring::area_m2;

    fn metres(k: i64) -> i64 {
        k << 30
    }

    fn moved(ring: &[Point], dx: i64, dy: i64) -> Ring {
        ring.iter().map(|p| Point::new(p.x + metres(dx), p.y + metres(dy))).collect()
    }

    /// Patches of a bent net of squares: some left out, some with a hole; when dirty some given twice, some grown over
    /// their neighbours, some around or inside others, some touching them in a corner or with a vertex on an edge.
    pub fn patches() -> impl Strategy<Value = Vec<Part>> {
        let bend = prop::collection::vec((-20_i64..20, -20_i64..20), 49);
        let cells =
            prop::collection::vec(prop::sample::select(vec![0_u8, 0, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8]), 36);
        (bend, cells, any::<bool>()).prop_map(|(bend, cells, dirty)| {
            let at = |column: usize, row: usize| {
                let (dx, dy) = bend[row * 7 + column];
                let along = |k: usize| i64::try_from(k).unwrap() * 100;
                Point::new(metres(along(column) + dx), metres(along(row) + dy))
            };
            let mut parts: Vec<Part> = Vec::new();
            for (k, kind) in cells.into_iter().enumerate() {
                let (column, row) = (k % 6, k / 6);
                let ring = vec![at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
                let middle = Point::new(metres(100 * (column as i64) + 50), metres(100 * (row as i64) + 50));
                let around = |reach: i64| {
                    let corner = |dx: i64, dy: i64| Point::new(middle.x + metres(dx), middle.y + metres(dy));
                    vec![corner(-reach, -reach), corner(reach, -reach), corner(reach, reach), corner(-reach, reach)]
                };
                let hole = |reach| around(reach).into_iter().rev().collect::<Ring>();
                match (kind, dirty) {
                    (0, _) => {}
                    (4, _) => parts.push(vec![ring, hole(10)]),
                    (2, true) => parts.extend([vec![ring.clone()], vec![ring]]),
                    (3, true) => parts.push(vec![moved(&ring, 7, 0)]),
                    (5, true) => parts.extend([vec![ring], vec![around(5)]]),
                    (6, true) => parts.push(vec![around(170), hole(120)]),
                    (7, true) => parts.extend([vec![ring, hole(12)], vec![moved(&around(6), 12, 0)]]),
                    (8, true) => parts.extend([vec![ring.clone()], vec![vec![ring[0], around(9)[1], around(9)[3]]]]),
                    _ => parts.push(vec![ring]),
                }
            }
            parts
        })
    }

    /// Every ring from its westernmost vertex: the engine begins elsewhere where it takes out a straight vertex last.
    fn from_the_west(mut parts: Vec<Part>) -> Vec<Part> {
        for ring in parts.iter_mut().flatten() {
            let west = (0..ring.len()).min_by_key(|k| (ring[*k].x, ring[*k].y)).unwrap();
            ring.rotate_left(west);
        }
        parts
    }

    /// Two ways to unite: what is proven, and the engine.
    fn both_ways(patches: &[Part]) -> (Option<Vec<Part>>, Vec<Part>) {
        let proven = Tangle::of(&outlines(patches.iter())).and_then(Tangle::union).and_then(arrange);
        (proven, overlay(patches, &[], OverlayRule::Subject, FillRule::NonZero))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_proven_is_the_union(patches in patches()) {
            let outlines = outlines(patches.iter());
            let touch = outlines.iter().any(|outline| !outline.shared.is_empty());
            let crosses = Tangle::of(&outlines).is_none_or(|tangle| tangle.crosses.contains(&true));
            let (Some(proven), plain) = both_ways(&patches) else { return Ok(()) };
            let both = overlay(&proven, &plain, OverlayRule::Xor, FillRule::NonZero);
            prop_assert!(area_m2(&both) < 1e-5, "{}", area_m2(&both));
            prop_assert!((area_m2(&proven) - area_m2(&plain)).abs() < 1e-5, "ground is covered twice");
            // where rings touch, the engine may run one ring twice through a vertex; here they are always told apart
            if !touch && !crosses {
                prop_assert_eq!(from_the_west(proven), from_the_west(plain));
            }
        }
    }

    /// A square of metres, its ground on the left.
    pub fn square(x: i64, y: i64, size: i64) -> Ring {
        let corner = |dx, dy| Point::new(metres(x + dx), metres(y + dy));
        vec![corner(0, 0), corner(size, 0), corner(size, size), corner(0, size)]
    }

    fn hole(x: i64, y: i64, size: i64) -> Ring {
        square(x, y, size).into_iter().rev().collect()
    }

    #[test]
    fn what_lies_on_covered_ground_goes_and_what_fills_a_hole_fills_it() {
        for (name, patches, area_m2_expected) in [
            ("a patch given twice", vec![vec![square(0, 0, 10)], vec![square(0, 0, 10)]], 100.0),
            ("a patch in another", vec![vec![square(0, 0, 10)], vec![square(2, 2, 3)]], 100.0),
            (
                "patches that cross in another",
                vec![vec![square(0, 0, 10)], vec![square(2, 2, 3)], vec![square(3, 3, 3)]],
                100.0,
            ),
            ("a patch in a hole", vec![vec![square(0, 0, 10), hole(2, 2, 6)], vec![square(3, 3, 2)]], 68.0),
            ("a patch over a hole", vec![vec![square(0, 0, 10), hole(4, 4, 2)], vec![square(3, 3, 4)]], 100.0),
            (
                "a patch over the edge of a hole",
                vec![vec![square(0, 0, 10), hole(2, 2, 6)], vec![square(1, 3, 4)]],
                76.0,
            ),
            (
                "a hole's edge, on other ground",
                vec![vec![square(0, 0, 10), hole(2, 2, 6)], vec![square(1, 3, 4)], vec![square(-5, -5, 20)]],
                400.0,
            ),
            (
                "two holes, one crossed",
                vec![vec![square(0, 0, 20), hole(2, 2, 6), hole(12, 12, 3)], vec![square(1, 3, 4)]],
                367.0,
            ),
            ("patches that touch in a corner", vec![vec![square(0, 0, 10)], vec![square(10, 10, 10)]], 200.0),
            (
                "patches that cross in a corner",
                vec![vec![square(0, 0, 10)], vec![vec![square(5, 5, 1)[0], square(20, 0, 1)[0], square(10, 10, 1)[0]]]],
                400.0 / 3.0,
            ),
        ] {
            let (proven, plain) = both_ways(&patches);
            assert!((area_m2(&plain) - area_m2_expected).abs() < 1e-5, "{name}: {}", area_m2(&plain));
            let proven = proven.unwrap_or_else(|| panic!("{name} is not proven"));
            assert!((area_m2(&proven) - area_m2_expected).abs() < 1e-5, "{name}: {}", area_m2(&proven));
            let both = overlay(&proven, &plain, OverlayRule::Xor, FillRule::NonZero);
            assert!(area_m2(&both) < 1e-5, "{name}: other ground");
        }
    }
}
