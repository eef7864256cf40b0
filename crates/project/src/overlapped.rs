//! The patches that towns overlap, with their names and a place where each is overlapped.

use std::collections::{BTreeMap, BTreeSet};

use geo::InteriorPoint;
use rayon::prelude::*;
use sanxian_review::clip::near_window;
use sanxian_review::data::{Bounds, Feature, FeatureId};
use sanxian_review::finding::OverlapRow;
use sanxian_review::overlay::intersect;
use sanxian_review::plane::Plane;
use sanxian_review::shape::PlaneShape;

use crate::store::Recorded;

/// Names of patches in the layers that they come from.
const PATCH_NAME: [&str; 6] = ["HXMC", "YJJBNTTBBH", "TBBH", "DLMC", "XZQMC", "name"];

/// A patch that a town overlaps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlapped<'a> {
    /// As measured.
    pub row: &'a OverlapRow,
    /// What the patch is called, where that is not its id.
    pub name: Option<&'a str>,
    /// A place inside the largest part of the overlap: longitude and latitude, CGCS2000 degrees.
    pub place: Option<(f64, f64)>,
}

/// A town in its plane.
struct Ground {
    window: Bounds,
    shape: PlaneShape,
}

impl<'a> Overlapped<'a> {
    /// The patches of these rows, in their order.
    #[must_use]
    pub fn of(recorded: &'a Recorded, rows: &[&'a OverlapRow]) -> Vec<Self> {
        // features are kept by id, then position
        let known = |row: &OverlapRow| {
            let layer = recorded.layers.get(&row.layer)?;
            let order = |one: &Feature| (&one.id, one.position).cmp(&(&row.feature, row.position));
            layer.binary_search_by(order).ok().map(|at| &layer[at])
        };
        let wanted: BTreeSet<&FeatureId> = rows.iter().map(|row| &row.town).collect();
        let towns = recorded.towns.iter().filter(|town| wanted.contains(&town.feature.id));
        let grounds: BTreeMap<&FeatureId, Ground> = towns
            .filter_map(|town| {
                let window = town.feature.shape.bounds()?.padded(0.0);
                let shape = Plane::of(&window).project(&town.feature.shape);
                Some((&town.feature.id, Ground { window, shape }))
            })
            .collect();
        let one = |row: &&'a OverlapRow| {
            let patch = known(row);
            let name = patch.and_then(|patch| patch.attribute(&PATCH_NAME)).filter(|name| *name != row.feature.0);
            let place = patch.zip(grounds.get(&row.town)).and_then(|(patch, ground)| ground.inside(patch));
            Self { row, name, place }
        };
        rows.par_iter().map(one).collect()
    }
}

impl Ground {
    fn inside(&self, patch: &Feature) -> Option<(f64, f64)> {
        let near = near_window(&patch.shape, &self.window);
        let cut = intersect(&self.shape, &self.shape.plane().project(near.as_ref().unwrap_or(&patch.shape)));
        let largest = cut.split().max_by_key(PlaneShape::planar_area_mm2)?;
        let place = largest.to_shape().polygons().interior_point()?;
        Some((place.x(), place.y()))
    }
}

#[cfg(test)]
mod tests {
    use geo::{Contains, Point};

    use super::*;
    use crate::store::sample::recorded;

    #[test]
    fn a_place_lies_in_the_town_and_in_the_patch() {
        let recorded = recorded();
        let rows: Vec<&OverlapRow> = recorded.review.overlaps.iter().collect();
        let mut placed = 0;
        for one in Overlapped::of(&recorded, &rows) {
            let Some((lon, lat)) = one.place else { continue };
            let town = recorded.towns.iter().find(|town| town.feature.id == one.row.town).expect("its town");
            assert!(town.feature.shape.polygons().contains(&Point::new(lon, lat)), "{one:?}");
            placed += 1;
        }
        assert!(placed > 0 || rows.is_empty(), "none of {} is placed", rows.len());
    }
}
