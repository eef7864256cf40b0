//! A review that is kept, so that a town that changes is reviewed alone: its survey, its pairs, and what the rules say of
//! it and of the towns whose answers depend on it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::cancel::{self, Watched};
use crate::data::{Dataset, FeatureId, LayerKind, Town};
use crate::finding::{Fault, FourBounds, NeighbourRow, Review, Subject, TownRow, Verdict};
use crate::ground::side_by_side;
use crate::guarded;
use crate::judge::{Judged, judge};
use crate::layers::Layers;
use crate::ledger::Ledger;
use crate::measure::{Millimetres, SquareMillimetres};
use crate::neighbours::{Pair, Pairs, pairs_of};
use crate::places::{PlacesJudged, judge_places};
use crate::policy::Policy;
use crate::roster::{Places, Roster};
use crate::rules::{Case, Looks};
use crate::survey::Survey;

/// All that was measured and judged, by town.
pub struct Kept {
    /// By id.
    towns: Vec<KeptTown>,
    /// Faults of the towns that could not be measured.
    unmeasured: Vec<(Town, Fault)>,
    pairs: Pairs,
    near: Millimetres,
    ledger: Option<Ledger>,
    /// Where towns of the ledger lie.
    places: BTreeMap<FeatureId, Places>,
    /// What is said of the places that they count for.
    of_places: PlacesJudged,
}

struct KeptTown {
    survey: Arc<Survey>,
    judged: Arc<Judged>,
}

impl Kept {
    /// Reviews every town; see [`review_watched`](crate::review_watched).
    pub fn of(data: &Dataset, policy: &Policy, watch: &(dyn Fn(usize, usize) -> bool + Sync)) -> Option<Self> {
        cancel::watched(watch, |watched| Self::build(None, data, policy, watched))
    }

