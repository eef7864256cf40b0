//! What a baseline says about itself.

use std::path::PathBuf;

use sanxian_review::data::{Bounds, LayerKind};

use crate::source::SourceInfo;

/// A baseline at a glance.
#[derive(Debug, Clone, PartialEq)]
pub struct BaselineInfo {
    /// The file.
    pub path: PathBuf,
    /// Name of the file without folder and ending; unique within a folder.
    pub id: String,
    /// Given by the reviewer.
    pub name: String,
    /// Which line.
    pub role: LayerKind,
    /// Year of the data.
    pub data_year: Option<u16>,
    /// Where it came from; `kept` counts all usable features.
    pub source: SourceInfo,
    /// SHA-256 of the source's main file, lower-case hexadecimal.
    pub hash: String,
    /// Features.
    pub features: u64,
    /// Vertices of all features.
    pub vertices: u64,
    /// The box of all features, degrees; `None` without any.
    pub extent: Option<Bounds>,
    /// Defects of the source.
    pub problems: u64,
    /// The reviewer accepted the mended copies of its rings, however much they change the area.
    pub accept_repairs: bool,
}
