//! `findings.geojson` against RFC 7946 and against the tables.

use sanxian_tests::results::{Table, findings, json};
use serde_json::Value;

use super::DEMO;

fn features() -> Vec<Value> {
    json(&DEMO, "findings.geojson")["features"].as_array().cloned().expect("features")
}

fn members(object: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = object.as_object().expect("an object").keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// Polygons of a geometry, each a list of rings.
fn polygons(geometry: &Value) -> Vec<Vec<Vec<[f64; 2]>>> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_else(|| panic!("an array: {value}"));
    let position = |value: &Value| {
        let numbers: Vec<f64> = list(value).iter().filter_map(Value::as_f64).collect();
        <[f64; 2]>::try_from(numbers).unwrap_or_else(|n| panic!("a position has two numbers: {n:?}"))
    };
    let polygon = |value: &Value| list(value).iter().map(|ring| list(ring).iter().map(position).collect()).collect();
    match geometry["type"].as_str() {
        Some("Polygon") => vec![polygon(&geometry["coordinates"])],
        Some("MultiPolygon") => list(&geometry["coordinates"]).iter().map(polygon).collect(),
        other => panic!("a geometry of type {other:?}"),
    }
}

/// Twice the signed area in square degrees; positive = counter-clockwise.
fn turn(ring: &[[f64; 2]]) -> f64 {
    let [x0, y0] = ring[0]; // relative to a corner: thin rings would drown in rounding
    ring.windows(2).map(|w| (w[0][0] - x0) * (w[1][1] - y0) - (w[1][0] - x0) * (w[0][1] - y0)).sum()
}

/// Square metres in a square degree of latitude and longitude here, near enough for a look.
fn square_metres_a_square_degree(lat: f64) -> f64 {
    let (sin2, a, e2) = (lat.to_radians().sin().powi(2), 6_378_137.0_f64, 0.006_694_380_022_9);
    let meridian = a * (1.0 - e2) / (1.0 - e2 * sin2).powf(1.5);
    let parallel = a / (1.0 - e2 * sin2).sqrt() * lat.to_radians().cos();
    meridian * parallel * 1.0_f64.to_radians().powi(2)
}

#[test]
fn the_collection_and_its_features_have_the_members_of_the_standard_and_no_crs() {
    let file = json(&DEMO, "findings.geojson");
    assert_eq!(members(&file), ["features", "type"]);
    assert_eq!(file["type"], "FeatureCollection");
    for feature in features() {
        assert_eq!(members(&feature), ["geometry", "properties", "type"]);
        assert_eq!(feature["type"], "Feature");
        let wanted = ["area_m2", "clause", "finding_id", "layer", "rule", "severity", "town_id"];
        assert_eq!(members(&feature["properties"]), wanted);
        assert_eq!(members(&feature["geometry"]), ["coordinates", "type"]);
    }
}

#[test]
fn rings_are_closed_on_the_earth_and_turn_by_the_right_hand_rule() {
    for feature in features() {
        let id = &feature["properties"]["finding_id"];
        for polygon in polygons(&feature["geometry"]) {
            assert!(!polygon.is_empty(), "{id}");
            for (k, ring) in polygon.iter().enumerate() {
                assert!(ring.len() >= 4 && ring.first() == ring.last(), "{id}: ring {k} is not closed");
                let on_earth = |[lon, lat]: &[f64; 2]| lon.abs() <= 180.0 && lat.abs() <= 90.0;
                assert!(ring.iter().all(on_earth), "{id}: ring {k}");
                let turn = turn(ring);
                assert!(if k == 0 { turn > 0.0 } else { turn < 0.0 }, "{id}: ring {k} turns the wrong way ({turn})");
            }
        }
    }
}

#[test]
fn each_geometry_covers_the_area_that_stands_beside_it() {
    let mut measured = 0;
    for feature in features() {
        let Some(area) = feature["properties"]["area_m2"].as_f64() else { continue };
        let polygons = polygons(&feature["geometry"]);
        let scale = square_metres_a_square_degree(polygons[0][0][0][1]);
        let drawn: f64 = polygons.iter().flatten().map(|ring| turn(ring) / 2.0).sum::<f64>() * scale;
        assert!(
            (drawn - area).abs() < 0.002 * area + 0.5,
            "{}: {drawn} drawn, {area} told",
            feature["properties"]["finding_id"]
        );
        measured += 1;
    }
    assert!(measured >= 10, "only {measured} findings have an area");
}

#[test]
fn areas_on_lines_are_the_totals_of_the_towns() {
    let towns = Table::read(&DEMO, "towns.csv");
    let mut compared = 0;
    for feature in features() {
        let properties = &feature["properties"];
        let column = match properties["layer"].as_str() {
            Some("eco_redline") => "eco_redline_m2",
            Some("basic_farmland") => "basic_farmland_m2",
            Some("urban_boundary") => "outside_urban_boundary_m2",
            _ => continue,
        };
        let town = properties["town_id"].as_str().expect("a town");
        assert_eq!(
            format!("{:.3}", properties["area_m2"].as_f64().expect("an area")),
            towns.cell(town, column),
            "{town} {column}"
        );
        compared += 1;
    }
    assert!(compared >= 7, "{compared}");
}

#[test]
fn it_holds_what_the_review_says_is_worse_than_a_pass_and_has_ground() {
    let review = json(&DEMO, "review.json");
    let open = |found: &Value| found["severity"] != "pass" && found["has_shape"] == true;
    let mut expected: Vec<Value> =
        findings(&review, "").into_iter().filter(open).map(|found| found["finding_id"].clone()).collect();
    let mut found: Vec<Value> = features().iter().map(|feature| feature["properties"]["finding_id"].clone()).collect();
    let by_text = |a: &Value, b: &Value| a.as_str().cmp(&b.as_str());
    expected.sort_by(by_text);
    found.sort_by(by_text);
    assert_eq!(found, expected);
    found.dedup();
    assert_eq!(found.len(), expected.len(), "an id stands twice");
}

#[test]
fn each_finding_has_the_words_of_its_rule_and_a_severity_of_the_contract() {
    let towns = Table::read(&DEMO, "towns.csv");
    let ids = towns.column("town_id");
    for feature in features() {
        let property = |name: &str| feature["properties"][name].as_str().unwrap_or_default().to_owned();
        assert!(["justify", "verify", "breach"].contains(&property("severity").as_str()), "{}", property("severity"));
        assert!(ids.contains(&property("town_id").as_str()));
        assert!(property("finding_id").contains(&property("rule")), "{}", property("finding_id"));
        assert!(property("finding_id").starts_with(&property("clause")), "{}", property("finding_id"));
    }
}
