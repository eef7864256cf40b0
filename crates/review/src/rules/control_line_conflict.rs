//! Control lines that share ground among themselves near a town (不交叉不重叠不冲突).

use serde::Deserialize;

use crate::conflict::Conflict;
use crate::data::LayerKind;
use crate::finding::{Grade, Measure, Reason, Verdict};
use crate::measure::Millimetres;
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
        for Conflict { first, second, area, on_town, drawn } in &survey.conflicts {
            // the layers are in doubt, not the town: it is asked to verify only where the conflict lies on its ground
            let verdict = if *on_town { governing.clause.force.when_in_doubt() } else { Verdict::Pass };
            let mut outcome = Outcome::new(verdict, Reason::LinesConflict { first: *first, second: *second });
            outcome.grade = Some(Grade::Material);
            outcome.measured = Some(Measure::AreaMm2(*area));
            outcome.ground = drawn.clone();
            out.push(outcome);
        }
    }
}
