//! The last review as it was made, so that the next one looks only at what changed.
//!
//! A review that starts from it gives what a review of everything gives: it is used only while policy, lines and doubts
//! are the same, and forgotten otherwise.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use sanxian_review::Kept;
use sanxian_review::data::{Bounds, Dataset, Feature, FeatureId, LayerKind, Town};
use sanxian_review::policy::{Policy, Repair};

use super::lines::open_referred;
use crate::baseline::{Baseline, BaselineInfo, padded_box};
use crate::import::near::Near;
use crate::problem::Problem;
use crate::rings::ring_problems;
use crate::run::{Gathered, Held, RunError, Terms, first_town, threads_of};
use crate::run_info::RunInfo;
use crate::store::Recorded;
use crate::store::project::BaselineRef;
use crate::view::Failure;
use crate::watch::{Step, Watch};
use crate::words;

/// What is kept between two reviews; larger layers are read again. 40 million vertices are 240 to 640 MB.
const MOST_VERTICES: usize = 40_000_000;

/// A review with all that it was made of.
pub(super) struct KeptReview {
    run: RunInfo,
    /// As the review took them, joined to the ledger.
    towns: Vec<Town>,
    lines: Vec<Line>,
    doubtful: BTreeMap<LayerKind, u32>,
    kept: Kept,
}

/// A baseline's features near the towns, in its order.
struct Line {
    stamp: Stamp,
    features: Vec<(Bounds, Feature)>,
    /// Defects of their rings.
    rings: Vec<Problem>,
}

/// By what a baseline is known again: what it says of itself, and when its file was written.
#[derive(PartialEq)]
struct Stamp {
    info: BaselineInfo,
    written: Option<SystemTime>,
}

impl Stamp {
    fn of(baseline: &Baseline) -> Self {
        let info = baseline.info().clone();
        let written = fs::metadata(&info.path).and_then(|file| file.modified()).ok();
        Self { info, written }
    }
}

/// Towns that are not as they were, by what lay near them and what lies near them now.
struct Changed {
    /// Boxes of now, padded already.
    near: Vec<Bounds>,
    /// Boxes of before, padded already.
    left: Vec<Bounds>,
}

/// Reviews `gathered` (towns and ledger) on the lines `refs`; of what is in `before` only what changed.
///
/// # Errors
/// A line that is gone or another one, a cancel.
pub(super) fn review(
    mut gathered: Gathered,
    terms: &Terms,
    refs: &[BaselineRef],
    folder: &Path,
    before: Option<&KeptReview>,
    watch: &dyn Watch,
) -> Result<(Recorded, Option<KeptReview>), Failure> {
    let policy = terms.bind(gathered.towns.iter().map(|town| &town.traits))?;
    gathered.decide_repairs(policy.repair());
    let run = terms.run_info(&policy);
    let near = Gathered::near_of(&gathered.towns, &policy);
    let before = before.filter(|before| before.run == run && before.lines.len() == refs.len());
    let changed = before.map(|before| Changed::since(before, &gathered.towns, &policy));
    let opened: Vec<Baseline> = refs.iter().map(|one| open_referred(one, folder)).collect::<Result<_, _>>()?;
    if changed.is_none() {
        watch.progress(Step::Fetch { done: 0, total: opened.len() });
        if gathered.towns.len() > 1
            && let Some(row) = first_town(&gathered.towns, &opened, &policy, &|| !watch.cancelled())?
        {
            watch.first(&words::first_town(&row));
        }
    }
    let mut lines = Vec::new();
    let mut same = true;
    for (k, baseline) in opened.iter().enumerate() {
        if watch.cancelled() {
            return Err(Failure::cancelled());
        }
        watch.progress(Step::Fetch { done: k, total: opened.len() });
        let stamp = Stamp::of(baseline);
        let known = before.map(|before| &before.lines[k]).filter(|line| line.stamp == stamp);
        same &= known.is_some();
        let line = match known.zip(changed.as_ref()) {
            Some((line, changed)) => line.after(baseline, stamp, changed, &near, policy.repair())?,
            None => Line::of(baseline, stamp, &near, policy.repair())?,
        };
        let features = line.features.iter().map(|(_, feature)| feature.clone()).collect();
        gathered.add_known(baseline.told(features, &near)?, line.rings.clone());
        lines.push(line);
    }
    let Held { data, sources, problems } = gathered.held()?;
    let before = before.filter(|before| same && before.doubtful == data.doubtful);
    let look = |done, total| {
        watch.progress(Step::Review { done, total });
        !watch.cancelled()
    };
    let kept = threads_of(0)?.install(|| match before.zip(changed.as_ref()) {
        Some((before, changed)) if !before.kept.wants_all_layers(&data) => {
            before.kept.again(&near_the_changed(&data, &lines, changed), &policy, &look)
        }
        _ => Kept::of(&data, &policy, &look),
    });
    let kept = kept.ok_or(RunError::Cancelled)?;
    let review = kept.review();
    let Dataset { towns, layers, ledger, doubtful } = data;
    let vertices: usize = lines.iter().map(Line::vertices).sum();
    let keep = (vertices <= MOST_VERTICES).then(|| KeptReview {
        run: run.clone(),
        towns: towns.clone(),
        lines,
        doubtful,
        kept,
    });
    let recorded = Recorded { run, sources, problems, towns, layers, ledger, review, decisions: Vec::new() };
    Ok((recorded, keep))
}

