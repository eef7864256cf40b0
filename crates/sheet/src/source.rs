//! Where a sheet's content comes from: a finished review, made ready to be drawn.

use std::collections::BTreeMap;

use sanxian_project::compliance::{ComplianceCode, code_of};
use sanxian_project::dossier::Dossier;
use sanxian_project::export::review_value;
use sanxian_project::numbered::{Numbered, numbered};
use sanxian_project::store::Recorded;
use sanxian_project::store::decision::Decision;
use sanxian_review::data::{Bounds, Feature, FeatureId, LayerKind};
use sanxian_review::finding::{Finding, TownRow, Verdict};
use sanxian_review::policy::Pack;
use serde_json::Value;

use crate::map::View;

/// A finished review, ready to be drawn.
#[derive(Debug)]
pub struct Source {
    pub(crate) dossier: Dossier,
    pub(crate) packs: Vec<Pack>,
    /// As `review.json`, for the codes.
    review: Value,
    bounds: BTreeMap<LayerKind, Vec<Option<Bounds>>>,
    decided: BTreeMap<String, usize>,
    verdicts: BTreeMap<FeatureId, Verdict>,
}

impl Source {
    /// From a review and what is known of its layers.
    #[must_use]
    pub fn new(dossier: Dossier) -> Self {
        let recorded = &dossier.recorded;
        let packs = serde_json::from_value(recorded.run.packs.clone()).unwrap_or_default();
        let review = review_value(recorded).unwrap_or_default();
        let boxes = |features: &Vec<Feature>| features.iter().map(|feature| feature.shape.bounds()).collect();
        let bounds = recorded.layers.iter().map(|(kind, features)| (*kind, boxes(features))).collect();
        let decided = recorded.decisions.iter().enumerate().map(|(at, one)| (one.finding.0.clone(), at)).collect();
        let mut source = Self { packs, review, bounds, decided, verdicts: BTreeMap::new(), dossier };
        let of_town = |row: &TownRow| {
            let own = source.findings(&row.id).map(|finding| source.standing(finding));
            (row.id.clone(), source.dossier.standing(row, own))
        };
        source.verdicts = source.recorded().review.towns.iter().map(of_town).collect();
        source
    }

    pub(crate) fn recorded(&self) -> &Recorded {
        &self.dossier.recorded
    }

    /// The verdict on a town that counts, decisions included; `None` for a town that was not reviewed.
    pub(crate) fn verdict(&self, town: &FeatureId) -> Option<Verdict> {
        self.verdicts.get(town).copied()
    }

    /// The verdict on a finding that counts, its decision included.
    pub(crate) fn standing(&self, finding: &Finding) -> Verdict {
        let own = finding.effective();
        self.decision(finding).map_or(own, |decision| decision.effective(own))
    }

    /// Whether a reviewer decided on it.
    pub(crate) fn decision(&self, finding: &Finding) -> Option<&Decision> {
        self.decided.get(&finding.fingerprint.0).and_then(|at| self.recorded().decisions.get(*at))
    }

    /// Findings of a town, in the review's order.
    fn findings(&self, town: &FeatureId) -> impl Iterator<Item = &Finding> {
        let all = &self.recorded().review.findings;
        // places come after the towns
        let from = all.partition_point(|finding| finding.subject.town().is_some_and(|id| id < town));
        all[from..].iter().take_while(move |finding| finding.subject == *town)
    }

    /// What was found against a town, with the numbers that it has on all sheets.
    pub(crate) fn numbered(&self, town: &FeatureId) -> Vec<Numbered<'_>> {
        numbered(self.findings(town).map(|finding| (finding, self.standing(finding))))
    }

    /// The measurements of a town.
    pub(crate) fn row(&self, town: &FeatureId) -> Option<&TownRow> {
        let rows = &self.recorded().review.towns;
        rows.binary_search_by(|row| row.id.cmp(town)).ok().map(|at| &rows[at])
    }

    /// Features of a layer whose box touches the window.
    pub(crate) fn near(&self, kind: LayerKind, view: &View) -> Vec<&Feature> {
        let window = view.bounds();
        let (Some(features), Some(boxes)) = (self.recorded().layers.get(&kind), self.bounds.get(&kind)) else {
            return Vec::new();
        };
        let touches = |bounds: &Option<Bounds>| bounds.is_some_and(|bounds| bounds.touches(&window));
        features.iter().zip(boxes).filter(|(_, bounds)| touches(bounds)).map(|(feature, _)| feature).collect()
    }

    pub(crate) fn code(&self, town: &FeatureId) -> Option<ComplianceCode> {
        code_of(&self.review, &town.0).ok()
    }
}
