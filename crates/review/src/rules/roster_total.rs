//! A sum over the towns of a place, against the document's target.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Limit, Reason, Verdict};
use crate::ledger::{Field, unit};
use crate::policy::Governing;
use crate::rules::{Check, Count, Outcome, Rule, refused};

pub(super) const RULE: Rule = Rule {
    id: "roster_total",
    doc: include_str!("roster_total.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| {
        let p: Parameters = table.try_into()?;
        let targets = [
            ("min_count", p.min_count.map(unit::count)),
            ("min_wan_count", p.min_wan_count.map(unit::wan)),
            ("min_yi", p.min_yi.map(unit::yi)),
            ("min_wan_yi", p.min_wan_yi.map(unit::wan_yi)),
        ];
        let given: Vec<_> = targets.into_iter().filter_map(|(key, target)| Some((key, target?))).collect();
        let [target] = given[..] else { return Err(refused("exactly one target is wanted")) };
        Ok(Box::new(RosterTotal { field: p.field, target, matters: [p.field.key()] }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    field: Field,
    min_count: Option<f64>,
    min_wan_count: Option<f64>,
    min_yi: Option<f64>,
    min_wan_yi: Option<f64>,
}

struct RosterTotal {
    field: Field,
    target: (&'static str, i64),
    matters: [&'static str; 1],
}

impl Check for RosterTotal {
    fn gives_way(&self) -> bool {
        false
    }

    fn matters(&self) -> &[&'static str] {
        &self.matters
    }

    fn check_places(&self, governing: &Governing<'_>, count: &Count<'_>) -> Vec<(String, Outcome)> {
        let numbers: Vec<i64> = count.members_here().filter_map(|member| member.entry.number(self.field)).collect();
        if numbers.is_empty() {
            return count.of_place(Outcome::unsaid(self.field));
        }
        let sum = numbers.iter().fold(0, |sum: i64, number| sum.saturating_add(*number));
        let (key, target) = self.target;
        let met = sum >= target;
        let verdict = if met { Verdict::Pass } else { governing.clause.force.when_broken() };
        let towns = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let mut outcome = Outcome::new(verdict, Reason::Total { field: self.field, towns, met });
        outcome.measured = Some(unit::measure(self.field, sum));
        outcome.limit = Some(Limit { value: unit::measure(self.field, target), from: governing.clause.origin(key) });
        count.of_place(outcome)
    }
}
