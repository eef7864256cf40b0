//! Every rule of the catalogue: a town it objects to, and a town it clears.

#[path = "support/answers.rs"]
mod answers;
#[path = "support/county.rs"]
mod county;

use std::collections::BTreeSet;

use geo::Polygon;
use sanxian_review::data::{Dataset, Shape, Town};
use sanxian_review::finding::{Defect, Measure, Reason, Review, Verdict};
use sanxian_review::review;
use sanxian_review::rules::{CATALOG, Rule};

use answers::{found, row};
use county::{Place, dataset, deqing, feature, policy, shape, town};

fn place() -> Place {
    Place::at(120.08, 30.65)
}

fn urban() -> Shape {
    place().rectangle(-500.0, -500.0, 20_000.0, 20_000.0)
}

/// 2 km × 1 km with its corner at (x, y).
fn plain(id: &str, x: f64, y: f64) -> Town {
    town(id, deqing(), place().rectangle(x, y, 2000.0, 1000.0))
}

fn unhindered(towns: Vec<Town>) -> Dataset {
    dataset(towns, Vec::new(), Vec::new(), vec![feature("u", urban())])
}

/// One ring in metres from the place.
fn drawn(points: &[(f64, f64)]) -> Dataset {
    unhindered(vec![town("T", deqing(), place().shape(points))])
}

/// The rules that need no more than towns and control lines; those on the ledger and further layers have their own file.
fn on_the_lines() -> impl Iterator<Item = &'static Rule> {
    CATALOG.iter().filter(|rule| rule.needs.iter().all(|kind| kind.is_control_line()))
}

/// (rule, the worst verdict it may give here, a county it objects to).
fn objected() -> Vec<(&'static str, Verdict, Dataset)> {
    let one = || vec![plain("T", 0.0, 0.0)];
    let patch = || vec![feature("p", place().rectangle(500.0, 300.0, 400.0, 200.0))];
    let with = |red, farm, boundary| dataset(one(), red, farm, vec![feature("u", boundary)]);
    let small = town("T", deqing(), place().rectangle(0.0, 0.0, 900.0, 1000.0));
    let tie = [(0.0, 0.0), (2000.0, 1500.0), (2000.0, 0.0), (0.0, 1500.0)];
    vec![
        ("town_size", Verdict::Justify, unhindered(vec![small])),
        ("eco_redline_overlap", Verdict::Breach, with(patch(), Vec::new(), urban())),
        ("basic_farmland_overlap", Verdict::Breach, with(Vec::new(), patch(), urban())),
        (
            "beyond_urban_boundary",
            Verdict::Breach,
            with(Vec::new(), Vec::new(), place().rectangle(300.0, -9.0, 9e3, 9e3)),
        ),
        ("unclear_bounds", Verdict::Verify, drawn(&tie)),
        ("town_overlap", Verdict::Breach, unhindered(vec![plain("A", 1900.0, 0.0), plain("T", 0.0, 0.0)])),
        ("crowded_neighbours", Verdict::Justify, unhindered(vec![plain("A", 2600.0, 0.0), plain("T", 0.0, 0.0)])),
        ("control_line_conflict", Verdict::Verify, with(patch(), patch(), urban())),
    ]
}

/// A county no rule objects to: red line and farmland apart from town, boundary and each other.
fn cleared() -> Dataset {
    let red = feature("r", place().rectangle(-3000.0, -3000.0, 1000.0, 1000.0));
    let farm = feature("f", place().rectangle(-3000.0, -1500.0, 1000.0, 1000.0));
    dataset(vec![plain("A", 4000.0, 0.0), plain("T", 0.0, 0.0)], vec![red], vec![farm], vec![feature("u", urban())])
}

fn worst(review: &Review, rule: &str) -> Verdict {
    found(review, "T", rule).iter().map(|finding| finding.verdict).max().unwrap()
}

#[test]
fn every_rule_objects_to_what_it_is_for() {
    let mut judged = BTreeSet::new();
    for (rule, verdict, data) in objected() {
        let review = review(&data, &policy());
        assert_eq!(review.faults, [], "{rule}");
        assert_eq!(worst(&review, rule), verdict, "{rule}");
        assert!(row(&review, "T").verdict >= verdict, "{rule}");
        let finding = found(&review, "T", rule).into_iter().find(|f| f.verdict == verdict).unwrap();
        assert!(finding.shape.is_some() && finding.measured.is_some(), "{rule} shows where and how much");
        judged.insert(rule);
    }
    let all: BTreeSet<_> = on_the_lines().map(|rule| rule.id).collect();
    assert_eq!(judged, all, "a rule of the catalogue without a case");
}

#[test]
fn every_rule_clears_a_town_in_order() {
    let review = review(&cleared(), &policy());
    assert_eq!((&review.faults[..], &review.not_checked[..]), (&[][..], &[][..]));
    for rule in on_the_lines() {
        let findings = found(&review, "T", rule.id);
        assert!(!findings.is_empty(), "{} said nothing", rule.id);
        assert!(findings.iter().all(|f| f.verdict == Verdict::Pass && f.reason == Reason::Clear), "{}", rule.id);
    }
    assert_eq!(row(&review, "T").verdict, Verdict::Pass);
}

