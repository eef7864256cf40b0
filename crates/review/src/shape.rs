//! Shapes in a review plane: where edges are straight and overlay happens.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use i_overlay::i_float::int::point::IntPoint;

use crate::chart;
use crate::data::Shape;
use crate::measure::{SquareMillimetres, ring_area_m2};
use crate::plane::Plane;

/// Grid steps a metre: 2^30, so a step is 0.93 nm. Coordinates up to 2^23 m (latitude 75°) have at most 53 bits and
/// convert to `f64` and back without loss; i_overlay's i64 engine takes up to 62 bits.
pub(crate) const STEPS_PER_METRE: f64 = (1_u64 << 30) as f64;

/// A vertex on the grid.
pub(crate) type Point = IntPoint<i64>;
/// A closed ring; the closing point is not repeated.
pub(crate) type Ring = Vec<Point>;
/// A shell (counter-clockwise) followed by its holes (clockwise).
pub(crate) type Part = Vec<Ring>;

/// Clean ground in one plane: parts do not overlap, shells run counter-clockwise, holes clockwise and inside.
/// Overlay accepts only this, and only of one plane.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaneShape {
    pub(crate) plane: Plane,
    pub(crate) parts: Vec<Part>,
}

impl PlaneShape {
    /// Nothing, in this plane.
    #[must_use]
    pub fn empty(plane: Plane) -> Self {
        Self { plane, parts: Vec::new() }
    }

    /// Whether there is no ground at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Number of separate parts.
    #[must_use]
    pub fn part_count(&self) -> usize {
        self.parts.len()
    }

    /// The plane it lies in.
    #[must_use]
    pub fn plane(&self) -> Plane {
        self.plane
    }

    /// Each part as a shape of its own.
    pub fn split(&self) -> impl Iterator<Item = Self> + '_ {
        self.parts.iter().map(|part| Self { plane: self.plane, parts: vec![part.clone()] })
    }

    /// Area on the plane in mm², rounded once: what software that does not know the ellipsoid prints.
    #[must_use]
    pub fn planar_area_mm2(&self) -> i64 {
        round_to_i64(self.planar_area_m2() * 1e6)
    }

    pub(crate) fn planar_area_m2(&self) -> f64 {
        self.parts.iter().flatten().map(|ring| signed_area_m2(ring)).sum()
    }

    /// Length of all rings on the plane, metres.
    pub(crate) fn perimeter_m(&self) -> f64 {
        perimeter_m(&self.parts)
    }

    /// Every hole: a place in degrees on its rim, and its ellipsoidal area.
    pub fn holes(&self) -> impl Iterator<Item = ((f64, f64), SquareMillimetres)> + '_ {
        self.parts.iter().flat_map(|part| &part[1..]).map(|ring| {
            let rim = self.plane.inverse(metres(ring[0].x), metres(ring[0].y));
            (rim, SquareMillimetres(round_to_i64(ring_area_m2(self.plane, ring).abs() * 1e6)))
        })
    }

    /// Back to CGCS2000 degrees, shells counter-clockwise, rings closed.
    #[must_use]
    pub fn to_shape(&self) -> Shape {
        let ring = |ring: &Ring| {
            let mut line: Vec<Coord<f64>> = Vec::with_capacity(ring.len() + 1);
            let places = ring.iter().map(|p| (metres(p.x), metres(p.y)));
            chart::inverse(self.plane, places, |x, y| line.push(Coord { x, y }));
            line.extend(line.first().copied());
            LineString(line)
        };
        let polygons = self.parts.iter().map(|part| {
            let holes = part[1..].iter().map(ring).collect();
            Polygon::new(ring(&part[0]), holes)
        });
        Shape::new(MultiPolygon(polygons.collect())).expect("the inverse projection yields degrees on the Earth")
    }
}

/// Length of all rings of some parts on their plane, metres.
pub(crate) fn perimeter_m(parts: &[Part]) -> f64 {
    parts.iter().flatten().flat_map(|ring| edges(ring)).map(|(a, b)| length_m(a, b)).sum()
}

/// Grid → metres, exact.
#[expect(clippy::cast_precision_loss, reason = "53 bits, see STEPS_PER_METRE")]
pub(crate) fn metres(steps: i64) -> f64 {
    steps as f64 / STEPS_PER_METRE
}

/// Metres → the nearest grid point. The far side of the Earth, where the projection runs away, is held at 10^8 m.
#[expect(clippy::cast_possible_truncation, reason = "at most 2^57 steps")]
pub(crate) fn point(x: f64, y: f64) -> Point {
    let steps = |metres: f64| (metres.clamp(-1e8, 1e8) * STEPS_PER_METRE).round() as i64;
    IntPoint::new(steps(x), steps(y))
}

/// Edges of a ring, the closing one included.
pub(crate) fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// Distance on the plane, metres.
pub(crate) fn length_m(a: Point, b: Point) -> f64 {
    let (x, y) = (metres(b.x - a.x), metres(b.y - a.y));
    (x * x + y * y).sqrt() // metres to thousands of km: hypot's care for extremes costs more than all the rest
}

/// Shoelace area in m², positive for counter-clockwise; relative to the first point to keep digits.
pub(crate) fn signed_area_m2(ring: &[Point]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let twice: f64 = edges(ring)
        .map(|(a, b)| {
            let (ax, ay) = (metres(a.x - origin.x), metres(a.y - origin.y));
            let (bx, by) = (metres(b.x - origin.x), metres(b.y - origin.y));
            ax * by - bx * ay
        })
        .sum();
    twice / 2.0
}

/// Rounds half away from zero; saturates.
#[expect(clippy::cast_possible_truncation, reason = "saturating cast is wanted; callers check plausibility")]
pub(crate) fn round_to_i64(value: f64) -> i64 {
    value.round() as i64
}
