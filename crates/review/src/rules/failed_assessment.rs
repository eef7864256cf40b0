//! Results of assessments that cost a town its place, or its county the year.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::data::{FeatureId, LayerKind};
use crate::finding::Reason;
use crate::ledger::Field;
use crate::policy::Governing;
use crate::roster::Member;
use crate::rules::{Case, Check, Count, Outcome, Rule, county_of};

pub(super) const RULE: Rule = Rule {
    id: "failed_assessment",
    doc: include_str!("failed_assessment.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| {
        let p: FailedAssessment = table.try_into()?;
        Ok(Box::new(Bound { matters: [p.field.key()], p }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FailedAssessment {
    /// The ledger column that says the result.
    field: Field,
    /// Results that fail, as the ledger words them.
    results: Vec<String>,
    /// Whom they cost something.
    falls_on: FallsOn,
}

#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
enum FallsOn {
    Town,
    County,
}

struct Bound {
    p: FailedAssessment,
    matters: [&'static str; 1],
}

impl Check for Bound {
    fn matters(&self) -> &[&'static str] {
        &self.matters
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        if self.p.falls_on == FallsOn::County {
            return; // the county's year is lost, not the town's
        }
        let Some(own) = case.member() else { return out.push(Outcome::unsaid(self.p.field)) };
        out.push(match (self.failed(own), own.entry.text(self.p.field)) {
            (Some(result), _) => self.broken(governing, vec![(own.entry.who(), result)]),
            (None, Some(_)) => Outcome::clear(),
            (None, None) => Outcome::unsaid(self.p.field),
        });
    }

    fn check_places(&self, governing: &Governing<'_>, count: &Count<'_>) -> Vec<(String, Outcome)> {
        if self.p.falls_on == FallsOn::Town {
            return Vec::new();
        }
        // a town that has left the list since still cost its county the year
        let mut counties: BTreeMap<String, Vec<&Member<'_>>> = BTreeMap::new();
        for member in count.roster.members.iter().filter(|member| member.within(count.place)) {
            if let Some(county) = county_of(member) {
                counties.entry(county).or_default().push(member);
            }
        }
        let judged = counties.into_iter().map(|(county, members)| {
            let failed: Vec<_> =
                members.iter().filter_map(|member| Some((member.entry.who(), self.failed(member)?))).collect();
            let silent = members.iter().all(|member| member.entry.text(self.p.field).is_none());
            let outcome = match (failed.is_empty(), silent) {
                (false, _) => self.broken(governing, failed),
                (true, true) => Outcome::unsaid(self.p.field),
                (true, false) => Outcome::clear(),
            };
            (county, outcome)
        });
        judged.collect()
    }
}

impl Bound {
    /// The result, where it is one that fails.
    fn failed(&self, member: &Member<'_>) -> Option<String> {
        let result = member.entry.text(self.p.field)?;
        self.p.results.iter().any(|word| word == result).then(|| result.to_owned())
    }

    fn broken(&self, governing: &Governing<'_>, failed: Vec<(FeatureId, String)>) -> Outcome {
        let (mut members, mut results): (Vec<_>, Vec<_>) = failed.into_iter().unzip();
        members.sort();
        results.sort();
        results.dedup();
        let reason = Reason::Assessed { field: self.p.field, result: results.join("、"), members };
        Outcome::new(governing.clause.force.when_broken(), reason)
    }
}
