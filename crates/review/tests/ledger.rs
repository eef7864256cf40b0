//! The list of towns in the kernel: who counts for what, where the ground lies, what is told and what is charged.

#[path = "support/answers.rs"]
mod answers;
#[path = "support/county.rs"]
mod county;

use std::collections::BTreeMap;

use sanxian_review::data::{Category, Dataset, FeatureId, LayerKind, Level, Stage, TownTraits};
use sanxian_review::finding::{Reason, Review, Verdict};
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
    let all = review.findings.iter().filter(|f| f.subject.0 == "T" && f.clause.0 == clause);
    all.map(|f| f.verdict).max().unwrap_or_else(|| panic!("{clause} said nothing"))
}

#[test]
fn rows_without_a_boundary_count_and_towns_that_left_do_not() {
    let more = |n: usize, traits: TownTraits| (0..n).map(|k| entry(&format!("X{k}"), traits.clone(), false)).collect();
    let judged = |others| of_clause(&review(&listed(others), &policy()), "HZ-COUNTY-3");
    assert_eq!(judged(more(2, traits("330521"))), Verdict::Pass);
    assert_eq!(judged(more(3, traits("330521"))), Verdict::Justify);
    assert_eq!(judged(more(9, traits("330523"))), Verdict::Pass, "another county");
    assert_eq!(judged(more(9, TownTraits { stage: Some(Stage::Removed), ..traits("330521") })), Verdict::Pass);
    let zone = TownTraits { jurisdiction: Some("330500-HZKFQ".to_owned()), ..traits("330521") };
    assert_eq!(judged(more(9, zone)), Verdict::Pass, "a zone's towns count for the zone");
}

#[test]
fn a_mix_is_charged_to_those_who_tip_it_and_told_to_the_others() {
    let leisure = TownTraits { category: Some(Category::Leisure), ..traits("330523") };
    let data = listed((0..3).map(|k| entry(&format!("X{k}"), leisure.clone(), false)).collect());
    let review = review(&data, &policy());
    // a manufacturing town among too many of leisure
    assert_eq!(of_clause(&review, "HZ-MIX"), Verdict::Pass);
    let told = found(&review, "T", "category_mix");
    assert!(told.iter().any(|f| matches!(f.reason, Reason::Mix { category: Category::Leisure, met: false, .. })));
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
