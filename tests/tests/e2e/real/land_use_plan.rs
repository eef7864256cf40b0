//! A French municipal land-use plan: zone N for the red line, zone A for farmland, U and AUc for the urban boundary.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sanxian_tests::corpus::real;
use sanxian_tests::program::{Check, run};
use sanxian_tests::results::{Table, json};

/// The results, made once.
static RESULTS: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let plan = real("land-use-plan-30014")?;
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("land-use-plan");
    let done = check(&plan).run(&out);
    assert_eq!(done.status, 1, "{}", done.stderr);
    Some(out)
});

fn check(plan: &Path) -> Check {
    Check::of(plan.join("sites.shp"))
        .with("--eco-redline", plan.join("eco_redline.shp"))
        .with("--basic-farmland", plan.join("basic_farmland.shp"))
        .with("--urban-boundary", plan.join("urban_boundary.shp"))
        .with("--outputs", "csv,json")
}

#[test]
fn thirty_six_of_its_77_sites_lie_wholly_in_the_red_line() {
    let Some(out) = &*RESULTS else { return };
    let sites = Table::read(out, "towns.csv");
    let ids = sites.column("town_id");
    assert_eq!(ids.len(), 77);
    let outside = |id: &str| sites.number(id, "area_m2") - sites.number(id, "eco_redline_m2");
    let wholly: Vec<&str> = ids.into_iter().filter(|id| outside(id).abs() < 0.05).collect();
    assert_eq!(wholly.len(), 36, "{wholly:?}");
    for id in &wholly {
        assert_eq!(sites.cell(id, "verdict"), "breach", "{id}");
    }
    assert!(wholly.contains(&"1") && wholly.contains(&"2"));
}

#[test]
fn its_sites_have_their_ellipsoidal_areas() {
    let Some(out) = &*RESULTS else { return };
    let sites = Table::read(out, "towns.csv");
    for (id, area, column) in [
        ("1", 27_970.58, "area_m2"),
        ("1", 27_970.58, "eco_redline_m2"),
        ("2", 134_278.36, "area_m2"),
        ("2", 134_278.36, "eco_redline_m2"),
        ("47", 24_513.03, "area_m2"),
        ("47", 1.62, "basic_farmland_m2"),
    ] {
        let found = sites.number(id, column);
        assert!((found - area).abs() < 0.01, "site {id} {column}: {found}, not {area}");
    }
}

#[test]
fn the_touch_of_site_47_on_farmland_is_not_material() {
    let Some(out) = &*RESULTS else { return };
    let overlaps = Table::read(out, "overlaps.csv");
    let rows: Vec<_> = overlaps.rows.iter().filter(|row| row[0] == "47" && row[1] == "basic_farmland").collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| row[4] != "material"), "{rows:?}");
    assert_ne!(Table::read(out, "towns.csv").cell("47", "verdict"), "breach");
}

#[test]
fn every_site_is_parted_without_rest_and_nothing_failed() {
    let Some(out) = &*RESULTS else { return };
    let review = json(out, "review.json");
    assert_eq!(review["faults"].as_array().map(Vec::len), Some(0), "{}", review["faults"]);
    for site in review["towns"].as_array().expect("towns") {
        let classes = ["eco_redline_mm2", "basic_farmland_mm2", "outside_urban_boundary_mm2", "compliant_mm2"];
        let sum: i64 = classes.iter().filter_map(|name| site["partition"][*name].as_i64()).sum();
        assert_eq!(Some(sum), site["area_mm2"].as_i64(), "site {}", site["town_id"]);
    }
    let crs = &review["sources"][0]["crs"];
    assert!(crs["name"].as_str().is_some_and(|name| name.contains("Lambert-93")), "{crs}");
}

#[test]
fn its_results_do_not_depend_on_the_number_of_threads() {
    let Some(plan) = real("land-use-plan-30014") else { return };
    let Some(out) = &*RESULTS else { return };
    let desk = sanxian_tests::draw::Desk::new();
    assert_eq!(run(&mut check(&plan).with("--jobs", "1").command(&desk.out())).status, 1);
    for name in ["towns.csv", "overlaps.csv", "neighbours.csv", "review.json"] {
        let read = |folder: &Path| std::fs::read(folder.join(name)).expect("a result");
        assert!(read(out) == read(&desk.out()), "{name}");
    }
}
