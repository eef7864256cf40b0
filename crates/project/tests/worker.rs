//! The two processes together: limits, cancel, death, and the main road.

mod support;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use sanxian_project::import::{Choices, ImportError, Imported, Source, import, towns};
use sanxian_project::lang::Lang;
use sanxian_project::watch::{Silent, Step, Watch};
use sanxian_project::worker::Supervisor;
use sanxian_review::data::LayerKind;
use support::supervisor;

fn read(supervisor: &Supervisor, path: &Path) -> Result<Imported, ImportError> {
    import(supervisor, &Source::file(path), &Choices::default(), LayerKind::Towns, None, &Silent)
}

fn write(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn square(properties: &str, west: f64) -> String {
    let east = west + 0.01;
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[[[{west},30],[{east},30],[{east},30.01],[{west},30.01],[{west},30]]]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",\n"))
}

#[test]
fn towns_come_through_the_worker_sorted_by_id() {
    let folder = tempfile::tempdir().unwrap();
    let text = collection(&[
        square(r#"{"XZBM":"b","XZMC":"乙镇","XZJB":"省级","XZLX":"体育"}"#, 120.0),
        square(r#"{"XZBM":"a","名称":"甲镇"}"#, 120.1),
    ]);
    let path = write(&folder, "特色小镇.geojson", text.as_bytes());
    let imported = read(&supervisor(), &path).unwrap();
    assert_eq!((imported.source.file.as_str(), imported.source.features), ("特色小镇.geojson", 2));
    assert_eq!(imported.source.parts[0].sha256.len(), 64);
    let towns = towns(imported).unwrap();
    let names: Vec<_> = towns.iter().map(|town| (town.feature.id.0.as_str(), town.name.as_str())).collect();
    assert_eq!(names, [("a", "甲镇"), ("b", "乙镇")]);
}

#[test]
fn two_towns_with_one_id_are_named_by_position() {
    let folder = tempfile::tempdir().unwrap();
    let text = collection(&[square(r#"{"id":7}"#, 120.0), square("{}", 120.1), square(r#"{"id":"7"}"#, 120.2)]);
    let path = write(&folder, "t.geojson", text.as_bytes());
    let error = towns(read(&supervisor(), &path).unwrap()).unwrap_err();
    let (zh, en) = (error.message(Lang::Zh), error.message(Lang::En));
    assert_eq!(error.code(), "two_towns_one_id");
    assert!(en.contains("features 1 and 3") && zh.contains("第 1 个和第 3 个"), "{en} {zh}");
}

#[test]
fn what_is_no_readable_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let code = |path: &Path| read(&supervisor(), path).map(drop).map_err(|error| error.code());
    assert_eq!(code(folder.path()), Err("is_folder"));
    assert_eq!(code(&folder.path().join("none.shp")), Err("not_found"));
    assert_eq!(code(&write(&folder, "empty.geojson", b"")), Err("empty_file"));
    assert_eq!(code(&write(&folder, "empty.shp", b"")), Err("empty_file"));
    assert_eq!(code(&write(&folder, "a.kml", b"<?xml version=\"1.0\"?><kml>")), Err("damaged_file"));
    assert_eq!(code(&write(&folder, "noise.bin", &[1, 2, 3])), Err("unknown_format"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = write(&folder, "secret.geojson", b"{}");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
        if std::fs::File::open(&path).is_err() {
            assert_eq!(code(&path), Err("no_permission")); // root may read everything
        }
    }
}

#[test]
fn a_vertex_limit_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder, "t.geojson", collection(&[square("{}", 120.0), square("{}", 120.1)]).as_bytes());
    let mut supervisor = supervisor();
    supervisor.limits.vertices = 9;
    assert_eq!(read(&supervisor, &path).unwrap_err().code(), "too_many_vertices");
}

#[cfg(unix)]
#[test]
fn a_memory_limit_ends_the_worker_and_not_us() {
    let folder = tempfile::tempdir().unwrap();
    let mut ring = "[120,30],".repeat(12_000_000);
    ring.pop();
    let text = format!(r#"{{"type":"Polygon","coordinates":[[{ring}]]}}"#);
    let path = write(&folder, "t.geojson", text.as_bytes());
    let mut supervisor = supervisor();
    supervisor.limits.memory = 256 << 20;
    let error = read(&supervisor, &path).unwrap_err();
    assert_eq!(error.code(), "memory_limit", "{error}");
}

#[cfg(unix)]
#[test]
fn a_worker_that_dies_hangs_or_babbles_gives_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder, "t.geojson", collection(&[square("{}", 120.0)]).as_bytes());
    let mut supervisor = supervisor();
    supervisor.limits.silence = Duration::from_millis(300);
    for (script, code) in [
        ("#!/bin/sh\nkill -SEGV $$\n", "worker_died"),
        ("#!/bin/sh\necho broken >&2; exit 9\n", "worker_died"),
        ("#!/bin/sh\necho hello world, this is no frame\n", "worker_died"),
        ("#!/bin/sh\nexec sleep 100\n", "hang"),
    ] {
        supervisor.program = write(&folder, "worker.sh", script.as_bytes());
        std::fs::set_permissions(&supervisor.program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let error = read(&supervisor, &path).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    }
    supervisor.limits.wall = Duration::from_millis(100);
    assert_eq!(read(&supervisor, &path).unwrap_err().code(), "time_limit");
    supervisor.program = folder.path().join("absent");
    assert_eq!(read(&supervisor, &path).unwrap_err().code(), "worker_start");
}

/// Cancels after the first word of progress.
struct Impatient(AtomicU64);

impl Watch for Impatient {
    fn progress(&self, step: Step) {
        if let Step::Import { done, .. } = step {
            self.0.store(done, Ordering::Relaxed);
        }
    }

    fn cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}

#[test]
fn a_cancel_takes_effect_within_a_second() {
    let folder = tempfile::tempdir().unwrap();
    let features: Vec<String> = (0..150_000).map(|_| square("{}", 120.0)).collect();
    let path = write(&folder, "t.geojson", collection(&features).as_bytes());
    let begun = Instant::now();
    let error = import(
        &supervisor(),
        &Source::file(&path),
        &Choices::default(),
        LayerKind::EcoRedline,
        None,
        &Impatient(AtomicU64::new(0)),
    );
    assert_eq!(error.map(drop).map_err(|error| error.code()), Err("cancelled"));
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}
