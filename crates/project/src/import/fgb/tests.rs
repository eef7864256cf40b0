//! Whole files, written by the library's own writer.

use flatgeobuf::geozero::error::GeozeroError;
use flatgeobuf::geozero::{ColumnValue, GeomProcessor, GeozeroGeometry, PropertyProcessor};
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use sanxian_review::data::LayerKind;

use crate::import::tests::{Random, read_near, real};
use crate::import::{ImportError, Imported};

/// Polygons of rings; one alone is a polygon, several are a multipolygon.
struct Polygons(&'static [&'static [&'static [(f64, f64)]]]);

impl GeozeroGeometry for Polygons {
    fn process_geom<P: GeomProcessor>(&self, to: &mut P) -> Result<(), GeozeroError> {
        let single = self.0.len() == 1;
        if !single {
            to.multipolygon_begin(self.0.len(), 0)?;
        }
        for (n, polygon) in self.0.iter().enumerate() {
            to.polygon_begin(single, polygon.len(), n)?;
            for (n, ring) in polygon.iter().enumerate() {
                to.linestring_begin(false, ring.len(), n)?;
                ring.iter().enumerate().try_for_each(|(n, (x, y))| to.xy(*x, *y, n))?;
                to.linestring_end(false, n)?;
            }
            to.polygon_end(single, n)?;
        }
        if single { Ok(()) } else { to.multipolygon_end(0) }
    }
}

/// A layer with one geometry a feature.
fn layer(kind: GeometryType, code: i32, write_index: bool, geometries: &[Polygons]) -> Vec<u8> {
    let crs = FgbCrs { code, ..Default::default() };
    let options = FgbWriterOptions { crs, write_index, ..Default::default() };
    let mut writer = FgbWriter::create_with_options("towns", kind, options).unwrap();
    writer.add_column("XZBM", ColumnType::String, |_, _| {});
    for (n, geometry) in geometries.iter().enumerate() {
        let id = format!("t{n}");
        writer
            .add_feature_geom(Polygons(geometry.0), |feature| {
                feature.property(0, "XZBM", &ColumnValue::String(&id)).unwrap();
            })
            .unwrap();
    }
    let mut bytes = Vec::new();
    writer.write(&mut bytes).unwrap();
    bytes
}

const SQUARE: Polygons = Polygons(&[&[
    &[(120., 30.), (120.01, 30.), (120.01, 30.01), (120., 30.01), (120., 30.)],
    &[(120.002, 30.002), (120.002, 30.004), (120.004, 30.004), (120.002, 30.002)],
]]);
const PAIR: Polygons = Polygons(&[
    &[&[(120., 30.), (120.01, 30.), (120.01, 30.01), (120., 30.)]],
    &[&[(121., 30.), (121.01, 30.), (121.01, 30.01), (121., 30.)]],
]);

fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.fgb");
    std::fs::write(&path, bytes).unwrap();
    read_near(&path, LayerKind::Towns, None)
}

#[test]
fn polygons_are_read_with_and_without_an_index() {
    for index in [true, false] {
        let imported = read(&layer(GeometryType::Unknown, 4490, index, &[SQUARE, PAIR])).unwrap();
        let mut parts: Vec<_> = imported
            .features
            .iter()
            .map(|f| (f.id.0.as_str(), f.shape.polygons().0.len(), f.shape.polygons().0[0].interiors().len()))
            .collect();
        parts.sort_unstable();
        assert_eq!(parts, [("t0", 1, 1), ("t1", 2, 0)]);
        assert_eq!((imported.source.crs.epsg, imported.problems.len()), (Some(4490), 0));
    }
    assert_eq!(read(&layer(GeometryType::Polygon, 4490, true, &[SQUARE])).unwrap().features.len(), 1);
    assert_eq!(read(&layer(GeometryType::Polygon, 2370, true, &[SQUARE])).unwrap_err().code(), "crs_contradiction");
    let none = read(&layer(GeometryType::Polygon, 0, true, &[SQUARE])).unwrap();
    assert_eq!(none.problems[0].code, "no_crs");
}

#[test]
fn files_cut_changed_or_hostile_are_told_or_read() {
    // (without a code: setting up PROJ takes longer than everything else)
    let whole = layer(GeometryType::Unknown, 0, true, &[SQUARE, PAIR]);
    for length in (0..whole.len()).step_by(3) {
        match read(&whole[..length]) {
            Ok(imported) => assert!(imported.problems.iter().any(|p| p.code == "count_mismatch"), "{length}"),
            Err(error) => assert!(!error.hint().zh.is_empty()),
        }
    }
    let mut random = Random(2);
    for _ in 0..1000 {
        let mut bytes = whole.clone();
        random.mutate(&mut bytes);
        let _ = read(&bytes);
    }
    if let Some(hostile) = real("hostile") {
        let error = read_near(&hostile.join("hdrsize.fgb"), LayerKind::Towns, None).unwrap_err();
        assert!(!error.hint().zh.is_empty(), "{error}");
    }
}
