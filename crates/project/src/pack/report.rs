//! What verifying a pack found, as data and in words.

use serde::{Deserialize, Serialize};

use super::key::Trust;
use crate::lang::Text;

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The program that made the pack.
    pub software: String,
    /// Its PROJ.
    pub proj: String,
    /// The day of the review.
    pub as_of: String,
    /// Files in the pack that were looked at.
    pub files: usize,
    /// Towns reviewed again; absent when that was not possible.
    pub towns: Option<usize>,
    /// Findings that came out the same.
    pub findings: Option<usize>,
    /// Outputs made again with the same bytes.
    pub remade: usize,
    /// SHA-256 of the manifest: it stands for everything.
    pub manifest_sha256: String,
    /// What the signature is worth.
    pub signature: Trust,
    /// Everything that is not as it must be.
    pub differences: Vec<Difference>,
    /// What a reader should know and what is no difference.
    pub notes: Vec<Text>,
}

/// One thing that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What it is about: `container`, `manifest`, `file`, `signature`, `review`, `output`.
    pub about: String,
    /// The file in the pack.
    pub file: Option<String>,
    /// The byte, from 0: of that file, or of the whole pack where no file is named.
    pub byte: Option<u64>,
    /// In words.
    pub text: Text,
}

impl Report {
    /// Whether nothing differs.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.differences.is_empty()
    }
}

impl Difference {
    pub(super) fn new(about: &str, file: Option<&str>, byte: Option<u64>, text: Text) -> Self {
        Self { about: about.to_owned(), file: file.map(str::to_owned), byte, text }
    }
}
