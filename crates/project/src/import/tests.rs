//! Whole files through the readers, in this process: what is found, and that nothing panics.

use std::path::{Path, PathBuf};

use sanxian_review::data::{Bounds, LayerKind};

use super::read::{self, Output};
use super::{Choices, Filter, ImportError, Imported, Source};
use crate::problem::Problem;
use crate::worker::wire::{Frame, Job, Record, Task};

pub(crate) use super::random::Random;

/// Collects the answer.
#[derive(Default)]
pub(super) struct Heard {
    pub records: Vec<Record>,
    pub problems: Vec<Problem>,
}

impl Output for Heard {
    fn frame(&mut self, frame: Frame) {
        match frame {
            Frame::Feature(record) => self.records.push(record),
            Frame::Problem(problem) => self.problems.push(problem),
            Frame::Restart => *self = Self::default(),
            other => panic!("{other:?} is not the reader's to say"),
        }
    }

    fn progress(&mut self, _: u64, _: u64) {}
}

/// A job about a file as a reviewer spells it (`a.zip!b.shp`).
pub(super) fn job(path: &Path, choices: &Choices, role: LayerKind) -> Job {
    let source = Source::spelled(path);
    Job {
        task: Task::Read,
        path: source.path.into_os_string(),
        inner: source.inner,
        filter: source.filter.map(|text| Filter::parse(&text).unwrap()),
        choices: choices.clone(),
        role,
        near: None,
        counted: None,
        max_vertices: 1_000_000,
        memory: 0,
        hash: true,
    }
}

/// Reads a file in this process.
pub(super) fn read_near(path: &Path, role: LayerKind, near: Option<Vec<Bounds>>) -> Result<Imported, ImportError> {
    read_job(&Job { near, ..job(path, &Choices::default(), role) })
}

/// Reads one layer of a file in this process.
pub(super) fn read_inner(path: &Path, inner: Option<&str>, role: LayerKind) -> Result<Imported, ImportError> {
    read_job(&Job { inner: inner.map(str::to_owned), ..job(path, &Choices::default(), role) })
}

/// Reads what a job is about in this process.
pub(super) fn read_job(job: &Job) -> Result<Imported, ImportError> {
    let mut heard = Heard::default();
    let source = read::file(job, &mut heard)?;
    let features = heard.records.into_iter().map(|record| record.into_feature().expect("on Earth")).collect();
    Ok(Imported {
        source,
        features,
        problems: heard.problems,
        fields: job.choices.fields.clone(),
        accept_repairs: false,
    })
}

fn read_text(text: &str, role: LayerKind) -> Result<Imported, ImportError> {
    read_bytes(text.as_bytes(), role)
}

fn read_bytes(bytes: &[u8], role: LayerKind) -> Result<Imported, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("layer.geojson");
    std::fs::write(&path, bytes).unwrap();
    read_near(&path, role, None)
}

/// The shared folder of real files, or `None` (and a word about it) where it is absent.
pub(super) fn real(below: &str) -> Option<PathBuf> {
    let root = std::env::var_os("SANXIAN_REAL")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/real"), PathBuf::from);
    let folder = root.join(below);
    if !folder.exists() {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == extension));
    files.sort();
    files
}

fn codes(imported: &Imported) -> Vec<&str> {
    imported.problems.iter().map(|problem| problem.code.as_str()).collect()
}

const SQUARE: &str = "[[[120,30],[120.01,30],[120.01,30.01],[120,30.01],[120,30]]]";

fn feature(properties: &str, coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":{coordinates}}}}}"#
    )
}

fn collection(members: &str, features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection",{members}"features":[{}]}}"#, features.join(","))
}

#[test]
fn every_bad_geojson_gives_an_error_or_a_problem() {
    let Some(folder) = real("geojson-validity/data/bad") else { return };
    let bad = files(&folder, "geojson");
    assert!(bad.len() >= 44, "{}", bad.len());
    for path in bad {
        for role in [LayerKind::Towns, LayerKind::EcoRedline] {
            match read_near(&path, role, None) {
                Ok(imported) => assert!(!imported.problems.is_empty(), "{} passes without a word", path.display()),
                Err(error) => assert!(!error.hint().zh.is_empty() && !error.hint().en.is_empty()),
            }
        }
    }
}

