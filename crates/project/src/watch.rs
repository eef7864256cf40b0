//! How a long job tells what it does and learns that it shall stop.

use sanxian_review::data::LayerKind;

use crate::lang::Text;

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
    /// What lies near the towns is being fetched from the baselines.
    Fetch {
        /// Baselines read so far.
        done: usize,
        /// Baselines in all.
        total: usize,
    },
    /// A layer has been read; its index and coverage are being made, and the disk is being waited for.
    Index {
        /// What the layer is.
        role: LayerKind,
    },
    /// Results or an import are being written to the project.
    Save,
    /// Map sheets are being drawn, then typeset.
    Draw {
        /// Done so far.
        done: usize,
        /// In all.
        total: usize,
    },
    /// Results are being written for others.
    Export {
        /// Formats written so far.
        done: usize,
        /// Formats in all.
        total: usize,
    },
}

impl Step {
    /// Share done, 0 to 1, when it can be known.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "a share for a progress bar")]
        let of = |done: u64, total: u64| (total > 0).then(|| (done as f64 / total as f64).clamp(0.0, 1.0));
        match self {
            Self::Import { done, total, .. } | Self::Inspect { done, total, .. } => of(done, total),
            Self::Review { done, total }
            | Self::Fetch { done, total }
            | Self::Draw { done, total }
            | Self::Export { done, total } => of(done as u64, total as u64),
            Self::Index { .. } | Self::Save => None,
        }
    }
}

/// Looks on while a job runs; called from several threads.
pub trait Watch: Sync {
    /// The job has come this far. Called a few times a second at most; must return quickly.
    fn progress(&self, step: Step);

    /// What the first of many towns measures; called once at most, long before the job ends. The areas are those of the
    /// whole review, verdicts are not known yet.
    fn first(&self, _: &Text) {}

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
