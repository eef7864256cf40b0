//! Import cards, baselines and project files, good and bad.

mod support;

use std::path::{Path, PathBuf};

use sanxian_project::desk::Arrival;
use sanxian_project::view::*;
use sanxian_project::watch::Step;
use support::*;

/// Where the foreign test files lie: beside the repository, or in the folder that `SANXIAN_REAL` names.
fn real(name: &str) -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/real");
    let root = std::env::var_os("SANXIAN_REAL").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {name} is not at hand (set SANXIAN_REAL to the folder that holds it)");
    None
}

fn demo_cards() -> Vec<PathBuf> {
    ["towns", "eco_redline", "basic_farmland", "urban_boundary", "counties"]
        .map(|name| demo_file(&format!("{name}.geojson")))
        .to_vec()
}

fn ids(cards: &[CardView]) -> Vec<String> {
    cards.iter().map(|card| card.id.clone()).collect()
}

/// Lets go what waits for a decision about a large repair.
async fn accept_repairs(desk: &sanxian_project::desk::Desk, cards: &[CardView]) {
    for card in cards.iter().filter(|card| card.wants_repair_decision) {
        assert!(!card.ready, "{}", card.file);
        let choices = CardChoices { accept_repairs: true, ..card.choices.clone() };
        let changed = desk.change_card(&card.id, choices, silent()).await.unwrap();
        assert!(changed.ready, "{:?}", changed.missing);
    }
}

#[test]
fn dropped_files_become_cards_and_a_project_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        let cards = desk.receive(&demo_cards(), silent()).await.unwrap();
        assert_eq!(cards.len(), 5);
        let roles: Vec<_> = cards.iter().map(|card| card.choices.role).collect();
        let expected = [
            LayerRole::Towns,
            LayerRole::EcoRedline,
            LayerRole::BasicFarmland,
            LayerRole::UrbanBoundary,
            LayerRole::Counties,
        ];
        assert_eq!(roles, expected.map(Some));
        // a control line wants its year, large repairs a decision, and nothing else is asked
        let asked: Vec<_> = cards.iter().map(|card| card.missing.len()).collect();
        assert_eq!(asked, [1, 1, 1, 1, 0]);
        assert!(cards[0].wants_repair_decision, "SL15 crosses itself");
        assert!(
            desk.confirm_cards(std::slice::from_ref(&cards[1].id), silent())
                .await
                .unwrap_err()
                .message
                .zh
                .contains("数据年份")
        );
        let cards = dated(&desk, cards).await;
        assert!(cards[1..].iter().all(|card| card.ready && card.missing.is_empty()), "{cards:?}");
        assert!(desk.confirm_cards(&ids(&cards), silent()).await.is_err(), "nobody has decided");
        accept_repairs(&desk, &cards).await;
        assert!(desk.project().await.unwrap().is_none(), "nothing is stored before it is confirmed");
        assert!(desk.start().await.unwrap().cards_waiting);
        desk.confirm_cards(&ids(&cards), silent()).await.unwrap();
        assert!(desk.cards().await.unwrap().is_empty());
        let project = desk.project().await.unwrap().unwrap();
        assert_eq!((project.name.as_str(), project.towns, project.layers.len()), ("towns", 16, 5));
        assert!(project.review.is_none());
        assert_eq!(desk.towns().await.unwrap()[0].county, "澄溪县");
        desk.review(silent()).await.unwrap();
        assert!(findings(&desk).await.len() > 20);

        // the same lines again: the card knows them
        let again = desk.receive(&[demo_file("eco_redline.geojson")], silent()).await.unwrap();
        let known = again[0].known_baseline.clone().unwrap();
        desk.use_baseline(&known, true).await.unwrap();
        desk.discard_card(&again[0].id).await.unwrap();
        assert_eq!(desk.baselines().await.unwrap().len(), 4);

        // the same towns again: replaced, and the log says so
        let towns = desk.receive(&[demo_file("towns.geojson")], silent()).await.unwrap();
        accept_repairs(&desk, &towns).await;
        desk.confirm_cards(&ids(&towns), silent()).await.unwrap();
        assert!(desk.log().await.unwrap()[0].text.zh.contains("替换原有的 16 个"));
        assert!(desk.project().await.unwrap().unwrap().review.is_none());
    });
}

