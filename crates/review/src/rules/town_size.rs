//! The town's area against a lower and an upper bound.

use serde::Deserialize;

use crate::finding::{Limit, Measure, Provenance, Reason, Verdict};
use crate::measure::SquareMillimetres;
use crate::policy::{Exception, Governing};
use crate::rules::{Case, Check, Outcome, Rule, refused};

pub(super) const RULE: Rule = Rule {
    id: "town_size",
    doc: include_str!("town_size.md"),
    needs: &[],
    bind: |table| {
        let limits: Limits = table.try_into()?;
        if limits.min_km2.zip(limits.max_km2).is_some_and(|(min, max)| min > max) {
            return Err(refused("`min_km2` must not be above `max_km2`"));
        }
        let matters = [("min_km2", limits.min_km2), ("max_km2", limits.max_km2)];
        let matters = matters.iter().filter(|(_, limit)| limit.is_some()).map(|(name, _)| *name).collect();
        Ok(Box::new(TownSize { limits, matters }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    min_km2: Option<f64>,
    max_km2: Option<f64>,
    /// How far an excepted town may go before the exception no longer helps.
    raised_max_km2: Option<f64>,
}

struct TownSize {
    limits: Limits,
    matters: Vec<&'static str>,
}

impl Check for TownSize {
    fn matters(&self) -> &[&'static str] {
        &self.matters
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let survey = case.survey();
        let decides = |matter| governing.matters.contains(&matter);
        let min = self.limits.min_km2.filter(|_| decides("min_km2")).map(from_km2);
        let max = self.limits.max_km2.filter(|_| decides("max_km2")).map(from_km2);
        let broken = governing.clause.force.when_broken();
        let (verdict, reason, limit) = if let Some(min) = min.filter(|min| survey.area < *min) {
            (broken, Reason::TooSmall, Some(min))
        } else if let Some(max) = max.filter(|max| survey.area > *max) {
            let raised = self.limits.raised_max_km2.map(from_km2);
            match governing.clause.exception("max_km2", &survey.town.traits) {
                Some(Exception { then, .. }) if raised.is_none_or(|raised| survey.area <= raised) => {
                    (*then, Reason::TooLargeExcepted, Some(max))
                }
                _ => (broken, Reason::TooLarge, Some(max)),
            }
        } else {
            (Verdict::Pass, Reason::Clear, max.or(min))
        };
        let mut outcome = Outcome::new(verdict, reason);
        outcome.measured = Some(Measure::AreaMm2(survey.area));
        outcome.limit = limit.map(|value| Limit { value: Measure::AreaMm2(value), from: Provenance::Clause });
        if verdict != Verdict::Pass {
            outcome.ground = survey.drawn();
        }
        out.push(outcome);
    }
}

fn from_km2(km2: f64) -> SquareMillimetres {
    SquareMillimetres(crate::shape::round_to_i64(km2 * 1e12))
}
