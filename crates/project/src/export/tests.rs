use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::{ExportError, Format, export, export_watched};
use crate::store::sample::{NASTY, recorded};
use crate::watch::Silent;

fn folder() -> TempDir {
    TempDir::new().expect("a folder")
}

fn names_in(dir: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(dir).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

fn text(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join(name)).expect("a text file")
}

/// The entries of the workbook.
fn parts(dir: &Path) -> Vec<(String, String)> {
    let file = fs::File::open(dir.join("review.xlsx")).expect("a workbook");
    let mut zip = zip::ZipArchive::new(file).expect("a zip");
    (0..zip.len())
        .map(|i| {
            let mut entry = zip.by_index(i).expect("an entry");
            let mut content = String::new();
            entry.read_to_string(&mut content).expect("text");
            (entry.name().expect("a name").into_owned(), content)
        })
        .collect()
}

fn all() -> Vec<Format> {
    Format::ALL.to_vec()
}

#[test]
fn a_table_with_a_character_that_gbk_lacks_is_in_utf_8_and_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let exported = export_watched(&recorded(), &[Format::ShpGbk, Format::Csv], dir.path(), &Silent).expect("exported");
    let told: Vec<&str> = exported.notes.iter().map(|note| note.en.as_str()).collect();
    assert!(told.iter().any(|note| note.contains('🏘') && note.starts_with("review-gbk.shp.zip")), "{told:?}");
    let file = std::fs::File::open(dir.path().join("review-gbk.shp.zip")).expect("written");
    let mut zip = zip::ZipArchive::new(file).expect("a zip");
    let names: Vec<String> =
        (0..zip.len()).map(|i| zip.by_index(i).expect("an entry").name().expect("a name").into_owned()).collect();
    for name in names.iter().filter(|name| name.ends_with(".cpg")) {
        let mut said = String::new();
        zip.by_name(name).expect("there").read_to_string(&mut said).expect("text");
        let mut table = Vec::new();
        zip.by_name(&name.replace(".cpg", ".dbf")).expect("there").read_to_end(&mut table).expect("read");
        let has = memchr::memmem::find(&table, "🏘".as_bytes()).is_some();
        assert_eq!((said.as_str(), table[29]), if has { ("UTF-8", 0) } else { ("GBK", 0x4D) }, "{name}");
    }
}

#[test]
fn words_around_a_character_that_gbk_lacks_are_named() {
    let text = format!("{}\r\n{}某某🏘小镇,1,2\r\n另一行", "前".repeat(30), "甲".repeat(40));
    let around = "甲".repeat(18) + "某某🏘小镇,1,2";
    assert_eq!(super::layer::stranger(&text), Some(('🏘', around.as_str())));
    assert_eq!(super::layer::stranger("德清"), None);
}

#[test]
fn every_format_makes_its_files_and_nothing_else() {
    let dir = folder();
    let target = dir.path().join("new/out");
    let written = export(&recorded(), &all(), &target).expect("exported");
    let expected: BTreeSet<String> =
        all().iter().flat_map(|format| format.files()).map(|name| (*name).to_owned()).collect();
    assert_eq!(names_in(&target), expected);
    assert_eq!(written.len(), expected.len());
    assert!(written.iter().all(|path| path.is_file() && path.starts_with(&target)));
}

#[test]
fn two_exports_have_the_same_bytes() {
    let (first, second) = (folder(), folder());
    export(&recorded(), &all(), first.path()).expect("exported");
    std::thread::sleep(Duration::from_millis(1100));
    export(&recorded(), &all(), second.path()).expect("exported");
    for name in names_in(first.path()) {
        let read = |dir: &TempDir| fs::read(dir.path().join(&name)).expect("bytes");
        assert!(read(&first) == read(&second), "{name} differs");
    }
}

