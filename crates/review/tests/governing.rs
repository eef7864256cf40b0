//! Which clause governs whom: overriding matter by matter, places, dates, exceptions, and towns that cannot be measured.

#[path = "support/answers.rs"]
mod answers;
#[path = "support/county.rs"]
mod county;

use geo::MultiPolygon;
use sanxian_review::data::{Level, Shape, Stage, TownTraits, TownType};
use sanxian_review::finding::Verdict;
use sanxian_review::measure::Millimetres;
use sanxian_review::policy::{Pack, Policy, PolicyError};
use sanxian_review::review;

use answers::row;
use county::{Place, dataset, deqing, feature, policy, town};

/// Clause, matters it decides, clauses that gave way, of one rule.
fn governing(policy: &Policy, traits: &TownTraits, rule: &str) -> Vec<(String, Vec<&'static str>, Vec<String>)> {
    let of = policy.governing(traits).into_iter().filter(|g| g.rule.id == rule);
    of.map(|g| (g.clause.id.0.clone(), g.matters, g.also.into_iter().map(|id| id.0).collect())).collect()
}

fn at(code: &str, stage: Option<Stage>) -> TownTraits {
    TownTraits { admin_code: Some(code.to_owned()), stage, ..TownTraits::default() }
}

#[test]
fn the_province_sets_the_upper_bound_and_the_nation_keeps_the_lower() {
    let both = |traits| {
        let mut rows = governing(&policy(), &traits, "town_size");
        rows.sort();
        rows
    };
    let national = |matters| ("GB33-AREA".to_owned(), matters, Vec::new());
    let provincial = ("ZJ73-AREA-MAX".to_owned(), vec!["max_km2"], vec!["GB33-AREA".to_owned()]);
    assert_eq!(both(at("331102", Some(Stage::Named))), [national(vec!["min_km2"]), provincial.clone()]);
    assert_eq!(both(at("331102", None)), [national(vec!["min_km2"]), provincial], "an unknown stage excludes nothing");
    assert_eq!(both(at("331102", Some(Stage::Creating))), [national(vec!["min_km2", "max_km2"])]);
    assert_eq!(both(at("110101", Some(Stage::Named))), [national(vec!["min_km2", "max_km2"])]);
}

#[test]
fn a_province_that_states_both_bounds_governs_alone_and_cites_the_nation() {
    let rows = governing(&policy(), &at("630123", None), "town_size");
    assert_eq!(rows, [("QH5-AREA".to_owned(), vec!["min_km2", "max_km2"], vec!["GB33-AREA".to_owned()])]);
}

#[test]
fn a_city_stands_above_its_province_where_it_speaks_and_nowhere_else() {
    let clauses = |rule| {
        let rows = governing(&policy(), &deqing(), rule);
        rows.into_iter().map(|(clause, _, also)| (clause, also)).collect::<Vec<_>>()
    };
    assert_eq!(clauses("town_overlap"), [("HZ-CLUSTER-OVERLAP".to_owned(), vec!["GB33-APART".to_owned()])]);
    assert_eq!(clauses("crowded_neighbours"), [("HZ-CLUSTER".to_owned(), Vec::new())]);
    assert_eq!(clauses("eco_redline_overlap"), [("ZJ73-LINES".to_owned(), vec!["GB33-LINES".to_owned()])]);
    assert_eq!(clauses("unclear_bounds"), [("GB33-CLEAR".to_owned(), Vec::new())]);
    assert_eq!(governing(&policy(), &at("331102", None), "crowded_neighbours"), [], "no city, no such clause");
}

#[test]
fn a_document_is_in_force_from_its_day_on() {
    let on = |day: &str| {
        let packs = policy().packs().to_vec();
        let policy = Policy::new(packs, day.parse().unwrap(), Millimetres(0)).unwrap();
        governing(&policy, &at("330106", None), "eco_redline_overlap").into_iter().map(|row| row.0).collect::<Vec<_>>()
    };
    assert_eq!(on("2022-12-09"), ["ZJ73-LINES"]);
    assert_eq!(on("2022-12-08"), ["GB33-LINES"]);
    assert_eq!(on("2020-09-15"), [] as [&str; 0]);
}

#[test]
fn lines_that_no_clause_in_force_judges_are_not_passed() {
    let packs = policy().packs().to_vec();
    let before = Policy::new(packs, "2018-01-01".parse().unwrap(), Millimetres(0)).unwrap();
    let place = Place::at(101.77, 36.6);
    let around = place.rectangle(-500.0, -500.0, 9000.0, 9000.0);
    let towns = vec![town("T", at("630123", None), place.rectangle(0.0, 0.0, 2000.0, 1000.0))];
    let review = review(&dataset(towns, Vec::new(), Vec::new(), vec![feature("u", around)]), &before);
    assert_eq!(row(&review, "T").verdict, Verdict::NotChecked);
    assert_eq!(review.not_checked.iter().filter(|n| n.clause.is_none()).count(), 3);
}

