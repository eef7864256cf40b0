//! Unites patches that lie side by side: what two of them run along, in both directions, is no outline of the union.
//!
//! An edge and its reverse add nothing to the winding number of any place, so both may go, whatever else the patches do.
//! Where the rings that remain are proven to meet in vertices at most, and to wind around every place once or not at all,
//! they are the union. Else the overlay engine unites those that do cross; if that proves nothing either, all of them:
//! with far fewer edges than before.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;

use crate::ring::overlay;
use crate::shape::{Part, Point, Ring};
use crate::simple::{Meetings, bends_everywhere, is_clockwise, meetings, turn, winding};
use crate::weave::{arrange, box_of, on_an_edge};

/// The union of parts by non-zero winding.
pub(crate) fn united(parts: &[Part]) -> Vec<Part> {
    let mut rings = outlines(parts);
    let Meetings { shared, unclear } = meetings(&rings);
    let unclear = if shared.is_empty() {
        unclear
    } else {
        rings = rings.into_iter().flat_map(|ring| loops(ring, &shared)).collect();
        meetings(&rings).unclear
    };
    let by_engine = |rings: Vec<Ring>| {
        let parts: Vec<Part> = rings.into_iter().map(|ring| vec![ring]).collect();
        overlay(&parts, &[], OverlayRule::Subject, FillRule::NonZero)
    };
    // the engine unites those that cross, for themselves; then all must lie apart
    let (mut crossing, mut plain) = (Vec::new(), Vec::new());
    for (ring, unclear) in rings.iter().zip(unclear) {
        if unclear { crossing.push(ring.clone()) } else { plain.push(ring.clone()) }
    }
    let mended: Vec<Ring> = if crossing.is_empty() { Vec::new() } else { by_engine(crossing.clone()).concat() };
    let proven = wind_once(&plain, &crossing, &mended).then(|| {
        let all = [plain, mended].concat();
        if crossing.is_empty() {
            return Some(all);
        }
        let Meetings { shared, unclear } = meetings(&all);
        (!unclear.contains(&true)).then(|| all.into_iter().flat_map(|ring| loops(ring, &shared)).collect())
    });
    proven.flatten().and_then(arrange).unwrap_or_else(|| by_engine(rings))
}

/// Edges by the point they start from, in a table of linked entries.
struct Starts {
    heads: Vec<u32>,
    next: Vec<u32>,
    mask: usize,
}

const NONE: u32 = u32::MAX;

