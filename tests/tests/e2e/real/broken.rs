//! Input that somebody cut short, emptied, misplaced or mistook; drawn here, so that it needs no foreign file.

use std::fs;

use sanxian_tests::draw::{Desk, collection, rectangle, town};
use sanxian_tests::program::Check;
use sanxian_tests::results::Table;
use sanxian_tests::shapefile::Shapefile;
use serde_json::json;

use super::{bear, good_town, problems};

#[test]
fn a_geojson_cut_short_anywhere_is_refused_by_line_and_byte() {
    let desk = Desk::new();
    let whole = collection(&[town("甲", 0), town("乙", 1)]);
    for cut in (1..whole.trim_end().len()).step_by(37) {
        let file = desk.write("cut.geojson", &whole.as_bytes()[..cut]);
        let (done, review) = bear(&Check::of(&file), &desk, &file);
        assert!(review.is_none() && done.stderr.contains("byte"), "{cut} bytes: {}", done.stderr);
    }
}

#[test]
fn a_shapefile_cut_short_anywhere_is_refused_or_what_is_missing_is_listed() {
    let desk = Desk::new();
    let whole = Shapefile::of_towns(b"XZBM", &[b"A", b"B", b"C"]);
    let cuts = |bytes: &[u8]| (0..bytes.len()).step_by(41).map(|at| bytes[..at].to_vec()).collect::<Vec<_>>();
    for shp in cuts(&whole.shp) {
        let file = Shapefile { shp, ..whole.clone() }.write(&desk, "cut");
        let (done, review) = bear(&Check::of(&file), &desk, &file);
        assert!(review.is_none_or(|review| problems(&review) > 0), "{}", done.stderr);
    }
    for dbf in cuts(&whole.dbf) {
        let file = Shapefile { dbf, ..whole.clone() }.write(&desk, "cut");
        let (done, review) = bear(&Check::of(&file), &desk, &desk.at("cut"));
        assert!(review.is_none_or(|review| problems(&review) > 0), "{}", done.stderr);
    }
}

#[test]
fn a_shapefile_without_its_companions_is_read_as_far_as_it_goes_and_that_is_said() {
    let desk = Desk::new();
    let whole = Shapefile::of_towns(b"XZBM", &[b"A", b"B"]);
    let file = desk.write("alone.shp", &whole.shp);
    let (done, review) = bear(&Check::of(&file), &desk, &file);
    let review = review.unwrap_or_else(|| panic!("{}", done.stderr));
    assert_eq!(review["towns"].as_array().map(Vec::len), Some(2));
    assert!(problems(&review) > 0, "nobody says that attributes are missing");
    let (done, _) = bear(&Check::of(desk.write("only.dbf", &whole.dbf)), &desk, &desk.at("only"));
    assert_eq!(done.status, 2, "{}", done.stderr);
}

#[test]
fn names_in_gbk_are_read_with_and_without_a_cpg_in_any_letter_case() {
    // 小镇 in GBK; the name of the field is 名称
    let (text, field): (&[u8], &[u8]) = (&[0xD0, 0xA1, 0xD5, 0xF2], &[0xC3, 0xFB, 0xB3, 0xC6]);
    for cpg in [None, Some(("gbk.cpg", "GBK")), Some(("gbk.CPG", "936\r\n"))] {
        let desk = Desk::new();
        let file = Shapefile::of_towns(field, &[text]).write(&desk, "gbk");
        if let Some((name, content)) = cpg {
            desk.write(name, content);
        }
        let done = Check::of(file).with("--outputs", "csv").run(&desk.out());
        assert_eq!(done.status, 0, "{}", done.stderr);
        assert_eq!(Table::read(&desk.out(), "towns.csv").column("name"), ["小镇"], "{cpg:?}");
    }
    let desk = Desk::new();
    let file = Shapefile::of_towns("名称".as_bytes(), &["小镇".as_bytes()]).write(&desk, "utf8");
    assert_eq!(Check::of(file).with("--outputs", "csv").run(&desk.out()).status, 0);
    assert_eq!(Table::read(&desk.out(), "towns.csv").column("name"), ["小镇"]);
}