/// The data of a review again: all towns, and of the lines what the changed towns may touch.
fn near_the_changed(data: &Dataset, lines: &[Line], changed: &Changed) -> Dataset {
    let mut layers: BTreeMap<LayerKind, Vec<Feature>> = data.layers.keys().map(|kind| (*kind, Vec::new())).collect();
    let near = Near::new(Some(&changed.near));
    for line in lines {
        let touched = line.features.iter().filter(|(bounds, _)| near.touches(bounds));
        layers.entry(line.stamp.info.role).or_default().extend(touched.map(|(_, feature)| feature.clone()));
    }
    Dataset { towns: data.towns.clone(), layers, doubtful: data.doubtful.clone(), ledger: data.ledger.clone() }
}

impl Changed {
    fn since(before: &KeptReview, towns: &[Town], policy: &Policy) -> Self {
        let differing = |from: &[Town], to: &[Town]| -> Vec<Town> {
            let known: BTreeMap<&FeatureId, &Town> = to.iter().map(|town| (&town.feature.id, town)).collect();
            from.iter().filter(|town| known.get(&town.feature.id) != Some(town)).cloned().collect()
        };
        let (now, then) = (differing(towns, &before.towns), differing(&before.towns, towns));
        let (near, left) = (Gathered::near_of(&now, policy), Gathered::near_of(&then, policy));
        Self { near, left }
    }
}

impl Line {
    /// All that lies near the towns.
    fn of(baseline: &Baseline, stamp: Stamp, near: &[Bounds], limits: &Repair) -> Result<Self, Failure> {
        let told = baseline.told(baseline.near(near)?, near)?;
        let rings = ring_problems(&told, Some(limits));
        Ok(Self { stamp, features: boxed(told.features), rings })
    }

    /// The same after towns changed: what lay near them alone goes, what lies near them comes.
    fn after(
        &self,
        baseline: &Baseline,
        stamp: Stamp,
        changed: &Changed,
        near: &[Bounds],
        limits: &Repair,
    ) -> Result<Self, Failure> {
        let (left, all) = (Near::new(Some(&changed.left)), Near::new(Some(near)));
        let stays = |(bounds, _): &&(Bounds, Feature)| !left.touches(bounds) || all.touches(bounds);
        let mut features: Vec<(Bounds, Feature)> = self.features.iter().filter(stays).cloned().collect();
        let mut rings = self.rings.clone();
        if features.len() < self.features.len() {
            rings.retain(|problem| problem.position.is_some_and(|position| has(&features, position)));
        }
        let mut come = baseline.near(&changed.near)?;
        come.retain(|feature| !has(&features, feature.position));
        if !come.is_empty() {
            let told = baseline.told(come, near)?;
            rings.extend(ring_problems(&told, Some(limits)));
            features.extend(boxed(told.features));
            features.sort_by_key(|(_, feature)| feature.position);
            rings.sort_by_key(|problem| problem.position);
        }
        Ok(Self { stamp, features, rings })
    }

    fn vertices(&self) -> usize {
        self.features.iter().map(|(_, feature)| feature.shape.vertex_count()).sum()
    }
}

/// Whether the feature at this position of its file is there; positions rise.
fn has(features: &[(Bounds, Feature)], position: u64) -> bool {
    features.binary_search_by_key(&position, |(_, feature)| feature.position).is_ok()
}

/// With the boxes by which a baseline decides what is near.
fn boxed(features: Vec<Feature>) -> Vec<(Bounds, Feature)> {
    features.into_iter().filter_map(|feature| Some((padded_box(&feature.shape)?, feature))).collect()
}

/// Where the last review is kept.
pub(super) type Shelf = Mutex<Option<Arc<KeptReview>>>;
