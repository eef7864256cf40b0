//! Coordinate systems, encodings, roles and fields as they are guessed, and as they are chosen.

use sanxian_tests::draw::{Desk, rectangle, town};
use sanxian_tests::program::{run, sanxian};
use sanxian_tests::shapefile::Shapefile;
use serde_json::{Value, json};

use super::{inspect, layers};

/// A square in the plane of 120°E: easting without zone number, northing.
const PLAIN: [f64; 4] = [507_650.0, 3_420_000.0, 509_150.0, 3_421_500.0];

fn codes(layer: &Value) -> Vec<&str> {
    layer["problems"].as_array().expect("problems").iter().filter_map(|problem| problem["code"].as_str()).collect()
}

#[test]
fn a_good_layer_is_ready_with_all_that_a_card_needs() {
    let desk = Desk::new();
    let file = desk.layer("特色小镇.geojson", &[town("A", 0), town("B", 1)]);
    let (found, status) = layers(&[&file]);
    assert_eq!((found.len(), status), (1, 0));
    let layer = &found[0];
    assert_eq!(layer["file"], "特色小镇.geojson");
    assert_eq!(layer["format"], "geojson");
    assert_eq!(layer["features"], 2);
    assert_eq!(layer["role"], "towns");
    assert_eq!(layer["crs_taken"], "epsg:4490");
    assert_eq!(layer["encoding_taken"], "UTF-8");
    assert_eq!(layer["ready"], true);
    assert_eq!(layer["fields_taken"]["id"], "XZBM");
    assert_eq!(layer["parts"][0]["sha256"].as_str().map(str::len), Some(64));
    for said in [&layer["role_reason"], &layer["crs"][0]["reason"], &layer["encodings"][0]["reason"]] {
        assert!(said["zh"].as_str().is_some_and(|text| !text.is_empty()), "{layer}");
        assert!(said["en"].as_str().is_some_and(|text| !text.is_empty()), "{layer}");
    }
}

#[test]
fn people_read_the_same_in_both_languages() {
    let desk = Desk::new();
    let file = desk.layer("towns.geojson", &[town("A", 0)]);
    let english = inspect(&[&file]);
    for word in ["towns.geojson", "1 features", "characteristic towns", "CGCS2000", "epsg:4490", "because", "XZBM"] {
        assert!(english.stdout.contains(word), "{word}: {}", english.stdout);
    }
    let chinese = run(sanxian().args(["--lang", "zh", "inspect"]).arg(&file));
    for word in ["1 个要素", "特色小镇", "坐标系：✓ 1. CGCS2000", "理由：", "字段："] {
        assert!(chinese.stdout.contains(word), "{word}: {}", chinese.stdout);
    }
    assert_eq!((english.status, english.stderr.as_str()), (0, ""));
}

#[test]
fn eastings_without_a_zone_wait_for_a_choice() {
    let desk = Desk::new();
    let feature = rectangle(json!({ "XZBM": "A", "XZQDM": "330522" }), PLAIN);
    let file = desk.layer("towns.geojson", &[feature]);
    let (found, status) = layers(&[&file]);
    assert_eq!((status, &found[0]["ready"], &found[0]["crs_taken"]), (1, &json!(false), &Value::Null));
    assert_eq!(found[0]["crs"][0]["id"], "epsg:4549", "the county's code points to 120°E");
    assert_eq!(found[0]["crs"].as_array().map(Vec::len), Some(3));
    assert!(found[0]["missing"][0]["en"].as_str().is_some_and(|text| text.contains("zone")), "{}", found[0]["missing"]);
    let file = file.to_str().expect("a path");
    let (found, status) = layers(&[file, "--crs", "epsg:4549"]);
    assert_eq!((status, &found[0]["crs_taken"]), (0, &json!("epsg:4549")));
    assert_eq!(codes(&found[0]), ["crs_chosen"]);
    let (found, status) = layers(&[file, "--crs", "epsg:4490"]);
    assert_eq!((status, &found[0]["ready"]), (1, &json!(false)), "metres are no degrees");
    let refused = inspect(&[file, "--crs", "Zone 40"]);
    assert!(refused.status == 2 && refused.stderr.contains("epsg:4549"), "{}", refused.stderr);
}

#[test]
fn a_wrong_prj_is_doubted_by_the_code_in_the_attributes() {
    let desk = Desk::new();
    let file = Shapefile::of_boxes(b"XZQDM", &[(b"330522", PLAIN)]).write(&desk, "towns");
    let prj = r#"PROJCS["CGCS2000_3_Degree_GK_CM_117E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    desk.write("towns.prj", prj);
    let (found, _) = layers(&[&file]);
    assert_eq!(found[0]["crs_taken"], "epsg:4548");
    assert!(
        found[0]["crs"][0]["doubt"]["zh"].as_str().is_some_and(|text| text.contains("湖州")),
        "{}",
        found[0]["crs"]
    );
    assert_eq!(found[0]["crs"][1]["id"], "epsg:4549");
}

#[test]
fn a_table_shows_its_rows_in_each_encoding() {
    let desk = Desk::new();
    // 莫干山 in GBK, and no word about it.
    let file = Shapefile::of_towns(b"XZMC", &[b"\xC4\xAA\xB8\xC9\xC9\xBD"]).write(&desk, "towns");
    let (found, _) = layers(&[&file]);
    assert_eq!(found[0]["encoding_taken"], "GBK");
    assert_eq!(found[0]["encodings"][0]["rows"][0][0], "莫干山");
    let names: Vec<_> = found[0]["encodings"].as_array().expect("guesses").iter().map(|guess| &guess["name"]).collect();
    assert!(names.len() == 3 && names.contains(&&json!("UTF-8")) && names.contains(&&json!("Big5")), "{names:?}");
    assert!(found[0]["fields"][0]["kind"].as_str().is_some_and(|kind| kind.starts_with("C(")));
}

#[test]
fn a_given_role_is_not_guessed() {
    let desk = Desk::new();
    let file = desk.layer("towns.geojson", &[town("A", 0)]);
    let (found, _) = layers(&[file.to_str().expect("a path"), "--role", "eco-redline"]);
    assert_eq!(found[0]["role"], "eco_redline");
}

#[test]
fn a_folder_gives_its_layers_and_a_wrong_path_is_told() {
    let desk = Desk::new();
    desk.layer("towns.geojson", &[town("A", 0)]);
    Shapefile::of_towns(b"XZMC", &[b"B"]).write(&desk, "小镇");
    desk.write("readme.md", "nothing");
    let (found, _) = layers(&[desk.path()]);
    let files: Vec<_> = found.iter().map(|layer| layer["file"].as_str().unwrap_or_default()).collect();
    assert_eq!(files, ["towns.geojson", "小镇.shp"]);
    let gone = inspect(&[desk.at("gone.shp")]);
    assert!(gone.status == 2 && gone.stderr.contains("gone.shp"), "{}", gone.stderr);
    std::fs::create_dir(desk.at("empty")).expect("a folder");
    let empty = inspect(&[desk.at("empty")]);
    assert!(empty.status == 2 && empty.stderr.contains("no layer"), "{}", empty.stderr);
}
