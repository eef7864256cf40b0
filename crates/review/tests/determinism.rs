//! Equal input gives an equal review, whatever the threads and the order of delivery.

#![expect(clippy::disallowed_macros, reason = "a test tells what it measured")]

#[path = "support/county.rs"]
mod county;
#[path = "support/random.rs"]
mod random;

use geo::{Coord, MapCoords};
use sanxian_review::data::{Dataset, Feature, Shape};
use sanxian_review::finding::Review;
use sanxian_review::{review, review_watched};

use county::{Place, dataset, deqing, feature, policy, shape, town};
use random::Random;

fn star(random: &mut Random, place: &Place, (x, y): (f64, f64), radius: f64) -> Shape {
    let corners = 5 + random.below(60);
    let metres = random.star(Coord { x, y }, radius, corners, 0.4);
    shape(vec![metres.map_coords(|c| place.degrees(c.x, c.y))])
}

/// A crowded county across the border of two zones: 40 towns, 450 patches, one in six delivered twice, ids not unique.
fn county() -> Dataset {
    let mut random = Random(12);
    let place = Place::at(118.5, 30.0);
    let anywhere = |random: &mut Random| (random.between(-7_500.0, 7_500.0), random.between(-7_500.0, 7_500.0));
    let towns = (0..40).map(|k| {
        let centre = anywhere(&mut random);
        town(&format!("T{k:02}"), deqing(), star(&mut random, &place, centre, 1200.0))
    });
    let towns = towns.collect();
    let mut layer = |count: usize, radius: f64| {
        let mut patches: Vec<Feature> = Vec::new();
        for k in 0..count {
            let centre = anywhere(&mut random);
            let mut patch = feature(&format!("p{}", k % 40), star(&mut random, &place, centre, radius));
            patch.position = k as u64 + 1;
            if k % 6 == 0 {
                let again = Feature { position: patch.position + 10_000, ..patch.clone() };
                patches.push(again);
            }
            patches.push(patch);
        }
        patches
    };
    let (red, farm, urban) = (layer(100, 500.0), layer(300, 250.0), layer(50, 2500.0));
    dataset(towns, red, farm, urban)
}

fn shuffled(data: &Dataset, seed: u64) -> Dataset {
    let mut random = Random(seed);
    let mut data = data.clone();
    for features in data.layers.values_mut() {
        for k in (1..features.len()).rev() {
            features.swap(k, random.below(k + 1));
        }
    }
    data
}

fn on_threads(data: &Dataset, threads: usize) -> Review {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| review(data, &policy()))
}

#[test]
fn threads_and_order_of_delivery_do_not_change_a_review() {
    let data = county();
    let once = on_threads(&data, 1);
    assert_eq!(once.faults, []);
    assert!(once.overlaps.len() > 300 && once.neighbours.len() > 50, "a county worth the test");
    for threads in [2, 8] {
        assert!(on_threads(&data, threads) == once, "{threads} threads");
    }
    for seed in 0..4 {
        assert!(on_threads(&shuffled(&data, seed), 2) == once, "shuffle {seed}");
    }
    println!("{} overlaps, {} findings: equal 7 times", once.overlaps.len(), once.findings.len());
}

#[test]
fn a_town_is_judged_alike_in_company_and_alone() {
    let data = county();
    let all = on_threads(&data, 2);
    for town in data.towns.iter().step_by(10) {
        let alone = Dataset { towns: vec![town.clone()], layers: data.layers.clone(), ..Dataset::default() };
        let alone = review(&alone, &policy());
        let in_company = all.towns.iter().find(|row| row.id == town.feature.id).unwrap();
        // company may only add findings about other towns
        assert_eq!((alone.towns[0].area, alone.towns[0].partition), (in_company.area, in_company.partition));
        assert!(alone.towns[0].verdict <= in_company.verdict);
        assert!(alone.overlaps.iter().eq(all.overlaps.iter().filter(|row| row.town == town.feature.id)));
    }
}

#[test]
fn everything_comes_out_sorted() {
    let review = on_threads(&county(), 2);
    assert!(review.towns.is_sorted_by(|a, b| a.id < b.id));
    assert!(review.overlaps.is_sorted() && review.neighbours.is_sorted() && review.not_checked.is_sorted());
    assert!(review.neighbours.iter().all(|pair| pair.town_a < pair.town_b));
    assert!(review.findings.is_sorted_by_key(|f| (f.subject.clone(), f.rule, f.clause.clone(), f.against.clone())));
    let fingerprints: std::collections::BTreeSet<_> = review.findings.iter().map(|f| &f.fingerprint.0).collect();
    assert_eq!(fingerprints.len(), review.findings.len(), "fingerprints tell findings apart");
}

#[test]
fn a_watcher_sees_every_town_and_can_cancel() {
    let data = county();
    let seen = std::sync::atomic::AtomicUsize::new(0);
    let count = |_, total| {
        assert_eq!(total, 40);
        seen.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        true
    };
    assert!(review_watched(&data, &policy(), &count).is_some());
    assert!(seen.into_inner() >= 40);
    assert!(review_watched(&data, &policy(), &|done, _| done < 5).is_none(), "cancelled");
}