#[test]
fn tables_are_as_the_contract_says() {
    let dir = folder();
    export(&recorded(), &[Format::Csv], dir.path()).expect("exported");
    let towns = text(dir.path(), "towns.csv");
    let lines: Vec<_> = towns.lines().collect();
    assert_eq!(
        lines[0],
        "town_id,name,area_m2,planar_area_m2,eco_redline_m2,basic_farmland_m2,outside_urban_boundary_m2,compliant_m2,verdict"
    );
    assert_eq!(
        lines[1],
        "T0,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",1063000.123,1063024.124,27970.581,0.000,0.000,1035029.543,breach"
    );
    assert_eq!(lines[4], "T2,'-小镇 🏘️\u{200d},1063000.123,1063024.124,27970.581,0.000,,,not_checked");
    assert_eq!(
        text(dir.path(), "overlaps.csv"),
        "town_id,layer,feature_id,area_m2,grade\n\
         T0,eco_redline,'=1+1,27970.581,material\n\
         T0,eco_redline,R1,0.000,material\n\
         T1,eco_redline,R1,1.620,material\n"
    );
    assert_eq!(text(dir.path(), "neighbours.csv"), "town_a,town_b,distance_m\nT0,T1,812.345\n");
}

#[test]
fn tables_come_back_whole_whatever_the_names() {
    let dir = folder();
    export(&recorded(), &[Format::Csv], dir.path()).expect("exported");
    let mut reader = csv::Reader::from_path(dir.path().join("towns.csv")).expect("a table");
    let names: Vec<String> = reader.records().map(|row| row.expect("a row")[1].to_owned()).collect();
    assert_eq!(names.len(), 6);
    for (name, given) in names.iter().zip(NASTY) {
        assert!(!name.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name:?} would be a formula");
        assert_eq!(name.strip_prefix('\'').unwrap_or(name), given);
    }
}

#[test]
fn patches_with_one_number_stand_in_the_same_order_however_they_were_delivered() {
    let mut swapped = recorded();
    let mut twin = swapped.review.overlaps[1].clone();
    twin.area.0 += 5_000;
    twin.position = 9;
    swapped.review.overlaps.push(twin);
    let before = folder();
    export(&swapped, &[Format::Csv], before.path()).expect("exported");
    (swapped.review.overlaps[1].position, swapped.review.overlaps[3].position) = (9, 1);
    swapped.review.overlaps.reverse();
    let after = folder();
    export(&swapped, &[Format::Csv], after.path()).expect("exported");
    assert_eq!(text(before.path(), "overlaps.csv"), text(after.path(), "overlaps.csv"));
}

/// Twice the signed area of a ring of `[lon, lat]`, from its first point.
fn doubled_area(ring: &[Value]) -> f64 {
    let at =
        |i: usize, axis: usize| ring[i][axis].as_f64().expect("a number") - ring[0][axis].as_f64().expect("a number");
    (1..ring.len()).map(|i| at(i - 1, 0) * at(i, 1) - at(i, 0) * at(i - 1, 1)).sum()
}

#[test]
fn findings_follow_rfc_7946() {
    let dir = folder();
    export(&recorded(), &[Format::Geojson], dir.path()).expect("exported");
    let written = text(dir.path(), "findings.geojson");
    assert!(written.contains("\"area_m2\":27970.581}"), "{written}");
    assert!(!written.contains("crs") && !written.contains("e-"));
    let collection: Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(collection["type"], "FeatureCollection");
    let features = collection["features"].as_array().expect("features");
    // The pass and the findings without ground are not violating polygons.
    assert_eq!(features.len(), 2);
    for feature in features {
        let keys: Vec<_> = feature["properties"].as_object().expect("properties").keys().collect();
        assert_eq!(keys, ["finding_id", "rule", "clause", "town_id", "layer", "severity", "area_m2"]);
        let polygons = match feature["geometry"]["type"].as_str() {
            Some("Polygon") => vec![feature["geometry"]["coordinates"].clone()],
            Some("MultiPolygon") => feature["geometry"]["coordinates"].as_array().expect("parts").clone(),
            other => panic!("geometry type {other:?}"),
        };
        for rings in polygons {
            for (i, ring) in rings.as_array().expect("rings").iter().enumerate() {
                let ring = ring.as_array().expect("positions");
                assert!(ring.len() >= 4 && ring.first() == ring.last(), "closed");
                assert_eq!(doubled_area(ring) > 0.0, i == 0, "exterior counter-clockwise, holes clockwise");
                assert!(ring.iter().all(|c| c[0].as_f64().is_some_and(|lon| (119.0..121.0).contains(&lon))));
            }
        }
    }
    assert_eq!(features[0]["geometry"]["coordinates"].as_array().map(Vec::len), Some(2));
    assert_eq!(features[1]["geometry"]["type"], "MultiPolygon");
}

