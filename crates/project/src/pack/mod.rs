//! The evidence pack: one file with the review, what it was made of and everything made of it, that checks itself.
//!
//! [`write`](write()) packs; [`verify`](verify()) looks at every byte, reviews again from the pack alone and makes every
//! output again. A pack comes from elsewhere: it is read in a process of its own ([`apart`]).

pub mod apart;
mod changed;
mod container;
mod digest;
pub mod key;
mod manifest;
mod report;
mod rerun;
mod verify;
mod write;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use manifest::{OpinionRecipe, Recipe};
pub use report::{Difference, Report};
pub use verify::verify;
pub use write::{make_outputs, write};

use crate::dossier::Dossier;
use crate::export::ExportError;
use crate::opinion::Opinion;
use crate::store::StoreError;
use crate::watch::Watch;

/// Makes what this crate cannot set itself: it lives beside it.
pub trait Press: Sync {
    /// An opinion as PDF; a cancel is heard while it is made.
    ///
    /// # Errors
    /// Why not, in words.
    fn opinion(&self, opinion: &Opinion, watch: &dyn Watch) -> Result<Vec<u8>, String>;

    /// Map sheets as the recipe says, into `folder`: the names of the files.
    ///
    /// # Errors
    /// Why not, in words.
    fn sheets(
        &self,
        dossier: &Dossier,
        recipe: &serde_json::Value,
        folder: &Path,
        watch: &dyn Watch,
    ) -> Result<Vec<String>, String>;

    /// What a reader should know of what was made: characters that no font has.
    fn notes(&self) -> Vec<crate::lang::Text> {
        Vec::new()
    }
}

/// Why a pack could not be written or looked at.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// An output could not be made.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The project could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An output that lies beside this crate could not be made.
    #[error("{what}")]
    Press {
        /// Why.
        what: String,
    },
    /// Not a pack, or one that cannot be looked at.
    #[error("{}: {}", path.display(), what.en)]
    NotAPack {
        /// Which file.
        path: PathBuf,
        /// What it is instead and what to do.
        what: crate::lang::Text,
    },
    /// The reviewer stopped it.
    #[error("cancelled")]
    Cancelled,
}

impl PackError {
    fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { path: path.into(), source }
    }
}
