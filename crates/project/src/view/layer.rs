//! The open project and its layers.

use serde::{Deserialize, Serialize};

use super::{BaselineView, PolicyChoice, VerdictCounts};
use crate::lang::Text;

/// A layer's part in the review: the twin of the kernel's `LayerKind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub enum LayerRole {
    /// 生态保护红线
    EcoRedline,
    /// 永久基本农田
    BasicFarmland,
    /// 城镇开发边界
    UrbanBoundary,
    /// 特色小镇
    Towns,
    /// 行政区(县)
    Counties,
    /// 行政建制镇
    Townships,
    /// 开发区
    DevelopmentZones,
    /// 功能区
    FunctionalZones,
    /// 土地利用现状
    LandUse,
    /// 生态环境管控单元
    EcoUnits,
    /// 灾害风险区
    Hazards,
    /// 历史文化保护线
    Heritage,
    /// 上一版小镇范围
    EarlierTowns,
    /// 台账
    Ledger,
}

/// The open project at a glance. The window asks again whenever `project-changed` is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ProjectView {
    /// Name without folder and ending.
    pub name: String,
    /// The folder, to be shown only.
    pub folder: String,
    /// Why it cannot be changed, when it cannot.
    pub read_only: Option<Text>,
    /// It is the demo county.
    pub sample: bool,
    /// Grows with every change; tiles carry it.
    pub revision: u32,
    /// What lies in it, in the usual order of drawing (first = lowest).
    pub layers: Vec<LayerView>,
    /// Where everything lies, degrees: west, south, east, north.
    pub extent: Option<[f64; 4]>,
    /// Towns in all.
    pub towns: u32,
    /// File of the ledger, when there is one.
    pub ledger: Option<String>,
    /// Defects of the input.
    pub problem_count: u32,
    /// Packs and parameters of the next review.
    pub policy: PolicyChoice,
    /// The last review, if there was one.
    pub review: Option<ReviewStateView>,
    /// What undo would take back.
    pub undo: Option<Text>,
    /// What redo would do again.
    pub redo: Option<Text>,
}

/// How the last review stands to the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ReviewStateView {
    /// The day it was made for.
    pub as_of: String,
    /// Packs used, by id.
    pub packs: Vec<String>,
    /// Towns by their effective verdict.
    pub towns: VerdictCounts,
    /// Findings by their effective verdict.
    pub findings: VerdictCounts,
    /// Findings that a decision was recorded on.
    pub decided: u32,
    /// Why the results are older than the data or the parameters; empty = they are up to date.
    pub stale: Vec<Text>,
}

/// One layer of the map and the review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LayerView {
    /// Name of the layer in tiles and in the style file: a role, or `findings`.
    pub id: String,
    /// Its role; absent for `findings`.
    pub role: Option<LayerRole>,
    /// For the legend.
    pub name: Text,
    /// Features.
    pub features: u32,
    /// Where it lies, degrees: west, south, east, north.
    pub extent: Option<[f64; 4]>,
    /// The files it came from.
    pub sources: Vec<SourceView>,
    /// The baselines it is made of (control lines and counties).
    pub baselines: Vec<BaselineView>,
}

/// One file a layer came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct SourceView {
    /// File name.
    pub file: String,
    /// Format in words.
    pub format: Text,
    /// Coordinate system as it was taken.
    pub crs: String,
    /// Why it was taken.
    pub crs_reason: Text,
    /// Text encoding.
    pub encoding: String,
    /// Features in the file.
    pub features: u32,
    /// SHA-256 of the main file.
    pub sha256: String,
}
