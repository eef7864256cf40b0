//! Whole reviews of small counties: the acceptance examples of the trade.

#![expect(clippy::disallowed_macros, reason = "a test tells what it measured")]

#[path = "support/answers.rs"]
mod answers;
#[path = "support/county.rs"]
mod county;

use geo::{Coord, LineString, MapCoords, Polygon};
use sanxian_review::data::{Dataset, LayerKind, Shape, Stage, TownTraits, TownType};
use sanxian_review::finding::{Grade, Measure, Reason, Review, Verdict};
use sanxian_review::plane::Plane;
use sanxian_review::review;

use answers::{found, row};
use county::{Place, dataset, deqing, feature, policy, shape, town};

/// A town with nothing in its way: no red line, no farmland, all of it inside the urban boundary.
fn unhindered(traits: TownTraits, place: Place, w: f64, h: f64) -> Review {
    let around = place.rectangle(-5_000.0, -5_000.0, w + 10_000.0, h + 10_000.0);
    let ground = town("T", traits, place.rectangle(0.0, 0.0, w, h));
    review(&dataset(vec![ground], Vec::new(), Vec::new(), vec![feature("u", around)]), &policy())
}

fn xining(town_type: TownType) -> TownTraits {
    TownTraits { admin_code: Some("630123".to_owned()), town_type: Some(town_type), ..TownTraits::default() }
}

fn named_in_zhejiang(town_type: TownType) -> TownTraits {
    TownTraits { town_type: Some(town_type), stage: Some(Stage::Named), ..deqing() }
}

/// Width of a rectangle 2 km high that measures `km2` on the ellipsoid, found by trying.
fn width_for(traits: &TownTraits, place: Place, km2: f64) -> f64 {
    let mut width = km2 * 500.0;
    for _ in 0..3 {
        #[expect(clippy::cast_precision_loss, reason = "a town has 13 digits")]
        let area = unhindered(traits.clone(), place, width, 2000.0).towns[0].area.0 as f64 / 1e12;
        width *= km2 / area;
    }
    width
}

#[test]
fn a_town_of_five_square_kilometres_on_the_plane_passes_on_the_ellipsoid() {
    let review = unhindered(named_in_zhejiang(TownType::Other), Place::at(118.6, 29.1), 2500.0, 2000.0);
    let row = row(&review, "T");
    assert_eq!(row.central_meridian, 120);
    assert!((row.planar_area.0 - 5_000_000_000_000).abs() < 10_000, "5 000 000.00 m²: {}", row.planar_area.0);
    assert_eq!(row.area.0 / 100_000_000, 49_977, "4.9977 km²");
    assert_eq!(row.verdict, Verdict::Pass);
}

#[test]
fn a_town_above_the_band_is_to_be_justified_by_the_clause_that_governs_it() {
    let qinghai = Place::at(101.77, 36.6);
    let zhejiang = Place::at(118.6, 29.1);
    for (traits, place, clause, reason) in [
        (xining(TownType::Other), qinghai, "QH5-AREA", Reason::TooLarge),
        (xining(TownType::CultureTourism), qinghai, "QH5-AREA", Reason::TooLargeExcepted),
        (named_in_zhejiang(TownType::Other), zhejiang, "ZJ73-AREA-MAX", Reason::TooLarge),
        (named_in_zhejiang(TownType::CultureTourism), zhejiang, "ZJ73-AREA-MAX", Reason::TooLarge),
    ] {
        let review = unhindered(traits.clone(), place, width_for(&traits, place, 5.0010), 2000.0);
        assert_eq!(review.towns[0].area.0 / 10_000_000_000, 500, "5.00 km²");
        let findings = found(&review, "T", "town_size");
        let broken: Vec<_> = findings.iter().filter(|f| f.verdict != Verdict::Pass).collect();
        assert_eq!(broken.len(), 1, "{clause}");
        assert_eq!(
            (broken[0].clause.0.as_str(), &broken[0].reason, broken[0].verdict),
            (clause, &reason, Verdict::Justify)
        );
        assert_eq!(review.towns[0].verdict, Verdict::Justify);
    }
}

#[test]
fn the_lower_bound_has_no_exception_for_any_type() {
    for (traits, place, clause) in [
        (xining(TownType::CultureTourism), Place::at(101.77, 36.6), "QH5-AREA"),
        (named_in_zhejiang(TownType::CultureTourism), Place::at(118.6, 29.1), "GB33-AREA"),
    ] {
        let review = unhindered(traits.clone(), place, width_for(&traits, place, 0.98), 2000.0);
        let broken: Vec<_> = review.findings.iter().filter(|f| f.reason == Reason::TooSmall).collect();
        assert_eq!(broken.len(), 1);
        assert_eq!((broken[0].clause.0.as_str(), broken[0].verdict), (clause, Verdict::Justify));
    }
}

