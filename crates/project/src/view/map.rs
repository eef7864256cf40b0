//! What the map asks: its tile grid, what lies at a place, how long and how large.

use serde::{Deserialize, Serialize};

use super::{AreaView, LayerRole};
use crate::lang::Text;

/// A plane the map can be drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub enum MapPlane {
    /// CGCS2000 3-degree Gauss-Krüger of the project.
    GaussKruger,
    /// Web Mercator.
    Mercator,
}

/// One plane with its tile grid. Tiles are 512 px, MVT with extent 4096, y downwards.
///
/// A tile's address is `{plane id}/{layer id}/{z}/{x}/{y}`; `layer id` as in `LayerView`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PlaneView {
    /// In tile addresses: `gk120`, `mercator`.
    pub id: String,
    /// Which.
    pub plane: MapPlane,
    /// In words.
    pub name: Text,
    /// EPSG code.
    pub epsg: u32,
    /// PROJ string for `proj4`.
    pub proj4: String,
    /// Central meridian, degrees east; 0 for Mercator.
    pub central_meridian: i16,
    /// Upper left corner of tile 0/0/0, metres.
    pub origin: [f64; 2],
    /// Metres a pixel, by zoom, coarsest first; each half of the one before.
    pub resolutions: Vec<f64>,
    /// What is there to see: west, south, east, north, metres.
    pub extent: Option<[f64; 4]>,
}

/// What lies at a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct IdentifyQuery {
    /// Degrees.
    pub lon: f64,
    /// Degrees.
    pub lat: f64,
    /// How near, metres: a few pixels.
    pub tolerance_m: f64,
    /// Layers to look into, by id.
    pub layers: Vec<String>,
}

/// One thing under the pointer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct IdentifiedView {
    /// Layer id.
    pub layer: String,
    /// Its role; absent for findings.
    pub role: Option<LayerRole>,
    /// Town code, patch number, fingerprint.
    pub id: String,
    /// Name or id.
    pub label: String,
    /// Attributes as delivered; the first 100.
    pub attributes: Vec<(String, String)>,
    /// Its whole ground on the ellipsoid.
    pub area: Option<AreaView>,
    /// Where it lies, degrees.
    pub extent: Option<[f64; 4]>,
}

/// What to measure: a line, or a ring when `closed`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct MeasureQuery {
    /// Degrees (longitude, latitude); straight in between on the review plane.
    pub points: Vec<[f64; 2]>,
    /// An area.
    pub closed: bool,
}

/// The engine's own numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct MeasureView {
    /// Geodesic length (perimeter when closed), metres, 2 decimals.
    pub length_m: String,
    /// The same on the plane.
    pub planar_length_m: String,
    /// Ellipsoidal area.
    pub area: Option<AreaView>,
    /// The same on the plane.
    pub planar_area: Option<AreaView>,
    /// The plane's name.
    pub plane: Text,
}