impl Starts {
    fn slot(&self, p: Point) -> usize {
        // points of one shape differ in their lower bits; a multiplication spreads them
        let mixed = (p.x as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (p.y as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
        (mixed >> 32) as usize & self.mask
    }
}

/// The rings that remain when every edge has met its reverse.
fn outlines(parts: &[Part]) -> Vec<Ring> {
    let mut edges: Vec<(Point, Point)> = Vec::new();
    for ring in parts.iter().flatten() {
        edges.extend(crate::shape::edges(ring));
    }
    let size = (edges.len() * 2).next_power_of_two();
    let mut starts = Starts { heads: vec![NONE; size], next: vec![NONE; edges.len()], mask: size - 1 };
    let mut gone = vec![false; edges.len()];
    for (number, k) in (0_u32..).zip(0..edges.len()) {
        let (a, b) = edges[k];
        let mut entry = starts.heads[starts.slot(b)];
        while entry != NONE {
            let other = entry as usize;
            if edges[other] == (b, a) && !gone[other] {
                (gone[other], gone[k]) = (true, true);
                break;
            }
            entry = starts.next[other];
        }
        if !gone[k] {
            let slot = starts.slot(a);
            starts.next[k] = starts.heads[slot];
            starts.heads[slot] = number;
        }
    }
    trace(&edges, gone, &starts)
}

/// Links what is left into rings: as many edges start from a point as end there.
fn trace(edges: &[(Point, Point)], mut gone: Vec<bool>, starts: &Starts) -> Vec<Ring> {
    let mut rings = Vec::new();
    for first in 0..edges.len() {
        if gone[first] {
            continue;
        }
        let mut ring = Ring::new();
        let mut here = first;
        loop {
            gone[here] = true;
            let (a, b) = edges[here];
            ring.push(a);
            if b == edges[first].0 {
                break;
            }
            let mut entry = starts.heads[starts.slot(b)];
            let mut best = NONE;
            while entry != NONE {
                let (from, to) = edges[entry as usize];
                if !gone[entry as usize] && from == b && (best == NONE || is_first(b, a, to, edges[best as usize].1)) {
                    best = entry;
                }
                entry = starts.next[entry as usize];
            }
            if best == NONE {
                break; // cannot be: rings are closed
            }
            here = best as usize;
        }
        straighten(&mut ring);
        if ring.len() >= 3 {
            rings.push(ring);
        }
    }
    rings
}

/// Whether, turning clockwise around `b` from the way back to `a`, one comes to `p` before `q`: the ground between lies on
/// the left of a → b, so patches that touch in `b` stay apart.
fn is_first(b: Point, a: Point, p: Point, q: Point) -> bool {
    let (p_side, q_side) = (turn(b, a, p) < 0, turn(b, a, q) < 0);
    if p_side == q_side { turn(b, p, q) < 0 } else { p_side }
}

/// Takes out vertices that lie straight between their neighbours, as the overlay engine does.
fn straighten(ring: &mut Ring) {
    while ring.len() >= 3 && !bends_everywhere(ring) {
        let before = ring.len();
        let mut kept: Ring = Vec::with_capacity(before);
        for &p in ring.iter() {
            while kept.len() >= 2 && turn(kept[kept.len() - 2], kept[kept.len() - 1], p) == 0 {
                kept.pop();
            }
            kept.push(p);
        }
        // where the ring closes, one vertex a round: such rings are rare, and short
        if kept.len() == before {
            let n = kept.len();
            let at = if turn(kept[n - 2], kept[n - 1], kept[0]) == 0 { n - 1 } else { 0 };
            kept.remove(at);
        }
        *ring = kept;
    }
}

/// A ring that comes back to a shared vertex, as one ring for each time around.
fn loops(ring: Ring, shared: &[(i64, i64)]) -> Vec<Ring> {
    let mut found = Vec::new();
    let mut path = Ring::new();
    let mut passed: Vec<(Point, usize)> = Vec::new(); // shared vertices on the path, and where
    for p in ring {
        if shared.binary_search(&(p.x, p.y)).is_ok() {
            if let Some(k) = passed.iter().position(|(q, _)| *q == p) {
                found.push(path.split_off(passed[k].1));
                passed.truncate(k);
            }
            passed.push((p, path.len()));
        }
        path.push(p);
    }
    found.push(path);
    found.retain(|ring| ring.len() >= 3);
    found
}

/// Whether `plain` rings, which meet each other in vertices at most and the `crossing` ones not at all, bound ground that is
/// covered once: outside a shell and inside a hole nothing lies, counted with the crossing rings as they were (what these
/// cover twice is covered still where a hole takes one away). And whether nothing of it lies around what the crossing
/// rings were `mended` to.
fn wind_once(plain: &[Ring], crossing: &[Ring], mended: &[Ring]) -> bool {
    let boxes = |rings: &[Ring]| rings.iter().map(|ring| box_of(ring)).collect::<Vec<_>>();
    let (plain_boxes, crossing_boxes) = (boxes(plain), boxes(crossing));
    let around = |rings: &[Ring], boxes: &[(Point, Point)], p: Point, but: usize| -> i32 {
        let boxed = boxes
            .iter()
            .enumerate()
            .filter(|(k, (low, high))| *k != but && low.x <= p.x && p.x <= high.x && low.y <= p.y && p.y <= high.y);
        boxed.map(|(k, _)| winding(&rings[k], p)).sum()
    };
    let plain_well = (0..plain.len()).all(|k| {
        let p = on_an_edge(&plain[k]);
        let all = around(plain, &plain_boxes, p, k) + around(crossing, &crossing_boxes, p, usize::MAX);
        all == i32::from(is_clockwise(&plain[k]))
    });
    plain_well && mended.iter().all(|ring| around(plain, &plain_boxes, on_an_edge(ring), usize::MAX) == 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ring::area_m2;

    /// Patches of a bent net of squares, some of them left out, some given twice, some grown over their neighbours.
    fn patches() -> impl Strategy<Value = Vec<Part>> {
        let bend = prop::collection::vec((-20_i64..20, -20_i64..20), 49);
        let cells = prop::collection::vec(prop::sample::select(vec![0_u8, 1, 1, 1, 1, 1, 2, 3]), 36);
        (bend, cells, any::<bool>()).prop_map(|(bend, cells, dirty)| {
            let at = |column: usize, row: usize| {
                let (dx, dy) = bend[row * 7 + column];
                let metres = |k: usize, d: i64| (i64::try_from(k).unwrap() * 100 + d) << 30;
                Point::new(metres(column, dx), metres(row, dy))
            };
            let mut parts = Vec::new();
            for (k, kind) in cells.into_iter().enumerate() {
                let (column, row) = (k % 6, k / 6);
                let ring = vec![at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
                match (kind, dirty) {
                    (0, _) => {}
                    (2, true) => parts.extend([vec![ring.clone()], vec![ring]]),
                    (3, true) => parts.push(vec![ring.iter().map(|p| Point::new(p.x + (7 << 30), p.y)).collect()]),
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

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_united_without_shared_edges_is_the_union(patches in patches()) {
            let plain = overlay(&patches, &[], OverlayRule::Subject, FillRule::NonZero);
            let fast = united(&patches);
            let rings = outlines(&patches);
            let Meetings { shared, unclear } = meetings(&rings);
            // where rings touch, the engine may run one ring twice through a vertex; here they are always told apart
            if shared.is_empty() && !unclear.contains(&true) && wind_once(&rings, &[], &[]) {
                prop_assert_eq!(from_the_west(fast), from_the_west(plain));
            } else {
                let both = overlay(&fast, &plain, OverlayRule::Xor, FillRule::NonZero);
                prop_assert!(area_m2(&both) < 1e-5, "{}", area_m2(&both));
            }
        }
    }
}
