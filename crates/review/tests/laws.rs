//! What holds for any ground: overlay adds up, and the reading of rings does not depend on how they are written down.

use geo::{Coord, LineString, MultiPolygon, Polygon, Translate};
use proptest::prelude::*;
use sanxian_review::finding::Defect;
use sanxian_review::measure::ellipsoidal_area;
use sanxian_review::overlay::{intersect, subtract, unite};
use sanxian_review::plane::Plane;
use sanxian_review::ring::Reading;
use sanxian_review::shape::PlaneShape;

/// A new vertex lies within half a step (0.5 nm) of where two edges cross: an edge of a kilometre that is cut there
/// sweeps 0.5e-6 m². A pair of stars of 60 vertices has some ten cuts; 10 mm² is twice that.
const CUTS_MM2: i64 = 10;

fn plane() -> Plane {
    Plane::with_central_meridian(120)
}

fn read(polygons: &[Polygon<f64>]) -> Reading {
    plane().read_planar(&MultiPolygon(polygons.to_vec()))
}

fn ground(polygon: &Polygon<f64>) -> PlaneShape {
    read(std::slice::from_ref(polygon)).shape
}

fn has(reading: &Reading, defect: Defect) -> bool {
    reading.defects.iter().any(|d| d.defect == defect)
}

/// To 2^-10 m, so that moving by whole metres is exact.
fn on_grid(value: f64) -> f64 {
    (value * 1024.0).round() / 1024.0
}

fn ring(points: &[(f64, f64)]) -> LineString<f64> {
    let mut ring: Vec<_> = points.iter().map(|&(x, y)| Coord { x: on_grid(x), y: on_grid(y) }).collect();
    ring.push(ring[0]);
    LineString(ring)
}

/// A town in the plane: 5–60 corners, up to 2 km from its centre, some with a hole in the middle.
fn star() -> impl Strategy<Value = Polygon<f64>> {
    let radii = prop::collection::vec(600.0..2000.0_f64, 5..60);
    let centre = (-150_000.0..150_000.0_f64, 2_000_000.0..5_900_000.0_f64);
    (centre, radii, 0.0..1.0_f64, any::<bool>()).prop_map(|((cx, cy), radii, turn, holed)| {
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let at = |k: usize, r: f64| {
            let angle = std::f64::consts::TAU * (k as f64 + turn) / radii.len() as f64;
            (cx + r * angle.cos(), cy + r * angle.sin())
        };
        let shell: Vec<_> = radii.iter().enumerate().map(|(k, r)| at(k, *r)).collect();
        let hole: Vec<_> = (0..radii.len()).map(|k| at(k, 150.0)).collect();
        Polygon::new(ring(&shell), if holed { vec![ring(&hole)] } else { Vec::new() })
    })
}

/// Two stars near each other.
fn pair() -> impl Strategy<Value = (Polygon<f64>, Polygon<f64>)> {
    (star(), star(), -2500.0..2500.0_f64, -2500.0..2500.0_f64).prop_map(|(a, b, dx, dy)| {
        let (p, q) = (a.exterior().0[0], b.exterior().0[0]);
        let b = b.translate(on_grid(p.x - q.x + dx), on_grid(p.y - q.y + dy));
        (a, b)
    })
}

/// What the survey formula leaves open along the outline: a stretch of length d, straight in (B, L), bows from the edge
/// by d³·tan B / 12R at most, and no stretch is longer than 70 m.
#[expect(clippy::cast_possible_truncation, reason = "below 1e12")]
fn largest_bow_mm2(polygon: &Polygon<f64>) -> i64 {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let length: f64 = rings.flat_map(|ring| ring.lines()).map(|line| line.dx().hypot(line.dy())).sum();
    let at = polygon.exterior().0[0];
    let latitude = plane().inverse(at.x, at.y).1.to_radians();
    (length * 70.0 * 70.0 * latitude.tan() / (12.0 * 6_356_752.0) * 1e6) as i64
}

