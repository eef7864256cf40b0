//! What a template can reach: the files given to it, two fonts, one date.

use std::sync::LazyLock;

use jiff::civil::Date;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::error::TypesetError;
use super::files::Files;
use super::{day, fonts};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

pub(super) struct Desk {
    main: FileId,
    files: Files,
    date: Option<Date>,
}

impl Desk {
    pub(super) fn new(main: &str, files: Files, date: Option<Date>) -> Result<Self, TypesetError> {
        let no_such = || TypesetError::NoSuchFile { name: main.to_owned() };
        let path = VirtualPath::new(main).map_err(|_| no_such())?;
        if !files.holds(main) {
            return Err(no_such());
        }
        // ids are kept for the program's life: callers use the same few names again and again
        Ok(Self { main: RootedPath::new(VirtualRoot::Project, path).intern(), files, date })
    }

    fn find(&self, id: FileId) -> FileResult<&Bytes> {
        let path = id.get();
        if let VirtualRoot::Package(package) = path.root() {
            return Err(FileError::Package(typst::diag::PackageError::NotFound(package.clone())));
        }
        let name = path.vpath().get_without_slash();
        self.files.get(name).ok_or_else(|| FileError::NotFound(name.into()))
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &fonts::BOOK
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let text = std::str::from_utf8(self.find(id)?).map_err(|_| FileError::InvalidUtf8)?;
        Ok(Source::new(id, text.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.find(id).cloned()
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.date.and_then(day)
    }
}
