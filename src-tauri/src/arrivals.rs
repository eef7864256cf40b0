//! Files that come by themselves: dropped on the window, given as arguments, or handed over by a second start.
//!
//! They wait here until the page fetches them with a call of its own, so that looking at them has progress and cancel
//! like everything else that takes long.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Emitter, Manager};

/// The event that tells the page to fetch them.
const EVENT: &str = "cards";

/// Files that wait for the page.
#[derive(Debug, Default)]
pub(crate) struct Arrivals(Mutex<Vec<PathBuf>>);

impl Arrivals {
    /// All that came since they were fetched last.
    pub(crate) fn take(&self) -> Vec<PathBuf> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether there are any.
    pub(crate) fn waiting(&self) -> bool {
        !self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Whether a project waits, to be opened before anything is shown.
    pub(crate) fn hold_project(&self) -> bool {
        let paths = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        paths.iter().any(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gpkg")))
    }

    fn put(&self, paths: Vec<PathBuf>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(paths);
    }
}

/// Keeps files for the page and tells it.
pub(crate) fn receive(app: &AppHandle, paths: Vec<PathBuf>) {
    if paths.is_empty() {
        return;
    }
    app.state::<Arrivals>().put(paths);
    // Before the page listens nobody hears this; it asks once when it begins.
    let _ = app.emit_to(crate::window::LABEL, EVENT, ());
}

/// The files among the arguments; relative ones are meant from `folder`.
pub(crate) fn files_of(arguments: impl IntoIterator<Item = OsString>, folder: &Path) -> Vec<PathBuf> {
    let mut options = true;
    let mut files = Vec::new();
    for argument in arguments.into_iter().skip(1) {
        if options && argument == "--" {
            options = false;
        } else if !options || !argument.to_string_lossy().starts_with('-') {
            files.push(folder.join(argument));
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_files_seen_from_where_the_program_was_started() {
        let arguments = ["sanxian-desktop", "--flag", "镇界.zip", "/data/a.gpkg", "--", "-odd.shp"];
        let files = files_of(arguments.map(OsString::from), Path::new("/desk"));
        assert_eq!(files, ["/desk/镇界.zip", "/data/a.gpkg", "/desk/-odd.shp"].map(PathBuf::from));
    }

    #[test]
    fn files_are_fetched_once() {
        let arrivals = Arrivals::default();
        arrivals.put(vec!["a.zip".into()]);
        assert!(!arrivals.hold_project());
        arrivals.put(vec!["b.GPKG".into()]);
        assert!(arrivals.hold_project());
        assert_eq!(arrivals.take().len(), 2);
        assert!(arrivals.take().is_empty());
    }
}
