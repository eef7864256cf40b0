//! Control lines that share ground among themselves near a town (不交叉不重叠不冲突).

use serde::Deserialize;

use crate::conflict::Conflict;
use crate::data::LayerKind;
use crate::finding::{Grade, Measure, Reason, Verdict};
use crate::grade::grade;
use crate::measure::{Millimetres, ellipsoidal_area};
use crate::overlay::intersect;
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule};

pub(super) const RULE: Rule = Rule {
    id: "control_line_conflict",
    doc: include_str!("control_line_conflict.md"),
    needs: &LayerKind::CONTROL_LINES,
    bind: |table| Ok(Box::new(table.try_into::<ControlLineConflict>()?)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlLineConflict {
    /// How far around the town's box the lines are compared, metres.
    margin_m: f64,
}

impl Check for ControlLineConflict {
    fn margin(&self) -> Option<Millimetres> {
        Some(Millimetres(crate::shape::round_to_i64(self.margin_m * 1e3)))
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let survey = case.survey();
        if survey.conflicts.is_empty() {
            out.push(Outcome::clear());
        }
        for Conflict { first, second, ground } in &survey.conflicts {
            // the layers are in doubt, not the town: it is asked to verify only where the conflict lies on its ground,
            // by more than two drawings of one edge differ
            let on_town = intersect(ground, &survey.ground).split().any(|piece| {
                let area = ellipsoidal_area(&piece);
                grade(&piece, area, &survey.edges, case.policy.grading()) > Grade::Noise
            });
            let verdict = if on_town { governing.clause.force.when_in_doubt() } else { Verdict::Pass };
            let mut outcome = Outcome::new(verdict, Reason::LinesConflict { first: *first, second: *second });
            outcome.grade = Some(Grade::Material);
            outcome.measured = Some(Measure::AreaMm2(ellipsoidal_area(ground)));
            outcome.ground = Some(ground.clone());
            out.push(outcome);
        }
    }
}
