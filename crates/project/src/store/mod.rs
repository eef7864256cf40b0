//! Keeps submissions, control lines, findings and decisions: one trait, two stores.
//!
//! A submission is put in (towns, layers, sources, problems, run), loaded unit by unit for the review, and each
//! unit's review is recorded as a whole. Exports read [`Recorded`] only.

pub mod decision;
mod error;
pub(crate) mod geometry;
mod gpkg;
mod memory;
pub mod project;
pub(crate) mod winding;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

use sanxian_review::data::{Dataset, Feature, LayerKind, Town};
use sanxian_review::finding::Review;
use sanxian_review::ledger::Ledger;
use sanxian_review::measure::{Millimetres, SquareMillimetres};

pub use error::StoreError;
pub use gpkg::{FindingsGround, GpkgStore, LogLine, Placed, TownCounties};
pub(crate) use gpkg::{is_geopackage, register, rows};
pub use memory::MemoryStore;
pub use winding::Winding;

use self::decision::Decision;
use crate::problem::{LARGE_REPAIR, Problem};
use crate::run_info::RunInfo;
use crate::source::SourceInfo;

/// What is loaded and reviewed in one go.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReviewUnit {
    /// Its name; `all` for the whole.
    pub name: String,
}

impl ReviewUnit {
    /// The unit that holds everything.
    #[must_use]
    pub fn all() -> Self {
        Self { name: "all".into() }
    }
}

/// Everything a finished review left in a store.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Date, software, packs, parameters.
    pub run: RunInfo,
    /// Input files.
    pub sources: Vec<SourceInfo>,
    /// Defects of the input.
    pub problems: Vec<Problem>,
    /// By id.
    pub towns: Vec<Town>,
    /// The layers that were given, each with the patches kept near the towns, by id, then position.
    pub layers: BTreeMap<LayerKind, Vec<Feature>>,
    /// The ledger, when one was given.
    pub ledger: Option<Ledger>,
    /// What was found.
    pub review: Review,
    /// The reviewer's own words, by finding; those on findings that are gone included.
    pub decisions: Vec<Decision>,
}

/// Where the data is. Whatever the store, the same calls give the same values.
///
/// Every `put` and `record` is one transaction that replaces what was there. Text, coordinates, integers and order
/// come back as given, except that towns are kept by id, layer features by id, then position.
pub trait Store: Sync {
    /// The units to review, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn units(&self) -> impl Future<Output = Result<Vec<ReviewUnit>, StoreError>> + Send;

    /// One unit's towns and layers.
    ///
    /// # Errors
    /// An unknown unit, or a store that cannot be read.
    fn load(&self, unit: &ReviewUnit) -> impl Future<Output = Result<Dataset, StoreError>> + Send;

