//! The survey formula against what is known of it: five measured places, geodesic polygons, the notice to the letter.

#![expect(clippy::disallowed_macros, reason = "a test tells what it measured")]

#[path = "support/random.rs"]
mod random;

use std::f64::consts::PI;

use geo::{Coord, LineString, MapCoords, MultiPolygon, Polygon};
use geographiclib_rs::{Geodesic, PolygonArea, Winding};
use sanxian_review::measure::ellipsoidal_area;
use sanxian_review::plane::{FLATTENING, Plane, SEMI_MAJOR_M};

use random::Random;

/// A regular 40-gon of exactly 5,000,000 m² on the plane.
fn forty_corners(centre: (f64, f64)) -> LineString<f64> {
    let radius = (5e6 / (20.0 * (PI / 20.0).sin())).sqrt();
    let corner = |k: u8| {
        let angle = f64::from(k) * PI / 20.0;
        Coord { x: centre.0 + radius * angle.cos(), y: centre.1 + radius * angle.sin() }
    };
    Polygon::new((0..40).map(corner).collect(), Vec::new()).exterior().clone()
}

/// Coordinates to 0.1 mm.
fn surveyed(polygon: &Polygon<f64>) -> Polygon<f64> {
    polygon.map_coords(|c| Coord { x: round(c.x, 1e4), y: round(c.y, 1e4) })
}

fn round(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps
}

#[expect(clippy::cast_precision_loss, reason = "a town has 13 digits")]
fn official_m2(plane: Plane, ring: &LineString<f64>) -> f64 {
    let shape = plane.read_planar(&MultiPolygon(vec![Polygon::new(ring.clone(), Vec::new())])).shape;
    ellipsoidal_area(&shape).0 as f64 / 1e6
}

