//! The window's whole road: demo, review, findings, decisions, export.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sanxian_project::export::{Format, export};
use sanxian_project::run::{review_all, submit};
use sanxian_project::store::MemoryStore;
use sanxian_project::view::*;
use sanxian_project::watch::{Silent, Step};
use sanxian_review::data::LayerKind;
use support::*;

/// Files by their names in the folder.
fn named(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files(folder).into_iter().map(|(path, bytes)| (path.strip_prefix(folder).unwrap().to_owned(), bytes)).collect()
}

#[test]
fn the_demo_opens_with_one_call_and_shows_its_findings() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.open_demo(silent()).await.unwrap();
        let project = desk.project().await.unwrap().unwrap();
        assert!(project.sample && project.read_only.is_none());
        assert_eq!(project.towns, 16);
        let layers: Vec<_> = project.layers.iter().map(|layer| (layer.id.as_str(), layer.features)).collect();
        assert_eq!(
            layers[..5],
            [("counties", 2), ("urban_boundary", 23), ("basic_farmland", 382), ("eco_redline", 3), ("towns", 16)]
        );
        let review = project.review.unwrap();
        assert!(review.stale.is_empty(), "{:?}", review.stale);
        assert!(review.towns.breach > 3 && review.towns.pass > 2, "{:?}", review.towns);
        let towns = desk.towns().await.unwrap();
        assert_eq!(towns[1].name, "云碓数据小镇");
        assert!(
            towns[1].pinyin.contains("yunduishujuxiaozhen") && towns[1].pinyin.contains("ydsjxz"),
            "{}",
            towns[1].pinyin
        );
        assert!(towns.iter().all(|town| ["澄溪县", "竹屿县"].contains(&town.county.as_str())), "{towns:?}");
        let worst = &findings(&desk).await[0];
        assert_eq!(worst.verdict, VerdictView::Breach);
        let planes = desk.planes().await.unwrap();
        assert_eq!(planes[0].id, "gk120");
    });
}

#[test]
fn the_demo_is_opened_again_with_what_was_decided_in_it() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.open_demo(silent()).await.unwrap();
        let id = findings(&desk).await[0].id.clone();
        desk.decide(&id, exemption()).await.unwrap();
        desk.close_project().await.unwrap();
        desk.open_demo(silent()).await.unwrap();
        assert!(desk.finding(&id).await.unwrap().decision.is_some());
        assert_eq!(desk.start().await.unwrap().recents.len(), 1);
        // taken apart, it is left alone
        desk.remove_layer("towns").await.unwrap();
        desk.open_demo(silent()).await.unwrap();
        assert_eq!(desk.project().await.unwrap().unwrap().towns, 16);
        assert_eq!(desk.baselines().await.unwrap().len(), 4, "the lines are shared");
    });
}

#[test]
fn the_windows_results_are_the_command_lines_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (own, others) = (folder.path().join("desk"), folder.path().join("cli"));
    run(async {
        let desk = desk(&own);
        desk.open_demo(silent()).await.unwrap();
        let choice = PolicyChoice { packs: Vec::new(), as_of: "2026-08-01".into(), near_m: None };
        desk.choose_policy(choice).await.unwrap();
        desk.review(silent()).await.unwrap();
        let formats: Vec<String> = Format::ALL.iter().map(|format| format.key().to_owned()).collect();
        let written = desk.export(ExportChoice { formats, folder: None }, silent()).await.unwrap();
        assert!(written.folder.path.ends_with("-审查结果-2026-08-01"), "{}", written.folder.path);

        let line = |kind: LayerKind| (kind, demo_file(&format!("{kind}.geojson")));
        let layers = LayerKind::CONTROL_LINES.into_iter().map(line).chain([line(LayerKind::Counties)]);
        let submission = submission(demo_file("towns.geojson"), layers);
        let store = MemoryStore::new();
        let policy = submit(&store, &submission, &supervisor(), &Silent).await.unwrap();
        let recorded = review_all(&store, &policy, 1, &Silent).await.unwrap();
        export(&recorded, &Format::ALL, &others).unwrap();
        let (window, cli) = (named(Path::new(&written.folder.path)), named(&others));
        assert_eq!(window.keys().collect::<Vec<_>>(), cli.keys().collect::<Vec<_>>());
        for (name, bytes) in &window {
            assert!(bytes == &cli[name], "{} differs", name.display());
        }
    });
}

