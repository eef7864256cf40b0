//! A review that is kept and changed town by town says what a review of everything says.

#[path = "support/county.rs"]
mod county;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use sanxian_review::data::{Dataset, Feature, FeatureId, LayerKind, Town, TownTraits};
use sanxian_review::ledger::{Entry, Ledger};
use sanxian_review::nearby::BoxIndex;
use sanxian_review::{Kept, review, review_watched};

use county::{Place, dataset, deqing, feature, policy, town};

const WATCH: &(dyn Fn(usize, usize) -> bool + Sync) = &|_, _| true;

/// Squares of 600 m at these places (hundreds of metres), with lines across them.
fn towns_at(places: &[(u8, u8)], ledger: bool) -> Dataset {
    let place = Place::at(119.97, 30.54);
    let at = |(x, y): (u8, u8), size: f64| place.rectangle(f64::from(x) * 100.0, f64::from(y) * 100.0, size, size);
    let towns: Vec<Town> = (1..)
        .zip(places)
        .map(|(k, p)| {
            let traits = if k % 2 == 0 { deqing() } else { TownTraits::default() };
            town(&format!("T{k:02}"), traits, at(*p, 600.0))
        })
        .collect();
    let strips = |name: &str, step: u8, size: f64| -> Vec<Feature> {
        (0..40).step_by(usize::from(step)).map(|k: u8| feature(&format!("{name}{k}"), at((k, 40 - k), size))).collect()
    };
    let (red, farm, urban) = (strips("R", 7, 300.0), strips("F", 3, 250.0), strips("U", 5, 700.0));
    let entry = |town: &Town| Entry {
        line: 2,
        town: Some(town.feature.id.clone()),
        code: String::new(),
        name: String::new(),
        traits: town.traits.clone(),
        values: BTreeMap::new(),
    };
    let ledger = ledger.then(|| Ledger { entries: towns.iter().map(entry).collect(), columns: BTreeSet::new() });
    let mut data = dataset(towns, red, farm, urban);
    data.layers.insert(
        LayerKind::Counties,
        vec![feature("330521", at((0, 0), 2_000.0)), feature("330522", at((20, 0), 3_000.0))],
    );
    data.ledger = ledger;
    data
}

/// The data with only those features that lie near towns that are not in `before`.
fn near_changes(data: &Dataset, before: &Dataset) -> Dataset {
    let changed = data.towns.iter().filter(|town| !before.towns.contains(town));
    let boxes: Vec<_> =
        changed.map(|town| Some(town.feature.shape.bounds().unwrap().padded(500.0).padded(0.0))).collect();
    let index = BoxIndex::new(boxes);
    let near = |f: &&Feature| f.shape.bounds().is_some_and(|b| !index.near(&b.padded(0.0)).is_empty());
    let layers: BTreeMap<LayerKind, Vec<Feature>> =
        data.layers.iter().map(|(kind, all)| (*kind, all.iter().filter(near).cloned().collect())).collect();
    Dataset { layers, ..data.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_reviewed_again_equals_what_is_reviewed_at_once(
        mut places in prop::collection::vec((0_u8..40, 0_u8..40), 2..9),
        changes in prop::collection::vec((0_usize..9, (0_u8..40, 0_u8..40), 0_u8..6), 1..4),
        ledger in any::<bool>(),
    ) {
        let policy = policy();
        let mut data = towns_at(&places, ledger);
        let mut kept = Kept::of(&data, &policy, WATCH).unwrap();
        prop_assert_eq!(kept.review(), review(&data, &policy));
        for (which, to, how) in changes {
            match how {
                0 => places.push(to),
                1 if places.len() > 2 => { places.pop(); }
                _ => { let n = places.len(); places[which % n] = to; }
            }
            let next = towns_at(&places, ledger);
            let given = if kept.wants_all_layers(&next) { next.clone() } else { near_changes(&next, &data) };
            let again = kept.again(&given, &policy, WATCH).unwrap();
            let whole = review(&next, &policy);
            prop_assert_eq!(&again.review(), &whole);
            // what does not differ was said before in the same words
            let differing = again.differing(&kept);
            let same: BTreeSet<FeatureId> = whole.towns.iter().map(|row| row.id.clone()).filter(|id| !differing.contains(id)).collect();
            prop_assert_eq!(again.review_of(&same).findings, kept.review_of(&same).findings);
            (kept, data) = (again, next);
        }
    }
}

#[test]
fn a_far_town_is_not_touched_by_a_change() {
    let policy = policy();
    let before = towns_at(&[(0, 0), (5, 5), (39, 39)], false);
    let kept = Kept::of(&before, &policy, WATCH).unwrap();
    let after = towns_at(&[(0, 0), (6, 5), (39, 39)], false);
    let again = kept.again(&near_changes(&after, &before), &policy, WATCH).unwrap();
    let differing: Vec<FeatureId> = again.differing(&kept).into_iter().collect();
    assert_eq!(differing, [FeatureId("T01".to_owned()), FeatureId("T02".to_owned())], "T01 overlaps T02");
}

#[test]
fn a_cancel_is_heard_inside_one_town() {
    // a ring of thousands of far corners in no order crosses itself a million times
    let place = Place::at(119.97, 30.54);
    let corners: Vec<(f64, f64)> = (0..3_000_u32)
        .map(|k| (f64::from(k.wrapping_mul(2_654_435_761) % 7_919), f64::from(k.wrapping_mul(40_503) % 7_907)))
        .collect();
    let shape = place.shape(&corners);
    let data = dataset(vec![town("knot", deqing(), shape)], Vec::new(), Vec::new(), Vec::new());
    let asked = AtomicUsize::new(0);
    let watch = |done: usize, _: usize| {
        assert_eq!(done, 0, "the only town was measured to its end");
        asked.fetch_add(1, Ordering::Relaxed) < 2
    };
    assert_eq!(review_watched(&data, &policy(), &watch), None);
}
