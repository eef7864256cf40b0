//! What the ledger must say of a town and does not.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::Reason;
use crate::finding::Verdict;
use crate::ledger::Field;
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule};

pub(super) const RULE: Rule = Rule {
    id: "missing_attribute",
    doc: include_str!("missing_attribute.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| {
        let Parameters { fields } = table.try_into()?;
        Ok(Box::new(MissingAttribute { matters: fields.iter().map(|field| field.key()).collect(), fields }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    fields: Vec<Field>,
}

struct MissingAttribute {
    fields: Vec<Field>,
    matters: Vec<&'static str>,
}

impl Check for MissingAttribute {
    fn matters(&self) -> &[&'static str] {
        &self.matters
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let before = out.len();
        for &field in self.fields.iter().filter(|field| governing.matters.contains(&field.key())) {
            let (Some(roster), Some(member)) = (case.roster, case.member()) else {
                out.push(Outcome::unsaid(field));
                continue;
            };
            let there = match field {
                Field::Code => !member.entry.code.is_empty(),
                Field::Name => !member.entry.name.is_empty(),
                field => member.entry.get(field).is_some(),
            };
            match (there, roster.columns.contains(&field)) {
                (true, _) => {}
                // a ledger without the column does not say that the town lacks it
                (false, false) => out.push(Outcome::unsaid(field)),
                (false, true) => {
                    out.push(Outcome::new(governing.clause.force.when_broken(), Reason::Missing { field }));
                }
            }
        }
        if out.len() == before {
            out.push(Outcome::new(Verdict::Pass, Reason::AllSaid));
        }
    }
}
