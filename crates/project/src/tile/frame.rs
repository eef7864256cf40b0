//! One tile: where it lies, what it can show, and how degrees become its units.

use geo::Coord;
use sanxian_review::data::Bounds;
use sanxian_review::plane::Plane;

use super::grid::{Grid, Projection};
use super::{BUFFER, EXTENT, PIXELS, TileError, UNITS};

/// Mean radius of the Earth, metres; only for tolerances.
const EARTH_RADIUS_M: f64 = 6_371_000.0;
/// Metres a degree of latitude; only for tolerances.
const METRES_PER_DEGREE: f64 = 111_000.0;

/// One tile.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    projection: Projection,
    /// Upper left corner, metres.
    corner: (f64, f64),
    /// Metres a unit.
    unit: f64,
    /// What may show, buffer included, degrees.
    pub window: Bounds,
    /// Degrees (longitude, latitude) a pixel in the middle of the tile.
    pub pixel: (f64, f64),
    /// Pixels of half a metre and more: no edge within a tile bows by as much between degrees and the plane.
    pub is_small_scale: bool,
    /// The plane in which edges are straight.
    straight_in: Plane,
    /// Longest edge, degrees, that may be drawn straight in this plane.
    longest: f64,
}

impl Frame {
    pub(super) fn of(grid: &Grid, z: u8, x: u32, y: u32) -> Result<Self, TileError> {
        if !grid.has(z, x, y) {
            return Err(TileError::NoSuchTile { z, x, y });
        }
        let resolution = grid.resolution(z);
        let side = resolution * f64::from(PIXELS);
        let corner = (grid.origin.0 + side * f64::from(x), grid.origin.1 - side * f64::from(y));
        let window = window(grid.projection, corner, side, resolution);
        let lat = f64::midpoint(window.south, window.north).clamp(-80.0, 80.0).to_radians();
        let true_m = match grid.projection {
            Projection::GaussKruger(_) => resolution,
            Projection::Mercator => resolution * lat.cos(),
        };
        let straight_in = match grid.projection {
            Projection::GaussKruger(plane) => plane,
            Projection::Mercator => Plane::of(&window),
        };
        let longest = match grid.projection {
            Projection::GaussKruger(_) => f64::INFINITY,
            // an edge of length L bows by L²·tan φ / 8R: a quarter of a pixel at most
            Projection::Mercator => {
                (8.0 * EARTH_RADIUS_M * 0.25 * true_m / (lat.tan().abs() + 0.01)).sqrt() / METRES_PER_DEGREE
            }
        };
        let pixel = (true_m / (METRES_PER_DEGREE * lat.cos()), true_m / METRES_PER_DEGREE);
        let unit = resolution / f64::from(UNITS);
        let is_small_scale = true_m >= 0.5;
        Ok(Self { projection: grid.projection, corner, unit, window, pixel, is_small_scale, straight_in, longest })
    }

    /// Degrees → units of the tile, y downwards.
    pub(super) fn place(&self, c: Coord<f64>) -> Coord<f64> {
        let (x, y) = self.projection.forward(c.x, c.y);
        Coord { x: (x - self.corner.0) / self.unit, y: (self.corner.1 - y) / self.unit }
    }

    /// Places the vertices of a ring and, in a plane where its edges are not straight, points in between.
    pub(super) fn place_ring(&self, ring: &[Coord<f64>], placed: &mut Vec<Coord<f64>>) {
        placed.clear();
        for (k, c) in ring.iter().enumerate() {
            if let Some(before) = k.checked_sub(1).map(|k| ring[k]) {
                let length = (c.x - before.x).abs().max((c.y - before.y).abs());
                if length > self.longest {
                    self.between(before, *c, length, placed);
                }
            }
            placed.push(self.place(*c));
        }
    }

    fn between(&self, from: Coord<f64>, to: Coord<f64>, length: f64, placed: &mut Vec<Coord<f64>>) {
        let pieces = (length / self.longest).ceil().min(256.0) as u32;
        let (ax, ay) = self.straight_in.forward(from.x, from.y);
        let (bx, by) = self.straight_in.forward(to.x, to.y);
        for k in 1..pieces {
            let t = f64::from(k) / f64::from(pieces);
            let (lon, lat) = self.straight_in.inverse(ax + (bx - ax) * t, ay + (by - ay) * t);
            placed.push(self.place(Coord { x: lon, y: lat }));
        }
    }
}

/// The box in degrees around the tile and its buffer.
fn window(projection: Projection, corner: (f64, f64), side: f64, resolution: f64) -> Bounds {
    const EVERYWHERE: Bounds = Bounds { west: -180.0, south: -90.0, east: 180.0, north: 90.0 };
    if side > 2e6 {
        return EVERYWHERE; // far from its meridian the plane runs away
    }
    let buffer = resolution * f64::from(BUFFER * PIXELS) / f64::from(EXTENT);
    let (west, north) = (corner.0 - buffer, corner.1 + buffer);
    let side = side + 2.0 * buffer;
    let mut window = Bounds { west: 180.0, south: 90.0, east: -180.0, north: -90.0 };
    for k in 0..=8_u8 {
        let t = side * f64::from(k) / 8.0;
        for (x, y) in [(west + t, north), (west + t, north - side), (west, north - t), (west + side, north - t)] {
            let (lon, lat) = projection.inverse(x, y);
            if !(lon.is_finite() && lat.is_finite()) {
                return EVERYWHERE;
            }
            window.west = window.west.min(lon);
            window.east = window.east.max(lon);
            window.south = window.south.min(lat);
            window.north = window.north.max(lat);
        }
    }
    // the sides bow a little between the points that were looked at
    let (dx, dy) = ((window.east - window.west) * 0.01, (window.north - window.south) * 0.01);
    Bounds { west: window.west - dx, south: window.south - dy, east: window.east + dx, north: window.north + dy }
}
