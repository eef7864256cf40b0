//! 四至: on each side of a town its outermost point, and what lies there as far as the project's layers tell.
//!
//! From the outermost point one looks straight out along its parallel or meridian: what is entered within a kilometre is
//! named with its distance, and the border of the county or township that the point lies in. It is a description for
//! reading, not a measure that anything is judged by.

use std::path::Path;

use geo::{Contains, Coord, Point};
use sanxian_review::data::{Bounds, Feature, LayerKind, PackedRing, Shape, Town};
use sanxian_review::measure::{Millimetres, geodesic_distance};

use super::lines;
use super::open::Seen;
use crate::lang::{Lang, Text};
use crate::view::SideView;
use crate::words;

/// How far one looks out, metres.
const REACH_M: f64 = 1000.0;
/// What is nearer than this touches, metres.
const TOUCHES_M: f64 = 0.5;
/// The same, millimetres.
const TOUCHES_MM: i64 = 500;
/// A degree of the meridian is at least this long, metres.
const METRES_A_DEGREE: f64 = 110_574.0;
/// Layers that say what lies beside a town: lines first, then units with a name.
const LAYERS: [LayerKind; 6] = [
    LayerKind::EcoRedline,
    LayerKind::BasicFarmland,
    LayerKind::UrbanBoundary,
    LayerKind::DevelopmentZones,
    LayerKind::Townships,
    LayerKind::Counties,
];
/// What a unit may call itself.
const NAMES: [&str; 7] = ["XZQMC", "XJXZQMC", "MC", "name", "名称", "KFQMC", "XZMC"];

/// A look from a point along an axis.
#[derive(Debug, Clone, Copy)]
struct Look {
    from: Coord<f64>,
    /// Along the parallel, else along the meridian.
    east_west: bool,
    /// To growing coordinates.
    up: bool,
    /// Degrees along the axis that are a kilometre.
    reach: f64,
}

/// East, south, west, north.
pub(super) fn of(seen: &Seen, town: &Town, folder: &Path) -> Vec<SideView> {
    let points: Vec<Coord<f64>> = town.feature.shape.shells().flat_map(PackedRing::vertices).collect();
    let outermost = words::four_bounds(&town.feature.shape);
    let looks: Vec<Look> = [(true, true), (false, false), (true, false), (false, true)]
        .into_iter()
        .filter_map(|(east_west, up)| Look::out_of(&points, east_west, up))
        .collect();
    let layers = near(seen, &looks, folder);
    outermost
        .into_iter()
        .zip(looks)
        .map(|((side, place), look)| {
            let mut lies: Vec<(i64, Text)> = towns(seen, town, &look);
            lies.extend(layers.iter().filter_map(|(kind, features)| beside(*kind, features, &look)));
            lies.sort_by(|a, b| (a.0, &a.1.zh).cmp(&(b.0, &b.1.zh)));
            SideView { side, place, lies: lies.into_iter().map(|(_, text)| text).collect() }
        })
        .collect()
}

/// What of the layers lies where one looks.
fn near(seen: &Seen, looks: &[Look], folder: &Path) -> Vec<(LayerKind, Vec<Feature>)> {
    let boxes: Vec<Bounds> = looks.iter().map(Look::bounds).collect();
    let of = |kind: LayerKind| {
        let refs = seen.glance.baselines.iter().filter(|one| one.role == kind);
        let baselines = refs.filter_map(|one| lines::open_referred(one, folder).ok());
        baselines.filter_map(|baseline| baseline.near(&boxes).ok()).flatten().collect::<Vec<_>>()
    };
    LAYERS.into_iter().map(|kind| (kind, of(kind))).filter(|(_, features)| !features.is_empty()).collect()
}

/// The other towns that one meets.
fn towns(seen: &Seen, own: &Town, look: &Look) -> Vec<(i64, Text)> {
    let others = seen.glance.towns.iter().filter(|town| town.feature.id != own.feature.id);
    let met = others.filter_map(|town| {
        let distance = look.meets(&town.feature.shape)?;
        let name = if town.name.trim().is_empty() { &town.feature.id.0 } else { &town.name };
        Some((distance.0, at(distance, &Text::new(name, name))))
    });
    met.collect()
}

/// What one meets of a layer first.
fn beside(kind: LayerKind, features: &[Feature], look: &Look) -> Option<(i64, Text)> {
    let layer = Text::new(words::layer(kind, Lang::Zh), words::layer(kind, Lang::En));
    let unit = matches!(kind, LayerKind::Counties | LayerKind::Townships);
    let (own, others): (Vec<&Feature>, Vec<&Feature>) = features.iter().partition(|f| look.stands_in(&f.shape));
    if !unit && !own.is_empty() {
        return Some((-1, Text::new(format!("在{}内", layer.zh), format!("inside {}", layer.en))));
    }
    let first = others.into_iter().filter_map(|feature| Some((look.meets(&feature.shape)?, feature)));
    let (distance, feature) = first.min_by(|a, b| (a.0, a.1.position).cmp(&(b.0, b.1.position)))?;
    let name = feature.attribute(&NAMES).filter(|_| unit);
    let what = name.map_or(layer, |name| Text::new(format!("{name}界"), format!("the border of {name}")));
    Some((distance.0, at(distance, &what)))
}

