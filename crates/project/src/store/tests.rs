use std::path::Path;
use std::time::Duration;

use sanxian_review::data::{FeatureId, LayerKind};
use sqlx::{Connection, Row, SqliteConnection};
use tempfile::TempDir;

use super::sample::recorded;
use super::*;

fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(future)
}

/// What every store promises.
async fn keeps_the_contract(store: &impl Store) {
    let given = recorded();
    let all = ReviewUnit::all();
    assert!(matches!(store.recorded().await, Err(StoreError::NotReviewed)));
    assert_eq!(store.units().await.expect("units"), vec![all.clone()]);

    // Twice, and in another order, to see that everything is replaced.
    put_all(store, &given).await.expect("a first time");
    let mut shuffled = given.clone();
    shuffled.towns.reverse();
    shuffled.layers.values_mut().for_each(|features| features.reverse());
    put_all(store, &shuffled).await.expect("a second time");
    assert_eq!(store.recorded().await.expect("recorded"), given);
    let loaded = store.load(&all).await.expect("loaded");
    assert_eq!((loaded.towns, loaded.layers), (given.towns.clone(), given.layers.clone()));

    // A new review replaces the old one as a whole.
    let mut less = given.review.clone();
    less.findings.truncate(1);
    less.towns.truncate(2);
    less.overlaps.clear();
    store.record(&all, &less).await.expect("another review");
    assert_eq!(store.recorded().await.expect("recorded").review, less);

    // Refusals leave what was there.
    let other = ReviewUnit { name: "elsewhere".into() };
    assert!(matches!(store.load(&other).await, Err(StoreError::UnknownUnit { .. })));
    assert!(matches!(store.record(&other, &less).await, Err(StoreError::UnknownUnit { .. })));
    let twice = [given.towns[0].clone(), given.towns[0].clone()];
    assert!(matches!(store.put_towns(&twice).await, Err(StoreError::TwoTowns { .. })));
    assert!(matches!(store.put_layer(LayerKind::Towns, &[]).await, Err(StoreError::TownsAreNotALayer)));
    let mut stranger = given.review.clone();
    stranger.towns[0].id = FeatureId("nobody".into());
    assert!(matches!(store.record(&all, &stranger).await, Err(StoreError::UnknownTown { .. })));
    let undated = RunInfo { as_of: "yesterday".into(), ..given.run.clone() };
    assert!(matches!(store.put_run(&undated).await, Err(StoreError::AsOf(_))));
    assert_eq!(store.recorded().await.expect("recorded").review, less);

    // A new submission forgets the review of the old one.
    store.put_layer(LayerKind::Counties, &[]).await.expect("a layer");
    assert!(matches!(store.recorded().await, Err(StoreError::NotReviewed)));
    store.put_towns(&[]).await.expect("no towns");
    assert_eq!(store.load(&all).await.expect("loaded").towns, []);
}

#[test]
fn memory_keeps_the_contract() {
    wait(keeps_the_contract(&MemoryStore::new()));
}

#[test]
fn a_geopackage_keeps_the_contract() {
    let dir = TempDir::new().expect("a folder");
    wait(async {
        let path = dir.path().join("a.gpkg");
        let store = GpkgStore::create(&path, Winding::AsDelivered).await.expect("a new file");
        keeps_the_contract(&store).await;
        store.finish().await.expect("closed");
    });
}

#[test]
fn a_geopackage_gives_everything_back_after_it_was_closed() {
    let dir = TempDir::new().expect("a folder");
    wait(async {
        let path = write(&dir.path().join("a.gpkg")).await;
        let bytes = std::fs::read(&path).expect("bytes");
        let store = GpkgStore::open(&path).await.expect("opened again");
        assert_eq!(store.recorded().await.expect("recorded"), recorded());
        assert!(bytes == std::fs::read(&path).expect("bytes"), "opening and reading changed the file");
        store.record(&ReviewUnit::all(), &recorded().review).await.expect("written again");
        let again = GpkgStore::create(&path, Winding::AsDelivered).await;
        assert!(matches!(again, Err(StoreError::Exists { .. })));
    });
}

async fn write(path: &Path) -> std::path::PathBuf {
    let store = GpkgStore::create(path, Winding::AsDelivered).await.expect("a new file");
    put_all(&store, &recorded()).await.expect("everything is put in");
    store.finish().await.expect("closed");
    path.into()
}

#[test]
fn two_files_of_one_review_have_the_same_bytes() {
    let dir = TempDir::new().expect("a folder");
    wait(async {
        let first = write(&dir.path().join("a.gpkg")).await;
        tokio::time::sleep(Duration::from_millis(1100)).await;
        let second = write(&dir.path().join("b.gpkg")).await;
        assert!(std::fs::read(first).expect("bytes") == std::fs::read(second).expect("bytes"));
    });
}

