//! The towns of a place taken together, and the compliance code of one.

use serde::{Deserialize, Serialize};

use super::{ClauseView, VerdictView};
use crate::lang::Text;

/// The towns of the ledger together, as they are and as they would be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PortfolioView {
    /// The day that clauses are taken as of, `YYYY-MM-DD`.
    pub as_of: String,
    /// File of the ledger; absent = there is none, and nothing to count.
    pub ledger: Option<String>,
    /// One a row of the ledger, in its order, then those of the submission without a row.
    pub towns: Vec<PortfolioTownView>,
    /// One for each number that a clause sets a place; the mix of categories among them.
    pub tallies: Vec<TallyView>,
    /// Groups of towns nearer to each other than the policy's distance.
    pub clusters: Vec<ClusterView>,
    /// Metres: how near is near.
    pub near_m: String,
    /// Whose town is counted in `then`, when one was asked for.
    pub added: Option<String>,
    /// What could not be counted, and why.
    pub notes: Vec<Text>,
}

/// 亮牌: the twin of the kernel's `Card`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub enum CardColour {
    /// 不亮牌: on schedule.
    None,
    /// 黄牌: behind.
    Yellow,
    /// 红牌: far behind.
    Red,
}

impl From<sanxian_review::finding::Card> for CardColour {
    fn from(card: sanxian_review::finding::Card) -> Self {
        use sanxian_review::finding::Card;
        match card {
            Card::None => Self::None,
            Card::Yellow => Self::Yellow,
            Card::Red => Self::Red,
        }
    }
}

/// A town of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PortfolioTownView {
    /// Its boundary's id, else its code, else its name.
    pub id: String,
    /// 小镇名称
    pub name: String,
    /// It has a boundary: its panel can be opened.
    pub has_boundary: bool,
    /// It has a row in the ledger: it counts.
    pub has_row: bool,
    /// 级别
    pub level: Option<Text>,
    /// 阶段
    pub stage: Option<Text>,
    /// 产业类别
    pub category: Option<Text>,
    /// The county or zone that it declares.
    pub declared: Option<String>,
    /// The county in which most of its boundary lies.
    pub lies_in: Option<String>,
    /// Declared county and ground are not the same.
    pub elsewhere: bool,
    /// Its card, where a clause gives cards and the ledger says both numbers.
    pub card: Option<CardColour>,
    /// Invested of planned, `63.20%`; absent where the ledger does not say both.
    pub progress: Option<String>,
    /// Effective verdict of the last review.
    pub verdict: Option<VerdictView>,
}

/// A number of towns that a clause limits or wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct TallyView {
    /// The clause.
    pub clause: ClauseView,
    /// The place, with its name where the counties say it.
    pub place: String,
    /// Which category, in a mix.
    pub category: Option<Text>,
    /// The limit: `≤ 20`, `≥ 60.00%`.
    pub limit: String,
    /// It is an upper limit.
    pub at_most: bool,
    /// As it is; absent where only the added town makes the place count.
    pub now: Option<CountView>,
    /// As it would be with the town added; absent when none was asked for.
    pub then: Option<CountView>,
    /// Towns counted by where their ground lies, as the last review found them; absent where it does not say.
    pub by_ground: Option<u32>,
}

/// A number of towns, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct CountView {
    /// How many towns count.
    pub count: u32,
    /// Of how many, in a mix.
    pub of: Option<u32>,
    /// Their share, in a mix: `55.00%`.
    pub share: Option<String>,
    /// Towns that may still come, or are still wanted; less than nothing = too many.
    pub free: i32,
    /// The limit is kept.
    pub met: bool,
    /// What it means when it is not kept.
    pub verdict: VerdictView,
}

/// Towns near each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ClusterView {
    /// (id, name), by id.
    pub towns: Vec<(String, String)>,
    /// Around all of them, degrees: west, south, east, north.
    pub extent: Option<[f64; 4]>,
}

/// A town that might be added. Words are those of a ledger (省级, 创建, 制造 …); what is absent is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct WhatIf {
    /// A town of the submission: its boundary counts too, and its facts stand in for those not given.
    pub town: Option<String>,
    /// 小镇名称
    pub name: String,
    /// 级别
    pub level: Option<String>,
    /// 阶段
    pub stage: Option<String>,
    /// 产业类别
    pub category: Option<String>,
    /// 行政区代码
    pub admin_code: Option<String>,
    /// 辖区: a functional zone's id.
    pub jurisdiction: Option<String>,
}

/// 一图一码一指数: the code of a town's result, and its index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ComplianceView {
    /// The code as text.
    pub code: String,
    /// The same as a QR code: rows of `1` (dark) and `0`, without a margin.
    pub modules: Vec<String>,
    /// The verdict that gives it its colour.
    pub verdict: VerdictView,
    /// `87.5`; absent where no clause counts.
    pub index: Option<String>,
    /// How the index is computed.
    pub formula: Text,
}
