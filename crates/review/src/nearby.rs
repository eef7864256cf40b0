//! Finds what is near: edges of a town, features near a box, the distance between towns.

use rstar::{
    AABB, PointDistance, RTree, RTreeObject, primitives::GeomWithData, primitives::Line, primitives::Rectangle,
};

use crate::data::{Bounds, Feature};
use crate::edge_grid::EdgeGrid;
use crate::measure::{Millimetres, geodesic_distance};
use crate::shape::{PlaneShape, Point, edges, metres, point};

type Edge = Line<[f64; 2]>;

/// The edges of a shape, found by place.
#[derive(Debug, Clone)]
pub struct Segments(pub(crate) EdgeGrid);

impl Segments {
    /// Indexes all rings of `shape`.
    #[must_use]
    pub fn of(shape: &PlaneShape) -> Self {
        Self(EdgeGrid::of(&shape.parts))
    }

    /// Whether an edge passes within `metres` of `at`.
    pub(crate) fn is_within(&self, at: [f64; 2], metres: f64) -> bool {
        let (low, high) = (point(at[0] - metres, at[1] - metres), point(at[0] + metres, at[1] + metres));
        !self.0.near(low, high, |edge| line(edge.a, edge.b).distance_2(&at) > metres * metres)
    }

    /// The nearest points here and on another shape, no farther apart than `at_most_m`, and their planar distance.
    fn nearest(&self, other: &PlaneShape, at_most_m: f64) -> Option<(f64, [f64; 2], [f64; 2])> {
        let mut best: Option<(f64, [f64; 2], [f64; 2])> = None;
        let mut reach = at_most_m;
        for (from, to) in other.parts.iter().flatten().flat_map(|ring| edges(ring)) {
            let edge = line(from, to);
            let envelope = edge.envelope();
            let (low, high) = (envelope.lower(), envelope.upper());
            let (low, high) = (point(low[0] - reach, low[1] - reach), point(high[0] + reach, high[1] + reach));
            self.0.near(low, high, |own| {
                let found = between_edges(&line(own.a, own.b), &edge);
                if found.0 <= reach && best.as_ref().is_none_or(|b| found.0 < b.0) {
                    reach = found.0;
                    best = Some(found);
                }
                true
            });
            if reach == 0.0 && best.is_some() {
                break;
            }
        }
        best
    }
}

/// An edge in metres.
fn line(from: Point, to: Point) -> Edge {
    Line::new([metres(from.x), metres(from.y)], [metres(to.x), metres(to.y)])
}

/// Nearest points of two edges: (distance, on `a`, on `b`).
fn between_edges(a: &Edge, b: &Edge) -> (f64, [f64; 2], [f64; 2]) {
    if let Some(crossing) = crossing(a, b) {
        return (0.0, crossing, crossing);
    }
    let to_edge = |edge: &Edge, p: [f64; 2]| (edge.nearest_point(&p), p);
    let candidates = [
        to_edge(a, b.from),
        to_edge(a, b.to),
        {
            let (on_b, p) = to_edge(b, a.from);
            (p, on_b)
        },
        {
            let (on_b, p) = to_edge(b, a.to);
            (p, on_b)
        },
    ];
    let square = |(p, q): &([f64; 2], [f64; 2])| {
        let (x, y) = (p[0] - q[0], p[1] - q[1]);
        x * x + y * y
    };
    let best = candidates.into_iter().min_by(|p, q| square(p).total_cmp(&square(q)));
    let (p, q) = best.unwrap_or((a.from, b.from));
    (square(&(p, q)).sqrt(), p, q)
}

/// The point two edges cross in, when they properly do.
fn crossing(a: &Edge, b: &Edge) -> Option<[f64; 2]> {
    let (dx, dy) = (a.to[0] - a.from[0], a.to[1] - a.from[1]);
    let (ex, ey) = (b.to[0] - b.from[0], b.to[1] - b.from[1]);
    let (fx, fy) = (b.from[0] - a.from[0], b.from[1] - a.from[1]);
    let cross = dx * ey - dy * ex;
    if cross == 0.0 {
        return None; // parallel: an end point is nearest
    }
    let (s, t) = ((fx * ey - fy * ex) / cross, (fx * dy - fy * dx) / cross);
    ((0.0..=1.0).contains(&s) && (0.0..=1.0).contains(&t)).then(|| [a.from[0] + s * dx, a.from[1] + s * dy])
}

/// Geodesic length between the nearest points of two shapes in one plane, if nearer than `reach_m` on the plane.
#[must_use]
pub fn distance(a: (&PlaneShape, &Segments), b: &PlaneShape, reach_m: f64) -> Option<Millimetres> {
    let (planar_m, p, q) = a.1.nearest(b, reach_m)?;
    if planar_m == 0.0 {
        return Some(Millimetres(0));
    }
    let plane = a.0.plane();
    Some(geodesic_distance(plane.inverse(p[0], p[1]), plane.inverse(q[0], q[1])))
}

/// Distance on the plane from a place (longitude, latitude in degrees) to the ground of a shape, metres; 0 inside,
/// infinite without ground.
#[must_use]
pub fn distance_from(shape: &PlaneShape, place: (f64, f64)) -> f64 {
    let (x, y) = shape.plane().forward(place.0, place.1);
    let mut inside = false;
    let mut nearest = f64::INFINITY;
    for (a, b) in shape.parts.iter().flatten().flat_map(|ring| edges(ring)) {
        let edge = line(a, b);
        let ([ax, ay], [bx, by]) = (edge.from, edge.to);
        // a ray to the east, edges counted half-open in y
        if (ay > y) != (by > y) && ax + (y - ay) / (by - ay) * (bx - ax) > x {
            inside = !inside;
        }
        nearest = nearest.min(edge.distance_2(&[x, y]));
    }
    if inside { 0.0 } else { nearest.sqrt() }
}

/// Features of one layer by their padded boxes, degrees.
#[derive(Debug)]
pub struct BoxIndex(RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>);

impl BoxIndex {
    /// Indexes boxes; the number returned by [`near`](Self::near) is the position in `boxes`.
    pub fn new(boxes: impl IntoIterator<Item = Option<Bounds>>) -> Self {
        let boxes = boxes.into_iter().enumerate().filter_map(|(k, bounds)| {
            let b = bounds?;
            Some(GeomWithData::new(Rectangle::from_corners([b.west, b.south], [b.east, b.north]), k))
        });
        Self(RTree::bulk_load(boxes.collect()))
    }

    /// Indexes features, each box padded for the bow of its own edges.
    #[must_use]
    pub fn of(features: &[Feature]) -> Self {
        Self::new(features.iter().map(|f| f.shape.bounds().map(|b| b.padded(0.0))))
    }

    /// Positions of all boxes that touch `bounds`, ascending.
    #[must_use]
    pub fn near(&self, bounds: &Bounds) -> Vec<usize> {
        self.boxes_near(bounds).into_iter().map(|(k, _)| k).collect()
    }

    /// As [`near`](Self::near), with the boxes.
    pub(crate) fn boxes_near(&self, bounds: &Bounds) -> Vec<(usize, Bounds)> {
        let envelope = AABB::from_corners([bounds.west, bounds.south], [bounds.east, bounds.north]);
        let own = |found: &GeomWithData<Rectangle<[f64; 2]>, usize>| {
            let ([west, south], [east, north]) = (found.geom().lower(), found.geom().upper());
            (found.data, Bounds { west, south, east, north })
        };
        let mut found: Vec<_> = self.0.locate_in_envelope_intersecting(&envelope).map(own).collect();
        found.sort_unstable_by_key(|(k, _)| *k);
        found
    }
}
