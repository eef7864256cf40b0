//! Leaves out ground that lies farther than a distance from the sheet's towns.

use geo::{Buffer, Coord, MapCoords, MultiPolygon};
use sanxian_review::data::{Bounds, Shape};
use sanxian_review::overlay::intersect;
use sanxian_review::plane::Plane;
use sanxian_review::shape::PlaneShape;

/// The ground within a distance of some towns.
#[derive(Debug, Clone)]
pub struct Around {
    plane: Plane,
    bounds: Bounds,
    ground: PlaneShape,
}

impl Around {
    /// Within `metres` of `shapes`, as the crow flies in `plane`; `None` without ground.
    #[must_use]
    pub fn of(plane: Plane, shapes: &[&Shape], metres: f64) -> Option<Self> {
        let grown: Vec<_> = shapes.iter().flat_map(|shape| grow(plane, shape, metres)).collect();
        let shape = Shape::new(MultiPolygon(grown)).ok()?;
        Some(Self { plane, bounds: shape.bounds()?.padded(1.0), ground: plane.project(&shape) })
    }

    /// What of a shape lies within.
    #[must_use]
    pub fn cut(&self, shape: &Shape) -> Option<Shape> {
        let near = shape.bounds()?.touches(&self.bounds);
        let cut = near.then(|| intersect(&self.plane.project(shape), &self.ground))?;
        (!cut.is_empty()).then(|| cut.to_shape())
    }

    /// Its edge.
    #[must_use]
    pub fn edge(&self) -> Shape {
        self.ground.to_shape()
    }
}

fn grow(plane: Plane, shape: &Shape, metres: f64) -> Vec<geo::Polygon<f64>> {
    // read first: a ring that crosses itself cannot be grown
    let read = plane.project(shape).to_shape();
    let flat: MultiPolygon<f64> = read.polygons().map_coords(|c| {
        let (x, y) = plane.forward(c.x, c.y);
        Coord { x, y }
    });
    let grown = flat.buffer(metres);
    grown
        .map_coords(|c| {
            let (x, y) = plane.inverse(c.x, c.y);
            Coord { x, y }
        })
        .0
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    #[test]
    fn ground_is_kept_within_the_distance_and_not_beyond() {
        let plane = Plane::with_central_meridian(120);
        let square = |west: f64, size: f64| {
            let corner = |x: f64, y: f64| plane.inverse(west + x, 3_300_000.0 + y).into();
            let ring = polygon![corner(0.0, 0.0), corner(size, 0.0), corner(size, size), corner(0.0, size)];
            Shape::new(MultiPolygon(vec![ring])).expect("on Earth")
        };
        let town = square(0.0, 1000.0);
        let around = Around::of(plane, &[&town], 200.0).expect("a town");
        // a layer of 10 km: the square, four strips, four quarters of a circle
        let cut = around.cut(&square(-5000.0, 10_000.0)).expect("something");
        let area = plane.project(&cut).planar_area_mm2() as f64 / 1e6;
        let strips = 1000.0 * 1000.0 + 4.0 * 1000.0 * 200.0;
        // the layer begins at the town's lower edge: no ground below it
        let expected = strips - 1000.0 * 200.0 + std::f64::consts::PI * 200.0 * 200.0 / 2.0;
        assert!((area - expected).abs() < expected * 0.002, "{area} {expected}");
        assert_eq!(around.cut(&square(1300.0, 500.0)), None);
    }
}
