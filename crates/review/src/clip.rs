//! Shortens what lies far from a town before it is projected: exact inside the window, cheap outside.

use geo::Coord;

use crate::data::{Bounds, PackedRing, Shape};

/// `shape` with every run of vertices that stays on one outer side of `window` reduced to its two ends.
///
/// The dropped stretch and the chord that replaces it lie in one half-plane that does not meet the window, so the
/// winding number of every point of the window stays what it was, and no edge that enters the window changes. Edges
/// are straight in the review plane, not in degrees: the window is padded for the bow of the longest possible chord.
/// Returns `None` when nothing can be dropped.
#[must_use]
pub fn near_window(shape: &Shape, window: &Bounds) -> Option<Shape> {
    within(shape, &Outlook::of(shape)?, window)
}

/// Shapes of fewer vertices are left as they are.
const SHORT: usize = 64;
/// Vertices of a long ring that are looked at together.
const STRETCH: usize = 64;
/// Rings of fewer vertices are looked at vertex by vertex.
const LONG: usize = 8 * STRETCH;

/// The boxes of a shape, for many windows.
pub(crate) struct Outlook {
    bounds: Bounds,
    /// Of every [`STRETCH`] of its rings one after the other; of short rings none.
    stretches: Vec<Vec<Bounds>>,
}

impl Outlook {
    /// `None` for a shape that is left as it is anyway.
    pub fn of(shape: &Shape) -> Option<Self> {
        if shape.vertex_count() < SHORT {
            return None;
        }
        let of_ring = |ring: PackedRing<'_>| {
            if ring.len() < LONG { Vec::new() } else { ring.line().0.chunks(STRETCH).map(around).collect() }
        };
        let long = shape.vertex_count() >= LONG;
        Some(Self {
            bounds: shape.bounds()?,
            stretches: if long { shape.rings().map(of_ring).collect() } else { Vec::new() },
        })
    }
}

/// The box of vertices, of which there is one at least.
fn around(vertices: &[Coord<f64>]) -> Bounds {
    let first = Bounds { west: vertices[0].x, south: vertices[0].y, east: vertices[0].x, north: vertices[0].y };
    vertices.iter().fold(first, |b, c| Bounds {
        west: b.west.min(c.x),
        south: b.south.min(c.y),
        east: b.east.max(c.x),
        north: b.north.max(c.y),
    })
}

/// As [`near_window`], for a shape whose boxes are known.
pub(crate) fn within(shape: &Shape, outlook: &Outlook, window: &Bounds) -> Option<Shape> {
    let bounds = &outlook.bounds;
    let inside = window.west <= bounds.west
        && window.south <= bounds.south
        && window.east >= bounds.east
        && window.north >= bounds.north;
    if inside {
        return None;
    }
    let padded = bounds.padded(0.0);
    let window = Bounds {
        west: window.west - (bounds.west - padded.west),
        south: window.south - (bounds.south - padded.south),
        east: window.east + (padded.east - bounds.east),
        north: window.north + (padded.north - bounds.north),
    };
    let mut stretches = outlook.stretches.iter();
    let mut polygons: Vec<Vec<Vec<Coord<f64>>>> = Vec::new();
    for ring in shape.rings() {
        let stretches = stretches.next().map_or(&[][..], Vec::as_slice);
        let all_beyond = |first: usize| stretches.get(first / STRETCH).map_or(0, |b| beyond(b, &window));
        let vertices = (ring.len(), |k| ring.vertex(k));
        let shorter = without_far(vertices, all_beyond, |c| beyond(&around(&[c]), &window));
        match polygons.last_mut().filter(|_| !ring.is_shell) {
            Some(_) if shorter.len() < 4 => {}
            Some(rings) => rings.push(shorter),
            None => polygons.push(vec![shorter]),
        }
    }
    Shape::from_rings(polygons).ok()
}

/// Sides of the window that all of a box lies beyond: one bit a side.
fn beyond(b: &Bounds, window: &Bounds) -> u8 {
    u8::from(b.east < window.west)
        | u8::from(b.west > window.east) << 1
        | u8::from(b.north < window.south) << 2
        | u8::from(b.south > window.north) << 3
}

/// A ring with every run of vertices that stays beyond one side of a window reduced to its two ends. `beyond` gives
/// the sides a vertex lies beyond, one bit a side.
#[must_use]
pub fn without_far_runs<P: Copy>(ring: &[P], beyond: impl Fn(P) -> u8) -> Vec<P> {
    without_far((ring.len(), |k| ring[k]), |_| 0, beyond)
}

