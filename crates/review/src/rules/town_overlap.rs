//! Two towns that claim the same ground.

use serde::Deserialize;

use crate::finding::{Grade, Measure, Reason, Verdict};
use crate::grade::grade;
use crate::measure::ellipsoidal_area;
use crate::policy::Governing;
use crate::publish::drawn;
use crate::rules::{Case, Check, Looks, Outcome, Rule};

pub(super) const RULE: Rule = Rule {
    id: "town_overlap",
    doc: include_str!("town_overlap.md"),
    needs: &[],
    bind: |table| Ok(Box::new(table.try_into::<TownOverlap>()?)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TownOverlap {}

impl Check for TownOverlap {
    fn looks(&self) -> Looks {
        Looks::Around
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let before = out.len();
        for (pair, other) in case.pairs().filter(|(pair, _)| !pair.shared.is_empty()) {
            // graded against the edges of `a`, in whose plane the shared ground lies
            let edges = case.surveys[pair.a].edges();
            let worst = pair.shared.split().map(|piece| {
                let area = ellipsoidal_area(&piece);
                grade(&piece, area, &edges, case.policy.grading())
            });
            let grade = worst.max();
            let verdict = match grade {
                Some(Grade::Material) => governing.clause.force.when_broken(),
                Some(Grade::Sliver) => governing.clause.force.when_in_doubt(),
                Some(Grade::Noise) | None => Verdict::Pass,
            };
            let mut outcome = Outcome::new(verdict, Reason::SharedGround);
            outcome.against = Some(other.town.feature.id.clone());
            outcome.grade = grade;
            outcome.measured = Some(Measure::AreaMm2(pair.shared_area));
            outcome.ground = drawn(&pair.shared);
            out.push(outcome);
        }
        if out.len() == before {
            out.push(Outcome::clear());
        }
    }
}
