//! Small data sets in code: towns and control lines in metres around a place, judged by the packs that are shipped.

#![allow(dead_code, reason = "every test file uses its part")]

use std::collections::BTreeMap;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use sanxian_review::data::{Dataset, Feature, FeatureId, LayerKind, Shape, Town, TownTraits};
use sanxian_review::measure::Millimetres;
use sanxian_review::plane::Plane;
use sanxian_review::policy::{Pack, Policy};

/// A place that metres are counted from, in the plane of its zone.
#[derive(Clone, Copy)]
pub struct Place {
    pub plane: Plane,
    pub east: f64,
    pub north: f64,
}

impl Place {
    pub fn at(lon: f64, lat: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "a longitude")]
        let plane = Plane::with_central_meridian((lon / 3.0).round() as i16 * 3);
        let (east, north) = plane.forward(lon, lat);
        Self { plane, east, north }
    }

    /// Metres from the place → degrees.
    pub fn degrees(&self, x: f64, y: f64) -> Coord<f64> {
        let (lon, lat) = self.plane.inverse(self.east + x, self.north + y);
        Coord { x: lon, y: lat }
    }

    pub fn polygon(&self, points: &[(f64, f64)]) -> Polygon<f64> {
        Polygon::new(points.iter().map(|&(x, y)| self.degrees(x, y)).collect::<LineString<f64>>(), Vec::new())
    }

    pub fn shape(&self, points: &[(f64, f64)]) -> Shape {
        shape(vec![self.polygon(points)])
    }

    /// West, south, width, height.
    pub fn rectangle(&self, x: f64, y: f64, w: f64, h: f64) -> Shape {
        self.shape(&[(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    }
}

pub fn shape(polygons: Vec<Polygon<f64>>) -> Shape {
    Shape::new(MultiPolygon(polygons)).unwrap()
}

pub fn feature(id: &str, shape: Shape) -> Feature {
    Feature { id: FeatureId(id.to_owned()), position: 1, attributes: [].into(), shape }
}

pub fn town(id: &str, traits: TownTraits, shape: Shape) -> Town {
    Town { feature: feature(id, shape), name: String::new(), traits }
}

/// A town of Deqing in Zhejiang, a city with a pack of its own.
pub fn deqing() -> TownTraits {
    TownTraits { admin_code: Some("330521".to_owned()), ..TownTraits::default() }
}

/// The towns with all three lines; `boundary` is what the urban boundary covers.
pub fn dataset(towns: Vec<Town>, red: Vec<Feature>, farm: Vec<Feature>, boundary: Vec<Feature>) -> Dataset {
    let lines = [(LayerKind::EcoRedline, red), (LayerKind::BasicFarmland, farm), (LayerKind::UrbanBoundary, boundary)];
    Dataset { towns, layers: BTreeMap::from(lines), ..Dataset::default() }
}

/// All shipped packs on the first day of 2023, neighbours listed within 1 km.
pub fn policy() -> Policy {
    let packs = [
        ("national", include_str!("../../../../data/policy/national.toml")),
        ("national-lines-2019", include_str!("../../../../data/policy/national-lines-2019.toml")),
        ("zhejiang-2022-73", include_str!("../../../../data/policy/zhejiang-2022-73.toml")),
        ("huzhou", include_str!("../../../../data/policy/huzhou.toml")),
        ("lishui-2020-66", include_str!("../../../../data/policy/lishui-2020-66.toml")),
        ("qinghai-2021-5", include_str!("../../../../data/policy/qinghai-2021-5.toml")),
    ];
    let packs = packs.map(|(name, text)| Pack::parse(name, text).unwrap()).to_vec();
    Policy::new(packs, "2023-01-01".parse().unwrap(), Millimetres(1_000_000)).unwrap()
}
