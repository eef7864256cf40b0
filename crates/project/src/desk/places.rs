//! Where the desk keeps its things.

use std::path::{Path, PathBuf};

/// Folders and files of the application; made when they are first needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Projects that were never saved elsewhere, `*.gpkg`.
    pub projects: PathBuf,
    /// Control lines and counties kept for many projects, `*.gpkg`.
    pub baselines: PathBuf,
    /// Recent projects and the like, one JSON file.
    pub settings: PathBuf,
}

impl Places {
    /// The usual places under the application's data folder.
    #[must_use]
    pub fn under(data: &Path) -> Self {
        Self {
            projects: data.join("projects"),
            baselines: data.join("baselines"),
            settings: data.join("settings.json"),
        }
    }
}
