//! Where the foreign test files lie: beside the repository, or in the folder that `SANXIAN_REAL` names.

use std::path::PathBuf;

/// The folder `name` of the foreign files; says that the test is skipped and returns `None` where it is absent.
pub fn folder(name: &str) -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/real");
    let root = std::env::var_os("SANXIAN_REAL").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {name} is not at hand (set SANXIAN_REAL to the folder that holds it)");
    None
}
