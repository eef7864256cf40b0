//! What is reviewed: towns and layers, in one coordinate space.

mod attributes;
mod kind;
mod shape;

use std::collections::BTreeMap;
use std::fmt;

use geo::Coord;
use serde::{Deserialize, Serialize};

use crate::ledger::Ledger;

pub use attributes::{Attributes, NotAttributes};
pub use kind::LayerKind;
pub use shape::{PackedRing, Shape};

/// A feature's identity as its deliverer wrote it: a town code, a patch number, or the 1-based position.
/// Not necessarily unique within a control-line layer (patches are delivered twice).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FeatureId(pub String);

impl fmt::Display for FeatureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A coordinate that cannot stand on the Earth: not finite, or outside ±180°, ±90°.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("coordinate ({lon}, {lat}) is not a longitude and latitude in degrees")]
pub struct NotOnEarth {
    /// Degrees east, as given.
    pub lon: f64,
    /// Degrees north, as given.
    pub lat: f64,
}

/// A box in CGCS2000 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

impl Bounds {
    /// Longitude of the middle, degrees.
    #[must_use]
    pub fn middle_lon(&self) -> f64 {
        (self.west + self.east) / 2.0
    }

    /// The box as a shape.
    #[must_use]
    pub fn to_shape(&self) -> Shape {
        let corners =
            [(self.west, self.south), (self.east, self.south), (self.east, self.north), (self.west, self.north)];
        let ring = corners.map(|(x, y)| Coord { x: x.clamp(-180.0, 180.0), y: y.clamp(-90.0, 90.0) });
        Shape::from_rings([[ring]]).expect("held on the Earth")
    }

    /// The box around both.
    #[inline]
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// Whether the boxes share a point.
    #[must_use]
    pub fn touches(&self, other: &Self) -> bool {
        self.west <= other.east && other.west <= self.east && self.south <= other.north && other.south <= self.north
    }

    /// The box grown on every side by `metres` and by the bow of an edge as long as the box's diagonal.
    ///
    /// An edge that is straight in the review plane leaves the lon/lat box of its end points by its sagitta,
    /// L²·tan φ / 8R for an east–west edge (0.105 m for 3 km at 30°, measured); twice L²·(1 + tan φ) / 8R, and at
    /// least 1 m, covers every direction.
    #[must_use]
    pub fn padded(&self, metres: f64) -> Self {
        const METRES_PER_DEGREE: f64 = 110_574.0; // shortest degree of latitude on the ellipsoid
        const EARTH_RADIUS_M: f64 = 6_356_752.0;
        let lat = self.south.abs().max(self.north.abs()).min(89.0).to_radians();
        let width = (self.east - self.west) * METRES_PER_DEGREE * lat.cos();
        let height = (self.north - self.south) * METRES_PER_DEGREE;
        let bow = (width * width + height * height) * (1.0 + lat.tan()) / (4.0 * EARTH_RADIUS_M);
        let pad = metres + bow.max(1.0);
        let (dx, dy) = (pad / (METRES_PER_DEGREE * lat.cos()), pad / METRES_PER_DEGREE);
        Self { west: self.west - dx, south: self.south - dy, east: self.east + dx, north: self.north + dy }
    }
}

/// One record of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Who it is.
    pub id: FeatureId,
    /// 1-based position in its source file, for messages.
    pub position: u64,
    /// All attributes, as text, under their delivered names in delivered order; shared between clones.
    pub attributes: Attributes,
    /// Its ground.
    pub shape: Shape,
}

impl Feature {
    /// The first non-empty value among the attributes `names` (compared without case).
    #[must_use]
    pub fn attribute(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let found = self.attributes.texts().find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
        })
    }
}

/// A characteristic town (特色小镇): a feature and what decides which clauses apply to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Town {
    /// Identity, attributes, boundary.
    pub feature: Feature,
    /// Name, empty when the source has none.
    pub name: String,
    /// What clauses ask about it.
    pub traits: TownTraits,
}

/// Digits of a county's GB/T 2260 code.
pub const COUNTY_DIGITS: usize = 6;

/// The properties of a town that clauses filter on. `None` = the source does not say: it excludes nothing
/// (a clause still applies) and earns no exception.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownTraits {
    /// GB/T 2260 code of 6, 9 or 12 digits.
    pub admin_code: Option<String>,
    /// 级别
    pub level: Option<Level>,
    /// 阶段
    pub stage: Option<Stage>,
    /// 类型, the axis of the area exception
    pub town_type: Option<TownType>,
    /// 产业类别, the axis of a city's mix of towns
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// 辖区: the id of a functional zone, which has no administrative code
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<String>,
}

/// 产业类别
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// 制造
    Manufacturing,
    /// 休闲旅游
    Leisure,
    /// 其他现代服务业
    OtherService,
}

/// 级别
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// 省级
    Provincial,
    /// 市级
    Municipal,
}

/// 阶段
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// 命名
    Named,
    /// 创建
    Creating,
    /// 培育
    Cultivating,
    /// 退出
    Removed,
}

/// 类型
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TownType {
    /// 文化旅游
    CultureTourism,
    /// 体育(运动)
    Sports,
    /// 农业田园
    AgriPastoral,
    /// 三产融合
    IndustryFusion,
    /// 其他
    Other,
}

/// Everything one review looks at.
///
/// A layer that is present but empty was checked and found empty; a layer that is absent was not given.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    /// The towns, ids unique, sorted by id in byte order.
    pub towns: Vec<Town>,
    /// Patches near the towns, by layer, in any order (the review sorts what it prints).
    pub layers: BTreeMap<LayerKind, Vec<Feature>>,
    /// Layers that cannot be trusted to be whole, with the number of features that could not be read (0 = their place
    /// is in doubt): what they seem to leave free is to be verified. [`LayerKind::Towns`] among them = the towns may lie
    /// elsewhere: every verdict is withheld (verify).
    pub doubtful: BTreeMap<LayerKind, u32>,
    /// The ledger, joined to the towns; `None` = not given.
    pub ledger: Option<Ledger>,
}
