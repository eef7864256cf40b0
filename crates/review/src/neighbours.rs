//! Pairs of towns: how far apart, and the ground they share.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::measure::{Millimetres, SquareMillimetres, ellipsoidal_area};
use crate::nearby::{BoxIndex, Segments, distance};
use crate::overlay::intersect;
use crate::shape::PlaneShape;
use crate::survey::Survey;

/// Two towns near each other.
#[derive(Clone)]
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
pub(crate) fn pairs(surveys: &[Arc<Survey>], reach: Millimetres) -> Pairs {
    Pairs::new(pairs_of(surveys, reach, |_, _| true), surveys.len())
}

/// The pairs of two positions that are `wanted`.
pub(crate) fn pairs_of(
    surveys: &[Arc<Survey>],
    reach: Millimetres,
    wanted: impl Fn(usize, usize) -> bool + Sync,
) -> Vec<Arc<Pair>> {
    let reach_m = metres(reach);
    let index = BoxIndex::new(surveys.iter().map(|s| Some(s.bounds.padded(0.0))));
    let wanted = &wanted;
    let of_one = |a: usize| {
        let near = index.near(&surveys[a].bounds.padded(reach_m));
        let mut later = near.into_iter().filter(move |b| *b > a && wanted(a, *b)).peekable();
        let edges = later.peek().map(|_| Segments::of(&surveys[a].ground));
        later.filter_map(move |b| pair(surveys, (a, edges.as_ref()?), b, reach)).map(Arc::new)
    };
    (0..surveys.len()).into_par_iter().flat_map_iter(of_one).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a distance of kilometres")]
fn metres(reach: Millimetres) -> f64 {
    reach.0 as f64 / 1e3
}

fn pair(surveys: &[Arc<Survey>], (a, edges): (usize, &Segments), b: usize, reach: Millimetres) -> Option<Pair> {
    let (first, second) = (&surveys[a], &surveys[b]);
    let plane = first.ground.plane();
    let projected;
    let other = if second.ground.plane() == plane {
        &second.ground
    } else {
        projected = plane.project(&second.town.feature.shape);
        &projected
    };
    // planar distances are up to 1e-4 too long at a zone's edge; the geodesic decides
    let apart = distance((&first.ground, edges), other, metres(reach) * 1.001 + 1.0);
    let shared = if first.bounds.padded(0.0).touches(&second.bounds) {
        intersect(&first.ground, other)
    } else {
        PlaneShape::empty(plane)
    };
    let distance = if shared.is_empty() { apart.filter(|d| *d < reach)? } else { Millimetres(0) };
    let shared_area = ellipsoidal_area(&shared);
    Some(Pair { a, b, distance, shared, shared_area })
}

/// All pairs of a review, by town.
#[derive(Default)]
pub struct Pairs {
    all: Vec<Arc<Pair>>,
    /// Positions in `all`, by town.
    of: Vec<Vec<usize>>,
}

impl Pairs {
    /// `all` by (a, b), of this many towns.
    pub(crate) fn new(all: Vec<Arc<Pair>>, towns: usize) -> Self {
        let mut of = vec![Vec::new(); towns];
        for (k, pair) in all.iter().enumerate() {
            of[pair.a].push(k);
            of[pair.b].push(k);
        }
        Self { all, of }
    }

    /// By (a, b).
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Pair>> {
        self.all.iter()
    }

    /// Those that a town belongs to, by (a, b).
    pub fn of(&self, town: usize) -> impl Iterator<Item = &Pair> {
        self.of[town].iter().map(|k| &*self.all[*k])
    }

    /// Towns connected with this one by pairs nearer than `near`, itself included, ascending.
    #[must_use]
    pub fn cluster(&self, town: usize, near: Millimetres) -> Vec<usize> {
        self.connected(BTreeSet::from([town]), near).into_iter().collect()
    }

    /// These towns and all that pairs nearer than `near` connect with them.
    pub(crate) fn connected(&self, towns: BTreeSet<usize>, near: Millimetres) -> BTreeSet<usize> {
        let mut open: Vec<usize> = towns.iter().copied().collect();
        let mut found = towns;
        while let Some(k) = open.pop() {
            for pair in self.of(k).filter(|pair| pair.distance < near) {
                open.extend([pair.a, pair.b].into_iter().filter(|other| found.insert(*other)));
            }
        }
        found
    }

    /// Every group of two and more towns so connected, by its first town.
    #[must_use]
    pub fn clusters(&self, near: Millimetres) -> Vec<Vec<usize>> {
        let mut seen = BTreeSet::new();
        let mut groups = Vec::new();
        for town in 0..self.of.len() {
            if !seen.contains(&town) {
                let group = self.cluster(town, near);
                seen.extend(group.iter().copied());
                groups.extend((group.len() > 1).then_some(group));
            }
        }
        groups
    }
}
