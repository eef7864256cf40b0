//! The baselines in a folder.

use std::path::{Path, PathBuf};

use super::{Baseline, BaselineError, BaselineInfo};

/// One file of the folder.
#[derive(Debug)]
pub struct Listed {
    /// The file.
    pub path: PathBuf,
    /// What it is, or why it cannot be used.
    pub info: Result<BaselineInfo, BaselineError>,
}

/// Every GeoPackage in `dir`, by file name. A folder that is not there holds none.
///
/// # Errors
/// A folder that cannot be read.
pub fn list(dir: &Path) -> Result<Vec<Listed>, BaselineError> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(BaselineError::io(dir)(error)),
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| is_shown(path)).collect();
    paths.sort();
    let look = |path: PathBuf| {
        let info = Baseline::open(&path).map(|baseline| baseline.info().clone());
        Listed { path, info }
    };
    Ok(paths.into_iter().map(look).collect())
}

fn is_shown(path: &Path) -> bool {
    let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
    !hidden && path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gpkg"))
}
