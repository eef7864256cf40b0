//! Expected text in files: `BLESS=1 cargo test` rewrites them, then *read the diff*.

use std::path::Path;

/// Whether expected files are to be rewritten.
#[must_use]
pub fn blessing() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value != "0")
}

/// Compares with the file, or writes it when blessing; gives what differs.
///
/// # Errors
/// The first line that differs, and both texts around it.
///
/// # Panics
/// When the file cannot be written.
pub fn compare(expected: &Path, actual: &str) -> Result<(), String> {
    let old = std::fs::read_to_string(expected).unwrap_or_default();
    if old == actual {
        return Ok(());
    }
    if blessing() {
        std::fs::write(expected, actual).unwrap_or_else(|e| panic!("{}: {e}", expected.display()));
        return Ok(());
    }
    let line = old.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count();
    let at = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").to_owned();
    Err(format!("{}:{}\n  expected: {}\n  actual:   {}", expected.display(), line + 1, at(&old), at(actual)))
}
