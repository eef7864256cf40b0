//! Towns that the list in force (清单) does not name.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Reason, Verdict};
use crate::ledger::Field;
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule};

pub(super) const RULE: Rule = Rule {
    id: "off_roster",
    doc: include_str!("off_roster.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| Ok(Box::new(table.try_into::<OffRoster>()?)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OffRoster {
    /// How many years before the year of the review an edition still counts as the one in force.
    edition_years: i64,
}

impl Check for OffRoster {
    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let force = governing.clause.force;
        let as_of = case.policy.as_of();
        let Some(member) = case.member() else {
            // the ledger may be of another year or place: a person must look
            return out.push(Outcome::new(force.when_in_doubt(), Reason::OffRoster { edition: None, removed: false }));
        };
        let removed = member.entry.has_left(as_of);
        let edition = member.entry.number(Field::RosterEdition);
        let verdict = match edition {
            _ if removed => force.when_broken(),
            None => return out.push(Outcome::unsaid(Field::RosterEdition)),
            Some(year) if year < i64::from(as_of.year()) - self.edition_years => force.when_broken(),
            Some(_) => Verdict::Pass,
        };
        let reason =
            if verdict == Verdict::Pass && !removed { Reason::Clear } else { Reason::OffRoster { edition, removed } };
        out.push(Outcome::new(verdict, reason));
    }
}
