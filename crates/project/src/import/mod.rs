//! Makes foreign files ours: GeoJSON and shapefiles become features in CGCS2000 degrees, and a list of problems.

mod advice;
mod chunks;
mod crs;
mod defects;
mod error;
mod format;
mod geojson;
mod hashed;
mod intake;
mod names;
mod near;
mod outline;
pub(crate) mod read;
mod shapefile;
pub(crate) mod towns;

use std::path::Path;

use sanxian_review::data::{Bounds, Feature, LayerKind};

pub use error::ImportError;
pub use towns::towns;

use crate::problem::Problem;
use crate::source::SourceInfo;
use crate::watch::Watch;
use crate::worker::Supervisor;
use crate::worker::wire::{Frame, Job};

/// A layer as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// Which files, which coordinate system, how many records.
    pub source: SourceInfo,
    /// The features kept, in the order of the file; CGCS2000 degrees, rings as delivered (closed).
    pub features: Vec<Feature>,
    /// What is wrong with the file.
    pub problems: Vec<Problem>,
}

/// Reads one file in a worker process.
///
/// `near` are boxes in CGCS2000 degrees, padded already: a feature is kept when its own box, grown by the bow of its
/// edges, touches one. `None` keeps everything.
///
/// # Errors
/// A file that gives no layer at all, a limit that was reached, a cancel. Single bad features are problems.
pub fn import(
    supervisor: &Supervisor,
    path: &Path,
    role: LayerKind,
    near: Option<&[Bounds]>,
    watch: &dyn Watch,
) -> Result<Imported, ImportError> {
    let (mut features, mut problems) = (Vec::new(), Vec::new());
    let source = stream(supervisor, path, role, near, watch, |sent| {
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
    Ok(Imported { source, features, problems })
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
    path: &Path,
    role: LayerKind,
    near: Option<&[Bounds]>,
    watch: &dyn Watch,
    mut take: impl FnMut(Sent) -> Result<(), ImportError>,
) -> Result<SourceInfo, ImportError> {
    // Cheap, and without it a wrong path would be told as trouble of a process.
    drop(read::open(path)?);
    let job = Job {
        path: path.as_os_str().to_owned(),
        role,
        near: near.map(<[Bounds]>::to_vec),
        max_vertices: supervisor.limits.vertices,
        memory: supervisor.limits.memory,
    };
    supervisor.run(&job, watch, |frame| match frame {
        Frame::Feature(record) => {
            let feature = record.into_feature();
            let died = |error: sanxian_review::data::NotOnEarth| ImportError::WorkerDied {
                file: read::file_name(path),
                how: error.to_string(),
            };
            take(Sent::Feature(feature.map_err(died)?))
        }
        Frame::Problem(problem) => take(Sent::Problem(problem)),
        Frame::Restart => take(Sent::Restart),
        Frame::Progress { .. } | Frame::Done(_) | Frame::Failed(_) => Ok(()),
    })
}

#[cfg(test)]
mod shapefile_tests;
#[cfg(test)]
mod tests;
