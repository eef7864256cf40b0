//! Ground that a boundary gained since it was last handed in.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Grade, Measure, Reason, Verdict};
use crate::grade::grade;
use crate::measure::ellipsoidal_area;
use crate::overlay::subtract;
use crate::policy::Governing;
use crate::publish::drawn;
use crate::rules::{Case, Check, Outcome, Rule};

pub(super) const RULE: Rule = Rule {
    id: "grown_boundary",
    doc: include_str!("grown_boundary.md"),
    needs: &[LayerKind::EarlierTowns],
    bind: |table| Ok(Box::new(table.try_into::<GrownBoundary>()?)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GrownBoundary {
    /// What growth costs: the text forbids growth in the name of a town, not every correction.
    growth: Verdict,
}

impl Check for GrownBoundary {
    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let survey = case.survey();
        let plane = survey.ground.plane();
        let near = case.layers.near(LayerKind::EarlierTowns, plane, &survey.bounds.padded(0.0)).unwrap_or_default();
        let earlier = near.iter().find(|patch| patch.feature.id == survey.town.feature.id);
        let Some(earlier) = earlier.map(|patch| plane.project(&patch.feature.shape)) else {
            return out.push(Outcome::clear()); // handed in for the first time
        };
        let (gained, given_up) = (subtract(&survey.ground, &earlier), subtract(&earlier, &survey.ground));
        let edges = survey.edges();
        let worst = gained.split().map(|piece| {
            let area = ellipsoidal_area(&piece);
            grade(&piece, area, &edges, case.policy.grading())
        });
        let worst = worst.max();
        let force = governing.clause.force;
        let verdict = match worst {
            Some(Grade::Material) => self.growth.min(force.when_broken().max(force.when_in_doubt())),
            Some(Grade::Sliver) => force.when_in_doubt().min(self.growth),
            Some(Grade::Noise) | None => Verdict::Pass,
        };
        let mut outcome = match worst {
            Some(Grade::Material | Grade::Sliver) => {
                Outcome::new(verdict, Reason::Grown { given_up: ellipsoidal_area(&given_up) })
            }
            _ => Outcome::clear(),
        };
        outcome.grade = worst;
        outcome.measured = worst.map(|_| Measure::AreaMm2(ellipsoidal_area(&gained)));
        if verdict != Verdict::Pass {
            outcome.ground = drawn(&gained);
        }
        out.push(outcome);
    }
}