#[test]
fn the_log_can_only_grow() {
    let dir = TempDir::new().expect("a folder");
    wait(async {
        let path = write(&dir.path().join("a.gpkg")).await;
        let mut conn = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.expect("opened");
        for change in ["DELETE FROM log", "UPDATE log SET what = ''"] {
            let error = sqlx::query(change).execute(&mut conn).await.expect_err("refused");
            assert!(error.to_string().contains("append-only"), "{error}");
        }
        let row = sqlx::query("SELECT COUNT(*), MAX(what) FROM log").fetch_one(&mut conn).await.expect("a row");
        assert_eq!(row.get::<i64, _>(0), 1);
        assert!(row.get::<String, _>(1).contains("6 towns, 2 in breach, 6 findings"), "{}", row.get::<String, _>(1));
    });
}

#[test]
fn the_spatial_index_finds_what_it_should() {
    let dir = TempDir::new().expect("a folder");
    wait(async {
        let path = write(&dir.path().join("a.gpkg")).await;
        let mut conn = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.expect("opened");
        let hits: Vec<i64> =
            sqlx::query_scalar("SELECT id FROM rtree_towns_geom WHERE minx <= 119.7124 AND maxx >= 119.7124")
                .fetch_all(&mut conn)
                .await
                .expect("rows");
        assert_eq!(hits, [2]);
        let checked: String =
            sqlx::query_scalar("SELECT rtreecheck('rtree_towns_geom')").fetch_one(&mut conn).await.expect("a row");
        assert_eq!(checked, "ok");
        let whole: (f64, f64) = sqlx::query_as("SELECT min_x, max_y FROM gpkg_contents WHERE table_name = 'towns'")
            .fetch_one(&mut conn)
            .await
            .expect("a row");
        assert_eq!(whole, (119.7, 30.610_000_000_000_003));
    });
}

#[test]
fn files_that_are_not_ours_are_refused_with_a_reason() {
    let dir = TempDir::new().expect("a folder");
    let at = |name: &str| dir.path().join(name);
    std::fs::write(at("empty"), b"").expect("written");
    std::fs::write(at("text"), b"{\"type\": \"FeatureCollection\"}").expect("written");
    std::fs::write(at("short"), b"SQLite format 3\0").expect("written");
    std::fs::create_dir(at("folder")).expect("made");
    wait(async {
        let ours = std::fs::read(write(&at("ours.gpkg")).await).expect("bytes");
        std::fs::write(at("half"), &ours[..ours.len() / 2]).expect("written");
        let mut other_id = ours.clone();
        other_id[68] = b'X';
        std::fs::write(at("other"), other_id).expect("written");
        let mut scrambled = ours.clone();
        scrambled[100..].iter_mut().enumerate().for_each(|(i, b)| *b ^= (i % 251) as u8);
        std::fs::write(at("scrambled"), scrambled).expect("written");
        for (name, change) in [
            ("view", "DROP TABLE decision; CREATE VIEW decision AS SELECT 1"),
            ("trigger", "CREATE TRIGGER x AFTER INSERT ON towns BEGIN DELETE FROM run; END"),
            ("missing", "DROP TABLE reviewed"),
        ] {
            std::fs::write(at(name), &ours).expect("written");
            let mut conn =
                SqliteConnection::connect(&format!("sqlite://{}", at(name).display())).await.expect("opened");
            sqlx::raw_sql(change).execute(&mut conn).await.expect("changed");
            conn.close().await.expect("closed");
        }
        for (name, says) in [
            ("absent", "absent"),
            ("folder", "folder"),
            ("empty", "it is empty"),
            ("text", "not begin as an SQLite file"),
            ("short", "not begin as an SQLite file"),
            ("other", "another application id"),
            ("half", "half: "),
            ("scrambled", "scrambled: "),
            ("view", "has a view \"decision\""),
            ("trigger", "has a trigger \"x\""),
            ("missing", "no table reviewed"),
        ] {
            let error = match GpkgStore::open(&at(name)).await {
                // A file cut short may open; then reading must say so.
                Ok(store) => store.recorded().await.expect_err(name),
                Err(error) => error,
            };
            assert!(error.to_string().contains(says), "{name}: {error}");
        }
    });
}

#[test]
fn a_full_disk_loses_nothing_that_was_kept() {
    let dir = TempDir::new().expect("a folder");
    wait(async {
        let path = write(&dir.path().join("a.gpkg")).await;
        let store = GpkgStore::open(&path).await.expect("opened");
        store.limit_pages().await;
        let mut more = recorded();
        let one = more.towns[0].clone();
        more.towns.extend((0..5000).map(|n| {
            let mut town = one.clone();
            town.feature.id = FeatureId(format!("X{n}"));
            town
        }));
        let line = LogLine { at: String::new(), text: crate::lang::Text::new("", "") };
        let counties = TownCounties::new();
        let full = store.submit_towns(&more.towns, &more.sources[0], &[], &counties, &line).await;
        let failure = crate::view::Failure::from(full.expect_err("no room"));
        assert!(failure.message.zh.contains("磁盘已满"), "{failure:?}");
        assert_eq!(store.recorded().await.expect("recorded"), recorded());
    });
}
