//! Odd projects and odd wishes: each gives a sheet or a clear error.

use sanxian_tests::draw::{Desk, around, clear_lines, rectangle, sprawling, town};
use sanxian_tests::program::{Check, run, sanxian};
use serde_json::{Value, json};

use super::{DEMO, poppler, sheet, text_of};

/// Reviews towns with clear lines and gives the folder of the results.
fn reviewed(desk: &Desk, towns: &[Value]) -> std::path::PathBuf {
    let out = desk.at("results");
    let mut check = Check::of(desk.layer("towns.geojson", towns));
    for (option, file) in clear_lines(desk) {
        check = check.with(option, file);
    }
    assert!(check.run(&out).status < 2);
    out
}

#[test]
fn a_town_without_findings_has_a_sheet_that_says_so() {
    let desk = Desk::new();
    let results = reviewed(&desk, &[town("T1", 0)]);
    let done = sheet(&results, &["--kind", "town,index"], &desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert!(text_of(&desk.out().join("town-T1.pdf")).contains("小镇T1"));
    let none = sheet(&results, &["--kind", "finding", "--lang", "en"], &desk.at("none"));
    assert_eq!(none.status, 2);
    assert!(none.stderr.contains("nothing to draw"), "{}", none.stderr);
    assert!(!desk.at("none").exists(), "nothing is left behind");
}

#[test]
fn a_town_of_ten_parts_and_one_of_30_km_fit_on_their_sheets() {
    let desk = Desk::new();
    let [ten, long] = sprawling();
    let results = reviewed(&desk, &[ten, long]);
    let done = sheet(&results, &["--kind", "town", "--paper", "a4"], &desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert!(text_of(&desk.out().join("town-TEN.pdf")).contains("1:200000"));
    assert!(text_of(&desk.out().join("town-LONG.pdf")).contains("1:200000"));
}

#[test]
fn a_name_of_200_characters_stays_on_its_page() {
    let desk = Desk::new();
    let name = "长".repeat(200);
    let results = reviewed(&desk, &[rectangle(json!({"XZBM": "L", "XZMC": name}), around(0))]);
    for words in [&["--kind", "atlas"][..], &["--kind", "town", "--paper", "a4", "--portrait"]] {
        let done = sheet(&results, words, &desk.out());
        assert_eq!(done.status, 0, "{}", done.stderr);
    }
    assert!(text_of(&desk.out().join("town-L.pdf")).contains(&name));
}

#[test]
fn a_character_without_a_glyph_is_told() {
    let desk = Desk::new();
    let results = reviewed(&desk, &[rectangle(json!({"XZBM": "M", "XZMC": "𪚥𪚥镇"}), around(0))]);
    let done = sheet(&results, &["--lang", "en"], &desk.out());
    assert_eq!(done.status, 0);
    assert!(done.stderr.contains("U+2A6A5"), "{}", done.stderr);
    let quiet = sheet(&results, &["--quiet"], &desk.out());
    assert!(quiet.stderr.contains("U+2A6A5"), "told even when nothing else is: {}", quiet.stderr);
}

#[test]
fn hundreds_of_findings_go_on_on_following_pages() {
    let desk = Desk::new();
    let close: Vec<Value> = (0..90)
        .map(|at| {
            let [west, south, ..] = around(0);
            let (dx, dy) = (f64::from(at % 10) * 0.0003, f64::from(at / 10) * 0.0003);
            rectangle(
                json!({"XZBM": format!("C{at:02}"), "XZMC": "叠"}),
                [west + dx, south + dy, west + dx + 0.01, south + dy + 0.01],
            )
        })
        .collect();
    let results = reviewed(&desk, &close);
    let done = sheet(&results, &["--town", "C44", "--paper", "a4"], &desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    let pdf = desk.out().join("town-C44.pdf");
    let text = text_of(&pdf);
    assert!(text.contains("续表") && text.contains("其余见续表"), "{text}");
    let pages = poppler("pdfinfo", &[], &pdf);
    assert!(pages.contains("Pages:           2") || pages.contains("Pages:           3"), "{pages}");
}

#[test]
fn wishes_that_cannot_be_met_are_told_and_leave_nothing() {
    let desk = Desk::new();
    let out = desk.at("sheets");
    let told = |words: &[&str], what: &str| {
        let done = sheet(&DEMO, &[words, &["--lang", "en"]].concat(), &out);
        assert_eq!(done.status, 2, "{words:?}");
        assert!(done.stderr.contains(what), "{words:?}: {}", done.stderr);
        assert!(!out.exists(), "{words:?} left something");
    };
    told(&["--town", "NOBODY"], "no town \"NOBODY\"");
    told(&["--around", "-5"], "between 0 and 100000");
    let broken = desk.at("templates");
    std::fs::create_dir(&broken).expect("a folder");
    std::fs::write(broken.join("sheet.typ"), "#let sheet(book, d) = nonsense").expect("written");
    told(&["--template", broken.to_str().expect("UTF-8")], "template sheet.typ:1");
    told(&["--template", "/nowhere/at/all"], "/nowhere/at/all");

    let not_one = desk.write("towns.gpkg", b"SQLite format 3\0 but not really");
    let done = sheet(&not_one, &["--lang", "en"], &out);
    assert_eq!(done.status, 2);
    assert!(done.stderr.contains("towns.gpkg") && done.stderr.contains("SQLite"), "{}", done.stderr);
    let done = sheet(&desk.at("missing.gpkg"), &["--lang", "en"], &out);
    assert_eq!(done.status, 2);
    let done = run(sanxian().args(["--lang", "en", "sheet", "--out"]).arg(&out));
    assert_eq!(done.status, 2, "neither project nor towns");
}

#[test]
fn towns_can_be_reviewed_and_drawn_by_one_command() {
    let desk = Desk::new();
    let mut command = sanxian();
    command.args(["--lang", "zh", "sheet", "--as-of", "2026-01-01", "--kind", "town", "--paper", "a4", "--towns"]);
    command.arg(desk.layer("towns.geojson", &[town("T1", 0)]));
    for (option, file) in clear_lines(&desk) {
        command.arg(option).arg(file);
    }
    let done = run(command.arg("--out").arg(desk.out()));
    assert_eq!(done.status, 0, "{}", done.stderr);
    let results = reviewed(&desk, &[town("T1", 0)]);
    sheet(&results, &["--paper", "a4"], &desk.at("again"));
    let read = |folder: std::path::PathBuf| std::fs::read(folder.join("town-T1.pdf")).expect("a sheet");
    assert!(read(desk.out()) == read(desk.at("again")), "the same from files and from the project");
}
