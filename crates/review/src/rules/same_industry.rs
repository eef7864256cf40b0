//! Several towns of one place that lead with the same industry.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::Reason;
use crate::ledger::Field;
use crate::policy::Governing;
use crate::rules::{Case, Check, Looks, Outcome, Rule};

pub(super) const RULE: Rule = Rule {
    id: "same_industry",
    doc: include_str!("same_industry.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| Ok(Box::new(table.try_into::<SameIndustry>()?)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SameIndustry {}

impl Check for SameIndustry {
    fn looks(&self) -> Looks {
        Looks::Everywhere
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let own = case.member().and_then(|member| member.entry.text(Field::LeadIndustry));
        let (Some(roster), Some(own)) = (case.roster, own) else {
            return out.push(Outcome::unsaid(Field::LeadIndustry));
        };
        let here = governing.place.unwrap_or_default();
        let same = roster.present().filter(|member| member.within(here));
        let same = same.filter(|member| member.entry.text(Field::LeadIndustry) == Some(own));
        let mut members: Vec<_> = same.map(|member| member.entry.who()).collect();
        members.sort();
        out.push(match members.len() {
            0 | 1 => Outcome::clear(),
            _ => {
                let reason = Reason::SameIndustry { industry: own.to_owned(), members };
                Outcome::new(governing.clause.force.when_broken(), reason)
            }
        });
    }
}
