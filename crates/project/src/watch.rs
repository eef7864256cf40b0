//! How a long job tells what it does and learns that it shall stop.

use sanxian_review::data::LayerKind;

/// What a long job is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// A file is being read.
    Import {
        /// What the file was given as.
        role: LayerKind,
        /// Bytes read so far.
        done: u64,
        /// Bytes in the file.
        total: u64,
    },
    /// A file is being looked into.
    Inspect {
        /// Bytes read so far.
        done: u64,
        /// Bytes in the file.
        total: u64,
    },
    /// Towns are being measured.
    Review {
        /// Towns measured so far.
        done: usize,
        /// Towns in all.
        total: usize,
    },
}

/// Looks on while a job runs; called from several threads.
pub trait Watch: Sync {
    /// The job has come this far. Called a few times a second at most; must return quickly.
    fn progress(&self, step: Step);

    /// Whether the job shall stop. Asked about ten times a second.
    fn cancelled(&self) -> bool;
}

/// Shows nothing and never cancels.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Watch for Silent {
    fn progress(&self, _: Step) {}

    fn cancelled(&self) -> bool {
        false
    }
}
