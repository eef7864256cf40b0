//! What comes out of a review: findings, measurements, what was not checked, and faults.

mod reason;
mod subject;

use serde::{Deserialize, Serialize};

use crate::data::{FeatureId, LayerKind, Shape};
use crate::measure::{Millimetres, SquareMillimetres};
use crate::policy::ClauseId;

pub use reason::{Card, ClassArea, Defect, Reason, Side};
pub use subject::Subject;

/// 结论, from best to worst: a town's verdict is the greatest of its findings'.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 符合
    Pass,
    /// 未检查
    NotChecked,
    /// 需说明
    Justify,
    /// 需核实
    Verify,
    /// 不符合
    Breach,
}

impl Verdict {
    /// The name used in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::NotChecked => "not_checked",
            Self::Justify => "justify",
            Self::Verify => "verify",
            Self::Breach => "breach",
        }
    }
}

/// How serious an overlap is by its size and form alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Below what coordinates can tell.
    Noise,
    /// A thin strip along both boundaries: probably two drawings of one line (疑似边界误差).
    Sliver,
    /// Everything else.
    Material,
}

impl Grade {
    /// The name used in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Noise => "noise",
            Self::Sliver => "sliver",
            Self::Material => "material",
        }
    }
}

/// A measured quantity in whole units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Ellipsoidal area.
    AreaMm2(SquareMillimetres),
    /// Geodesic length.
    LengthMm(Millimetres),
    /// How many.
    Count(u32),
    /// A part of a whole: counts, mm², or hundredths of a per cent of 10 000.
    Share {
        /// The part.
        part: i64,
        /// The whole; never negative.
        whole: i64,
    },
    /// Money, whole yuan.
    Yuan(i64),
}

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// It stands in the quoted clause.
    Clause,
    /// A national document gives it where the clause names none.
    National,
    /// A reviewer's parameter: printed as 审查参数,非条文数值.
    Reviewer,
}

/// The number a measurement was compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// The number.
    pub value: Measure,
    /// Who set it.
    pub from: Provenance,
}

/// One thing found about one town, or about the towns of a place together, under one clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable between runs: clause + rule + subject + against + reason; decisions hang on it.
    pub fingerprint: Fingerprint,
    /// The rule that measured.
    pub rule: &'static str,
    /// The governing clause.
    pub clause: ClauseId,
    /// Clauses of less specific documents that say something on the same matter, cited beside the governing one.
    pub also: Vec<ClauseId>,
    /// Whom it is about.
    pub subject: Subject,
    /// The other town, where there is one.
    pub against: Option<FeatureId>,
    /// The control line concerned.
    pub layer: Option<LayerKind>,
    /// The worst grade among the parts.
    pub grade: Option<Grade>,
    /// The number the verdict rests on.
    pub measured: Option<Measure>,
    /// What it was compared with.
    pub limit: Option<Limit>,
    /// 结论
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
    /// The offending ground itself, CGCS2000 degrees.
    pub shape: Option<Shape>,
}

impl Finding {
    /// The verdict that counts where no reviewer decided: as derived, unless the ledger has an exemption on record, which
    /// leaves it to be justified. What was derived stays.
    #[must_use]
    pub fn effective(&self) -> Verdict {
        match self.reason {
            Reason::Exempted { .. } => self.verdict.min(Verdict::Justify),
            _ => self.verdict,
        }
    }
}

/// Identifies the same finding in another run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint(pub String);

/// Stands for the rule where a control line was given but no clause in force on the day of the review judges it.
pub const NO_CLAUSE: &str = "no_clause";

/// A clause that could not be judged because input is missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NotChecked {
    /// `None` = no clause in force judges this layer; it is missing all the same.
    pub clause: Option<ClauseId>,
    /// The rule that would have measured; [`NO_CLAUSE`] for a layer that was given and that no clause in force judges.
    pub rule: String,
    /// The layers concerned: not given, or judged by no clause.
    pub missing: Vec<LayerKind>,
}

/// A rule that panicked, or an internal check that failed: the other rules went on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fault {
    /// The town, or the place, concerned.
    pub subject: Subject,
    /// The rule, or the step of measuring.
    pub rule: String,
    /// What happened.
    pub what: String,
}

/// The measurements of one town: a row of `towns.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownRow {
    /// Who.
    pub id: FeatureId,
    /// Name, may be empty.
    pub name: String,
    /// Central meridian of its review plane, degrees east.
    pub central_meridian: i16,
    /// Ellipsoidal area.
    pub area: SquareMillimetres,
    /// Area on the plane: what other software says; never the verdict's.
    pub planar_area: SquareMillimetres,
    /// town ∩ union(red line); `None` = layer not given.
    pub eco_redline: Option<SquareMillimetres>,
    /// town ∩ union(farmland).
    pub basic_farmland: Option<SquareMillimetres>,
    /// town ∖ union(urban boundary).
    pub outside_urban_boundary: Option<SquareMillimetres>,
    /// The exclusive partition, when all three lines were given.
    pub partition: Option<Partition>,
    /// 四至: the outermost vertices.
    pub four_bounds: FourBounds,
    /// Worst of the findings and of what was not checked.
    pub verdict: Verdict,
}

/// 东至 南至 西至 北至: the outermost vertices of a town, CGCS2000 degrees × 1e9.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FourBounds {
    /// (longitude, latitude) of the easternmost vertex.
    pub east: (i64, i64),
    /// Southernmost.
    pub south: (i64, i64),
    /// Westernmost.
    pub west: (i64, i64),
    /// Northernmost.
    pub north: (i64, i64),
}

/// The four classes that add up to the town's area exactly (domain: exclusive partition).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partition {
    /// In the red line.
    pub eco_redline: SquareMillimetres,
    /// In farmland, not in the red line.
    pub basic_farmland: SquareMillimetres,
    /// Outside the urban boundary, in neither.
    pub outside_urban_boundary: SquareMillimetres,
    /// The rest.
    pub compliant: SquareMillimetres,
}

/// One control-line feature that a town overlaps: a row of `overlaps.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OverlapRow {
    /// The town.
    pub town: FeatureId,
    /// Red line or farmland.
    pub layer: LayerKind,
    /// The patch.
    pub feature: FeatureId,
    /// town ∩ patch.
    pub area: SquareMillimetres,
    /// Worst of its parts.
    pub grade: Grade,
    /// 1-based position of the patch in its source: tells apart patches with one number.
    pub position: u64,
}

/// Two towns nearer than the asked distance: a row of `neighbours.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NeighbourRow {
    /// The town first in byte order.
    pub town_a: FeatureId,
    /// The other.
    pub town_b: FeatureId,
    /// Geodesic length between the nearest points; 0 when they touch or overlap.
    pub distance: Millimetres,
}

/// Everything a review says. Sorted; equal input gives an equal value whatever the threads.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Review {
    /// One row a town, by id.
    pub towns: Vec<TownRow>,
    /// By town, layer, feature, area, grade, position.
    pub overlaps: Vec<OverlapRow>,
    /// By town_a, town_b.
    pub neighbours: Vec<NeighbourRow>,
    /// By town, rule, clause, against, reason; passes included. Those about places come last.
    pub findings: Vec<Finding>,
    /// Clauses that lack input.
    pub not_checked: Vec<NotChecked>,
    /// Rules that failed.
    pub faults: Vec<Fault>,
}
