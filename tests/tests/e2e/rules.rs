//! `tests/rules/<rule>/<case>`: input as files, and what the rule found in `expected.snap`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use sanxian_tests::corpus::repository;
use sanxian_tests::draw::Desk;
use sanxian_tests::program::{Check, say};
use sanxian_tests::results::{findings, json};
use sanxian_tests::snapshot;
use serde_json::Value;

const LAYERS: [(&str, &str); 13] = [
    ("eco_redline.geojson", "--eco-redline"),
    ("basic_farmland.geojson", "--basic-farmland"),
    ("urban_boundary.geojson", "--urban-boundary"),
    ("counties.geojson", "--counties"),
    ("functional_zones.geojson", "--functional-zones"),
    ("townships.geojson", "--townships"),
    ("development_zones.geojson", "--development-zones"),
    ("land_use.geojson", "--land-use"),
    ("eco_units.geojson", "--eco-units"),
    ("hazards.geojson", "--hazards"),
    ("heritage.geojson", "--heritage"),
    ("earlier_towns.geojson", "--earlier-towns"),
    ("ledger.csv", "--ledger"),
];

/// Ids of the catalogue, as the program prints them.
fn catalogue() -> Vec<String> {
    let first = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
    say(&["rules"]).stdout.lines().map(first).collect()
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(of).unwrap_or_else(|e| panic!("{}: {e}", of.display()));
    let mut folders: Vec<_> = entries.map(|e| e.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn cases(rule: &str) -> Vec<PathBuf> {
    folders(&repository().join("tests/rules").join(rule))
}

fn name(case: &Path) -> String {
    case.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Runs a case from inside its folder; gives the review and `towns.csv`.
fn review(case: &Path) -> (Value, String) {
    let case = std::path::absolute(case).expect("a path");
    let desk = Desk::new();
    let mut check = Check::of("towns.geojson").inside(&case).words(["--outputs", "csv,json"]);
    for (file, option) in LAYERS {
        if case.join(file).exists() {
            check = check.with(option, file);
        }
    }
    let args = std::fs::read_to_string(case.join("args")).unwrap_or_default();
    let done = check.words(args.split_whitespace()).run(&desk.out());
    assert_ne!(done.status, 2, "{}: {}", case.display(), done.stderr);
    let towns = std::fs::read_to_string(desk.out().join("towns.csv")).expect("towns.csv");
    (json(&desk.out(), "review.json"), towns)
}

/// The number of a finding as a reader sees it: below that, square millimetres may move with the arithmetic.
fn measured(found: &Value) -> String {
    let share = &found["share"];
    if let (Some(part), Some(whole)) = (share["part"].as_f64(), share["whole"].as_f64()) {
        return if whole <= 10_000.0 { format!("{part}/{whole}") } else { format!("{:.2}%", 100.0 * part / whole) };
    }
    if let Some(yuan) = found["yuan"].as_i64() {
        return format!("{yuan} yuan");
    }
    match (found["area_m2"].as_f64(), found["distance_m"].as_f64(), found["count"].as_u64()) {
        (Some(area), ..) => format!("{area:.2} m²"),
        (_, Some(distance), _) => format!("{distance:.2} m"),
        (.., Some(count)) => format!("{count} ×"),
        _ => "-".to_owned(),
    }
}

/// A reason with its areas to the square decimetre.
fn rounded_areas(reason: &Value) -> Value {
    match reason {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| {
                let area = value.as_i64().filter(|_| ["area", "given_up"].contains(&key.as_str()));
                let value = area.map_or_else(|| rounded_areas(value), |mm2| (mm2 / 10_000).into());
                (key.clone(), value)
            })
            .collect(),
        Value::Array(all) => all.iter().map(rounded_areas).collect(),
        other => other.clone(),
    }
}

/// A cell of `towns.csv`; a number with two of its three decimals.
fn rounded(cell: &str) -> String {
    let number = cell.parse::<f64>().ok().filter(|_| cell.contains('.'));
    number.map_or_else(|| cell.to_owned(), |number| format!("{number:.2}"))
}

/// What the rule said, in lines: verdict, clause, whom against, number, grade, reason; then the towns.
fn told(rule: &str, review: &Value, towns: &str) -> String {
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut text = String::from("town | clause (gave way) | verdict | against | measured | grade | reason\n");
    for found in findings(review, rule) {
        let measured = measured(&found);
        let also: Vec<String> = found["also"].as_array().into_iter().flatten().map(word).collect();
        // a place, its towns taken together, is marked so
        let place = found["place"].as_str().map(|place| format!("@{place}"));
        let cells = [
            place.unwrap_or_else(|| word(&found["town_id"])),
            format!("{} ({})", word(&found["clause"]), also.join(" ")),
            word(&found["severity"]),
            word(&found["against"]),
            measured,
            word(&found["grade"]),
            rounded_areas(&found["reason"]).to_string(),
        ];
        let _ = writeln!(text, "{}", cells.join(" | "));
    }
    for not in review["not_checked"].as_array().into_iter().flatten().filter(|not| not["rule"] == rule) {
        let _ = writeln!(text, "not checked | {} | missing {}", word(&not["clause"]), not["missing"]);
    }
    text.push('\n');
    for line in towns.lines() {
        let cells: Vec<String> = line.split(',').map(rounded).collect();
        let _ = writeln!(text, "{}", cells.join(","));
    }
    text
}

#[test]
fn each_rule_says_of_each_case_what_is_expected() {
    let mut wrong = Vec::new();
    for rule in catalogue() {
        for case in cases(&rule) {
            let (review, towns) = review(&case);
            assert_eq!(review["faults"].as_array().map(Vec::len), Some(0), "{}: {}", case.display(), review["faults"]);
            wrong.extend(snapshot::compare(&case.join("expected.snap"), &told(&rule, &review, &towns)).err());
            let found = findings(&review, &rule);
            let harmless = found.iter().all(|found| found["severity"] == "pass");
            match name(&case).split('-').next() {
                Some("breach") => assert!(!harmless, "{} finds nothing", case.display()),
                Some("clear") => assert!(harmless && !found.is_empty(), "{} finds {found:?}", case.display()),
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "BLESS=1 accepts these, after a look:\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_breach_case_and_a_clear_case() {
    let rules: BTreeSet<String> = catalogue().into_iter().collect();
    assert_eq!(rules.len(), 27, "{rules:?}");
    let folders: BTreeSet<String> = folders(&repository().join("tests/rules")).iter().map(|path| name(path)).collect();
    assert_eq!(folders, rules, "a folder of cases for each rule, and no other");
    for rule in rules {
        for kind in ["breach", "clear"] {
            let found = cases(&rule).iter().any(|case| name(case).starts_with(kind));
            assert!(found, "{rule} has no {kind} case");
        }
    }
}
