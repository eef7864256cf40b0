//! Construction land of the town that the plan's development boundary does not take in.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Measure, Reason, Verdict};
use crate::grade::grade;
use crate::lots::{Lot, lots, rows, together};
use crate::measure::ellipsoidal_area;
use crate::overlay::intersect;
use crate::policy::Governing;
use crate::publish::drawn;
use crate::rules::{Case, Check, Outcome, Rule};

pub(super) const RULE: Rule = Rule {
    id: "unplanned_construction",
    doc: include_str!("unplanned_construction.md"),
    needs: &[LayerKind::UrbanBoundary, LayerKind::LandUse],
    bind: |table| Ok(Box::new(table.try_into::<UnplannedConstruction>()?)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnplannedConstruction {
    /// Beginnings of the land-use codes (DLBM) that are construction land.
    part: Vec<String>,
    /// What such land outside costs: the boundary stands for the plan, which may take in land elsewhere.
    outside: Verdict,
}

impl Check for UnplannedConstruction {
    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let survey = case.survey();
        let Some(beyond) = &survey.beyond else { return };
        let lots = lots(survey, case.layers, LayerKind::LandUse, |patch| {
            let code = patch.feature.attribute(&["DLBM", "地类编码", "YDYHFLDM"])?;
            self.part.iter().any(|begin| code.starts_with(begin.as_str())).then(|| code.to_owned())
        });
        let outside = |lot: Lot| {
            let ground = intersect(&lot.ground, beyond);
            let area = ellipsoidal_area(&ground);
            (area.0 > 0).then_some(Lot { ground, area, ..lot })
        };
        let lots: Vec<Lot> = lots.into_iter().filter_map(outside).collect();
        let ground = together(survey, &lots);
        let edges = survey.edges();
        let graded = |piece| grade(&piece, ellipsoidal_area(&piece), &edges, case.policy.grading());
        let worst = ground.split().map(graded).max();
        let force = governing.clause.force;
        use crate::finding::Grade::{Material, Noise, Sliver};
        let verdict = match worst {
            Some(Material) => self.outside.min(force.when_broken().max(force.when_in_doubt())),
            Some(Sliver) => force.when_in_doubt().min(self.outside),
            Some(Noise) | None => Verdict::Pass,
        };
        let mut outcome = match worst {
            Some(Material | Sliver) => Outcome::new(verdict, Reason::Unplanned { rows: rows(&lots) }),
            _ => Outcome::clear(),
        };
        outcome.layer = Some(LayerKind::UrbanBoundary);
        outcome.grade = worst;
        if worst > Some(Noise) {
            outcome.measured = Some(Measure::AreaMm2(ellipsoidal_area(&ground)));
            outcome.ground = drawn(&ground);
        }
        out.push(outcome);
    }
}
