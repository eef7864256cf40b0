//! Layers that a review can do without, through both doors.

mod support;

use std::path::{Path, PathBuf};

use sanxian_project::export::{Format, export};
use sanxian_project::run::{review_all, submit};
use sanxian_project::store::MemoryStore;
use sanxian_project::view::*;
use sanxian_project::watch::Silent;
use sanxian_review::data::LayerKind;
use support::*;

const GIVEN: [LayerKind; 8] = [
    LayerKind::EcoRedline,
    LayerKind::BasicFarmland,
    LayerKind::UrbanBoundary,
    LayerKind::Counties,
    LayerKind::DevelopmentZones,
    LayerKind::FunctionalZones,
    LayerKind::LandUse,
    LayerKind::EarlierTowns,
];

fn file(kind: LayerKind) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo-huzhou").join(format!("{kind}.geojson"))
}

#[test]
fn optional_layers_are_judged_in_the_window_as_on_the_command_line_and_can_be_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let (own, others) = (folder.path().join("desk"), folder.path().join("cli"));
    run(async {
        let desk = desk(&own);
        let all: Vec<PathBuf> = std::iter::once(LayerKind::Towns).chain(GIVEN).map(file).collect();
        let cards = desk.receive(&all, silent()).await.unwrap();
        let roles: Vec<_> = cards.iter().map(|card| card.choices.role.map(LayerKind::from)).collect();
        let expected: Vec<_> = std::iter::once(LayerKind::Towns).chain(GIVEN).map(Some).collect();
        assert_eq!(roles, expected, "named after what they are, they are known");
        let cards = dated(&desk, cards).await;
        let ids: Vec<String> = cards.iter().map(|card| card.id.clone()).collect();
        desk.confirm_cards(&ids, silent()).await.unwrap();
        let choice = PolicyChoice { packs: Vec::new(), as_of: "2026-08-01".into(), near_m: None };
        desk.choose_policy(choice).await.unwrap();
        desk.review(silent()).await.unwrap();
        let formats: Vec<String> = Format::ALL.iter().map(|format| format.key().to_owned()).collect();
        let written = desk.export(ExportChoice { formats, folder: None }, silent()).await.unwrap();

        let submission = submission(file(LayerKind::Towns), GIVEN.into_iter().map(|kind| (kind, file(kind))));
        let store = MemoryStore::new();
        let policy = submit(&store, &submission, &supervisor(), &Silent).await.unwrap();
        let recorded = review_all(&store, &policy, 1, &Silent).await.unwrap();
        assert!(recorded.review.findings.iter().any(|found| found.rule == "grown_boundary"), "the layers take part");
        for path in export(&recorded, &Format::ALL, &others).unwrap() {
            let name = path.file_name().unwrap();
            let window = std::fs::read(Path::new(&written.folder.path).join(name)).unwrap();
            assert!(window == std::fs::read(&path).unwrap(), "{} differs", name.display());
        }

        let shown: Vec<_> = desk.project().await.unwrap().unwrap().layers.into_iter().map(|layer| layer.id).collect();
        assert_eq!(shown.len(), GIVEN.len() + 2, "{shown:?}");
        assert!(GIVEN.iter().all(|kind| shown.iter().any(|id| id == kind.key())), "{shown:?}");
        desk.remove_layer("earlier_towns").await.unwrap();
        desk.review(silent()).await.unwrap();
        assert!(findings(&desk).await.iter().all(|row| row.rule != "grown_boundary"));
    });
}
