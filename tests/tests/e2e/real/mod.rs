//! Files that nobody here wrote, and files that somebody broke.

mod broken;
mod counties;
mod hostile;
mod land_use_plan;
mod validity;

use std::path::Path;

use sanxian_tests::draw::{Desk, town};
use sanxian_tests::program::{Check, Done};
use sanxian_tests::results::{json, names};
use serde_json::Value;

/// Runs a check whose input may be worthless: either it is refused with the file's name and leaves nothing behind, or
/// it ran and the review lists what was wrong. Gives what was said and the review, when there is one.
fn bear(check: &Check, desk: &Desk, bad: &Path) -> (Done, Option<Value>) {
    let done = check.clone().words(["--outputs", "json"]).run(&desk.out());
    let name = bad.file_name().unwrap_or(bad.as_os_str()).to_string_lossy().into_owned();
    if done.status == 2 {
        assert!(done.stderr.contains(&name), "{} is not named: {}", bad.display(), done.stderr);
        assert!(done.stderr.trim().len() > name.len() + 30, "{}: what is wrong, and what to do? {}", name, done.stderr);
        assert!(!desk.out().exists(), "{name} left {:?}", names(&desk.out()));
        return (done, None);
    }
    assert_eq!(names(&desk.out()), ["review.json"], "{name}");
    let review = json(&desk.out(), "review.json");
    std::fs::remove_dir_all(desk.out()).expect("removed");
    (done, Some(review))
}

/// How many problems a review lists.
fn problems(review: &Value) -> usize {
    review["problems"].as_array().map_or(0, Vec::len)
}

/// One good town, for a bad layer to lie beside.
fn good_town(desk: &Desk) -> Check {
    Check::of(desk.layer("good.geojson", &[town("A", 0)]))
}