#[test]
fn a_review_without_findings_is_still_a_collection() {
    let mut clean = recorded();
    clean.review.findings.clear();
    let dir = folder();
    export(&clean, &all(), dir.path()).expect("exported");
    let collection: Value = serde_json::from_str(&text(dir.path(), "findings.geojson")).expect("JSON");
    assert_eq!(collection["features"], Value::Array(vec![]));
}

#[test]
fn the_json_holds_everything_in_plain_decimals() {
    let dir = folder();
    let given = recorded();
    export(&given, &[Format::Json], dir.path()).expect("exported");
    let written = text(dir.path(), "review.json");
    for number in ["\"area_m2\": 27970.581", "\"area_mm2\": 27970580500", "0.0000001", "1000000000000000000000.0"] {
        assert!(written.contains(number), "{number}");
    }
    let review: Value = serde_json::from_str(&written).expect("JSON");
    for (i, town) in review["towns"].as_array().expect("towns").iter().enumerate() {
        assert_eq!(town["name"], NASTY[i]);
        let partition = &town["partition"];
        let class = |name: &str| partition[name].as_i64().expect("mm²");
        if !partition.is_null() {
            let sum = class("eco_redline_mm2") + class("basic_farmland_mm2") + class("compliant_mm2");
            assert_eq!(Some(sum + class("outside_urban_boundary_mm2")), town["area_mm2"].as_i64());
        }
    }
    assert_eq!(review["towns"][2]["outside_urban_boundary_m2"], Value::Null);
    assert_eq!(review["packs"], given.run.packs);
    assert_eq!(review["sources"][0]["parts"][0]["sha256"], "ab".repeat(32));
    assert_eq!(review["findings"].as_array().map(Vec::len), Some(given.review.findings.len()));
    for list in ["overlaps", "neighbours", "not_checked", "faults", "problems", "parameters"] {
        assert!(review[list].as_array().is_some_and(|list| !list.is_empty()), "{list}");
    }
}

#[test]
fn the_workbook_has_its_sheets_and_no_formula() {
    let dir = folder();
    export(&recorded(), &[Format::Xlsx], dir.path()).expect("exported");
    let parts = parts(dir.path());
    let part = |name: &str| &parts.iter().find(|(found, _)| found == name).expect("a part").1;
    for name in ["总表", "重叠图斑", "邻近", "审查结果", "未检查", "问题", "数据来源", "参数"] {
        assert!(part("xl/workbook.xml").contains(&format!("name=\"{name}\"")), "{name}");
    }
    assert!(part("docProps/core.xml").contains("2026-08-01T00:00:00Z"));
    for (name, content) in parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/")) {
        assert!(!content.contains("<f>") && content.contains("autoFilter") && content.contains("frozen"), "{name}");
    }
    let strings = part("xl/sharedStrings.xml");
    for word in [
        "=HYPERLINK(\"http://x\"",
        "🏘️",
        "שלום",
        "&lt;b&gt;markup&lt;/b&gt; ]]&gt;",
        "占用生态保护红线 27,970.58 平方米",
    ] {
        assert!(strings.contains(word), "{word} in {strings}");
    }
    assert!(part("xl/worksheets/sheet1.xml").contains("<v>27970.581</v>"));
}

#[test]
fn the_geopackage_opens_in_gdal() {
    let dir = folder();
    export(&recorded(), &[Format::Gpkg], dir.path()).expect("exported");
    let file = dir.path().join("review.gpkg");
    let before = fs::read(&file).expect("bytes");
    let ogrinfo = |options: &[&str]| Command::new("ogrinfo").arg("-ro").args(options).arg(&file).output();
    let Ok(output) = ogrinfo(&["-al", "-so"]) else {
        println!("ogrinfo is not installed: the GeoPackage was not opened with GDAL");
        return;
    };
    let (said, complaints) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && complaints.trim().is_empty(), "{complaints}");
    let layer = |name: &str| {
        let from = said.find(&format!("Layer name: {name}\n")).unwrap_or_else(|| panic!("no layer {name} in {said}"));
        said[from..].split("\n\n").next().unwrap_or_default().to_owned()
    };
    assert!(
        layer("towns").contains("Geometry: Multi Polygon\nFeature Count: 6\nExtent: (119.700000, 30.600000)"),
        "{said}"
    );
    assert!(layer("towns").contains("China Geodetic Coordinate System 2000"));
    assert!(layer("findings").contains("Feature Count: 3"));
    assert!(layer("eco_redline").contains("Feature Count: 3"));
    assert!(layer("overlaps").contains("Feature Count: 3"));
    assert!(!said.contains("Layer name: basic_farmland\n"), "a layer without features is not listed");
    let output = Command::new("ogrinfo").args(["-ro", "-q", "-geom=NO"]).arg(&file).arg("towns").output();
    let rows = String::from_utf8_lossy(&output.expect("ogrinfo ran once").stdout).into_owned();
    for name in &NASTY[..6] {
        assert!(rows.contains(name), "{name:?} in {rows}");
    }
    assert!(before == fs::read(&file).expect("bytes"), "reading changed the file");
}

