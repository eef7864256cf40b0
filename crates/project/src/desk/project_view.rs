//! The open project at a glance.

use std::path::Path;

use sanxian_review::finding::Verdict;

use super::open::{Open, Seen, count};
use super::settings::today;
use super::{layers, life, stale};
use crate::lang::Text;
use crate::store::decision::Change;
use crate::store::project::ChosenPolicy;
use crate::view::{PolicyChoice, ProjectView, ReviewStateView, VerdictCounts};
use crate::words;

/// What the window shows of the project.
pub(super) fn of(open: &Open, baselines: &Path) -> ProjectView {
    let seen = open.seen();
    let glance = &seen.glance;
    let layers = layers::of(&seen, baselines);
    let whole = layers
        .iter()
        .filter_map(|layer| layer.extent)
        .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    // where the towns are matters; a line of the whole province would make them a dot
    let towns = layers.iter().find(|layer| layer.id == "towns").and_then(|layer| layer.extent);
    let policy = glance.project.as_ref().map(|project| project.policy.clone()).unwrap_or_default();
    ProjectView {
        name: life::name_of(open.path()),
        folder: open.folder().display().to_string(),
        read_only: open.read_only.clone(),
        sample: glance.project.as_ref().is_some_and(|project| project.sample),
        revision: seen.revision,
        layers,
        extent: towns.or(whole),
        towns: count(glance.towns.len()),
        ledger: seen.ledger.as_ref().map(|ledger| ledger.source.file.clone()),
        problem_count: count(super::towns::problems_of(&seen, baselines).len()),
        policy: policy_view(&policy),
        review: review_state(&seen),
        undo: seen.steps.undo().map(|change| step(&seen, change)),
        redo: seen.steps.redo().map(|change| step(&seen, change)),
    }
}

/// The choice for the next review, with today for a day that was not chosen.
pub(super) fn policy_view(policy: &ChosenPolicy) -> PolicyChoice {
    PolicyChoice {
        packs: policy.packs.clone(),
        as_of: policy.as_of.clone().unwrap_or_else(today),
        near_m: policy.near_m,
    }
}

fn review_state(seen: &Seen) -> Option<ReviewStateView> {
    let reviewed = seen.glance.reviewed.as_ref()?;
    let ids = reviewed.run.packs.as_array().into_iter().flatten();
    let ids = ids.filter_map(|pack| pack.get("pack")?.get("id")?.as_str().map(str::to_owned));
    Some(ReviewStateView {
        as_of: reviewed.run.as_of.clone(),
        packs: ids.collect(),
        towns: counts(&seen.standing.towns),
        findings: counts(&seen.standing.effective),
        decided: count(seen.standing.decided.iter().flatten().count()),
        stale: stale::reasons(seen),
    })
}

fn counts(verdicts: &[Verdict]) -> VerdictCounts {
    let mut counts = VerdictCounts::default();
    for verdict in verdicts {
        *match verdict {
            Verdict::Pass => &mut counts.pass,
            Verdict::NotChecked => &mut counts.not_checked,
            Verdict::Justify => &mut counts.justify,
            Verdict::Verify => &mut counts.verify,
            Verdict::Breach => &mut counts.breach,
        } += 1;
    }
    counts
}

/// What a change did, in a few words.
fn step(seen: &Seen, change: &Change) -> Text {
    words::decided(change, &super::decide::about(seen, &change.finding))
}
