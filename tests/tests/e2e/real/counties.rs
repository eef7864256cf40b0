//! Counties of Zhejiang and Qinghai: their areas are known, and they tile their province.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sanxian_tests::corpus::real;
use sanxian_tests::draw::{Desk, rectangle};
use sanxian_tests::program::Check;
use sanxian_tests::results::{Table, findings, json};
use serde_json::{Value, json};

/// The counties of Zhejiang reviewed as if they were towns, once.
static ZHEJIANG: LazyLock<Option<(PathBuf, PathBuf)>> = LazyLock::new(|| {
    let file = real("china-counties")?.join("zhejiang_district_tianditu.geojson");
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("zhejiang");
    let done = Check::of(&file).with("--outputs", "csv,json").run(&out);
    assert_eq!(done.status, 0, "{}", done.stderr);
    Some((file, out))
});

#[test]
fn the_counties_of_huzhou_have_their_areas() {
    let Some((file, out)) = &*ZHEJIANG else { return };
    let towns = Table::read(out, "towns.csv");
    let features = json(Path::new(""), &file.to_string_lossy())["features"].as_array().cloned().expect("features");
    let area_km2 = |name: &str| {
        let named = |feature: &Value| feature["properties"]["district_name"] == name;
        let place = features.iter().position(named).unwrap_or_else(|| panic!("no county {name}"));
        towns.number(&(place + 1).to_string(), "area_m2") / 1e6
    };
    let counties = [("德清县", 939.8), ("长兴县", 1431.3), ("安吉县", 1873.7), ("吴兴区", 863.5), ("南浔区", 707.0)];
    for (name, known) in counties {
        assert!((area_km2(name) - known).abs() < 0.05 + 1e-9, "{name}: {} km²", area_km2(name));
    }
    let huzhou: f64 = counties.iter().map(|(name, _)| area_km2(name)).sum();
    assert!((huzhou - 5815.3).abs() < 0.05 + 1e-9, "{huzhou}");
}

#[test]
fn counties_share_borders_and_no_ground() {
    let Some((_, out)) = &*ZHEJIANG else { return };
    let review = json(out, "review.json");
    let shared: Vec<Value> =
        findings(&review, "town_overlap").into_iter().filter(|found| found["reason"]["what"] != "clear").collect();
    assert!(shared.iter().all(|found| found["grade"] == "noise"), "{shared:?}");
    let touching = Table::read(out, "neighbours.csv").rows.iter().filter(|row| row[2] == "0.000").count();
    assert!(touching > 150, "90 counties touch in {touching} pairs");
}

#[test]
fn the_parts_of_a_town_in_all_counties_add_up_to_the_town() {
    let Some((file, _)) = &*ZHEJIANG else { return };
    let desk = Desk::new();
    // where Wuxing, Nanxun and Deqing meet, where Anji, Changxing and Wuxing meet, and across the middle of Hangzhou
    let places = [
        ("A", [120.05, 30.62, 120.30, 30.80]),
        ("B", [119.80, 30.70, 120.00, 30.95]),
        ("C", [120.1, 30.1, 120.3, 30.4]),
    ];
    let towns: Vec<_> = places.iter().map(|(id, place)| rectangle(json!({ "XZBM": id }), *place)).collect();
    let check = Check::of(desk.layer("towns.geojson", &towns)).with("--eco-redline", file).with("--outputs", "csv");
    assert_eq!(check.run(&desk.out()).status, 1);
    let (towns, parts) = (Table::read(&desk.out(), "towns.csv"), Table::read(&desk.out(), "overlaps.csv"));
    for (id, _) in places {
        let own = parts.rows.iter().filter(|row| row[0] == id);
        let areas: Vec<f64> = own.map(|row| row[3].parse().expect("a number")).collect();
        let (sum, town) = (areas.iter().sum::<f64>(), towns.number(id, "area_m2"));
        assert!(areas.len() >= 3, "{id} lies in {} counties", areas.len());
        assert!((sum - town).abs() < 0.05, "{id}: parts {sum}, town {town}");
        assert!(
            (towns.number(id, "eco_redline_m2") - town).abs() < 0.05,
            "{id}: the union of the counties is the town"
        );
    }
}

#[test]
fn the_counties_of_qinghai_lie_in_their_own_zones_and_take_qinghais_pack() {
    let Some(folder) = real("china-counties") else { return };
    let desk = Desk::new();
    let file = folder.join("qinghai_district_tianditu.geojson");
    let done = Check::of(file).words(["--outputs", "json", "--policy", "qinghai-2021-5"]).run(&desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    let review = json(&desk.out(), "review.json");
    let towns = review["towns"].as_array().expect("towns");
    assert_eq!(towns.len(), 45);
    let meridians: std::collections::BTreeSet<i64> =
        towns.iter().filter_map(|town| town["central_meridian"].as_i64()).collect();
    assert!(meridians.iter().all(|m| m % 3 == 0 && (90..=102).contains(m)) && meridians.len() >= 4, "{meridians:?}");
    assert!(findings(&review, "town_size").iter().all(|found| found["clause"] == "QH5-AREA"));
}
