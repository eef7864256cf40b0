//! Judges characteristic towns against the three control lines: [`Dataset`] + [`Policy`] → [`Review`].
//!
//! 1. each town is read in its own plane and measured against every layer ([`survey`]);
//! 2. pairs of towns near each other are measured ([`neighbours`]);
//! 3. every clause that governs a town is judged by its rule ([`rules`]), and what lacks input is said.
//!
//! No IO, no async, no clock; equal input gives an equal [`Review`] whatever the number of threads.

mod chart;
pub mod clip;
pub mod conflict;
mod cut;
pub mod data;
mod dissolve;
mod edge_grid;
pub mod finding;
pub mod grade;
mod layers;
pub mod ledger;
mod lots;
pub mod measure;
pub mod nearby;
pub mod neighbours;
mod net;
pub mod overlay;
pub mod plane;
pub mod policy;
pub mod portfolio;
mod publish;
pub mod ring;
pub mod roster;
pub mod rules;
pub mod shape;
mod simple;
pub mod survey;
mod weave;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use data::{Dataset, LayerKind, Town};
use finding::{Fault, FourBounds, NO_CLAUSE, NeighbourRow, NotChecked, Review, TownRow, Verdict};
use layers::Layers;
use measure::SquareMillimetres;
use neighbours::Pair;
use policy::{ClauseId, Policy};
use roster::Roster;
use rules::{Case, Outcome};
use survey::Survey;

/// Judges every town of `data` by `policy`. Never fails: what could not be checked or measured is part of the answer.
///
/// Threads are those of the rayon pool it is called in.
#[must_use]
pub fn review(data: &Dataset, policy: &Policy) -> Review {
    review_watched(data, policy, &|_, _| true).unwrap_or_default()
}

