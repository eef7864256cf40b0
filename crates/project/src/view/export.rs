//! Writing results for others.

use serde::{Deserialize, Serialize};

use crate::lang::Text;

/// What to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ExportChoice {
    /// Of `csv`, `geojson`, `json`, `gpkg`, `xlsx` (the results); `shp`, `shp-gbk`, `txt`, `txt-zhejiang`, `points`,
    /// `kml`, `dxf`, `fgb` (towns and findings for other programs).
    pub formats: Vec<String>,
    /// Opaque handle of a folder chosen in a native dialog; absent = beside the project.
    pub folder: Option<String>,
}

/// A folder the reviewer chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct FolderView {
    /// Opaque.
    pub id: String,
    /// To be shown only.
    pub path: String,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ExportView {
    /// Where; its id can be revealed.
    pub folder: FolderView,
    /// File names.
    pub files: Vec<String>,
    /// Something to know: results older than the data, a demo.
    pub notes: Vec<Text>,
}
