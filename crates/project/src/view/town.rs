//! The list of towns and the panel of one.

use serde::{Deserialize, Serialize};

use super::{AreaView, CardColour, FindingRowView, ProblemView, VerdictView};
use crate::lang::Text;

/// A row of the list of towns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct TownRowView {
    /// Town code.
    pub id: String,
    /// Name; empty when the source has none.
    pub name: String,
    /// Pinyin without tones and pinyin initials, for the search box: `yunqixiaozhen yqxz`.
    pub pinyin: String,
    /// County; empty when unknown.
    pub county: String,
    /// Effective verdict; absent before a review.
    pub verdict: Option<VerdictView>,
    /// Ellipsoidal area; absent before a review.
    pub area: Option<AreaView>,
    /// Findings to deal with: neither passed nor unchecked.
    pub findings: u32,
    /// Where it lies, degrees.
    pub extent: Option<[f64; 4]>,
}

/// Everything about a town.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct TownView {
    /// The row of the list.
    pub row: TownRowView,
    /// Level, stage, type, code: (what, value).
    pub traits: Vec<(Text, Text)>,
    /// Its card, where a clause gives cards and the ledger says both numbers.
    pub card: Option<CardColour>,
    /// What the ledger says of it: (column, value); empty without a row.
    pub ledger: Vec<(Text, Text)>,
    /// Attributes as delivered.
    pub attributes: Vec<(String, String)>,
    /// Area on the plane of projection.
    pub planar_area: Option<AreaView>,
    /// Central meridian of its plane, degrees east.
    pub central_meridian: Option<i16>,
    /// Bounds that the governing clause sets on the area, mm² as text; absent = none.
    pub area_band: Option<AreaBandView>,
    /// The exclusive partition, summing up to the area; empty before a review or when lines are missing.
    pub partition: Vec<PartitionView>,
    /// Why there is no partition.
    pub partition_missing: Option<Text>,
    /// 东至 南至 西至 北至.
    pub four_bounds: Vec<SideView>,
    /// Separate parts.
    pub parts: u32,
    /// Holes.
    pub holes: u32,
    /// Vertices.
    pub vertices: u32,
    /// Nearest first: (town id, name, distance in metres with 2 decimals).
    pub neighbours: Vec<(String, String, String)>,
    /// All its findings, worst first.
    pub findings: Vec<FindingRowView>,
    /// Findings of the city, county or zone it is counted with, worst first; none of them is the town's own.
    pub of_places: Vec<FindingRowView>,
    /// Clauses that could not be checked.
    pub not_checked: Vec<Text>,
    /// Defects of its boundary.
    pub problems: Vec<ProblemView>,
}

/// One side of a town.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct SideView {
    /// 东至 南至 西至 北至
    pub side: Text,
    /// Its outermost point there.
    pub place: Text,
    /// What lies there within a kilometre, nearest first, as far as the layers tell.
    pub lies: Vec<Text>,
}

/// The band an area is to lie in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct AreaBandView {
    /// Lower bound.
    pub least: Option<AreaView>,
    /// Upper bound.
    pub most: Option<AreaView>,
    /// Clauses that set them.
    pub clauses: Vec<String>,
}

/// One class of the partition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PartitionView {
    /// `eco_redline`, `basic_farmland`, `outside_urban_boundary`, `compliant`.
    pub class: String,
    /// In words.
    pub name: Text,
    /// Its ground.
    pub area: AreaView,
    /// Of the town: `12.34%`.
    pub share: String,
}
