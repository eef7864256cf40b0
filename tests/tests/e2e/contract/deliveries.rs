//! One town, delivered in every way that is read: the same area, the same verdict; and the ways that are refused.

use sanxian_tests::draw::{Desk, collection, rectangle};
use sanxian_tests::program::{Check, Done};
use sanxian_tests::results::Table;
use sanxian_tests::shapefile::Shapefile;
use serde_json::{Value, json};

/// A square of 1500 m in the plane of the meridian 120°E: easting without false zone, northing.
const PLANE: [f64; 4] = [507_650.0, 3_420_000.0, 509_150.0, 3_421_500.0];
/// Its ellipsoidal area, as the case `town_size/clear-within` has it from longitude and latitude with 9 decimals.
const AREA_M2: f64 = 2_249_996.07;

const CGCS2000_40: &str = concat!(
    r#"PROJCS["CGCS2000_3_Degree_GK_Zone_40",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000","#,
    r#"SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],"#,
    r#"PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",40500000.0],PARAMETER["False_Northing",0.0],"#,
    r#"PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#
);

fn with_zone([west, south, east, north]: [f64; 4]) -> [f64; 4] {
    [west + 40e6, south, east + 40e6, north]
}

/// Northing first, as survey tables are written.
fn north_first(mut feature: Value) -> Value {
    for position in feature["geometry"]["coordinates"][0].as_array_mut().into_iter().flatten() {
        position.as_array_mut().expect("a position").reverse();
    }
    feature
}

fn with_crs(text: &str, name: &str) -> String {
    let member = json!({ "type": "name", "properties": { "name": name } });
    text.replacen('{', &format!("{{\"crs\":{member},"), 1)
}

fn reviewed(desk: &Desk, file: &std::path::Path) -> Done {
    Check::of(file).with("--outputs", "csv").run(&desk.out())
}

#[track_caller]
fn is_the_town(desk: &Desk, file: &std::path::Path) {
    let done = reviewed(desk, file);
    assert_eq!(done.status, 0, "{}: {}", file.display(), done.stderr);
    let towns = Table::read(&desk.out(), "towns.csv");
    let area: f64 = towns.column("area_m2")[0].parse().expect("a number");
    assert!((area - AREA_M2).abs() < 0.05, "{}: {area}", file.display());
    assert_eq!(towns.column("verdict"), ["not_checked"]);
}

#[test]
fn geojson_in_metres_is_recognised_by_its_crs_member_or_by_the_zone_in_the_easting() {
    let desk = Desk::new();
    let plain = collection(&[rectangle(json!({ "XZBM": "A" }), PLANE)]);
    let zoned = collection(&[rectangle(json!({ "XZBM": "A" }), with_zone(PLANE))]);
    is_the_town(&desk, &desk.write("member.geojson", with_crs(&plain, "urn:ogc:def:crs:EPSG::4549")));
    is_the_town(&desk, &desk.write("zone_member.geojson", with_crs(&zoned, "EPSG:4528")));
    is_the_town(&desk, &desk.write("zone.geojson", &zoned));
    is_the_town(
        &desk,
        &desk.layer("north.geojson", &[north_first(rectangle(json!({ "XZBM": "A" }), with_zone(PLANE)))]),
    );
}

#[test]
fn geojson_with_a_byte_order_mark_or_a_bare_geometry_or_a_single_feature_is_read() {
    let desk = Desk::new();
    let feature = rectangle(json!({ "XZBM": "A" }), with_zone(PLANE));
    is_the_town(&desk, &desk.write("bom.geojson", format!("\u{feff}{}", collection(std::slice::from_ref(&feature)))));
    is_the_town(&desk, &desk.write("feature.json", feature.to_string()));
    is_the_town(&desk, &desk.write("bare.geojson", feature["geometry"].to_string()));
}

#[test]
fn a_shapefile_is_read_by_its_prj_or_by_its_numbers_with_companions_in_any_letter_case() {
    let desk = Desk::new();
    let zoned = Shapefile::of_boxes(b"XZBM", &[(b"A", with_zone(PLANE))]);
    desk.write("prj.prj", CGCS2000_40);
    is_the_town(&desk, &zoned.write(&desk, "prj"));
    is_the_town(&desk, &zoned.write(&desk, "numbers"));
    let plain = Shapefile::of_boxes(b"XZBM", &[(b"A", PLANE)]);
    desk.write("plain.PRJ", CGCS2000_40.replace("40500000.0", "500000.0").replace("_Zone_40", "_CM_120E"));
    is_the_town(&desk, &plain.write(&desk, "plain"));
    desk.write("UPPER.SHX", &zoned.shx);
    desk.write("UPPER.Dbf", &zoned.dbf);
    is_the_town(&desk, &desk.write("UPPER.SHP", &zoned.shp));
    assert_eq!(Table::read(&desk.out(), "towns.csv").column("town_id"), ["A"], "attributes come from the .Dbf");
}

#[test]
fn what_cannot_be_placed_for_certain_is_refused_or_withheld_with_a_way_out() {
    let desk = Desk::new();
    let plain = Shapefile::of_boxes(b"XZBM", &[(b"A", PLANE)]);
    let zone_unknown = reviewed(&desk, &plain.write(&desk, "nowhere"));
    assert_eq!(zone_unknown.status, 2);
    assert!(!desk.out().exists());
    assert!(
        zone_unknown.stderr.contains("nowhere.shp") && zone_unknown.stderr.contains(".prj"),
        "{}",
        zone_unknown.stderr
    );
    let zoned = Shapefile::of_boxes(b"XZBM", &[(b"A", with_zone(PLANE))]);
    for (datum, ellipsoid) in
        [("D_Xian_1980", "Xian_1980\",6378140.0,298.257"), ("D_Beijing_1954", "Krasovsky_1940\",6378245.0,298.3")]
    {
        let prj = CGCS2000_40.replace("D_China_2000", datum).replace("CGCS2000\",6378137.0,298.257222101", ellipsoid);
        desk.write("old.prj", prj.replace("GCS_China_Geodetic_Coordinate_System_2000", &datum.replace("D_", "GCS_")));
        let done = reviewed(&desk, &zoned.write(&desk, "old"));
        assert_eq!(done.status, 0, "{}", done.stderr);
        assert!(done.stderr.contains("old.shp") && done.stderr.contains("parameters"), "{}", done.stderr);
        let table = Table::read(&desk.out(), "towns.csv");
        assert_eq!(table.column("verdict"), ["verify"], "{datum} was shifted by zero and judged");
    }
}
