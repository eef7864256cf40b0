//! Shortens what lies far from a town before it is projected: exact inside the window, cheap outside.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::data::{Bounds, Shape};

/// `shape` with every run of vertices that stays on one outer side of `window` reduced to its two ends.
///
/// The dropped stretch and the chord that replaces it lie in one half-plane that does not meet the window, so the
/// winding number of every point of the window stays what it was, and no edge that enters the window changes. Edges
/// are straight in the review plane, not in degrees: the window is padded for the bow of the longest possible chord.
/// Returns `None` when nothing can be dropped.
#[must_use]
pub fn near_window(shape: &Shape, window: &Bounds) -> Option<Shape> {
    let bounds = shape.bounds()?;
    let inside = window.west <= bounds.west
        && window.south <= bounds.south
        && window.east >= bounds.east
        && window.north >= bounds.north;
    if inside || shape.vertex_count() < 64 {
        return None;
    }
    let padded = bounds.padded(0.0);
    let window = Bounds {
        west: window.west - (bounds.west - padded.west),
        south: window.south - (bounds.south - padded.south),
        east: window.east + (padded.east - bounds.east),
        north: window.north + (padded.north - bounds.north),
    };
    let polygons = shape.polygons().iter().map(|polygon| {
        let holes = polygon.interiors().iter().map(|ring| collapse(ring, &window)).filter(|ring| ring.0.len() >= 4);
        Polygon::new(collapse(polygon.exterior(), &window), holes.collect())
    });
    Shape::new(MultiPolygon(polygons.collect())).ok()
}

/// Sides of the window a vertex lies beyond: one bit a side.
fn beyond(c: Coord<f64>, window: &Bounds) -> u8 {
    u8::from(c.x < window.west)
        | u8::from(c.x > window.east) << 1
        | u8::from(c.y < window.south) << 2
        | u8::from(c.y > window.north) << 3
}

fn collapse(ring: &LineString<f64>, window: &Bounds) -> LineString<f64> {
    let mut kept: Vec<Coord<f64>> = Vec::new();
    let mut shared = 0_u8; // sides that the whole run so far lies beyond; the run's first vertex is kept
    let mut last: Option<Coord<f64>> = None; // the run's last vertex, not yet kept
    for &c in &ring.0 {
        let sides = beyond(c, window);
        if shared & sides != 0 {
            shared &= sides;
            last = Some(c);
            continue;
        }
        kept.extend(last.take());
        // the edge from the kept end to c may itself start a run on another side
        shared = match kept.last() {
            Some(&end) => beyond(end, window) & sides,
            None => 0,
        };
        if shared != 0 {
            last = Some(c);
        } else {
            kept.push(c);
            shared = sides;
        }
    }
    kept.extend(last);
    LineString(kept)
}