#[test]
fn bounds_are_inclusive() {
    // found by the area itself: the mm² at the limit passes, one less does not; a rectangle 1 km high, width tried
    let area = |width: f64| {
        let ground = place().rectangle(0.0, 0.0, width, 1000.0);
        let review = review(&unhindered(vec![town("T", deqing(), ground)]), &policy());
        (row(&review, "T").area.0, worst(&review, "town_size"))
    };
    let (mut low, mut high) = (999.9, 1000.1);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if area(middle).0 < 1_000_000_000_000 { low = middle } else { high = middle }
    }
    assert_eq!(area(high).1, Verdict::Pass, "{}", area(high).0);
    assert_eq!(area(low).1, Verdict::Justify, "{}", area(low).0);
}

/// The defects found on a ring or shape, with their counts.
fn defects(ground: Shape) -> Vec<(Defect, u32)> {
    let review = review(&unhindered(vec![town("T", deqing(), ground)]), &policy());
    let of = |reason: &Reason| match reason {
        Reason::Bounds { defect, count, .. } => Some((*defect, *count)),
        _ => None,
    };
    let mut all: Vec<_> = found(&review, "T", "unclear_bounds").iter().filter_map(|f| of(&f.reason)).collect();
    all.sort();
    all
}

#[test]
fn each_defect_of_a_boundary_is_named() {
    let square = [(0.0, 0.0), (1500.0, 0.0), (1500.0, 1500.0), (0.0, 1500.0)];
    let with = |more: &[(f64, f64)]| place().shape(&[&square[..], more].concat());
    let polygon = |x: f64, side: f64| place().polygon(&[(x, x), (x + side, x), (x + side, x + side), (x, x + side)]);
    let holed = |hole: Polygon<f64>| {
        let outer = place().polygon(&square);
        shape(vec![Polygon::new(outer.exterior().clone(), vec![hole.exterior().clone()])])
    };
    assert_eq!(defects(place().shape(&square)), []);
    assert_eq!(defects(with(&[(0.0, 700.0), (-90.0, 700.0), (0.0, 700.0)])), [(Defect::Spike, 1)]);
    assert_eq!(defects(with(&[(0.0, 700.0), (0.0, 700.0)])), [(Defect::RepeatedPoint, 1)]);
    assert_eq!(defects(place().shape(&[square[0], square[2], square[1], square[3]])), [(Defect::SelfCrossing, 1)]);
    assert_eq!(defects(holed(polygon(2000.0, 300.0))), [(Defect::HoleAstray, 1)]);
    assert_eq!(defects(holed(polygon(700.0, 9.0))), [(Defect::TinyHole, 1)]);
    assert_eq!(defects(holed(polygon(700.0, 11.0))), [], "121 m² is no tiny hole");
    assert_eq!(defects(shape(vec![polygon(0.0, 1200.0), polygon(3000.0, 500.0)])), [(Defect::SeveralParts, 2)]);
    assert_eq!(defects(shape(vec![polygon(0.0, 1500.0), polygon(900.0, 900.0)])), [(Defect::PartsOverlap, 1)]);
    let line = place().polygon(&[(0.0, 3000.0), (100.0, 3000.0)]);
    assert!(defects(shape(vec![place().polygon(&square), line])).contains(&(Defect::NoArea, 1)));
}

#[test]
fn towns_in_a_row_are_one_cluster_and_the_far_one_is_not_in_it() {
    let towns = vec![plain("A", 0.0, 0.0), plain("B", 2500.0, 0.0), plain("C", 5400.0, 0.0), plain("T", 9000.0, 0.0)];
    let review = review(&unhindered(towns), &policy());
    let near: Vec<_> = review.neighbours.iter().map(|n| (n.town_a.0.as_str(), n.town_b.0.as_str())).collect();
    assert_eq!(near, [("A", "B"), ("B", "C")]);
    assert!((review.neighbours[0].distance.0 - 500_000).abs() <= 50, "{:?}", review.neighbours[0]);
    let of_b = found(&review, "B", "crowded_neighbours");
    assert_eq!(of_b.len(), 2);
    let Reason::Crowded { cluster } = &of_b[0].reason else { panic!("{:?}", of_b[0].reason) };
    assert_eq!(cluster.iter().map(|id| id.0.as_str()).collect::<Vec<_>>(), ["A", "B", "C"]);
    assert_eq!(worst(&review, "crowded_neighbours"), Verdict::Pass);
}

#[test]
fn towns_that_overlap_are_at_distance_nought_and_both_are_told() {
    let review = review(&unhindered(vec![plain("A", 1900.0, 0.0), plain("T", 0.0, 0.0)]), &policy());
    assert_eq!(review.neighbours[0].distance.0, 0);
    let both = ["A", "T"].map(|id| found(&review, id, "town_overlap")[0]);
    assert_eq!(both[0].measured, both[1].measured);
    let Some(Measure::AreaMm2(area)) = both[0].measured else { panic!() };
    assert!((area.0 - 100_000_000_000).abs() < 5_000_000, "100 m of 1 km: {}", area.0);
    assert_eq!(both.map(|f| f.against.as_ref().unwrap().0.as_str()), ["T", "A"]);
}
