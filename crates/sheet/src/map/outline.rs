//! What encloses many patches together, each stretch said once: patches that touch share most of their edges, and edges are
//! what makes files large.

use std::collections::HashSet;
use std::fmt::Write;

use super::ground::{Ground, number};

/// Hundredths of a millimetre on paper.
type Place = [i64; 2];
/// From one place to another.
type Edge = [Place; 2];

const UNITS: f64 = 100.0;

/// The edges around the ground of many patches. How often they wind around a place is how often the patches do: an edge
/// that two of them run along in opposite ways says nothing and is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    edges: Vec<Edge>,
}

impl Outline {
    /// Around all of a ground.
    #[must_use]
    pub fn of(ground: &Ground) -> Self {
        // each edge in one direction, with how often it is run along
        let mut ways: Vec<(Edge, i32)> =
            stretches(ground).map(|[a, b]| if a < b { ([a, b], 1) } else { ([b, a], -1) }).collect();
        ways.sort_unstable();
        let same = ways.chunk_by(|one, next| one.0 == next.0);
        let left = same.flat_map(|same| {
            let ([a, b], count) = (same[0].0, same.iter().map(|(_, way)| way).sum::<i32>());
            std::iter::repeat_n(if count > 0 { [a, b] } else { [b, a] }, count.unsigned_abs() as usize)
        });
        let mut edges: Vec<Edge> = left.collect();
        edges.sort_unstable();
        Self { edges }
    }

    /// As the `d` of a path to be filled by the non-zero rule.
    #[must_use]
    pub fn path(&self) -> String {
        let mut out = String::new();
        let mut used = vec![false; self.edges.len()];
        for first in 0..self.edges.len() {
            let mut next = (!used[first]).then_some(first);
            let mut open = false;
            // as many edges leave a place as come to it, so that a walk ends where it began
            while let Some(at) = next {
                used[at] = true;
                let [from, to] = self.edges[at];
                point(&mut out, if open { 'L' } else { 'M' }, from);
                open = true;
                let begins = self.edges.partition_point(|edge| edge[0] < to);
                let leaving = self.edges[begins..].iter().take_while(|edge| edge[0] == to).count();
                next = (begins..begins + leaving).find(|edge| !used[*edge]);
            }
            if open {
                out.push('Z');
            }
        }
        out
    }

    /// Parallel lines inside, as the `d` of a path: `angle` in degrees counter-clockwise from east, `spacing` millimetres
    /// apart, one of them through `origin`.
    #[must_use]
    pub fn hatched(&self, angle: f64, spacing: f64, origin: [f64; 2]) -> String {
        let (sin, cos) = angle.to_radians().sin_cos();
        // along a line and across the lines, in lines
        let turned = |[x, y]: Place| {
            let (x, y) = (x as f64 / UNITS - origin[0], y as f64 / UNITS - origin[1]);
            [x * cos - y * sin, (x * sin + y * cos) / spacing]
        };
        let mut crossings: Vec<(i64, f64, i32)> = Vec::new();
        for [from, to] in self.edges.iter().map(|edge| edge.map(turned)) {
            let (low, high, way) = if from[1] < to[1] { (from, to, 1) } else { (to, from, -1) };
            // a line through an end belongs to the edge above it, so that it is crossed once
            let mut line = low[1].ceil();
            while line < high[1] {
                let along = low[0] + (high[0] - low[0]) * (line - low[1]) / (high[1] - low[1]);
                crossings.push((line as i64, along, way));
                line += 1.0;
            }
        }
        crossings.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        let paper = |line: i64, along: f64| {
            let across = line as f64 * spacing;
            [origin[0] + along * cos + across * sin, origin[1] - along * sin + across * cos]
        };
        let mut out = String::new();
        for of_line in crossings.chunk_by(|one, next| one.0 == next.0) {
            let (mut winding, mut begun) = (0, 0.0);
            for (line, along, way) in of_line {
                let was = winding;
                winding += way;
                if was == 0 {
                    begun = *along;
                } else if winding == 0 {
                    let [a, b] = [begun, *along].map(|at| paper(*line, at).map(number));
                    if a != b {
                        let _ = write!(out, "M{} {}L{} {}", a[0], a[1], b[0], b[1]);
                    }
                }
            }
        }
        out
    }
}

