//! `data/demo-huzhou`: the fourteen towns that the city's notice names show each kind of finding.

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Reader, Xlsx, open_workbook};
use sanxian_tests::corpus::repository;
use sanxian_tests::draw::Desk;
use sanxian_tests::program::{Check, Done, run, sanxian, say};
use sanxian_tests::results::json;
use serde_json::{Value, json};

/// The review of the demo by one of its ledgers, as its README says.
fn reviewed(desk: &Desk, ledger: &str) -> (Done, Value) {
    let folder = repository().join("data/demo-huzhou");
    let mut check = Check::of(folder.join("towns.geojson")).with("--ledger", folder.join(ledger));
    for layer in [
        "counties",
        "functional-zones",
        "townships",
        "development-zones",
        "land-use",
        "eco-units",
        "hazards",
        "heritage",
        "eco-redline",
        "basic-farmland",
        "urban-boundary",
        "earlier-towns",
    ] {
        check = check.with(&format!("--{layer}"), folder.join(format!("{}.geojson", layer.replace('-', "_"))));
    }
    for pack in ["zhejiang-2022-73", "huzhou"] {
        check = check.with("--policy", pack);
    }
    let done = check.with("--policy", folder.join("own.toml")).run(&desk.out());
    assert_eq!(done.status, 1, "{}", done.stderr);
    let review = json(&desk.out(), "review.json");
    assert_eq!(review["faults"], json!([]));
    (done, review)
}

fn text<'a>(of: &'a Value, key: &str) -> &'a str {
    of[key].as_str().unwrap_or_default()
}

fn findings(review: &Value) -> &[Value] {
    review["findings"].as_array().map_or(&[], Vec::as_slice)
}

/// (whom, rule, verdict) of all that is worse than a pass; a place is marked.
fn worse(review: &Value) -> BTreeSet<(String, String, String)> {
    let whom =
        |found: &Value| found["place"].as_str().map_or_else(|| text(found, "town_id").into(), |p| format!("@{p}"));
    let told = findings(review).iter().filter(|found| !["pass", "not_checked"].contains(&text(found, "severity")));
    told.map(|found| (whom(found), text(found, "rule").into(), text(found, "severity").into())).collect()
}

#[test]
fn every_rule_of_the_catalogue_objects_to_something_and_clears_something() {
    let desk = Desk::new();
    let (_, review) = reviewed(&desk, "ledger.csv");
    let mut said: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for found in findings(&review) {
        said.entry(text(found, "rule")).or_default().insert(text(found, "severity"));
    }
    let rules = say(&["rules"]).stdout;
    for rule in rules.lines().filter_map(|line| line.split_whitespace().next()) {
        let verdicts = said.get(rule).unwrap_or_else(|| panic!("{rule} says nothing"));
        assert!(verdicts.contains("pass"), "{rule} clears nothing: {verdicts:?}");
        let objects = ["breach", "verify", "justify"].iter().any(|one| verdicts.contains(one));
        assert!(objects, "{rule} objects to nothing: {verdicts:?}");
    }
    let all: BTreeSet<&str> = said.into_values().flatten().collect();
    assert_eq!(all, BTreeSet::from(["breach", "justify", "not_checked", "pass", "verify"]));
}