#[test]
fn findings_are_filtered_sorted_and_paged() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.open_demo(silent()).await.unwrap();
        let ask = |query: FindingQuery| {
            let desk = desk.clone();
            async move { desk.findings(query, 0, 1000).await.unwrap() }
        };
        let all = ask(FindingQuery::default()).await;
        assert_eq!(all.total as usize, all.rows.len());
        let by_rule: u32 = all.facets.rules.iter().map(|(_, _, count)| count).sum();
        let by_county: u32 = all.facets.counties.iter().map(|(_, count)| count).sum();
        assert_eq!((by_rule, by_county), (all.total, all.total));
        for text in ["云碓", "ydsj", "yunduishuju", "SL02"] {
            let found = ask(FindingQuery { text: text.into(), ..FindingQuery::default() }).await;
            assert!(found.total > 0 && found.rows.iter().all(|row| row.town == "SL02"), "{text}: {}", found.total);
        }
        let verdicts = vec![VerdictView::Breach];
        let breaches =
            ask(FindingQuery { verdicts, rules: vec!["eco_redline_overlap".into()], ..FindingQuery::default() }).await;
        assert!(breaches.total > 0 && breaches.total < all.total);
        assert!(
            breaches.rows.iter().all(|row| row.rule == "eco_redline_overlap" && row.verdict == VerdictView::Breach)
        );
        let query = FindingQuery { sort: Some(FindingSort::Town), descending: true, ..FindingQuery::default() };
        let sorted = ask(query.clone()).await;
        // by pinyin: yun… last, cheng… first
        let names: Vec<_> = sorted.rows.iter().map(|row| row.town_name.as_str()).collect();
        let (first, last) = (names[0], names[names.len() - 1]);
        assert_eq!((first, last), ("云碓数据小镇", "澄心智造小镇"));
        let page = desk.findings(query.clone(), 5, 3).await.unwrap();
        assert_eq!(page.rows, sorted.rows[5..8]);
        let place = desk.finding_place(query.clone(), &sorted.rows[7].id).await.unwrap();
        assert_eq!(place, Some(7));
        assert_eq!(desk.finding_place(query, "nobody").await.unwrap(), None);
    });
}

#[test]
fn a_finding_shows_its_clause_its_numbers_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.open_demo(silent()).await.unwrap();
        let rows = findings(&desk).await;
        let of =
            |town: &str, rule: &str| rows.iter().find(|row| row.town == town && row.rule == rule).unwrap().id.clone();
        let farmland = desk.finding(&of("SL07", "basic_farmland_overlap")).await.unwrap();
        let governing = &farmland.clauses[0];
        assert!(governing.governs && governing.quote.contains("永久基本农田") && !governing.doc_number.is_empty());
        assert!(farmland.area.is_some() && farmland.planar.is_some() && farmland.row.share.is_some());
        assert_ne!(farmland.area, farmland.planar);
        assert!(farmland.patches.len() > 3);
        assert!(
            farmland
                .patches
                .windows(2)
                .all(|pair| pair[0].area.mm2.parse::<i64>().unwrap() >= pair[1].area.mm2.parse::<i64>().unwrap())
        );
        assert!(!farmland.advice.zh.is_empty() && !farmland.method.en.is_empty());
        let near = desk.finding(&of("SL14", "crowded_neighbours")).await;
        if let Ok(near) = near {
            assert!(near.limit_is_assumed && near.length_m.is_some(), "{near:?}");
        }
        let size = desk.finding(&of("SL04", "town_size")).await.unwrap();
        assert!(size.limit.unwrap().zh.contains("条文数值"));
        assert!(desk.finding("nobody").await.is_err());
    });
}

