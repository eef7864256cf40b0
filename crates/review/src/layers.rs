//! The layers of a review, indexed: gives a town the patches near it, read in the town's plane.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::chart;
use crate::clip::{self, Outlook};
use crate::cut::{Corners, corners};
use crate::data::{Bounds, Feature, LayerKind};
use crate::nearby::BoxIndex;
use crate::plane::Plane;
use crate::shape::{PlaneShape, Point, point};

/// Every layer that was given, in an order that does not depend on the order of delivery.
pub(crate) struct Layers<'a>(BTreeMap<LayerKind, Layer<'a>>);

struct Layer<'a> {
    features: Vec<&'a Feature>,
    /// Of those with long outlines, by position.
    outlooks: BTreeMap<usize, Outlook>,
    boxes: BoxIndex,
}

/// One feature near a town, in the town's plane; exact inside the window it was asked for.
pub(crate) struct Patch<'a> {
    pub feature: &'a Feature,
    pub ground: PlaneShape,
    /// Whether the ground is all of the feature's, far from the window too.
    pub whole: bool,
    pub corners: Corners,
}

impl<'a> Layers<'a> {
    pub fn new(layers: &'a BTreeMap<LayerKind, Vec<Feature>>) -> Self {
        let index = |features: &'a Vec<Feature>| {
            let mut sorted: Vec<&Feature> = features.iter().collect();
            sorted.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| by_coordinates(a, b)));
            let outlooks = (0..).zip(&sorted).filter_map(|(k, f)| Some((k, Outlook::of(&f.shape)?))).collect();
            let boxes = BoxIndex::new(sorted.iter().map(|f| f.shape.bounds().map(|b| b.padded(0.0))));
            Layer { features: sorted, outlooks, boxes }
        };
        Self(layers.iter().map(|(kind, features)| (*kind, index(features))).collect())
    }

    pub fn has(&self, kind: LayerKind) -> bool {
        self.0.contains_key(&kind)
    }

    /// Patches whose padded boxes touch `window`; `None` = the layer was not given.
    pub fn near(&self, kind: LayerKind, plane: Plane, window: &Bounds) -> Option<Vec<Patch<'a>>> {
        self.near_where(kind, plane, window, |_, _| true)
    }

    /// As [`near`](Self::near), without the patches whose box on the plane is not wanted.
    pub fn near_where(
        &self,
        kind: LayerKind,
        plane: Plane,
        window: &Bounds,
        wanted: impl Fn(Point, Point) -> bool,
    ) -> Option<Vec<Patch<'a>>> {
        let Layer { features, outlooks, boxes } = self.0.get(&kind)?;
        let wanted = |(_, bounds): &(usize, Bounds)| box_on(plane, bounds).is_none_or(|(low, high)| wanted(low, high));
        let patch = |(k, _): (usize, Bounds)| {
            let feature = features[k];
            let shorter = outlooks.get(&k).and_then(|outlook| clip::within(&feature.shape, outlook, window));
            let shape = shorter.map_or(Cow::Borrowed(&feature.shape), Cow::Owned);
            let whole = matches!(shape, Cow::Borrowed(_));
            let ground = plane.project(&shape);
            corners(&ground).map(|corners| Patch { feature, ground, whole, corners })
        };
        Some(boxes.boxes_near(window).into_iter().filter(wanted).filter_map(patch).collect())
    }
}

/// A box on the plane around what lies in a small box of degrees, edges straight in the plane included; `None` for a box
/// of more than 2 km, whose sides bow too far.
fn box_on(plane: Plane, bounds: &Bounds) -> Option<(Point, Point)> {
    const MARGIN_M: f64 = 1.0; // sides of 2 km bow by 0.3 m at 60° of latitude
    let corners = [
        (bounds.west, bounds.south),
        (bounds.east, bounds.south),
        (bounds.east, bounds.north),
        (bounds.west, bounds.north),
    ];
    let mut around: Option<(Point, Point)> = None;
    chart::forward(plane, corners.into_iter(), |p| {
        let (low, high) = around.get_or_insert((p, p));
        (low.x, low.y) = (low.x.min(p.x), low.y.min(p.y));
        (high.x, high.y) = (high.x.max(p.x), high.y.max(p.y));
    });
    let (low, high) = around?;
    let margin = point(MARGIN_M, 2_000.0);
    let small =
        high.x - low.x < margin.y && high.y - low.y < margin.y && bounds.north.abs().max(bounds.south.abs()) < 60.0;
    small.then(|| (Point::new(low.x - margin.x, low.y - margin.x), Point::new(high.x + margin.x, high.y + margin.x)))
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
