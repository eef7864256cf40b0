//! Whole GeoPackages: foreign ones, broken ones, hostile ones.

use std::path::{Path, PathBuf};

use sanxian_review::data::LayerKind;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions};

use crate::import::item::Item;
use crate::import::tests::{Random, read_inner, real};
use crate::import::{ImportError, Imported};

/// A package with what every package has, and more statements.
fn package(folder: &Path, more: &str) -> PathBuf {
    let path = folder.join("layers.gpkg");
    let _ = std::fs::remove_file(&path);
    let sql = format!(
        "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT);
         INSERT INTO gpkg_spatial_ref_sys VALUES ('CGCS2000', 4490, 'EPSG', 4490, '', ''), ('own', 100001, 'NONE', 100001, 'PROJCS[\"x\"]', ''), ('xian', 2370, 'EPSG', 2370, '', '');
         CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT);
         {more}"
    );
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        for statement in sql.split(";\n").filter(|statement| !statement.trim().is_empty()) {
            sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut connection).await.unwrap();
        }
    });
    path
}

/// A square as a GeoPackage blob, with the envelope of `kind` (zeros).
fn blob(kind: u8, west: f64) -> String {
    let mut bytes = vec![b'G', b'P', 0, kind << 1 | 1];
    bytes.extend(4490_i32.to_le_bytes());
    bytes.resize(8 + [0, 32, 48, 48, 64][usize::from(kind)], 0);
    bytes.extend([1, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0]);
    for (x, y) in [(0., 0.), (0.01, 0.), (0.01, 0.01), (0., 0.01), (0., 0.)] {
        bytes.extend(f64::to_le_bytes(west + x));
        bytes.extend(f64::to_le_bytes(30. + y));
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn towns(srs: i64) -> String {
    let rows: Vec<String> =
        (0..5_u8).map(|kind| format!("({kind}, x'{}', 't{kind}', '镇', 1.5, 7)", blob(kind, 120.0))).collect();
    format!(
        "CREATE TABLE towns (fid INTEGER PRIMARY KEY, GEOM BLOB, XZBM TEXT, 名称 TEXT, mj REAL, n INTEGER);
         INSERT INTO towns VALUES {}, (9, NULL, 'none', NULL, NULL, NULL), (10, x'47500001', 'cut', NULL, NULL, NULL);
         INSERT INTO gpkg_geometry_columns VALUES ('Towns', 'geom', 'POLYGON', {srs}, 0, 0);
",
        rows.join(", ")
    )
}

fn read(path: &Path) -> Result<Imported, ImportError> {
    read_inner(path, None, LayerKind::Towns)
}

fn codes(imported: &Imported) -> Vec<&str> {
    imported.problems.iter().map(|problem| problem.code.as_str()).collect()
}

#[test]
fn a_table_is_read_with_any_envelope_and_letter_case() {
    let folder = tempfile::tempdir().unwrap();
    let path = package(folder.path(), &towns(4490));
    let before = std::fs::read(&path).unwrap();
    let imported = read(&path).unwrap();
    assert_eq!(imported.features.iter().map(|f| f.id.0.as_str()).collect::<Vec<_>>(), ["t0", "t1", "t2", "t3", "t4"]);
    assert_eq!(codes(&imported), ["null_geometry", "bad_geometry"]);
    assert_eq!((imported.source.crs.epsg, imported.source.features), (Some(4490), 7));
    let first = &imported.features[0];
    assert_eq!(first.attribute(&["名称"]), Some("镇"));
    assert_eq!(
        (first.attribute(&["mj"]), first.attribute(&["n"]), first.attribute(&["fid"])),
        (Some("1.5"), Some("7"), None)
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the file");
}

#[test]
fn one_of_several_layers_is_taken_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let more = format!(
        "{}CREATE TABLE \"红线\" (id INTEGER PRIMARY KEY, g BLOB);
         INSERT INTO \"红线\" VALUES (5, x'{}');
         INSERT INTO gpkg_geometry_columns VALUES ('红线', 'g', 'POLYGON', 4490, 0, 0);
",
        towns(4490),
        blob(1, 121.0)
    );
    let path = package(folder.path(), &more);
    let error = read(&path).unwrap_err();
    assert!(matches!(&error, ImportError::SeveralLayers { layers, .. } if *layers == ["towns", "红线"]), "{error}");
    assert_eq!(super::names(&Item::Disk(path.clone())).unwrap(), ["towns", "红线"]);
    let imported = read_inner(&path, Some("红线"), LayerKind::EcoRedline).unwrap();
    assert_eq!((imported.source.file.as_str(), imported.features[0].id.0.as_str()), ("layers.gpkg/红线", "5"));
    assert_eq!(read_inner(&path, Some("none"), LayerKind::Towns).unwrap_err().code(), "no_member");
}

#[test]
fn the_reference_system_is_taken_refused_or_judged_by_the_numbers() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(read(&package(folder.path(), &towns(2370))).unwrap_err().code(), "crs_contradiction");
    assert_eq!(codes(&read(&package(folder.path(), &towns(-1))).unwrap())[0], "no_crs");
    let own = read(&package(folder.path(), &towns(100_001))).unwrap();
    assert!(codes(&own).contains(&"crs_unknown"), "{:?}", codes(&own));
}

#[test]
fn views_and_endless_queries_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let endless = "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS fid, x AS geom FROM c;
         INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POLYGON', 4490, 0, 0);
";
    assert_eq!(read(&package(folder.path(), endless)).unwrap_err().code(), "damaged_file");
    // A list of layers that is itself a view is none.
    let path = folder.path().join("plain.gpkg");
    std::fs::write(&path, b"SQLite format 3\0 and nothing behind it").unwrap();
    assert_eq!(read(&path).unwrap_err().code(), "damaged_file");
    if let Some(hostile) = real("hostile") {
        let error = read(&hostile.join("evil.gpkg")).unwrap_err();
        assert!(!error.hint().zh.is_empty(), "{error}");
    }
}

#[test]
fn a_package_cut_or_changed_anywhere_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = package(folder.path(), &towns(4490));
    let whole = std::fs::read(&path).unwrap();
    let mut random = Random(3);
    for round in 0..200 {
        let mut bytes = whole.clone();
        if round % 10 == 0 {
            bytes.truncate(random.below(whole.len()));
        } else {
            // Mostly zeros: aim at the pages' used ends too.
            for _ in 0..8 {
                let at = random.below(bytes.len());
                bytes[at] = random.below(256) as u8;
            }
            random.mutate(&mut bytes);
        }
        std::fs::write(&path, &bytes).unwrap();
        if let Err(error) = read(&path) {
            assert!(!error.hint().zh.is_empty());
        }
    }
}