#[test]
fn what_is_no_file_or_an_empty_one_is_refused_as_that() {
    let desk = Desk::new();
    fs::create_dir(desk.at("folder.geojson")).expect("a folder");
    for (name, bytes, why) in [
        ("empty.geojson", &b""[..], "empty"),
        ("blank.geojson", b" \r\n\t", "empty"),
        ("empty.shp", b"", "empty.shp"),
        ("noise.geojson", b"\x00\x01\x02\x03", "noise.geojson"),
        ("text.txt", b"hello", "no boundary points"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", "GeoJSON"),
    ] {
        let file = desk.write(name, bytes);
        for check in [Check::of(&file), good_town(&desk).with("--urban-boundary", &file)] {
            let (done, _) = bear(&check, &desk, &file);
            assert!(done.status == 2 && done.stderr.contains(why), "{name}: {}", done.stderr);
        }
    }
    for (name, why) in
        [("folder.geojson", "folder"), ("nowhere.geojson", "no such file"), ("nowhere.shp", "no such file")]
    {
        for check in [Check::of(desk.at(name)), good_town(&desk).with("--eco-redline", desk.at(name))] {
            let (done, _) = bear(&check, &desk, &desk.at(name));
            assert!(done.status == 2 && done.stderr.contains(why), "{name}: {}", done.stderr);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_refused_as_that() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let file = desk.layer("secret.geojson", &[town("A", 0)]);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).expect("changed");
    if fs::File::open(&file).is_ok() {
        println!("skipped: this user may read every file");
        return;
    }
    let (done, _) = bear(&Check::of(&file), &desk, &file);
    assert!(done.status == 2 && done.stderr.contains("permission"), "{}", done.stderr);
}

#[test]
fn numbers_that_are_no_coordinates_are_refused_or_listed_with_their_feature() {
    let desk = Desk::new();
    let whole = collection(&[town("A", 0), town("B", 1)]);
    for number in ["NaN", "1e308", "-1e308", "1e999", "Infinity", "null", "\"120.1\"", "1000", "[1]"] {
        let broken = whole.replacen("120.095", number, 1);
        assert_ne!(broken, whole);
        let file = desk.write("number.geojson", broken);
        let (done, review) = bear(&Check::of(&file), &desk, &file);
        if let Some(review) = review {
            let told = review["problems"].as_array().cloned().unwrap_or_default();
            assert!(told.iter().any(|p| p["position"] == 1 && p["dropped"] == true), "{number}: {told:?}");
            assert_eq!(review["towns"].as_array().map(Vec::len), Some(1), "{number}: {}", done.stderr);
        }
    }
}

#[test]
fn a_layer_in_the_wrong_role_is_refused_by_what_it_has() {
    let desk = Desk::new();
    let point = json!({ "type": "Feature", "properties": { "XZBM": "A" }, "geometry": { "type": "Point", "coordinates": [120.1, 30.9] } });
    let line = json!({ "type": "Feature", "properties": {}, "geometry": { "type": "LineString", "coordinates": [[120.1, 30.9], [120.2, 30.9]] } });
    for (name, feature, what) in [("points.geojson", point, "point"), ("lines.geojson", line, "line")] {
        let file = desk.layer(name, &[feature]);
        for check in [Check::of(&file), good_town(&desk).with("--eco-redline", &file)] {
            let (done, _) = bear(&check, &desk, &file);
            assert!(done.status == 2 && done.stderr.to_lowercase().contains(what), "{name}: {}", done.stderr);
        }
    }
}

#[test]
fn two_towns_with_one_id_are_refused_with_both_positions() {
    let desk = Desk::new();
    let file = desk.layer("towns.geojson", &[town("A", 0), town("B", 1), town("A", 2)]);
    let (done, _) = bear(&Check::of(&file), &desk, &file);
    assert_eq!(done.status, 2);
    assert!(["feature", "1", "3", "A", "XZBM"].iter().all(|word| done.stderr.contains(word)), "{}", done.stderr);
}

#[test]
fn a_bad_feature_among_good_ones_is_left_out_and_the_rest_is_judged() {
    let desk = Desk::new();
    let mut flat = rectangle(json!({ "XZBM": "B" }), [120.1, 30.9, 120.11, 30.9]);
    flat["geometry"]["coordinates"] = json!([[[120.1, 30.9], [120.1, 30.9]]]);
    let none = json!({ "type": "Feature", "properties": { "XZBM": "C" }, "geometry": null });
    let file = desk.layer("towns.geojson", &[town("A", 0), flat, none, town("D", 3)]);
    let (done, review) = bear(&Check::of(&file), &desk, &file);
    let review = review.unwrap_or_else(|| panic!("{}", done.stderr));
    let ids: Vec<_> = review["towns"].as_array().into_iter().flatten().map(|town| town["town_id"].clone()).collect();
    assert_eq!(ids, ["A", "D"]);
    let dropped = review["problems"].as_array().cloned().unwrap_or_default();
    let dropped: Vec<_> =
        dropped.iter().filter(|problem| problem["dropped"] == true).map(|p| p["feature"].clone()).collect();
    assert_eq!(dropped, ["B", "C"]);
    assert!(done.stderr.contains("towns.geojson") && done.stderr.contains('B'), "{}", done.stderr);
}

#[test]
fn an_empty_layer_counts_as_drawn_and_that_is_said_and_no_towns_at_all_is_refused() {
    let desk = Desk::new();
    let empty = desk.write("empty.geojson", collection(&[]));
    let (done, review) = bear(&good_town(&desk).with("--eco-redline", &empty), &desk, &empty);
    let review = review.unwrap_or_else(|| panic!("{}", done.stderr));
    assert!(
        problems(&review) == 1 && done.stderr.contains("empty.geojson: The layer has no features"),
        "{}",
        done.stderr
    );
    assert_eq!(review["towns"][0]["eco_redline_mm2"], 0);
    let (done, _) = bear(&Check::of(&empty), &desk, &empty);
    assert_eq!(done.status, 2, "{}", done.stderr);
}
