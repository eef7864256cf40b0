//! What was read from where: provenance of every layer in a review.

use sanxian_review::data::LayerKind;
use serde::{Deserialize, Serialize};

/// SHA-256 of a file, lower-case hexadecimal.
///
/// # Errors
/// When it cannot be read.
pub fn sha256_of(path: &std::path::Path) -> std::io::Result<String> {
    use sha2::{Digest, Sha256};
    let mut hasher = Sha256::new();
    std::io::copy(&mut std::fs::File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// One input as it was found, for the record of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// What it was given as.
    pub role: LayerKind,
    /// File name without directories, so that a result does not depend on where it was made; a layer inside another
    /// file as `outer.zip/inner.shp`.
    pub file: String,
    /// Machine name of the format: `shapefile`, `geojson`, `txt`, `geopackage`, …
    pub format: String,
    /// Every file that was read (a shapefile has several), the main one first, the zip around them last.
    pub parts: Vec<SourcePart>,
    /// The coordinate system and how it was recognised.
    pub crs: CrsFound,
    /// Text encoding of the attributes: `UTF-8`, `GBK`, or the one that was chosen.
    pub encoding: String,
    /// Records in the file.
    pub features: u64,
    /// Records kept, because they lie near a town (all, for towns).
    pub kept: u64,
}

/// One file on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcePart {
    /// File name without directories.
    pub name: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// A coordinate system as recognised, with the reason in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrsFound {
    /// EPSG code, when it is a registered one.
    pub epsg: Option<u32>,
    /// Its name.
    pub name: String,
    /// Why it was taken (prj parameters, zone prefix, magnitude, crs member), Chinese.
    pub reason_zh: String,
    /// The same in English.
    pub reason_en: String,
}
