//! A desk in a folder of its own, and somebody who looks on.

#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sanxian_project::desk::{Desk, Onlooker, Places};
use sanxian_project::run::Submission;
use sanxian_project::view::{
    CardChoices, CardView, DecisionKind, DecisionView, ExemptionView, FindingQuery, FindingRowView,
};
use sanxian_project::watch::{Silent, Step, Watch};
use sanxian_project::worker::{Limits, Supervisor};
use sanxian_review::data::LayerKind;

/// The example `inspect`, which cargo builds beside the tests.
pub fn supervisor() -> Supervisor {
    let program = std::env::current_exe().unwrap();
    let program = program.parent().and_then(Path::parent).unwrap().join("examples/inspect");
    let program = program.with_extension(std::env::consts::EXE_EXTENSION);
    assert!(program.exists(), "{} is not built: run the tests of the whole package", program.display());
    Supervisor { program, limits: Limits::default() }
}

/// A desk whose things lie in `folder`.
pub fn desk(folder: &Path) -> Arc<Desk> {
    Desk::new(Places::under(folder), supervisor()).unwrap()
}

pub fn silent() -> Onlooker {
    Arc::new(Silent)
}

/// The demo's files as they lie in the repository.
pub fn demo_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo").join(name)
}

/// Files to be reviewed as on 1 August 2026, by the packs that the towns' codes choose.
pub fn submission(towns: PathBuf, layers: impl IntoIterator<Item = (LayerKind, PathBuf)>) -> Submission {
    Submission {
        towns,
        layers: layers.into_iter().collect(),
        ledger: None,
        packs: Vec::new(),
        assume: Vec::new(),
        near: None,
        datum_shift: None,
        accept_repairs: false,
        as_of: "2026-08-01".parse().unwrap(),
    }
}

/// Every file below a folder, with its bytes.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                open.push(entry);
            } else {
                found.insert(entry.clone(), std::fs::read(&entry).unwrap());
            }
        }
    }
    found
}

/// Runs a test as the window runs the desk: on a runtime with several threads.
pub fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(work)
}

/// All findings in the order of the review's verdicts.
pub async fn findings(desk: &Desk) -> Vec<FindingRowView> {
    desk.findings(FindingQuery::default(), 0, 1000).await.unwrap().rows
}

/// The cards with a year for every control line that has none.
pub async fn dated(desk: &Desk, cards: Vec<CardView>) -> Vec<CardView> {
    let mut dated = Vec::new();
    for card in cards {
        let line = card.choices.role.is_some_and(|role| LayerKind::CONTROL_LINES.contains(&role.into()));
        if card.failure.is_some() || !line || card.choices.data_year.is_some() {
            dated.push(card);
            continue;
        }
        let choices = CardChoices { data_year: Some(2024), ..card.choices.clone() };
        dated.push(desk.change_card(&card.id, choices, silent()).await.unwrap());
    }
    dated
}

/// An exemption that is complete.
pub fn exemption() -> DecisionView {
    DecisionView {
        kind: DecisionKind::Exempt,
        comment: "已核对批文".into(),
        reviewer: "张三".into(),
        exemption: Some(ExemptionView {
            activity: "线性基础设施".into(),
            document: "浙自然资〔2025〕1号".into(),
            date: "2025-03-01".into(),
        }),
        at: String::new(),
        outdated: false,
    }
}

/// Any other decision.
pub fn decision(kind: DecisionKind, comment: &str) -> DecisionView {
    DecisionView { kind, comment: comment.into(), exemption: None, ..exemption() }
}

/// Cancels at the `n`-th word of progress that `counts`.
pub struct Impatient {
    left: AtomicUsize,
    counts: fn(Step) -> bool,
}

impl Impatient {
    pub fn after(n: usize, counts: fn(Step) -> bool) -> Onlooker {
        Arc::new(Self { left: AtomicUsize::new(n), counts })
    }
}

impl Watch for Impatient {
    fn progress(&self, step: Step) {
        if (self.counts)(step) {
            let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some(left.saturating_sub(1)));
        }
    }

    fn cancelled(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }
}