#[test]
fn good_geojson_raises_no_alarm_but_that_it_has_no_polygons() {
    let Some(folder) = real("geojson-validity/data/good") else { return };
    for path in files(&folder, "geojson") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match read_near(&path, LayerKind::EcoRedline, None) {
            Ok(imported) => {
                let severe = |code: &&str| {
                    !matches!(*code, "not_polygon" | "null_geometry" | "ring_direction" | "part_not_polygon")
                };
                assert_eq!(codes(&imported).into_iter().find(severe), None, "{name}");
            }
            // issue82 has latitudes of −107°: good JSON, but nowhere on Earth.
            Err(error) => {
                let expected = if name == "issue82.geojson" { "crs_unknown" } else { "wrong_geometry" };
                assert_eq!(error.code(), expected, "{name}: {error}");
            }
        }
    }
}

#[test]
fn hostile_files_are_refused_in_words() {
    let Some(folder) = real("hostile") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let error = read_near(&path, LayerKind::EcoRedline, None);
        if path.file_name().is_some_and(|name| name == "deepprops.geojson") {
            assert!(!error.is_ok_and(|imported| imported.problems.is_empty()));
        } else {
            assert!(error.is_err(), "{}", path.display());
        }
    }
}

#[test]
fn one_bad_feature_is_listed_and_the_rest_goes_on() {
    let bad = [
        r#"{"type":"Feature","properties":{"XZBM":"b"},"geometry":null}"#.to_owned(),
        r#"{"type":"Feature","properties":{"XZBM":"b"}}"#.to_owned(),
        feature(r#"{"XZBM":"b"}"#, "[]"),
        feature(r#"{"XZBM":"b"}"#, "[[[120,30],[121,30]]]"),
        feature(r#"{"XZBM":"b"}"#, "[[[120,30],[121,30],[1e308,31],[120,30]]]"),
        feature(r#"{"XZBM":"b"}"#, "[[[120,30],[121,30],[NaN,31],[120,30]]]"),
        feature(r#"{"XZBM":"b"}"#, "[[[120,30],[121,30],[121,\"31\"],[120,30]]]"),
        feature(r#"{"XZBM":"b"}"#, "[[[40548122,3347932],[40548222,3347932],[40548222,3348032],[40548122,3347932]]]"),
        r#"{"type":"Feature","properties":{"XZBM":"b"},"geometry":{"type":"Point","coordinates":[120,30]}}"#.to_owned(),
    ];
    for bad in bad {
        let good = feature(r#"{"XZBM":"a","XZMC":"甲"}"#, SQUARE);
        let text = collection("", &[good.clone(), bad.clone(), good.replace("\"a\"", "\"c\"")]);
        let imported = read_text(&text, LayerKind::Towns).unwrap_or_else(|error| panic!("{bad}: {error}"));
        assert_eq!(imported.features.iter().map(|f| f.id.0.as_str()).collect::<Vec<_>>(), ["a", "c"], "{bad}");
        let problem = &imported.problems[0];
        assert_eq!(
            (problem.position, problem.feature.as_deref(), problem.dropped),
            (Some(2), Some("b"), true),
            "{bad}"
        );
        assert_eq!((imported.source.features, imported.source.kept), (3, 2));
    }
}

#[test]
fn an_unclosed_ring_is_closed_on_a_copy_and_told() {
    let imported =
        read_text(&feature(r#"{"id":5}"#, "[[[120,30],[120.01,30],[120.01,30.01]]]"), LayerKind::Towns).unwrap();
    assert_eq!(codes(&imported), ["unclosed_ring"]);
    assert_eq!(imported.features[0].shape.vertex_count(), 4);
    assert_eq!((imported.features[0].id.0.as_str(), imported.problems[0].dropped), ("5", false));
    assert!(imported.problems[0].place.is_some());
}

#[test]
fn a_crs_is_heeded_before_and_behind_the_features() {
    let ring = "[[[548122.0631,3347932.8162],[548222,3347932],[548222,3348032],[548122.0631,3347932.8162]]]";
    let crs = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}}"#;
    let feature = feature("{}", ring);
    let texts = [
        format!(r#"{{"type":"FeatureCollection",{crs},"features":[{feature}]}}"#),
        format!(r#"{{"type":"FeatureCollection","features":[{feature}],{crs}}}"#),
        format!("\u{feff}{{\"features\":[{feature}],{crs},\"type\":\"FeatureCollection\"}}\n"),
    ];
    for text in texts {
        let imported = read_text(&text, LayerKind::Towns).unwrap();
        let first = imported.features[0].shape.polygons().0[0].exterior().0[0];
        assert!((first.x - 120.5).abs() < 1e-9 && (first.y - 30.25).abs() < 1e-9, "{first:?}");
        assert_eq!(imported.source.crs.epsg, Some(4549));
    }
    let plain = format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#);
    assert_eq!(read_text(&plain, LayerKind::Towns).map_err(|e| e.code()).err(), Some("zone_unknown"));
    let old = format!(r#"{{"type":"FeatureCollection","features":[{feature}],{}}}"#, crs.replace("4549", "2385"));
    let old = read_text(&old, LayerKind::Towns).unwrap();
    assert!(old.problems.iter().any(|problem| problem.code == "datum_unshifted"), "{:?}", old.problems);
}

#[test]
fn an_old_datum_is_never_taken_for_cgcs2000_however_and_wherever_crs_names_it() {
    let wkt = r#"GEOGCS["x",DATUM["D_x",SPHEROID["x",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
    let names = [
        "西安80",
        "1980西安坐标系",
        "Xian 1980",
        "Xian_1980_3_Degree_GK_Zone_40",
        "Beijing 1954",
        "Beijing_1954_3_Degree_GK_CM_120E",
        "北京54",
        "1954北京坐标系",
        "GCS_Beijing_1954",
        "EPSG:2364",
        wkt,
    ];
    let mut members: Vec<String> = names
        .iter()
        .map(|name| serde_json::json!({"type": "name", "properties": {"name": name}}).to_string())
        .collect();
    members.push(r#"{"type":"link","properties":{"href":"http://spatialreference.org/ref/epsg/2364/"}}"#.to_owned());
    let plain = feature("{}", SQUARE);
    let geometry = format!(r#""geometry":{{"type":"Polygon","coordinates":{SQUARE}"#);
    for crs in members {
        let texts = [
            collection(&format!(r#""crs":{crs},"#), std::slice::from_ref(&plain)),
            format!(r#"{{"type":"FeatureCollection","features":[{plain}],"crs":{crs}}}"#),
            collection("", &[format!(r#"{{"type":"Feature","properties":{{}},{geometry}}},"crs":{crs}}}"#)]),
            collection("", &[format!(r#"{{"type":"Feature","properties":{{}},{geometry},"crs":{crs}}}}}"#)]),
            format!(r#"{{"type":"Feature","properties":{{}},{geometry}}},"crs":{crs}}}"#),
        ];
        for text in texts {
            match read_text(&text, LayerKind::Towns) {
                // One that is a system by itself is read for a preview, and says so.
                Ok(read) => assert!(read.problems.iter().any(|p| p.code == "datum_unshifted"), "{text}"),
                Err(error) => {
                    assert!(["datum_refused", "crs_contradiction"].contains(&error.code()), "{text}: {error}")
                }
            }
        }
    }
}

#[test]
fn an_unknown_crs_is_told_alike_before_and_behind_the_features_and_one_inside_is_told() {
    let crs = r#""crs":{"type":"name","properties":{"name":"local grid"}}"#;
    let plain = feature("{}", SQUARE);
    let before = read_text(&collection(&format!("{crs},"), std::slice::from_ref(&plain)), LayerKind::Towns).unwrap();
    let behind = format!(r#"{{"type":"FeatureCollection","features":[{plain}],{crs}}}"#);
    let behind = read_text(&behind, LayerKind::Towns).unwrap();
    assert_eq!(codes(&before), ["crs_unknown"]);
    assert_eq!(before.problems, behind.problems);
    let inside = collection("", &[plain.replacen('{', &format!("{{{crs},"), 1)]);
    assert_eq!(codes(&read_text(&inside, LayerKind::Towns).unwrap()), ["inner_crs"]);
    let root = plain.replacen('{', &format!("{{{crs},"), 1);
    assert_eq!(codes(&read_text(&root, LayerKind::Towns).unwrap()), ["crs_unknown"]);
}

#[test]
fn an_old_datum_that_every_feature_names_is_the_files_and_one_that_some_name_is_refused() {
    let old = r#""crs":{"type":"name","properties":{"name":"EPSG:4610"}}"#;
    let plain = feature("{}", SQUARE);
    let own = plain.replacen('{', &format!("{{{old},"), 1);
    let all = read_text(&collection("", &[own.clone(), own.clone()]), LayerKind::Towns).unwrap();
    assert_eq!((codes(&all), all.source.crs.epsg), (vec!["datum_unshifted"], Some(4610)));
    for mixed in [[own.clone(), plain.clone()], [plain, own]] {
        let error = read_text(&collection("", &mixed), LayerKind::Towns).unwrap_err();
        assert!(error.code() == "datum_refused" && error.to_string().contains("some features"), "{error}");
    }
}

#[test]
fn the_wrong_kind_of_layer_is_named() {
    let points = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[120,30]}}]}"#;
    let error = read_text(points, LayerKind::Towns).unwrap_err();
    assert_eq!(error.code(), "wrong_geometry");
    assert!(
        error.message(crate::lang::Lang::En).contains("points") && error.message(crate::lang::Lang::Zh).contains("点")
    );
    let empty = r#"{"type":"FeatureCollection","features":[]}"#;
    assert_eq!(read_text(empty, LayerKind::Towns).unwrap_err().code(), "nothing_usable");
    let imported = read_text(empty, LayerKind::EcoRedline).unwrap();
    assert_eq!((imported.features.len(), imported.problems[0].code.as_str()), (0, "empty_layer"));
}

#[test]
fn only_what_lies_near_is_kept() {
    let far = SQUARE.replace("120", "121");
    let text = collection("", &[feature(r#"{"id":"near"}"#, SQUARE), feature(r#"{"id":"far"}"#, &far)]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("layer.geojson");
    std::fs::write(&path, text).unwrap();
    let near = vec![Bounds { west: 119.99, south: 29.99, east: 120.0, north: 30.0 }];
    let imported = read_near(&path, LayerKind::BasicFarmland, Some(near)).unwrap();
    assert_eq!(imported.features.iter().map(|f| f.id.0.as_str()).collect::<Vec<_>>(), ["near"]);
    assert_eq!((imported.source.features, imported.source.kept), (2, 1));
    assert_eq!(imported.source.parts[0].bytes, std::fs::metadata(&path).unwrap().len());
}

#[test]
fn a_layer_that_lies_far_from_every_town_is_told_and_one_that_spares_them_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("layer.geojson");
    std::fs::write(&path, collection("", &[feature("{}", SQUARE)])).unwrap();
    let read = |west: f64, role| {
        let near = vec![Bounds { west, south: 30.0, east: west + 0.01, north: 30.01 }];
        let imported = read_near(&path, role, Some(near)).unwrap();
        assert!(imported.problems.iter().all(|problem| !problem.dropped));
        codes(&imported).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(read(120.0, LayerKind::EcoRedline), Vec::<String>::new());
    assert_eq!(read(121.9, LayerKind::EcoRedline), [""; 0]);
    assert_eq!(read(122.1, LayerKind::EcoRedline), ["far_from_towns"]);
    assert_eq!(read(122.1, LayerKind::Towns), Vec::<String>::new());
}

#[test]
fn broken_json_is_told_with_line_and_byte() {
    let text =
        format!("{{\"type\":\"FeatureCollection\",\n\"features\":[\n{},\n{}", feature("{}", SQUARE), "{\"type\"");
    let Err(ImportError::BadJson { line, offset, .. }) = read_text(&text, LayerKind::Towns) else { panic!() };
    assert_eq!((line, offset), (4, text.len() as u64));
    let text = format!("{{\"type\":\"FeatureCollection\",\n\"features\":[{}],\n\"a\" 5}}", feature("{}", SQUARE));
    let Err(ImportError::BadJson { line, offset, .. }) = read_text(&text, LayerKind::Towns) else { panic!() };
    assert_eq!((line, offset), (3, text.find("5}").unwrap() as u64));
}

#[test]
fn gbk_text_is_read_and_told() {
    let mut bytes = feature(r#"{"XZMC":"@"}"#, SQUARE).into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'@').unwrap();
    bytes.splice(at..=at, *b"\xC8\xFD\xCF\xDF");
    let imported = read_bytes(&bytes, LayerKind::Towns).unwrap();
    assert_eq!(imported.features[0].attributes.texts().next().map(|(_, value)| value), Some("三线"));
    assert_eq!((codes(&imported), imported.source.encoding.as_str()), (vec!["not_utf8"], "GBK"));
}

#[test]
fn a_file_cut_or_changed_anywhere_never_panics() {
    let features =
        [feature(r#"{"id":"三","x":[1,{"y":null}]}"#, SQUARE), feature("{}", "[[[1,2,3],[4e1,5],[6,7],[1,2]]]")];
    let text = collection("", &features);
    for length in 0..text.len() {
        assert!(read_bytes(&text.as_bytes()[..length], LayerKind::Towns).is_err(), "{length}");
    }
    // Fewer where PROJ is asked: it takes some milliseconds each time.
    let with_crs = collection(r#""crs":{"type":"name","properties":{"name":"EPSG:4490"}},"#, &features);
    let mut random = Random(7);
    for (text, mutants) in [(text, 5000), (with_crs, 200)] {
        for _ in 0..mutants {
            let mut bytes = text.clone().into_bytes();
            random.mutate(&mut bytes);
            let _ = read_bytes(&bytes, LayerKind::Towns);
        }
    }
}
