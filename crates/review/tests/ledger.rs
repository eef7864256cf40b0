//! The list of towns in the kernel: who counts for what, where the ground lies, what is told and what is charged.

#[path = "support/answers.rs"]
mod answers;
#[path = "support/county.rs"]
mod county;

use std::collections::BTreeMap;

use sanxian_review::data::{Category, Dataset, FeatureId, LayerKind, Level, Stage, TownTraits};
use sanxian_review::finding::{Finding, Measure, Reason, Review, Verdict};
use sanxian_review::ledger::{Entry, Field, Ledger, Value};
use sanxian_review::portfolio::portfolio;
use sanxian_review::review;

use answers::found;
use county::{Place, dataset, feature, policy, town};

fn place() -> Place {
    Place::at(120.08, 30.65)
}

fn traits(code: &str) -> TownTraits {
    TownTraits {
        admin_code: Some(code.to_owned()),
        level: Some(Level::Provincial),
        stage: Some(Stage::Creating),
        category: Some(Category::Manufacturing),
        ..TownTraits::default()
    }
}

fn entry(id: &str, traits: TownTraits, on_the_map: bool) -> Entry {
    let town = on_the_map.then(|| FeatureId(id.to_owned()));
    Entry { line: 1, town, code: id.to_owned(), name: String::new(), traits, values: BTreeMap::new() }
}

/// One town T on the map, and these others on the list.
fn listed(others: Vec<Entry>) -> Dataset {
    let ground = place().rectangle(0.0, 0.0, 2000.0, 1000.0);
    let around = place().rectangle(-500.0, -500.0, 20_000.0, 20_000.0);
    let towns = vec![town("T", traits("330521"), ground)];
    let mut data = dataset(towns, Vec::new(), Vec::new(), vec![feature("u", around)]);
    let mut entries = vec![entry("T", traits("330521"), true)];
    entries.extend(others);
    data.ledger = Some(Ledger { entries, columns: [Field::Code, Field::Category].into() });
    data
}

fn of_clause(review: &Review, clause: &str) -> Verdict {
    let all = review.findings.iter().filter(|f| f.subject.key() == "T" && f.clause.0 == clause);
    all.map(|f| f.verdict).max().unwrap_or_else(|| panic!("{clause} said nothing"))
}

/// What a clause says of a place, and that it says nothing of any town.
fn of_place(review: &Review, clause: &str, place: &str) -> Option<Verdict> {
    let all: Vec<_> = review.findings.iter().filter(|f| f.clause.0 == clause).collect();
    assert!(all.iter().all(|f| f.subject.town().is_none()), "{clause} charges a town");
    all.into_iter().filter(|f| f.subject.place() == Some(place)).map(|f| f.verdict).max()
}

#[test]
fn rows_without_a_boundary_count_and_towns_that_left_do_not() {
    let more = |n: usize, traits: TownTraits| (0..n).map(|k| entry(&format!("X{k}"), traits.clone(), false)).collect();
    let judged = |others| of_place(&review(&listed(others), &policy()), "HZ-COUNTY-3", "330521").expect("told");
    assert_eq!(judged(more(2, traits("330521"))), Verdict::Pass);
    assert_eq!(judged(more(3, traits("330521"))), Verdict::Justify);
    assert_eq!(judged(more(9, traits("330523"))), Verdict::Pass, "another county");
    assert_eq!(judged(more(9, TownTraits { stage: Some(Stage::Removed), ..traits("330521") })), Verdict::Pass);
    let leaves = |day: &str| {
        let mut all: Vec<Entry> = more(9, traits("330521"));
        all.iter_mut().for_each(|e| drop(e.values.insert(Field::RemovedOn, Value::Date(day.parse().unwrap()))));
        all
    };
    assert_eq!(judged(leaves("2020-01-01")), Verdict::Pass, "a day of removal that has come is a removal");
    assert_eq!(judged(leaves("2999-01-01")), Verdict::Justify);
    let zone = TownTraits { jurisdiction: Some("330500-HZKFQ".to_owned()), ..traits("330521") };
    assert_eq!(judged(more(9, zone)), Verdict::Pass, "a zone's towns count for the zone");
}

