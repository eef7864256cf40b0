//! From a plane's metres to millimetres on paper.

use sanxian_review::data::{Bounds, PackedRing, Shape};
use sanxian_review::plane::Plane;

/// Metres added to the east coordinate, so that it is never negative.
pub const FALSE_EASTING: f64 = 500_000.0;

/// A box in a plane: metres east of the central meridian, and north.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Least east.
    pub west: f64,
    /// Least north.
    pub south: f64,
    /// Greatest east.
    pub east: f64,
    /// Greatest north.
    pub north: f64,
}

impl Extent {
    /// The box of the vertices of `shapes`; `None` without any.
    pub fn of<'a>(plane: Plane, shapes: impl IntoIterator<Item = &'a Shape>) -> Option<Self> {
        let points = shapes.into_iter().flat_map(|shape| shape.shells().flat_map(PackedRing::vertices));
        points.map(|c| plane.forward(c.x, c.y)).fold(None, |known: Option<Self>, (x, y)| {
            let at = Self { west: x, south: y, east: x, north: y };
            Some(known.map_or(at, |known| known.with(&at)))
        })
    }

    /// The box around both.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }
}

/// A window on a plane, as it lies on paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// The plane.
    pub plane: Plane,
    /// Denominator of the scale.
    pub scale: f64,
    /// East coordinate of the left edge, metres from the central meridian.
    pub west: f64,
    /// North coordinate of the upper edge, metres.
    pub north: f64,
    /// Millimetres.
    pub width: f64,
    /// Millimetres.
    pub height: f64,
}

impl View {
    /// The largest of the `scales` at which `extent` takes at most `fill` of the window, with it in the middle; where
    /// none is small enough, the smallest scale is lowered tenfold until it fits.
    #[must_use]
    pub fn around(plane: Plane, extent: &Extent, [width, height]: [f64; 2], scales: &[u32], fill: f64) -> Self {
        let (wide, high) = ((extent.east - extent.west) * 1000.0, (extent.north - extent.south) * 1000.0);
        let least = (wide / (width * fill)).max(high / (height * fill)).max(1.0);
        let fitting = scales.iter().copied().map(f64::from).filter(|scale| *scale >= least).min_by(f64::total_cmp);
        let scale = fitting.unwrap_or_else(|| {
            let mut scale = scales.iter().copied().max().map_or(1e6, f64::from);
            while scale < least && scale < 1e12 {
                scale *= 10.0;
            }
            scale
        });
        Self::at(plane, extent, [width, height], scale)
    }

    /// The window of this scale, in the middle of `extent`.
    #[must_use]
    pub fn at(plane: Plane, extent: &Extent, [width, height]: [f64; 2], scale: f64) -> Self {
        let metres = scale / 1000.0;
        Self {
            plane,
            scale,
            west: f64::midpoint(extent.west, extent.east) - width * metres / 2.0,
            north: f64::midpoint(extent.south, extent.north) + height * metres / 2.0,
            width,
            height,
        }
    }

    /// The denominator, whole.
    #[must_use]
    pub fn denominator(&self) -> u32 {
        self.scale.round().clamp(1.0, f64::from(u32::MAX)) as u32
    }

    /// Metres on the ground of one millimetre on paper.
    #[must_use]
    pub fn metres(&self) -> f64 {
        self.scale / 1000.0
    }

    /// Millimetres from the upper left corner, of a place in the plane.
    #[must_use]
    pub fn paper(&self, (east, north): (f64, f64)) -> [f64; 2] {
        [(east - self.west) / self.metres(), (self.north - north) / self.metres()]
    }

    /// Millimetres from the upper left corner, of degrees.
    #[must_use]
    pub fn place(&self, lon: f64, lat: f64) -> [f64; 2] {
        self.paper(self.plane.forward(lon, lat))
    }

    /// Degrees of a place on the paper.
    #[must_use]
    pub fn degrees(&self, [x, y]: [f64; 2]) -> (f64, f64) {
        self.plane.inverse(self.west + x * self.metres(), self.north - y * self.metres())
    }

    /// The window in the plane.
    #[must_use]
    pub fn extent(&self) -> Extent {
        Extent {
            west: self.west,
            north: self.north,
            east: self.west + self.width * self.metres(),
            south: self.north - self.height * self.metres(),
        }
    }

    /// A box in degrees that holds the window.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let (w, h) = (self.width, self.height);
        let edge = [[0.0, 0.0], [w / 2.0, 0.0], [w, 0.0], [w, h / 2.0], [w, h], [w / 2.0, h], [0.0, h], [0.0, h / 2.0]];
        let none = Bounds { west: 180.0, south: 90.0, east: -180.0, north: -90.0 };
        let all = edge.into_iter().map(|at| self.degrees(at)).fold(none, |b, (lon, lat)| Bounds {
            west: b.west.min(lon),
            south: b.south.min(lat),
            east: b.east.max(lon),
            north: b.north.max(lat),
        });
        all.padded(5.0 * self.metres())
    }
}
