//! Exit status: 0 no breach, 1 a breach (`--strict`: also what is open), 2 could not run.

use sanxian_tests::draw::{Desk, around, clear_lines, rectangle, town};
use sanxian_tests::program::{Check, run, sanxian};
use sanxian_tests::results::{FILES, Table, names};
use serde_json::json;

use super::{clear_town, town_in_the_red_line, with_lines};

fn verdict(desk: &Desk) -> String {
    Table::read(&desk.out(), "towns.csv").cell("A", "verdict").to_owned()
}

#[test]
fn a_town_without_a_fault_is_0_even_when_strict() {
    let desk = Desk::new();
    for words in [&[][..], &["--strict"]] {
        let done = clear_town(&desk).words(words.iter().copied()).run(&desk.out());
        assert_eq!((done.status, done.stderr.as_str(), verdict(&desk).as_str()), (0, "", "pass"));
    }
}

#[test]
fn a_breach_is_1_and_the_results_are_written_all_the_same() {
    let desk = Desk::new();
    let done = town_in_the_red_line(&desk).run(&desk.out());
    assert_eq!((done.status, verdict(&desk).as_str()), (1, "breach"), "{}", done.stderr);
    assert_eq!(names(&desk.out()), FILES);
}

#[test]
fn a_line_that_is_not_given_is_not_checked_and_never_passed() {
    let columns = ["eco_redline_m2", "basic_farmland_m2", "outside_urban_boundary_m2"];
    let called = ["the ecological red line", "permanent basic farmland", "the urban development boundary"];
    for (missing, name) in called.into_iter().enumerate() {
        let desk = Desk::new();
        let mut check = Check::of(desk.layer("towns.geojson", &[town("A", 0)]));
        for (k, (option, file)) in clear_lines(&desk).into_iter().enumerate() {
            if k != missing {
                check = check.with(option, file);
            }
        }
        let done = check.run(&desk.out());
        assert_eq!((done.status, verdict(&desk).as_str()), (0, "not_checked"), "{}", done.stderr);
        assert!(done.stderr.contains("not checked") && done.stderr.contains(name), "{}", done.stderr);
        let towns = Table::read(&desk.out(), "towns.csv");
        for (k, column) in columns.into_iter().enumerate() {
            assert_eq!(towns.cell("A", column), if k == missing { "" } else { "0.000" }, "{column}");
        }
        assert_eq!(towns.cell("A", "compliant_m2"), "");
        assert_eq!(check.words(["--strict"]).run(&desk.out()).status, 1, "strict");
    }
}

#[test]
fn without_any_line_every_column_of_the_lines_is_empty() {
    let desk = Desk::new();
    let done = Check::of(desk.layer("towns.geojson", &[town("A", 0)])).run(&desk.out());
    let towns = Table::read(&desk.out(), "towns.csv");
    assert_eq!((done.status, &towns.rows[0][4..]), (0, &["", "", "", "", "not_checked"].map(str::to_owned)[..]));
}

#[test]
fn a_breach_counts_more_than_a_line_that_is_missing() {
    let desk = Desk::new();
    let red = desk.layer("red.geojson", &[rectangle(json!({}), around(0))]);
    let done = Check::of(desk.layer("towns.geojson", &[town("A", 0)])).with("--eco-redline", red).run(&desk.out());
    assert_eq!((done.status, verdict(&desk).as_str()), (1, "breach"));
    assert!(done.stderr.contains("not checked"), "{}", done.stderr);
}

#[test]
fn something_to_verify_is_0_and_1_when_strict() {
    let desk = Desk::new();
    let [west, south, _, north] = around(0);
    let strip = rectangle(json!({ "BSM": "F2" }), [west - 0.01, south - 0.001, west + 0.000_015, north + 0.001]);
    let check = clear_town(&desk).with("--basic-farmland", desk.layer("strip.geojson", &[strip]));
    assert_eq!(check.run(&desk.out()).status, 0);
    assert_eq!(verdict(&desk), "verify");
    assert_eq!(check.words(["--strict"]).run(&desk.out()).status, 1);
}

#[test]
fn something_to_justify_is_0_also_when_strict() {
    let desk = Desk::new();
    let [west, south, ..] = around(0);
    let small = rectangle(json!({ "XZBM": "A" }), [west, south, west + 0.005, south + 0.005]);
    let check = with_lines(&desk, Check::of(desk.layer("small.geojson", &[small]))).words(["--strict"]);
    assert_eq!(check.run(&desk.out()).status, 0);
    assert_eq!(verdict(&desk), "justify");
}

#[test]
fn what_cannot_run_is_2_says_why_and_makes_no_folder() {
    let desk = Desk::new();
    let clear = clear_town(&desk);
    for (words, why) in [
        (&["--policy", "zhejiang"][..], "zhejiang-2022-73"),
        (&["--policy", "none.toml"], "none.toml"),
        (&["--near", "-1"], "--near"),
        (&["--near", "NaN"], "--near"),
        (&["--outputs", "csv,pdf"], "pdf"),
        (&["--outputs", ","], "csv, geojson"),
        (&["--jobs", "0"], "--jobs"),
        (&["--ledger", "no-ledger.csv"], "no-ledger.csv"),
        (&["--counties", "no-counties.geojson"], "no-counties.geojson"),
        (&["--speed", "high"], "--speed"),
        (&["--quiet", "--progress", "json"], "--progress"),
    ] {
        let done = clear.clone().words(words.iter().copied()).run(&desk.out());
        assert_eq!(done.status, 2, "{words:?}");
        assert!(done.stderr.contains(why), "{words:?}: {}", done.stderr);
        assert!(!desk.out().exists(), "{words:?} made the folder");
    }
    let mut command = sanxian();
    command.args(["--lang", "en", "check", "--as-of", "2025-02-30", "--towns"]).arg(desk.at("towns.geojson"));
    let done = run(command.arg("--out").arg(desk.out()));
    assert!(done.status == 2 && done.stderr.contains("2025-02-30"), "{}", done.stderr);
}

#[test]
fn an_out_that_is_a_file_is_2_and_the_file_stays() {
    let desk = Desk::new();
    let file = desk.write("results", "mine");
    let done = clear_town(&desk).run(&file);
    assert_eq!(done.status, 2);
    assert!(done.stderr.contains("results") && done.stderr.contains("not a folder"), "{}", done.stderr);
    assert_eq!(std::fs::read(file).expect("still there"), b"mine");
}

#[test]
fn without_a_verb_or_without_towns_it_is_2_and_help_is_0() {
    assert_eq!(run(&mut sanxian()).status, 2);
    assert_eq!(run(sanxian().args(["check", "--out", "x"])).status, 2);
    assert_eq!(run(sanxian().arg("--help")).status, 0);
    assert_eq!(run(sanxian().arg("--version")).status, 0);
}

#[test]
fn clauses_that_were_not_yet_in_force_do_not_speak_and_nothing_passes_by_that() {
    let desk = Desk::new();
    let _ = clear_town(&desk);
    let mut command = sanxian();
    command.args(["--lang", "en", "check", "--as-of", "2018-01-01", "--towns"]).arg(desk.at("towns.geojson"));
    for (option, file) in clear_lines(&desk) {
        command.arg(option).arg(file);
    }
    assert_eq!(run(command.arg("--out").arg(desk.out())).status, 0);
    assert_eq!(verdict(&desk), "not_checked");
}
