//! What is in doubt never passes: unreadable features, cut-up outlines, a day before any clause.

#[path = "support/answers.rs"]
mod answers;
#[path = "support/county.rs"]
mod county;

use std::collections::BTreeMap;

use sanxian_review::data::{Dataset, LayerKind};
use sanxian_review::finding::{NO_CLAUSE, Reason, Verdict};
use sanxian_review::measure::Millimetres;
use sanxian_review::policy::Policy;
use sanxian_review::review;

use answers::row;
use county::{Place, dataset, deqing, feature, policy, town};

/// A town of 4 km² inside its urban boundary, with red line and farmland as given.
fn four_km2(red: Vec<(f64, f64, f64, f64)>, farm: Vec<(f64, f64, f64, f64)>) -> Dataset {
    let place = Place::at(120.08, 30.5);
    let patches = |name: &str, boxes: Vec<(f64, f64, f64, f64)>| {
        let patch = |(k, (x, y, w, h))| feature(&format!("{name}{k}"), place.rectangle(x, y, w, h));
        boxes.into_iter().enumerate().map(patch).collect()
    };
    let towns = vec![town("T", deqing(), place.rectangle(0.0, 0.0, 2000.0, 2000.0))];
    let urban = vec![feature("u", place.rectangle(-500.0, -500.0, 3000.0, 3000.0))];
    dataset(towns, patches("r", red), patches("f", farm), urban)
}

#[test]
fn a_line_with_unread_features_cannot_clear_a_town() {
    let mut data = four_km2(vec![(9000.0, 0.0, 10.0, 10.0)], Vec::new());
    assert_eq!(row(&review(&data, &policy()), "T").verdict, Verdict::Pass);
    data.doubtful = BTreeMap::from([(LayerKind::EcoRedline, 1)]);
    let review = review(&data, &policy());
    assert_eq!(row(&review, "T").verdict, Verdict::Verify);
    let doubt = review.findings.iter().find(|f| f.reason == Reason::LayerInDoubt { unread: 1 }).unwrap();
    assert_eq!((doubt.rule, doubt.layer), ("eco_redline_overlap", Some(LayerKind::EcoRedline)));
}

#[test]
fn a_breach_of_a_doubtful_line_stays_a_breach() {
    let mut data = four_km2(vec![(100.0, 100.0, 500.0, 500.0)], Vec::new());
    data.doubtful = BTreeMap::from([(LayerKind::EcoRedline, 7)]);
    assert_eq!(row(&review(&data, &policy()), "T").verdict, Verdict::Breach);
}

#[test]
fn towns_whose_place_is_in_doubt_are_all_to_be_verified() {
    for red in [vec![(100.0, 100.0, 500.0, 500.0)], vec![(9000.0, 0.0, 10.0, 10.0)]] {
        let mut data = four_km2(red, Vec::new());
        data.doubtful = BTreeMap::from([(LayerKind::Towns, 0)]);
        let review = review(&data, &policy());
        assert_eq!(row(&review, "T").verdict, Verdict::Verify);
        assert!(
            review.findings.iter().all(|found| found.verdict != Verdict::Breach && found.verdict != Verdict::Justify)
        );
    }
}

/// Strips of red line whose northern edges are cut into parcels of farmland on the other side: the two sides of each
/// edge are measured in different stretches.
#[test]
fn long_edges_cut_on_one_side_only_cost_no_breach() {
    for strips in [4, 7, 40] {
        let red: Vec<_> = (0..strips).map(|k| (20.0, 10.0 + 49.0 * f64::from(k), 1900.0, 10.0)).collect();
        let farm = red
            .iter()
            .flat_map(|&(x, y, _, h)| (0..144).map(move |parcel| (x + 13.0 * f64::from(parcel), y + h, 12.0, 10.0)));
        let review = review(&four_km2(red.clone(), farm.collect()), &policy());
        assert_eq!(review.faults, [], "{strips} strips");
        let town = row(&review, "T");
        assert_eq!(town.verdict, Verdict::Breach, "{strips} strips");
        let parts = town.partition.expect("all three lines were given");
        let sum = [parts.eco_redline, parts.basic_farmland, parts.outside_urban_boundary, parts.compliant];
        assert_eq!(sum.map(|class| class.0).iter().sum::<i64>(), town.area.0, "{strips} strips");
    }
}

#[test]
fn before_any_clause_was_in_force_nothing_is_passed_and_the_reason_is_said() {
    let packs = policy().packs().to_vec();
    let early = Policy::new(packs, "2019-01-01".parse().unwrap(), Millimetres(1_000_000)).unwrap();
    let review = review(&four_km2(vec![(100.0, 100.0, 500.0, 500.0)], Vec::new()), &early);
    assert_eq!(row(&review, "T").verdict, Verdict::NotChecked);
    let unjudged = review.not_checked.iter().filter(|n| n.rule == NO_CLAUSE && n.clause.is_none());
    assert_eq!(unjudged.count(), 3);
}
