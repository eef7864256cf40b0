//! `review.json` against the other files and against the input.

use sanxian_tests::corpus::repository;
use sanxian_tests::results::{Table, findings, json};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::DEMO;

fn list<'a>(review: &'a Value, name: &str) -> &'a [Value] {
    review[name].as_array().unwrap_or_else(|| panic!("{name} is a list"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// As the CSV writes it: three decimals, nothing for what was not measured.
fn decimal(value: &Value) -> String {
    value.as_f64().map(|number| format!("{number:.3}")).unwrap_or_default()
}

#[test]
fn towns_overlaps_and_neighbours_are_those_of_the_tables() {
    let review = json(&DEMO, "review.json");
    let columns = |name: &str| -> Vec<String> { Table::read(&DEMO, name).header };
    for (member, file) in [("towns", "towns.csv"), ("overlaps", "overlaps.csv"), ("neighbours", "neighbours.csv")] {
        let header = columns(file);
        let cell = |row: &Value, column: &String| match column.as_str() {
            numeric if numeric.ends_with("_m2") || numeric.ends_with("_m") => decimal(&row[numeric]),
            words => text(&row[words]).to_owned(),
        };
        let rows: Vec<Vec<String>> =
            list(&review, member).iter().map(|row| header.iter().map(|column| cell(row, column)).collect()).collect();
        let mut table = Table::read(&DEMO, file).rows;
        let mut rows = rows;
        table.sort();
        rows.sort();
        assert_eq!(rows, table, "{file}");
    }
}

#[test]
fn a_towns_verdict_is_the_worst_of_its_findings() {
    let review = json(&DEMO, "review.json");
    let order = ["pass", "not_checked", "justify", "verify", "breach"];
    let rank = |verdict: &Value| order.iter().position(|known| *known == text(verdict)).expect("a verdict");
    for town in list(&review, "towns") {
        let own = findings(&review, "").into_iter().filter(|found| found["town_id"] == town["town_id"]);
        assert_eq!(
            own.map(|found| rank(&found["severity"])).max(),
            Some(rank(&town["verdict"])),
            "{}",
            town["town_id"]
        );
    }
}

#[test]
fn every_finding_cites_a_clause_that_is_printed_with_its_words() {
    let review = json(&DEMO, "review.json");
    let clauses: Vec<&Value> = list(&review, "packs").iter().flat_map(|pack| list(pack, "clause")).collect();
    let printed = |id: &Value| clauses.iter().any(|clause| clause["id"] == *id && !text(&clause["quote"]).is_empty());
    for found in findings(&review, "") {
        assert!(printed(&found["clause"]), "{found}");
        assert!(list(&found, "also").iter().all(printed), "{found}");
        for language in ["zh", "en"] {
            assert!(!text(&found["explanation"][language]).is_empty(), "{found}");
        }
    }
}

#[test]
fn every_parameter_says_whether_it_stands_in_the_clause() {
    let review = json(&DEMO, "review.json");
    let of = |name: &str| {
        let found = list(&review, "parameters").iter().find(|parameter| parameter["name"] == name);
        let found = found.unwrap_or_else(|| panic!("{name} is not printed"));
        (text(&found["value"]).to_owned(), text(&found["provenance"]).to_owned())
    };
    assert_eq!(of("national/GB33-AREA/max_km2"), ("5.0".into(), "clause".into()));
    assert_eq!(of("national/grading/noise_m2"), ("1.0".into(), "reviewer".into()));
    assert_eq!(of("huzhou/HZ-CLUSTER/near_distance_m").1, "reviewer");
}

#[test]
fn input_files_stand_there_with_their_sha_256_and_the_program_with_its_version() {
    let review = json(&DEMO, "review.json");
    assert!(text(&review["software"]).starts_with("sanxian "), "{}", review["software"]);
    assert_eq!(review["as_of"], "2026-01-01");
    let sources = list(&review, "sources");
    assert_eq!(sources.len(), 5);
    for source in sources {
        let part = &source["parts"][0];
        let bytes = std::fs::read(repository().join("data/demo").join(text(&part["name"]))).expect("an input file");
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((text(&part["sha256"]), part["bytes"].as_u64()), (hash.as_str(), Some(bytes.len() as u64)));
    }
}
