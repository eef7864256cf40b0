//! The CSV files: columns, numbers, order.

use sanxian_tests::corpus::repository;
use sanxian_tests::draw::{Desk, around, rectangle, town};
use sanxian_tests::program::Check;
use sanxian_tests::results::{Table, json};
use serde_json::json;

use super::clear_town;

/// The invented county.
fn demo() -> Check {
    let file = |name: &str| repository().join("data/demo").join(name);
    Check::of(file("towns.geojson"))
        .with("--eco-redline", file("eco_redline.geojson"))
        .with("--basic-farmland", file("basic_farmland.geojson"))
        .with("--urban-boundary", file("urban_boundary.geojson"))
        .with("--outputs", "csv,json")
}

/// A plain decimal with three decimals, such as 12.500.
fn plain(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    cell.split_once('.').is_some_and(|(whole, part)| digits(whole) && digits(part) && part.len() == 3)
}

#[test]
fn the_columns_are_those_of_the_contract() {
    let desk = Desk::new();
    demo().run(&desk.out());
    for (file, header) in [
        (
            "towns.csv",
            "town_id,name,area_m2,planar_area_m2,eco_redline_m2,basic_farmland_m2,outside_urban_boundary_m2,compliant_m2,verdict",
        ),
        ("overlaps.csv", "town_id,layer,feature_id,area_m2,grade"),
        ("neighbours.csv", "town_a,town_b,distance_m"),
    ] {
        let text = std::fs::read_to_string(desk.out().join(file)).expect("UTF-8");
        assert_eq!(text.lines().next(), Some(header), "{file}");
        assert!(!text.contains('\r') && text.ends_with('\n') && !text.starts_with('\u{feff}'), "{file}");
    }
}

#[test]
fn numbers_are_plain_decimals_and_words_are_those_of_the_contract() {
    let desk = Desk::new();
    demo().run(&desk.out());
    let (towns, overlaps) = (Table::read(&desk.out(), "towns.csv"), Table::read(&desk.out(), "overlaps.csv"));
    for column in &towns.header[2..8] {
        assert!(towns.column(column).iter().all(|cell| plain(cell)), "{column}");
    }
    assert!(overlaps.column("area_m2").iter().all(|cell| plain(cell)));
    assert!(Table::read(&desk.out(), "neighbours.csv").column("distance_m").iter().all(|cell| plain(cell)));
    let verdicts = ["pass", "justify", "verify", "breach", "not_checked"];
    assert!(towns.column("verdict").iter().all(|cell| verdicts.contains(cell)));
    assert!(overlaps.column("layer").iter().all(|cell| ["eco_redline", "basic_farmland"].contains(cell)));
    assert!(overlaps.column("grade").iter().all(|cell| ["material", "sliver", "noise"].contains(cell)));
    assert!(towns.rows.len() == 16 && overlaps.rows.len() >= 20, "{}", overlaps.rows.len());
}

#[test]
fn rows_stand_in_byte_order_of_town_ids() {
    let desk = Desk::new();
    let ids = ["小镇", "b", "A", "10", "9", "Z1", "a b", "é"];
    let towns: Vec<_> = (0..).zip(ids).map(|(place, id)| town(id, place)).collect();
    let red = rectangle(json!({ "BSM": "R" }), [120.0, 30.9, 120.3, 30.901]);
    let check = Check::of(desk.layer("towns.geojson", &towns)).with("--eco-redline", desk.layer("red.geojson", &[red]));
    assert_eq!(check.run(&desk.out()).status, 1);
    let mut sorted = ids.map(str::to_owned).to_vec();
    sorted.sort();
    assert_eq!(Table::read(&desk.out(), "towns.csv").column("town_id"), sorted);
    assert_eq!(Table::read(&desk.out(), "overlaps.csv").column("town_id"), sorted);
    let near = Table::read(&desk.out(), "neighbours.csv");
    assert_eq!(near.rows.len(), ids.len() - 1);
    assert!(near.rows.iter().all(|row| row[0] < row[1]), "{:?}", near.rows);
    assert!(near.rows.is_sorted(), "{:?}", near.rows);
}

#[test]
fn near_says_how_far_neighbours_are_listed() {
    let desk = Desk::new();
    let [west, south, east, north] = around(0);
    let width = east - west;
    let beside = |id: &str, gap: f64| rectangle(json!({ "XZBM": id }), [east + gap, south, east + gap + width, north]);
    // 0.001° of longitude is 95.55 m here
    let towns = [town("A", 0), beside("B", 0.0), beside("C", width + 0.01)];
    let check = Check::of(desk.layer("towns.geojson", &towns)).with("--outputs", "csv");
    check.run(&desk.out());
    let rows = Table::read(&desk.out(), "neighbours.csv").rows;
    assert_eq!(rows.iter().map(|row| row[..2].join(" ")).collect::<Vec<_>>(), ["A B", "B C"]);
    assert_eq!(rows[0][2], "0.000");
    assert!((rows[1][2].parse::<f64>().expect("a number") - 955.5).abs() < 0.5, "{}", rows[1][2]);
    for (near, pairs) in [("0", 0), ("0.001", 1), ("955", 1), ("956", 2), ("5000", 3)] {
        check.clone().with("--near", near).run(&desk.out());
        assert_eq!(Table::read(&desk.out(), "neighbours.csv").rows.len(), pairs, "--near {near}");
    }
}

#[test]
fn each_patch_has_its_row_and_the_total_counts_shared_ground_once() {
    let desk = Desk::new();
    let [west, south, east, north] = around(0);
    let half = [west - 0.001, south - 0.001, (west + east) / 2.0, north + 0.001];
    let patches = ["F7", "F7", "F8"].map(|id| rectangle(json!({ "YJJBNTTBBH": id }), half));
    clear_town(&desk).with("--basic-farmland", desk.layer("twice.geojson", &patches)).run(&desk.out());
    let (towns, overlaps) = (Table::read(&desk.out(), "towns.csv"), Table::read(&desk.out(), "overlaps.csv"));
    assert_eq!(overlaps.column("feature_id"), ["F7", "F7", "F8"]);
    let total = towns.cell("A", "basic_farmland_m2");
    assert!(overlaps.column("area_m2").iter().all(|area| *area == total), "{:?} {total}", overlaps.rows);
}

#[test]
fn the_four_classes_of_every_town_add_up_to_its_area_to_the_square_millimetre() {
    let desk = Desk::new();
    demo().run(&desk.out());
    for town in json(&desk.out(), "review.json")["towns"].as_array().expect("towns") {
        let whole =
            |of: &serde_json::Value, name: &str| of[name].as_i64().unwrap_or_else(|| panic!("{name} of {town}"));
        let classes = ["eco_redline_mm2", "basic_farmland_mm2", "outside_urban_boundary_mm2", "compliant_mm2"];
        let sum: i64 = classes.iter().map(|name| whole(&town["partition"], name)).sum();
        assert_eq!(sum, whole(town, "area_mm2"), "{}", town["town_id"]);
    }
}
