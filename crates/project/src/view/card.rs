//! The import card: what a file seems to be, and what else it might be. Nothing is stored before the reviewer confirms.

use sanxian_review::data::LayerKind;
use serde::{Deserialize, Serialize};

use super::{Failure, LayerRole, LedgerCardView};
use crate::lang::Text;

/// One layer found in what was dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct CardView {
    /// Opaque.
    pub id: String,
    /// File name; a layer inside another file as `outer.zip/inner.shp`.
    pub file: String,
    /// Format in words.
    pub format: Text,
    /// Bytes of all its files, for people: `12.4 MB`.
    pub size: String,
    /// Features, or records.
    pub features: u32,
    /// What was guessed, chosen or left open.
    pub choices: CardChoices,
    /// Why this role was guessed.
    pub role_reason: Text,
    /// Best first, three at most; the chosen one is marked in `choices`. Behind them what is a preview only.
    pub crs: Vec<CrsGuessView>,
    /// Best first.
    pub encodings: Vec<EncodingGuessView>,
    /// The fields, with the part each may play.
    pub fields: Vec<FieldView>,
    /// Defects and repairs; the first 200.
    pub problems: Vec<ProblemView>,
    /// How many there are in all.
    pub problem_count: u32,
    /// Set when the file cannot be used at all.
    pub failure: Option<Failure>,
    /// Set while no choice is missing: the card can be confirmed.
    pub ready: bool,
    /// What still must be chosen, in words.
    pub missing: Vec<Text>,
    /// Set when it is a ledger: then there is no coordinate system, encoding or field to choose.
    pub ledger: Option<LedgerCardView>,
    /// The coordinates are in Xi'an 80 or Beijing 54: `choices.datumShift` may give the parameters; without them all
    /// is for a preview only.
    pub wants_datum_shift: bool,
    /// Repairs change the area of features much: `choices.acceptRepairs` decides.
    pub wants_repair_decision: bool,
    /// The same layer stands in a baseline already (same hash): one click takes that instead.
    pub known_baseline: Option<String>,
}

/// What the reviewer may change on a card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct CardChoices {
    /// Its part in the review; absent = not decided.
    pub role: Option<LayerRole>,
    /// Id of a [`CrsGuessView`]; absent = not decided.
    pub crs: Option<String>,
    /// Name of an [`EncodingGuessView`]; absent = the best.
    pub encoding: Option<String>,
    /// Which field gives what.
    pub fields: FieldMapping,
    /// Control lines: name of the baseline.
    pub baseline_name: Option<String>,
    /// Control lines: year of the data.
    pub data_year: Option<u16>,
    /// Only the features that this holds for: `GHFQDM=01`; absent = all.
    pub filter: Option<String>,
    /// Parameters for Xi'an 80 or Beijing 54 in the form of the command line's file (TOML); absent = none.
    pub datum_shift: Option<String>,
    /// Mended copies are accepted even where the repair changes the area by more than the packs allow.
    #[serde(default)]
    pub accept_repairs: bool,
}

/// Field names; absent = by the usual names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct FieldMapping {
    /// Town code or patch number.
    pub id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// 级别
    pub level: Option<String>,
    /// 类型
    #[serde(rename = "type")]
    pub town_type: Option<String>,
    /// 县(市、区), or its code
    pub county: Option<String>,
}

/// A coordinate system that the numbers may be in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct CrsGuessView {
    /// Opaque; `epsg:4528`, `epsg:4490/swapped`.
    pub id: String,
    /// Where it would lie without the shift of a web map: to look at, it cannot be chosen.
    pub preview_only: bool,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: Text,
    /// What is doubtful about it.
    pub doubt: Option<Text>,
    /// Where the layer would lie, degrees: west, south, east, north.
    pub extent: Option<[f64; 4]>,
    /// Middle points of up to 200 features, degrees, for the small map.
    pub dots: Vec<[f64; 2]>,
}

/// A text encoding that the attributes may be in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct EncodingGuessView {
    /// `UTF-8`, `GBK`, `Big5`, `GB18030`.
    pub name: String,
    /// Why.
    pub reason: Text,
    /// Up to 20 rows as they would read, in the order of `CardView::fields`.
    pub rows: Vec<Vec<String>>,
}

/// A field of the layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct FieldView {
    /// Name as delivered.
    pub name: String,
    /// Type in the file's own words: `C(40)`, `N(15,2)`; empty when it has none.
    pub kind: String,
}

/// A defect of the input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ProblemView {
    /// Stable machine name.
    pub code: String,
    /// What the file was given as.
    pub role: LayerRole,
    /// File name.
    pub file: String,
    /// 1-based position of the feature.
    pub position: Option<u32>,
    /// The feature's id.
    pub feature: Option<String>,
    /// What is wrong and what was done.
    pub text: Text,
    /// Where, degrees.
    pub place: Option<[f64; 2]>,
    /// Change of area by reading a mended copy, m² with 3 decimals.
    pub area_change_m2: Option<String>,
    /// The feature was left out.
    pub dropped: bool,
}

/// A control line kept once for many projects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct BaselineView {
    /// Opaque.
    pub id: String,
    /// Given by the reviewer.
    pub name: String,
    /// Which line.
    pub role: LayerRole,
    /// Year of the data.
    pub data_year: Option<u16>,
    /// First 12 digits of the SHA-256 of its source.
    pub hash: String,
    /// Features.
    pub features: u32,
    /// Where it lies, degrees: west, south, east, north.
    pub extent: Option<[f64; 4]>,
    /// The open project uses it.
    pub used: bool,
    /// Why it cannot be used: gone, changed.
    pub failure: Option<Failure>,
}

impl From<LayerKind> for LayerRole {
    fn from(kind: LayerKind) -> Self {
        match kind {
            LayerKind::EcoRedline => Self::EcoRedline,
            LayerKind::BasicFarmland => Self::BasicFarmland,
            LayerKind::UrbanBoundary => Self::UrbanBoundary,
            LayerKind::Towns => Self::Towns,
            LayerKind::Counties => Self::Counties,
            LayerKind::Townships => Self::Townships,
            LayerKind::DevelopmentZones => Self::DevelopmentZones,
            LayerKind::FunctionalZones => Self::FunctionalZones,
            LayerKind::LandUse => Self::LandUse,
            LayerKind::EcoUnits => Self::EcoUnits,
            LayerKind::Hazards => Self::Hazards,
            LayerKind::Heritage => Self::Heritage,
            LayerKind::EarlierTowns => Self::EarlierTowns,
            LayerKind::Ledger => Self::Ledger,
        }
    }
}

impl From<LayerRole> for LayerKind {
    fn from(role: LayerRole) -> Self {
        match role {
            LayerRole::EcoRedline => Self::EcoRedline,
            LayerRole::BasicFarmland => Self::BasicFarmland,
            LayerRole::UrbanBoundary => Self::UrbanBoundary,
            LayerRole::Towns => Self::Towns,
            LayerRole::Counties => Self::Counties,
            LayerRole::Townships => Self::Townships,
            LayerRole::DevelopmentZones => Self::DevelopmentZones,
            LayerRole::FunctionalZones => Self::FunctionalZones,
            LayerRole::LandUse => Self::LandUse,
            LayerRole::EcoUnits => Self::EcoUnits,
            LayerRole::Hazards => Self::Hazards,
            LayerRole::Heritage => Self::Heritage,
            LayerRole::EarlierTowns => Self::EarlierTowns,
            LayerRole::Ledger => Self::Ledger,
        }
    }
}
