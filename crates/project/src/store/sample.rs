//! A small finished review for tests: every kind of row, nasty names, awkward shapes.

use std::collections::BTreeMap;

use geo::{LineString, MultiPolygon, Polygon};
use sanxian_review::data::*;
use sanxian_review::finding::*;
use sanxian_review::ledger::{Entry, Field, Ledger, Value};
use sanxian_review::measure::{Millimetres, SquareMillimetres};
use sanxian_review::policy::ClauseId;

use super::Recorded;
use super::decision::{Decision, DecisionKind, Exemption, MadeOn};
use crate::problem::Problem;
use crate::run_info::{Parameter, RunInfo};
use crate::source::{CrsFound, SourceInfo, SourcePart};

/// Names that break careless writers.
pub(crate) const NASTY: [&str; 8] = [
    "=HYPERLINK(\"http://x\",\"y\")",
    "+1,2\r\n\"quoted\"",
    "-小镇 🏘️\u{200d}",
    "@\u{202e}txet LTR\u{202c} שלום",
    "\tTab & <b>markup</b> ]]> '; DROP TABLE towns; --",
    "{\"json\": [1e400, \\u0000]}",
    "",
    "  spaces\u{a0}and a line\nbreak  ",
];

pub(crate) fn shape(rings: &[&[&[(f64, f64)]]]) -> Shape {
    let polygon = |rings: &&[&[(f64, f64)]]| {
        let mut rings = rings.iter().map(|ring| LineString::from(ring.to_vec()));
        let exterior = rings.next().unwrap_or_else(|| LineString(vec![]));
        Polygon::new(exterior, rings.collect())
    };
    Shape::new(MultiPolygon(rings.iter().map(polygon).collect())).expect("sample coordinates are on Earth")
}

/// A square of about a kilometre whose south-west corner is `step` kilometres east, running clockwise.
pub(crate) fn square(step: usize) -> Shape {
    let (w, s) = (119.7 + step as f64 * 0.012_345_678_912, 30.6);
    let (e, n) = (w + 0.01, s + 0.01);
    shape(&[&[&[(w, s), (w, n), (e, n), (e, s), (w, s)]]])
}

fn feature(id: &str, position: u64, shape: Shape) -> Feature {
    let attributes = vec![("BSM".into(), id.into()), ("备注".into(), NASTY[position as usize % 8].into())];
    Feature { id: FeatureId(id.into()), position, attributes: attributes.into(), shape }
}

fn town(index: usize) -> Town {
    let mut feature = feature(&format!("T{index}"), index as u64 + 1, square(index));
    if index == 1 {
        feature.attributes = Attributes::new(feature.attributes.texts().chain([("BSM", "twice the same name")]));
    }
    let traits = TownTraits {
        admin_code: Some("330523".into()),
        level: Some(Level::Provincial),
        stage: (index == 0).then_some(Stage::Named),
        town_type: Some(TownType::CultureTourism),
        ..TownTraits::default()
    };
    Town { feature, name: NASTY[index].into(), traits }
}

fn row(index: usize) -> TownRow {
    let checked = index != 2;
    let area = SquareMillimetres(1_063_000_123_456 + index as i64);
    let part = SquareMillimetres(27_970_580_500);
    let rest = SquareMillimetres(area.0 - part.0);
    let none = SquareMillimetres(0);
    TownRow {
        id: FeatureId(format!("T{index}")),
        name: NASTY[index].into(),
        central_meridian: 120,
        area,
        planar_area: SquareMillimetres(area.0 + 24_000_499),
        eco_redline: Some(part),
        basic_farmland: Some(none),
        outside_urban_boundary: checked.then_some(none),
        partition: checked.then_some(Partition {
            eco_redline: part,
            basic_farmland: none,
            outside_urban_boundary: none,
            compliant: rest,
        }),
        four_bounds: FourBounds { east: (119_710_000_000, 30_610_000_000), ..FourBounds::default() },
        verdict: [Verdict::Breach, Verdict::Pass, Verdict::NotChecked][index % 3],
    }
}

fn finding(index: usize, rule: &'static str, verdict: Verdict, shape: Option<Shape>) -> Finding {
    let overlap = rule.ends_with("_overlap");
    Finding {
        fingerprint: Fingerprint(format!("{index:02x}{}", rule.len())),
        rule,
        clause: ClauseId("QH5-LINES".into()),
        also: vec![ClauseId("CN-3LINES".into())],
        subject: Subject::Town(FeatureId(format!("T{}", index % 3))),
        against: (rule == "crowded_neighbours").then(|| FeatureId("T1".into())),
        layer: overlap.then_some(LayerKind::EcoRedline),
        grade: overlap.then_some(Grade::Material),
        measured: Some(if overlap {
            Measure::AreaMm2(SquareMillimetres(27_970_580_500))
        } else {
            Measure::LengthMm(Millimetres(812_345))
        }),
        limit: (!overlap)
            .then_some(Limit { value: Measure::LengthMm(Millimetres(1_000_000)), from: Provenance::Reviewer }),
        verdict,
        reason: if overlap {
            Reason::Overlap { material: 1, slivers: 0, noise: 2 }
        } else {
            Reason::Crowded { cluster: vec![FeatureId("T0".into()), FeatureId("T1".into())] }
        },
        shape,
    }
}