/// As [`review`], telling `watch` how many towns are measured of how many; `watch` returns `false` to cancel.
///
/// Returns `None` when cancelled.
pub fn review_watched(
    data: &Dataset,
    policy: &Policy,
    watch: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Option<Review> {
    let layers = Layers::new(&data.layers);
    let done = AtomicUsize::new(0);
    let measured: Option<Vec<Result<Survey<'_>, Fault>>> = data
        .towns
        .par_iter()
        .map(|town| {
            if !watch(done.load(Ordering::Relaxed), data.towns.len()) {
                return None;
            }
            let survey = guarded(|| Survey::of(town, &layers, policy));
            done.fetch_add(1, Ordering::Relaxed);
            Some(survey.map_err(|what| Fault { subject: town.feature.id.clone(), rule: "survey".to_owned(), what }))
        })
        .collect();
    let mut review = Review::default();
    let mut surveys = Vec::new();
    let mut unmeasured = Vec::new();
    for (town, result) in data.towns.iter().zip(measured?) {
        match result {
            Ok(survey) => surveys.push(survey),
            Err(fault) => {
                review.faults.push(fault);
                unmeasured.push(town);
            }
        }
    }
    let pairs = neighbours::pairs(&surveys, policy.reach());
    let roster = data.ledger.as_ref().map(|ledger| Roster::new(ledger, &surveys, &layers));
    let judged: Option<Vec<Judged>> = (0..surveys.len())
        .into_par_iter()
        .map(|position| {
            watch(data.towns.len(), data.towns.len()).then(|| {
                judge(&Case {
                    position,
                    surveys: &surveys,
                    pairs: &pairs,
                    policy,
                    layers: &layers,
                    doubtful: &data.doubtful,
                    roster: roster.as_ref(),
                })
            })
        })
        .collect();
    for (survey, judged) in surveys.iter().zip(judged?) {
        review.towns.push(town_row(survey, judged.verdict));
        review.overlaps.extend(survey.overlaps.iter().cloned());
        review.findings.extend(judged.findings);
        review.not_checked.extend(judged.not_checked);
        review.faults.extend(judged.faults);
    }
    review.towns.extend(unmeasured.into_iter().map(unmeasured_row));
    review.neighbours = neighbour_rows(&surveys, &pairs, policy);
    sort(&mut review);
    Some(review)
}

struct Judged {
    verdict: Verdict,
    findings: Vec<finding::Finding>,
    not_checked: BTreeSet<NotChecked>,
    faults: Vec<Fault>,
}

/// Applies every governing clause to one town.
fn judge(case: &Case<'_>) -> Judged {
    let survey = case.survey();
    let mut judged =
        Judged { verdict: Verdict::Pass, findings: Vec::new(), not_checked: BTreeSet::new(), faults: Vec::new() };
    let absent = |kind: &LayerKind| match kind {
        LayerKind::Ledger => case.roster.is_none(),
        kind => !case.layers.has(*kind),
    };
    let mut unjudged: BTreeSet<LayerKind> = LayerKind::CONTROL_LINES.into_iter().collect();
    for governing in case.policy.governing(&survey.town.traits) {
        if let [kind] = governing.needs() {
            unjudged.remove(kind);
        }
        let missing: Vec<LayerKind> = governing.needs().iter().copied().filter(absent).collect();
        if !missing.is_empty() && !missing.iter().any(|kind| kind.is_control_line()) {
            continue; // optional: told once in the checklist, not of every town
        }
        if !missing.is_empty() {
            judged.not_checked.insert(not_checked(Some(&governing.clause.id), governing.rule.id, missing));
            continue;
        }
        let mut outcomes: Vec<Outcome> = Vec::new();
        let run = catch_unwind(AssertUnwindSafe(|| governing.check.check(case, &governing, &mut outcomes)));
        if let Err(panic) = run {
            let (subject, rule) = (survey.town.feature.id.clone(), governing.rule.id.to_owned());
            judged.faults.push(Fault { subject, rule, what: panic_text(&*panic) });
            continue;
        }
        if let [kind] = governing.needs()
            && let Some(unread) = case.doubtful.get(kind)
        {
            outcomes.iter_mut().for_each(|outcome| outcome.doubt(&governing, *unread));
        }
        judged.findings.extend(outcomes.into_iter().map(|outcome| outcome.into_finding(&governing, survey)));
    }
    // a control line that no clause in force judges must not look like a pass either
    for kind in unjudged {
        let rule = if absent(&kind) { "" } else { NO_CLAUSE };
        judged.not_checked.insert(not_checked(None, rule, vec![kind]));
    }
    let own_faults = survey.faults.iter().map(|what| Fault {
        subject: survey.town.feature.id.clone(),
        rule: "survey".to_owned(),
        what: what.clone(),
    });
    judged.faults.extend(own_faults);
    let line_missing =
        LayerKind::CONTROL_LINES.iter().any(absent) || judged.not_checked.iter().any(|n| n.clause.is_none());
    // what the ledger leaves open lowers nobody: it is optional, like the layers beside the three lines
    let told = judged.findings.iter().map(|f| f.verdict).filter(|verdict| *verdict != Verdict::NotChecked);
    let worst = told.max().unwrap_or(Verdict::Pass);
    judged.verdict = worst.max(if line_missing { Verdict::NotChecked } else { Verdict::Pass });
    if !judged.faults.is_empty() {
        judged.verdict = judged.verdict.max(Verdict::Verify);
    }
    judged
}

fn not_checked(clause: Option<&ClauseId>, rule: &str, missing: Vec<LayerKind>) -> NotChecked {
    NotChecked { clause: clause.cloned(), rule: rule.to_owned(), missing }
}

fn town_row(survey: &Survey<'_>, verdict: Verdict) -> TownRow {
    let line = |kind| survey.lines.get(&kind).map(|line| line.area);
    TownRow {
        id: survey.town.feature.id.clone(),
        name: survey.town.name.clone(),
        central_meridian: survey.ground.plane().central_meridian(),
        area: survey.area,
        planar_area: SquareMillimetres(survey.ground.planar_area_mm2()),
        eco_redline: line(LayerKind::EcoRedline),
        basic_farmland: line(LayerKind::BasicFarmland),
        outside_urban_boundary: line(LayerKind::UrbanBoundary),
        partition: survey.partition,
        four_bounds: survey.four_bounds(),
        verdict,
    }
}

/// A town whose measuring failed: no number of it can be used, so a person must look.
fn unmeasured_row(town: &Town) -> TownRow {
    TownRow {
        id: town.feature.id.clone(),
        name: town.name.clone(),
        central_meridian: 0,
        area: SquareMillimetres(0),
        planar_area: SquareMillimetres(0),
        eco_redline: None,
        basic_farmland: None,
        outside_urban_boundary: None,
        partition: None,
        four_bounds: FourBounds::default(),
        verdict: Verdict::Verify,
    }
}

fn neighbour_rows(surveys: &[Survey<'_>], pairs: &[Pair], policy: &Policy) -> Vec<NeighbourRow> {
    let id = |k: usize| surveys[k].town.feature.id.clone();
    let near = pairs.iter().filter(|pair| pair.distance < policy.near());
    near.map(|pair| NeighbourRow { town_a: id(pair.a), town_b: id(pair.b), distance: pair.distance }).collect()
}

fn sort(review: &mut Review) {
    review.towns.sort_by(|a, b| a.id.cmp(&b.id));
    review.overlaps.sort();
    review.neighbours.sort();
    review.findings.sort_by(|a, b| {
        let one = (&a.subject, a.rule, &a.clause, &a.against, &a.fingerprint);
        one.cmp(&(&b.subject, b.rule, &b.clause, &b.against, &b.fingerprint))
    });
    review.not_checked.sort();
    review.not_checked.dedup();
    review.faults.sort();
}

/// Runs `work`; a panic becomes its message.
fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(panic_text(&*panic)))
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a rule panicked".to_owned())
}
