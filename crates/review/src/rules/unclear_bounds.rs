//! Defects of the boundary as delivered (四至范围不清晰).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::finding::{Defect, Measure, Reason, Verdict};
use crate::measure::SquareMillimetres;
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule};
use crate::survey::nanodegrees;

pub(super) const RULE: Rule = Rule {
    id: "unclear_bounds",
    doc: include_str!("unclear_bounds.md"),
    needs: &[],
    bind: |table| Ok(Box::new(table.try_into::<UnclearBounds>()?)),
};

/// What each defect costs, and when parts and holes count as one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnclearBounds {
    max_parts: u32,
    tiny_hole_m2: f64,
    several_parts: Verdict,
    tiny_hole: Verdict,
    self_crossing: Verdict,
    spike: Verdict,
    repeated_point: Verdict,
    no_area: Verdict,
    hole_astray: Verdict,
    parts_overlap: Verdict,
}

impl UnclearBounds {
    fn verdict(&self, defect: Defect) -> Verdict {
        match defect {
            Defect::SelfCrossing => self.self_crossing,
            Defect::Spike => self.spike,
            Defect::RepeatedPoint => self.repeated_point,
            Defect::NoArea => self.no_area,
            Defect::HoleAstray => self.hole_astray,
            Defect::PartsOverlap => self.parts_overlap,
            Defect::SeveralParts => self.several_parts,
            Defect::TinyHole => self.tiny_hole,
        }
    }
}

impl Check for UnclearBounds {
    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let survey = case.survey();
        // defect → how often, the first place
        let mut found: BTreeMap<Defect, (u32, Option<(i64, i64)>)> = BTreeMap::new();
        for defect in &survey.defects {
            let entry = found.entry(defect.defect).or_insert((0, defect.at.map(nanodegrees)));
            entry.0 = entry.0.saturating_add(1);
        }
        for (at, area) in survey.ground.holes() {
            if area < SquareMillimetres(crate::shape::round_to_i64(self.tiny_hole_m2 * 1e6)) {
                let entry = found.entry(Defect::TinyHole).or_insert((0, Some(nanodegrees(at))));
                entry.0 = entry.0.saturating_add(1);
            }
        }
        let parts = u32::try_from(survey.ground.part_count()).unwrap_or(u32::MAX);
        // lobes of a ring that crosses itself are one defect, not also several parts
        if parts > self.max_parts && !found.contains_key(&Defect::SelfCrossing) {
            found.insert(Defect::SeveralParts, (parts, None));
        }
        if found.is_empty() {
            out.push(Outcome::clear());
        }
        for (defect, (count, at)) in found {
            // a defect never weighs more than the clause is binding
            let worst = governing.clause.force.when_broken().max(governing.clause.force.when_in_doubt());
            let mut outcome = Outcome::new(self.verdict(defect).min(worst), Reason::Bounds { defect, count, at });
            outcome.measured = Some(Measure::Count(count));
            outcome.ground = survey.drawn();
            out.push(outcome);
        }
    }
}
