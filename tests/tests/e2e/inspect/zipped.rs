//! Zips: inspected layer by layer, and checked without being unpacked.

use std::path::PathBuf;

use sanxian_tests::draw::{Desk, around, collection, rectangle, town};
use sanxian_tests::program::{Check, run, sanxian};
use sanxian_tests::shapefile::Shapefile;
use sanxian_tests::zip::zip;
use serde_json::json;

use super::layers;

/// 小镇 and 红线 in GBK.
const TOWNS: &[u8] = b"\xD0\xA1\xD5\xF2";
const REDLINE: &[u8] = b"\xBA\xEC\xCF\xDF";

/// A zip as an older Chinese program packs it: names in GBK, folders inside.
fn delivered(desk: &Desk, towns: &Shapefile) -> PathBuf {
    let [west, south, east, north] = around(0);
    let half = rectangle(json!({ "BSM": "R9" }), [(west + east) / 2.0, south - 0.001, east + 0.001, north + 0.001]);
    let name = |folder: &[u8], rest: &[u8]| [folder, b"/", rest].concat();
    let line = collection(&[half]).into_bytes();
    let names = [
        name(TOWNS, b"1.shp"),
        name(TOWNS, b"1.SHX"),
        name(TOWNS, b"1.dbf"),
        name(REDLINE, b"1.geojson"),
        name(REDLINE, b"readme.txt"),
    ];
    let contents: [&[u8]; 5] = [&towns.shp, &towns.shx, &towns.dbf, &line, b"x"];
    let entries: Vec<(&[u8], &[u8])> = names.iter().map(Vec::as_slice).zip(contents).collect();
    desk.write("报送.zip", zip(&entries))
}

#[test]
fn layers_in_a_zip_are_told_one_by_one() {
    let desk = Desk::new();
    let file = delivered(&desk, &Shapefile::of_towns(b"XZMC", &[b"\xC4\xAA\xB8\xC9\xC9\xBD"]));
    let (found, status) = layers(&[&file]);
    assert_eq!(status, 0);
    let told: Vec<_> = found.iter().map(|layer| (layer["file"].as_str().unwrap_or_default(), &layer["role"])).collect();
    assert_eq!(told, [("报送.zip/小镇/1.shp", &json!("towns")), ("报送.zip/红线/1.geojson", &json!("eco_redline"))]);
    assert_eq!(found[0]["encodings"][0]["rows"][0][0], "莫干山");
    assert_eq!(found[0]["inner"], "小镇/1.shp");
}

#[test]
fn a_check_reads_layers_out_of_a_zip_as_if_they_were_loose() {
    let desk = Desk::new();
    let towns = Shapefile::of_towns(b"XZBM", &[b"A", b"B"]);
    let file = delivered(&desk, &towns);
    let inside = |layer: &str| format!("{}!{layer}", file.display());
    let zipped = Check::of(inside("小镇/1.shp")).with("--eco-redline", inside("红线/1.geojson"));
    let done = zipped.with("--outputs", "csv").run(&desk.at("zipped"));
    assert_eq!(done.status, 1, "{}", done.stderr);
    let loose = Check::of(towns.write(&desk, "loose"));
    let [west, south, east, north] = around(0);
    let half = rectangle(json!({ "BSM": "R9" }), [(west + east) / 2.0, south - 0.001, east + 0.001, north + 0.001]);
    let loose = loose.with("--eco-redline", desk.layer("line.geojson", &[half]));
    assert_eq!(loose.with("--outputs", "csv").run(&desk.at("loose")).status, 1);
    for table in ["towns.csv", "overlaps.csv"] {
        let read = |folder: &str| std::fs::read(desk.at(folder).join(table)).expect(table);
        assert_eq!(read("zipped"), read("loose"), "{table}");
    }
}

#[test]
fn a_zip_with_one_layer_is_that_layer_and_with_several_asks_which() {
    let desk = Desk::new();
    let text = collection(&[town("A", 0)]);
    let one = desk.write("one.zip", zip(&[(b"towns.geojson", text.as_bytes())]));
    assert_eq!(Check::of(&one).with("--outputs", "csv").run(&desk.out()).status, 0);
    let two = desk.write("two.zip", zip(&[(b"a.geojson", text.as_bytes()), (b"b.geojson", text.as_bytes())]));
    let asked = Check::of(&two).run(&desk.at("none"));
    assert!(asked.status == 2 && asked.stderr.contains("two.zip!a.geojson"), "{}", asked.stderr);
    let chinese = run(sanxian().args(["--lang", "zh", "check", "--out"]).arg(desk.at("none")).arg("--towns").arg(&two));
    assert!(chinese.stderr.contains("2 个图层"), "{}", chinese.stderr);
}
