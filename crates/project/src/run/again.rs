//! The review after some towns were redrawn: only they, and the towns they are near to, are judged anew.
//!
//! A town's result rests on its own ground, on the layers near it, and on the towns that a chain of neighbours joins
//! it to (clauses on crowded towns look at whole clusters). So the towns of the chains that a changed town was or is
//! in are reviewed as if there were no others, and their rows take the place of the earlier ones.

use std::collections::{BTreeMap, BTreeSet};

use sanxian_review::data::{Bounds, Dataset, Feature, FeatureId, LayerKind, Town};
use sanxian_review::finding::Review;
use sanxian_review::policy::Policy;
use sanxian_review::review;

/// Judges again after the ground of `changed` towns changed, and nothing else. `towns` are all towns as they are now,
/// `doubtful` is as in the dataset of the earlier review; `near` gives, for boxes in degrees that are padded already,
/// every layer that was given with its features that touch one of them.
///
/// `None` when only a whole review can tell: another set of towns, a ledger (lists count all towns), a clause that
/// looks farther than neighbours are listed.
///
/// # Errors
/// Those of `near`.
pub fn review_again<E>(
    before: &Review,
    towns: &[Town],
    changed: &BTreeSet<FeatureId>,
    doubtful: &BTreeMap<LayerKind, u32>,
    policy: &Policy,
    near: impl FnOnce(&[Bounds]) -> Result<BTreeMap<LayerKind, Vec<Feature>>, E>,
) -> Result<Option<Review>, E> {
    let ids: BTreeSet<&FeatureId> = towns.iter().map(|town| &town.feature.id).collect();
    let same_towns = before.towns.len() == towns.len() && before.towns.iter().all(|row| ids.contains(&row.id));
    if !same_towns || !changed.iter().all(|id| ids.contains(id)) || policy.reach() > policy.near() {
        return Ok(None);
    }
    let anew = chains(before, towns, changed, policy);
    let group: Vec<Town> = towns.iter().filter(|town| anew.contains(&town.feature.id)).cloned().collect();
    let boxes = boxes(group.iter(), policy);
    let layers = near(&boxes)?;
    if layers.contains_key(&LayerKind::Ledger) {
        return Ok(None);
    }
    let data = Dataset { towns: group, layers, doubtful: doubtful.clone(), ledger: None };
    Ok(Some(joined(before, &anew, review(&data, policy))))
}

/// The boxes of towns whose features matter, CGCS2000 degrees, padded already.
pub(super) fn boxes<'a>(towns: impl Iterator<Item = &'a Town>, policy: &Policy) -> Vec<Bounds> {
    #[expect(clippy::cast_precision_loss, reason = "a distance of kilometres")]
    let margin_m = policy.margin().unwrap_or_default().0 as f64 / 1e3;
    let boxes = towns.filter_map(|town| town.feature.shape.bounds());
    boxes.map(|b| b.padded(margin_m).padded(0.0)).collect()
}

/// The changed towns and all that a chain of neighbours joined them to, or may join them to now.
fn chains(before: &Review, towns: &[Town], changed: &BTreeSet<FeatureId>, policy: &Policy) -> BTreeSet<FeatureId> {
    #[expect(clippy::cast_precision_loss, reason = "a distance of kilometres")]
    let reach_m = policy.reach().0 as f64 / 1e3;
    let now: Vec<Bounds> = towns
        .iter()
        .filter(|town| changed.contains(&town.feature.id))
        .filter_map(|town| Some(town.feature.shape.bounds()?.padded(reach_m * 1.01 + 10.0)))
        .collect();
    let touched = |town: &&Town| {
        let padded = town.feature.shape.bounds().map(|bounds| bounds.padded(0.0));
        padded.is_some_and(|bounds| now.iter().any(|near| near.touches(&bounds)))
    };
    let mut open: Vec<&FeatureId> = towns.iter().filter(touched).map(|town| &town.feature.id).collect();
    open.extend(changed);
    let mut next: BTreeMap<&FeatureId, Vec<&FeatureId>> = BTreeMap::new();
    for row in &before.neighbours {
        next.entry(&row.town_a).or_default().push(&row.town_b);
        next.entry(&row.town_b).or_default().push(&row.town_a);
    }
    let mut found = BTreeSet::new();
    while let Some(town) = open.pop() {
        if found.insert(town.clone()) {
            open.extend(next.get(town).into_iter().flatten());
        }
    }
    found
}

