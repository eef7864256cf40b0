//! Inspections in this process: what a card would show is what an import would do.

use std::fs;
use std::path::{Path, PathBuf};

use sanxian_review::data::LayerKind;

use super::archive_tests::pack;
use super::inspect::survey;
use super::shapefile_tests::{prj, write};
use super::tests::{Heard, Random, job, read_job, real};
use super::{Choices, Fields, ImportError, Imported, Inspected, TextEncoding};

fn look_with(path: &Path, choices: &Choices) -> Result<Inspected, ImportError> {
    survey::layer(&job(path, choices, LayerKind::Towns), false, &mut Heard::default())
}

fn look(path: &Path) -> Inspected {
    look_with(path, &Choices::default()).unwrap()
}

fn import_with(path: &Path, choices: &Choices, role: LayerKind) -> Result<Imported, ImportError> {
    read_job(&job(path, choices, role))
}

fn choosing(crs: &str) -> Choices {
    Choices { crs: Some(crs.parse().unwrap()), ..Choices::default() }
}

/// A layer of squares in the plane of 120°E, with or without zone number, as GeoJSON.
fn metres(folder: &Path, name: &str, east: f64, properties: &str) -> PathBuf {
    let squares: Vec<String> = (0..3)
        .map(|k| {
            let (x, y) = (east + f64::from(k) * 2_000.0, 3_400_000.0);
            let (x1, y1) = (x + 1_000.0, y + 1_000.0);
            format!(
                r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{x1},{y}],[{x1},{y1}],[{x},{y1}],[{x},{y}]]]}}}}"#
            )
        })
        .collect();
    let path = folder.join(name);
    fs::write(&path, format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, squares.join(","))).unwrap();
    path
}

#[track_caller]
fn agrees_with_import(path: &Path) {
    let seen = look(path);
    if seen.role.role.is_none() && seen.features == 0 {
        return; // an empty layer is a line that was drawn so, or towns that are missing: its role must tell
    }
    let role = seen.role.role.unwrap_or(LayerKind::Towns);
    match import_with(path, &Choices::default(), role) {
        Ok(imported) => {
            assert!(seen.failure.is_none(), "{}: {:?}", path.display(), seen.failure);
            // A large repair waits for a decision; an import goes on and lists it.
            let accepted = Choices { accept_repairs: true, ..Choices::default() };
            let ready = seen.ready || look_with(path, &accepted).unwrap().ready;
            assert!(ready, "{}: {:?}", path.display(), seen.missing);
            assert_eq!(seen.features, imported.source.features);
            assert_eq!(seen.parts, imported.source.parts);
            assert_eq!(seen.encoding_taken.map(TextEncoding::name), Some(imported.source.encoding.as_str()));
            if let Some(first) = seen.crs.first() {
                assert_eq!(seen.crs_taken, Some(first.choice));
                assert_eq!(
                    (&first.name, &first.reason.zh),
                    (&imported.source.crs.name, &imported.source.crs.reason_zh)
                );
                let fields = seen.fields_taken.clone();
                let again =
                    Choices { crs: seen.crs_taken, encoding: seen.encoding_taken, fields, ..Choices::default() };
                let confirmed = import_with(path, &again, role).unwrap();
                assert_eq!(Imported { fields: Fields::default(), ..confirmed }, imported, "{}", path.display());
            }
            let rings = crate::rings::ring_problems(&imported, Some(&Choices::default().repair())).len();
            assert_eq!(seen.problem_count as usize, imported.problems.len() + rings, "{}", path.display());
        }
        Err(error) => {
            let said = seen.failure.as_ref().map(ImportError::code);
            assert!(!seen.ready, "{} is ready, but {error}", path.display());
            assert!(said == Some(error.code()) || !seen.missing.is_empty(), "{}: {said:?} {error}", path.display());
        }
    }
}

#[test]
fn the_first_guess_is_what_an_import_does() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    agrees_with_import(&metres(at, "zoned.geojson", 40_500_000.0, r#"{"XZBM":"a"}"#));
    agrees_with_import(&metres(at, "plain.geojson", 500_000.0, "{}"));
    agrees_with_import(&metres(at, "mercator.geojson", 13_400_000.0, "{}"));
    let path = write(at, &[(120.0, 30.0, 0.01), (120.1, 30.0, 0.01)]);
    agrees_with_import(&path);
    fs::write(path.with_extension("prj"), prj("D_China_2000")).unwrap();
    agrees_with_import(&path);
    fs::write(path.with_extension("cpg"), "GBK").unwrap();
    agrees_with_import(&path);
    for below in ["land-use-plan-30014", "shapefile-fixtures", "geojson-validity", "china-counties", "hostile"] {
        let mut open: Vec<PathBuf> = real(below).into_iter().collect();
        while let Some(path) = open.pop() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            } else if [".shp", ".geojson"].iter().any(|end| name.ends_with(end)) {
                agrees_with_import(&path);
            }
        }
    }
}

