//! Drives a review: files into a store, every unit through the kernel, findings back into the store.

use std::path::PathBuf;

use sanxian_review::data::{Bounds, LayerKind, TownTraits};
use sanxian_review::measure::Millimetres;
use sanxian_review::policy::{Date, Policy, PolicyError};
use sanxian_review::review_watched;

use crate::import::{ImportError, Imported, import, towns};
use crate::ledger::{self, LedgerFile};
use crate::packs::{PackError, parameters, select};
use crate::rings::ring_problems;
use crate::run_info::RunInfo;
use crate::store::{Recorded, Store, StoreError};
use crate::watch::{Step, Watch};
use crate::worker::Supervisor;

/// What to review, by what.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// Town boundaries.
    pub towns: PathBuf,
    /// Control lines and counties; several files of one kind are one layer.
    pub layers: Vec<(LayerKind, PathBuf)>,
    /// The ledger, XLSX or CSV.
    pub ledger: Option<PathBuf>,
    /// Packs by id or file; none = by the towns' codes.
    pub packs: Vec<String>,
    /// Reviewer's parameters by name, in place of what packs assume.
    pub assume: Vec<(String, f64)>,
    /// Towns nearer than this are neighbours, instead of 1000 m and of what packs assume.
    pub near: Option<Millimetres>,
    /// The day of the review.
    pub as_of: Date,
}

/// Towns nearer than this are listed when nobody says otherwise (contract of the command line).
pub(crate) const DEFAULT_NEAR: Millimetres = Millimetres(1_000_000);

/// Why a review could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// A file gives no layer.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A pack cannot be used.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// Packs cannot be used together.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The reviewer stopped it.
    #[error("cancelled")]
    Cancelled,
    /// No threads could be started.
    #[error("cannot start worker threads: {0}")]
    Threads(String),
}

/// Reads the files of a submission into `store` and binds its policy.
///
/// Layers are streamed past the towns: only patches near a town are kept.
///
/// # Errors
/// The first file, pack or store call that fails; the store may then hold part of the submission and no review.
pub async fn submit(
    store: &impl Store,
    submission: &Submission,
    supervisor: &Supervisor,
    watch: &dyn Watch,
) -> Result<Policy, RunError> {
    let imported = import(supervisor, &submission.towns, LayerKind::Towns, None, watch)?;
    let mut sources = vec![imported.source.clone()];
    let mut problems = imported.problems.clone();
    problems.extend(ring_problems(&imported));
    let mut towns = towns(imported)?;
    let ledger = match &submission.ledger {
        None => None,
        Some(path) => {
            let LedgerFile { mut ledger, source, problems: found } = ledger::read(supervisor, path, watch)?;
            problems.extend(found);
            problems.extend(ledger::join(&source.file, &mut ledger, &mut towns));
            sources.push(source);
            Some(ledger)
        }
    };

    let policy = policy(submission, towns.iter().map(|town| &town.traits))?;
    #[expect(clippy::cast_precision_loss, reason = "a distance of kilometres")]
    let margin_m = policy.margin().unwrap_or_default().0 as f64 / 1e3;
    let near: Vec<Bounds> =
        towns.iter().filter_map(|town| town.feature.shape.bounds()).map(|b| b.padded(margin_m).padded(0.0)).collect();
    store.put_towns(&towns).await?;
    store.put_ledger(ledger.as_ref()).await?;

    let mut kinds: Vec<LayerKind> = submission.layers.iter().map(|(kind, _)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let mut features = Vec::new();
        for (_, path) in submission.layers.iter().filter(|(k, _)| *k == kind) {
            let imported = import(supervisor, path, kind, Some(&near), watch)?;
            problems.extend(ring_problems(&imported));
            let Imported { source, features: more, problems: found } = imported;
            sources.push(source);
            problems.extend(found);
            features.extend(more);
        }
        store.put_layer(kind, &features).await?;
    }
    problems.sort_by(|a, b| {
        (a.role, &a.file, a.position, &a.code, &a.feature).cmp(&(b.role, &b.file, b.position, &b.code, &b.feature))
    });
    store.put_sources(&sources).await?;
    store.put_problems(&problems).await?;
    store.put_run(&run_info(submission, &policy)).await?;
    Ok(policy)
}

/// Reviews every unit of `store` on `threads` threads (0 = all cores) and records the findings.
///
/// # Errors
/// A store that fails, or a cancel: an earlier review is then still there.
pub async fn review_all(
    store: &impl Store,
    policy: &Policy,
    threads: usize,
    watch: &dyn Watch,
) -> Result<Recorded, RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|e| RunError::Threads(e.to_string()))?;
    for unit in store.units().await? {
        let data = store.load(&unit).await?;
        let look = |done, total| {
            watch.progress(Step::Review { done, total });
            !watch.cancelled()
        };
        let review = pool.install(|| review_watched(&data, policy, &look)).ok_or(RunError::Cancelled)?;
        store.record(&unit, &review).await?;
    }
    Ok(store.recorded().await?)
}

fn policy<'a>(
    submission: &Submission,
    towns: impl Iterator<Item = &'a TownTraits> + Clone,
) -> Result<Policy, RunError> {
    let mut packs = select(&submission.packs, towns)?;
    for (name, value) in &submission.assume {
        packs.iter_mut().for_each(|pack| pack.assume(name, *value));
    }
    if let Some(near) = submission.near {
        #[expect(clippy::cast_precision_loss, reason = "a distance of kilometres")]
        let metres = near.0 as f64 / 1e3;
        packs.iter_mut().for_each(|pack| pack.assume("near_distance_m", metres));
    }
    Ok(Policy::new(packs, submission.as_of, submission.near.unwrap_or(DEFAULT_NEAR))?)
}

fn run_info(submission: &Submission, policy: &Policy) -> RunInfo {
    RunInfo {
        as_of: submission.as_of.to_string(),
        near: policy.near(),
        software: concat!("sanxian ", env!("CARGO_PKG_VERSION")).to_owned(),
        proj: proj_version(),
        packs: serde_json::to_value(policy.packs()).unwrap_or_default(),
        parameters: parameters(policy.packs()),
    }
}

/// Version of the PROJ library that converts coordinates.
#[must_use]
pub fn proj_version() -> String {
    let version = proj::ProjBuilder::new().lib_info().map(|info| info.version);
    version.unwrap_or_else(|_| "unknown".to_owned())
}
