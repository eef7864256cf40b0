//! The ledger in the window: on a card, joined, judged, counted together.

mod support;

use std::path::{Path, PathBuf};

use sanxian_project::desk::Desk;
use sanxian_project::export::{Format, export};
use sanxian_project::portfolio::{Asked, take_together};
use sanxian_project::run::{Submission, review_all, submit};
use sanxian_project::store::MemoryStore;
use sanxian_project::view::*;
use sanxian_project::watch::Silent;
use sanxian_review::data::LayerKind;
use support::*;

const DAY: &str = "2026-01-01";
const LAYERS: [(LayerKind, &str); 8] = [
    (LayerKind::EcoRedline, "eco_redline"),
    (LayerKind::BasicFarmland, "basic_farmland"),
    (LayerKind::UrbanBoundary, "urban_boundary"),
    (LayerKind::Counties, "counties"),
    (LayerKind::DevelopmentZones, "development_zones"),
    (LayerKind::FunctionalZones, "functional_zones"),
    (LayerKind::LandUse, "land_use"),
    (LayerKind::EarlierTowns, "earlier_towns"),
];

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo-huzhou").join(name)
}

fn layer(name: &str) -> PathBuf {
    file(&format!("{name}.geojson"))
}

/// Puts files on cards and confirms them as they stand, with the role that they are.
async fn import(desk: &Desk, path: PathBuf, role: LayerRole) {
    for card in desk.receive(&[path], silent()).await.unwrap() {
        if role != LayerRole::Ledger {
            let choices = CardChoices { role: Some(role), data_year: Some(2024), ..card.choices };
            desk.change_card(&card.id, choices, silent()).await.unwrap();
        }
        desk.confirm_cards(&[card.id], silent()).await.unwrap();
    }
}

/// The towns of Huzhou with their lines, before the ledger.
async fn huzhou(desk: &Desk) {
    import(desk, layer("towns"), LayerRole::Towns).await;
    for (kind, name) in LAYERS {
        import(desk, layer(name), kind.into()).await;
    }
    let policy = PolicyChoice { packs: Vec::new(), as_of: DAY.into(), near_m: None };
    desk.choose_policy(policy).await.unwrap();
}

#[test]
fn a_ledger_is_known_on_its_card_and_tells_what_does_not_join() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        import(&desk, layer("towns"), LayerRole::Towns).await;
        let cards = desk.receive(&[file("ledger.csv")], silent()).await.unwrap();
        let [card] = cards.as_slice() else { panic!("{cards:?}") };
        assert_eq!(card.choices.role, Some(LayerRole::Ledger));
        assert!(card.ready && card.failure.is_none() && card.features == 14, "{card:?}");
        let shown = card.ledger.as_ref().unwrap();
        assert_eq!((shown.joined, shown.towns_alone), (Some(13), Some(0)));
        assert!(shown.sample.len() == 14 && shown.columns[0].zh == "小镇编码", "{shown:?}");
        assert!(card.problems.iter().any(|problem| problem.code == "ledger_row_without_boundary"), "{card:?}");
        desk.confirm_cards(std::slice::from_ref(&card.id), silent()).await.unwrap();

        let ledger = desk.ledger().await.unwrap().unwrap();
        assert_eq!((ledger.rows, ledger.joined), (14, 13));
        assert_eq!(ledger.rows_alone.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["HZ14"]);
        // what the ledger adds to a town is there before any review, and goes with the ledger
        let category = |town: &TownView| town.traits.iter().any(|(what, _)| what.en == "Category");
        assert!(category(&desk.town("HZ01").await.unwrap()));
        desk.remove_ledger().await.unwrap();
        assert!(!category(&desk.town("HZ01").await.unwrap()));
        assert!(desk.ledger().await.unwrap().is_none());
    });
}

/// A zip of these files, each under a folder of its own.
fn zipped(path: &Path, files: &[(&str, PathBuf)]) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, from) in files {
        zip.start_file(format!("报送材料/{name}"), zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, &std::fs::read(from).unwrap()).unwrap();
    }
    zip.finish().unwrap();
}

