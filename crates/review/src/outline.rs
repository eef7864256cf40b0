//! The outlines of patches that lie side by side: what two of them run along, in both directions, is none.
//!
//! An edge and its reverse add nothing to the winding number of any place, so both may go, whatever else the patches do.

use crate::shape::{Part, Point, Ring};
use crate::simple::turn;
use crate::weave::arrange;

/// A closed ring that comes to each of its vertices once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outline {
    pub ring: Ring,
    /// Positions of the vertices where more than one edge starts, ascending.
    pub shared: Vec<usize>,
}

/// The rings that remain of `parts` when every edge has met its reverse, without the vertices that lie straight between
/// their neighbours and where nothing else passes. Winding numbers are those of `parts`.
pub(crate) fn outlines<'p>(parts: impl Iterator<Item = &'p Part>) -> Vec<Outline> {
    let mut edges: Vec<(Point, Point)> = Vec::new();
    parts.flatten().for_each(|ring| edges.extend(crate::shape::edges(ring)));
    let (starts, gone) = without_reverses(&edges);
    let mut found = Vec::new();
    let mut used = gone.clone();
    for first in 0..edges.len() {
        if used[first] {
            continue;
        }
        let path = trace(&edges, &starts, &gone, &mut used, first);
        for outline in loops(path) {
            let outline = straightened(outline);
            if outline.ring.len() >= 3 {
                found.push(outline);
            }
        }
    }
    found
}

/// Edges by the point they start from, in a table of linked entries.
struct Starts {
    heads: Vec<u32>,
    next: Vec<u32>,
    mask: usize,
}

const NONE: u32 = u32::MAX;

