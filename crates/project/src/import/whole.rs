//! Small formats are read as a whole: the bytes, and what they were.

use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::ImportError;
use super::hashed::{Hashed, hex};
use super::read::{open, unreadable};
use crate::source::SourcePart;

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// When it cannot be read, or is larger.
pub(crate) fn whole(path: &Path, name: &str, limit: u64) -> Result<(Vec<u8>, SourcePart), ImportError> {
    let mut bytes = Vec::new();
    let read = open(path)?.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(name, &error))?;
    if bytes.len() as u64 > limit {
        return Err(ImportError::TooLarge { file: name.to_owned(), offset: 0, limit });
    }
    let part = SourcePart { name: name.to_owned(), bytes: bytes.len() as u64, sha256: hex(&Sha256::digest(&bytes)) };
    Ok((bytes, part))
}
/// Size and hash of a file that a library reads by itself.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn part(path: &Path, name: &str) -> Result<SourcePart, ImportError> {
    let (bytes, sha256) = Hashed::new(open(path)?).finish().map_err(|error| unreadable(name, &error))?;
    Ok(SourcePart { name: name.to_owned(), bytes, sha256 })
}