#[test]
fn a_failure_leaves_the_earlier_results_as_they_were() {
    let dir = folder();
    export(&recorded(), &all(), dir.path()).expect("exported");
    // A file that is renamed after others cannot be: a folder stands in its place.
    fs::remove_file(dir.path().join("review.xlsx")).expect("removed");
    fs::create_dir(dir.path().join("review.xlsx")).expect("made");
    fs::remove_file(dir.path().join("neighbours.csv")).expect("removed");
    let names = names_in(dir.path());
    let before: Vec<_> = names.iter().map(|name| fs::read(dir.path().join(name)).ok()).collect();
    let mut other = recorded();
    other.review.towns.truncate(1);
    other.review.findings.clear();
    let error = export(&other, &all(), dir.path()).expect_err("refused");
    assert!(error.to_string().contains("review.xlsx"), "{error}");
    assert_eq!(names_in(dir.path()), names);
    let after: Vec<_> = names.iter().map(|name| fs::read(dir.path().join(name)).ok()).collect();
    assert!(before == after);
    // The same with a stale file that cannot be removed.
    export(&other, &[Format::Csv], dir.path()).expect_err("refused");
    let after: Vec<_> = names.iter().map(|name| fs::read(dir.path().join(name)).ok()).collect();
    assert!(before == after && names_in(dir.path()) == names);
}

#[test]
fn a_failure_leaves_no_folder_that_was_not_there() {
    let dir = folder();
    let mut undated = recorded();
    undated.run.as_of = "2026-02-30".into();
    let target = dir.path().join("out");
    let error = export(&undated, &all(), &target).expect_err("refused");
    assert!(error.to_string().contains("2026-02-30"), "{error}");
    assert!(!target.exists());
    fs::write(&target, "a file").expect("written");
    let error = export(&recorded(), &all(), &target).expect_err("refused");
    assert!(error.to_string().contains("out"), "{error}");
    assert_eq!(text(dir.path(), "out"), "a file");
}

#[test]
fn a_folder_never_mixes_two_reviews() {
    let dir = folder();
    fs::write(dir.path().join("notes.txt"), "mine").expect("written");
    export(&recorded(), &all(), dir.path()).expect("exported");
    export(&recorded(), &[Format::Geojson, Format::Csv], dir.path()).expect("exported");
    let left: Vec<_> = names_in(dir.path()).into_iter().collect();
    assert_eq!(left, ["findings.geojson", "neighbours.csv", "notes.txt", "overlaps.csv", "towns.csv"]);
}

#[test]
fn exports_run_inside_an_async_runtime_too() {
    let dir = folder();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async { export(&recorded(), &[Format::Gpkg], dir.path()).expect("exported") });
}

#[test]
fn lists_of_formats_are_read_or_refused_by_name() {
    let read = |list| Format::parse_list(list).expect("a list");
    assert_eq!(read("csv,geojson"), [Format::Csv, Format::Geojson]);
    assert_eq!(read(" XLSX, csv ,csv,"), [Format::Csv, Format::Xlsx]);
    assert_eq!(read("csv,geojson,json,gpkg,xlsx"), Format::DEFAULT);
    let error = Format::parse_list("csv,pdf").expect_err("refused");
    assert_eq!(
        error.to_string(),
        "\"pdf\" is not an output; choose from csv, geojson, json, gpkg, xlsx, shp, shp-gbk, txt, txt-zhejiang, points, kml, \
         dxf, fgb, separated by commas"
    );
    assert!(matches!(Format::parse_list(" , "), Err(ExportError::NoFormat)));
}