    /// Reviews what differs from `self` after towns changed, came or went. Equal to [`of`](Self::of) on all the data.
    ///
    /// `data` has all towns and the whole ledger; of its layers only what lies near the towns that changed is looked at,
    /// so only that need be there (a layer that was given must be, even without a feature), unless
    /// [`wants_all_layers`](Self::wants_all_layers). Policy, layers and what is doubtful of them must be those that
    /// `self` was made with.
    pub fn again(
        &self,
        data: &Dataset,
        policy: &Policy,
        watch: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Option<Self> {
        cancel::watched(watch, |watched| Self::build(Some(self), data, policy, watched))
    }

    fn build(before: Option<&Self>, data: &Dataset, policy: &Policy, watched: &Watched<'_>) -> Option<Self> {
        let layers = Layers::new(&data.layers);
        let done = AtomicUsize::new(0);
        let total = data.towns.len();
        let old: BTreeMap<&FeatureId, usize> = before.map(Self::positions).unwrap_or_default();
        let measure = |town: &Town| {
            let known = old.get(&town.feature.id).and_then(|k| before.map(|before| &before.towns[*k]));
            if let Some(known) = known.filter(|known| known.survey.town == *town) {
                done.fetch_add(1, Ordering::Relaxed);
                return Some((Ok(known.survey.clone()), true));
            }
            let failed = before.iter().flat_map(|before| &before.unmeasured).find(|(failed, _)| failed == town);
            if let Some((_, fault)) = failed {
                return Some((Err(fault.clone()), true));
            }
            if !watched.goes_on(done.load(Ordering::Relaxed), total) {
                return None;
            }
            let survey = watched.with(|| guarded(|| Survey::of(town, &layers, policy)))?;
            done.fetch_add(1, Ordering::Relaxed);
            let subject = Subject::Town(town.feature.id.clone());
            let fault = |what| Fault { subject, rule: "survey".to_owned(), what };
            Some((survey.map(Arc::new).map_err(fault), false))
        };
        let boxes: Vec<_> = data.towns.iter().map(|town| town.feature.shape.bounds()).collect();
        let order = side_by_side(&boxes);
        let measured: Option<Vec<_>> = order.into_par_iter().map(|k| Some((k, measure(&data.towns[k])?))).collect();
        let mut measured = measured?;
        measured.sort_by_key(|(k, _)| *k);
        let (mut surveys, mut same, mut unmeasured) = (Vec::new(), Vec::new(), Vec::new());
        for (town, (_, (survey, known))) in data.towns.iter().zip(measured) {
            match survey {
                Ok(survey) => {
                    surveys.push(survey);
                    same.push(known);
                }
                Err(fault) => unmeasured.push((town.clone(), fault)),
            }
        }
        let pairs = pairs(before, &surveys, &same, policy.reach());
        let affected = affected(before, &surveys, &same, &pairs, policy.reach());
        let known_places = |id: &FeatureId| before.and_then(|before| before.places.get(id)).cloned();
        let at = |k: usize| same[k].then(|| known_places(&surveys[k].town.feature.id)).flatten();
        let roster =
            data.ledger.as_ref().map(|ledger| Roster::with_places(ledger, policy.as_of(), &surveys, &layers, at));
        let ledger_same = before.is_some_and(|before| before.ledger == data.ledger);
        let verdict = |position: usize| {
            let known = old.get(&surveys[position].town.feature.id).filter(|_| same[position] && ledger_same);
            let known = known.and_then(|k| before.map(|before| &before.towns[*k].judged));
            let again = if affected.contains(&position) { Looks::Around } else { Looks::Everywhere };
            if let Some(known) = known.filter(|_| again == Looks::Everywhere && roster.is_none()) {
                return Some(known.clone());
            }
            let case = Case {
                position,
                surveys: &surveys,
                pairs: &pairs,
                policy,
                layers: &layers,
                doubtful: &data.doubtful,
                roster: roster.as_ref(),
            };
            let judged = || judge(&case, known.map(|known| (&**known, again)));
            watched.goes_on(total, total).then(|| watched.with(judged)).flatten().map(Arc::new)
        };
        let judged: Option<Vec<Arc<Judged>>> = (0..surveys.len()).into_par_iter().map(verdict).collect();
        let judged = judged.filter(|_| watched.goes_on(total, total))?;
        let of_places = roster.as_ref().map(|roster| judge_places(roster, policy)).unwrap_or_default();
        let places = roster.map(Roster::into_places).unwrap_or_default();
        let towns = surveys.into_iter().zip(judged).map(|(survey, judged)| KeptTown { survey, judged });
        let (towns, near, ledger) = (towns.collect(), policy.near(), data.ledger.clone());
        Some(Self { towns, unmeasured, pairs, near, ledger, places, of_places })
    }

    /// Whether every town has to be judged again, with the layers near it: when the ledger says something else, also of
    /// which towns it has boundaries.
    #[must_use]
    pub fn wants_all_layers(&self, data: &Dataset) -> bool {
        self.ledger != data.ledger
    }

    fn positions(&self) -> BTreeMap<&FeatureId, usize> {
        (0..).zip(&self.towns).map(|(k, town)| (&town.survey.town.feature.id, k)).collect()
    }

    /// The towns of which anything is said otherwise than in `before`, and those that were not in it.
    #[must_use]
    pub fn differing(&self, before: &Self) -> BTreeSet<FeatureId> {
        let old = before.positions();
        let is_same = |town: &KeptTown| {
            old.get(&town.survey.town.feature.id).is_some_and(|k| {
                let then = &before.towns[*k];
                Arc::ptr_eq(&then.survey, &town.survey) && Arc::ptr_eq(&then.judged, &town.judged)
            })
        };
        let towns = self.towns.iter().filter(|town| !is_same(town)).map(|town| &town.survey.town);
        towns.chain(self.unmeasured.iter().map(|(town, _)| town)).map(|town| town.feature.id.clone()).collect()
    }

    /// Everything, in the order of every list.
    #[must_use]
    pub fn review(&self) -> Review {
        let mut review = self.review_where(|_| true);
        review.findings.extend(self.of_places.findings.iter().cloned());
        review.faults.extend(self.of_places.faults.iter().cloned());
        sort(&mut review);
        review
    }

    /// As [`review`](Self::review), when nothing is kept: rows are handed over instead of copied.
    pub(crate) fn into_review(mut self) -> Review {
        let own = self.towns.iter_mut().filter_map(|town| Arc::get_mut(&mut town.survey));
        let overlaps: Vec<_> = own.map(|survey| std::mem::take(&mut survey.overlaps)).collect();
        let mut review = self.review();
        review.overlaps.reserve_exact(overlaps.iter().map(Vec::len).sum());
        review.overlaps.extend(overlaps.into_iter().flatten());
        review.overlaps.sort_unstable(); // without room for half of them
        review
    }

    /// What is said of some towns, the pairs that they belong to included; of places nothing.
    #[must_use]
    pub fn review_of(&self, towns: &BTreeSet<FeatureId>) -> Review {
        self.review_where(|id| towns.contains(id))
    }

    fn review_where(&self, wanted: impl Fn(&FeatureId) -> bool) -> Review {
        let mut review = Review::default();
        for KeptTown { survey, judged } in self.towns.iter().filter(|town| wanted(&town.survey.town.feature.id)) {
            review.towns.push(town_row(survey, judged.verdict));
            review.overlaps.extend(survey.overlaps.iter().cloned());
            review.faults.extend(judged.faults.iter().cloned());
            review.not_checked.extend(judged.unjudged.iter().cloned());
            for answer in &judged.answers {
                review.findings.extend(answer.findings.iter().cloned());
                review.not_checked.extend(answer.not_checked.clone());
                review.faults.extend(answer.fault.clone());
            }
        }
        for (town, fault) in self.unmeasured.iter().filter(|(town, _)| wanted(&town.feature.id)) {
            review.towns.push(unmeasured_row(town));
            review.faults.push(fault.clone());
        }
        let id = |k: usize| &self.towns[k].survey.town.feature.id;
        let near =
            self.pairs.iter().filter(|pair| pair.distance < self.near && (wanted(id(pair.a)) || wanted(id(pair.b))));
        let row = |pair: &Arc<Pair>| NeighbourRow {
            town_a: id(pair.a).clone(),
            town_b: id(pair.b).clone(),
            distance: pair.distance,
        };
        review.neighbours = near.map(row).collect();
        sort(&mut review);
        review
    }
}

/// The pairs of before whose towns are the same, and those of the towns that are not.
fn pairs(before: Option<&Kept>, surveys: &[Arc<Survey>], same: &[bool], reach: Millimetres) -> Pairs {
    let mut all = pairs_of(surveys, reach, |a, b| !same[a] || !same[b]);
    let here: BTreeMap<&FeatureId, usize> = (0..).zip(surveys).map(|(k, s)| (&s.town.feature.id, k)).collect();
    for pair in before.iter().flat_map(|before| before.pairs.iter()) {
        let old = |k: usize| before.and_then(|before| here.get(&before.towns[k].survey.town.feature.id).copied());
        if let (Some(a), Some(b)) = (old(pair.a), old(pair.b))
            && same[a]
            && same[b]
        {
            let kept = (a, b) == (pair.a, pair.b);
            all.push(if kept { pair.clone() } else { Arc::new(Pair { a, b, ..Pair::clone(pair) }) });
        }
    }
    all.sort_by_key(|pair| (pair.a, pair.b));
    Pairs::new(all, surveys.len())
}

/// Towns that changed, and all that pairs connect with them, now or before.
fn affected(
    before: Option<&Kept>,
    surveys: &[Arc<Survey>],
    same: &[bool],
    pairs: &Pairs,
    reach: Millimetres,
) -> BTreeSet<usize> {
    let mut affected = pairs.connected((0..surveys.len()).filter(|k| !same[*k]).collect(), reach);
    let Some(before) = before else { return affected };
    let here: BTreeMap<&FeatureId, usize> = (0..).zip(surveys).map(|(k, s)| (&s.town.feature.id, k)).collect();
    let now = |k: usize| here.get(&before.towns[k].survey.town.feature.id).copied();
    let gone = (0..before.towns.len()).filter(|k| now(*k).is_none_or(|k| !same[k])).collect();
    affected.extend(before.pairs.connected(gone, reach).into_iter().filter_map(now));
    affected
}

fn town_row(survey: &Survey, verdict: Verdict) -> TownRow {
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

fn sort(review: &mut Review) {
    review.towns.sort_by(|a, b| a.id.cmp(&b.id));
    review.overlaps.sort_unstable();
    review.neighbours.sort();
    review.findings.sort_by(|a, b| {
        let one = (&a.subject, a.rule, &a.clause, &a.against, &a.fingerprint);
        one.cmp(&(&b.subject, b.rule, &b.clause, &b.against, &b.fingerprint))
    });
    review.not_checked.sort();
    review.not_checked.dedup();
    review.faults.sort();
}
