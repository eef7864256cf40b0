//! The layers of a review, indexed: gives a town the patches near it, read in the town's plane.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use geo::Coord;

use crate::blocks::{PartAt, blocks};
use crate::chart;
use crate::clip::{self, Outlook};
use crate::data::{Bounds, Feature, LayerKind, Shape};
use crate::ground::{Ground, Lately};
use crate::nearby::BoxIndex;
use crate::plane::Plane;
use crate::shape::{Point, point};

/// Every layer that was given, in an order that does not depend on the order of delivery.
pub(crate) struct Layers<'a>(BTreeMap<LayerKind, Layer<'a>>);

struct Layer<'a> {
    features: Vec<&'a Feature>,
    /// Of those with long outlines, by position.
    outlooks: BTreeMap<usize, Outlook>,
    boxes: BoxIndex,
    /// Whole grounds of features, by position.
    read: Lately<u32>,
    united: Lately<Vec<PartAt>>,
}

/// One feature near a town, in the town's plane; exact inside the window it was asked for.
pub(crate) struct Patch<'a> {
    pub feature: &'a Feature,
    /// Its vertices, without those far from the window.
    pub outline: Cow<'a, Shape>,
    pub ground: Arc<Ground>,
}

impl Patch<'_> {
    /// Whether the ground is all of the feature's, far from the window too.
    pub fn is_whole(&self) -> bool {
        self.ground.whole_of.is_some()
    }
}

impl<'a> Layers<'a> {
    pub fn new(layers: &'a BTreeMap<LayerKind, Vec<Feature>>) -> Self {
        let index = |features: &'a Vec<Feature>| {
            let mut sorted: Vec<&Feature> = features.iter().collect();
            sorted.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| by_coordinates(a, b)));
            let outlooks = (0..).zip(&sorted).filter_map(|(k, f)| Some((k, Outlook::of(&f.shape)?))).collect();
            let boxes = BoxIndex::new(sorted.iter().map(|f| f.shape.bounds().map(|b| b.padded(0.0))));
            Layer { features: sorted, outlooks, boxes, read: Lately::default(), united: Lately::default() }
        };
        Self(layers.iter().map(|(kind, features)| (*kind, index(features))).collect())
    }

    pub fn has(&self, kind: LayerKind) -> bool {
        self.0.contains_key(&kind)
    }

    /// Patches whose padded boxes touch `window`; `None` = the layer was not given.
    pub fn near(&self, kind: LayerKind, plane: Plane, window: &Bounds) -> Option<Vec<Patch<'a>>> {
        self.near_where(kind, plane, window, |_| true)
    }

    /// As [`near`](Self::near), without the patches whose padded box (degrees) is not wanted.
    pub fn near_where(
        &self,
        kind: LayerKind,
        plane: Plane,
        window: &Bounds,
        wanted: impl Fn(&Bounds) -> bool,
    ) -> Option<Vec<Patch<'a>>> {
        let Layer { features, outlooks, boxes, read, .. } = self.0.get(&kind)?;
        let patch = |(k, _): (usize, Bounds)| {
            let feature = features[k];
            let shorter = outlooks.get(&k).and_then(|outlook| clip::within(&feature.shape, outlook, window));
            let outline = shorter.map_or(Cow::Borrowed(&feature.shape), Cow::Owned);
            let ground = match (&outline, u32::try_from(k)) {
                (Cow::Borrowed(whole), Ok(at)) => read.get(plane, at, || Ground::of(plane.project(whole), Some(at)))?,
                _ => Arc::new(Ground::of(plane.project(&outline), None)?),
            };
            Some(Patch { feature, outline, ground })
        };
        Some(boxes.boxes_near(window).into_iter().filter(|(_, bounds)| wanted(bounds)).filter_map(patch).collect())
    }

    /// What patches of a layer cover together, as blocks that neither meet nor hold each other.
    pub fn blocks(&self, kind: LayerKind, plane: Plane, patches: &[Patch<'_>]) -> Vec<Arc<Ground>> {
        let kept = self.0.get(&kind).map(|layer| &layer.united);
        blocks(plane, patches.iter().map(|patch| &patch.ground), kept)
    }
}

/// A box on the plane around what lies in a small box of degrees, edges straight in the plane included; `None` for a box
/// of more than 2 km, whose sides bow too far.
pub(crate) fn box_on(plane: Plane, bounds: &Bounds) -> Option<(Point, Point)> {
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
    let order = |(p, q): (Coord, Coord)| p.x.total_cmp(&q.x).then(p.y.total_cmp(&q.y));
    let differing = a.shape.vertices().zip(b.shape.vertices()).map(order).find(|o| o.is_ne());
    differing.unwrap_or_else(|| a.shape.vertex_count().cmp(&b.shape.vertex_count()))
}