/// As [`without_far_runs`], of a ring with so many vertices and what is at each; `all_beyond` gives the sides that all of
/// the [`STRETCH`] from a vertex on lies beyond, or 0 where that is not known.
fn without_far<P: Copy>(
    (length, at): (usize, impl Fn(usize) -> P),
    all_beyond: impl Fn(usize) -> u8,
    beyond: impl Fn(P) -> u8,
) -> Vec<P> {
    let mut kept: Vec<P> = Vec::new();
    let mut shared = 0_u8; // sides that the whole run so far lies beyond; the run's first vertex is kept
    let mut last: Option<P> = None; // the run's last vertex, not yet kept
    let mut k = 0;
    while k < length {
        if shared != 0 && k % STRETCH == 0 {
            let sides = all_beyond(k);
            if shared & sides != 0 {
                shared &= sides;
                k = length.min(k + STRETCH);
                last = Some(at(k - 1));
                continue;
            }
        }
        let p = at(k);
        k += 1;
        let sides = beyond(p);
        if shared & sides != 0 {
            shared &= sides;
            last = Some(p);
            continue;
        }
        kept.extend(last.take());
        // the edge from the kept end to p may itself start a run on another side
        shared = kept.last().map_or(0, |end| beyond(*end) & sides);
        if shared == 0 {
            kept.push(p);
            shared = sides;
        } else {
            last = Some(p);
        }
    }
    kept.extend(last);
    kept
}

#[cfg(test)]
mod tests {
    use geo::{LineString, MultiPolygon, Polygon};
    use proptest::prelude::*;

    use super::*;
    use crate::overlay::{intersect, subtract};
    use crate::plane::Plane;

    /// A jagged ring of 64, 300 or 1,000 corners around a place in degrees, up to `reach` degrees wide.
    fn star() -> impl Strategy<Value = Shape> {
        let radii = prop::sample::select(vec![64_usize, 300, 1_000])
            .prop_flat_map(|corners| prop::collection::vec(0.05..1.0_f64, corners));
        ((100.0..130.0_f64, 18.0..53.0_f64), 0.01..2.0_f64, radii).prop_map(|((lon, lat), reach, radii)| {
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let corner = |(k, r): (usize, &f64)| {
                let angle = std::f64::consts::TAU * k as f64 / radii.len() as f64;
                Coord { x: lon + reach * r * angle.cos(), y: lat + reach * r * angle.sin() }
            };
            let shell: LineString<f64> = radii.iter().enumerate().map(corner).collect();
            let hole = shell.0.iter().map(|c| Coord { x: lon + (c.x - lon) * 0.04, y: lat + (c.y - lat) * 0.04 });
            Shape::new(MultiPolygon(vec![Polygon::new(shell.clone(), vec![hole.collect()])])).unwrap()
        })
    }

    /// The part of `bounds` between these shares of its width and height.
    fn window(bounds: &Bounds, (x, w): (f64, f64), (y, h): (f64, f64)) -> Bounds {
        let (width, height) = (bounds.east - bounds.west, bounds.north - bounds.south);
        let (west, south) = (bounds.west + x * width, bounds.south + y * height);
        Bounds { west, south, east: west + w * width, north: south + h * height }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn inside_the_window_nothing_changes(
            shape in star(),
            across in (-0.2..1.0_f64, 0.01..0.5_f64),
            along in (-0.2..1.0_f64, 0.01..0.5_f64),
        ) {
            let window = window(&shape.bounds().unwrap(), across, along);
            let Some(shorter) = near_window(&shape, &window) else { return Ok(()) };
            let mut by_vertex = Outlook::of(&shape).unwrap();
            by_vertex.stretches.clear();
            prop_assert_eq!(within(&shape, &by_vertex, &window), Some(shorter.clone()));
            prop_assert!(shorter.vertex_count() <= shape.vertex_count());
            let plane = Plane::of(&window);
            let pane = plane.project(&window.to_shape());
            let whole = intersect(&plane.project(&shape), &pane);
            let collapsed = intersect(&plane.project(&shorter), &pane);
            // an edge that elsewhere crosses fewer others is bent less often to the grid, by one step of 1 nm a time
            let bent_m2 = 1e-6 + 2e-9 * whole.perimeter_m();
            let differing_m2 = subtract(&whole, &collapsed).planar_area_m2() + subtract(&collapsed, &whole).planar_area_m2();
            prop_assert!(differing_m2 <= bent_m2, "{} m²", differing_m2);
        }

        #[test]
        fn far_away_little_is_left(shape in star()) {
            let bounds = shape.bounds().unwrap();
            let shorter = near_window(&shape, &window(&bounds, (1.5, 0.1), (0.2, 0.1))).unwrap();
            prop_assert!(shorter.vertex_count() <= 6, "{} vertices", shorter.vertex_count());
        }
    }

    #[test]
    fn a_window_around_everything_and_a_short_ring_are_left_alone() {
        let ring: LineString<f64> =
            (0..80_u8).map(|k| (120.0 + f64::from(k).cos(), 30.0 + f64::from(k).sin())).collect();
        let shape = Shape::new(MultiPolygon(vec![Polygon::new(ring, Vec::new())])).unwrap();
        let bounds = shape.bounds().unwrap();
        assert_eq!(near_window(&shape, &bounds), None);
        let square = bounds.to_shape();
        assert_eq!(near_window(&square, &window(&bounds, (0.0, 0.1), (0.0, 0.1))), None);
    }
}