#[test]
fn what_cannot_be_imported_says_why_on_its_card() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let paths = [write("空.geojson", b""), write("乱码.bin", &[7; 999]), folder.path().join("不在.shp")];
    run(async {
        let desk = desk(&folder.path().join("desk"));
        let cards = desk.receive(&paths, silent()).await.unwrap();
        assert_eq!(cards.len(), 3);
        for card in &cards {
            let failure = card.failure.as_ref().unwrap();
            assert!(!card.ready && !failure.message.zh.is_empty() && !failure.hint.en.is_empty());
            assert!(desk.confirm_cards(std::slice::from_ref(&card.id), silent()).await.is_err());
        }
        assert!(desk.project().await.unwrap().is_none());
    });
}

#[test]
fn a_cancelled_import_leaves_nothing_and_the_card_waits() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.new_project("甲").await.unwrap();
        for name in ["towns.geojson", "basic_farmland.geojson"] {
            let cards = dated(&desk, desk.receive(&[demo_file(name)], silent()).await.unwrap()).await;
            accept_repairs(&desk, &cards).await;
            let before = desk.project().await.unwrap();
            let watch = Impatient::after(1, |step| matches!(step, Step::Import { .. }));
            let failure = desk.confirm_cards(&ids(&cards), watch).await.unwrap_err();
            assert_eq!(failure.code, FailureCode::Cancelled);
            assert_eq!(desk.project().await.unwrap(), before);
            assert_eq!(desk.cards().await.unwrap().len(), 1);
            assert!(desk.baselines().await.unwrap().is_empty());
            desk.discard_card(&cards[0].id).await.unwrap();
        }
        let watch = Impatient::after(0, |_| true);
        let failure = desk.receive(&demo_cards(), watch).await.unwrap_err();
        assert_eq!(failure.code, FailureCode::Cancelled);
        assert!(desk.cards().await.unwrap().is_empty());
    });
}

#[test]
fn real_layers_are_imported_reviewed_and_exported() {
    let Some(real) = real("land-use-plan-30014") else { return };
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        let cards = desk.receive(std::slice::from_ref(&real), silent()).await.unwrap();
        assert_eq!(cards.len(), 4, "{:?}", cards.iter().map(|card| &card.file).collect::<Vec<_>>());
        for card in &cards {
            let role = match card.file.rsplit('/').next().unwrap() {
                "sites.shp" => LayerRole::Towns,
                "eco_redline.shp" => LayerRole::EcoRedline,
                "basic_farmland.shp" => LayerRole::BasicFarmland,
                _ => LayerRole::UrbanBoundary,
            };
            let choices =
                CardChoices { role: Some(role), data_year: Some(2024), accept_repairs: true, ..card.choices.clone() };
            let changed = desk.change_card(&card.id, choices, silent()).await.unwrap();
            assert!(changed.ready, "{changed:?}");
        }
        desk.confirm_cards(&ids(&cards), silent()).await.unwrap();
        desk.review(silent()).await.unwrap();
        let project = desk.project().await.unwrap().unwrap();
        assert!(project.towns > 0 && project.review.unwrap().stale.is_empty());
        for row in desk.towns().await.unwrap() {
            let town = desk.town(&row.id).await.unwrap();
            assert!(town.row.area.is_some());
        }
        let written = desk
            .export(ExportChoice { formats: vec!["json".into(), "xlsx".into()], folder: None }, silent())
            .await
            .unwrap();
        assert_eq!(written.files, ["review.json", "review.xlsx"]);
    });
}

/// A closed demo project.
async fn made(folder: &Path) -> PathBuf {
    let desk = desk(folder);
    desk.open_demo(silent()).await.unwrap();
    desk.close_project().await.unwrap();
    let mut projects = std::fs::read_dir(folder.join("projects")).unwrap();
    projects.next().unwrap().unwrap().path()
}

