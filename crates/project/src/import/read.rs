//! Reads one file, whatever its format, and tells features, problems and progress as they come.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use sanxian_review::data::LayerKind;

use super::format::{Format, recognise};
use super::{ImportError, geojson, shapefile};
use crate::source::SourceInfo;
use crate::worker::wire::{Frame, Job};

/// Where the answer goes: a pipe to the parent, or a test.
pub(crate) trait Output {
    /// A feature, a problem, or a restart.
    fn frame(&mut self, frame: Frame);

    /// Bytes read so far, out of how many. Also the sign of life.
    fn progress(&mut self, done: u64, total: u64);
}

/// Reads the file of a job.
pub(crate) fn file(job: &Job, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let path = Path::new(&job.path);
    let name = file_name(path);
    if job.role == LayerKind::Ledger {
        return crate::ledger::sheet::file(path, &name, out);
    }
    let mut file = open(path)?;
    let mut head = Vec::with_capacity(1024);
    file.by_ref().take(1024).read_to_end(&mut head).map_err(|error| unreadable(&name, &error))?;
    drop(file);
    match recognise(path, &name, &head)? {
        Format::GeoJson => geojson::read(job, path, &name, out),
        Format::Shapefile => shapefile::read(job, path, out),
    }
}

/// The name without directories.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Opens a regular file.
pub(crate) fn open(path: &Path) -> Result<File, ImportError> {
    let given = path.display().to_string();
    let failed = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ImportError::NotFound { file: given.clone() },
        io::ErrorKind::PermissionDenied => ImportError::NoPermission { file: given.clone() },
        _ => unreadable(&given, error),
    };
    let kind = fs::metadata(path).map_err(|error| failed(&error))?.file_type();
    if kind.is_dir() {
        return Err(ImportError::IsFolder { file: given });
    }
    if !kind.is_file() {
        // Opening a pipe or a device would wait for ever.
        return Err(ImportError::Unreadable { file: given, reason: "not a regular file".to_owned() });
    }
    File::open(path).map_err(|error| failed(&error))
}

pub(crate) fn unreadable(file: &str, error: &io::Error) -> ImportError {
    ImportError::Unreadable { file: file.to_owned(), reason: error.to_string() }
}
