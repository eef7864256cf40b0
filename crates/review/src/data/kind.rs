//! What a layer means to the review.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a layer means to the review. The three control lines (三条控制线) are the first three; the kinds after
/// the counties are optional, and what needs one that is not given is listed as not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerKind {
    /// 生态保护红线
    EcoRedline,
    /// 永久基本农田
    BasicFarmland,
    /// 城镇开发边界
    UrbanBoundary,
    /// 特色小镇
    Towns,
    /// 行政区(县)
    Counties,
    /// 行政建制镇(乡镇)
    Townships,
    /// 开发区、产业园区
    DevelopmentZones,
    /// 功能区:有管理机构而没有行政区代码的辖区
    FunctionalZones,
    /// 土地利用现状图斑(DLTB)
    LandUse,
    /// 生态环境管控单元(三线一单)
    EcoUnits,
    /// 灾害风险、洪涝风险控制线
    Hazards,
    /// 历史文化保护线
    Heritage,
    /// 上一版小镇范围,用于比较再次报送
    EarlierTowns,
    /// 台账: a table without ground; named here because clauses need it as they need a layer
    Ledger,
}

impl LayerKind {
    /// The three control lines, in the order of every table.
    pub const CONTROL_LINES: [Self; 3] = [Self::EcoRedline, Self::BasicFarmland, Self::UrbanBoundary];

    /// Layers with ground that a review can do without, in the order of [`ALL`](Self::ALL).
    pub const OPTIONAL: [Self; 8] = [
        Self::Townships,
        Self::DevelopmentZones,
        Self::FunctionalZones,
        Self::LandUse,
        Self::EcoUnits,
        Self::Hazards,
        Self::Heritage,
        Self::EarlierTowns,
    ];

    /// Every kind, control lines first.
    pub const ALL: [Self; 14] = [
        Self::EcoRedline,
        Self::BasicFarmland,
        Self::UrbanBoundary,
        Self::Towns,
        Self::Counties,
        Self::Townships,
        Self::DevelopmentZones,
        Self::FunctionalZones,
        Self::LandUse,
        Self::EcoUnits,
        Self::Hazards,
        Self::Heritage,
        Self::EarlierTowns,
        Self::Ledger,
    ];

    /// The name used in files, options and tables.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::EcoRedline => "eco_redline",
            Self::BasicFarmland => "basic_farmland",
            Self::UrbanBoundary => "urban_boundary",
            Self::Towns => "towns",
            Self::Counties => "counties",
            Self::Townships => "townships",
            Self::DevelopmentZones => "development_zones",
            Self::FunctionalZones => "functional_zones",
            Self::LandUse => "land_use",
            Self::EcoUnits => "eco_units",
            Self::Hazards => "hazards",
            Self::Heritage => "heritage",
            Self::EarlierTowns => "earlier_towns",
            Self::Ledger => "ledger",
        }
    }

    /// The kind with this [`key`](Self::key).
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Whether it is one of the three control lines, without which no town passes.
    #[must_use]
    pub fn is_control_line(self) -> bool {
        Self::CONTROL_LINES.contains(&self)
    }
}

impl fmt::Display for LayerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}
