//! Everything under the pointer.

use std::borrow::Cow;
use std::sync::Arc;

use sanxian_review::clip::near_window;
use sanxian_review::data::{Attributes, Bounds, LayerKind, Shape};
use sanxian_review::measure::ellipsoidal_area;
use sanxian_review::nearby::distance_from;
use sanxian_review::plane::Plane;

use crate::baseline::{Baseline, BaselineError, Stored};
use crate::store::StoreError;
use crate::tile::{Layer, Sketch, Sketched};
use crate::view::{AreaView, IdentifiedView, IdentifyQuery, LayerRole};

/// Attributes shown of one feature.
const MOST_ATTRIBUTES: usize = 100;
/// Bytes shown of one value.
const LONGEST_VALUE: usize = 64 << 10;
/// Features shown of one layer.
const MOST_FEATURES: usize = 100;
/// Features of one layer looked at because they come near; those of a baseline that may hold the point are all looked at.
const MOST_CANDIDATES: usize = 250;
/// A pointer is never farther from what it means.
const FARTHEST_M: f64 = 100_000.0;

/// A layer that may be asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Layer id, as in [`IdentifyQuery::layers`].
    pub id: String,
    /// Its role; `None` for findings.
    pub role: Option<LayerKind>,
    /// Where it comes from.
    pub layer: Layer,
}

/// Why a place could not be looked up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LocateError {
    /// A baseline failed.
    #[error(transparent)]
    Baseline(#[from] BaselineError),
    /// The ground of findings could not be read.
    #[error(transparent)]
    Findings(#[from] StoreError),
}

/// Every feature of the layers asked for whose ground holds the point or comes within the tolerance of it: by layer in
/// the order of the query, then by distance, then what is drawn on top first. At most 100 a layer.
///
/// Edges are straight and rings are read as in the review: towns and findings in their own plane, control lines in the
/// 3-degree plane nearest to the point.
///
/// # Errors
/// A baseline that cannot be read.
pub fn identify(query: &IdentifyQuery, layers: &[Asked]) -> Result<Vec<IdentifiedView>, LocateError> {
    let Some(spot) = Spot::of(query) else { return Ok(Vec::new()) };
    let mut views = Vec::new();
    for asked in query.layers.iter().filter_map(|id| layers.iter().find(|asked| asked.id == *id)) {
        let mut found = match &asked.layer {
            Layer::Sketch(sketch) => spot.in_sketch(sketch)?,
            Layer::Baselines(baselines) => spot.in_baselines(baselines)?,
        };
        found.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m)); // stable: equals stay in order
        views.extend(found.into_iter().take(MOST_FEATURES).map(|found| found.view(asked)));
    }
    Ok(views)
}

/// A feature at the place.
struct Found<'a> {
    distance_m: f64,
    what: What<'a>,
}

enum What<'a> {
    Sketched(&'a Sketched, Cow<'a, Shape>),
    Stored(Stored),
}

impl Found<'_> {
    fn view(&self, asked: &Asked) -> IdentifiedView {
        let (id, label, attributes, shape) = match &self.what {
            What::Sketched(drawn, shape) => (&drawn.id, &drawn.label, &drawn.attributes, shape.as_ref()),
            What::Stored(stored) => {
                let feature = &stored.feature;
                (&feature.id.0, &stored.label, &feature.attributes, &feature.shape)
            }
        };
        let bounds = shape.bounds();
        let area = match &self.what {
            What::Sketched(..) => bounds.map(|bounds| ellipsoidal_area(&Plane::of(&bounds).project(shape))),
            What::Stored(stored) => stored.area(),
        };
        IdentifiedView {
            layer: asked.id.clone(),
            role: asked.role.map(LayerRole::from),
            id: id.clone(),
            label: label.clone(),
            attributes: shown(attributes),
            area: area.map(AreaView::from),
            extent: bounds.map(|b| [b.west, b.south, b.east, b.north]),
        }
    }
}

/// The place asked about.
struct Spot {
    lon: f64,
    lat: f64,
    tolerance_m: f64,
    /// Degrees; what does not come into it cannot be meant.
    window: Bounds,
}

impl Spot {
    /// `None` for a place that is not on the Earth.
    fn of(query: &IdentifyQuery) -> Option<Self> {
        let (lon, lat) = (query.lon, query.lat);
        if !(lon.abs() <= 180.0 && lat.abs() <= 90.0 && query.tolerance_m.is_finite()) {
            return None;
        }
        let tolerance_m = query.tolerance_m.clamp(0.0, FARTHEST_M);
        let window = Bounds { west: lon, south: lat, east: lon, north: lat }.padded(tolerance_m);
        Some(Self { lon, lat, tolerance_m, window })
    }

    fn in_sketch<'a>(&self, sketch: &'a Sketch) -> Result<Vec<Found<'a>>, LocateError> {
        let near: Vec<_> = sketch.near(&self.window).collect();
        // what is drawn last lies on top, and of a crowd only that is looked at
        let top = &near[near.len().saturating_sub(MOST_CANDIDATES)..];
        let shapes = sketch.shapes(top)?;
        let found = |(drawn, shape): (&&'a Sketched, Option<Cow<'a, Shape>>)| {
            let shape = shape?;
            let distance_m = self.distance_m(Plane::of(&shape.bounds()?), &shape)?;
            Some(Found { distance_m, what: What::Sketched(drawn, shape) })
        };
        Ok(top.iter().zip(shapes).rev().filter_map(found).collect())
    }

    fn in_baselines(&self, baselines: &[Arc<Baseline>]) -> Result<Vec<Found<'static>>, LocateError> {
        let here = Bounds { west: self.lon, south: self.lat, east: self.lon, north: self.lat };
        let plane = Plane::of(&here);
        let mut found = Vec::new();
        for baseline in baselines {
            for stored in baseline.around(&here.padded(0.0), &self.window, MOST_CANDIDATES)? {
                if let Some(distance_m) = self.distance_m(plane, &stored.feature.shape) {
                    found.push(Found { distance_m, what: What::Stored(stored) });
                }
            }
        }
        Ok(found)
    }

    /// How far the ground is on the plane; 0 inside; `None` beyond the tolerance.
    fn distance_m(&self, plane: Plane, shape: &Shape) -> Option<f64> {
        // most vertices of a large feature lie far away
        let near = near_window(shape, &self.window);
        let ground = plane.project(near.as_ref().unwrap_or(shape));
        let distance_m = distance_from(&ground, (self.lon, self.lat));
        (distance_m <= self.tolerance_m).then_some(distance_m)
    }
}

/// Attributes as they may cross the bridge: what was left out is said.
fn shown(attributes: &Attributes) -> Vec<(String, String)> {
    let mut shown: Vec<(String, String)> =
        attributes.texts().take(MOST_ATTRIBUTES).map(|(name, value)| (cut(name), cut(value))).collect();
    if attributes.len() > MOST_ATTRIBUTES {
        let more = attributes.len() - MOST_ATTRIBUTES;
        shown.push(("…".to_owned(), format!("还有 {more} 个属性 / {more} more attributes")));
    }
    shown
}

fn cut(value: &str) -> String {
    if value.len() <= LONGEST_VALUE {
        return value.to_owned();
    }
    let end = value.floor_char_boundary(LONGEST_VALUE);
    format!("{}…(共 {2} 字节,此处 {1} / {1} of {2} bytes)", &value[..end], end, value.len())
}
