//! Reads delivered rings as ground: each ring for itself, holes cut from their own shell only, parts united by
//! non-zero winding, never even-odd (a doubled part would vanish under even-odd).

use geo::{LineString, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{IntOverlayOptions, Overlay};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::{Precision, Solver, Strategy};

use crate::blocks::{holed, united_by_blocks};
use crate::cancel;
use crate::chart;
use crate::data::{PackedRing, Shape};
use crate::finding::Defect;
use crate::outline::told_apart;
use crate::plane::Plane;
use crate::shape::{Part, PlaneShape, Point, Ring, metres, point, signed_area_m2};
use crate::simple::{is_clockwise, is_simple};

/// A shape as read, and what was wrong with it as delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The ground.
    pub shape: PlaneShape,
    /// Defects in the order they were met.
    pub defects: Vec<DefectAt>,
    /// Planar area of the rings taken as they were written (shell minus holes), mm²; compare with the shape's.
    pub delivered_mm2: i64,
}

/// One defect and its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DefectAt {
    /// What.
    pub defect: Defect,
    /// Where, degrees (longitude, latitude).
    pub at: Option<(f64, f64)>,
    /// How much ground, m²: of a hole, for [`Defect::NoArea`] 0.
    pub area_m2: f64,
}

/// A needle narrower than this has no area to speak of: coordinates are surveyed to 1 mm at best.
const NEEDLE_WIDTH_M: f64 = 0.001;
/// Areas closer than this are the same after rounding to the grid (1 nm × any perimeter below 100 km).
const SAME_AREA_M2: f64 = 1e-4;

/// Crossings within 2^10 grid steps (1 µm) of an edge's end are taken to be that end, and the reach doubles each round.
///
/// Edges that overlay has cut once lie within a grid step of each other; with the engine's default reach of one step
/// they cross each other again and again (measured: 70 s instead of 0.7 s on 20 towns, the same areas to the mm²).
pub(crate) const SOLVER: Solver =
    Solver { strategy: Strategy::Auto, precision: Precision { start: 20, progression: 2 }, multithreading: None };

impl Plane {
    /// Projects the vertices of `shape` and reads its rings as ground.
    #[must_use]
    pub fn project(self, shape: &Shape) -> PlaneShape {
        self.read(shape).shape
    }

    /// Reads polygons whose coordinates are already metres in this plane (x east of the central meridian, y north).
    #[must_use]
    pub fn read_planar(self, polygons: &geo::MultiPolygon<f64>) -> Reading {
        let ring = |line: &LineString<f64>| line.0.iter().map(|c| point(c.x, c.y)).collect::<Ring>();
        let rings = |p: &Polygon<f64>| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect();
        read(self, polygons.iter().map(rings))
    }

    /// Projects the vertices of `shape`, reads its rings as ground and lists their defects.
    #[must_use]
    pub fn read(self, shape: &Shape) -> Reading {
        let project = |ring: PackedRing<'_>| {
            let mut projected = Ring::with_capacity(ring.len());
            chart::forward(self, ring.vertices().map(|c| (c.x, c.y)), |p| projected.push(p));
            projected
        };
        let mut rings = shape.rings();
        if let (Some(alone), None) = (rings.next(), rings.next()) {
            return read_alone(self, project(alone));
        }
        let mut polygons: Vec<Vec<Ring>> = Vec::new();
        for ring in shape.rings() {
            let projected = project(ring);
            match polygons.last_mut().filter(|_| !ring.is_shell) {
                Some(rings) => rings.push(projected),
                None => polygons.push(vec![projected]),
            }
        }
        read(self, polygons.into_iter())
    }
}

