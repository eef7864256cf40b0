//! Makes foreign files ours: their features in CGCS2000 degrees, and a list of problems.

mod advice;
mod archive;
mod boundary;
mod choices;
mod chunks;
mod crowded;
pub(crate) mod crs;
pub(crate) mod defects;
mod dxf;
mod error;
mod fgb;
mod filter;
mod format;
mod geojson;
mod geoparquet;
mod gpkg;
mod hashed;
pub(crate) mod inspect;
pub(crate) mod intake;
pub(crate) mod item;
mod kml;
mod layers;
mod names;
pub(crate) mod near;
mod nesting;
mod notes;
pub(crate) mod outline;
mod packed;
mod pairs;
mod parts;
pub(crate) mod read;
mod shapefile;
mod text;
mod texts;
pub(crate) mod towns;
mod whole;
mod wkb;

use sanxian_review::cells::Cells;
use sanxian_review::data::{Bounds, Feature, LayerKind};

pub use choices::{Choices, ChosenSystem, CrsChoice, Fields, NoChoice, Source, TextEncoding};
pub use crs::{BadShift, Convention, DatumShift, Four, OldDatum, Seven};
pub use error::ImportError;
pub(crate) use filter::Filter;
pub use inspect::{
    CrsGuess, EncodingGuess, FieldFound, Inspected, RoleGuess, ShiftPreview, inspect, inspect_layer, tables,
};
pub(crate) use names::label;
pub use towns::towns;

use crate::problem::Problem;
use crate::source::SourceInfo;
use crate::watch::Watch;
use crate::worker::Supervisor;
use crate::worker::wire::{Answer, Frame, Job, Task};

/// A layer as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// Which files, which coordinate system, how many records.
    pub source: SourceInfo,
    /// The features kept, in the order of the file; CGCS2000 degrees, rings as delivered (closed).
    pub features: Vec<Feature>,
    /// What is wrong with the file.
    pub problems: Vec<Problem>,
    /// Which fields were chosen for what: [`towns`] asks them.
    pub fields: Fields,
    /// Whether the reviewer accepted mended copies whose area differs much.
    pub accept_repairs: bool,
}

/// Reads one layer in a worker process.
///
/// `near` are boxes in CGCS2000 degrees, padded already: a feature is kept when its own box, grown by the bow of its
/// edges, touches one. `None` keeps everything.
///
/// # Errors
/// A file that gives no layer at all, a limit that was reached, a cancel. Single bad features are problems.
pub fn import(
    supervisor: &Supervisor,
    source: &Source,
    choices: &Choices,
    role: LayerKind,
    near: Option<&[Bounds]>,
    watch: &dyn Watch,
) -> Result<Imported, ImportError> {
    import_counted(supervisor, source, choices, role, near, None, watch)
}

/// As [`import`], without the features that lie in none of the `counted` cells and of which nothing is to be said: they
/// are counted as kept, and checked like all others.
///
/// # Errors
/// As [`import`].
pub(crate) fn import_counted(
    supervisor: &Supervisor,
    source: &Source,
    choices: &Choices,
    role: LayerKind,
    near: Option<&[Bounds]>,
    counted: Option<&Cells>,
    watch: &dyn Watch,
) -> Result<Imported, ImportError> {
    let (mut features, mut problems) = (Vec::new(), Vec::new());
    let job = Job { counted: counted.cloned(), ..job(supervisor, source, choices, Task::Read, role, near)? };
    let source = run(supervisor, &job, source, watch, |sent| {
        match sent {
            Sent::Feature(feature) => features.push(feature),
            Sent::Problem(problem) => problems.push(problem),
            Sent::Restart => {
                features.clear();
                problems.clear();
            }
        }
        Ok(())
    })?;
    Ok(Imported { source, features, problems, fields: choices.fields.clone(), accept_repairs: choices.accept_repairs })
}

/// What a file gives, as it comes.
#[derive(Debug)]
pub enum Sent {
    /// A feature that is kept.
    Feature(Feature),
    /// Something wrong with the file.
    Problem(Problem),
    /// Forget everything so far: the file is read again with another coordinate system.
    Restart,
}

/// As [`import`], but gives features and problems one by one: for layers larger than memory.
///
/// # Errors
/// As [`import`], and whatever `take` refuses.
pub fn stream(
    supervisor: &Supervisor,
    source: &Source,
    choices: &Choices,
    role: LayerKind,
    near: Option<&[Bounds]>,
    watch: &dyn Watch,
    take: impl FnMut(Sent) -> Result<(), ImportError>,
) -> Result<SourceInfo, ImportError> {
    let job = job(supervisor, source, choices, Task::Read, role, near)?;
    run(supervisor, &job, source, watch, take)
}

/// Has a job to read a layer done.
fn run(
    supervisor: &Supervisor,
    job: &Job,
    source: &Source,
    watch: &dyn Watch,
    mut take: impl FnMut(Sent) -> Result<(), ImportError>,
) -> Result<SourceInfo, ImportError> {
    let answer = supervisor.run(job, watch, |frame| match frame {
        Frame::Feature(record) => {
            let feature = record.into_feature();
            let died = |error: sanxian_review::data::NotOnEarth| ImportError::WorkerDied {
                file: source.name(),
                how: error.to_string(),
            };
            take(Sent::Feature(feature.map_err(died)?))
        }
        Frame::Problem(problem) => take(Sent::Problem(problem)),
        Frame::Restart => take(Sent::Restart),
        Frame::Progress { .. } | Frame::Done(_) | Frame::Failed(_) => Ok(()),
    })?;
    match answer {
        Answer::Read(source) => Ok(source),
        other => Err(ImportError::WorkerDied { file: source.name(), how: format!("it answered {other:?}") }),
    }
}

/// What a worker is told.
fn job(
    supervisor: &Supervisor,
    source: &Source,
    choices: &Choices,
    task: Task,
    role: LayerKind,
    near: Option<&[Bounds]>,
) -> Result<Job, ImportError> {
    // Cheap, and without it a wrong path would be told as trouble of a process.
    drop(read::open(&source.path)?);
    let filter = source.filter.as_deref().map(filter::Filter::parse).transpose().map_err(|why| {
        let choice = source.filter.clone().unwrap_or_default();
        ImportError::ChoiceRefused { file: source.name(), choice: format!("[{choice}]"), why }
    })?;
    Ok(Job {
        task,
        filter,
        path: source.path.as_os_str().to_owned(),
        inner: source.inner.clone(),
        choices: choices.clone(),
        role,
        near: near.map(<[Bounds]>::to_vec),
        counted: None,
        max_vertices: supervisor.limits.vertices,
        memory: supervisor.limits.memory,
        hash: supervisor.limits.hash,
    })
}

/// The code by which a definition is understood; `None` for one that is not.
#[cfg(test)]
pub(crate) fn understood(definition: &str) -> Option<Option<u32>> {
    crs::Crs::understand(definition).ok().map(|crs| crs.epsg)
}

#[cfg(test)]
mod archive_tests;
#[cfg(test)]
mod inspect_tests;
#[cfg(test)]
pub(crate) mod random;
#[cfg(test)]
mod shapefile_tests;
#[cfg(test)]
pub(crate) mod tests;
