//! Files that GeoPandas 1.2 (Arrow 26) wrote of `tests/formats/seeds/layer.geojson`: in every compression, projected,
//! with a box column, with native geometries, without a coordinate system, without any metadata.

use std::path::{Path, PathBuf};

use sanxian_review::data::LayerKind;

use crate::import::tests::{Random, read_near};
use crate::import::{ImportError, Imported};

fn formats() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/formats")
}

fn read(path: impl AsRef<Path>) -> Result<Imported, ImportError> {
    read_near(&formats().join(path), LayerKind::Towns, None)
}

#[test]
fn every_compression_gives_the_same_layer_as_the_file_it_was_made_of() {
    let original = read("seeds/layer.geojson").unwrap();
    for name in [
        "seeds/table.parquet",
        "geoparquet/box.parquet",
        "geoparquet/gzip.parquet",
        "geoparquet/lz4.parquet",
        "geoparquet/none.parquet",
    ] {
        let imported = read(name).unwrap();
        assert_eq!((imported.source.format.as_str(), imported.source.crs.epsg), ("geoparquet", Some(4490)), "{name}");
        assert_eq!(imported.features.len(), original.features.len());
        for (ours, theirs) in imported.features.iter().zip(&original.features) {
            assert_eq!((&ours.id, &ours.shape), (&theirs.id, &theirs.shape), "{name}");
            for (key, value) in theirs.attributes.texts() {
                assert_eq!(ours.attribute(&[key]), Some(value), "{name} {key}");
            }
        }
        assert_eq!(imported.features[0].attribute(&["CJRQ"]), Some("2020-02-29"), "{name}");
        assert_eq!(imported.features[1].attribute(&["named"]), Some("false"), "{name}");
        assert!(imported.features[0].attribute(&["bbox"]).is_none(), "{name}");
    }
}

#[test]
fn metres_are_placed_by_the_projection_that_the_file_declares() {
    let (metres, degrees) = (read("geoparquet/zone-40.parquet").unwrap(), read("seeds/layer.geojson").unwrap());
    assert_eq!(metres.source.crs.epsg, Some(4528));
    let vertices = |layer: &Imported| {
        layer
            .features
            .iter()
            .flat_map(|f| f.shape.polygons().0.clone())
            .flat_map(|p| p.exterior().0.clone())
            .collect::<Vec<_>>()
    };
    for (a, b) in vertices(&metres).iter().zip(vertices(&degrees)) {
        assert!((a.x - b.x).abs() < 1e-9 && (a.y - b.y).abs() < 1e-9, "{a:?} {b:?}");
    }
    assert_eq!(read("geoparquet/crs84.parquet").unwrap().source.crs.epsg, Some(4326), "no crs is WGS 84 by the format");
}

#[test]
fn what_is_not_read_is_answered_with_how_to_convert_it() {
    for (name, code, hint) in [
        ("zstd", "unsupported_format", "SNAPPY"),
        ("brotli", "unsupported_format", "GeoPackage"),
        ("native", "unsupported_format", "WKB"),
        ("plain-table", "damaged_file", ""),
    ] {
        let error = read(format!("geoparquet/{name}.parquet")).unwrap_err();
        assert_eq!(error.code(), code, "{name}: {error}");
        assert!(error.hint().en.contains(hint) && !error.hint().zh.is_empty(), "{name}: {:?}", error.hint());
    }
}

#[test]
fn broken_files_are_answered_and_never_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    for name in
        ["seeds/table.parquet", "geoparquet/gzip.parquet", "geoparquet/none.parquet", "geoparquet/crs84.parquet"]
    {
        let good = std::fs::read(formats().join(name)).unwrap();
        let mut random = Random(23);
        for n in 0..400 {
            let mut bytes = good.clone();
            if n % 10 == 0 {
                bytes.truncate(n * good.len() / 400);
            } else {
                random.mutate(&mut bytes);
            }
            std::fs::write(&path, &bytes).unwrap();
            if let Err(error) = read_near(&path, LayerKind::Towns, None) {
                assert!(!error.hint().en.is_empty(), "{error}");
            }
        }
    }
}