fn review() -> Review {
    let (w, s) = (119.701, 30.601);
    let hole_turning_left =
        [(w + 0.001, s + 0.001), (w + 0.002, s + 0.001), (w + 0.002, s + 0.002), (w + 0.001, s + 0.001)];
    let shell = [(w, s), (w, s + 0.005), (w + 0.005, s + 0.005), (w + 0.005, s), (w, s)];
    let with_hole = shape(&[&[&shell, &hole_turning_left]]);
    let far = [(w + 0.006, s), (w + 0.006, s + 0.001), (w + 0.007, s), (w + 0.006, s)];
    let two_parts = shape(&[&[&shell], &[&far]]);
    let bounds = Finding {
        reason: Reason::Bounds { defect: Defect::SelfCrossing, count: 1, at: Some((119_700_000_001, 30_600_000_000)) },
        measured: Some(Measure::Count(1)),
        ..finding(4, "unclear_bounds", Verdict::Verify, None)
    };
    let overlap = |town: usize, feature: &str, position, mm2| OverlapRow {
        town: FeatureId(format!("T{town}")),
        layer: LayerKind::EcoRedline,
        feature: FeatureId(feature.into()),
        position,
        area: SquareMillimetres(mm2),
        grade: Grade::Material,
    };
    Review {
        towns: (0..6).map(row).collect(),
        overlaps: vec![overlap(0, "=1+1", 2, 27_970_580_500), overlap(0, "R1", 1, 499), overlap(1, "R1", 1, 1_620_000)],
        neighbours: vec![NeighbourRow {
            town_a: FeatureId("T0".into()),
            town_b: FeatureId("T1".into()),
            distance: Millimetres(812_345),
        }],
        findings: vec![
            finding(0, "eco_redline_overlap", Verdict::Breach, Some(with_hole)),
            finding(1, "crowded_neighbours", Verdict::Justify, None),
            finding(2, "town_overlap", Verdict::Verify, Some(two_parts)),
            finding(3, "basic_farmland_overlap", Verdict::Pass, Some(square(3))),
            bounds,
            Finding {
                subject: Subject::Place("3305".into()),
                measured: Some(Measure::Count(21)),
                ..finding(5, "roster_quota", Verdict::Breach, None)
            },
        ],
        not_checked: vec![
            NotChecked { clause: None, rule: "beyond_urban_boundary".into(), missing: vec![LayerKind::UrbanBoundary] },
            NotChecked { clause: Some(ClauseId("X".into())), rule: "town_size".into(), missing: vec![] },
        ],
        faults: vec![Fault {
            subject: Subject::Town(FeatureId("T2".into())),
            rule: "measure".into(),
            what: "<b>\u{7}boom".into(),
        }],
    }
}

fn ledger() -> Ledger {
    let entry = Entry {
        line: 2,
        town: Some(FeatureId("T0".into())),
        code: "T0".into(),
        name: NASTY[0].into(),
        traits: TownTraits { category: Some(Category::Leisure), ..TownTraits::default() },
        values: BTreeMap::from([
            (Field::GreenCover, Value::Percent(3_000)),
            (Field::Operator, Value::Text(NASTY[4].into())),
            (Field::CreatedOn, Value::Date("2017-01-01".parse().expect("a day"))),
        ]),
    };
    let stray = Entry { line: 3, town: None, code: String::new(), values: BTreeMap::new(), ..entry.clone() };
    Ledger { entries: vec![entry, stray], columns: [Field::Code, Field::GreenCover].into() }
}

/// A whole finished review.
pub(crate) fn recorded() -> Recorded {
    let line =
        |step| vec![feature("=1+1", 2, square(step)), feature("R1", 1, square(step)), feature("R1", 3, shape(&[]))];
    Recorded {
        run: RunInfo {
            as_of: "2026-08-01".into(),
            near: Millimetres(1_000_000),
            software: "sanxian 0.1.0".into(),
            proj: "9.6.2".into(),
            packs: serde_json::json!([{ "id": "national", "number": 1e-7, "large": 1e21, "clauses": [{"quote": NASTY[4]}] }]),
            parameters: vec![Parameter {
                name: "national/CN-NEAR/near_m".into(),
                value: "1000".into(),
                unit: "m".into(),
                provenance: Provenance::Reviewer,
            }],
        },
        sources: vec![SourceInfo {
            role: LayerKind::Towns,
            file: NASTY[0].into(),
            format: "geojson".into(),
            parts: vec![SourcePart { name: "towns.geojson".into(), bytes: 1234, sha256: "ab".repeat(32) }],
            crs: CrsFound {
                epsg: Some(4490),
                name: "CGCS2000".into(),
                reason_zh: "数值范围".into(),
                reason_en: "magnitude".into(),
            },
            encoding: "UTF-8".into(),
            features: 6,
            kept: 6,
        }],
        problems: vec![Problem {
            role: LayerKind::EcoRedline,
            file: "红线.geojson".into(),
            position: Some(3),
            feature: Some(NASTY[2].into()),
            place: Some((119.700_000_000_1, 30.6)),
            code: "self_crossing".into(),
            zh: "自相交".into(),
            en: "crosses itself".into(),
            area_change_mm2: Some(-12_345),
            dropped: false,
        }],
        towns: (0..6).map(town).collect(),
        ledger: Some(ledger()),
        layers: BTreeMap::from([(LayerKind::EcoRedline, line(0)), (LayerKind::BasicFarmland, vec![])]),
        review: review(),
        decisions: vec![decision()],
    }
}

fn decision() -> Decision {
    let finding = &review().findings[0];
    Decision {
        finding: finding.fingerprint.clone(),
        kind: DecisionKind::Exempt,
        comment: NASTY[4].into(),
        reviewer: NASTY[0].into(),
        exemption: Some(Exemption {
            activity: "线性基础设施".into(),
            document: NASTY[2].into(),
            date: "2025-03-01".into(),
        }),
        at: "2026-08-02 09:30".into(),
        made_on: MadeOn::of(finding),
    }
}
