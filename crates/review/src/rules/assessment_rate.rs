//! How many of a place's assessed towns have a result.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Limit, Measure, Reason, Side, Verdict};
use crate::ledger::{Field, unit};
use crate::policy::Governing;
use crate::rules::{Check, Count, Outcome, Rule, refused};

pub(super) const RULE: Rule = Rule {
    id: "assessment_rate",
    doc: include_str!("assessment_rate.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| {
        let rate: AssessmentRate = table.try_into()?;
        if rate.min_percent.is_some() == rate.above_percent.is_some() {
            return Err(refused("either `min_percent` or `above_percent` is wanted"));
        }
        Ok(Box::new(rate))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AssessmentRate {
    /// Results that count, as the ledger words them.
    results: Vec<String>,
    min_percent: Option<f64>,
    /// The limit itself is not enough.
    above_percent: Option<f64>,
}

impl Check for AssessmentRate {
    fn gives_way(&self) -> bool {
        false
    }

    fn check_places(&self, governing: &Governing<'_>, count: &Count<'_>) -> Vec<(String, Outcome)> {
        let field = Field::Assessment;
        let results: Vec<&str> = count.members_here().filter_map(|member| member.entry.text(field)).collect();
        if results.is_empty() {
            return count.of_place(Outcome::unsaid(field));
        }
        let counted = results.iter().filter(|result| self.results.iter().any(|word| word == *result)).count();
        let whole = i64::try_from(results.len()).unwrap_or(i64::MAX);
        let part = i64::try_from(counted).unwrap_or(i64::MAX);
        let (key, percent) = match (self.min_percent, self.above_percent) {
            (Some(percent), _) => ("min_percent", percent),
            (None, percent) => ("above_percent", percent.unwrap_or_default()),
        };
        let order = unit::compares(part, whole, unit::percent(percent));
        let met = if self.above_percent.is_some() { order.is_gt() } else { order.is_ge() };
        let verdict = if met { Verdict::Pass } else { governing.clause.force.when_broken() };
        let mut outcome = Outcome::new(verdict, Reason::Value { field, side: Side::AtLeast, met });
        outcome.measured = Some(Measure::Share { part, whole });
        let value = Measure::Share { part: unit::percent(percent), whole: unit::WHOLE };
        outcome.limit = Some(Limit { value, from: governing.clause.origin(key) });
        count.of_place(outcome)
    }
}
