//! What a project file holds beside a review.

use std::collections::BTreeMap;
use std::path::PathBuf;

use sanxian_review::data::{FeatureId, LayerKind, Town};
use sanxian_review::finding::Review;
use sanxian_review::ledger::Ledger;
use serde::{Deserialize, Serialize};

use super::Placed;
use super::decision::{Decision, Steps};
use crate::problem::Problem;
use crate::run_info::RunInfo;
use crate::source::SourceInfo;

/// Control lines or counties that a project refers to; they stay in a file of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaselineRef {
    /// Which line.
    pub role: LayerKind,
    /// Given by the reviewer.
    pub name: String,
    /// Year of the data.
    pub data_year: Option<u16>,
    /// SHA-256 of its source, lower-case hexadecimal: the identity. A file with another one is another baseline.
    pub hash: String,
    /// Where it was last.
    pub place: PathBuf,
    /// Features in it.
    pub features: u64,
}

/// What the next review uses, as chosen; nothing chosen = by the towns' codes, today.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenPolicy {
    /// Packs by id; empty = by the towns' codes.
    pub packs: Vec<String>,
    /// `YYYY-MM-DD`; absent = the day of the review.
    pub as_of: Option<String>,
    /// Metres.
    pub near_m: Option<u32>,
}

/// What the recorded review was made with, to tell when it is older than the data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedWith {
    /// Hashes of the baselines by role, sorted.
    pub baselines: Vec<(LayerKind, String)>,
    /// The policy as it was chosen.
    pub policy: ChosenPolicy,
    /// Name and version of the program.
    pub software: String,
    /// SHA-256 of the ledger's file, when there was one.
    #[serde(default)]
    pub ledger: Option<String>,
}

/// The ledger of a submission as it was read, not joined to the towns yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SubmittedLedger {
    /// Every row that names a town.
    pub ledger: Ledger,
    /// Which file.
    pub source: SourceInfo,
    /// Cells and rows that could not be taken.
    pub problems: Vec<Problem>,
}

/// The project's own row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectRow {
    /// The demo county.
    pub sample: bool,
    /// Grows with every change.
    pub revision: u32,
    /// For the next review.
    pub policy: ChosenPolicy,
    /// Of the recorded review.
    pub reviewed_with: Option<ReviewedWith>,
}

/// Everything of a project that its window shows, without the ground of layers and findings.
#[derive(Debug, Clone)]
pub struct Glance {
    /// Absent in an exported review.
    pub project: Option<ProjectRow>,
    /// Baselines referred to.
    pub baselines: Vec<BaselineRef>,
    /// By id. In a project they say what their boundaries say; in an exported review they are joined to the ledger.
    pub towns: Vec<Town>,
    /// The ledger. In an exported review it is joined to the towns, and its problems stand with the others.
    pub ledger: Option<SubmittedLedger>,
    /// County of each town, where known.
    pub counties: BTreeMap<FeatureId, String>,
    /// Input files.
    pub sources: Vec<SourceInfo>,
    /// Defects of the input.
    pub problems: Vec<Problem>,
    /// Layers that the recorded review was given, with the number of patches kept near the towns.
    pub layers: BTreeMap<LayerKind, u64>,
    /// The recorded review.
    pub reviewed: Option<GlanceReview>,
    /// By finding.
    pub decisions: Vec<Decision>,
    /// For undo and redo.
    pub steps: Steps,
}

/// A recorded review without the ground of its findings.
#[derive(Debug, Clone)]
pub struct GlanceReview {
    /// Date, software, packs, parameters.
    pub run: RunInfo,
    /// What was found; without the patches that towns overlap, and the ground of the findings.
    pub review: Review,
    /// Where the ground of the findings lies, in their order; `None` for one without.
    pub placed: Vec<Option<Placed>>,
}
