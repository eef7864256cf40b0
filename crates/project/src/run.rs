//! Drives a review: files into a store, every unit through the kernel, findings back into the store.

mod first;
mod gathered;
mod terms;

use std::path::PathBuf;

use sanxian_review::cells::Cells;
use sanxian_review::data::{Bounds, Dataset, LayerKind};
use sanxian_review::measure::Millimetres;
use sanxian_review::policy::{Date, Policy, PolicyError};
use sanxian_review::review_watched;

use crate::import::{Choices, DatumShift, ImportError, Imported, Source, import, import_counted};
use crate::ledger;
use crate::packs::PackError;
use crate::store::{Recorded, Store, StoreError};
use crate::watch::{Step, Watch};
use crate::worker::Supervisor;

pub use first::first_town;
pub use gathered::Gathered;
pub(crate) use gathered::Held;
pub(crate) use terms::DEFAULT_NEAR;
pub use terms::Terms;

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
    /// Parameters for files in Xi'an 80 or Beijing 54.
    pub datum_shift: Option<DatumShift>,
    /// Mended copies are accepted even where the repair changes the area much.
    pub accept_repairs: bool,
}

impl Submission {
    /// By what.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms { packs: self.packs.clone(), assume: self.assume.clone(), near: self.near, as_of: self.as_of }
    }
}

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
/// # Errors
/// As [`gather`], or a store call that fails; the store may then hold part of the submission and no review.
pub async fn submit(
    store: &impl Store,
    submission: &Submission,
    supervisor: &Supervisor,
    watch: &dyn Watch,
) -> Result<Policy, RunError> {
    let (gathered, policy) = gather(submission, Gathering::Near, supervisor, watch)?;
    gathered.put(store, &submission.terms(), &policy).await?;
    Ok(policy)
}

/// How much of the layers is gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gathering {
    /// All that lies near a town: what maps draw around it.
    Near,
    /// Without the farmland that touches neither a town nor, near one, another line. It enters no number; it is checked
    /// and counted all the same.
    Counted,
}

/// Reads the files of a submission and binds its policy.
///
/// Layers are streamed past the towns: only patches near a town are kept, and farmland comes last, past the lines.
///
/// # Errors
/// The first file or pack that cannot be used, or a cancel.
pub fn gather(
    submission: &Submission,
    gathering: Gathering,
    supervisor: &Supervisor,
    watch: &dyn Watch,
) -> Result<(Gathered, Policy), RunError> {
    let choices = Choices {
        datum_shift: submission.datum_shift.clone(),
        accept_repairs: submission.accept_repairs,
        ..Choices::default()
    };
    let towns = import(supervisor, &Source::spelled(&submission.towns), &choices, LayerKind::Towns, None, watch)?;
    let mut gathered = Gathered::with_towns(towns)?;
    if let Some(path) = &submission.ledger {
        gathered.join(ledger::read(supervisor, path, watch)?);
    }
    let policy = submission.terms().bind(gathered.towns.iter().map(|town| &town.traits))?;
    gathered.decide_repairs(policy.repair());
    let near = gathered.near(&policy);
    let (farmland, others): (Vec<_>, Vec<_>) =
        submission.layers.iter().partition(|(kind, _)| *kind == LayerKind::BasicFarmland);
    let mut read = Vec::new();
    for (kind, path) in others {
        read.push(import(supervisor, &Source::spelled(path), &choices, *kind, Some(&near), watch)?);
    }
    let counted = match gathering {
        Gathering::Near => None,
        Gathering::Counted => counted(&gathered, &read, &near, &policy),
    };
    for (kind, path) in farmland {
        let source = Source::spelled(path);
        read.push(import_counted(supervisor, &source, &choices, *kind, Some(&near), counted.as_ref(), watch)?);
    }
    read.sort_by_key(|layer| layer.source.role); // files of one kind in the order given
    for layer in read {
        gathered.add(layer, policy.repair());
    }
    Ok((gathered, policy))
}

/// What the kernel asks farmland for: the towns, and where lines are compared the other lines near them.
fn counted(gathered: &Gathered, read: &[Imported], near: &[Bounds], policy: &Policy) -> Option<Cells> {
    let mut cells = Cells::of_region(near)?;
    gathered.towns.iter().for_each(|town| cells.add(&town.feature.shape));
    if policy.margin().is_some() {
        let lines = read.iter().filter(|layer| layer.source.role.is_control_line());
        lines.flat_map(|layer| &layer.features).for_each(|feature| cells.add(&feature.shape));
    }
    Some(cells)
}

/// Reviews what was gathered on `threads` threads (0 = all cores), without a store: what is read stands in memory once.
///
/// The same as putting it into a store and reviewing it there.
///
/// # Errors
/// Two towns with one id, or a cancel.
pub fn review_gathered(
    gathered: Gathered,
    terms: &Terms,
    policy: &Policy,
    threads: usize,
    watch: &dyn Watch,
) -> Result<Recorded, RunError> {
    let Held { data, sources, problems } = gathered.held()?;
    let look = |done, total| {
        watch.progress(Step::Review { done, total });
        !watch.cancelled()
    };
    let review = on_threads(threads, || review_watched(&data, policy, &look))?.ok_or(RunError::Cancelled)?;
    let Dataset { towns, layers, ledger, .. } = data;
    let run = terms.run_info(policy);
    Ok(Recorded { run, sources, problems, towns, layers, ledger, review, decisions: Vec::new() })
}

/// Does `work` on so many threads, 0 = one a core: those that looked for defects of rings too, for memory that one
/// thread gave back is of no use to another.
fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> Result<T, RunError> {
    if threads == 0 { Ok(work()) } else { Ok(threads_of(threads)?.install(work)) }
}

/// A pool of so many threads, 0 = one a core, beside which others go on.
pub(crate) fn threads_of(threads: usize) -> Result<rayon::ThreadPool, RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|e| RunError::Threads(e.to_string()))
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
    for unit in store.units().await? {
        let data = store.load(&unit).await?;
        let look = |done, total| {
            watch.progress(Step::Review { done, total });
            !watch.cancelled()
        };
        let review = on_threads(threads, || review_watched(&data, policy, &look))?.ok_or(RunError::Cancelled)?;
        store.record(&unit, &review).await?;
    }
    Ok(store.recorded().await?)
}

/// Version of the PROJ library that converts coordinates.
#[must_use]
pub fn proj_version() -> String {
    let version = proj::ProjBuilder::new().lib_info().map(|info| info.version);
    version.unwrap_or_else(|_| "unknown".to_owned())
}