#[test]
fn a_town_shows_a_partition_that_adds_up_its_band_and_its_neighbours() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.open_demo(silent()).await.unwrap();
        let mm2 = |area: &AreaView| area.mm2.parse::<i64>().unwrap();
        for row in desk.towns().await.unwrap() {
            let town = desk.town(&row.id).await.unwrap();
            let sum: i64 = town.partition.iter().map(|class| mm2(&class.area)).sum();
            assert_eq!(sum, mm2(town.row.area.as_ref().unwrap()), "{}", row.id);
            assert_eq!(town.four_bounds.len(), 4);
            assert_eq!(town.findings.iter().filter(|f| f.derived != VerdictView::Pass).count() as u32, row.findings);
        }
        let town = desk.town("SL13").await.unwrap();
        let near: Vec<_> =
            town.neighbours.iter().map(|(id, name, metres)| (id.as_str(), name.as_str(), metres.as_str())).collect();
        assert_eq!((near[0].0, near[0].2), ("SL12", "0.00"));
        assert_eq!((near[1].0, near[1].1), ("SL14", "南栅糖画小镇"));
        let band = town.area_band.unwrap();
        assert_eq!(mm2(&band.most.unwrap()), 5_000_000_000_000);
        assert_eq!(desk.town("SL16").await.unwrap().parts, 2);
        assert!(!desk.town("SL16").await.unwrap().problems.is_empty());
        assert!(desk.town("nobody").await.is_err());
    });
}

#[test]
fn decisions_survive_a_review_and_a_restart_and_so_does_undo() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let first = desk(folder.path());
        first.open_demo(silent()).await.unwrap();
        let breach = findings(&first).await[0].clone();
        assert_eq!(breach.verdict, VerdictView::Breach);
        first.decide(&breach.id, exemption()).await.unwrap();
        let decided = first.finding(&breach.id).await.unwrap();
        assert_eq!((decided.row.derived, decided.row.verdict), (VerdictView::Breach, VerdictView::Justify));
        assert!(!decided.decision.as_ref().unwrap().outdated);
        first.review(silent()).await.unwrap();
        assert_eq!(first.finding(&breach.id).await.unwrap().row.verdict, VerdictView::Justify);
        first.close_project().await.unwrap();

        let second = desk(folder.path());
        let recent = second.start().await.unwrap().recents.remove(0);
        assert_eq!((recent.towns, recent.missing), (16, false));
        second.open_recent(&recent.id).await.unwrap();
        let again = second.finding(&breach.id).await.unwrap();
        assert_eq!(again.decision, decided.decision);
        let project = second.project().await.unwrap().unwrap();
        assert_eq!(project.review.unwrap().decided, 1);
        assert!(project.undo.unwrap().zh.contains("豁免") && project.redo.is_none());
        second.undo().await.unwrap();
        assert_eq!(second.finding(&breach.id).await.unwrap().row.verdict, VerdictView::Breach);
        second.close_project().await.unwrap();

        second.open_recent(&recent.id).await.unwrap();
        second.redo().await.unwrap();
        assert_eq!(second.finding(&breach.id).await.unwrap().decision, decided.decision);
        let history = second.finding(&breach.id).await.unwrap().history;
        assert_eq!(history.len(), 3, "{history:?}");
        assert!(history[0].text.zh.starts_with("重做") && history[2].text.zh.contains("浙自然资"));
        let log = second.log().await.unwrap();
        assert!(log.iter().any(|line| line.text.zh.starts_with("审查")), "{log:?}");
    });
}