/// A town north of an edge of 3 km and farmland south of it, drawn by `farmland_edge` from the same two end points.
fn shared_edge(place: Place, slope: f64, farmland_edge: impl Fn(Coord<f64>, Coord<f64>) -> Vec<Coord<f64>>) -> Dataset {
    let (west, east) = ((0.0, 0.0), (3000.0 * slope.cos(), 3000.0 * slope.sin()));
    let above = |(x, y): (f64, f64), by: f64| (x - by * slope.sin(), y + by * slope.cos());
    let ground = place.shape(&[west, east, above(east, 1500.0), above(west, 1500.0)]);
    let mut farm = farmland_edge(place.degrees(west.0, west.1), place.degrees(east.0, east.1));
    let (a, b) = (above(east, -900.0), above(west, -900.0));
    farm.extend([place.degrees(a.0, a.1), place.degrees(b.0, b.1)]);
    let farm = shape(vec![Polygon::new(LineString(farm), Vec::new())]);
    let around = place.rectangle(-9000.0, -9000.0, 18_000.0, 18_000.0);
    dataset(vec![town("T", deqing(), ground)], Vec::new(), vec![feature("f", farm)], vec![feature("u", around)])
}

fn decimals(c: Coord<f64>, digits: i32) -> Coord<f64> {
    let steps = 10_f64.powi(digits);
    Coord { x: (c.x * steps).round() / steps, y: (c.y * steps).round() / steps }
}

/// The farmland's number, m²; fails unless it is noise and the town passes with at most a note.
fn noise_m2(data: &Dataset) -> f64 {
    let review = review(data, &policy());
    assert_eq!(review.faults, []);
    assert!(review.overlaps.iter().all(|row| row.grade == Grade::Noise), "{:?}", review.overlaps);
    let finding = found(&review, "T", "basic_farmland_overlap")[0];
    assert_eq!((finding.verdict, row(&review, "T").verdict), (Verdict::Pass, Verdict::Pass));
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let m2 = row(&review, "T").basic_farmland.unwrap().0 as f64 / 1e6;
    m2
}

#[test]
fn an_edge_delivered_in_the_plane_and_in_degrees_is_one_edge() {
    let (mut nine, mut seven): (f64, f64) = (0.0, 0.0);
    for k in 0..40_u8 {
        let place = Place::at(118.6 + 0.07 * f64::from(k), 27.2 + 0.1 * f64::from(k));
        for slope in [0.0, 0.02, -0.4] {
            nine = nine.max(noise_m2(&shared_edge(place, slope, |a, b| vec![decimals(a, 9), decimals(b, 9)])));
            seven = seven.max(noise_m2(&shared_edge(place, slope, |a, b| vec![decimals(a, 7), decimals(b, 7)])));
        }
    }
    println!("a shared edge of 3 km: at most {nine:.3} m² with 9 decimals, {seven:.2} m² with 7");
    assert!(nine < 0.1, "{nine}");
    assert!(seven < 20.0, "{seven}");
}

#[test]
fn an_edge_drawn_straight_in_degrees_would_cut_off_hundreds_of_square_metres() {
    // what the rule above guards against: the same edge with points put in along the straight line in lon/lat
    let place = Place::at(119.0, 30.0);
    let densified = |a: Coord<f64>, b: Coord<f64>| {
        (0..=60)
            .map(|k| f64::from(k) / 60.0)
            .map(|t| Coord { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t })
            .collect()
    };
    let one = review(&shared_edge(place, 0.0, densified), &policy());
    let other = review(&shared_edge(place, std::f64::consts::PI, densified), &policy());
    let area = |review: &Review| row(review, "T").basic_farmland.unwrap().0 / 1_000_000;
    let worst = area(&one).max(area(&other));
    assert!((150..300).contains(&worst), "{worst} m²");
}

#[test]
fn an_edge_drawn_in_two_neighbouring_zones_is_one_edge() {
    // 3 km north–south near the border of zones 39 and 40, the town reviewed in one zone; the farmland's deliverer put
    // points in along the straight line of the other
    let mut worst: f64 = 0.0;
    for lat in [27.5, 29.0, 30.5, 36.0] {
        for (lon, slope, other) in [(118.48, -90.0_f64, 120), (118.52, 90.0, 117)] {
            let other = Plane::with_central_meridian(other);
            let along = |a: Coord<f64>, b: Coord<f64>| {
                let (from, to) = (other.forward(a.x, a.y), other.forward(b.x, b.y));
                let at = |t: f64| other.inverse(from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t);
                (0..=60).map(|k| at(f64::from(k) / 60.0)).map(|(x, y)| Coord { x, y }).collect::<Vec<_>>()
            };
            let place = Place::at(lon, lat);
            assert_ne!(place.plane, other);
            worst = worst.max(noise_m2(&shared_edge(place, slope.to_radians(), along)));
            // with the two end points alone the edge is the same edge
            assert!(noise_m2(&shared_edge(place, slope.to_radians(), |a, b| vec![a, b])) < 0.001);
        }
    }
    println!("an edge of 3 km drawn in zones 39 and 40: at most {worst:.1} m²");
    assert!(worst > 5.0 && worst <= 16.5, "{worst}");
}

/// A ring as a hole of a rectangle.
fn with_hole(outer: &Shape, hole: &Shape) -> Shape {
    let (outer, hole) = (&outer.polygons().0[0], &hole.polygons().0[0]);
    shape(vec![Polygon::new(outer.exterior().clone(), vec![hole.exterior().clone()])])
}