/// Whether a shape is proven to have no defect, in degrees, at a fraction of the cost of [`Plane::read`]: one ring that is
/// seen once around from the middle of its box, every edge clear of the middle and longer than a millimetre, every corner
/// too blunt to be a needle. `false` means that reading must tell.
///
/// Distances are taken on a sphere, so every limit is doubled; an edge of less than 500 m that is straight in degrees
/// bows from the one that is straight in the plane by less than 1 cm.
#[must_use]
pub fn is_sound(shape: &Shape) -> bool {
    const METRES_PER_DEGREE: f64 = 111_000.0;
    const LONGEST_M: f64 = 500.0;
    const CLEAR_M2: f64 = 0.02 * LONGEST_M; // a triangle on the longest edge, 2 cm and more high
    let mut rings = shape.rings();
    let (Some(ring), None) = (rings.next(), rings.next()) else { return false };
    let Some(bounds) = shape.bounds().filter(|b| b.north.abs().max(b.south.abs()) < 60.0) else { return false };
    if ring.len() < 4 {
        return false;
    }
    let (lon, lat) = (bounds.middle_lon(), bounds.south.midpoint(bounds.north));
    let east = METRES_PER_DEGREE * lat.to_radians().cos();
    let local = |c: geo::Coord<f64>| ((c.x - lon) * east, (c.y - lat) * METRES_PER_DEGREE);
    let mut from = local(ring.vertex(ring.len() - 1));
    let mut before = {
        let p = local(ring.vertex(ring.len() - 2));
        (from.0 - p.0, from.1 - p.1)
    };
    let (mut way, mut rounds) = (0.0, 0);
    for c in ring.vertices().skip(1) {
        let to = local(c);
        let edge = (to.0 - from.0, to.1 - from.1);
        let square = edge.0 * edge.0 + edge.1 * edge.1;
        let turned = from.0 * to.1 - from.1 * to.0;
        if way == 0.0 {
            way = turned.signum();
        }
        // `!` so that what is not a number is not proven either
        if !(turned * way > CLEAR_M2 && square > 1e-6 && square < LONGEST_M * LONGEST_M) {
            return false;
        }
        let back = edge.0 * before.0 + edge.1 * before.1;
        let across = before.0 * edge.1 - before.1 * edge.0;
        let longer = square.max(before.0 * before.0 + before.1 * before.1);
        if (back < 0.0 && across * across < longer * 4.0 * NEEDLE_WIDTH_M * NEEDLE_WIDTH_M) || across == 0.0 {
            return false;
        }
        if (from.1 > 0.0) != (to.1 > 0.0) && (turned > 0.0) == (to.1 > from.1) {
            rounds += 1;
        }
        (before, from) = (edge, to);
    }
    rounds == 1
}

/// Reads polygons given as projected rings (shell first, closing points allowed).
pub(crate) fn read(plane: Plane, polygons: impl Iterator<Item = Vec<Ring>>) -> Reading {
    let mut reader = Reader { plane, defects: Vec::new(), delivered_m2: 0.0 };
    let mut parts: Vec<Part> = Vec::new();
    let mut sum_m2 = 0.0;
    let mut polygon_count = 0;
    for rings in polygons {
        let own = reader.polygon(rings);
        if !own.is_empty() {
            polygon_count += 1;
        }
        sum_m2 += area_m2(&own);
        parts.extend(own);
    }
    if polygon_count > 1 {
        parts = united_by_blocks(&parts);
        if sum_m2 - area_m2(&parts) > SAME_AREA_M2 {
            let lost = sum_m2 - area_m2(&parts);
            reader.defects.push(DefectAt { defect: Defect::PartsOverlap, at: None, area_m2: lost });
        }
    }
    let delivered_mm2 = crate::shape::round_to_i64(reader.delivered_m2 * 1e6);
    Reading { shape: PlaneShape { plane, parts }, defects: reader.defects, delivered_mm2 }
}

/// As [`read`], of one polygon without holes.
fn read_alone(plane: Plane, shell: Ring) -> Reading {
    let mut reader = Reader { plane, defects: Vec::new(), delivered_m2: 0.0 };
    let (parts, delivered_m2) = reader.ring(shell);
    let delivered_mm2 = crate::shape::round_to_i64(delivered_m2 * 1e6);
    Reading { shape: PlaneShape { plane, parts }, defects: reader.defects, delivered_mm2 }
}

struct Reader {
    plane: Plane,
    defects: Vec<DefectAt>,
    delivered_m2: f64,
}

impl Reader {
    fn note(&mut self, defect: Defect, at: Point, area_m2: f64) {
        let at = Some(self.plane.inverse(metres(at.x), metres(at.y)));
        self.defects.push(DefectAt { defect, at, area_m2 });
    }