#[test]
fn a_mix_is_a_matter_of_the_city_and_charges_no_town() {
    let leisure = TownTraits { category: Some(Category::Leisure), ..traits("330523") };
    let data = listed((0..3).map(|k| entry(&format!("X{k}"), leisure.clone(), false)).collect());
    let review = review(&data, &policy());
    assert_eq!(of_place(&review, "HZ-MIX", "3305"), Some(Verdict::Breach));
    let broken = review.findings.iter().filter(|f| f.verdict == Verdict::Breach);
    let broken: Vec<_> = broken.map(|f| (f.rule, f.measured)).collect();
    let share = |part| Some(Measure::Share { part, whole: 4 });
    assert_eq!(broken, [("category_mix", share(3)), ("category_mix", share(1))], "leisure 3/4, manufacturing 1/4");
    let verdict = |town: &str| review.towns.iter().find(|row| row.id.0 == town).map(|row| row.verdict);
    assert!(verdict("T") < Some(Verdict::Breach), "{:?}", verdict("T"));
    let too_much = |f: &&Finding| matches!(f.reason, Reason::Mix { category: Category::Leisure, met: false, .. });
    assert_eq!(review.findings.iter().filter(too_much).count(), 1, "said once, not for every town");
}

#[test]
fn an_empty_cell_leaves_the_clause_open_and_the_verdict_alone() {
    let review = review(&listed(Vec::new()), &policy());
    assert_eq!(of_clause(&review, "ZJ73-GREEN"), Verdict::NotChecked);
    assert!(review.not_checked.is_empty(), "nothing of the three lines is missing");
    let open = found(&review, "T", "value_beyond_limit");
    assert!(open.iter().all(|f| matches!(f.reason, Reason::Unsaid { .. })));
    let mut data = listed(Vec::new());
    let ledger = data.ledger.as_mut().unwrap();
    ledger.entries[0].values.insert(Field::GreenCover, Value::Percent(2_999));
    assert_eq!(of_clause(&sanxian_review::review(&data, &policy()), "ZJ73-GREEN"), Verdict::Justify);
}

#[test]
fn a_county_loses_its_year_by_a_town_and_the_town_is_not_charged_for_it() {
    let mut data = listed(vec![entry("X", traits("330523"), false)]);
    let ledger = data.ledger.as_mut().unwrap();
    ledger.columns.insert(Field::Assessment);
    for (row, word) in ledger.entries.iter_mut().zip(["警告", "合格"]) {
        row.values.insert(Field::Assessment, Value::Text(word.to_owned()));
    }
    let review = review(&data, &policy());
    assert_eq!(of_place(&review, "HZ-VETO", "330521"), Some(Verdict::Breach));
    assert_eq!(of_place(&review, "HZ-VETO", "330523"), Some(Verdict::Pass));
}

#[test]
fn an_exemption_of_the_ledger_leaves_the_breach_and_changes_what_counts() {
    let mut data = listed(Vec::new());
    let line = feature("r", place().rectangle(500.0, 200.0, 400.0, 300.0));
    data.layers.insert(LayerKind::EcoRedline, vec![line]);
    let judged = |data: &Dataset| {
        let review = review(data, &policy());
        let found = found(&review, "T", "eco_redline_overlap");
        assert_eq!(review.towns[0].verdict, Verdict::Breach, "the town's row stays as derived");
        (found[0].verdict, found[0].effective(), found[0].fingerprint.clone())
    };
    let before = judged(&data);
    assert_eq!((before.0, before.1), (Verdict::Breach, Verdict::Breach));
    let values = &mut data.ledger.as_mut().unwrap().entries[0].values;
    values.insert(Field::ExemptionActivity, Value::Text("适度参观旅游".to_owned()));
    values.insert(Field::ExemptionDocument, Value::Text("示例函〔2025〕9号".to_owned()));
    assert_eq!(judged(&data).1, Verdict::Breach, "without its day it is none");
    let values = &mut data.ledger.as_mut().unwrap().entries[0].values;
    values.insert(Field::ExemptionOn, Value::Date("2025-04-08".parse().unwrap()));
    let after = judged(&data);
    assert_eq!((after.0, after.1), (Verdict::Breach, Verdict::Justify));
    assert_eq!(after.2, before.2, "decisions on it stay");
}

#[test]
fn without_a_ledger_no_clause_on_the_list_says_anything() {
    let mut data = listed(Vec::new());
    data.ledger = None;
    let review = review(&data, &policy());
    assert!(review.findings.iter().all(|f| !f.rule.starts_with("roster") && f.rule != "value_beyond_limit"));
    assert!(review.not_checked.is_empty());
    assert_eq!(portfolio(&data, &policy()), sanxian_review::portfolio::Portfolio::default());
}

#[test]
fn the_checklist_covers_every_clause_once_for_each_rule() {
    let policy = policy();
    let town = traits("330521");
    let rows = policy.checklist([&town].into_iter(), &LayerKind::CONTROL_LINES.into());
    let wanted: usize =
        policy.packs().iter().flat_map(|p| &p.clauses).map(|c| c.rules.len() + usize::from(c.manual)).sum();
    assert_eq!(rows.len(), wanted);
    assert!(rows.iter().filter(|row| row.pack == "qinghai-2021-5").all(|row| row.towns == 0));
}