#[test]
fn bad_project_files_are_refused_in_words_and_left_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let good = std::fs::read(made(folder.path()).await).unwrap();
        let at = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        };
        let mut scrambled = good.clone();
        scrambled[5000..].iter_mut().enumerate().for_each(|(i, b)| *b ^= (i % 251) as u8);
        let newer = at("newer.gpkg", &good);
        let later = "INSERT INTO _sqlx_migrations VALUES (9999, 'later', '2030-01-01', 1, x'00', 0)";
        rusqlite::Connection::open(&newer).unwrap().execute(later, []).unwrap();
        let desk = desk(&folder.path().join("desk"));
        let bad = [
            (at("empty.gpkg", b""), "不是项目文件"),
            (at("text.gpkg", b"hello"), "不是项目文件"),
            (at("half.gpkg", &good[..good.len() / 2]), "损坏"),
            (at("scrambled.gpkg", &scrambled), "损坏"),
            (newer, "更新的版本"),
        ];
        for (path, says) in bad {
            let before = std::fs::read(&path).unwrap();
            let failure = desk.open_project(&path).await.unwrap_err();
            assert!(failure.message.zh.contains(says), "{}: {failure:?}", path.display());
            assert!(before == std::fs::read(&path).unwrap(), "{} was changed", path.display());
            assert!(desk.project().await.unwrap().is_none());
        }
        let failure = desk.open_project(&folder.path().join("gone.gpkg")).await.unwrap_err();
        assert_eq!(failure.code, FailureCode::Missing);
        let refused = desk.arrive(&[folder.path().join("half.gpkg")], silent()).await;
        assert!(refused.is_err() && desk.start().await.unwrap().failure.is_some());
    });
}

#[test]
fn a_project_open_in_another_window_is_not_opened_twice() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let path = made(folder.path()).await;
        let (first, second) = (desk(folder.path()), desk(folder.path()));
        assert_eq!(first.arrive(std::slice::from_ref(&path), silent()).await, Ok(Arrival::Opened));
        let failure = second.open_project(&path).await.unwrap_err();
        assert!(failure.message.zh.contains("另一个窗口"), "{failure:?}");
        first.close_project().await.unwrap();
        second.open_project(&path).await.unwrap();
        second.open_project(&path).await.unwrap();
    });
}

#[test]
fn a_project_that_another_program_holds_says_so_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let path = made(folder.path()).await;
        let desk = desk(folder.path());
        desk.open_project(&path).await.unwrap();
        let id = findings(&desk).await[0].id.clone();
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let failure = desk.decide(&id, exemption()).await.unwrap_err();
        assert!(failure.message.zh.contains("占用"), "{failure:?}");
        assert!(desk.finding(&id).await.is_err() || desk.project().await.unwrap().unwrap().undo.is_none());
        other.execute_batch("COMMIT").unwrap();
        desk.decide(&id, exemption()).await.unwrap();
        assert_eq!(desk.finding(&id).await.unwrap().row.decision, Some(DecisionKind::Exempt));
    });
}

#[test]
fn a_read_only_project_is_shown_and_every_change_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let path = made(folder.path()).await;
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).unwrap();
        let before = std::fs::read(&path).unwrap();
        let desk = desk(folder.path());
        desk.open_project(&path).await.unwrap();
        assert!(desk.project().await.unwrap().unwrap().read_only.is_some());
        let id = findings(&desk).await[0].id.clone();
        let baseline = desk.baselines().await.unwrap()[0].id.clone();
        let choice = PolicyChoice { packs: Vec::new(), as_of: String::new(), near_m: None };
        for refused in [
            desk.decide(&id, exemption()).await,
            desk.review(silent()).await,
            desk.remove_layer("towns").await,
            desk.use_baseline(&baseline, false).await,
            desk.choose_policy(choice).await,
            desk.undo().await,
        ] {
            assert_eq!(refused.unwrap_err().code, FailureCode::ReadOnly);
        }
        assert!(before == std::fs::read(&path).unwrap(), "the file was changed");
        // a copy can be worked on
        let copy = folder.path().join("副本");
        desk.save_copy(&copy, silent()).await.unwrap();
        let project = desk.project().await.unwrap().unwrap();
        assert_eq!((project.name.as_str(), project.read_only), ("副本", None));
        desk.decide(&id, exemption()).await.unwrap();
    });
}

