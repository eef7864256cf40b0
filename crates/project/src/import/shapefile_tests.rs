//! Whole shapefiles: real ones, ones written by foreign writers, and broken ones.

use std::fs;
use std::path::{Path, PathBuf};

use dbase::{FieldName, FieldValue, Record, TableWriterBuilder};
use sanxian_review::data::LayerKind;
use shapefile::{Point, Polygon, PolygonRing};

use super::tests::{Random, read_near, real};
use super::{ImportError, Imported};

pub(super) type Square = (f64, f64, f64);

fn ring((x, y, size): Square) -> Vec<Point> {
    let corner = |dx: f64, dy: f64| Point::new(x + dx * size, y + dy * size);
    vec![corner(0., 0.), corner(0., 1.), corner(1., 1.), corner(1., 0.), corner(0., 0.)]
}

/// Writes `layer.shp`, `.shx` and `.dbf` with one square a record, by the crates `shapefile` and `dbase`.
pub(super) fn write(folder: &Path, squares: &[Square]) -> PathBuf {
    let path = folder.join("layer.shp");
    let name = |name: &str| FieldName::try_from(name).unwrap();
    let table = TableWriterBuilder::new().add_character_field(name("XZBM"), 20).add_character_field(name("XZMC"), 40);
    let mut writer = shapefile::Writer::from_path(&path, table).unwrap();
    for (index, square) in squares.iter().enumerate() {
        let polygon = Polygon::new(PolygonRing::Outer(ring(*square)));
        let mut record = Record::default();
        record.insert("XZBM".to_owned(), FieldValue::Character(Some(format!("t{index}"))));
        record.insert("XZMC".to_owned(), FieldValue::Character(Some("莫干山".to_owned())));
        writer.write_shape_and_record(&polygon, &record).unwrap();
    }
    drop(writer);
    path
}

fn towns(path: &Path) -> Result<Imported, ImportError> {
    read_near(path, LayerKind::Towns, None)
}

fn codes(imported: &Imported) -> Vec<&str> {
    imported.problems.iter().map(|problem| problem.code.as_str()).collect()
}

pub(super) fn prj(datum: &str) -> String {
    format!(
        "\u{feff}GEOGCS[\"GCS\",DATUM[\"{datum}\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"
    )
}

const SQUARES: &[Square] = &[(120.0, 30.0, 0.01), (120.1, 30.0, 0.01)];

#[test]
fn what_foreign_writers_write_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), SQUARES);
    fs::write(path.with_extension("prj"), prj("D_China_2000")).unwrap();
    fs::write(path.with_extension("cpg"), "UTF-8").unwrap();
    let imported = towns(&path).unwrap();
    assert_eq!(codes(&imported), Vec::<&str>::new());
    assert_eq!(imported.source.crs.epsg, Some(4490));
    assert_eq!(imported.features[1].id.0, "t1");
    assert_eq!(imported.features[1].attribute(&["XZMC"]), Some("莫干山"));
    assert_eq!(imported.source.parts.len(), 5);
    assert_eq!(imported.source.encoding, "UTF-8");
}

#[test]
fn missing_companions_are_told_and_do_not_stop() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), SQUARES);
    fs::remove_file(path.with_extension("shx")).unwrap();
    fs::remove_file(path.with_extension("dbf")).unwrap();
    let imported = towns(&path).unwrap();
    assert_eq!(codes(&imported), ["no_prj", "no_dbf"]);
    assert_eq!(imported.features.iter().map(|f| f.id.0.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    fs::remove_file(&path).unwrap();
    fs::write(path.with_extension("dbf"), b"x").unwrap();
    assert_eq!(towns(&path.with_extension("dbf")).unwrap_err().code(), "no_shp");
}

#[test]
fn a_cpg_that_lies_is_overruled() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), SQUARES);
    fs::write(path.with_extension("cpg"), "UTF-8").unwrap();
    let mut table = fs::read(path.with_extension("dbf")).unwrap();
    let name = "莫干山".as_bytes();
    let gbk = [0xC4, 0xAA, 0xB8, 0xC9, 0xC9, 0xBD, b' ', b' ', b' '];
    for at in 0..table.len() - name.len() {
        if table[at..].starts_with(name) {
            table[at..at + name.len()].copy_from_slice(&gbk);
        }
    }
    fs::write(path.with_extension("dbf"), table).unwrap();
    let imported = towns(&path).unwrap();
    assert_eq!(codes(&imported), ["no_prj", "encoding_overruled"]);
    assert_eq!(imported.features[0].attribute(&["XZMC"]), Some("莫干山"));
    assert_eq!(imported.source.encoding, "GBK");
}

