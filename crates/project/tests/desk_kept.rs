//! A review that starts from the last one gives what a review of everything gives.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use sanxian_project::desk::Desk;
use sanxian_project::lang::Text;
use sanxian_project::view::*;
use sanxian_project::watch::{Step, Watch};
use serde_json::Value;
use support::*;

fn ids(cards: &[CardView]) -> Vec<String> {
    cards.iter().map(|card| card.id.clone()).collect()
}

/// Imports a file, whatever its card asks.
async fn take(desk: &Desk, path: &Path) {
    let cards = dated(desk, desk.receive(&[path.to_owned()], silent()).await.unwrap()).await;
    for card in &cards {
        let choices = CardChoices { accept_repairs: true, ..card.choices.clone() };
        desk.change_card(&card.id, choices, silent()).await.unwrap();
    }
    desk.confirm_cards(&ids(&cards), silent()).await.unwrap();
}

/// The demo's towns, changed.
fn towns(folder: &Path, name: &str, change: impl FnOnce(&mut Vec<Value>)) -> PathBuf {
    let mut file: Value = serde_json::from_slice(&std::fs::read(demo_file("towns.geojson")).unwrap()).unwrap();
    change(file["features"].as_array_mut().unwrap());
    let path = folder.join(name);
    std::fs::write(&path, serde_json::to_vec(&file).unwrap()).unwrap();
    path
}

/// Moves every position of a geometry, degrees.
fn moved(coordinates: &mut Value, by: (f64, f64)) {
    let list = coordinates.as_array_mut().unwrap();
    if let [Value::Number(x), Value::Number(y)] = list.as_slice() {
        let (x, y) = (x.as_f64().unwrap() + by.0, y.as_f64().unwrap() + by.1);
        *list = vec![x.into(), y.into()];
    } else {
        list.iter_mut().for_each(|inner| moved(inner, by));
    }
}

/// The results, as files.
async fn results(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let formats = ["csv", "geojson", "json"].map(str::to_owned).to_vec();
    let choice = ExportChoice { formats, folder: None };
    let written = desk.export(choice, silent()).await.unwrap();
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap())
    };
    std::fs::read_dir(&written.folder.path).unwrap().map(read).collect()
}

/// Reviews twice: from the last review, then with everything forgotten.
async fn agrees(desk: &Desk, what: &str) {
    desk.review(silent()).await.unwrap();
    let kept = results(desk).await;
    let recent = desk.start().await.unwrap().recents.remove(0);
    desk.close_project().await.unwrap();
    desk.open_recent(&recent.id).await.unwrap();
    desk.review(silent()).await.unwrap();
    let whole = results(desk).await;
    assert_eq!(kept.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>());
    let differ: Vec<&String> = kept.keys().filter(|name| kept[*name] != whole[*name]).collect();
    assert!(differ.is_empty(), "{what}: {differ:?} differ");
}

#[test]
fn towns_redrawn_taken_out_and_added_are_reviewed_as_if_all_were() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.open_demo(silent()).await.unwrap();
        let choice = PolicyChoice { packs: Vec::new(), as_of: "2026-08-01".into(), near_m: None };
        desk.choose_policy(choice).await.unwrap();
        desk.review(silent()).await.unwrap();
        let id = findings(&desk).await[0].id.clone();
        desk.decide(&id, exemption()).await.unwrap();
        agrees(&desk, "decided").await;
        let redrawn = towns(folder.path(), "redrawn.geojson", |all| {
            moved(&mut all[4]["geometry"]["coordinates"], (0.02, 0.01));
            all[6]["properties"]["XZQDM"] = "330599".into();
        });
        take(&desk, &redrawn).await;
        agrees(&desk, "redrawn").await;
        let others = towns(folder.path(), "others.geojson", |all| {
            moved(&mut all[4]["geometry"]["coordinates"], (0.02, 0.01));
            let mut new = all[2].clone();
            new["properties"]["XZBM"] = "SL99".into();
            moved(&mut new["geometry"]["coordinates"], (-0.015, 0.02));
            all.remove(8);
            all.push(new);
        });
        take(&desk, &others).await;
        agrees(&desk, "others").await;
        // far from every line: what it left behind is not near any town any more
        let gone = towns(folder.path(), "gone.geojson", |all| {
            all.iter_mut().skip(3).for_each(|town| moved(&mut town["geometry"]["coordinates"], (0.5, 0.5)));
        });
        take(&desk, &gone).await;
        agrees(&desk, "gone").await;
    });
}

#[test]
fn other_lines_and_another_day_are_not_answered_from_the_last_review() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.open_demo(silent()).await.unwrap();
        desk.review(silent()).await.unwrap();
        let choice = PolicyChoice { packs: Vec::new(), as_of: "2022-08-01".into(), near_m: Some(3000) };
        desk.choose_policy(choice).await.unwrap();
        agrees(&desk, "day").await;
        desk.remove_layer("basic_farmland").await.unwrap();
        agrees(&desk, "without farmland").await;
        take(&desk, &demo_file("basic_farmland.geojson")).await;
        agrees(&desk, "with farmland").await;
    });
}

/// Hears what is told of the first town, and how far the job was then.
#[derive(Default)]
struct Listener(Mutex<(Vec<Text>, Option<Step>)>);

impl Watch for Listener {
    fn progress(&self, step: Step) {
        self.0.lock().unwrap().1 = Some(step);
    }

    fn first(&self, said: &Text) {
        let mut heard = self.0.lock().unwrap();
        assert!(matches!(heard.1, Some(Step::Fetch { done: 0, .. })), "{:?}", heard.1);
        heard.0.push(said.clone());
    }

    fn cancelled(&self) -> bool {
        false
    }
}

#[test]
fn the_first_town_is_told_before_the_others_are_fetched_with_the_areas_of_the_review() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        desk.open_demo(silent()).await.unwrap();
        let recent = desk.start().await.unwrap().recents.remove(0);
        desk.close_project().await.unwrap();
        desk.open_recent(&recent.id).await.unwrap();
        let listener = Arc::new(Listener::default());
        desk.review(listener.clone()).await.unwrap();
        let rows = results(&desk).await.remove("towns.csv").unwrap();
        let mut rows = csv::Reader::from_reader(&rows[..]);
        let columns = rows.headers().unwrap().clone();
        let row = rows.records().next().unwrap().unwrap();
        let of = |name: &str| &row[columns.iter().position(|column| column == name).unwrap()];
        let hectares = |name: &str| format!("{:.4}", of(name).parse::<f64>().unwrap() / 1e4);
        let expected = format!(
            "{}：红线 {}、基本农田 {}、边界外 {} 公顷",
            of("name"),
            hectares("eco_redline_m2"),
            hectares("basic_farmland_m2"),
            hectares("outside_urban_boundary_m2"),
        );
        let told =
            |listener: &Listener| listener.0.lock().unwrap().0.iter().map(|text| text.zh.clone()).collect::<Vec<_>>();
        assert_eq!(told(&listener), [expected]);
        // what changed since the last review is there at once
        desk.review(listener.clone()).await.unwrap();
        assert_eq!(told(&listener).len(), 1);
    });
}
