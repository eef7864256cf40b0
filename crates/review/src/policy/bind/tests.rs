use std::collections::BTreeMap;

use geo::{LineString, MultiPolygon, Polygon};

use super::*;
use crate::data::{Dataset, Feature, FeatureId, LayerKind, Shape, Town};
use crate::finding::Verdict;
use crate::review;
use crate::rules::{Case, Outcome};

/// A rule with a fault of its own for one town.
static FAULTY: Rule = Rule { id: "faulty", doc: "", needs: &[], bind: |_| Ok(Box::new(Faulty)) };

struct Faulty;

impl Check for Faulty {
    fn check(&self, case: &Case<'_>, _: &Governing<'_>, out: &mut Vec<Outcome>) {
        out.push(Outcome::clear());
        assert_ne!(case.survey().town.feature.id.0, "B", "no rule for B");
    }
}

fn town(id: &str, lat: f64) -> Town {
    let ring: LineString<f64> = vec![(120.0, lat), (120.02, lat), (120.02, lat + 0.01), (120.0, lat + 0.01)].into();
    let shape = Shape::new(MultiPolygon(vec![Polygon::new(ring, Vec::new())])).unwrap();
    let feature = Feature { id: FeatureId(id.to_owned()), position: 1, attributes: [].into(), shape };
    Town { feature, name: String::new(), traits: TownTraits::default() }
}

#[test]
fn a_rule_that_panics_is_a_fault_of_that_town_and_spoils_nothing_else() {
    let text = include_str!("../../../../../data/policy/national.toml");
    let pack = Pack::parse("national.toml", text).unwrap();
    let mut policy = Policy::new(vec![pack], "2023-01-01".parse().unwrap(), Millimetres(0)).unwrap();
    policy.bound.push(Bound { pack: 0, clause: 0, rule: &FAULTY, check: Box::new(Faulty) });

    let mut around = town("u", 29.0).feature;
    let ring: LineString<f64> = vec![(119.0, 29.0), (121.0, 29.0), (121.0, 31.0), (119.0, 31.0)].into();
    around.shape = Shape::new(MultiPolygon(vec![Polygon::new(ring, Vec::new())])).unwrap();
    let layers = LayerKind::CONTROL_LINES.map(|kind| match kind {
        LayerKind::UrbanBoundary => (kind, vec![around.clone()]),
        _ => (kind, Vec::new()),
    });
    let towns = ["A", "B", "C"].iter().zip([30.0, 30.2, 30.4]).map(|(id, lat)| town(id, lat)).collect();
    let review = review(&Dataset { towns, layers: BTreeMap::from(layers), ..Dataset::default() }, &policy);

    let faults: Vec<_> = review.faults.iter().map(|f| (f.subject.key(), f.rule.as_str())).collect();
    assert_eq!(faults, [("B", "faulty")]);
    assert!(review.faults[0].what.contains("no rule for B"), "{}", review.faults[0].what);
    let verdicts: Vec<_> = review.towns.iter().map(|row| row.verdict).collect();
    assert_eq!(verdicts, [Verdict::Pass, Verdict::Verify, Verdict::Pass], "a fault is no pass");
    let judged = |id: &str| review.findings.iter().filter(|f| f.subject.key() == id && f.rule != "faulty").count();
    assert_eq!((judged("A"), judged("B")), (6, 6), "the other rules have judged B");
    assert!(!review.findings.iter().any(|f| f.subject.key() == "B" && f.rule == "faulty"), "half an answer is none");
}
