//! A store that lives as long as the program: for the command line and for tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sanxian_review::data::{Dataset, Feature, LayerKind, Town};
use sanxian_review::finding::Review;
use sanxian_review::ledger::Ledger;

use super::decision::Decision;
use super::{Recorded, ReviewUnit, Store, StoreError, doubtful, in_order, known_unit, rows_have_towns, towns_by_id};
use crate::problem::Problem;
use crate::run_info::RunInfo;
use crate::source::SourceInfo;

/// Keeps everything in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    run: Option<RunInfo>,
    sources: Vec<SourceInfo>,
    problems: Vec<Problem>,
    towns: Vec<Town>,
    layers: BTreeMap<LayerKind, Vec<Feature>>,
    ledger: Option<Ledger>,
    review: Option<Review>,
    decisions: Vec<Decision>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    // Every change below is a single assignment, so a panic elsewhere leaves nothing half done.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    async fn units(&self) -> Result<Vec<ReviewUnit>, StoreError> {
        Ok(vec![ReviewUnit::all()])
    }

    async fn load(&self, unit: &ReviewUnit) -> Result<Dataset, StoreError> {
        known_unit(unit)?;
        let kept = self.kept();
        Ok(Dataset {
            towns: kept.towns.clone(),
            layers: kept.layers.clone(),
            doubtful: doubtful(&kept.problems),
            ledger: kept.ledger.clone(),
        })
    }

    async fn record(&self, unit: &ReviewUnit, review: &Review) -> Result<(), StoreError> {
        known_unit(unit)?;
        let mut kept = self.kept();
        rows_have_towns(kept.towns.iter().map(|town| town.feature.id.0.as_str()), review)?;
        kept.review = Some(review.clone());
        Ok(())
    }

    async fn put_towns(&self, towns: &[Town]) -> Result<(), StoreError> {
        let towns = towns_by_id(towns)?.into_iter().cloned().collect();
        let mut kept = self.kept();
        kept.towns = towns;
        kept.review = None;
        Ok(())
    }

    async fn put_layer(&self, kind: LayerKind, features: &[Feature]) -> Result<(), StoreError> {
        if matches!(kind, LayerKind::Towns | LayerKind::Ledger) {
            return Err(StoreError::TownsAreNotALayer);
        }
        let features = in_order(features).into_iter().cloned().collect();
        let mut kept = self.kept();
        kept.layers.insert(kind, features);
        kept.review = None;
        Ok(())
    }

    async fn put_ledger(&self, ledger: Option<&Ledger>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        kept.ledger = ledger.cloned();
        kept.review = None;
        Ok(())
    }

    async fn put_sources(&self, sources: &[SourceInfo]) -> Result<(), StoreError> {
        self.kept().sources = sources.to_vec();
        Ok(())
    }

    async fn put_problems(&self, problems: &[Problem]) -> Result<(), StoreError> {
        self.kept().problems = problems.to_vec();
        Ok(())
    }

    async fn put_run(&self, run: &RunInfo) -> Result<(), StoreError> {
        run.day()?;
        self.kept().run = Some(run.clone());
        Ok(())
    }

    async fn put_decisions(&self, decisions: &[Decision]) -> Result<(), StoreError> {
        let mut decisions = decisions.to_vec();
        decisions.sort_by(|a, b| a.finding.cmp(&b.finding));
        self.kept().decisions = decisions;
        Ok(())
    }

    async fn recorded(&self) -> Result<Recorded, StoreError> {
        let kept = self.kept();
        let (Some(run), Some(review)) = (&kept.run, &kept.review) else { return Err(StoreError::NotReviewed) };
        Ok(Recorded {
            run: run.clone(),
            sources: kept.sources.clone(),
            problems: kept.problems.clone(),
            towns: kept.towns.clone(),
            layers: kept.layers.clone(),
            ledger: kept.ledger.clone(),
            review: review.clone(),
            decisions: kept.decisions.clone(),
        })
    }
}
