//! The first town of a long review, measured before what lies near all the others is fetched: something to read at once.

use std::collections::BTreeMap;

use sanxian_review::data::{Dataset, Feature, LayerKind, Town};
use sanxian_review::finding::TownRow;
use sanxian_review::policy::Policy;
use sanxian_review::review_watched;

use super::Gathered;
use crate::baseline::{Baseline, BaselineError};

/// What the first of `towns` measures on the control lines among `baselines`. Its areas are those of the whole review, for
/// no area of a town depends on another town; its verdict is not (neighbours, ledger and doubts are left out).
///
/// `None` without a town, for one that cannot be measured, and when `goes_on` says no.
///
/// # Errors
/// A baseline that cannot be read any more.
pub fn first_town(
    towns: &[Town],
    baselines: &[Baseline],
    policy: &Policy,
    goes_on: &(dyn Fn() -> bool + Sync),
) -> Result<Option<TownRow>, BaselineError> {
    let Some(town) = towns.first() else { return Ok(None) };
    let near = Gathered::near_of(std::slice::from_ref(town), policy);
    let mut layers: BTreeMap<LayerKind, Vec<Feature>> = BTreeMap::new();
    for baseline in baselines.iter().filter(|baseline| baseline.info().role.is_control_line()) {
        layers.entry(baseline.info().role).or_default().extend(baseline.near(&near)?);
    }
    let data = Dataset { towns: vec![town.clone()], layers, ..Dataset::default() };
    let review = review_watched(&data, policy, &|_, _| goes_on());
    // a town that failed has a row without numbers
    Ok(review.filter(|review| review.faults.is_empty()).and_then(|review| review.towns.into_iter().next()))
}

#[cfg(test)]
mod tests {
    use geo::MultiPolygon;
    use sanxian_review::data::{FeatureId, Shape, TownTraits};

    use super::*;
    use crate::run::Terms;
    use crate::store::sample::square;

    fn town(shape: Shape) -> Town {
        let id = FeatureId("T1".to_owned());
        let feature = Feature { id, position: 1, attributes: [].into(), shape };
        Town { feature, name: String::new(), traits: TownTraits::default() }
    }

    #[test]
    fn a_town_that_cannot_be_measured_is_not_told_as_one_of_no_area() {
        let as_of = "2026-08-01".parse().unwrap();
        let terms = Terms { packs: Vec::new(), assume: Vec::new(), near: None, as_of };
        let policy = terms.bind(std::iter::once(&TownTraits::default())).unwrap();
        let first = |shape| first_town(&[town(shape)], &[], &policy, &|| true).unwrap();
        assert!(first(square(0)).is_some_and(|row| row.area.0 > 0));
        assert_eq!(first(Shape::new(MultiPolygon(Vec::new())).unwrap()), None);
    }
}