#[test]
fn an_exception_is_earned_by_a_type_that_is_known() {
    let clause = |traits: &TownTraits| {
        let policy = policy();
        let all = policy.governing(traits);
        let size = all.iter().find(|g| g.clause.id.0 == "QH5-AREA").unwrap();
        ["max_km2", "min_km2"].map(|matter| size.clause.exception(matter, traits).map(|e| e.then))
    };
    let of = |town_type| TownTraits { town_type, ..at("630123", None) };
    for town_type in [TownType::CultureTourism, TownType::Sports, TownType::AgriPastoral] {
        assert_eq!(clause(&of(Some(town_type))), [Some(Verdict::Justify), None]);
    }
    for town_type in [Some(TownType::Other), Some(TownType::IndustryFusion), None] {
        assert_eq!(clause(&of(town_type)), [None, None]);
    }
}

#[test]
fn a_town_without_a_code_is_spoken_of_by_every_pack() {
    let traits = TownTraits { level: Some(Level::Provincial), ..TownTraits::default() };
    let rows = governing(&policy(), &traits, "eco_redline_overlap");
    assert_eq!(rows.iter().map(|row| row.0.as_str()).collect::<Vec<_>>(), ["ZJ73-LINES", "QH5-LINES"]);
}

#[test]
fn packs_that_cannot_be_bound_are_refused_by_name() {
    let national = include_str!("../../../data/policy/national.toml");
    let bind = |text: &str| {
        let packs = vec![Pack::parse("p.toml", text)?];
        Policy::new(packs, "2023-01-01".parse().unwrap(), Millimetres(0)).map(|_| ())
    };
    let message = |from: &str, to: &str| bind(&national.replacen(from, to, 1)).unwrap_err().to_string();
    assert!(bind(national).is_ok());
    assert!(message("max_km2 = 5.0", "max_kn2 = 5.0").contains("GB33-AREA"));
    assert!(message("max_km2 = 5.0", "max_kn2 = 5.0").contains("unknown field `max_kn2`"));
    assert!(message("\"town_size\"", "\"town_sise\"").contains("`town_sise`, which does not exist"));
    assert!(message("GB33-LINES", "GB33-AREA").contains("there twice"));
    assert!(message("force   = \"must\"", "force   = \"shall\"").contains("p.toml"));
    assert!(matches!(bind(&national.replace("[grading]", "[graded]")), Err(PolicyError::Toml { .. })));
    assert!(message("rule    = \"town_overlap\"", "manual  = false").contains("GB33-APART"));
    let twice = || Pack::parse("p.toml", national).unwrap();
    let error = Policy::new(vec![twice(), twice()], "2023-01-01".parse().unwrap(), Millimetres(0)).err().unwrap();
    assert!(error.to_string().contains("`national` is there twice"), "{error}");
}

#[test]
fn a_town_that_cannot_be_measured_is_a_fault_and_the_others_are_judged() {
    let place = Place::at(120.08, 30.65);
    let nothing = Shape::new(MultiPolygon(Vec::new())).unwrap();
    let towns = vec![
        town("A", deqing(), nothing),
        town("B", deqing(), place.rectangle(0.0, 0.0, 2000.0, 1000.0)),
        town("C", deqing(), place.shape(&[(0.0, 5000.0), (700.0, 5000.0), (300.0, 5000.0)])),
    ];
    let around = place.rectangle(-500.0, -500.0, 9000.0, 9000.0);
    let review = review(&dataset(towns, Vec::new(), Vec::new(), vec![feature("u", around)]), &policy());
    assert_eq!(review.towns.len(), 3);
    assert_eq!((row(&review, "A").verdict, row(&review, "A").area.0), (Verdict::Verify, 0));
    assert_eq!(review.faults.iter().map(|f| (f.subject.key(), f.rule.as_str())).collect::<Vec<_>>(), [("A", "survey")]);
    assert_eq!(row(&review, "B").verdict, Verdict::Pass);
    assert_eq!((row(&review, "C").verdict, row(&review, "C").area.0), (Verdict::Verify, 0), "a boundary without area");
}

#[test]
fn a_number_that_no_area_or_length_can_be_is_refused() {
    let national = include_str!("../../../data/policy/national.toml");
    let refused = |text: String| {
        let packs = vec![Pack::parse("national.toml", &text).unwrap()];
        Policy::new(packs, "2023-01-01".parse().unwrap(), Millimetres(0)).map(drop).unwrap_err().to_string()
    };
    assert!(refused(national.replace("max_km2 = 5.0", "max_km2 = nan")).contains("`max_km2` must be a finite number"));
    assert!(refused(national.replace("max_km2 = 5.0", "max_km2 = -5.0")).contains("`max_km2`"));
    assert!(refused(national.replace("noise_m2               = 1.0", "noise_m2 = -1.0")).contains("`noise_m2`"));
}
