//! Brings foreign coordinates, huge or tiny, into the range of the review plane's grid.

use geo::{Coord, CoordsIter, MapCoords, MultiPolygon};

/// A move and a change of scale, the same for all shapes of one case.
///
/// The middle of the box becomes the origin, and a *power of two* scales the half extent to between 2^17 and 2^18 m:
/// the scaling is exact, the move exact wherever the coordinates are large against the extent. Areas come back by
/// dividing by the square of the scale, exactly again; rounding to mm² costs 1e-17 of the extent's square.
pub struct Scaled {
    middle: Coord<f64>,
    scale: f64,
}

impl Scaled {
    /// Fits `shapes`.
    pub fn fit(shapes: &[MultiPolygon<f64>]) -> Self {
        let points = || shapes.iter().flat_map(|shape| shape.coords_iter());
        let least = |of: fn(&Coord<f64>) -> f64| points().map(|c| of(&c)).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&Coord<f64>) -> f64| points().map(|c| of(&c)).fold(f64::NEG_INFINITY, f64::max);
        if points().next().is_none() {
            return Self { middle: Coord { x: 0.0, y: 0.0 }, scale: 1.0 };
        }
        let (west, east, south, north) = (least(|c| c.x), most(|c| c.x), least(|c| c.y), most(|c| c.y));
        let half_extent = ((east - west).max(north - south) / 2.0).max(f64::MIN_POSITIVE);
        let scale = (17.0 - half_extent.log2().floor()).exp2();
        Self { middle: Coord { x: west.midpoint(east), y: south.midpoint(north) }, scale }
    }

    /// Into the grid's range.
    pub fn shape(&self, shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
        let Self { middle, scale } = *self;
        shape.map_coords(|c| Coord { x: (c.x - middle.x) * scale, y: (c.y - middle.y) * scale })
    }

    /// mm² of the plane → the square of the units the shapes came in.
    #[expect(clippy::cast_precision_loss, reason = "compared to nine digits")]
    pub fn area(&self, mm2: i64) -> f64 {
        mm2 as f64 / 1e6 / self.scale / self.scale
    }
}
