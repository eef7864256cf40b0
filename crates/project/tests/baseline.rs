//! Baselines made from files, through the worker.

mod support;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sanxian_project::baseline::{Baseline, BaselineError, BaselineInfo, Request};
use sanxian_project::import::{Choices, ImportError, Source, import};
use sanxian_project::packs;
use sanxian_project::rings::ring_problems;
use sanxian_project::watch::{Silent, Step, Watch};
use sanxian_review::data::{Bounds, LayerKind};
use support::supervisor;

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// A folder of foreign files, where there is one.
fn real(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("SANXIAN_REAL").map_or_else(|| repository().join("../shared/real"), PathBuf::from);
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {} is not at hand (SANXIAN_REAL names the folder of foreign files)", folder.display());
    None
}

fn create(dir: &Path, file: &Path, role: LayerKind, watch: &dyn Watch) -> Result<BaselineInfo, BaselineError> {
    let request = Request {
        source: Source::file(file),
        choices: Choices::default(),
        role,
        name: "测试".to_owned(),
        data_year: Some(2024),
    };
    Baseline::create(dir, &request, &supervisor(), watch)
}

fn boxes_of(towns: &Path, margin_m: f64) -> Vec<Bounds> {
    let towns =
        import(&supervisor(), &Source::file(towns), &Choices::default(), LayerKind::Towns, None, &Silent).unwrap();
    let boxes = towns.features.iter().filter_map(|town| town.shape.bounds());
    boxes.map(|bounds| bounds.padded(margin_m).padded(0.0)).collect()
}

/// A baseline must give a review exactly what the import past the towns would give.
fn same_as_import(file: &Path, role: LayerKind, near: &[Bounds]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let info = create(folder.path(), file, role, &Silent).unwrap();
    let baseline = Baseline::open(&info.path).unwrap();
    assert_eq!(baseline.info(), &info);
    let expected = import(&supervisor(), &Source::file(file), &Choices::default(), role, Some(near), &Silent).unwrap();
    let found = baseline.imported(near).unwrap();
    assert_eq!(found.features, expected.features, "{}", file.display());
    assert_eq!(found, expected, "{}", file.display());
    found.features.len()
}

#[test]
fn near_the_towns_of_the_demo_a_baseline_gives_what_an_import_gives() {
    let demo = repository().join("data/demo");
    for margin_m in [0.0, 1000.0] {
        let near = boxes_of(&demo.join("towns.geojson"), margin_m);
        for role in LayerKind::CONTROL_LINES.into_iter().chain([LayerKind::Counties]) {
            assert!(same_as_import(&demo.join(format!("{role}.geojson")), role, &near) > 0, "{role}");
        }
    }
}

#[test]
fn near_the_sites_of_a_projected_land_use_plan_a_baseline_gives_what_an_import_gives() {
    let Some(plan) = real("land-use-plan-30014") else { return };
    let near = boxes_of(&plan.join("sites.shp"), 0.0);
    for role in LayerKind::CONTROL_LINES {
        let all = same_as_import(&plan.join(format!("{role}.shp")), role, &near);
        let some = same_as_import(&plan.join(format!("{role}.shp")), role, &near[..2]);
        assert!(some <= all && all > 0, "{role}");
    }
}

#[test]
fn a_layer_far_from_every_town_is_told_as_an_import_tells_it() {
    let file = repository().join("data/demo/eco_redline.geojson");
    let far = [Bounds { west: 80.0, south: 40.0, east: 80.1, north: 40.1 }];
    assert_eq!(same_as_import(&file, LayerKind::EcoRedline, &far), 0);
}

#[test]
fn the_same_file_twice_makes_two_baselines_and_leftovers_of_killed_imports_go() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".abc.baseline-part"), b"left behind").unwrap();
    let file = repository().join("data/demo/urban_boundary.geojson");
    let first = create(folder.path(), &file, LayerKind::UrbanBoundary, &Silent).unwrap();
    let second = create(folder.path(), &file, LayerKind::UrbanBoundary, &Silent).unwrap();
    assert_eq!(first.hash, second.hash);
    assert_eq!(second.id, format!("{}-2", first.id));
    assert!(first.id.starts_with(&format!("urban_boundary-{}", &first.hash[..12])));
    let mut names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
}

/// Stops when asked for the nth time.
struct StopAt(AtomicU32);

impl Watch for StopAt {
    fn progress(&self, _: Step) {}

    fn cancelled(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some(left.saturating_sub(1))) == Ok(0)
    }
}

#[test]
fn a_cancelled_or_failed_import_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = repository().join("data/demo/basic_farmland.geojson");
    for asked in 0..3 {
        let stopped = create(folder.path(), &file, LayerKind::BasicFarmland, &StopAt(asked.into()));
        assert!(matches!(stopped, Err(BaselineError::Import(ImportError::Cancelled { .. }))), "{asked}: {stopped:?}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
    let broken = folder.path().join("broken.geojson");
    std::fs::write(&broken, "{\"type\":\"FeatureCollection\",\"features\":[").unwrap();
    let dir = folder.path().join("baselines");
    assert!(matches!(create(&dir, &broken, LayerKind::EcoRedline, &Silent), Err(BaselineError::Import(_))));
    assert!(matches!(create(&dir, &file, LayerKind::Towns, &Silent), Err(BaselineError::Towns)));
    assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 0);
}

#[test]
fn a_baseline_keeps_that_the_reviewer_accepted_its_repairs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("line.geojson");
    let bow = r#"{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[120,30],[120.01,30.01],[120.01,30],[120,30.012],[120,30]]]}}"#;
    std::fs::write(&file, bow).unwrap();
    let near = [Bounds { west: 119.9, south: 29.9, east: 120.1, north: 30.1 }];
    for accept_repairs in [false, true] {
        let request = Request {
            source: Source::file(&file),
            choices: Choices { accept_repairs, ..Choices::default() },
            role: LayerKind::EcoRedline,
            name: "测试".to_owned(),
            data_year: Some(2024),
        };
        let info = Baseline::create(folder.path(), &request, &supervisor(), &Silent).unwrap();
        let imported = Baseline::open(&info.path).unwrap().imported(&near).unwrap();
        let told = ring_problems(&imported, Some(&packs::repair(&[])));
        let code = if accept_repairs { "repair_accepted" } else { "large_repair" };
        assert!(info.accept_repairs == accept_repairs && told.iter().any(|problem| problem.code == code), "{told:?}");
    }
}
