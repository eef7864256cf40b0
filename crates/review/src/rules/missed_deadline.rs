//! Deadlines of the ledger that have passed.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::Reason;
use crate::ledger::Field;
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule};

pub(super) const RULE: Rule = Rule {
    id: "missed_deadline",
    doc: include_str!("missed_deadline.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| {
        let MissedDeadline { field, months } = table.try_into()?;
        Ok(Box::new(Bound { field, months, matters: [field.key()] }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MissedDeadline {
    field: Field,
    /// The day is the last time; the next is due so many months later. Without it the day itself is the deadline.
    months: Option<u32>,
}

struct Bound {
    field: Field,
    months: Option<u32>,
    matters: [&'static str; 1],
}

impl Check for Bound {
    fn matters(&self) -> &[&'static str] {
        &self.matters
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let field = self.field;
        let there = case.roster.is_some_and(|roster| roster.columns.contains(&field));
        let (Some(member), true) = (case.member(), there) else { return out.push(Outcome::unsaid(field)) };
        let (since, due) = match (member.entry.date(field), self.months) {
            (Some(last), Some(months)) => (Some(last), last.plus_months(months)),
            (Some(day), None) => (None, day),
            // no deadline was set; or a report that never came, and nobody says since when
            (None, None) => return out.push(Outcome::clear()),
            (None, Some(_)) => return out.push(Outcome::unsaid(field)),
        };
        let late = due < case.policy.as_of();
        out.push(match late {
            true => Outcome::new(governing.clause.force.when_broken(), Reason::Overdue { field, since, due }),
            false => Outcome::clear(),
        });
    }
}
