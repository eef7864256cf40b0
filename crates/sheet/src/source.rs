//! Where a sheet's content comes from: a recorded review, and what is known of its layers.

use std::collections::BTreeMap;
use std::path::Path;

use sanxian_project::compliance::{ComplianceCode, code_of};
use sanxian_project::export::review_value;
use sanxian_project::store::decision::Decision;
use sanxian_project::store::project::BaselineRef;
use sanxian_project::store::{GpkgStore, Recorded, Store, StoreError};
use sanxian_review::data::{Bounds, Feature, FeatureId, LayerKind};
use sanxian_review::finding::{Finding, TownRow, Verdict};
use sanxian_review::policy::Pack;

use crate::error::SheetError;
use crate::map::View;

/// A recorded review, ready to be drawn.
#[derive(Debug)]
pub struct Source {
    pub(crate) recorded: Recorded,
    pub(crate) packs: Vec<Pack>,
    /// Year and name of the baselines, by layer; absent for layers read from files.
    pub(crate) baselines: BTreeMap<LayerKind, (Option<u16>, String)>,
    codes: BTreeMap<FeatureId, ComplianceCode>,
    bounds: BTreeMap<LayerKind, Vec<Option<Bounds>>>,
    decided: BTreeMap<String, usize>,
    verdicts: BTreeMap<FeatureId, Verdict>,
}

impl Source {
    /// From what a review recorded, and the baselines that a project refers to (none on the command line).
    #[must_use]
    pub fn new(recorded: Recorded, baselines: &[BaselineRef]) -> Self {
        let packs = serde_json::from_value(recorded.run.packs.clone()).unwrap_or_default();
        let named = |line: &BaselineRef| (line.role, (line.data_year, line.name.clone()));
        let codes = review_value(&recorded).map_or_else(
            |_| BTreeMap::new(),
            |review| {
                let towns = recorded.review.towns.iter();
                towns.filter_map(|row| Some((row.id.clone(), code_of(&review, &row.id.0).ok()?))).collect()
            },
        );
        let boxes = |features: &Vec<Feature>| features.iter().map(|feature| feature.shape.bounds()).collect();
        let bounds = recorded.layers.iter().map(|(kind, features)| (*kind, boxes(features))).collect();
        let decided = recorded.decisions.iter().enumerate().map(|(at, one)| (one.finding.0.clone(), at)).collect();
        let baselines = baselines.iter().map(named).collect();
        let mut source = Self { packs, baselines, codes, bounds, decided, verdicts: BTreeMap::new(), recorded };
        source.verdicts =
            source.recorded.review.towns.iter().map(|row| (row.id.clone(), source.of_town(row))).collect();
        source
    }

    /// From a project of the window, or a `review.gpkg`; nothing of the file is changed.
    ///
    /// On a thread of its own with a small runtime, so that it may be called inside one.
    ///
    /// # Errors
    /// A file that is none of these, or that was never reviewed.
    pub fn open(path: &Path) -> Result<Self, SheetError> {
        let read = std::thread::scope(|scope| scope.spawn(|| read(path)).join());
        let (recorded, baselines) = read.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(Self::new(recorded, &baselines))
    }

    /// Ids and names of the towns, by id.
    pub fn towns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.recorded.towns.iter().map(|town| (town.feature.id.0.as_str(), town.name.as_str()))
    }

    /// The verdict on a town that counts, decisions included; `None` for a town that was not reviewed.
    pub(crate) fn verdict(&self, town: &FeatureId) -> Option<Verdict> {
        self.verdicts.get(town).copied()
    }

    /// The verdict on a finding that counts, its decision included.
    pub(crate) fn standing(&self, finding: &Finding) -> Verdict {
        let decided = self.decided.get(&finding.fingerprint.0).and_then(|at| self.recorded.decisions.get(*at));
        decided.map_or(finding.effective(), |decision| decision.effective(finding.effective()))
    }

    /// Whether a reviewer decided on it.
    pub(crate) fn decision(&self, finding: &Finding) -> Option<&Decision> {
        self.decided.get(&finding.fingerprint.0).and_then(|at| self.recorded.decisions.get(*at))
    }

    /// Findings of a town, in the review's order.
    pub(crate) fn findings(&self, town: &FeatureId) -> impl Iterator<Item = &Finding> {
        let all = &self.recorded.review.findings;
        // places come after the towns
        let from = all.partition_point(|finding| finding.subject.town().is_some_and(|id| id < town));
        all[from..].iter().take_while(move |finding| finding.subject == *town)
    }

    /// The measurements of a town.
    pub(crate) fn row(&self, town: &FeatureId) -> Option<&TownRow> {
        let rows = &self.recorded.review.towns;
        rows.binary_search_by(|row| row.id.cmp(town)).ok().map(|at| &rows[at])
    }

    /// Features of a layer whose box touches the window.
    pub(crate) fn near(&self, kind: LayerKind, view: &View) -> Vec<&Feature> {
        let window = view.bounds();
        let (Some(features), Some(boxes)) = (self.recorded.layers.get(&kind), self.bounds.get(&kind)) else {
            return Vec::new();
        };
        let touches = |bounds: &Option<Bounds>| bounds.is_some_and(|bounds| bounds.touches(&window));
        features.iter().zip(boxes).filter(|(_, bounds)| touches(bounds)).map(|(feature, _)| feature).collect()
    }

    /// An exemption can make a town's verdict better; what was not checked stays so.
    fn of_town(&self, row: &TownRow) -> Verdict {
        let found = self.findings(&row.id).map(|finding| finding.verdict).max();
        let standing = self.findings(&row.id).map(|finding| self.standing(finding)).max();
        match (found, standing) {
            (Some(found), Some(standing)) if found >= row.verdict => standing,
            _ => row.verdict,
        }
    }

    pub(crate) fn code(&self, town: &FeatureId) -> Option<&ComplianceCode> {
        self.codes.get(town)
    }
}

fn read(path: &Path) -> Result<(Recorded, Vec<BaselineRef>), SheetError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(SheetError::io(path))?;
    let work = async {
        GpkgStore::looks_right(path)?;
        let store = GpkgStore::open_read_only(path).await?;
        let recorded = store.recorded().await?;
        let baselines = store.glance().await?.baselines;
        store.close().await;
        Ok::<_, StoreError>((recorded, baselines))
    };
    if !path.is_file() {
        return Err(SheetError::io(path)(std::io::ErrorKind::NotFound.into()));
    }
    Ok(runtime.block_on(work)?)
}