/// The edges of all patches as the `d` of a path to be stroked: one that two patches share is drawn once.
#[must_use]
pub fn drawn_once(ground: &Ground) -> String {
    let mut out = String::new();
    let mut seen = HashSet::new();
    let mut end = None;
    for [a, b] in stretches(ground) {
        if !seen.insert([a.min(b), a.max(b)]) {
            continue;
        }
        if end != Some(a) {
            point(&mut out, 'M', a);
        }
        point(&mut out, 'L', b);
        end = Some(b);
    }
    out
}

/// All edges, ring by ring; those too short to be written are none.
fn stretches(ground: &Ground) -> impl Iterator<Item = Edge> + '_ {
    let places = |ring: &Vec<[f64; 2]>| -> Vec<Place> {
        ring.iter().map(|at| at.map(|value| (value * UNITS).round() as i64)).collect()
    };
    ground.polygons.iter().flatten().map(places).flat_map(|ring| {
        let next: Vec<Place> = ring.iter().cycle().skip(1).take(ring.len()).copied().collect();
        ring.into_iter().zip(next).map(|(a, b)| [a, b]).filter(|[a, b]| a != b)
    })
}

fn point(out: &mut String, command: char, at: Place) {
    let [x, y] = at.map(|value| value as f64 / UNITS);
    let _ = write!(out, "{command}{x} {y}");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A square with its corner at a place, as a ring that runs as shells do.
    fn square(x: f64, y: f64, size: f64) -> Vec<[f64; 2]> {
        vec![[x, y], [x + size, y], [x + size, y + size], [x, y + size]]
    }

    fn ground(rings: Vec<Vec<Vec<[f64; 2]>>>) -> Ground {
        Ground { polygons: rings }
    }

    /// Nine patches side by side.
    fn mosaic() -> Ground {
        ground((0..9).map(|at| vec![square(f64::from(at % 3) * 10.0, f64::from(at / 3) * 10.0, 10.0)]).collect())
    }

    /// Length of all stretches of a path without curves.
    fn length(path: &str) -> f64 {
        let mut total = 0.0;
        let mut last = [0.0; 2];
        for part in path.split_inclusive(|c: char| c.is_ascii_alphabetic()).collect::<Vec<_>>().windows(2) {
            let at: Vec<f64> = part[1]
                .trim_end_matches(|c: char| c.is_ascii_alphabetic())
                .split(' ')
                .filter_map(|n| n.parse().ok())
                .collect();
            let [x, y] = at[..] else { continue };
            if part[0].ends_with('L') {
                total += (x - last[0]).hypot(y - last[1]);
            }
            last = [x, y];
        }
        total
    }

    #[test]
    fn around_touching_patches_runs_one_line() {
        let outline = Outline::of(&mosaic());
        assert_eq!(outline.edges.len(), 12, "three a side");
        assert_eq!(outline.path().matches('M').count(), 1);
        assert_eq!(outline.path().matches('Z').count(), 1);
    }

    #[test]
    fn an_edge_that_two_patches_share_is_drawn_once() {
        let path = drawn_once(&mosaic());
        assert!((length(&path) - 240.0).abs() < 1e-9, "{path}");
        assert_eq!(drawn_once(&Ground::default()), "");
    }

    #[test]
    fn a_patch_that_was_delivered_twice_and_one_that_overlaps_stay_filled() {
        let twice = Outline::of(&ground(vec![vec![square(0.0, 0.0, 10.0)], vec![square(0.0, 0.0, 10.0)]]));
        assert_eq!(twice.edges.len(), 8, "it winds twice");
        let over = Outline::of(&ground(vec![vec![square(0.0, 0.0, 10.0)], vec![square(5.0, 5.0, 10.0)]]));
        // lines every mm over 175 mm² of ground
        assert!((length(&over.hatched(0.0, 1.0, [0.0, 0.5])) - 175.0).abs() < 1e-6);
    }

    #[test]
    fn lines_stay_inside_the_ground_and_out_of_its_holes() {
        let mut hole = square(4.0, 4.0, 2.0);
        hole.reverse();
        let outline = Outline::of(&ground(vec![vec![square(0.0, 0.0, 10.0), hole]]));
        assert!((length(&outline.hatched(0.0, 1.0, [0.0, 0.5])) - 96.0).abs() < 1e-6);
        assert!((length(&outline.hatched(90.0, 1.0, [0.5, 0.0])) - 96.0).abs() < 1e-6);
        let slanted = length(&outline.hatched(45.0, 0.1, [0.0, 0.0]));
        assert!((slanted * 0.1 - 96.0).abs() < 1.0, "{slanted}");
        // a line through corners is crossed once
        assert_eq!(outline.hatched(0.0, 10.0, [0.0, 0.0]), "M0 0L10 0");
    }
}
