//! Cuts the rings of a feature to a tile: shortened far away, thinned, projected, clipped, simplified.

use geo::Coord;
use sanxian_review::clip::without_far_runs;
use sanxian_review::data::Bounds;

use super::frame::Frame;
use super::simplify::simplified;
use super::{BUFFER, EXTENT, UNITS};

/// A ring in units of its tile; the first point is not repeated.
pub(super) type TileRing = Vec<(i32, i32)>;

/// Cuts one feature after the other; keeps its buffers.
pub(super) struct Cutter<'a> {
    frame: &'a Frame,
    /// Ground smaller than half a pixel is drawn as one, instead of not at all.
    keep_small: bool,
    placed: Vec<Coord<f64>>,
    clipped: Vec<Coord<f64>>,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(frame: &'a Frame, keep_small: bool) -> Self {
        Self { frame, keep_small, placed: Vec::new(), clipped: Vec::new() }
    }

    /// What the tile shows of a ring given in degrees (closed); `None` when nothing.
    ///
    /// Shells run clockwise as seen on the screen, holes the other way (MVT 2.1, 4.3.4.4).
    pub(super) fn ring(&mut self, ring: &[Coord<f64>], is_hole: bool) -> Option<TileRing> {
        let bounds = around(ring)?;
        let padded = bounds.padded(0.0);
        let window = &self.frame.window;
        if !padded.touches(window) {
            return None;
        }
        let inside = bounds.west >= window.west
            && bounds.east <= window.east
            && bounds.south >= window.south
            && bounds.north <= window.north;
        let mut near: Vec<Coord<f64>>;
        if inside || ring.len() < 16 {
            near = thinned(ring.iter().copied(), self.frame.pixel);
        } else {
            // the bow of the chords that replace far runs; see `sanxian_review::clip`
            let (dx, dy) = (bounds.west - padded.west, bounds.south - padded.south);
            let beyond = |c: Coord<f64>| {
                u8::from(c.x < window.west - dx)
                    | u8::from(c.x > window.east + dx) << 1
                    | u8::from(c.y < window.south - dy) << 2
                    | u8::from(c.y > window.north + dy) << 3
            };
            near = without_far_runs(ring, beyond);
            near = thinned(near.into_iter(), self.frame.pixel);
        }
        if near.len() < 4 {
            return self.small(&bounds, is_hole);
        }
        if self.frame.is_small_scale {
            // before projecting, which costs more: what is straight to a fraction of a pixel here is so there
            let (dx, dy) = (self.frame.pixel.0 / f64::from(UNITS), self.frame.pixel.1 / f64::from(UNITS));
            near.pop(); // the first point again
            near.iter_mut().for_each(|c| *c = Coord { x: c.x / dx, y: c.y / dy });
            near = simplified(&near).into_iter().map(|c| Coord { x: c.x * dx, y: c.y * dy }).collect();
            near.extend(near.first().copied());
        }
        self.frame.place_ring(&near, &mut self.placed);
        if self.placed.iter().any(|c| !(c.x.abs() < 1e9 && c.y.abs() < 1e9)) {
            return None; // far from the plane's meridian
        }
        self.placed.pop(); // the first point again
        clip(&mut self.placed, &mut self.clipped);
        let ring = if self.frame.is_small_scale {
            finished(&self.placed, is_hole)
        } else {
            finished(&simplified(&self.placed), is_hole)
        };
        ring.or_else(|| self.small(&bounds, is_hole))
    }

    /// A square of one pixel where ground of this box lies, if it is to be seen at all.
    fn small(&self, bounds: &Bounds, is_hole: bool) -> Option<TileRing> {
        let small = bounds.east - bounds.west < self.frame.pixel.0 && bounds.north - bounds.south < self.frame.pixel.1;
        if !self.keep_small || is_hole || !small {
            return None;
        }
        let middle = Coord { x: bounds.middle_lon(), y: f64::midpoint(bounds.south, bounds.north) };
        let c = self.frame.place(middle);
        let within = |v: f64| (f64::from(-BUFFER)..=f64::from(EXTENT + BUFFER)).contains(&v);
        if !(within(c.x) && within(c.y)) {
            return None;
        }
        let (x, y, half) = (c.x.round() as i32, c.y.round() as i32, UNITS / 2);
        Some(vec![(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)])
    }
}

