//! Small formats are read as a whole: the bytes, and what they were.

use std::io::Read;

use sha2::{Digest, Sha256};

use super::ImportError;
use super::hashed::hex;
use super::item::{Item, unreadable};
use crate::source::SourcePart;

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// When it cannot be read, or is larger.
pub(crate) fn whole(item: &Item, limit: u64) -> Result<(Vec<u8>, SourcePart), ImportError> {
    let name = item.file().name();
    let mut bytes = Vec::new();
    let read = item.open()?.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(&name, &error))?;
    if bytes.len() as u64 > limit {
        return Err(ImportError::TooLarge { file: name, offset: 0, limit });
    }
    let part = SourcePart { name, bytes: bytes.len() as u64, sha256: hex(&Sha256::digest(&bytes)) };
    Ok((bytes, part))
}