#[test]
fn an_incomplete_decision_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.open_demo(silent()).await.unwrap();
        let id = findings(&desk).await[0].id.clone();
        let with = |change: fn(&mut ExemptionView)| {
            let mut given = exemption();
            change(given.exemption.as_mut().unwrap());
            given
        };
        for (given, says) in [
            (with(|e| e.activity = " ".into()), "活动"),
            (with(|e| e.document.clear()), "批准文件"),
            (with(|e| e.date = "2025-02-30".into()), "日期"),
            (DecisionView { exemption: None, ..exemption() }, "活动"),
            (decision(DecisionKind::Comment, "\n"), "备注"),
            (decision(DecisionKind::Confirm, &"长".repeat(20_000)), "太长"),
        ] {
            let failure = desk.decide(&id, given).await.unwrap_err();
            assert!(failure.message.zh.contains(says), "{failure:?}");
        }
        assert!(desk.decide("nobody", exemption()).await.is_err());
        assert!(desk.undo().await.is_err() && desk.redo().await.is_err());
        assert_eq!(desk.project().await.unwrap().unwrap().review.unwrap().decided, 0);
    });
}

#[test]
fn results_tell_that_they_are_older_than_the_lines_or_the_parameters() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.open_demo(silent()).await.unwrap();
        let stale = || async { desk.project().await.unwrap().unwrap().review.unwrap().stale };
        let farmland =
            desk.baselines().await.unwrap().into_iter().find(|b| b.role == LayerRole::BasicFarmland).unwrap();
        desk.use_baseline(&farmland.id, false).await.unwrap();
        assert!(stale().await[0].zh.contains("永久基本农田"), "{:?}", stale().await);
        let choice = ExportChoice { formats: vec!["csv".into()], folder: None };
        let written = desk.export(choice.clone(), silent()).await.unwrap();
        assert!(written.files.contains(&"说明.txt".to_owned()) && written.notes.len() >= 2, "{written:?}");
        desk.use_baseline(&farmland.id, true).await.unwrap();
        assert!(stale().await.is_empty());
        let near = PolicyChoice { packs: Vec::new(), as_of: "2026-08-01".into(), near_m: Some(300) };
        desk.choose_policy(near).await.unwrap();
        assert_eq!(stale().await.len(), 2);
        desk.review(silent()).await.unwrap();
        assert!(stale().await.is_empty());
        let written = desk.export(choice, silent()).await.unwrap();
        assert_eq!(written.files, ["towns.csv", "overlaps.csv", "neighbours.csv"]);
        desk.use_baseline(&farmland.id, false).await.unwrap();
        desk.review(silent()).await.unwrap();
        let town = desk.town("SL01").await.unwrap();
        assert!(town.partition.is_empty() && town.partition_missing.unwrap().zh.contains("永久基本农田"));
        assert!(!town.not_checked.is_empty());
    });
}

#[test]
fn a_cancelled_review_or_demo_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        let review = |step| matches!(step, Step::Review { .. });
        for (n, counts) in [
            (1, review as fn(Step) -> bool),
            (2, |step| matches!(step, Step::Import { .. })),
            (1, |step| matches!(step, Step::Save)),
        ] {
            let failure = desk.open_demo(Impatient::after(n, counts)).await.unwrap_err();
            assert_eq!(failure.code, FailureCode::Cancelled);
            for place in ["projects", "baselines"] {
                assert_eq!(files(&folder.path().join(place)).len(), 0, "{place}");
            }
        }
        assert!(desk.project().await.unwrap().is_none());
        desk.open_demo(silent()).await.unwrap();
        let (before, shown) = (findings(&desk).await, desk.project().await.unwrap());
        let failure = desk.review(Impatient::after(1, review)).await.unwrap_err();
        assert_eq!(failure.code, FailureCode::Cancelled);
        assert_eq!((findings(&desk).await, desk.project().await.unwrap()), (before, shown));
    });
}
