//! The declared county against the county in which most of the ground lies.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Measure, Reason, Verdict};
use crate::ledger::Field;
use crate::lots::majority;
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule, county_code};

pub(super) const RULE: Rule = Rule {
    id: "county_mismatch",
    doc: include_str!("county_mismatch.md"),
    needs: &[LayerKind::Counties],
    bind: |table| Ok(Box::new(table.try_into::<CountyMismatch>()?)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountyMismatch {}

impl Check for CountyMismatch {
    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let survey = case.survey();
        let Some(declared) = survey.town.traits.admin_code.as_deref().and_then(county_code) else {
            return out.push(Outcome::unsaid(Field::AdminCode));
        };
        let Some((code, lies_in)) = majority(survey, case.layers, LayerKind::Counties) else {
            return out.push(Outcome::clear()); // lies in none of the counties that were given
        };
        let county = county_code(&code);
        let (verdict, reason) = match county {
            // counties without codes cannot be compared
            None => return out.push(Outcome::unsaid(Field::AdminCode)),
            Some(county) if county != declared => {
                (governing.clause.force.when_in_doubt(), Reason::Elsewhere { declared, lies_in })
            }
            Some(_) if lies_in.len() > 1 => (Verdict::Pass, Reason::Classes { rows: lies_in }),
            Some(_) => (Verdict::Pass, Reason::Clear),
        };
        let mut outcome = Outcome::new(verdict, reason);
        outcome.layer = Some(LayerKind::Counties);
        if verdict != Verdict::Pass {
            outcome.measured = Some(Measure::AreaMm2(survey.area));
            outcome.ground = survey.drawn();
        }
        out.push(outcome);
    }
}
