//! Foreign files and policy texts: beside the repository, in `../shared`, or where `SANXIAN_REAL` points; never in it.

use std::path::{Path, PathBuf};

/// The root of this repository.
#[must_use]
pub fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The folder `name` of the foreign files; says that the test is skipped and returns `None` where it is absent.
#[must_use]
pub fn real(name: &str) -> Option<PathBuf> {
    present(real_root().join(name))
}

/// The folder of the policy texts, which lies beside the foreign files.
#[must_use]
pub fn policy_texts() -> Option<PathBuf> {
    present(real_root().parent()?.join("policy-texts"))
}

/// All files of a folder and its subfolders, sorted.
///
/// # Panics
/// When a folder cannot be listed.
#[must_use]
pub fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// The files with one of these extensions.
#[must_use]
pub fn with_extension(files: Vec<PathBuf>, extensions: &[&str]) -> Vec<PathBuf> {
    let wanted =
        |path: &PathBuf| path.extension().is_some_and(|e| extensions.iter().any(|x| e.eq_ignore_ascii_case(x)));
    files.into_iter().filter(wanted).collect()
}

fn real_root() -> PathBuf {
    std::env::var_os("SANXIAN_REAL").map_or_else(|| repository().join("../shared/real"), PathBuf::from)
}

fn present(folder: PathBuf) -> Option<PathBuf> {
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {} is not at hand (SANXIAN_REAL names the folder of foreign files)", folder.display());
    None
}