/// Every edge cut into pieces no longer than `longest`, straight in the plane.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "few pieces")]
fn cut(ring: &LineString<f64>, pieces: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let edge = |pair: &[Coord<f64>]| {
        let (a, b) = (pair[0], pair[1]);
        let n = pieces((b.x - a.x).hypot(b.y - a.y)) as u32;
        (0..n).map(move |k| {
            let t = f64::from(k) / f64::from(n);
            (a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
        })
    };
    ring.0.windows(2).flat_map(edge).collect()
}

/// The geodesic polygon with edges of at most 10 m.
fn geodesic_m2(plane: Plane, ring: &LineString<f64>) -> f64 {
    let ellipsoid = Geodesic::new(SEMI_MAJOR_M, FLATTENING);
    let mut polygon = PolygonArea::new(&ellipsoid, Winding::CounterClockwise);
    for (x, y) in cut(ring, |length| (length / 10.0).ceil().max(1.0)) {
        let (lon, lat) = plane.inverse(x, y);
        polygon.add_point(lat, lon);
    }
    polygon.compute(true).1.abs()
}

/// 国土调查办发〔2008〕32号 to the letter, sines and cosines spelt out; `l0` in degrees, ⌊d/`longest`⌋ points put into an edge (the
/// notice: 70 m); `rounding` as it prescribes:
/// inserted points to 1 μm, latitude and longitude to 1e-6″ (x and y of the vertices are surveyed to 0.1 mm).
fn notice_m2(plane: Plane, ring: &LineString<f64>, l0: f64, rounding: bool, longest: f64) -> f64 {
    let e2 = FLATTENING * (2.0 - FLATTENING);
    let e = |k: i32| e2.powi(k);
    let a = 1.0 + 3.0 / 6.0 * e2 + 30.0 / 80.0 * e(2) + 35.0 / 112.0 * e(3) + 630.0 / 2304.0 * e(4);
    let b = 1.0 / 6.0 * e2 + 15.0 / 80.0 * e(2) + 21.0 / 112.0 * e(3) + 420.0 / 2304.0 * e(4);
    let c = 3.0 / 80.0 * e(2) + 7.0 / 112.0 * e(3) + 180.0 / 2304.0 * e(4);
    let d = 1.0 / 112.0 * e(3) + 45.0 / 2304.0 * e(4);
    let e4 = 5.0 / 2304.0 * e(4);
    let semi_minor = 6_356_752.314_140_36;
    let back = |(x, y): (f64, f64)| {
        let (x, y) = if rounding { (round(x, 1e6), round(y, 1e6)) } else { (x, y) };
        let (lon, lat) = plane.inverse(x, y);
        let second = |degrees: f64| if rounding { round(degrees * 3600.0, 1e6) / 3600.0 } else { degrees };
        (second(lon).to_radians(), second(lat).to_radians())
    };
    let points: Vec<_> = cut(ring, |length| (length / longest).floor() + 1.0).into_iter().map(back).collect();
    let next = points.iter().cycle().skip(1);
    let trapezoid = |((l1, b1), (l2, b2)): (&(f64, f64), &(f64, f64))| {
        let (db, bm, dl) = (b2 - b1, (b1 + b2) / 2.0, (l1 + l2) / 2.0 - l0.to_radians());
        let term = |k: f64| (k / 2.0 * db).sin() * (k * bm).cos();
        let bracket = a * term(1.0) - b * term(3.0) + c * term(5.0) - d * term(7.0) + e4 * term(9.0);
        2.0 * semi_minor * semi_minor * dl * bracket
    };
    points.iter().zip(next).map(|(p, q)| trapezoid((p, q))).sum::<f64>().abs()
}

/// Place, longitude, latitude, central meridian, survey formula, geodesic with 10 m edges. The dossier measured a
/// polygon of 40 vertices and 5 km² and gives longitudes only; the latitudes are those at which the formula gives the
/// measured area for a regular 40-gon. The geodesic column and the area on the plane are not fitted to anything.
const MEASURED: [(&str, f64, f64, i16, f64, f64); 5] = [
    ("Huzhou", 120.08, 30.65, 120, 4_999_992.70, 4_999_992.75),
    ("Anji", 119.68, 30.656, 120, 4_999_883.96, 4_999_883.99),
    ("Xining", 101.77, 36.595, 102, 4_999_947.79, 4_999_947.81),
    ("3-degree zone's edge", 118.6, 29.103, 120, 4_997_709.64, 4_997_709.68),
    ("6-degree zone's edge", 119.9, 30.8977, 117, 4_990_529.78, 4_990_529.81),
];

#[test]
fn the_five_measured_places_are_reproduced() {
    for (place, lon, lat, meridian, official, geodesic) in MEASURED {
        let plane = Plane::with_central_meridian(meridian);
        let ring = forty_corners(plane.forward(lon, lat));
        let planar = plane.read_planar(&MultiPolygon(vec![Polygon::new(ring.clone(), Vec::new())])).shape;
        let ours = official_m2(plane, &ring);
        let by_geodesic = geodesic_m2(plane, &ring);
        println!("{place}: formula {ours:.2}, geodesic {by_geodesic:.2}");
        assert_eq!((planar.planar_area_mm2() + 50_000) / 100_000, 50_000_000, "{place}: 5 000 000.0 on the plane");
        assert!((ours - official).abs() <= 0.02, "{place}: {ours} for {official}");
        assert!((by_geodesic - geodesic).abs() <= 0.06, "{place}: {by_geodesic} for {geodesic}");
        assert!((ours - by_geodesic).abs() <= 0.05, "{place}: {ours} against {by_geodesic}");
    }
}

/// Towns of 5 km² all over China, half of them at the very edge of their zone.
fn towns(count: usize) -> impl Iterator<Item = (Plane, LineString<f64>)> {
    let mut random = Random(2008);
    (0..count).map(move |k| {
        let zone = 25 + random.below(20);
        let plane = Plane::with_central_meridian(i16::try_from(3 * zone).unwrap());
        let off = if k % 2 == 0 { random.between(-1.5, 1.5) } else { [-1.5, 1.5][random.below(2)] };
        let lon = f64::from(plane.central_meridian()) + off;
        let (x, y) = plane.forward(lon, random.between(18.0, 53.5));
        let star = random.star(Coord { x, y }, 1400.0, 12 + k % 60, 0.8);
        let area = plane.read_planar(&MultiPolygon(vec![star.clone()])).shape.planar_area_mm2();
        #[expect(clippy::cast_precision_loss, reason = "a town has 13 digits")]
        let grow = (5e12 / area as f64).sqrt();
        let grown = star.map_coords(|c| Coord { x: x + (c.x - x) * grow, y: y + (c.y - y) * grow });
        (plane, surveyed(&grown).exterior().clone())
    })
}

#[test]
fn the_survey_formula_agrees_with_the_geodesic_polygon_everywhere() {
    let (mut ours, mut notice): (f64, f64) = (0.0, 0.0);
    for (plane, ring) in towns(400) {
        let (official, geodesic) = (official_m2(plane, &ring), geodesic_m2(plane, &ring));
        ours = ours.max((official - geodesic).abs());
        // a stretch that is straight in (B, L) bows from the geodesic with the square of its length: the notice's 70 m
        // leave three times as much as our 40 m
        let meridian = f64::from(plane.central_meridian());
        notice = notice.max((notice_m2(plane, &ring, meridian, false, 70.0) - geodesic).abs());
    }
    println!("400 towns of 5 km² against the geodesic polygon: ours {ours:.4} m², the notice's 70 m {notice:.4} m²");
    assert!(ours <= 0.05, "{ours}");
    assert!(notice <= 0.1, "{notice}");
}

#[test]
fn the_roundings_of_the_notice_change_two_hundredths_of_a_square_metre_at_most() {
    let (mut rounded, mut exact, mut whole): (f64, f64, f64) = (0.0, 0.0, 0.0);
    for (plane, ring) in towns(500) {
        let ours = official_m2(plane, &ring);
        let notice =
            |rounding, longest| notice_m2(plane, &ring, f64::from(plane.central_meridian()), rounding, longest);
        rounded = rounded.max((ours - notice(true, 40.0)).abs());
        exact = exact.max((ours - notice(false, 40.0)).abs());
        whole = whole.max((ours - notice(true, 70.0)).abs());
    }
    println!(
        "500 towns, the notice with stretches of 40 m: {exact:.6} m² from ours, with its roundings {rounded:.4} m²"
    );
    println!("500 towns, the notice to the letter, 70 m and roundings: {whole:.4} m² from ours");
    assert!(exact <= 1e-4, "{exact}");
    assert!(rounded <= 0.02, "{rounded}");
    assert!(whole <= 0.1, "{whole}");
}

#[test]
fn the_meridian_that_trapezoids_are_taken_to_has_no_effect() {
    for (plane, ring) in towns(100) {
        let by = |l0: f64| notice_m2(plane, &ring, l0, false, 70.0);
        let own = by(f64::from(plane.central_meridian()));
        for l0 in [0.0, 60.0, 117.0, 120.0] {
            assert!((by(l0) - own).abs() <= 1e-3, "L0 {l0}: {} for {own}", by(l0));
        }
    }
}
