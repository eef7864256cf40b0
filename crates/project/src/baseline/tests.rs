use std::path::Path;

use rusqlite::Connection;
use sanxian_review::data::Bounds;

use super::sample::{baseline, feature, file, square};
use super::{Baseline, BaselineError, list};

fn squares(count: u64) -> Vec<sanxian_review::data::Feature> {
    (1..=count).map(|k| feature(k, &square(120.0 + k as f64 * 0.01, 30.0, 0.005))).collect()
}

/// A sound baseline, changed.
fn altered(sql: &str) -> (tempfile::TempDir, Result<Baseline, BaselineError>) {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), &squares(3));
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let opened = Baseline::open(&path);
    (folder, opened)
}

fn refused(sql: &str) -> BaselineError {
    let error = altered(sql).1.unwrap_err();
    let failure = error.failure();
    for text in [&failure.message, &failure.hint] {
        assert!(!text.zh.is_empty() && !text.en.is_empty(), "{sql}");
    }
    error
}

#[test]
fn what_was_put_in_comes_back() {
    let features = squares(120);
    let (_folder, baseline) = baseline(&features);
    let info = baseline.info();
    assert_eq!((info.name.as_str(), info.data_year, info.features), ("永久基本农田 2024", Some(2024), 120));
    assert_eq!(info.vertices, 600);
    let everywhere = Bounds { west: 100.0, south: 20.0, east: 130.0, north: 40.0 };
    assert_eq!(baseline.near(&[everywhere]).unwrap(), features);
    assert_eq!(baseline.near(&[]).unwrap(), []);
}

#[test]
fn sqlite_and_its_index_find_the_file_sound() {
    let (_folder, baseline) = baseline(&squares(300));
    let conn = Connection::open(&baseline.info().path).unwrap();
    let checked = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(checked("PRAGMA integrity_check"), "ok");
    assert_eq!(checked("SELECT rtreecheck('rtree_basic_farmland_geom')"), "ok");
}

#[test]
fn opening_a_baseline_does_not_change_it_and_works_where_nothing_can_be_written() {
    let (_folder, baseline) = baseline(&squares(5));
    let path = baseline.info().path.clone();
    let before = std::fs::read(&path).unwrap();
    let mut rights = std::fs::metadata(&path).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&path, rights).unwrap();
    let again = Baseline::open(&path).unwrap();
    let east = Bounds { west: 120.01, south: 30.0, east: 120.011, north: 30.001 };
    assert_eq!(again.near(&[east]).unwrap().len(), 1);
    assert!(before == std::fs::read(&path).unwrap());
}

#[test]
fn names_with_signs_of_an_address_are_opened_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let made = file(folder.path(), &squares(1));
    let odd = folder.path().join("底图 100%?mode=rwc#1&x.gpkg");
    std::fs::rename(made, &odd).unwrap();
    assert_eq!(Baseline::open(&odd).unwrap().info().features, 1);
}

#[test]
fn what_is_no_baseline_is_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let sound = std::fs::read(file(folder.path(), &squares(3))).unwrap();
    assert!(matches!(Baseline::open(&folder.path().join("none.gpkg")), Err(BaselineError::Missing { .. })));
    assert!(matches!(Baseline::open(folder.path()), Err(BaselineError::NotOurs { .. })));
    for (name, bytes) in [("empty", &b""[..]), ("text", b"towns,1,2"), ("noise", &[0xA5; 4096])] {
        assert!(matches!(Baseline::open(&write(name, bytes)), Err(BaselineError::NotOurs { .. })), "{name}");
    }
    // cut anywhere, or with bytes changed anywhere, it is refused or read, and nothing else happens
    for end in (100..sound.len()).step_by(sound.len() / 23) {
        look(&write("cut", &sound[..end]));
    }
    for at in (0..sound.len()).step_by(sound.len() / 211) {
        let mut bytes = sound.clone();
        bytes[at] ^= 0xff;
        look(&write("changed", &bytes));
    }
}

/// Reads everything there is to read.
fn look(path: &Path) {
    let everywhere = Bounds { west: -180.0, south: -90.0, east: 180.0, north: 90.0 };
    if let Ok(baseline) = Baseline::open(path) {
        let _ = baseline.near(&[everywhere]);
        let _ = baseline.problems();
        let _ = baseline.block(10, 3, 2);
    }
}

#[test]
fn views_and_triggers_of_others_are_refused_before_they_run() {
    let view = "ALTER TABLE basic_farmland RENAME TO other; CREATE VIEW basic_farmland AS SELECT * FROM other;";
    assert!(matches!(refused(view), BaselineError::NotOurs { .. }));
    let trigger = "CREATE TRIGGER t AFTER INSERT ON problems BEGIN DELETE FROM baseline; END;";
    assert!(matches!(refused(trigger), BaselineError::NotOurs { .. }));
}

#[test]
fn a_newer_format_is_said_to_be_newer() {
    assert!(matches!(refused("UPDATE baseline SET format = 99"), BaselineError::Newer { format: 99, .. }));
}

#[test]
fn values_that_nobody_wrote_are_damage() {
    for sql in [
        "UPDATE baseline SET role = 'towns'",
        "UPDATE baseline SET role = 'lake'",
        "UPDATE baseline SET source = '{}'",
        "UPDATE baseline SET features = -1",
        "UPDATE baseline SET name = x'ff'",
        "UPDATE baseline SET finest_level = 99",
        "DELETE FROM baseline",
        "DROP TABLE wide",
        "DROP TABLE coverage",
    ] {
        assert!(matches!(refused(sql), BaselineError::Damaged { .. }), "{sql}");
    }
    assert!(matches!(refused("DROP TABLE baseline"), BaselineError::NotOurs { .. }));
}

#[test]
fn a_damaged_feature_is_named_when_it_is_read() {
    for sql in [
        "UPDATE basic_farmland SET geom = x'4750' WHERE fid = 2",
        "UPDATE basic_farmland SET attributes = '[' WHERE fid = 2",
        "UPDATE basic_farmland SET position = -2 WHERE fid = 2",
    ] {
        // the triggers of the index call functions that only a GIS has
        let drop = |k: u8| format!("DROP TRIGGER rtree_basic_farmland_geom_update{k};");
        let (_folder, opened) = altered(&((1..=4).map(drop).collect::<String>() + sql));
        let everywhere = Bounds { west: 100.0, south: 20.0, east: 130.0, north: 40.0 };
        let error = opened.unwrap().near(&[everywhere]).unwrap_err();
        assert!(matches!(&error, BaselineError::Damaged { what, .. } if what.contains("P2")), "{sql}: {error}");
    }
}

#[test]
fn a_folder_is_listed_with_what_cannot_be_used() {
    let folder = tempfile::tempdir().unwrap();
    file(folder.path(), &squares(2));
    std::fs::write(folder.path().join("broken.gpkg"), b"no").unwrap();
    std::fs::write(folder.path().join(".hidden.baseline-part"), b"no").unwrap();
    std::fs::write(folder.path().join("notes.txt"), b"no").unwrap();
    let listed = list(folder.path()).unwrap();
    let names: Vec<_> =
        listed.iter().map(|one| (one.path.file_name().unwrap().to_str().unwrap(), one.info.is_ok())).collect();
    assert_eq!(names, [("broken.gpkg", false), ("farmland.gpkg", true)]);
    assert!(list(&folder.path().join("nowhere")).unwrap().is_empty());
}