fn mm2(shape: &PlaneShape) -> i64 {
    shape.planar_area_mm2()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_cut_out_and_what_is_left_add_up((a, b) in pair()) {
        let bow_mm2 = largest_bow_mm2(&a);
        let (a, b) = (ground(&a), ground(&b));
        let (both, rest, all) = (intersect(&a, &b), subtract(&a, &b), unite(plane(), [&a, &b]));
        prop_assert!((mm2(&both) + mm2(&rest) - mm2(&a)).abs() <= CUTS_MM2);
        prop_assert!((mm2(&all) + mm2(&both) - mm2(&a) - mm2(&b)).abs() <= CUTS_MM2);
        prop_assert!(mm2(&intersect(&rest, &b)) <= CUTS_MM2);
        // on the ellipsoid a cut edge is measured by other points every 70 m
        let sum = ellipsoidal_area(&both).0 + ellipsoidal_area(&rest).0;
        prop_assert!((sum - ellipsoidal_area(&a).0).abs() <= CUTS_MM2 + bow_mm2);
    }

    #[test]
    fn an_intersection_is_the_same_both_ways((a, b) in pair()) {
        let (a, b) = (ground(&a), ground(&b));
        let (one, other) = (intersect(&a, &b), intersect(&b, &a));
        prop_assert!((mm2(&one) - mm2(&other)).abs() <= 1);
        prop_assert!(mm2(&subtract(&one, &other)) <= 1);
    }

    #[test]
    fn uniting_ground_with_itself_changes_nothing((a, b) in pair()) {
        let (a, b) = (ground(&a), ground(&b));
        prop_assert!((mm2(&unite(plane(), [&a, &a])) - mm2(&a)).abs() <= 1);
        let all = unite(plane(), [&a, &b]);
        prop_assert!((mm2(&unite(plane(), [&all, &a, &b, &all])) - mm2(&all)).abs() <= CUTS_MM2);
        prop_assert!((mm2(&intersect(&a, &all)) - mm2(&a)).abs() <= CUTS_MM2);
    }

    #[test]
    fn a_part_delivered_twice_counts_once(a in star()) {
        let twice = read(&[a.clone(), a.clone()]);
        prop_assert!((mm2(&twice.shape) - mm2(&ground(&a))).abs() <= 1);
        prop_assert!(has(&twice, Defect::PartsOverlap));
    }

    #[test]
    fn a_bow_tie_keeps_both_lobes(x in -1e5..1e5_f64, y in 2e6..5e6_f64, w in 10.0..1e3_f64, h in 10.0..1e3_f64) {
        // two triangles that meet in the middle, each w wide and h high
        let tie = ring(&[(x, y), (x + w, y + h), (x + w, y), (x, y + h)]);
        let corner = |k: usize| tie.0[k];
        let (w, h) = (corner(1).x - corner(0).x, corner(1).y - corner(0).y);
        let reading = read(&[Polygon::new(tie, Vec::new())]);
        #[expect(clippy::cast_possible_truncation, reason = "below 1e12")]
        let wanted = (w * h / 2.0 * 1e6) as i64;
        prop_assert!((mm2(&reading.shape) - wanted).abs() <= CUTS_MM2);
        prop_assert_eq!(reading.shape.part_count(), 2);
        prop_assert!(has(&reading, Defect::SelfCrossing));
    }

    #[test]
    fn a_needle_has_no_area(a in star(), at in any::<prop::sample::Index>(), length in 1.0..500.0_f64) {
        let mut points = a.exterior().0.clone();
        let k = at.index(points.len() - 1);
        let tip = Coord { x: on_grid(points[k].x + length), y: on_grid(points[k].y - length / 3.0) };
        points.splice(k..k, [points[k], tip]);
        let spiked = read(&[Polygon::new(LineString(points), a.interiors().to_vec())]);
        prop_assert!((mm2(&spiked.shape) - mm2(&ground(&a))).abs() <= CUTS_MM2);
        prop_assert!(has(&spiked, Defect::Spike), "{:?}", spiked.defects);
    }

    #[test]
    fn a_hole_outside_its_shell_does_not_cut_another_part(a in star()) {
        let neighbour = Polygon::new(a.exterior().clone(), Vec::new()).translate(10_000.0, 0.0);
        let centre = neighbour.exterior().0[0];
        let astray = ring(&[(centre.x - 90.0, centre.y - 90.0), (centre.x + 90.0, centre.y), (centre.x, centre.y + 90.0)]);
        let holed = Polygon::new(a.exterior().clone(), [a.interiors().to_vec(), vec![astray]].concat());
        let reading = read(&[holed, neighbour.clone()]);
        prop_assert!((mm2(&reading.shape) - mm2(&ground(&a)) - mm2(&ground(&neighbour))).abs() <= 2);
        prop_assert!(has(&reading, Defect::HoleAstray));
    }

    #[test]
    fn direction_start_and_repeated_points_do_not_matter(a in star(), at in any::<prop::sample::Index>(), times in 1..4_usize) {
        let mut points = a.exterior().0.clone();
        points.pop();
        let k = at.index(points.len());
        points.rotate_left(k);
        points.reverse();
        points.splice(0..0, std::iter::repeat_n(points[0], times));
        let reading = read(&[Polygon::new(LineString(points), a.interiors().to_vec())]);
        prop_assert_eq!(mm2(&reading.shape), mm2(&ground(&a)));
        prop_assert!(subtract(&reading.shape, &ground(&a)).is_empty());
        prop_assert_eq!(reading.defects.iter().filter(|d| d.defect == Defect::RepeatedPoint).count(), times);
    }

    #[test]
    fn moving_both_by_whole_metres_changes_nothing((a, b) in pair(), dx in -9_000..9_000_i32, dy in -9_000..9_000_i32) {
        let moved = |p: &Polygon<f64>| ground(&p.translate(f64::from(dx), f64::from(dy)));
        let here = intersect(&ground(&a), &ground(&b));
        let there = intersect(&moved(&a), &moved(&b));
        prop_assert_eq!(mm2(&here), mm2(&there));
        prop_assert_eq!(here.part_count(), there.part_count());
    }
}