#[test]
fn what_an_import_would_refuse_waits_for_a_choice() {
    let folder = tempfile::tempdir().unwrap();
    let path = metres(folder.path(), "a.geojson", 510_000.0, r#"{"XZQDM":"330522"}"#);
    let seen = look(&path);
    assert!(!seen.ready && seen.failure.is_none() && seen.crs_taken.is_none());
    assert_eq!(seen.features, 3);
    assert!(seen.missing[0].zh.contains("没有带号"), "{:?}", seen.missing);
    assert_eq!(seen.crs[0].choice.to_string(), "epsg:4549", "the code in its attributes points to 120°E");
    assert!(seen.crs[0].reason.zh.contains("湖州") && seen.crs.len() == 3);
    assert_eq!(seen.crs[0].dots.len(), 3);
    assert!((seen.crs[0].extent.unwrap().west - 120.104).abs() < 0.01);
    let chosen = look_with(&path, &choosing("epsg:4549")).unwrap();
    assert!(chosen.ready && chosen.crs_taken == Some(chosen.crs[0].choice));
    let imported = import_with(&path, &choosing("epsg:4549"), LayerKind::Towns).unwrap();
    assert_eq!((imported.features.len(), imported.source.crs.epsg), (3, Some(4549)));
    assert_eq!(imported.source.crs.reason_en, "chosen by the reviewer");
    assert!(imported.problems.iter().any(|problem| problem.code == "crs_chosen"));
}

#[test]
fn an_impossible_choice_is_told_and_the_layer_waits() {
    let folder = tempfile::tempdir().unwrap();
    let path = metres(folder.path(), "a.geojson", 40_510_000.0, "{}");
    let seen = look_with(&path, &choosing("epsg:4549")).unwrap();
    assert!(!seen.ready && seen.failure.is_none());
    assert!(seen.missing[0].zh.contains("带号为 40"), "{:?}", seen.missing);
    let error = import_with(&path, &choosing("epsg:4549"), LayerKind::Towns).unwrap_err();
    assert_eq!(error.code(), "choice_refused");
    let old = import_with(&path, &choosing("epsg:2364"), LayerKind::Towns).unwrap();
    assert!(old.problems.iter().any(|problem| problem.code == "datum_unshifted"));
}

#[test]
fn an_old_datum_is_for_a_preview_until_its_parameters_are_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), &[(120.0, 30.0, 0.01)]);
    fs::write(path.with_extension("prj"), prj("D_Xian_1980")).unwrap();
    let seen = look(&path);
    assert!(seen.ready && seen.problems.iter().any(|problem| problem.code == "datum_unshifted"));
    assert!(seen.crs[0].doubt.as_ref().is_some_and(|doubt| doubt.zh.contains("仅供预览")), "{:?}", seen.crs[0]);
    let shift = "from = \"xian-80\"\nsource = \"测绘院\"\n[seven]\nconvention = \"coordinate-frame\"\ndx_m = -12.5\ndy_m = 101.25\ndz_m = 37.0\nrx_arcsec = 0.0\nry_arcsec = 0.0\nrz_arcsec = 0.0\nscale_ppm = 0.0";
    let shift = crate::import::DatumShift::parse(shift).unwrap();
    let choices = Choices { datum_shift: Some(shift), ..Choices::default() };
    let (rough, placed) =
        (import_with(&path, &Choices::default(), LayerKind::Towns), import_with(&path, &choices, LayerKind::Towns));
    let first = |read: &Imported| read.features[0].shape.polygons().0[0].exterior().0[0];
    let (rough, placed) = (rough.unwrap(), placed.unwrap());
    let moved = first(&placed) - first(&rough);
    assert!((1e-5..2e-3).contains(&moved.x.hypot(moved.y)), "{moved:?}");
    assert!(placed.source.crs.reason_zh.contains("七参数") && placed.source.crs.reason_en.contains("dy=101.25 m"));
    let codes: Vec<_> = placed.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert!(codes.contains(&"datum_shifted") && !codes.contains(&"datum_unshifted"), "{codes:?}");
}