#[test]
fn each_town_shows_what_the_page_says_of_it() {
    let desk = Desk::new();
    let (done, review) = reviewed(&desk, "ledger.csv");
    for words in ["HZ14", "is not a number", "4 styles"] {
        assert!(done.stderr.contains(words), "{words}: {}", done.stderr);
    }
    let worse = worse(&review);
    for (whom, rule, verdict) in [
        ("HZ02", "copied_unit", "justify"),
        ("HZ03", "town_size", "justify"),
        ("HZ03", "low_scenic_level", "breach"),
        ("HZ04", "missing_attribute", "breach"),
        ("HZ04", "land_use_share", "breach"),
        ("HZ04", "copied_unit", "breach"),
        ("HZ05", "off_roster", "breach"),
        ("HZ05", "town_overlap", "breach"),
        ("HZ06", "grown_boundary", "justify"),
        ("HZ06", "beyond_urban_boundary", "breach"),
        ("HZ06", "missed_deadline", "breach"),
        ("HZ06", "unplanned_construction", "verify"),
        ("HZ07", "basic_farmland_overlap", "breach"),
        ("HZ07", "control_line_conflict", "verify"),
        ("HZ07", "value_beyond_limit", "justify"),
        ("HZ07", "zone_overlay", "justify"),
        ("HZ08", "town_size", "justify"),
        ("HZ08", "overdue_assessment", "justify"),
        ("HZ08", "progress_card", "justify"),
        ("HZ08", "zone_overlay", "justify"),
        ("HZ09", "eco_redline_overlap", "breach"),
        ("HZ09", "crowded_neighbours", "justify"),
        ("HZ10", "overdue_assessment", "breach"),
        ("HZ10", "progress_card", "justify"),
        ("HZ10", "same_industry", "justify"),
        ("HZ11", "off_roster", "breach"),
        ("HZ11", "unclear_bounds", "verify"),
        ("HZ12", "overdue_assessment", "breach"),
        ("HZ13", "county_mismatch", "verify"),
        ("HZ13", "value_beyond_limit", "breach"),
        ("@3305", "category_mix", "breach"),
        ("@3305", "assessment_rate", "justify"),
        ("@3305", "roster_total", "justify"),
        ("@330522", "failed_assessment", "breach"),
        ("@330523", "roster_quota", "justify"),
    ] {
        let wanted = (whom.to_owned(), rule.to_owned(), verdict.to_owned());
        assert!(worse.contains(&wanted), "{wanted:?}: {worse:?}");
    }
    let verdict = |town: &str| {
        let row = review["towns"].as_array().into_iter().flatten().find(|row| row["town_id"] == town).cloned();
        text(&row.unwrap_or_default(), "verdict").to_owned()
    };
    assert_eq!(verdict("HZ01"), "pass", "what the city's list lacks is the city's, and not charged to it");
    assert_eq!(verdict("HZ02"), "justify");
    let exempted = findings(&review).iter().find(|found| found["reason"]["what"] == "exempted").expect("HZ09");
    assert_eq!((text(exempted, "severity"), text(exempted, "effective_severity")), ("breach", "justify"));
    let card = |town: &str| {
        let own = findings(&review).iter().find(|found| found["town_id"] == town && found["rule"] == "progress_card");
        own.map(|found| text(&found["reason"], "card").to_owned()).unwrap_or_default()
    };
    assert_eq!(["HZ01", "HZ08", "HZ10"].map(card), ["none", "yellow", "red"]);
    let extended = findings(&review).iter().find(|f| f["town_id"] == "HZ07" && f["rule"] == "overdue_assessment");
    assert_eq!(text(extended.expect("HZ07"), "severity"), "pass", "an extension that still runs");
}

#[test]
fn with_eight_more_every_number_of_the_notice_is_passed() {
    let desk = Desk::new();
    let (_, review) = reviewed(&desk, "ledger-more.csv");
    let broken: BTreeSet<(&str, &str, &str)> = findings(&review)
        .iter()
        .filter(|found| found["rule"] == "roster_quota" && text(found, "severity") != "pass")
        .map(|found| (text(found, "clause"), text(found, "place"), text(found, "severity")))
        .collect();
    let wanted = [
        ("HZ-COUNTY-3", "330503", "justify"),
        ("HZ-COUNTY-3", "330522", "justify"),
        ("HZ-COUNTY-3", "330523", "justify"),
        ("HZ-PROV-15", "3305", "breach"),
        ("HZ-TOTAL-20", "3305", "breach"),
        ("HZ-ZONE-2", "330500-HZKFQ", "breach"),
    ];
    assert_eq!(broken, wanted.into_iter().collect());
}

#[test]
fn the_opinion_tells_the_places_apart_from_the_towns() {
    let desk = Desk::new();
    reviewed(&desk, "ledger.csv");
    let (project, out) = (desk.out().join("review.gpkg"), desk.at("opinion"));
    let mut command = sanxian();
    command.args(["opinion", "--lang", "zh"]).arg(project).arg("--out").arg(&out);
    let done = run(&mut command);
    assert_eq!(done.status, 0, "{}", done.stderr);
    let mut book: Xlsx<_> = open_workbook(out.join("opinion.xlsx")).expect("a workbook");
    let rows = |book: &mut Xlsx<_>, sheet: &str| {
        let range = book.worksheet_range(sheet).unwrap_or_else(|e| panic!("{sheet}: {e}"));
        range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let places = rows(&mut book, "辖区整体");
    let mix = places.iter().find(|row| row[0].contains("湖州 3305") && row[1] == "类别占比").expect("the mix");
    assert!(mix[4].contains("38.46%") && mix[5] == "不符合", "{mix:?}");
    let clauses = rows(&mut book, "逐条审查");
    assert!(clauses.iter().all(|row| row[0] != "类别占比"), "a count of the city is no row of the towns");
    let open = rows(&mut book, "需补正和说明");
    assert!(open.iter().any(|row| row[1].contains("辖区整体")), "{open:?}");
    let exempted = open.iter().find(|row| row[2].contains("示例自然资函〔2025〕9号")).expect("HZ09");
    assert_eq!(exempted[5], "需说明", "an exemption on record counts");
}