#[test]
fn a_ledger_is_known_among_the_layers_of_a_zip_or_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    zipped(&at("报送.zip"), &[("towns.geojson", layer("towns")), ("台账.csv", file("ledger.csv"))]);
    zipped(&at("只有台账.zip"), &[("台账.csv", file("ledger.csv"))]);
    std::fs::create_dir_all(at("文件夹/下级")).unwrap();
    std::fs::copy(layer("towns"), at("文件夹/小镇.geojson")).unwrap();
    std::fs::copy(file("ledger.csv"), at("文件夹/下级/台账.csv")).unwrap();
    std::fs::write(at("文件夹/说明.csv"), "a,b\n1,2\n").unwrap();
    std::fs::create_dir(at("无图层")).unwrap();
    std::fs::copy(file("ledger.csv"), at("无图层/台账.csv")).unwrap();
    run(async {
        let desk = desk(&at("desk"));
        for (dropped, towns, ledger) in [
            ("报送.zip", 1, "报送.zip/报送材料/台账.csv"),
            ("只有台账.zip", 0, "只有台账.zip/报送材料/台账.csv"),
            ("文件夹", 1, "台账.csv"),
            ("无图层", 0, "台账.csv"),
        ] {
            let cards = desk.receive(&[at(dropped)], silent()).await.unwrap();
            let roles: Vec<_> = cards.iter().map(|card| (card.choices.role, card.failure.is_none())).collect();
            assert_eq!(roles.len(), towns + 1, "{dropped}: {cards:?}");
            assert!(roles.iter().all(|(_, sound)| *sound), "{dropped}: {roles:?}");
            let card = cards.iter().find(|card| card.ledger.is_some()).unwrap();
            assert_eq!((card.file.as_str(), card.features, card.ready), (ledger, 14, true), "{dropped}");
            for card in cards {
                desk.confirm_cards(&[card.id], silent()).await.unwrap();
            }
            assert_eq!(desk.ledger().await.unwrap().unwrap().file, ledger);
        }
        // given twice, in its folder and by itself, it waits once
        let twice = desk.receive(&[at("无图层"), at("无图层/台账.csv")], silent()).await.unwrap();
        assert_eq!(twice.len(), 1, "{twice:?}");
    });
}

