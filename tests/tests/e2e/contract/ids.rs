//! Who is who: ids and names of towns, ids of patches, in the order of the contract.

use sanxian_tests::draw::{Desk, around, grown, rectangle};
use sanxian_tests::program::Check;
use sanxian_tests::results::Table;
use serde_json::{Value, json};

/// One town a row of properties, side by side, with this member `id` of the feature.
fn towns(properties: &[(Value, Value)]) -> Vec<Value> {
    let feature = |(place, (properties, id)): (i32, &(Value, Value))| {
        let mut feature = rectangle(properties.clone(), around(place));
        if !id.is_null() {
            feature["id"] = id.clone();
        }
        feature
    };
    (0..).zip(properties).map(feature).collect()
}

#[test]
fn a_towns_id_is_the_first_of_xzbm_id_bsm_code_feature_id_position() {
    let desk = Desk::new();
    let rows = [
        (json!({ "code": "c", "BSM": "b", "id": "i", "XZBM": "x" }), json!("f")),
        (json!({ "code": "c2", "BSM": "b2", "id": "i2", "XZBM": null }), json!("f2")),
        (json!({ "code": "c3", "BSM": "b3", "XZBM": "" }), json!("f3")),
        (json!({ "code": 33_050_200 }), json!("f4")),
        (json!({ "XZMC": "五" }), json!("f5")),
        (json!({}), json!(66)),
        (json!(null), Value::Null),
        (json!({ "XZBM": "000042" }), Value::Null),
    ];
    let check = Check::of(desk.layer("towns.geojson", &towns(&rows))).with("--outputs", "csv");
    assert_eq!(check.run(&desk.out()).status, 0);
    let mut expected = ["x", "i2", "b3", "33050200", "f5", "66", "7", "000042"];
    expected.sort_unstable();
    assert_eq!(Table::read(&desk.out(), "towns.csv").column("town_id"), expected);
}

#[test]
fn a_towns_name_is_the_first_of_xzmc_name_and_the_chinese_ones() {
    let desk = Desk::new();
    let rows = [
        (json!({ "XZBM": "1", "小镇名称": "丁", "名称": "丙", "name": "乙", "XZMC": "甲" }), Value::Null),
        (json!({ "XZBM": "2", "小镇名称": "丁", "名称": "丙", "name": "乙" }), Value::Null),
        (json!({ "XZBM": "3", "小镇名称": "丁", "名称": "丙" }), Value::Null),
        (json!({ "XZBM": "4", "小镇名称": "丁,\"戊\"" }), Value::Null),
        (json!({ "XZBM": "5" }), Value::Null),
    ];
    Check::of(desk.layer("towns.geojson", &towns(&rows))).with("--outputs", "csv").run(&desk.out());
    assert_eq!(Table::read(&desk.out(), "towns.csv").column("name"), ["甲", "乙", "丙", "丁,\"戊\"", ""]);
}

#[test]
fn a_patch_is_named_by_number_bsm_id_code_feature_id_position_and_only_farmland_has_numbers() {
    let desk = Desk::new();
    let town = desk.layer("towns.geojson", &[rectangle(json!({ "XZBM": "A" }), around(0))]);
    let all = json!({ "YJJBNTTBBH": "n", "BSM": "b", "id": "i", "code": "c" });
    let patch = |properties: Value, id: &str| {
        let mut feature = rectangle(properties, grown(around(0), 0.001));
        feature["id"] = json!(id);
        feature
    };
    let mut last = rectangle(json!({ "DLBM": "0101" }), grown(around(0), 0.001));
    last["bbox"] = json!([120.0, 30.0, 121.0, 31.0]);
    let patches = [
        patch(all, "f"),
        patch(json!({ "BSM": "b2", "id": "i2" }), "f2"),
        patch(json!({ "id": "i3", "code": "c3" }), "f3"),
        patch(json!({ "code": "c4" }), "f4"),
        patch(json!({ "HXMC": "name" }), "f5"),
        last,
    ];
    let file = desk.layer("patches.geojson", &patches);
    let check = Check::of(town).with("--eco-redline", &file).with("--basic-farmland", &file).with("--outputs", "csv");
    assert_eq!(check.run(&desk.out()).status, 1);
    let overlaps = Table::read(&desk.out(), "overlaps.csv");
    let of = |layer: &str| -> Vec<&str> {
        let rows = overlaps.column("layer").into_iter().zip(overlaps.column("feature_id"));
        rows.filter(|(of, _)| *of == layer).map(|(_, id)| id).collect()
    };
    assert_eq!(of("eco_redline"), ["6", "b", "b2", "c4", "f5", "i3"]);
    assert_eq!(of("basic_farmland"), ["6", "b2", "c4", "f5", "i3", "n"]);
}
