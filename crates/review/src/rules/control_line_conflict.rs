//! Control lines that share ground among themselves near a town (不交叉不重叠不冲突).

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Grade, Measure, Reason, Verdict};
use crate::grade::grade;
use crate::measure::{Millimetres, ellipsoidal_area};
use crate::nearby::Segments;
use crate::overlay::{common_ground, intersect, unite};
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule};
use crate::shape::PlaneShape;

pub(super) const RULE: Rule = Rule {
    id: "control_line_conflict",
    doc: include_str!("control_line_conflict.md"),
    needs: &LayerKind::CONTROL_LINES,
    bind: |table| Ok(Box::new(table.try_into::<ControlLineConflict>()?)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlLineConflict {
    /// How far around the town's box the lines are compared, metres.
    margin_m: f64,
}

const PAIRS: [(LayerKind, LayerKind); 3] = [
    (LayerKind::EcoRedline, LayerKind::BasicFarmland),
    (LayerKind::EcoRedline, LayerKind::UrbanBoundary),
    (LayerKind::BasicFarmland, LayerKind::UrbanBoundary),
];

impl Check for ControlLineConflict {
    fn margin(&self) -> Millimetres {
        Millimetres(crate::shape::round_to_i64(self.margin_m * 1e3))
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let before = out.len();
        let survey = case.survey();
        let plane = survey.ground.plane();
        let window_box = survey.bounds.padded(self.margin_m);
        let window = plane.project(&window_box.to_shape());
        let near = |kind| -> Vec<PlaneShape> {
            let patches = case.layers.near(kind, plane, &window_box).unwrap_or_default();
            patches.into_iter().map(|patch| patch.ground).collect()
        };
        let [red, farm, urban] = LayerKind::CONTROL_LINES.map(near);
        for (first, second) in PAIRS {
            let pick = |kind| match kind {
                LayerKind::EcoRedline => &red,
                LayerKind::BasicFarmland => &farm,
                _ => &urban,
            };
            let shared = intersect(&common_ground(plane, pick(first), pick(second)), &window);
            let edges = Segments::of(&unite(plane, pick(first)));
            let limits = case.policy.grading();
            let pieces = shared.parts.iter().map(|part| PlaneShape { plane, parts: vec![part.clone()] });
            let material: Vec<PlaneShape> = pieces
                .filter(|piece| grade(piece, ellipsoidal_area(piece), &edges, limits) == Grade::Material)
                .collect();
            if material.is_empty() {
                continue;
            }
            let shared = PlaneShape { plane, parts: material.into_iter().flat_map(|piece| piece.parts).collect() };
            // the layers are in doubt, not the town: it is asked to verify only where the conflict lies on its ground,
            // by more than two drawings of one edge differ
            let on_town = intersect(&shared, &survey.ground)
                .split()
                .any(|piece| grade(&piece, ellipsoidal_area(&piece), &survey.edges, limits) > Grade::Noise);
            let verdict = if on_town { governing.clause.force.when_in_doubt() } else { Verdict::Pass };
            let mut outcome = Outcome::new(verdict, Reason::LinesConflict { first, second });
            outcome.grade = Some(Grade::Material);
            outcome.measured = Some(Measure::AreaMm2(ellipsoidal_area(&shared)));
            outcome.ground = Some(shared);
            out.push(outcome);
        }
        if out.len() == before {
            out.push(Outcome::clear());
        }
    }
}