#[test]
fn the_windows_findings_on_the_ledger_are_the_command_lines_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (own, others) = (folder.path().join("desk"), folder.path().join("cli"));
    run(async {
        let desk = desk(&own);
        huzhou(&desk).await;
        import(&desk, file("ledger.csv"), LayerRole::Ledger).await;
        // reviewed twice: what the first wrote down must not change the second
        desk.review(silent()).await.unwrap();
        desk.review(silent()).await.unwrap();
        let rules: Vec<String> = findings(&desk).await.into_iter().map(|row| row.rule).collect();
        for rule in ["roster_quota", "category_mix", "failed_assessment", "value_beyond_limit", "off_roster"] {
            assert!(rules.iter().any(|known| known == rule), "{rule}");
        }
        let formats = ["csv", "json"].map(str::to_owned).to_vec();
        let written = desk.export(ExportChoice { formats, folder: None }, silent()).await.unwrap();
        let layers = LAYERS.iter().map(|(kind, name)| (*kind, layer(name)));
        let submission = Submission {
            ledger: Some(file("ledger.csv")),
            as_of: DAY.parse().unwrap(),
            ..submission(layer("towns"), layers)
        };
        let store = MemoryStore::new();
        let policy = submit(&store, &submission, &supervisor(), &Silent).await.unwrap();
        let recorded = review_all(&store, &policy, 2, &Silent).await.unwrap();
        export(&recorded, &[Format::Csv, Format::Json], &others).unwrap();
        for name in ["towns.csv", "overlaps.csv", "neighbours.csv", "review.json"] {
            let (one, other) = (Path::new(&written.folder.path).join(name), others.join(name));
            let text = |path: &Path| std::fs::read_to_string(path).unwrap();
            assert_eq!(text(&one), text(&other), "{name}");
        }
        // the list of towns says what the table of the results says, but where an exemption of the ledger counts
        let exempted = recorded.review.findings.iter().filter(|finding| finding.effective() != finding.verdict);
        let exempted: Vec<String> = exempted.filter_map(|finding| Some(finding.subject.town()?.0.clone())).collect();
        assert!(!exempted.is_empty());
        let listed: Vec<_> = desk.towns().await.unwrap().into_iter().map(|t| (t.id, t.verdict.unwrap())).collect();
        let table = std::fs::read_to_string(others.join("towns.csv")).unwrap();
        for ((id, verdict), line) in listed.iter().zip(table.lines().skip(1)) {
            let said = serde_json::to_value(verdict).unwrap();
            let same = line.ends_with(said.as_str().unwrap());
            assert!(line.starts_with(id) && (same || exempted.contains(id)), "{id} {said}: {line}");
        }
        // what is found of a town's city, county or zone stands on its panel, apart from its own
        let rows = findings(&desk).await;
        let of = |place: &str| -> Vec<&FindingRowView> {
            rows.iter().filter(|row| row.town.is_empty() && row.town_name.starts_with(place)).collect()
        };
        let (in_city, in_zone) = (desk.town("HZ04").await.unwrap(), desk.town("HZ02").await.unwrap());
        let (city, zone) = (of("湖州 3305"), of("330500-HZKFQ"));
        assert!(!city.is_empty() && !zone.is_empty());
        for town in [&in_city, &in_zone] {
            assert!(city.iter().all(|row| town.of_places.contains(row)), "{:?}", town.of_places);
            assert!(town.findings.iter().all(|row| row.town == town.row.id));
            assert!(town.of_places.iter().all(|row| row.town.is_empty()));
        }
        assert!(zone.iter().all(|row| in_zone.of_places.contains(row) && !in_city.of_places.contains(row)));
        // the code on the town's panel is that of the exported review
        let review = serde_json::from_slice(&std::fs::read(others.join("review.json")).unwrap()).unwrap();
        let shown = desk.compliance("HZ04").await.unwrap().unwrap();
        assert_eq!(shown.code, sanxian_project::compliance::code_of(&review, "HZ04").unwrap().to_string());
        assert!(shown.modules.len() > 20 && shown.modules.iter().all(|row| row.len() == shown.modules.len()));
        assert!(shown.index.is_some());
    });
}

#[test]
fn a_ledger_that_changes_makes_the_results_old() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        huzhou(&desk).await;
        import(&desk, file("ledger.csv"), LayerRole::Ledger).await;
        desk.review(silent()).await.unwrap();
        let stale = |project: Option<ProjectView>| project.unwrap().review.unwrap().stale.len();
        assert_eq!(stale(desk.project().await.unwrap()), 0);
        import(&desk, file("one-more.csv"), LayerRole::Ledger).await;
        assert_eq!(stale(desk.project().await.unwrap()), 1);
        desk.remove_ledger().await.unwrap();
        desk.review(silent()).await.unwrap();
        assert!(findings(&desk).await.iter().all(|row| row.rule != "roster_quota"));
    });
}

