//! Packs and clauses: policy documents as data, parsed once, bound to rules.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A clause's id in its pack, `QH5-LINES`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClauseId(pub String);

impl fmt::Display for ClauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
