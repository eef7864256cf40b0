//! Defects of the input: listed, never silently mended, never the end of a batch.

use sanxian_review::data::LayerKind;
use serde::{Deserialize, Serialize};

/// A repair that a reviewer has to decide on.
pub(crate) const LARGE_REPAIR: &str = "large_repair";
/// One that the reviewer accepted.
pub(crate) const REPAIR_ACCEPTED: &str = "repair_accepted";

/// One defect of one file or feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// What the file was given as.
    pub role: LayerKind,
    /// File name without directories.
    pub file: String,
    /// 1-based position of the feature, when it concerns one.
    pub position: Option<u64>,
    /// The feature's id, when it has one.
    pub feature: Option<String>,
    /// Where, CGCS2000 degrees (longitude, latitude).
    pub place: Option<(f64, f64)>,
    /// Stable machine name, e.g. `self_crossing`, `unclosed_ring`, `not_polygon`, `bad_json`.
    pub code: String,
    /// What is wrong and what was done, Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// Change of area on the review plane by reading a mended copy instead of the rings as delivered, mm².
    pub area_change_mm2: Option<i64>,
    /// Whether the feature was left out of the review.
    pub dropped: bool,
}
