//! One file to read: on disk, or a member of a zip. Opened as often as needed, always from its beginning.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::archive::{Archive, ArchiveFault};
use super::hashed::Hashed;
use super::read::{file_name, open};
use super::{ImportError, Source};
use crate::source::SourcePart;

/// Where its bytes lie.
#[derive(Debug, Clone)]
pub(crate) enum Item {
    Disk(PathBuf),
    /// A member by its place in the zip.
    Member(Arc<Archive>, usize),
    /// One layer of a file that holds several.
    Layer(Box<Self>, String),
}

/// An item being read.
pub(crate) struct Opened {
    /// How many bytes it has, or declares.
    pub bytes: u64,
    source: Box<dyn Read + Send>,
}

impl Read for Opened {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.source.read(into)
    }
}

impl Item {
    /// Name for messages and records, without the directories of the disk.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Disk(path) => file_name(path),
            Self::Member(archive, at) => format!("{}/{}", file_name(&archive.path), archive.members[*at].name),
            Self::Layer(file, layer) => format!("{}/{layer}", file.name()),
        }
    }

    /// Its name as a path: of the disk, or inside the zip.
    pub(crate) fn as_path(&self) -> &Path {
        match self {
            Self::Disk(path) => path,
            Self::Member(archive, at) => Path::new(&archive.members[*at].name),
            Self::Layer(file, _) => file.as_path(),
        }
    }

    /// What a reviewer would call it.
    pub(crate) fn source(&self) -> Source {
        match self {
            Self::Disk(path) => Source::file(path),
            Self::Member(archive, at) => {
                Source { inner: Some(archive.members[*at].name.clone()), ..Source::file(&archive.path) }
            }
            Self::Layer(file, layer) => {
                let source = file.source();
                let inner = source.inner.as_ref().map_or_else(|| layer.clone(), |member| format!("{member}!{layer}"));
                Source { inner: Some(inner), ..source }
            }
        }
    }

    /// Its layer, when it is one of several.
    pub(crate) fn layer(&self) -> Option<&str> {
        match self {
            Self::Layer(_, layer) => Some(layer),
            Self::Disk(_) | Self::Member(..) => None,
        }
    }

    /// The file that holds the layer; itself when it is none.
    pub(crate) fn file(&self) -> &Self {
        match self {
            Self::Layer(file, _) => file,
            Self::Disk(_) | Self::Member(..) => self,
        }
    }

    /// Extension in lower case.
    pub(crate) fn extension(&self) -> String {
        self.as_path().extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
    }

    /// Opens it.
    pub(crate) fn open(&self) -> Result<Opened, ImportError> {
        match self {
            Self::Disk(path) => {
                let file = open(path)?;
                let bytes = file.metadata().map_err(|error| unreadable(&self.name(), &error))?.len();
                Ok(Opened { bytes, source: Box::new(file) })
            }
            Self::Member(archive, at) => {
                let source = archive.open(*at).map_err(|error| unreadable(&self.name(), &error))?;
                Ok(Opened { bytes: archive.members[*at].bytes, source: Box::new(source) })
            }
            Self::Layer(file, _) => file.open(),
        }
    }

    /// All items of the same folder, itself among them.
    pub(crate) fn beside(&self) -> Vec<Self> {
        match self {
            Self::Disk(path) => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
                let entries = fs::read_dir(folder).map(|entries| entries.flatten().collect::<Vec<_>>());
                entries.unwrap_or_default().into_iter().map(|entry| Self::Disk(entry.path())).collect()
            }
            Self::Member(archive, _) => {
                let folder = self.as_path().parent();
                let all = (0..archive.members.len()).map(|at| Self::Member(archive.clone(), at));
                all.filter(|item| item.as_path().parent() == folder).collect()
            }
            Self::Layer(file, _) => file.beside(),
        }
    }

    /// What it is; reads it to the end if its hash is wanted.
    pub(crate) fn part(&self, hash: bool) -> Result<SourcePart, ImportError> {
        let opened = self.open()?;
        if !hash {
            return Ok(SourcePart { name: self.file().name(), bytes: opened.bytes, sha256: String::new() });
        }
        let read = Hashed::new(opened, true).finish();
        let (bytes, sha256) = read.map_err(|error| unreadable(&self.name(), &error))?;
        Ok(SourcePart { name: self.file().name(), bytes, sha256 })
    }

    /// The file that holds it, when it is a member of one.
    pub(crate) fn holder(&self) -> Option<Self> {
        match self {
            Self::Disk(_) => None,
            Self::Member(archive, _) => Some(Self::Disk(archive.path.clone())),
            Self::Layer(file, _) => file.holder(),
        }
    }
}

/// Trouble while reading: the system's own words, or what is wrong with the zip.
pub(crate) fn unreadable(file: &str, error: &io::Error) -> ImportError {
    let file = file.to_owned();
    match error.get_ref().and_then(|inner| inner.downcast_ref::<ArchiveFault>()) {
        Some(fault) => ImportError::BadArchive { file, what: fault.0.clone() },
        None => ImportError::Unreadable { file, reason: error.to_string() },
    }
}
