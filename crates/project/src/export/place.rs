//! Puts finished files in place as a whole, or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::ExportError;

/// A folder inside the target folder, so that moving out of it is a rename. Dropped before that, it leaves nothing behind.
#[derive(Debug)]
pub struct Staged {
    folder: Option<TempDir>,
    target: PathBuf,
    made_target: bool,
}

/// An old file and where its copy is (`None`: there was no old file).
struct Replaced {
    place: PathBuf,
    copy: Option<PathBuf>,
}

impl Staged {
    /// Makes the target folder and the folder in it.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn new(target: &Path) -> Result<Self, ExportError> {
        let made_target = !target.exists();
        fs::create_dir_all(target).map_err(ExportError::io(target))?;
        let folder = tempfile::Builder::new().prefix(".sanxian-").tempdir_in(target);
        let folder = folder.map_err(ExportError::io(target)).inspect_err(|_| {
            if made_target {
                let _ = fs::remove_dir(target);
            }
        })?;
        Ok(Self { folder: Some(folder), target: target.into(), made_target })
    }

    /// Where to write.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.as_ref().map_or(&self.target, TempDir::path)
    }

    /// Renames the `written` files into the target and removes the `stale` ones from it.
    ///
    /// The old files are linked (or copied) aside first, so that at every moment each name holds an old or a new
    /// whole file, and a failed rename can be undone.
    ///
    /// # Errors
    /// When a file cannot be put in place; the old ones are back then.
    pub fn put_in_place(mut self, written: &[&str], stale: &[&str]) -> Result<(), ExportError> {
        let old = self.folder().join("old");
        fs::create_dir(&old).map_err(ExportError::io(&old))?;
        let mut done: Vec<Replaced> = Vec::new();
        for (name, is_new) in written.iter().map(|name| (*name, true)).chain(stale.iter().map(|name| (*name, false))) {
            let place = self.target.join(name);
            let result = keep_copy(&place, &old.join(name)).and_then(|copy| {
                match (is_new, &copy) {
                    (true, _) => fs::rename(self.folder().join(name), &place)?,
                    (false, Some(_)) => fs::remove_file(&place)?,
                    (false, None) => {}
                }
                Ok(copy)
            });
            match result {
                Ok(copy) => done.push(Replaced { place, copy }),
                Err(source) => {
                    self.put_back(done)?;
                    return Err(ExportError::Io { path: place, source });
                }
            }
        }
        if let Err(source) = sync_folder(&self.target) {
            self.put_back(done)?;
            return Err(ExportError::Io { path: self.target.clone(), source });
        }
        self.made_target = false;
        Ok(())
    }

    fn put_back(&mut self, done: Vec<Replaced>) -> Result<(), ExportError> {
        for Replaced { place, copy } in done.into_iter().rev() {
            let result = match &copy {
                Some(copy) => fs::rename(copy, &place),
                None => fs::remove_file(&place).or_else(|error| match error.kind() {
                    io::ErrorKind::NotFound => Ok(()),
                    _ => Err(error),
                }),
            };
            if let Err(source) = result {
                let kept = self.folder.take().map_or_else(|| self.target.clone(), TempDir::keep);
                return Err(ExportError::NotRestored { path: place, kept, source });
            }
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        drop(self.folder.take());
        if self.made_target {
            // Only when it is empty: a folder that was made for nothing.
            let _ = fs::remove_dir(&self.target);
        }
    }
}

/// A second name for the file, or a copy where the file system has no links; `None` when there is no file.
fn keep_copy(place: &Path, copy: &Path) -> io::Result<Option<PathBuf>> {
    match fs::symlink_metadata(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
        Ok(found) if found.is_dir() => return Err(io::Error::other("a folder stands where the file belongs")),
        Ok(_) => {}
    }
    fs::hard_link(place, copy).or_else(|_| fs::copy(place, copy).map(|_| ()))?;
    Ok(Some(copy.into()))
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

// Other systems cannot open a folder as a file; their renames are durable by themselves.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
