//! What the page shows in a browser without the application is what the desk answers about the demo county.
//!
//! `BLESS=1 cargo test -p sanxian-project --test recording` records it again after a change; then read the diff.

mod support;

use std::path::{Path, PathBuf};

use sanxian_project::desk::Desk;
use sanxian_project::view::*;
use serde_json::{Map, Value, json};
use support::*;

/// A day that does not pass.
const DAY: &str = "2026-08-01";
/// The one town of the county without a row in its ledger.
const ADDED: &str = "SL16";

fn recorded(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/host/demo").join(format!("{name}.json"))
}

/// Compares with what is recorded, or records it.
fn hold(name: &str, value: &Value) {
    let (path, text) = (recorded(name), format!("{value:#}\n"));
    if std::env::var_os("BLESS").is_some_and(|set| set != "0") {
        std::fs::write(&path, text).unwrap();
        return;
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = known.lines().zip(text.lines()).position(|(a, b)| a != b).unwrap_or_else(|| known.lines().count());
    assert!(known == text, "{} differs from line {} on: BLESS=1 records it again", path.display(), differs + 1);
}

/// The demo as the page opens it: reviewed on a day of its own, lying where nobody's folder is told.
async fn opened(folder: &Path) -> std::sync::Arc<Desk> {
    let desk = desk(folder);
    desk.open_demo(silent()).await.unwrap();
    let policy = PolicyChoice { packs: Vec::new(), as_of: DAY.into(), near_m: None };
    desk.choose_policy(policy).await.unwrap();
    desk.review(silent()).await.unwrap();
    desk
}

fn value(view: &impl serde::Serialize) -> Value {
    serde_json::to_value(view).unwrap()
}

async fn project(desk: &Desk) -> Value {
    let mut view = desk.project().await.unwrap().unwrap();
    view.folder = "~/.local/share/org.sanxian.desktop/projects".to_owned();
    value(&view)
}

async fn county(desk: &Desk) -> Value {
    let (mut towns, mut findings, mut compliance) = (Vec::new(), Vec::new(), Map::new());
    for row in desk.towns().await.unwrap() {
        let mut town = desk.town(&row.id).await.unwrap();
        town.findings.clear(); // put in from the findings, as decisions change them
        towns.push(town);
        let code = desk.compliance(&row.id).await.unwrap();
        compliance.insert(row.id, value(&code));
    }
    for row in support::findings(desk).await {
        findings.push(desk.finding(&row.id).await.unwrap());
    }
    json!({
        "software": desk.start().await.unwrap().software,
        "project": project(desk).await,
        "towns": towns,
        "findings": findings,
        "packs": desk.packs().await.unwrap(),
        "planes": desk.planes().await.unwrap(),
        "problems": desk.problems(0, 1000).await.unwrap(),
        "baselines": desk.baselines().await.unwrap(),
        "compliance": compliance,
        "portfolio": desk.portfolio(None).await.unwrap(),
    })
}

/// The ground of the findings, for the map of the page.
async fn shapes(desk: &Desk) -> Value {
    let choice = ExportChoice { formats: vec!["geojson".to_owned()], folder: None };
    let written = desk.export(choice, silent()).await.unwrap();
    let text = std::fs::read_to_string(Path::new(&written.folder.path).join("findings.geojson")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let features: Vec<Value> = all["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|feature| {
            let own = &feature["properties"];
            json!({
                "type": "Feature",
                "properties": {
                    "id": own["finding_id"], "verdict": own["severity"], "rule": own["rule"], "town": own["town_id"],
                },
                "geometry": feature["geometry"],
            })
        })
        .collect();
    assert!(features.len() > 10);
    json!({ "type": "FeatureCollection", "features": features })
}

/// The county's ledger: its card, and what it makes of the portfolio.
async fn ledger(desk: &Desk) -> Value {
    let cards = desk.receive(&[demo_file("ledger.csv")], silent()).await.unwrap();
    let card = CardView { id: "card-ledger".into(), ..cards[0].clone() };
    desk.confirm_cards(std::slice::from_ref(&cards[0].id), silent()).await.unwrap();
    let wish = WhatIf { town: Some(ADDED.into()), ..WhatIf::default() };
    let mut towns = Map::new();
    for row in desk.towns().await.unwrap() {
        towns.insert(row.id.clone(), value(&desk.town(&row.id).await.unwrap().ledger));
    }
    json!({
        "card": card,
        "ledger": desk.ledger().await.unwrap(),
        "towns": towns,
        "portfolio": desk.portfolio(None).await.unwrap(),
        "whatIf": desk.portfolio(Some(wish)).await.unwrap(),
    })
}

#[test]
fn the_recorded_county_is_what_the_desk_answers() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = opened(folder.path()).await;
        hold("county", &county(&desk).await);
        hold("shapes", &shapes(&desk).await);
        hold("ledger", &ledger(&desk).await);
    });
}

/// Files that no demo holds are told by hand, in the form that the desk would use.
#[test]
fn the_recorded_cards_have_the_form_of_cards() {
    let text = std::fs::read_to_string(recorded("cards")).unwrap();
    let cards: Vec<CardView> = serde_json::from_str(&text).expect("cards");
    hold("cards", &value(&cards));
}