/// The box of a ring.
fn around(ring: &[Coord<f64>]) -> Option<Bounds> {
    let first = ring.first()?;
    let start = Bounds { west: first.x, south: first.y, east: first.x, north: first.y };
    Some(ring.iter().fold(start, |b, c| Bounds {
        west: b.west.min(c.x),
        south: b.south.min(c.y),
        east: b.east.max(c.x),
        north: b.north.max(c.y),
    }))
}

/// Without points that lie within a quarter of a pixel of the last one kept; the ends stay.
fn thinned(points: impl ExactSizeIterator<Item = Coord<f64>>, pixel: (f64, f64)) -> Vec<Coord<f64>> {
    let (dx, dy) = (pixel.0 / 4.0, pixel.1 / 4.0);
    let last = points.len().saturating_sub(1);
    let mut kept: Vec<Coord<f64>> = Vec::new();
    for (k, c) in points.enumerate() {
        let far = kept.last().is_none_or(|p| (p.x - c.x).abs() > dx || (p.y - c.y).abs() > dy);
        if far || k == last {
            kept.push(c);
        }
    }
    kept
}

/// A ring (first point not repeated) within the buffer.
pub(super) fn clipped(mut ring: Vec<Coord<f64>>) -> Vec<Coord<f64>> {
    clip(&mut ring, &mut Vec::new());
    ring
}

/// Cuts a ring (first point not repeated) at the four sides of the buffer, one after the other (Sutherland, Hodgman).
fn clip(ring: &mut Vec<Coord<f64>>, spare: &mut Vec<Coord<f64>>) {
    let (low, high) = (f64::from(-BUFFER), f64::from(EXTENT + BUFFER));
    if ring.iter().all(|c| c.x >= low && c.x <= high && c.y >= low && c.y <= high) {
        return;
    }
    cut(ring, spare, |c| c.x - low);
    cut(ring, spare, |c| high - c.x);
    cut(ring, spare, |c| c.y - low);
    cut(ring, spare, |c| high - c.y);
}

/// Keeps what has `depth` ≥ 0.
fn cut(ring: &mut Vec<Coord<f64>>, spare: &mut Vec<Coord<f64>>, depth: impl Fn(&Coord<f64>) -> f64) {
    spare.clear();
    let Some(mut before) = ring.last().copied() else { return };
    let mut was = depth(&before);
    for c in ring.iter() {
        let is = depth(c);
        if (was < 0.0) != (is < 0.0) {
            let t = was / (was - is);
            spare.push(Coord { x: before.x + (c.x - before.x) * t, y: before.y + (c.y - before.y) * t });
        }
        if is >= 0.0 {
            spare.push(*c);
        }
        (before, was) = (*c, is);
    }
    std::mem::swap(ring, spare);
}

/// On whole units, turned the right way; `None` below half a pixel.
pub(super) fn finished(ring: &[Coord<f64>], is_hole: bool) -> Option<TileRing> {
    let mut units: TileRing = ring.iter().map(|c| (c.x.round() as i32, c.y.round() as i32)).collect();
    units.dedup();
    if units.len() > 1 && units.first() == units.last() {
        units.pop();
    }
    let side = |of: fn(&(i32, i32)) -> i32| {
        let least = units.iter().map(of).min().unwrap_or_default();
        units.iter().map(of).max().unwrap_or_default() - least
    };
    if units.len() < 3 || side(|p| p.0).max(side(|p| p.1)) < UNITS / 2 {
        return None;
    }
    let doubled = doubled_area(&units);
    if doubled == 0 {
        return None;
    }
    if (doubled > 0) == is_hole {
        units.reverse();
    }
    Some(units)
}

/// Twice the signed area in square units, positive for clockwise on the screen.
pub(super) fn doubled_area(ring: &[(i32, i32)]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1)).sum()
}
