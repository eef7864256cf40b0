//! The folder of results: made, replaced as a whole, or left alone.

use std::fs;

use sanxian_tests::draw::Desk;
use sanxian_tests::program::Check;
use sanxian_tests::results::{FILES, bytes, names};

use super::{clear_town, town_in_the_red_line};

#[test]
fn the_folder_is_made_with_its_parents_and_holds_exactly_the_files_of_the_contract() {
    let desk = Desk::new();
    let out = desk.at("一/二/结果");
    assert_eq!(clear_town(&desk).run(&out).status, 0);
    assert_eq!(names(&out), FILES);
}

#[test]
fn outputs_writes_only_what_is_asked_and_takes_older_results_away() {
    let desk = Desk::new();
    assert_eq!(clear_town(&desk).run(&desk.out()).status, 0);
    fs::write(desk.out().join("notes.txt"), "mine").expect("a file of the reviewer");
    for (list, expected) in [
        ("csv", &["neighbours.csv", "overlaps.csv", "towns.csv"][..]),
        ("geojson", &["findings.geojson"]),
        ("xlsx,json", &["review.json", "review.xlsx"]),
        ("GPKG, gpkg", &["review.gpkg"]),
    ] {
        assert_eq!(clear_town(&desk).with("--outputs", list).run(&desk.out()).status, 0, "{list}");
        let found: Vec<_> = names(&desk.out()).into_iter().filter(|name| name != "notes.txt").collect();
        assert_eq!(found, expected, "{list}");
    }
    assert_eq!(fs::read(desk.out().join("notes.txt")).expect("kept"), b"mine");
}

#[test]
fn a_run_that_fails_leaves_the_earlier_result_to_the_byte() {
    let desk = Desk::new();
    assert_eq!(town_in_the_red_line(&desk).run(&desk.out()).status, 1);
    let before = bytes(&desk.out());
    let broken = desk.write("broken.geojson", r#"{"type":"FeatureCollection","features":[{"type":"Fea"#);
    for check in [
        Check::of(&broken),
        Check::of(desk.at("none.geojson")),
        clear_town(&desk).with("--basic-farmland", &broken),
        clear_town(&desk).with("--policy", "nobody"),
        clear_town(&desk).with("--outputs", "pdf"),
    ] {
        let done = check.run(&desk.out());
        assert_eq!(done.status, 2, "{}", done.stderr);
        assert!(bytes(&desk.out()) == before, "the earlier result changed");
    }
}

#[test]
fn a_result_that_cannot_be_put_in_place_leaves_the_others_as_they_were() {
    let desk = Desk::new();
    assert_eq!(town_in_the_red_line(&desk).run(&desk.out()).status, 1);
    fs::remove_file(desk.out().join("review.xlsx")).expect("there");
    fs::create_dir(desk.out().join("review.xlsx")).expect("a folder in the way");
    fs::write(desk.out().join("review.xlsx/inside"), "x").expect("not empty");
    let before = bytes(&desk.out());
    let done = clear_town(&desk).run(&desk.out());
    assert_eq!(done.status, 2, "{}", done.stderr);
    assert!(done.stderr.contains("review.xlsx"), "{}", done.stderr);
    assert!(bytes(&desk.out()) == before, "the earlier result changed");
}

#[test]
fn a_second_run_replaces_the_first_and_nothing_is_left_beside() {
    let desk = Desk::new();
    assert_eq!(town_in_the_red_line(&desk).run(&desk.out()).status, 1);
    assert_eq!(clear_town(&desk).run(&desk.out()).status, 0);
    assert_eq!(names(&desk.out()), FILES);
    let findings = fs::read_to_string(desk.out().join("findings.geojson")).expect("findings");
    assert!(!findings.contains("eco_redline_overlap"), "findings of the first run");
}
