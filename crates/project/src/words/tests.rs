use sanxian_review::data::{FeatureId, LayerKind, Level, Stage, TownType};
use sanxian_review::finding::*;
use sanxian_review::measure::{Millimetres, SquareMillimetres};
use sanxian_review::policy::ClauseId;

use crate::lang::Lang;
use crate::words;

fn about(reason: Reason, layer: Option<LayerKind>, measured: Option<Measure>) -> Finding {
    Finding {
        fingerprint: Fingerprint("f".into()),
        rule: "eco_redline_overlap",
        clause: ClauseId("C".into()),
        also: vec![],
        subject: Subject::Town(FeatureId("T1".into())),
        against: Some(FeatureId("T2".into())),
        layer,
        grade: None,
        measured,
        limit: Some(Limit { value: Measure::LengthMm(Millimetres(1_000_000)), from: Provenance::Reviewer }),
        verdict: Verdict::Breach,
        reason,
        shape: None,
    }
}

fn town(area: i64) -> TownRow {
    TownRow {
        id: FeatureId("T1".into()),
        name: "云栖小镇".into(),
        central_meridian: 120,
        area: SquareMillimetres(area),
        planar_area: SquareMillimetres(area),
        eco_redline: None,
        basic_farmland: None,
        outside_urban_boundary: None,
        partition: None,
        four_bounds: FourBounds::default(),
        verdict: Verdict::Breach,
    }
}

/// All values of the closed lists, so that a new one without words does not compile or fails here.
fn reasons() -> Vec<Reason> {
    let bounds = |defect| Reason::Bounds { defect, count: 2, at: Some((120_123_456_789, -30_000_000_400)) };
    let mut all = vec![
        Reason::Clear,
        Reason::TooSmall,
        Reason::TooLarge,
        Reason::TooLargeExcepted,
        Reason::Overlap { material: 1, slivers: 2, noise: 3 },
        Reason::SharedGround,
        Reason::Crowded { cluster: vec![FeatureId("T1".into()), FeatureId("T2".into())] },
        Reason::LinesConflict { first: LayerKind::EcoRedline, second: LayerKind::BasicFarmland },
    ];
    all.extend(DEFECTS.map(bounds));
    all
}

const DEFECTS: [Defect; 8] = [
    Defect::SelfCrossing,
    Defect::Spike,
    Defect::RepeatedPoint,
    Defect::NoArea,
    Defect::HoleAstray,
    Defect::PartsOverlap,
    Defect::SeveralParts,
    Defect::TinyHole,
];

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn every_rule_of_the_catalogue_has_words() {
    let catalogue: Vec<&str> = sanxian_review::rules::CATALOG.iter().map(|rule| rule.id).collect();
    assert_eq!(catalogue, words::RULES);
}

#[test]
fn an_overlap_is_told_with_all_its_numbers() {
    let whole = 27_970_580_000;
    let overlap = Reason::Overlap { material: 1, slivers: 0, noise: 0 };
    let area = Some(Measure::AreaMm2(SquareMillimetres(whole)));
    let found = about(overlap, Some(LayerKind::EcoRedline), area);
    assert_eq!(
        words::finding(&found, Some(&town(whole)), Lang::Zh),
        "占用生态保护红线 27,970.58 平方米（2.7971 公顷，41.9559 亩），占全镇 100.00%；实质压占 1 处，细碎 0 处"
    );
    assert_eq!(
        words::finding(&found, Some(&town(whole)), Lang::En),
        "overlaps the ecological red line: 27,970.58 m² (2.7971 ha, 41.9559 mu), 100.00% of the town; \
         material parts 1, slivers 0"
    );
}

#[test]
fn a_number_that_no_clause_gives_says_so() {
    let cluster = vec![FeatureId("T1".into()), FeatureId("T2".into())];
    let found = about(Reason::Crowded { cluster }, None, Some(Measure::LengthMm(Millimetres(812_345))));
    assert_eq!(
        words::finding(&found, None, Lang::Zh),
        "与小镇 T2 最近相距 812.35 米，小于 1,000.00 米（审查参数，非条文数值）；相邻成组 2 个：T1、T2"
    );
}

#[test]
fn every_reason_has_a_sentence_in_both_languages() {
    let layers = [None, Some(LayerKind::EcoRedline), Some(LayerKind::UrbanBoundary)];
    let measures = [None, Some(Measure::AreaMm2(SquareMillimetres(1))), Some(Measure::Count(3))];
    for reason in reasons() {
        for (layer, measure) in layers.into_iter().flat_map(|l| measures.map(|m| (l, m))) {
            let found = about(reason.clone(), layer, measure);
            let (zh, en) = (words::finding(&found, None, Lang::Zh), words::finding(&found, None, Lang::En));
            assert!(is_chinese(&zh), "{reason:?}: {zh}");
            assert!(!en.is_empty() && !is_chinese(&en), "{reason:?}: {en}");
        }
    }
}

#[test]
fn every_name_exists_in_both_languages() {
    let layers = ["eco_redline", "basic_farmland", "urban_boundary", "towns", "counties"]
        .map(|key| LayerKind::from_key(key).expect("a layer's key"));
    let verdicts = [Verdict::Pass, Verdict::NotChecked, Verdict::Justify, Verdict::Verify, Verdict::Breach];
    let types =
        [TownType::CultureTourism, TownType::Sports, TownType::AgriPastoral, TownType::IndustryFusion, TownType::Other];
    let names = |lang| {
        let mut all: Vec<&str> = words::RULES.iter().map(|id| words::rule(id, lang)).collect();
        all.extend(verdicts.map(|v| words::verdict(v, lang)));
        all.extend([Grade::Noise, Grade::Sliver, Grade::Material].map(|g| words::grade(g, lang)));
        all.extend(layers.map(|l| words::layer(l, lang)));
        all.extend(DEFECTS.map(|d| words::defect(d, lang)));
        all.extend([Provenance::Clause, Provenance::Reviewer].map(|p| words::provenance(p, lang)));
        all.extend([Level::Provincial, Level::Municipal].map(|l| words::level(l, lang)));
        all.extend([Stage::Named, Stage::Creating, Stage::Cultivating, Stage::Removed].map(|s| words::stage(s, lang)));
        all.extend(types.map(|t| words::town_type(t, lang)));
        all
    };
    assert!(names(Lang::Zh).iter().all(|name| is_chinese(name)));
    assert!(names(Lang::En).iter().all(|name| !name.is_empty() && !is_chinese(name) && !name.contains('_')));
}

#[test]
fn what_was_not_checked_and_what_failed_are_told() {
    let not = NotChecked { clause: None, rule: "eco_redline_overlap".into(), missing: vec![LayerKind::EcoRedline] };
    assert_eq!(words::not_checked(&not, Lang::Zh), "未检查“占用生态保护红线”：未提供生态保护红线");
    let fault =
        Fault { subject: Subject::Town(FeatureId("T1".into())), rule: "town_size".into(), what: "overflow".into() };
    assert!(words::fault(&fault, Lang::Zh).contains("T1"));
    assert!(words::fault(&fault, Lang::En).contains("overflow"));
}

#[test]
fn keys_in_files_are_the_names_that_are_read_back() {
    for verdict in [Verdict::Pass, Verdict::NotChecked, Verdict::Justify, Verdict::Verify, Verdict::Breach] {
        assert_eq!(serde_json::to_value(verdict).expect("a word"), verdict.key());
    }
    for grade in [Grade::Noise, Grade::Sliver, Grade::Material] {
        assert_eq!(serde_json::to_value(grade).expect("a word"), grade.key());
    }
}
