//! A boundary that is nearly a township's or a development zone's.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Limit, Measure, Reason, Verdict};
use crate::ledger::unit;
use crate::measure::ellipsoidal_area;
use crate::overlay::intersect;
use crate::policy::Governing;
use crate::publish::drawn;
use crate::rules::{Case, Check, Outcome, Rule, refused};

pub(super) const RULE: Rule = Rule {
    id: "copied_unit",
    doc: include_str!("copied_unit.md"),
    needs: &[LayerKind::Townships, LayerKind::DevelopmentZones],
    bind: |table| {
        let p: Parameters = table.try_into()?;
        if !matches!(p.layer, LayerKind::Townships | LayerKind::DevelopmentZones) {
            return Err(refused("`layer` must be `townships` or `development_zones`"));
        }
        if p.alike_percent.is_some() == p.covered_percent.is_some() {
            return Err(refused("either `alike_percent` or `covered_percent` is wanted"));
        }
        Ok(Box::new(CopiedUnit { needs: [p.layer], matters: [p.layer.key()], p }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    layer: LayerKind,
    /// Intersection over union from which on two outlines are one.
    alike_percent: Option<f64>,
    /// Share of the town that a unit covers.
    covered_percent: Option<f64>,
}

struct CopiedUnit {
    p: Parameters,
    needs: [LayerKind; 1],
    matters: [&'static str; 1],
}

impl Check for CopiedUnit {
    fn matters(&self) -> &[&'static str] {
        &self.matters
    }

    fn needs(&self) -> Option<&[LayerKind]> {
        Some(&self.needs)
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let survey = case.survey();
        let plane = survey.ground.plane();
        let before = out.len();
        let near = case.layers.near(self.p.layer, plane, &survey.bounds.padded(0.0)).unwrap_or_default();
        for patch in near {
            let unit_ground = plane.project(&patch.feature.shape); // whole: near() may have cut its far side
            let shared = intersect(&survey.ground, &unit_ground);
            let (common, whole) = (ellipsoidal_area(&shared).0, ellipsoidal_area(&unit_ground).0);
            let union = survey.area.0.saturating_add(whole).saturating_sub(common);
            let (key, percent, whole) = match (self.p.alike_percent, self.p.covered_percent) {
                (Some(alike), _) => ("alike_percent", alike, union),
                (None, covered) => ("covered_percent", covered.unwrap_or_default(), survey.area.0),
            };
            if common == 0 || unit::compares(common, whole, unit::percent(percent)).is_lt() {
                continue;
            }
            let name = patch.feature.attribute(&["XZQMC", "KFQMC", "MC", "name", "名称"]);
            let name = name.unwrap_or(&patch.feature.id.0).to_owned();
            let covered = unit::share(common, survey.area.0);
            let reason = Reason::Copied { layer: self.p.layer, unit: name, covered };
            let mut outcome = Outcome::new(governing.clause.force.when_broken(), reason);
            outcome.layer = Some(self.p.layer);
            outcome.measured = Some(Measure::Share { part: common, whole });
            let value = Measure::Share { part: unit::percent(percent), whole: unit::WHOLE };
            outcome.limit = Some(Limit { value, from: governing.clause.origin(key) });
            outcome.ground = drawn(&shared);
            out.push(outcome);
        }
        if out.len() == before {
            let mut outcome = Outcome::new(Verdict::Pass, Reason::Clear);
            outcome.layer = Some(self.p.layer);
            out.push(outcome);
        }
    }
}
