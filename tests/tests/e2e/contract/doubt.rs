//! What is in doubt never passes, and what is being read is never replaced.

use sanxian_tests::draw::{Desk, around, clear_lines, collection, rectangle, town};
use sanxian_tests::program::Check;
use sanxian_tests::results::Table;
use serde_json::json;

#[test]
fn a_red_line_with_a_feature_that_cannot_be_read_leaves_towns_to_be_verified() {
    let desk = Desk::new();
    let towns = desk.layer("towns.geojson", &[town("A", 0)]);
    let mut check = Check::of(&towns).with("--outputs", "csv");
    for (option, file) in clear_lines(&desk) {
        if option != "--eco-redline" {
            check = check.with(option, file);
        }
    }
    let far = rectangle(json!({ "BSM": "far" }), around(40));
    let unreadable = json!({ "type": "Feature", "properties": { "BSM": "lost" }, "geometry": null });
    let red = desk.write("red.geojson", collection(&[far, unreadable]));
    let check = check.with("--eco-redline", &red);
    let done = check.run(&desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert!(done.stderr.contains("lost"), "{}", done.stderr);
    assert_eq!(Table::read(&desk.out(), "towns.csv").column("verdict"), ["verify"]);
    assert_eq!(check.words(["--strict"]).run(&desk.out()).status, 1);
}

#[test]
fn an_input_that_a_result_would_replace_is_kept_and_the_run_refused() {
    let desk = Desk::new();
    for name in ["findings.geojson", "review.json"] {
        let text = collection(&[town("A", 0)]);
        let towns = desk.write(name, &text);
        let done = Check::of(&towns).with("--outputs", "csv").run(desk.path());
        assert_eq!(done.status, 2, "{name}");
        assert!(done.stderr.contains(name) && done.stderr.contains("--out"), "{}", done.stderr);
        assert_eq!(std::fs::read_to_string(&towns).expect("still there"), text, "{name}");
    }
}

#[test]
fn a_pack_file_takes_the_place_of_the_built_in_pack_with_its_id() {
    let desk = Desk::new();
    let towns = desk.layer("towns.geojson", &[town("A", 0)]);
    let national = std::fs::read_to_string(sanxian_tests::corpus::repository().join("data/policy/national.toml"));
    let narrower = national.expect("the pack").replace("max_km2 = 5.0", "max_km2 = 1.5");
    let pack = desk.write("national.toml", narrower);
    let verdict = |check: Check| {
        check.with("--outputs", "csv").run(&desk.out());
        Table::read(&desk.out(), "towns.csv").column("verdict")[0].to_owned()
    };
    assert_eq!(verdict(Check::of(&towns)), "not_checked");
    assert_eq!(verdict(Check::of(&towns).with("--policy", &pack)), "justify");
}