    fn polygon(&mut self, rings: Vec<Ring>) -> Vec<Part> {
        let mut rings = rings.into_iter();
        let Some(shell) = rings.next() else { return Vec::new() };
        let (shell, shell_m2) = self.ring(shell);
        self.delivered_m2 += shell_m2;
        let mut holes: Vec<Part> = Vec::new();
        let mut hole_m2 = 0.0;
        for ring in rings {
            let (hole, own_m2) = self.ring(ring);
            self.delivered_m2 -= own_m2;
            hole_m2 += area_m2(&hole);
            holes.extend(hole);
        }
        if holes.is_empty() {
            return shell;
        }
        if let Some(part) = holed(&shell, &holes) {
            return vec![part];
        }
        let united = overlay(&holes, &[], OverlayRule::Subject, FillRule::NonZero);
        let rest = overlay(&shell, &united, OverlayRule::Difference, FillRule::NonZero);
        let stray_m2 = hole_m2 - (area_m2(&shell) - area_m2(&rest));
        if stray_m2 > SAME_AREA_M2
            && let Some(place) = where_astray(&shell, &holes, &united)
        {
            self.note(Defect::HoleAstray, place, stray_m2);
        }
        rest
    }

    /// The ground of one ring and the area its points enclose as written, m² ≥ 0.
    fn ring(&mut self, ring: Ring) -> (Vec<Part>, f64) {
        let Some(&place) = ring.first() else { return (Vec::new(), 0.0) };
        let ring = self.without_repeats(ring);
        let as_written_m2 = signed_area_m2(&ring).abs();
        let ring = self.without_needles(ring);
        if is_simple(&ring) {
            return (vec![vec![counter_clockwise(ring)]], as_written_m2);
        }
        let parts = engine(ring.len(), move || {
            let mut overlay = Overlay::from_subj_custom(&ring, IntOverlayOptions::default(), SOLVER);
            overlay.simplify_contour(&ring, FillRule::NonZero).unwrap_or_else(|| vec![vec![ring]])
        });
        let parts: Vec<Part> = parts.into_iter().filter(|part| part.first().is_some_and(|r| r.len() >= 3)).collect();
        if parts.is_empty() {
            self.note(Defect::NoArea, place, 0.0);
            return (parts, 0.0);
        }
        if (area_m2(&parts) - as_written_m2).abs() > SAME_AREA_M2 {
            let change = area_m2(&parts) - as_written_m2;
            let at = crossing(&parts).unwrap_or(place);
            self.note(Defect::SelfCrossing, at, change);
        }
        (parts, as_written_m2)
    }

    fn without_repeats(&mut self, mut ring: Ring) -> Ring {
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        let mut repeated = Vec::new();
        ring.dedup_by(|next, kept| {
            let same = next == kept;
            if same {
                repeated.push(*kept);
            }
            same
        });
        if ring.len() > 1 && ring.first() == ring.last() {
            repeated.extend(ring.pop());
        }
        for at in repeated {
            self.note(Defect::RepeatedPoint, at, 0.0);
        }
        ring
    }

    /// Lists needles; takes out those that have no width on the grid at all.
    fn without_needles(&mut self, mut ring: Ring) -> Ring {
        let mut k = 0;
        while ring.len() >= 3 && k < ring.len() {
            let n = ring.len();
            let (before, tip, after) = (ring[(k + n - 1) % n], ring[k], ring[(k + 1) % n]);
            if !is_needle(before, tip, after) {
                k += 1;
                continue;
            }
            self.note(Defect::Spike, tip, 0.0);
            if before != after {
                k += 1;
                continue;
            }
            // out and back to the very same point: the tip and one copy of the foot go, then look again from there
            ring.remove(k);
            let m = ring.len();
            ring.remove(k % m);
            k = k.saturating_sub(2);
        }
        ring
    }
}

/// The ring with its ground on the left.
fn counter_clockwise(mut ring: Ring) -> Ring {
    if is_clockwise(&ring) {
        ring.reverse();
    }
    ring
}

