//! Reads one file, whatever its format, and tells features, problems and progress as they come.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::archive::Archive;
use super::format::{Format, recognise};
use super::item::Item;
pub(crate) use super::item::unreadable;
use super::notes::Notes;
use super::{ImportError, geojson, shapefile};
use crate::source::SourceInfo;
use crate::worker::wire::{Frame, Job};

/// Where the answer goes: a pipe to the parent, or a test.
pub(crate) trait Output {
    /// A feature, a problem, or a restart.
    fn frame(&mut self, frame: Frame);

    /// Bytes read so far, out of how many. Also the sign of life.
    fn progress(&mut self, done: u64, total: u64);

    /// Where an inspection writes; `None` for an import.
    fn notes(&mut self) -> Option<&mut Notes> {
        None
    }
}

/// Reads the layer of a job.
pub(crate) fn file(job: &Job, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    layer(job, &item(job)?, out)
}

/// Reads one layer.
pub(crate) fn layer(job: &Job, item: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let mut source = match format(item)? {
        Format::GeoJson => geojson::read(job, item, out)?,
        Format::Shapefile => shapefile::read(job, item, out)?,
        Format::Zip => return Err(ImportError::NoLayer { file: item.name(), others: vec!["zip".to_owned()] }),
    };
    if let Some(holder) = item.holder() {
        source.parts.push(holder.hash()?);
    }
    Ok(source)
}

/// The format of an item, by its first bytes.
pub(crate) fn format(item: &Item) -> Result<Format, ImportError> {
    let name = item.name();
    let mut head = Vec::with_capacity(1024);
    item.open()?.take(1024).read_to_end(&mut head).map_err(|error| unreadable(&name, &error))?;
    recognise(item.as_path(), &name, &head)
}

/// What a job is about: the file, or the member of a zip that it names or that is the only layer.
pub(crate) fn item(job: &Job) -> Result<Item, ImportError> {
    let path = Path::new(&job.path);
    let disk = Item::Disk(path.to_owned());
    let absent = |inner: &str| ImportError::NoMember { file: file_name(path), inner: inner.to_owned() };
    if format(&disk)? != Format::Zip {
        return job.inner.as_deref().map_or(Ok(disk), |inner| Err(absent(inner)));
    }
    let archive = Archive::open_file(path)?;
    let layers = archive.layers();
    let at = match (&job.inner, layers.as_slice()) {
        (Some(inner), _) => archive.find(inner).ok_or_else(|| absent(inner))?,
        (None, [only]) => *only,
        (None, []) => return Err(ImportError::NoLayer { file: file_name(path), others: archive.others }),
        (None, several) => {
            let layers = several.iter().map(|at| archive.members[*at].name.clone()).collect();
            return Err(ImportError::SeveralLayers { file: file_name(path), layers });
        }
    };
    Ok(Item::Member(Arc::new(archive), at))
}

/// The layers of a file, by the names to ask for; one that is no container is its own only layer.
pub(crate) fn layers(path: &Path) -> Result<Vec<Option<String>>, ImportError> {
    if format(&Item::Disk(path.to_owned()))? != Format::Zip {
        return Ok(vec![None]);
    }
    let archive = Archive::open_file(path)?;
    let layers = archive.layers();
    if layers.is_empty() {
        return Err(ImportError::NoLayer { file: file_name(path), others: archive.others });
    }
    Ok(layers.into_iter().map(|at| Some(archive.members[at].name.clone())).collect())
}

/// Whether a file begins like a zip; everything more is the worker's to say.
pub(crate) fn may_be_zip(path: &Path) -> Result<bool, ImportError> {
    let mut head = Vec::with_capacity(4);
    open(path)?.take(4).read_to_end(&mut head).map_err(|error| unreadable(&file_name(path), &error))?;
    Ok(head.starts_with(b"PK"))
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