impl Starts {
    #[expect(clippy::cast_sign_loss, reason = "bits are mixed, not counted")]
    fn slot(&self, p: Point) -> usize {
        // points of one shape differ in their lower bits; a multiplication spreads them
        let mixed = (p.x as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (p.y as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
        (mixed >> 32) as usize & self.mask
    }

    /// Positions of the edges that may start from a point.
    fn from(&self, p: Point) -> impl Iterator<Item = usize> + '_ {
        let entry = |k: u32| (k != NONE).then_some(k);
        std::iter::successors(entry(self.heads[self.slot(p)]), move |k| entry(self.next[*k as usize]))
            .map(|k| k as usize)
    }
}

/// The table of edges, and which of them have met their reverse.
fn without_reverses(edges: &[(Point, Point)]) -> (Starts, Vec<bool>) {
    let size = (edges.len() * 2).next_power_of_two();
    let mut starts = Starts { heads: vec![NONE; size], next: vec![NONE; edges.len()], mask: size - 1 };
    let mut gone = vec![false; edges.len()];
    for (number, k) in (0_u32..).zip(0..edges.len()) {
        let (a, b) = edges[k];
        if let Some(other) = starts.from(b).find(|other| edges[*other] == (b, a) && !gone[*other]) {
            (gone[other], gone[k]) = (true, true);
            continue;
        }
        let slot = starts.slot(a);
        starts.next[k] = starts.heads[slot];
        starts.heads[slot] = number;
    }
    (starts, gone)
}

/// The ring that the edge `first` lies on, which may come to a shared vertex several times: as many edges start from a
/// point as end there.
fn trace(edges: &[(Point, Point)], starts: &Starts, gone: &[bool], used: &mut [bool], first: usize) -> Outline {
    let (mut ring, mut shared) = (Ring::new(), Vec::new());
    let mut here = first;
    loop {
        used[here] = true;
        let (a, b) = edges[here];
        ring.push(a);
        let (mut count, mut best) = (0, None);
        for next in starts.from(b).filter(|k| !gone[*k] && edges[*k].0 == b) {
            count += 1;
            if !used[next] && best.is_none_or(|best: usize| is_first(b, a, edges[next].1, edges[best].1)) {
                best = Some(next);
            }
        }
        let closes = b == edges[first].0;
        if count > 1 {
            shared.push(if closes { 0 } else { ring.len() });
        }
        // rings are closed: there always is a next one
        let Some(next) = best.filter(|_| !closes) else { break };
        here = next;
    }
    shared.sort_unstable();
    Outline { ring, shared }
}

/// Whether, turning clockwise around `b` from the way back to `a`, one comes to `p` before `q`: the ground between lies on
/// the left of a → b, so patches that touch in `b` stay apart.
fn is_first(b: Point, a: Point, p: Point, q: Point) -> bool {
    let (p_side, q_side) = (turn(b, a, p) < 0, turn(b, a, q) < 0);
    if p_side == q_side { turn(b, p, q) < 0 } else { p_side }
}

/// A ring that comes back to a shared vertex, as one ring for each time around.
fn loops(path: Outline) -> Vec<Outline> {
    if path.shared.is_empty() {
        return vec![path];
    }
    let mut found = Vec::new();
    let mut rest = Outline { ring: Ring::with_capacity(path.ring.len()), shared: Vec::new() };
    let mut shared = path.shared.into_iter().peekable();
    for (k, p) in path.ring.into_iter().enumerate() {
        if shared.next_if_eq(&k).is_some() {
            if let Some(at) = rest.shared.iter().position(|q| rest.ring[*q] == p) {
                let from = rest.shared[at];
                let inner = rest.shared.split_off(at).into_iter().map(|q| q - from).collect();
                found.push(Outline { ring: rest.ring.split_off(from), shared: inner });
            }
            rest.shared.push(rest.ring.len());
        }
        rest.ring.push(p);
    }
    found.push(rest);
    found
}

/// Rings of which none comes to a vertex twice, from such that may: where two grounds touch in a point they are two,
/// whichever way they were cut out.
pub(crate) fn once_around(rings: Vec<Ring>) -> Vec<Ring> {
    let each = |ring: Ring| {
        let shared = repeats(&ring);
        loops(Outline { ring, shared }).into_iter().map(|outline| outline.ring).filter(|ring| ring.len() >= 3)
    };
    rings.into_iter().flat_map(each).collect()
}

/// As [`once_around`], for what the engine gives: it sometimes runs one ring around two grounds.
pub(crate) fn told_apart(parts: Vec<Part>) -> Vec<Part> {
    if parts.iter().flatten().all(|ring| repeats(ring).is_empty()) {
        return parts;
    }
    arrange(once_around(parts.iter().flatten().cloned().collect())).unwrap_or(parts)
}

/// Positions of the vertices that a ring comes to more than once, ascending.
fn repeats(ring: &Ring) -> Vec<usize> {
    let mut places: Vec<(i64, i64, usize)> = ring.iter().enumerate().map(|(k, p)| (p.x, p.y, k)).collect();
    places.sort_unstable();
    let same = places.chunk_by(|p, q| (p.0, p.1) == (q.0, q.1)).filter(|same| same.len() > 1);
    let mut found: Vec<usize> = same.flatten().map(|place| place.2).collect();
    found.sort_unstable();
    found
}

/// Takes out vertices that lie straight between their neighbours, as the overlay engine does, but for shared ones.
fn straightened(outline: Outline) -> Outline {
    let n = outline.ring.len();
    let ring = &outline.ring;
    let is_straight = |k: usize| turn(ring[if k == 0 { n - 1 } else { k - 1 }], ring[k], ring[(k + 1) % n]) == 0;
    if n < 3 || !(0..n).any(|k| is_straight(k) && outline.shared.binary_search(&k).is_err()) {
        return outline;
    }
    let mut kept: Vec<(Point, bool)> = Vec::with_capacity(n);
    let drop_straight = |kept: &mut Vec<(Point, bool)>, next: Point| {
        while let [.., (before, _), (last, false)] = kept[..]
            && turn(before, last, next) == 0
        {
            kept.pop();
        }
    };
    for (k, p) in outline.ring.iter().enumerate() {
        drop_straight(&mut kept, *p);
        kept.push((*p, outline.shared.binary_search(&k).is_ok()));
    }
    // where the ring closes
    while kept.len() >= 3 {
        let before = kept.len();
        let first = kept[0];
        drop_straight(&mut kept, first.0);
        if kept.len() >= 3 && !first.1 && turn(kept[kept.len() - 1].0, first.0, kept[1].0) == 0 {
            kept.remove(0);
        }
        if kept.len() == before {
            break;
        }
    }
    let shared = (0..kept.len()).filter(|k| kept[*k].1).collect();
    Outline { ring: kept.into_iter().map(|(p, _)| p).collect(), shared }
}

/// One time that a ring passes a vertex which others pass too.
#[derive(Clone, Copy)]
struct Pass {
    at: Point,
    from: Point,
    to: Point,
    ring: u32,
}

/// Calls `visit` with every two rings that cross each other in a shared vertex.
pub(crate) fn crossing_in_vertices(outlines: &[Outline], mut visit: impl FnMut(u32, u32)) {
    let mut passes = Vec::new();
    for (number, Outline { ring, shared }) in (0_u32..).zip(outlines) {
        let n = ring.len();
        let pass = |k: &usize| Pass { at: ring[*k], from: ring[(k + n - 1) % n], to: ring[(k + 1) % n], ring: number };
        passes.extend(shared.iter().map(pass));
    }
    passes.sort_unstable_by_key(|pass: &Pass| (pass.at.x, pass.at.y, pass.ring));
    for here in passes.chunk_by(|p, q| p.at == q.at) {
        for (k, p) in here.iter().enumerate() {
            for q in here[k + 1..].iter().filter(|q| p.on_the_left(q.from) != p.on_the_left(q.to)) {
                visit(p.ring, q.ring);
            }
        }
    }
}

impl Pass {
    /// Whether a place lies, seen from the vertex, between the way on and the way back, counter-clockwise.
    fn on_the_left(&self, place: Point) -> bool {
        let (after_to, before_from) = (turn(self.at, self.to, place) > 0, turn(self.at, place, self.from) > 0);
        match turn(self.at, self.to, self.from) {
            0 => after_to,
            1 => after_to && before_from,
            _ => after_to || before_from,
        }
    }
}
