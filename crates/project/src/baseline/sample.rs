//! Small baselines for tests, written without an import.

use std::path::{Path, PathBuf};

use geo::{LineString, MultiPolygon, Polygon};
use sanxian_review::data::{Feature, FeatureId, LayerKind, Shape};
use tempfile::TempDir;

use super::write::Writer;
use super::{Baseline, Request};
use crate::import::{Choices, Source};
use crate::source::{CrsFound, SourceInfo, SourcePart};

/// A feature with one ring (closed here) of degrees.
pub(crate) fn feature(position: u64, ring: &[(f64, f64)]) -> Feature {
    let mut line = LineString::from(ring.to_vec());
    line.close();
    let shape = Shape::new(MultiPolygon(vec![Polygon::new(line, Vec::new())])).unwrap();
    let attributes = vec![("BSM".to_owned(), format!("P{position}")), ("DLMC".to_owned(), "水田".to_owned())];
    Feature { id: FeatureId(format!("P{position}")), position, attributes: attributes.into(), shape }
}

/// The corners of a square.
pub(crate) fn square(west: f64, south: f64, side: f64) -> [(f64, f64); 4] {
    let (east, north) = (west + side, south + side);
    [(west, south), (east, south), (east, north), (west, north)]
}

/// A baseline of farmland with these features.
pub(crate) fn baseline(features: &[Feature]) -> (TempDir, Baseline) {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), features);
    let baseline = Baseline::open(&path).unwrap();
    (folder, baseline)
}

/// Its file.
pub(crate) fn file(folder: &Path, features: &[Feature]) -> PathBuf {
    let path = folder.join("farmland.gpkg");
    let role = LayerKind::BasicFarmland;
    let request = Request {
        source: Source::file("parcels.geojson"),
        choices: Choices::default(),
        role,
        name: "永久基本农田 2024".to_owned(),
        data_year: Some(2024),
    };
    let mut writer = Writer::new(&path, &request).unwrap();
    for feature in features {
        writer.feature(feature).unwrap();
    }
    let crs =
        CrsFound {
            epsg: Some(4490), name: "CGCS2000".into(), reason_zh: "经纬度".into(), reason_en: "degrees".into()
        };
    let source = SourceInfo {
        role,
        file: "parcels.geojson".to_owned(),
        format: "geojson".to_owned(),
        parts: vec![SourcePart { name: "parcels.geojson".to_owned(), bytes: 1, sha256: "ab".repeat(32) }],
        crs,
        encoding: "UTF-8".to_owned(),
        features: features.len() as u64,
        kept: features.len() as u64,
    };
    writer.finish(&request, &source, &source.parts[0].sha256, &|| Ok(())).unwrap();
    path
}