#[test]
fn an_exported_review_can_be_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.open_demo(silent()).await.unwrap();
        let rows = findings(&desk).await;
        let written = desk.export(ExportChoice { formats: vec!["gpkg".into()], folder: None }, silent()).await.unwrap();
        desk.open_project(&desk.folder_path(&written.folder.id).unwrap().join("review.gpkg")).await.unwrap();
        let project = desk.project().await.unwrap().unwrap();
        assert!(project.read_only.unwrap().zh.contains("导出"));
        assert_eq!(project.layers.len(), 6);
        assert_eq!(findings(&desk).await.len(), rows.len());
        let query = IdentifyQuery {
            lon: 119.7,
            lat: 30.58,
            tolerance_m: 10.0,
            layers: vec!["towns".into(), "counties".into()],
        };
        assert!(!desk.identify(query).await.unwrap().is_empty());
    });
}

#[test]
fn a_line_that_is_gone_or_another_stops_the_review_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.open_demo(silent()).await.unwrap();
        let before = findings(&desk).await;
        let id = |role| {
            let desk = desk.clone();
            async move { desk.baselines().await.unwrap().into_iter().find(|b| b.role == role).unwrap().id }
        };
        let place = |id: &str| folder.path().join(format!("baselines/{id}.gpkg"));
        let (redline, farmland) = (place(&id(LayerRole::EcoRedline).await), place(&id(LayerRole::BasicFarmland).await));
        let kept = std::fs::read(&redline).unwrap();
        std::fs::remove_file(&redline).unwrap();
        assert_eq!(desk.review(silent()).await.unwrap_err().code, FailureCode::Missing);
        let shown = desk.baselines().await.unwrap();
        assert_eq!(shown.iter().filter(|baseline| baseline.failure.is_some()).count(), 1);
        std::fs::write(&redline, std::fs::read(&farmland).unwrap()).unwrap();
        let failure = desk.review(silent()).await.unwrap_err();
        assert!(failure.message.zh.contains("不同"), "{failure:?}");
        assert_eq!(findings(&desk).await, before, "the earlier results stand");
        std::fs::write(&redline, kept).unwrap();
        desk.review(silent()).await.unwrap();
        assert_eq!(findings(&desk).await, before);
    });
}

#[test]
fn the_map_draws_and_answers_from_the_open_project() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        assert_eq!(desk.planes().await.unwrap_err().code, FailureCode::NoProject);
        desk.open_demo(silent()).await.unwrap();
        for layer in ["towns", "findings", "eco_redline", "basic_farmland", "urban_boundary", "counties"] {
            for plane in desk.planes().await.unwrap() {
                // a tile of some 25 km in the middle of the towns
                let z = plane.resolutions.iter().position(|metres| *metres < 60.0).unwrap();
                let [west, south, east, north] = plane.extent.unwrap();
                let side = plane.resolutions[z] * 512.0;
                let x = (((west + east) / 2.0 - plane.origin[0]) / side) as u32;
                let y = ((plane.origin[1] - (south + north) / 2.0) / side) as u32;
                let bytes = desk.tile(&plane.id, layer, z as u8, x, y).await.unwrap();
                assert!(!bytes.is_empty(), "{} {layer} {z}/{x}/{y}", plane.id);
            }
        }
        assert!(desk.tile("gk120", "nothing", 0, 0, 0).await.unwrap().is_empty());
        assert!(desk.tile("gk999", "towns", 0, 0, 0).await.is_err());
        assert!(desk.tile("gk120", "towns", 3, 99, 0).await.is_err());
        let png = [&b"\x89PNG\r\n\x1a\n"[..], &[0; 50], b"IEND\xaeB`\x82"].concat();
        let saved = desk.save_picture("png", png, None).await.unwrap();
        assert!(saved.files[0].ends_with("-地图.png"));
        assert!(desk.save_picture("png", vec![1, 2, 3], None).await.is_err());
    });
}