/// Whether the ring runs out to `tip` and back on the same line.
fn is_needle(before: Point, tip: Point, after: Point) -> bool {
    let (ax, ay) = (metres(before.x - tip.x), metres(before.y - tip.y));
    let (bx, by) = (metres(after.x - tip.x), metres(after.y - tip.y));
    let dot = ax * bx + ay * by;
    if dot <= 0.0 {
        return false; // the common case
    }
    let longer = (ax * ax + ay * ay).max(bx * bx + by * by).sqrt();
    let shorter = (ax * ax + ay * ay).min(bx * bx + by * by).sqrt();
    // width of the needle at the end of its shorter leg
    shorter > 10.0 * NEEDLE_WIDTH_M && ((ax * by - ay * bx) / longer).abs() < NEEDLE_WIDTH_M
}

/// A point that two parts or two places of one ring share: where a ring crossed itself.
fn crossing(parts: &[Part]) -> Option<Point> {
    let mut seen = std::collections::BTreeSet::new();
    parts.iter().flatten().flatten().copied().find(|p| !seen.insert((p.x, p.y)))
}

/// A corner of the largest ground where holes leave their shell, or else where they cover each other.
fn where_astray(shell: &[Part], holes: &[Part], united: &[Part]) -> Option<Point> {
    let outside = overlay(united, shell, OverlayRule::Difference, FillRule::NonZero);
    let astray = if area_m2(&outside) > SAME_AREA_M2 {
        outside
    } else {
        // even-odd leaves out what two holes cover; it only finds the place, never an area that counts
        let once = overlay(holes, &[], OverlayRule::Subject, FillRule::EvenOdd);
        overlay(united, &once, OverlayRule::Difference, FillRule::NonZero)
    };
    let size = |part: &Part| area_m2(std::slice::from_ref(part));
    let largest = astray.iter().max_by(|a, b| size(a).total_cmp(&size(b)));
    largest.or(holes.first())?.first()?.first().copied()
}

pub(crate) fn area_m2(parts: &[Part]) -> f64 {
    parts.iter().flatten().map(|ring| signed_area_m2(ring)).sum()
}

/// Overlays two sets of parts. Both sides have winding 0 or 1 everywhere, or are meant to be united.
pub(crate) fn overlay(subject: &[Part], clip: &[Part], rule: OverlayRule, fill: FillRule) -> Vec<Part> {
    if subject.is_empty() && clip.is_empty() {
        return Vec::new();
    }
    let mut overlay = Overlay::from_subj_and_clip_custom(subject, clip, IntOverlayOptions::default(), SOLVER);
    let vertices = subject.iter().chain(clip).flatten().map(Vec::len).sum();
    engine(vertices, move || overlay.overlay(rule, fill))
}

/// Runs the overlay engine, which looks at no flag: where outlines are long, and may cross without end, beside the thread
/// that listens for a cancel.
fn engine(vertices: usize, work: impl FnOnce() -> Vec<Part> + Send + 'static) -> Vec<Part> {
    const LONG: usize = 2_000;
    cancel::look();
    told_apart(if vertices < LONG { work() } else { cancel::apart(work) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_proven_sound_has_no_defect(
            place in (70.0..140.0_f64, -58.0..58.0_f64),
            corners in prop::collection::vec((0.0..1.0_f64, -0.05..0.05_f64), 3..40),
            reach in prop::sample::select(vec![3e-7, 3e-6, 1e-4, 1e-3, 4e-3]),
            thin in prop::sample::select(vec![1.0, 1.0, 1e-2, 1e-4, 1e-6]),
        ) {
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let corner = |(k, (radius, off)): (usize, &(f64, f64))| {
                let angle = std::f64::consts::TAU * (k as f64 / corners.len() as f64 + off);
                geo::Coord {
                    x: place.0 + reach * radius * angle.cos(),
                    y: place.1 + reach * thin * radius * angle.sin(),
                }
            };
            let ring: LineString<f64> = corners.iter().enumerate().map(corner).collect();
            let shape = Shape::new(geo::MultiPolygon(vec![Polygon::new(ring, Vec::new())])).unwrap();
            let plane = Plane::of(&shape.bounds().unwrap());
            prop_assert!(!is_sound(&shape) || plane.read(&shape).defects.is_empty());
        }
    }
}
