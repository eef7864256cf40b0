//! The layers of a review, indexed: gives a town the patches near it, read in the town's plane.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::clip::near_window;
use crate::data::{Bounds, Feature, LayerKind};
use crate::nearby::BoxIndex;
use crate::plane::Plane;
use crate::shape::PlaneShape;

/// Every layer that was given, in an order that does not depend on the order of delivery.
pub(crate) struct Layers<'a>(BTreeMap<LayerKind, (Vec<&'a Feature>, BoxIndex)>);

/// One feature near a town, in the town's plane; exact inside the window it was asked for.
pub(crate) struct Patch<'a> {
    pub feature: &'a Feature,
    pub ground: PlaneShape,
    /// Whether the ground is all of the feature's, far from the window too.
    pub whole: bool,
}

impl<'a> Layers<'a> {
    pub fn new(layers: &'a BTreeMap<LayerKind, Vec<Feature>>) -> Self {
        let index = |features: &'a Vec<Feature>| {
            let mut sorted: Vec<&Feature> = features.iter().collect();
            sorted.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| by_coordinates(a, b)));
            let boxes = BoxIndex::new(sorted.iter().map(|f| f.shape.bounds().map(|b| b.padded(0.0))));
            (sorted, boxes)
        };
        Self(layers.iter().map(|(kind, features)| (*kind, index(features))).collect())
    }

    pub fn has(&self, kind: LayerKind) -> bool {
        self.0.contains_key(&kind)
    }

    /// Patches whose padded boxes touch `window`; `None` = the layer was not given.
    pub fn near(&self, kind: LayerKind, plane: Plane, window: &Bounds) -> Option<Vec<Patch<'a>>> {
        let (features, boxes) = self.0.get(&kind)?;
        let patch = |k: usize| {
            let feature = features[k];
            let shape = near_window(&feature.shape, window).map_or(Cow::Borrowed(&feature.shape), Cow::Owned);
            let whole = matches!(shape, Cow::Borrowed(_));
            Patch { feature, ground: plane.project(&shape), whole }
        };
        Some(boxes.near(window).into_iter().map(patch).filter(|patch| !patch.ground.is_empty()).collect())
    }
}

fn by_coordinates(a: &Feature, b: &Feature) -> Ordering {
    let vertices = |f: &'_ Feature| {
        let rings = f.shape.polygons().iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        rings.flat_map(|r| r.0.iter().map(|c| (c.x, c.y))).collect::<Vec<_>>()
    };
    let order = |p: &(f64, f64), q: &(f64, f64)| p.0.total_cmp(&q.0).then(p.1.total_cmp(&q.1));
    let (a, b) = (vertices(a), vertices(b));
    let differing = a.iter().zip(&b).map(|(p, q)| order(p, q)).find(|o| o.is_ne());
    differing.unwrap_or_else(|| a.len().cmp(&b.len()))
}
