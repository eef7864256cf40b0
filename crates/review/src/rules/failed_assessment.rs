//! Results of assessments that cost a town its place, or its county the year.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Reason, Verdict};
use crate::ledger::Field;
use crate::policy::Governing;
use crate::roster::Member;
use crate::rules::{Case, Check, Looks, Outcome, Rule, county_of};

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

    fn looks(&self) -> Looks {
        Looks::Everywhere
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let (Some(roster), Some(own)) = (case.roster, case.member()) else {
            return out.push(Outcome::unsaid(self.p.field));
        };
        let failed = |member: &Member<'_>| {
            let result = member.entry.text(self.p.field)?;
            self.p.results.iter().any(|word| word == result).then(|| result.to_owned())
        };
        let found: Vec<_> = match self.p.falls_on {
            FallsOn::Town => failed(own).map(|result| (result, own.entry.who())).into_iter().collect(),
            FallsOn::County => {
                let same = |member: &&Member<'_>| county_of(member).is_some() && county_of(member) == county_of(own);
                let all = roster.members.iter().filter(same);
                all.filter_map(|member| Some((failed(member)?, member.entry.who()))).collect()
            }
        };
        if found.is_empty() {
            let unknown = self.p.falls_on == FallsOn::Town && own.entry.text(self.p.field).is_none();
            return out.push(if unknown { Outcome::unsaid(self.p.field) } else { Outcome::clear() });
        }
        let mut results: Vec<String> = found.iter().map(|(result, _)| result.clone()).collect();
        results.sort();
        results.dedup();
        // a county's year is lost by the towns that failed; the others are told
        let failed_itself = found.iter().any(|(_, who)| *who == own.entry.who());
        let mut members: Vec<_> = found.into_iter().map(|(_, who)| who).collect();
        members.sort();
        let reason = Reason::Assessed { field: self.p.field, result: results.join("、"), members };
        let broken = governing.clause.force.when_broken();
        out.push(Outcome::new(if failed_itself { broken } else { Verdict::Pass }, reason));
    }
}
