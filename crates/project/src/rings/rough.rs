//! The area of a shape to a thousandth: enough to see whether an attribute may be right.

use sanxian_review::data::{Bounds, PackedRing, Shape};

/// GRS80: half axis in metres, first eccentricity squared.
const A: f64 = 6_378_137.0;
const E2: f64 = 0.006_694_380_022_90;

/// m² on the ellipsoid's tangent plane at the middle of the box; within 10⁻³ for shapes of up to 100 km.
pub(super) fn area_m2(shape: &Shape, bounds: &Bounds) -> f64 {
    let latitude = bounds.south.midpoint(bounds.north).to_radians();
    let w = (1.0 - E2 * latitude.sin().powi(2)).sqrt();
    let (north, east) = (A * (1.0 - E2) / w.powi(3), A / w * latitude.cos());
    let degrees2 = |ring: PackedRing<'_>| {
        let places = || ring.vertices().map(|c| (c.x - bounds.west, c.y - bounds.south));
        let doubled: f64 = places().zip(places().skip(1)).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
        (doubled / 2.0).abs()
    };
    let whole: f64 = shape.rings().map(|ring| if ring.is_shell { degrees2(ring) } else { -degrees2(ring) }).sum();
    whole * north.to_radians() * east.to_radians()
}

#[cfg(test)]
mod tests {
    use geo::{MultiPolygon, Polygon};
    use sanxian_review::plane::Plane;

    use super::*;

    #[test]
    fn it_is_the_area_in_the_plane_to_a_thousandth() {
        for (lon, lat) in [(120.0, 30.0), (101.5, 36.6), (87.0, 43.8), (110.0, 18.5), (121.4, 52.9)] {
            let ring = vec![(lon, lat), (lon + 0.03, lat), (lon + 0.02, lat + 0.02), (lon, lat + 0.015), (lon, lat)];
            let shape = Shape::new(MultiPolygon(vec![Polygon::new(ring.into(), Vec::new())])).unwrap();
            let bounds = shape.bounds().unwrap();
            let exact = Plane::of(&bounds).read(&shape).shape.planar_area_mm2() as f64 / 1e6;
            let rough = area_m2(&shape, &bounds);
            assert!((rough - exact).abs() < 1e-3 * exact, "{lat}: {rough} {exact}");
        }
    }
}
