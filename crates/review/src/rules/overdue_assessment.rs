//! Assessments that are due: once after some years of creation, or every year.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Reason, Verdict};
use crate::ledger::Field;
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule, months, refused};

pub(super) const RULE: Rule = Rule {
    id: "overdue_assessment",
    doc: include_str!("overdue_assessment.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| {
        let p: Parameters = table.try_into()?;
        let span = months(p.years, p.months).ok_or_else(|| refused("either `years` or `months` is wanted"))?;
        Ok(Box::new(OverdueAssessment { p, span }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    /// The day that counting begins with.
    since: Field,
    years: Option<u32>,
    months: Option<u32>,
    /// Until when an approved extension runs.
    extended: Option<Field>,
    /// The column with the result of the assessment that is due.
    result: Option<Field>,
    /// Results that end the creation.
    ends: Option<Vec<String>>,
}

struct OverdueAssessment {
    p: Parameters,
    span: u32,
}

impl Check for OverdueAssessment {
    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let force = governing.clause.force;
        let as_of = case.policy.as_of();
        let entry = case.member().map(|member| member.entry);
        let Some((entry, since)) = entry.and_then(|entry| Some((entry, entry.date(self.p.since)?))) else {
            return out.push(Outcome::unsaid(self.p.since));
        };
        let due = since.plus_months(self.span);
        if as_of < due {
            return out.push(Outcome::clear());
        }
        let result = self.p.result.and_then(|field| Some((field, entry.text(field)?)));
        let extension = self.p.extended.and_then(|field| Some((field, entry.date(field)?)));
        let ends = |result: &str| self.p.ends.iter().flatten().any(|word| word == result);
        let overdue = Reason::Overdue { field: self.p.since, since: Some(since), due };
        let (verdict, reason) = match (result, extension) {
            (Some((field, result)), _) if ends(result) => (force.when_broken(), Reason::ToBeEnded { field }),
            (_, Some((field, until))) if until < as_of => (force.when_broken(), Reason::ToBeEnded { field }),
            (_, Some(_)) => (Verdict::Pass, Reason::Clear),
            // assessed, and an extension may be asked for
            (Some(_), None) => (force.when_in_doubt().min(Verdict::Justify), overdue),
            (None, None) => (force.when_in_doubt(), overdue),
        };
        out.push(Outcome::new(verdict, reason));
    }
}