    /// Replaces the unit's findings as a whole.
    ///
    /// # Errors
    /// An unknown unit, a row about a town that is not there, or a store that cannot be written.
    fn record(&self, unit: &ReviewUnit, review: &Review) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Replaces the towns; an earlier review of them is forgotten.
    ///
    /// # Errors
    /// Two towns with one id, or a store that cannot be written.
    fn put_towns(&self, towns: &[Town]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Replaces one layer; an empty one counts as given. An earlier review is forgotten.
    ///
    /// # Errors
    /// [`LayerKind::Towns`] (they have their own call), or a store that cannot be written.
    fn put_layer(&self, kind: LayerKind, features: &[Feature]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Replaces the ledger, joined to the towns; an earlier review is forgotten. `None` = not given.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_ledger(&self, ledger: Option<&Ledger>) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Replaces the list of input files.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_sources(&self, sources: &[SourceInfo]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Replaces the list of defects of the input.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_problems(&self, problems: &[Problem]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Replaces date, software, packs and parameters.
    ///
    /// # Errors
    /// An as-of date that is not a day, or a store that cannot be written.
    fn put_run(&self, run: &RunInfo) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Replaces the reviewer's decisions.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_decisions(&self, decisions: &[Decision]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Everything, for an export.
    ///
    /// # Errors
    /// [`StoreError::NotReviewed`] before the first [`record`](Self::record) or without a run.
    fn recorded(&self) -> impl Future<Output = Result<Recorded, StoreError>> + Send;
}

/// Puts everything of `recorded` into `store`.
///
/// # Errors
/// As the single calls.
pub async fn put_all(store: &impl Store, recorded: &Recorded) -> Result<(), StoreError> {
    store.put_run(&recorded.run).await?;
    store.put_towns(&recorded.towns).await?;
    for (kind, features) in &recorded.layers {
        store.put_layer(*kind, features).await?;
    }
    if recorded.ledger.is_some() {
        store.put_ledger(recorded.ledger.as_ref()).await?;
    }
    store.put_sources(&recorded.sources).await?;
    store.put_problems(&recorded.problems).await?;
    store.put_decisions(&recorded.decisions).await?;
    store.record(&ReviewUnit::all(), &recorded.review).await
}

/// Layers that are not whole: how many features of each were left out, 0 for one whose place is in
/// doubt: far from every town, or in an old datum without parameters, or its rings need a decision.
pub(crate) fn doubtful(problems: &[Problem]) -> BTreeMap<LayerKind, u32> {
    // left out on purpose, or without any ground: nothing is missing
    const HARMLESS: [&str; 2] = ["no_area", "deleted_record"];
    let mut doubtful = BTreeMap::new();
    for problem in problems {
        let withheld = problem.code == "datum_unshifted";
        if problem.role == LayerKind::Ledger || (problem.role == LayerKind::Towns && !withheld) {
            continue; // a row that names no town, a town that could not be read: told, and no line lacks ground
        }
        if problem.dropped && !HARMLESS.contains(&problem.code.as_str()) {
            let unread: &mut u32 = doubtful.entry(problem.role).or_default();
            *unread = unread.saturating_add(1);
        } else if problem.code == "far_from_towns" || problem.code == LARGE_REPAIR || withheld {
            doubtful.entry(problem.role).or_default();
        }
    }
    doubtful
}

/// The order in which every store keeps a layer.
pub(crate) fn by_id(a: &Feature, b: &Feature) -> Ordering {
    a.id.cmp(&b.id).then(a.position.cmp(&b.position))
}

/// A layer in that order.
fn in_order(features: &[Feature]) -> Vec<&Feature> {
    let mut sorted: Vec<&Feature> = features.iter().collect();
    sorted.sort_by(|a, b| by_id(a, b));
    sorted
}

/// Towns by id.
///
/// # Errors
/// Two with one id.
fn towns_by_id(towns: &[Town]) -> Result<Vec<&Town>, StoreError> {
    let mut sorted: Vec<&Town> = towns.iter().collect();
    sorted.sort_by(|a, b| a.feature.id.cmp(&b.feature.id));
    only_once(sorted.iter().copied())?;
    Ok(sorted)
}

/// # Errors
/// Two towns, which come by id, with one id.
pub(crate) fn only_once<'a>(towns: impl IntoIterator<Item = &'a Town>) -> Result<(), StoreError> {
    let mut before = None;
    for town in towns {
        if before.replace(&town.feature.id) == Some(&town.feature.id) {
            return Err(StoreError::TwoTowns { id: town.feature.id.0.clone() });
        }
    }
    Ok(())
}

/// # Errors
/// Any name but that of the whole: units are not split yet.
fn known_unit(unit: &ReviewUnit) -> Result<(), StoreError> {
    if *unit == ReviewUnit::all() { Ok(()) } else { Err(StoreError::UnknownUnit { name: unit.name.clone() }) }
}

/// # Errors
/// A row about a town that is not there.
fn rows_have_towns<'a>(towns: impl Iterator<Item = &'a str>, review: &'a Review) -> Result<(), StoreError> {
    let towns: BTreeSet<&str> = towns.collect();
    match review.towns.iter().find(|row| !towns.contains(row.id.0.as_str())) {
        Some(row) => Err(StoreError::UnknownTown { id: row.id.0.clone() }),
        None => Ok(()),
    }
}

/// m² with 3 decimals, as every table prints them.
pub(crate) fn square_metres(area: SquareMillimetres) -> f64 {
    area.to_m2_text().parse().unwrap_or(f64::NAN) // plain decimal text always parses
}

/// Metres with 3 decimals.
pub(crate) fn metres(length: Millimetres) -> f64 {
    length.to_m_text().parse().unwrap_or(f64::NAN)
}