#[test]
fn a_farmland_window_in_the_urban_boundary_counts_once_in_the_partition() {
    let place = Place::at(120.08, 30.65);
    let ground = place.rectangle(0.0, 0.0, 2000.0, 1000.0);
    let window = place.rectangle(600.0, 300.0, 400.0, 250.0);
    let around = place.rectangle(-3000.0, -3000.0, 9000.0, 9000.0);
    for (boundary, outside) in [(with_hole(&around, &window), true), (around.clone(), false)] {
        let towns = vec![town("T", deqing(), ground.clone())];
        let review = review(
            &dataset(towns, Vec::new(), vec![feature("f", window.clone())], vec![feature("u", boundary)]),
            &policy(),
        );
        let row = row(&review, "T");
        let parts = row.partition.unwrap();
        let raw_farm = row.basic_farmland.unwrap().0;
        assert_eq!(row.outside_urban_boundary.unwrap().0, if outside { raw_farm } else { 0 });
        assert!((raw_farm - 100_000_000_000).abs() < 10_000_000, "{raw_farm}");
        assert_eq!((parts.eco_redline.0, parts.basic_farmland.0, parts.outside_urban_boundary.0), (0, raw_farm, 0));
        assert_eq!(parts.basic_farmland.0 + parts.compliant.0, row.area.0);
        assert_eq!(row.verdict, Verdict::Breach);
    }
}

#[test]
fn patches_delivered_twice_or_overlapping_count_once() {
    let place = Place::at(101.77, 36.6);
    let towns = || vec![town("T", xining(TownType::Other), place.rectangle(0.0, 0.0, 1500.0, 1000.0))];
    let boundary = || vec![feature("u", place.rectangle(-3000.0, -3000.0, 9000.0, 9000.0))];
    let patches = [
        feature("1", place.rectangle(-100.0, -100.0, 900.0, 2000.0)),
        feature("2", place.rectangle(700.0, -100.0, 900.0, 2000.0)),
    ];
    let once = review(&dataset(towns(), Vec::new(), patches.to_vec(), boundary()), &policy());
    let twice =
        review(&dataset(towns(), Vec::new(), [patches.clone(), patches.clone()].concat(), boundary()), &policy());
    assert_eq!(once.towns, twice.towns);
    assert_eq!((once.overlaps.len(), twice.overlaps.len()), (2, 4));
    let row = row(&twice, "T");
    assert!((row.basic_farmland.unwrap().0 - row.area.0).abs() <= 10_000, "all of it, to 0.01 m²");
    assert!(row.basic_farmland.unwrap().0 <= row.area.0, "the share does not pass 100 %");
}

#[test]
fn a_missing_control_line_is_not_checked_and_never_a_pass() {
    for missing in LayerKind::CONTROL_LINES {
        let place = Place::at(120.08, 30.65);
        let towns = vec![town("T", deqing(), place.rectangle(0.0, 0.0, 2000.0, 1000.0))];
        let around = place.rectangle(-3000.0, -3000.0, 9000.0, 9000.0);
        let mut data = dataset(towns, Vec::new(), Vec::new(), vec![feature("u", around)]);
        assert_eq!(row(&review(&data, &policy()), "T").verdict, Verdict::Pass);
        data.layers.remove(&missing);
        let review = review(&data, &policy());
        let row = row(&review, "T");
        assert_eq!((row.verdict, row.partition), (Verdict::NotChecked, None));
        let number = [row.eco_redline, row.basic_farmland, row.outside_urban_boundary];
        let given = LayerKind::CONTROL_LINES.map(|kind| kind != missing);
        assert_eq!(number.map(|number| number.is_some()), given);
        let clause = review.not_checked.iter().find(|n| n.clause.as_ref().is_some_and(|c| c.0 == "ZJ73-LINES"));
        assert_eq!(clause.map(|n| n.missing.as_slice()), Some([missing].as_slice()));
        assert!(review.findings.iter().all(|f| f.layer != Some(missing)));
    }
}

#[test]
fn a_breach_on_one_line_stands_though_another_is_missing() {
    let place = Place::at(120.08, 30.65);
    let towns = vec![town("T", deqing(), place.rectangle(0.0, 0.0, 2000.0, 1000.0))];
    let red = place.rectangle(100.0, 100.0, 300.0, 200.0);
    let mut data = dataset(towns, vec![feature("r", red)], Vec::new(), Vec::new());
    data.layers.remove(&LayerKind::UrbanBoundary);
    let review = review(&data, &policy());
    assert_eq!(row(&review, "T").verdict, Verdict::Breach);
    let Some(Measure::AreaMm2(area)) = found(&review, "T", "eco_redline_overlap")[0].measured else { panic!() };
    assert!((area.0 - 60_000_000_000).abs() < 5_000_000);
    let ground = found(&review, "T", "eco_redline_overlap")[0].shape.as_ref().unwrap();
    let nearest = ground.polygons().map_coords(|c| decimals(c, 6));
    assert_eq!(nearest.0[0].exterior().0.len(), 5, "a rectangle, closed");
}