/// The earlier review with the rows of some towns taken from a later one, in the order of every review.
fn joined(before: &Review, anew: &BTreeSet<FeatureId>, later: Review) -> Review {
    let kept = |id: &FeatureId| !anew.contains(id);
    let mut review = later;
    review.towns.extend(before.towns.iter().filter(|row| kept(&row.id)).cloned());
    review.overlaps.extend(before.overlaps.iter().filter(|row| kept(&row.town)).cloned());
    review.neighbours.extend(before.neighbours.iter().filter(|row| kept(&row.town_a)).cloned());
    review.findings.extend(before.findings.iter().filter(|found| kept(&found.subject)).cloned());
    review.not_checked.extend(before.not_checked.iter().cloned());
    review.faults.extend(before.faults.iter().filter(|fault| kept(&fault.subject)).cloned());
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
    review
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use geo::{Coord, LineString, MultiPolygon, Polygon};
    use sanxian_review::data::{Attributes, Shape, TownTraits};

    use super::*;
    use crate::import::tests::Random;
    use crate::run::Terms;

    fn square(random: &mut Random, side: f64) -> Shape {
        let (x, y) = (120.0 + random.below(1000) as f64 / 6000.0, 30.0 + random.below(1000) as f64 / 6000.0);
        let corners = [(x, y), (x + side, y), (x + side * 0.9, y + side), (x, y + side * 0.8), (x, y)];
        let ring = LineString(corners.iter().map(|&(x, y)| Coord { x, y }).collect());
        Shape::new(MultiPolygon(vec![Polygon::new(ring, Vec::new())])).unwrap()
    }

    fn features(random: &mut Random, count: usize, side: f64) -> Vec<Feature> {
        (1..=count)
            .map(|k| Feature {
                id: FeatureId(format!("{k:03}")),
                position: k as u64,
                attributes: Attributes::default(),
                shape: square(random, side),
            })
            .collect()
    }

    #[test]
    fn one_town_redrawn_gives_what_a_whole_review_gives() {
        let mut random = Random(11);
        let terms = Terms { packs: Vec::new(), assume: Vec::new(), near: None, as_of: "2026-11-01".parse().unwrap() };
        let mut smaller = 0;
        for _ in 0..25 {
            let town = |feature| Town {
                feature,
                name: String::new(),
                traits: TownTraits { admin_code: Some("330521".to_owned()), ..TownTraits::default() },
            };
            let mut towns: Vec<Town> = features(&mut random, 14, 0.012).into_iter().map(town).collect();
            let layers = BTreeMap::from([
                (LayerKind::EcoRedline, features(&mut random, 5, 0.05)),
                (LayerKind::BasicFarmland, features(&mut random, 150, 0.004)),
                (LayerKind::UrbanBoundary, features(&mut random, 4, 0.08)),
            ]);
            let policy = terms.bind(towns.iter().map(|town| &town.traits)).unwrap();
            let data = |towns: &[Town]| Dataset { towns: towns.to_vec(), layers: layers.clone(), ..Dataset::default() };
            let before = review(&data(&towns), &policy);
            let which = random.below(towns.len());
            towns[which].feature.shape = square(&mut random, 0.013);
            let changed = BTreeSet::from([towns[which].feature.id.clone()]);
            smaller += usize::from(chains(&before, &towns, &changed, &policy).len() < towns.len());
            let near = |boxes: &[Bounds]| {
                let touches = |f: &&Feature| {
                    f.shape.bounds().is_some_and(|b| boxes.iter().any(|near| near.touches(&b.padded(0.0))))
                };
                let of = |all: &Vec<Feature>| all.iter().filter(touches).cloned().collect::<Vec<_>>();
                Ok::<_, Infallible>(layers.iter().map(|(kind, all)| (*kind, of(all))).collect())
            };
            let again = review_again(&before, &towns, &changed, &BTreeMap::new(), &policy, near).unwrap().unwrap();
            assert_eq!(again, review(&data(&towns), &policy));
        }
        assert!(smaller > 10, "{smaller}");
    }

    #[test]
    fn another_set_of_towns_takes_a_whole_review() {
        let terms = Terms { packs: Vec::new(), assume: Vec::new(), near: None, as_of: "2026-11-01".parse().unwrap() };
        let policy = terms.bind(std::iter::empty()).unwrap();
        let changed = BTreeSet::from([FeatureId("x".to_owned())]);
        let near = |_: &[Bounds]| Ok::<_, Infallible>(BTreeMap::new());
        let again = review_again(&Review::default(), &[], &changed, &BTreeMap::new(), &policy, near);
        assert_eq!(again, Ok(None));
    }
}
