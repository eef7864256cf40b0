//! What a rule saw, as data.

use serde::{Deserialize, Serialize};

use crate::data::{Category, FeatureId, LayerKind};
use crate::ledger::Field;
use crate::measure::SquareMillimetres;
use crate::policy::Date;

/// What a rule saw, as data; the doors turn it into Chinese or English sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Reason {
    /// The number keeps the limit, or nothing (but noise) was found.
    Clear,
    /// Area below the lower bound.
    TooSmall,
    /// Area above the upper bound.
    TooLarge,
    /// Area above the upper bound, but the clause excepts this type of town.
    TooLargeExcepted,
    /// Ground shared with, or outside of, a control line, in this many parts of each grade.
    Overlap {
        /// Material parts.
        material: u32,
        /// Slivers.
        slivers: u32,
        /// Parts below what coordinates can tell.
        noise: u32,
    },
    /// A defect of the boundary itself.
    Bounds {
        /// Which.
        defect: Defect,
        /// How many times.
        count: u32,
        /// The first place, degrees (longitude, latitude) × 1e9, when the defect has one.
        at: Option<(i64, i64)>,
    },
    /// Nothing (worse) was found, but the layer is not whole: features of it could not be read, or it lies elsewhere.
    LayerInDoubt {
        /// Features that could not be read; 0 = the place or the rings of the layer are in doubt.
        unread: u32,
    },
    /// Two towns share ground.
    SharedGround,
    /// Nearer than the assumed distance; `cluster` lists the connected group, sorted.
    Crowded {
        /// Ids of all towns in the group.
        cluster: Vec<FeatureId>,
    },
    /// Two control lines share ground here.
    LinesConflict {
        /// One line.
        first: LayerKind,
        /// The other.
        second: LayerKind,
    },
    /// Red-line ground for which the ledger records an approved activity: the verdict stays as derived, and counts as to
    /// be justified ([`Finding::effective`](super::Finding::effective)).
    Exempted {
        /// 有限人为活动情形
        activity: String,
        /// 批准文号
        document: String,
        /// 批准日期
        dated: Date,
    },
    /// Farmland less what the patches themselves deduct (KCXS, or YJJBNTMJ of the patch).
    NetFarmland,
    /// The ledger does not say it: the clause cannot be judged for this town.
    Unsaid {
        /// Which column.
        field: Field,
    },
    /// The ledger must say it and does not.
    Missing {
        /// Which column.
        field: Field,
    },
    /// The ledger says all that the clause asks for.
    AllSaid,
    /// A number of the ledger against a limit.
    Value {
        /// Which column.
        field: Field,
        /// Which limit.
        side: Side,
        /// Whether the limit is kept.
        met: bool,
    },
    /// Something that had to happen by a day.
    Overdue {
        /// What should have happened.
        field: Field,
        /// Last time, or since when.
        since: Option<Date>,
        /// By when.
        due: Date,
    },
    /// Judged a high risk, or out of its extension: the clause ends the creation.
    ToBeEnded {
        /// Why: the column that says so.
        field: Field,
    },
    /// Not on the list that is in force.
    OffRoster {
        /// Edition that names the town.
        edition: Option<i64>,
        /// Whether it has left the list.
        removed: bool,
    },
    /// Progress of investment as a card.
    Progress {
        /// Its colour.
        card: Card,
    },
    /// The result of an assessment, of this town or of towns of the same county.
    Assessed {
        /// The column that says it.
        field: Field,
        /// The result, as in the ledger.
        result: String,
        /// The towns that have it, sorted.
        members: Vec<FeatureId>,
    },
    /// Several towns lead with one industry.
    SameIndustry {
        /// Which.
        industry: String,
        /// The towns, sorted.
        members: Vec<FeatureId>,
    },
    /// How many towns a place has, against a number.
    Quota {
        /// Code of the place, or id of the zone.
        whose: String,
        /// Which limit.
        side: Side,
        /// Whether it is kept.
        met: bool,
        /// The towns counted, sorted.
        members: Vec<FeatureId>,
        /// How many the boundaries themselves put there, when counties or zones were given.
        by_place: Option<u32>,
    },
    /// The share of a category among all towns of the base.
    Mix {
        /// Which category.
        category: Category,
        /// Which limit.
        side: Side,
        /// Whether it is kept.
        met: bool,
    },
    /// A sum over the towns of a place, against a target.
    Total {
        /// Which column.
        field: Field,
        /// How many towns say it.
        towns: u32,
        /// Whether the target is reached.
        met: bool,
    },
    /// The county of the ledger or of the code is not where most of the ground lies.
    Elsewhere {
        /// Code as declared.
        declared: String,
        /// Counties by area, largest first.
        lies_in: Vec<ClassArea>,
    },
    /// The boundary is nearly that of a township or a development zone.
    Copied {
        /// Which layer.
        layer: LayerKind,
        /// The unit.
        unit: String,
        /// Share of the town that the unit covers, hundredths of a per cent.
        covered: i64,
    },
    /// Ground by class: of an environmental zone, a hazard, a land use.
    Classes {
        /// By class.
        rows: Vec<ClassArea>,
    },
    /// Construction land outside the urban development boundary, by class.
    Unplanned {
        /// By land-use code.
        rows: Vec<ClassArea>,
    },
    /// A share of the land in use, against a limit.
    LandShare {
        /// Which limit.
        side: Side,
        /// Whether it is kept.
        met: bool,
    },
    /// Ground that the boundary gained since it was last handed in.
    Grown {
        /// Ground given up meanwhile.
        given_up: SquareMillimetres,
    },
}

/// Which limit a number was compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// An upper one, itself allowed.
    AtMost,
    /// A lower one, itself allowed.
    AtLeast,
}

impl Side {
    /// Whether a number keeps a limit of this side.
    #[must_use]
    pub fn keeps<T: PartialOrd>(self, number: T, limit: T) -> bool {
        match self {
            Self::AtMost => number <= limit,
            Self::AtLeast => number >= limit,
        }
    }
}

/// 亮牌
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Card {
    /// 不亮牌: on schedule.
    None,
    /// 黄牌: somewhat behind.
    Yellow,
    /// 红牌: far behind.
    Red,
}

/// Ground of one class.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClassArea {
    /// Code or name, as delivered; several joined by a stroke.
    pub class: String,
    /// Ellipsoidal area.
    pub area: SquareMillimetres,
}

/// A defect of a boundary as delivered (四至不清).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Defect {
    /// A ring crosses or overlaps itself (自相交).
    SelfCrossing,
    /// The ring runs out to a point and back along the same line (毛刺).
    Spike,
    /// The same point twice in a row (重复点).
    RepeatedPoint,
    /// Fewer than three different points, or no area: the ring is left out.
    NoArea,
    /// A hole that is not inside its shell, or overlaps another hole.
    HoleAstray,
    /// Parts of one feature that overlap each other.
    PartsOverlap,
    /// More than one separate part (多部件).
    SeveralParts,
    /// A hole smaller than the pack's limit (细小孔洞).
    TinyHole,
}
