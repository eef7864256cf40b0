//! Pairs of towns: how far apart, and the ground they share.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::data::FeatureId;
use crate::measure::{Millimetres, SquareMillimetres, ellipsoidal_area};
use crate::nearby::{BoxIndex, Segments, distance};
use crate::overlay::intersect;
use crate::shape::PlaneShape;
use crate::survey::Survey;

/// Two towns near each other.
pub struct Pair {
    /// Position of the town whose id comes first.
    pub a: usize,
    /// Position of the other.
    pub b: usize,
    /// Between the nearest points; 0 when they touch or overlap.
    pub distance: Millimetres,
    /// Ground that both claim, in the plane of `a`.
    pub shared: PlaneShape,
    /// Its ellipsoidal area.
    pub shared_area: SquareMillimetres,
}

/// All pairs nearer than `reach`, by (a, b). `surveys` are sorted by id.
pub(crate) fn pairs(surveys: &[Survey<'_>], reach: Millimetres) -> Vec<Pair> {
    #[expect(clippy::cast_precision_loss, reason = "a distance of kilometres")]
    let reach_m = reach.0 as f64 / 1e3;
    let index = BoxIndex::new(surveys.iter().map(|s| Some(s.bounds.padded(0.0))));
    let of_one = |a: usize| {
        let near = index.near(&surveys[a].bounds.padded(reach_m));
        near.into_iter().filter(move |b| *b > a).filter_map(move |b| pair(surveys, a, b, reach, reach_m))
    };
    (0..surveys.len()).into_par_iter().flat_map_iter(of_one).collect()
}

fn pair(surveys: &[Survey<'_>], a: usize, b: usize, reach: Millimetres, reach_m: f64) -> Option<Pair> {
    let (first, second) = (&surveys[a], &surveys[b]);
    let plane = first.ground.plane();
    let projected;
    let (other, other_edges) = if second.ground.plane() == plane {
        (&second.ground, &second.edges)
    } else {
        let ground = plane.project(&second.town.feature.shape);
        projected = (Segments::of(&ground), ground);
        (&projected.1, &projected.0)
    };
    // planar distances are up to 1e-4 too long at a zone's edge; the geodesic decides
    let apart = distance((&first.ground, &first.edges), other_edges, reach_m * 1.001 + 1.0);
    let shared = if first.bounds.padded(0.0).touches(&second.bounds) {
        intersect(&first.ground, other)
    } else {
        PlaneShape::empty(plane)
    };
    let distance = if shared.is_empty() { apart.filter(|d| *d < reach)? } else { Millimetres(0) };
    let shared_area = ellipsoidal_area(&shared);
    Some(Pair { a, b, distance, shared, shared_area })
}

/// Towns connected by pairs nearer than `near`: for each town the ids of its group, if it has company.
#[must_use]
pub fn clusters(surveys: &[Survey<'_>], pairs: &[Pair], near: Millimetres) -> BTreeMap<usize, Vec<FeatureId>> {
    let mut leader: Vec<usize> = (0..surveys.len()).collect();
    fn find(leader: &mut [usize], mut k: usize) -> usize {
        while leader[k] != k {
            leader[k] = leader[leader[k]];
            k = leader[k];
        }
        k
    }
    for pair in pairs.iter().filter(|pair| pair.distance < near) {
        let (x, y) = (find(&mut leader, pair.a), find(&mut leader, pair.b));
        leader[x.max(y)] = x.min(y);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for k in 0..surveys.len() {
        groups.entry(find(&mut leader, k)).or_default().push(k);
    }
    let ids = |group: &Vec<usize>| group.iter().map(|k| surveys[*k].town.feature.id.clone()).collect::<Vec<_>>();
    groups.values().filter(|group| group.len() > 1).flat_map(|g| g.iter().map(|k| (*k, ids(g)))).collect()
}
