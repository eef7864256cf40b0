//! Applies the clauses that count: what is found of a place, its towns taken together.

use crate::finding::{Fault, Finding, Subject};
use crate::guarded;
use crate::policy::Policy;
use crate::roster::Roster;

/// All that was said of places.
#[derive(Default)]
pub(crate) struct PlacesJudged {
    /// In the order of the packs.
    pub findings: Vec<Finding>,
    /// Rules that failed.
    pub faults: Vec<Fault>,
}

/// Counts the list by every clause in force that counts.
pub(crate) fn judge_places(roster: &Roster<'_>, policy: &Policy) -> PlacesJudged {
    let mut all = PlacesJudged::default();
    for (governing, count) in policy.counted(roster) {
        match guarded(|| Ok(governing.check.check_places(&governing, &count))) {
            Ok(found) => all.findings.extend(
                found.into_iter().map(|(place, outcome)| outcome.into_finding(&governing, Subject::Place(place))),
            ),
            Err(what) => {
                let subject = Subject::Place(count.place.to_owned());
                all.faults.push(Fault { subject, rule: governing.rule.id.to_owned(), what });
            }
        }
    }
    all
}