#[test]
fn encodings_are_shown_with_rows_and_the_chosen_one_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), &[(120.0, 30.0, 0.01), (120.1, 30.0, 0.01)]);
    let mut table = fs::read(path.with_extension("dbf")).unwrap();
    let (utf8, big5) = ("莫干山".as_bytes(), [0xB2, 0xF6, 0xA4, 0x7A, 0xA4, 0x73, b' ', b' ', b' ']);
    for at in 0..table.len() - utf8.len() {
        if table[at..].starts_with(utf8) {
            table[at..at + utf8.len()].copy_from_slice(&big5);
        }
    }
    fs::write(path.with_extension("dbf"), table).unwrap();
    let seen = look(&path);
    assert_eq!(seen.encoding_taken, Some(TextEncoding::Gbk));
    let names: Vec<&str> = seen.encodings.iter().map(|guess| guess.encoding.name()).collect();
    assert_eq!(names, ["GBK", "Big5", "UTF-8"]);
    assert_eq!(seen.encodings[1].rows[0], ["t0", "莫干山"]);
    assert_eq!(
        seen.fields.iter().map(|f| (f.name.as_str(), f.kind.as_str())).collect::<Vec<_>>(),
        [("XZBM", "C(20)"), ("XZMC", "C(40)")]
    );
    let choices = Choices { encoding: Some(TextEncoding::Big5), ..Choices::default() };
    assert_eq!(look_with(&path, &choices).unwrap().encoding_taken, Some(TextEncoding::Big5));
    let imported = import_with(&path, &choices, LayerKind::Towns).unwrap();
    assert_eq!(
        (imported.source.encoding.as_str(), imported.features[1].attribute(&["XZMC"])),
        ("Big5", Some("莫干山"))
    );
}

#[test]
fn the_role_and_the_fields_are_guessed_and_chosen_fields_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = metres(folder.path(), "图层1.geojson", 40_510_000.0, r#"{"XZBM":"a","编号":"b","XZMC":"甲镇"}"#);
    let seen = look(&path);
    assert_eq!(seen.role.role, Some(LayerKind::Towns));
    assert!(seen.role.reason.zh.contains("XZBM"));
    let taken = Fields { id: Some("XZBM".into()), name: Some("XZMC".into()), ..Fields::default() };
    assert_eq!(seen.fields_taken, taken);
    let fields = Fields { id: Some("编号".into()), name: Some("编号".into()), ..Fields::default() };
    let imported = import_with(&path, &Choices { fields, ..Choices::default() }, LayerKind::Towns).unwrap();
    assert_eq!(imported.features[0].id.0, "b");
}

#[test]
fn a_layer_in_a_zip_is_inspected_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let geojson = fs::read(metres(folder.path(), "a.geojson", 40_510_000.0, "{}")).unwrap();
    let zip = folder.path().join("三线.zip");
    pack(&zip, &[("永农/1.geojson", geojson.clone()), ("红线/1.geojson", geojson)]);
    let seen = look(&folder.path().join("三线.zip!永农/1.geojson"));
    assert_eq!((seen.file.as_str(), seen.role.role), ("三线.zip/永农/1.geojson", Some(LayerKind::BasicFarmland)));
    assert_eq!(seen.source.inner.as_deref(), Some("永农/1.geojson"));
    assert!(seen.ready && seen.bytes == seen.parts[0].bytes);
}

#[test]
fn features_at_the_wrong_place_of_the_file_are_doubted() {
    let folder = tempfile::tempdir().unwrap();
    let path = metres(folder.path(), "a.geojson", 40_510_000.0, "{}");
    let text = fs::read_to_string(&path).unwrap();
    let degrees = r#"{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[120,30],[120.01,30],[120.01,30.01],[120,30]]]}}"#;
    fs::write(&path, text.replacen(r#""features":["#, &format!(r#""features":[{degrees},"#), 1)).unwrap();
    let seen = look(&path);
    assert!(seen.ready && seen.crs[0].doubt.as_ref().unwrap().zh.contains("另有 1 个要素"), "{:?}", seen.crs[0].doubt);
}

#[test]
fn broken_files_are_always_answered() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), &[(120.0, 30.0, 0.01), (120.1, 30.0, 0.01)]);
    fs::write(path.with_extension("prj"), prj("D_China_2000")).unwrap();
    let mut random = Random(11);
    let parts = ["shp", "dbf", "prj"].map(|extension| path.with_extension(extension));
    let whole = parts.clone().map(|part| fs::read(part).unwrap());
    for _ in 0..80 {
        for (part, bytes) in parts.iter().zip(&whole) {
            let mut bytes = bytes.clone();
            random.mutate(&mut bytes);
            fs::write(part, bytes).unwrap();
        }
        if let Ok(seen) = look_with(&path, &Choices::default()) {
            assert!(seen.ready || seen.failure.is_some() || !seen.missing.is_empty());
            assert!(seen.crs.len() <= 3 && seen.problems.len() <= 200);
            agrees_with_import(&path);
        }
    }
}
