//! In which county a town lies.

use std::collections::BTreeMap;

use geo::{Contains, InteriorPoint};
use rayon::prelude::*;
use sanxian_review::data::{Bounds, Feature, FeatureId, Town};
use sanxian_review::overlay::intersect;
use sanxian_review::plane::Plane;

use crate::store::TownCounties;
use crate::store::project::Glance;

/// What a county's feature may call itself.
const COUNTY_NAME: [&str; 7] = ["XZQMC", "XJXZQMC", "name", "名称", "县名", "行政区名称", "NAME"];
/// What a town's record may say about its county.
const OF_TOWN: [&str; 9] =
    ["XZQMC", "county", "县", "县区", "县(市、区)", "县（市、区）", "所属县", "行政区名称", "所在县"];

/// The county of a town as the window shows it: by the ground, else as the source says, else its code.
pub(super) fn of_town(glance: &Glance, id: &FeatureId) -> String {
    if let Some(county) = glance.counties.get(id) {
        return county.clone();
    }
    let at = glance.towns.binary_search_by(|town| town.feature.id.cmp(id));
    at.map_or_else(|_| String::new(), |at| said(&glance.towns[at]))
}

/// What the town's own record says of its county; empty when nothing.
pub(crate) fn said(town: &Town) -> String {
    let named = town.feature.attribute(&OF_TOWN).map(str::to_owned);
    named.or_else(|| town.traits.admin_code.clone()).unwrap_or_default()
}

/// Towns by the counties they lie in: the one that holds most of the town's ground.
pub(crate) fn by_ground(towns: &[Town], counties: &[Feature]) -> TownCounties {
    let boxed: Vec<_> = counties.iter().filter_map(|county| Some((county.shape.bounds()?, county))).collect();
    let found = towns.par_iter().filter_map(|town| Some((town.feature.id.clone(), name(holding(town, &boxed)?))));
    found.collect::<Vec<_>>().into_iter().collect::<BTreeMap<_, _>>()
}

fn name(county: &Feature) -> String {
    county.attribute(&COUNTY_NAME).unwrap_or(&county.id.0).to_owned()
}

fn holding<'a>(town: &Town, counties: &[(Bounds, &'a Feature)]) -> Option<&'a Feature> {
    let bounds = town.feature.shape.bounds()?;
    let near: Vec<&Feature> =
        counties.iter().filter(|(own, _)| own.touches(&bounds)).map(|(_, county)| *county).collect();
    if let [only] = near.as_slice() {
        // one point tells a town inside from one beside it
        let inside = town.feature.shape.polygons().interior_point();
        return inside.is_some_and(|point| only.shape.polygons().contains(&point)).then_some(*only);
    }
    let plane = Plane::of(&bounds);
    let ground = plane.project(&town.feature.shape);
    let shared = |county: &Feature| intersect(&ground, &plane.project(&county.shape)).planar_area_mm2();
    let measured = near.into_iter().map(|county| (shared(county), county)).filter(|(area, _)| *area > 0);
    // the first of equals, so that the answer does not depend on chance
    measured.rev().max_by_key(|(area, _)| *area).map(|(_, county)| county)
}