#[test]
fn the_portfolio_is_the_command_lines_and_says_what_one_more_town_would_do() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        huzhou(&desk).await;
        let bare = desk.portfolio(None).await.unwrap();
        assert!(bare.ledger.is_none() && bare.towns.iter().all(|town| !town.has_row) && !bare.notes.is_empty());
        import(&desk, file("ledger.csv"), LayerRole::Ledger).await;
        desk.review(silent()).await.unwrap();
        let shown = desk.portfolio(None).await.unwrap();
        let taken = take_together(
            &supervisor(),
            &Asked {
                ledger: file("ledger.csv"),
                towns: Some(layer("towns")),
                layers: LAYERS[3..]
                    .iter()
                    .filter(|(kind, _)| [LayerKind::Counties, LayerKind::FunctionalZones].contains(kind))
                    .map(|(kind, name)| (*kind, layer(name)))
                    .collect(),
                add: None,
                packs: Vec::new(),
                as_of: DAY.parse().unwrap(),
            },
        )
        .unwrap()
        .now;
        let ids = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            ids(shown.towns.iter().map(|town| town.id.as_str()).collect()),
            ids(taken.towns.iter().map(|town| town.who.0.as_str()).collect())
        );
        let counted =
            |tally: &TallyView| tally.now.clone().map(|now| (now.count, now.of, i64::from(now.free), now.met));
        assert_eq!(
            shown.tallies.iter().map(counted).collect::<Vec<_>>(),
            taken.tallies.iter().map(|t| Some((t.count, t.of, t.free, t.met))).collect::<Vec<_>>()
        );
        assert_eq!(shown.clusters.len(), taken.clusters.len());
        // declared for Deqing, drawn in Anji
        let elsewhere: Vec<&str> = shown.towns.iter().filter(|t| t.elsewhere).map(|t| t.id.as_str()).collect();
        assert_eq!(elsewhere, ["HZ13"]);
        assert!(shown.tallies.iter().any(|tally| tally.by_ground.is_some()));

        let wish = WhatIf {
            name: "安吉新镇".into(),
            level: Some("省级".into()),
            stage: Some("创建".into()),
            category: Some("制造".into()),
            admin_code: Some("330523".into()),
            ..WhatIf::default()
        };
        let with = desk.portfolio(Some(wish.clone())).await.unwrap();
        assert_eq!(with.added.as_deref(), Some("安吉新镇"));
        let city = with.tallies.iter().find(|tally| tally.clause.id == "HZ-TOTAL-20").unwrap();
        let (now, then) = (city.now.as_ref().unwrap(), city.then.as_ref().unwrap());
        assert_eq!(then.count, now.count + 1);
        let counted_already = WhatIf { town: Some("HZ01".into()), ..WhatIf::default() };
        assert!(desk.portfolio(Some(counted_already)).await.unwrap_err().message.zh.contains("已经计入"));
        let no_code = WhatIf { admin_code: Some("安吉".into()), ..wish };
        assert!(desk.portfolio(Some(no_code)).await.is_err());
    });
}

#[test]
fn a_town_far_behind_its_plan_has_a_red_card() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let path = folder.path().join("丽水台账.csv");
        let rows = "小镇编码,小镇名称,行政区代码,级别,阶段,计划投资(万元),完成投资(万元)\n\
                    LS01,按期小镇,331102,省级,创建,1000,1000\nLS02,落后小镇,331102,省级,创建,1000,100\n";
        std::fs::write(&path, rows).unwrap();
        let desk = desk(folder.path());
        import(&desk, path, LayerRole::Ledger).await;
        let shown = desk.portfolio(None).await.unwrap();
        let cards: Vec<_> = shown.towns.iter().map(|town| (town.card, town.progress.as_deref())).collect();
        assert_eq!(cards, [(Some(CardColour::None), Some("100.00%")), (Some(CardColour::Red), Some("10.00%"))]);
        assert_eq!(desk.project().await.unwrap().unwrap().ledger.as_deref(), Some("丽水台账.csv"));
    });
}

#[test]
fn the_template_that_is_saved_is_read_back_as_a_ledger() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        let written = desk.save_ledger_template().await.unwrap();
        let path = Path::new(&written.folder.path).join(&written.files[0]);
        let cards = desk.receive(&[path], silent()).await.unwrap();
        let [card] = cards.as_slice() else { panic!("{cards:?}") };
        assert!(card.choices.role == Some(LayerRole::Ledger) && !card.ready && !card.missing.is_empty(), "{card:?}");
        // a second one stands beside the first
        assert_ne!(desk.save_ledger_template().await.unwrap().files, written.files);
    });
}

#[test]
fn national_documents_alone_may_be_chosen_by_name() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        import(&desk, layer("towns"), LayerRole::Towns).await;
        let all = desk.packs().await.unwrap();
        let national: Vec<String> = all.iter().filter(|pack| pack.always).map(|pack| pack.id.clone()).collect();
        assert!(all.iter().any(|pack| !pack.always && pack.chosen), "the codes suggest more");
        let policy = PolicyChoice { packs: national.clone(), as_of: DAY.into(), near_m: None };
        desk.choose_policy(policy).await.unwrap();
        let chosen: Vec<String> =
            desk.packs().await.unwrap().into_iter().filter(|pack| pack.chosen).map(|pack| pack.id).collect();
        assert_eq!(chosen, national);
        desk.review(silent()).await.unwrap();
        assert_eq!(desk.project().await.unwrap().unwrap().review.unwrap().packs, national);
    });
}
