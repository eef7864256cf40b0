//! `review.gpkg`, read by GDAL (`ogrinfo`) and by SQLite (`sqlite3`), which `./setup` installs.

use std::process::Command;

use sanxian_tests::results::{Table, findings, json};

use super::DEMO;

fn ask(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|e| panic!("{program} cannot be run ({e}): ./setup installs it"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !errors.contains("ERROR"), "{program} {arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn sql(query: &str) -> Vec<String> {
    let file = DEMO.join("review.gpkg");
    let answer = ask("sqlite3", &["-readonly", "-separator", ",", &file.to_string_lossy(), query]);
    answer.lines().map(str::to_owned).collect()
}

#[test]
fn gdal_opens_it_with_towns_and_findings_and_as_many_features_as_the_review() {
    let file = DEMO.join("review.gpkg").to_string_lossy().into_owned();
    let about = ask("ogrinfo", &["-ro", "-al", "-so", &file]);
    let review = json(&DEMO, "review.json");
    let shaped = findings(&review, "").iter().filter(|found| found["has_shape"] == true).count();
    let count = |layer: &str| -> usize {
        let part = about.split("Layer name: ").find(|part| part.starts_with(&format!("{layer}\n")));
        let part = part.unwrap_or_else(|| panic!("no layer {layer} in\n{about}"));
        let line = part.lines().find_map(|line| line.strip_prefix("Feature Count: ")).expect("a count");
        line.parse().expect("a number")
    };
    assert_eq!(count("towns"), 16);
    assert!(shaped > 20, "{shaped}");
    assert_eq!(count("findings"), shaped);
    for layer in ["eco_redline", "basic_farmland", "urban_boundary", "counties"] {
        assert!(count(layer) > 0, "{layer}");
    }
    assert!(about.contains(r#"ID["EPSG",4490]"#), "{about}");
}

#[test]
fn sqlite_finds_it_whole_and_the_header_says_geopackage() {
    assert_eq!(sql("PRAGMA integrity_check"), ["ok"]);
    assert!(sql("PRAGMA foreign_key_check").is_empty());
    assert_eq!(sql("PRAGMA application_id"), [0x4750_4B47.to_string()]);
    assert!(sql("PRAGMA user_version")[0].parse::<u32>().is_ok_and(|version| version >= 10_200));
}

#[test]
fn the_tables_that_the_standard_wants_are_there_and_agree() {
    for table in ["gpkg_spatial_ref_sys", "gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions"] {
        assert_eq!(sql(&format!("SELECT count(*) FROM sqlite_master WHERE name='{table}'")), ["1"], "{table}");
    }
    for id in ["-1", "0", "4490"] {
        assert_eq!(sql(&format!("SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id={id}")), ["1"], "srs {id}");
    }
    let layers = sql("SELECT table_name FROM gpkg_contents WHERE data_type='features' ORDER BY 1");
    assert_eq!(layers, sql("SELECT table_name FROM gpkg_geometry_columns ORDER BY 1"));
    for layer in layers {
        let indexed = format!(
            "SELECT count(*) FROM gpkg_extensions WHERE table_name='{layer}' AND extension_name='gpkg_rtree_index'"
        );
        assert_eq!(sql(&indexed), ["1"], "{layer} has its spatial index registered");
        let rows = sql(&format!("SELECT count(*) FROM {layer} WHERE geom NOTNULL"));
        assert_eq!(sql(&format!("SELECT count(*) FROM rtree_{layer}_geom")), rows, "{layer}");
        let magic = sql(&format!("SELECT DISTINCT hex(substr(geom,1,2)) FROM {layer} WHERE geom NOTNULL"));
        assert!(rows == ["0"] || magic == ["4750"], "{layer}: {magic:?}");
    }
}

#[test]
fn its_numbers_are_those_of_the_tables() {
    let towns = Table::read(&DEMO, "towns.csv");
    let query = "SELECT town_id, printf('%.3f', area_m2), printf('%.3f', eco_redline_m2), \
                 printf('%.3f', compliant_m2), verdict FROM towns ORDER BY town_id";
    let row = |id: &&str| {
        ["area_m2", "eco_redline_m2", "compliant_m2", "verdict"]
            .iter()
            .fold((*id).to_owned(), |line, column| line + "," + towns.cell(id, column))
    };
    assert_eq!(sql(query), towns.column("town_id").iter().map(row).collect::<Vec<_>>());
    let review = json(&DEMO, "review.json");
    let mut ids: Vec<String> =
        findings(&review, "").iter().filter_map(|found| Some(found["finding_id"].as_str()?.to_owned())).collect();
    ids.sort();
    // those without ground of their own stand in a table without geometry
    let all = "SELECT finding_id FROM findings UNION ALL SELECT finding_id FROM findings_unplaced ORDER BY finding_id";
    assert_eq!(sql(all), ids);
}

#[test]
fn gdal_takes_every_finding_for_a_valid_polygon_and_of_one_place_in_both_files() {
    let ask_of = |file: &str, query: &str| {
        let path = DEMO.join(file).to_string_lossy().into_owned();
        let answer = ask("ogrinfo", &["-ro", "-q", "-dialect", "SQLite", "-sql", query, &path]);
        let values = answer.lines().filter_map(|line| line.split_once(") = ").map(|(_, value)| value.to_owned()));
        values.collect::<Vec<String>>()
    };
    let invalid = |geometry: &str| format!("SELECT finding_id FROM findings WHERE ST_IsValid({geometry}) <> 1");
    assert!(ask_of("review.gpkg", &invalid("geom")).is_empty(), "{:?}", ask_of("review.gpkg", &invalid("geom")));
    assert!(ask_of("findings.geojson", &invalid("geometry")).is_empty());
    let places = |geometry: &str| {
        format!(
            "SELECT finding_id || ' ' || printf('%.7f %.7f', ST_X(ST_Centroid({geometry})), ST_Y(ST_Centroid({geometry}))) \
             FROM findings WHERE severity <> 'pass' ORDER BY finding_id"
        )
    };
    let placed = ask_of("findings.geojson", &places("geometry"));
    assert_eq!(placed, ask_of("review.gpkg", &places("geom")));
    assert!(placed.len() > 15, "{placed:?}");
}
