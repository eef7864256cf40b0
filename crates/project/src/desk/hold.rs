//! One window a project: who has it open holds a lock beside it. And what stands in the way of writing to it.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::lang::Text;
use crate::view::Failure;

/// Held as long as the project is open. The system lets go of it when the program ends, however it ends.
#[derive(Debug)]
pub(super) struct Hold {
    path: PathBuf,
    _file: File,
}

impl Drop for Hold {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// How a project may be used.
#[derive(Debug)]
pub(super) enum Access {
    /// Ours alone.
    Write(Hold),
    /// To look at, for this reason.
    Read(Text),
}

/// Takes hold of a project file.
///
/// # Errors
/// When another window has it open.
pub(super) fn take(path: &Path) -> Result<Access, Failure> {
    let marked = std::fs::metadata(path).is_ok_and(|found| found.permissions().readonly());
    if marked || OpenOptions::new().append(true).open(path).is_err() {
        return Ok(Access::Read(Text::new("文件是只读的", "the file is read-only")));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let lock = path.with_file_name(format!(".{name}.lock"));
    let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&lock);
    // without a place for the lock there is none for SQLite's journal either
    let Ok(file) = opened else {
        return Ok(Access::Read(Text::new("所在文件夹不可写", "its folder cannot be written")));
    };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Failure::other(
            Text::new(
                format!("{} 已在另一个窗口中打开", path.display()),
                format!("{} is open in another window", path.display()),
            ),
            Text::new("请回到那个窗口，或先在那里关闭它", "Go back to that window, or close it there first"),
        )),
        // a file system that knows no locks: SQLite's own must do
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Access::Write(Hold { path: lock, _file: file })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_held_once_and_free_again_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.gpkg");
        std::fs::write(&path, b"x").unwrap();
        let held = take(&path).unwrap();
        assert!(matches!(held, Access::Write(_)));
        assert!(take(&path).unwrap_err().message.zh.contains("另一个窗口"));
        drop(held);
        assert!(matches!(take(&path).unwrap(), Access::Write(_)));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no lock is left behind");
    }

    #[test]
    fn a_file_marked_read_only_is_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.gpkg");
        std::fs::write(&path, b"x").unwrap();
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).unwrap();
        assert!(matches!(take(&path).unwrap(), Access::Read(_)));
    }
}
