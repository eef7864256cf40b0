//! The same input gives the same bytes: run again, on other threads, with the features in another order.

use std::path::{Path, PathBuf};

use sanxian_tests::corpus::repository;
use sanxian_tests::draw::{Desk, collection};
use sanxian_tests::program::Check;
use sanxian_tests::results::{FILES, bytes, json};
use serde_json::Value;

const LAYERS: [(&str, &str); 4] = [
    ("--eco-redline", "eco_redline.geojson"),
    ("--basic-farmland", "basic_farmland.geojson"),
    ("--urban-boundary", "urban_boundary.geojson"),
    ("--counties", "counties.geojson"),
];

/// The invented county, its files in some folder.
fn county(folder: &Path) -> Check {
    let towns = Check::of(folder.join("towns.geojson"));
    LAYERS.into_iter().fold(towns, |check, (option, file)| check.with(option, folder.join(file)))
}

fn demo() -> PathBuf {
    repository().join("data/demo")
}

#[test]
fn two_runs_and_any_number_of_threads_give_identical_files() {
    let desk = Desk::new();
    let mut first = None;
    for (k, jobs) in ["1", "1", "2", "8"].into_iter().enumerate() {
        let out = desk.at(&k.to_string());
        assert_eq!(county(&demo()).with("--jobs", jobs).run(&out).status, 1);
        let found = bytes(&out);
        assert_eq!(found.keys().collect::<Vec<_>>(), FILES.iter().collect::<Vec<_>>());
        let first = first.get_or_insert_with(|| found.clone());
        for name in FILES {
            assert!(first[name] == found[name], "{name} differs in run {k} with --jobs {jobs}");
        }
    }
}

#[test]
fn the_order_of_features_changes_neither_tables_nor_findings() {
    let desk = Desk::new();
    assert_eq!(county(&demo()).run(&desk.at("0")).status, 1);
    let expected = bytes(&desk.at("0"));
    for (k, step) in [1_usize, 7].into_iter().enumerate() {
        let folder = desk.at(&format!("shuffled{k}"));
        std::fs::create_dir(&folder).expect("a folder");
        for file in ["towns.geojson"].into_iter().chain(LAYERS.map(|(_, file)| file)) {
            let features = json(&demo(), file)["features"].as_array().cloned().unwrap_or_default();
            std::fs::write(folder.join(file), collection(&shuffled(features, step))).expect("written");
        }
        let out = desk.at(&format!("out{k}"));
        assert_eq!(county(&folder).run(&out).status, 1);
        let found = bytes(&out);
        for name in ["towns.csv", "overlaps.csv", "neighbours.csv", "findings.geojson"] {
            assert!(expected[name] == found[name], "{name} depends on the order of features (step {step})");
        }
    }
}

/// Backwards, and then every `step`-th first.
fn shuffled(features: Vec<Value>, step: usize) -> Vec<Value> {
    let backwards: Vec<Value> = features.into_iter().rev().collect();
    (0..step).flat_map(|from| backwards.iter().skip(from).step_by(step).cloned()).collect()
}

#[test]
fn where_the_files_lie_does_not_show_in_the_results() {
    let desk = Desk::new();
    let copy = desk.at("elsewhere");
    std::fs::create_dir(&copy).expect("a folder");
    for file in ["towns.geojson"].into_iter().chain(LAYERS.map(|(_, file)| file)) {
        std::fs::copy(demo().join(file), copy.join(file)).expect("copied");
    }
    county(&demo()).run(&desk.at("0"));
    county(&copy).run(&desk.at("1"));
    let (one, other) = (bytes(&desk.at("0")), bytes(&desk.at("1")));
    FILES.iter().for_each(|name| assert!(one[*name] == other[*name], "{name}"));
}
