//! Ground that several towns look at: read, united and measured once for all of them.
//!
//! Towns stand close together, so a parcel is near two or three of them. What was made of it for one town is kept for
//! the next, up to a number of vertices; towns are taken in an order in which neighbours follow each other
//! ([`side_by_side`]). All of it is the same whoever makes it, so that nothing depends on what is still kept.

use std::hash::Hash;
use std::sync::{Arc, OnceLock};

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::cut::{Corners, corners};
use crate::data::Bounds;
use crate::measure::{SquareMillimetres, part_area_m2, rounded_m2};
use crate::plane::Plane;
use crate::publish::are_apart;
use crate::shape::PlaneShape;

/// Ground in a review plane, never empty.
#[derive(Debug)]
pub(crate) struct Ground {
    pub shape: PlaneShape,
    pub corners: Corners,
    /// Position in its layer, for the whole ground of one feature.
    pub whole_of: Option<u32>,
    area_m2: OnceLock<f64>,
    apart: OnceLock<bool>,
}

impl Ground {
    /// `None` without a vertex.
    pub fn of(shape: PlaneShape, whole_of: Option<u32>) -> Option<Self> {
        let corners = corners(&shape)?;
        Some(Self { shape, corners, whole_of, area_m2: OnceLock::new(), apart: OnceLock::new() })
    }

    /// Its ellipsoidal area, measured when first asked for.
    pub fn area_m2(&self) -> f64 {
        *self.area_m2.get_or_init(|| self.shape.parts.iter().map(|part| part_area_m2(self.shape.plane, part)).sum())
    }

    /// The same in whole mm².
    pub fn area(&self) -> SquareMillimetres {
        rounded_m2(self.area_m2())
    }

    /// Whether it is proven that no ring touches another, or itself.
    pub fn is_apart(&self) -> bool {
        *self.apart.get_or_init(|| are_apart(&self.shape.parts))
    }
}

/// Vertices kept of one layer for each thread: 1 MB, the parcels around some towns. Many times as many save no time.
const KEPT_VERTICES: u64 = 1 << 16;

/// Grounds made lately, by what they were made of.
pub(crate) struct Lately<K>(Cache<(Plane, K), Arc<Ground>, Vertices>);

#[derive(Clone)]
struct Vertices;

impl<K> Weighter<K, Arc<Ground>> for Vertices {
    fn weight(&self, _: &K, ground: &Arc<Ground>) -> u64 {
        ground.shape.parts.iter().flatten().map(|ring| ring.len() as u64).sum::<u64>() + 16 // what stands around them
    }
}

impl<K: Eq + Hash> Default for Lately<K> {
    fn default() -> Self {
        let threads = rayon::current_num_threads();
        Self(Cache::with_weighter(threads << 13, threads as u64 * KEPT_VERTICES, Vertices))
    }
}

impl<K: Eq + Hash> Lately<K> {
    /// The ground of `of`, kept or made; `None` where there is none.
    pub fn get(&self, plane: Plane, of: K, make: impl FnOnce() -> Option<Ground>) -> Option<Arc<Ground>> {
        let key = (plane, of);
        if let Some(kept) = self.0.get(&key) {
            return Some(kept);
        }
        let ground = Arc::new(make()?);
        self.0.insert(key, Arc::clone(&ground));
        Some(ground)
    }
}

/// Positions of boxes in an order in which those that follow each other mostly lie side by side: along Morton's curve.
pub(crate) fn side_by_side(boxes: &[Option<Bounds>]) -> Vec<usize> {
    /// Steps of 2⁻¹⁶ of half the Earth: 300 m.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    fn step(degrees: f64) -> u32 {
        ((degrees + 180.0) * (65_536.0 / 180.0)) as u32
    }
    let spread = |n: u32| (0..17).fold(0_u64, |all, bit| all | u64::from(n >> bit & 1) << (2 * bit));
    let place = |k: &usize| {
        boxes[*k].map(|b| spread(step(b.west.midpoint(b.east))) | spread(step(b.south.midpoint(b.north))) << 1)
    };
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    order.sort_by_cached_key(place);
    order
}