/// `320 米处为…`.
fn at(distance: Millimetres, what: &Text) -> Text {
    if distance.0 < TOUCHES_MM {
        return Text::new(format!("紧邻{}", what.zh), format!("touches {}", what.en));
    }
    let metres = words::metres(distance);
    Text::new(format!("{metres} 米处为{}", what.zh), format!("{} at {metres} m", what.en))
}

impl Look {
    fn out_of(points: &[Coord<f64>], east_west: bool, up: bool) -> Option<Self> {
        let sign = if up { 1.0 } else { -1.0 };
        let key = |c: &Coord<f64>| sign * if east_west { c.x } else { c.y };
        let from = points.iter().copied().max_by(|a, b| key(a).total_cmp(&key(b)))?;
        let shrink = if east_west { from.y.to_radians().cos().max(0.01) } else { 1.0 };
        Some(Self { from, east_west, up, reach: REACH_M / METRES_A_DEGREE / shrink })
    }

    /// Along the axis, across it.
    fn turned(&self, c: Coord<f64>) -> (f64, f64) {
        let (along, across) = if self.east_west { (c.x, c.y) } else { (c.y, c.x) };
        (if self.up { along } else { -along }, across)
    }

    fn end(&self) -> Coord<f64> {
        let step = if self.up { self.reach } else { -self.reach };
        if self.east_west {
            Coord { x: self.from.x + step, y: self.from.y }
        } else {
            Coord { x: self.from.x, y: self.from.y + step }
        }
    }

    fn bounds(&self) -> Bounds {
        let (a, b) = (self.from, self.end());
        Bounds { west: a.x.min(b.x), east: a.x.max(b.x), south: a.y.min(b.y), north: a.y.max(b.y) }.padded(0.0)
    }

    /// Whether what touches the point holds the ground just outside of it.
    fn stands_in(&self, shape: &Shape) -> bool {
        let step = self.reach * TOUCHES_M / REACH_M * if self.up { 1.0 } else { -1.0 };
        let (x, y) = if self.east_west { (self.from.x + step, self.from.y) } else { (self.from.x, self.from.y + step) };
        shape.polygons().contains(&Point::new(x, y))
    }

    /// How far it is until one enters the shape; `None` within reach.
    fn meets(&self, shape: &Shape) -> Option<Millimetres> {
        let (here, line) = self.turned(self.from);
        let edges = shape.rings().flat_map(|ring| ring.vertices().zip(ring.vertices().skip(1)));
        let crossings = edges.filter_map(|(from, to)| {
            let ((a, above), (b, below)) = (self.turned(from), self.turned(to));
            // half open, so that a corner counts once
            ((above > line) != (below > line)).then(|| a + (b - a) * (line - above) / (below - above))
        });
        // a shared border differs by the rounding of its coordinates
        let slack = self.reach * TOUCHES_M / REACH_M;
        let nearest = crossings.filter(|at| *at >= here - slack && *at <= here + self.reach).min_by(f64::total_cmp)?;
        let along = if self.up { nearest } else { -nearest };
        let there = if self.east_west { Coord { x: along, y: line } } else { Coord { x: line, y: along } };
        Some(geodesic_distance((self.from.x, self.from.y), (there.x, there.y)))
    }
}

#[cfg(test)]
mod tests {
    use geo::{MultiPolygon, polygon};

    use super::*;

    fn square(west: f64, south: f64, side: f64) -> Shape {
        let (east, north) = (west + side, south + side);
        let ring = polygon![(x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)];
        Shape::new(MultiPolygon(vec![ring])).expect("degrees")
    }

    #[test]
    fn what_is_entered_within_a_kilometre_is_met_and_what_lies_behind_is_not() {
        let points = [Coord { x: 120.0, y: 30.001 }, Coord { x: 120.01, y: 30.002 }, Coord { x: 120.0, y: 30.003 }];
        let east = Look::out_of(&points, true, true).expect("points");
        // 0.001° of the parallel of 30° is 96.5 m
        let distance = east.meets(&square(120.011, 30.0, 0.01)).expect("met");
        assert!((distance.0 - 96_486).abs() < 200, "{distance:?}");
        assert_eq!(east.meets(&square(120.01, 30.0, 0.01)).expect("touches").0, 0);
        assert_eq!(east.meets(&square(120.03, 30.0, 0.01)), None, "beyond a kilometre");
        let west = Look::out_of(&points, true, false).expect("points");
        assert_eq!(west.meets(&square(120.011, 30.0, 0.01)), None);
        assert!(east.stands_in(&square(120.0, 30.0, 0.02)) && !east.stands_in(&square(120.011, 30.0, 0.01)));
    }
}