#[test]
fn plain_eastings_need_a_prj() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), &[(548122.0631, 3347932.8162, 100.0)]);
    assert_eq!(towns(&path).unwrap_err().code(), "zone_unknown");
    let gk = format!(
        "PROJCS[\"x\",{},PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",120.0],PARAMETER[\"Scale_Factor\",1.0],PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]",
        prj("D_China_2000").trim_start_matches('\u{feff}')
    );
    fs::write(path.with_extension("prj"), &gk).unwrap();
    let imported = towns(&path).unwrap();
    let first = imported.features[0].shape.polygons().0[0].exterior().0[0];
    assert!((first.x - 120.5).abs() < 1e-9 && (first.y - 30.25).abs() < 1e-9, "{first:?}");
    assert_eq!(imported.source.crs.epsg, Some(4549));
    fs::write(path.with_extension("prj"), gk.replace("D_China_2000", "D_Xian_1980")).unwrap();
    let preview = towns(&path).unwrap();
    assert!(preview.problems.iter().any(|problem| problem.code == "datum_unshifted"));
    assert_eq!(preview.source.crs.epsg, None, "the .prj names no code");
}

#[test]
fn deleted_records_and_wrong_counts_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), &[SQUARES[0], SQUARES[1], (120.2, 30.0, 0.01)]);
    let mut table = fs::read(path.with_extension("dbf")).unwrap();
    let header = usize::from(u16::from_le_bytes([table[8], table[9]]));
    table[header] = b'*';
    table[4] = 2;
    fs::write(path.with_extension("dbf"), table).unwrap();
    let imported = towns(&path).unwrap();
    assert_eq!(codes(&imported), ["no_prj", "deleted_record", "count_mismatch"]);
    assert_eq!(imported.features.iter().map(|f| f.id.0.as_str()).collect::<Vec<_>>(), ["t1", "3"]);
}

#[test]
fn a_shapefile_cut_or_changed_anywhere_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), SQUARES);
    let parts: Vec<(PathBuf, Vec<u8>)> = ["shp", "dbf"]
        .map(|extension| path.with_extension(extension))
        .map(|part| (part.clone(), fs::read(&part).unwrap()))
        .into();
    for (part, whole) in &parts {
        for length in 0..whole.len() - 1 {
            // (a table may lack the mark behind its last record)
            fs::write(part, &whole[..length]).unwrap();
            match towns(&path) {
                Ok(imported) => assert!(imported.problems.len() > 1, "{} {length}", part.display()),
                Err(error) => assert!(!error.hint().zh.is_empty()),
            }
        }
        fs::write(part, whole).unwrap();
    }
    let mut random = Random(11);
    for round in 0..4000 {
        let (part, whole) = &parts[round % 2];
        let mut bytes = whole.clone();
        random.mutate(&mut bytes);
        fs::write(part, &bytes).unwrap();
        let _ = towns(&path);
        fs::write(part, whole).unwrap();
    }
}

#[test]
fn the_shapefile_fixtures_are_read_or_refused_in_words() {
    let Some(folder) = real("shapefile-fixtures/data") else { return };
    let mut read = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "shp") {
            continue;
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        match read_near(&path, LayerKind::EcoRedline, None) {
            Ok(imported) => read.push((name, imported.features.len())),
            Err(error) => {
                let line = name.starts_with("line")
                    || name.starts_with("point")
                    || name.starts_with("multip")
                    || name == "file_cp936";
                let unplaced = matches!(error.code(), "crs_unknown" | "zone_unknown");
                assert!(unplaced || (line && error.code() == "wrong_geometry"), "{name}: {error}");
            }
        }
    }
    read.sort();
    assert!(read.iter().any(|(name, features)| name == "ne_10m_lakes_north_america" && *features > 100), "{read:?}");
}

#[test]
fn a_french_plan_is_placed_by_its_lambert_projection() {
    let Some(folder) = real("land-use-plan-30014") else { return };
    for (layer, features) in [("sites", 77), ("eco_redline", 22), ("basic_farmland", 50), ("urban_boundary", 18)] {
        let imported = towns(&folder.join(layer).with_extension("shp")).unwrap();
        assert_eq!((imported.source.features, imported.source.kept), (features, features), "{layer}");
        assert!(
            codes(&imported).iter().all(|code| *code != "unclosed_ring" && *code != "misfit_coordinates"),
            "{layer}"
        );
        let bounds = imported.features[0].shape.bounds().unwrap();
        assert!((3.0..5.5).contains(&bounds.west) && (43.0..45.0).contains(&bounds.south), "{bounds:?}");
    }
}
