//! The ledger (台账) of a project.

use serde::{Deserialize, Serialize};

use super::ProblemView;
use crate::lang::Text;

/// The ledger, and what of it did not find its boundary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LedgerView {
    /// File name.
    pub file: String,
    /// Rows that name a town.
    pub rows: u32,
    /// Rows that belong to a boundary.
    pub joined: u32,
    /// Columns that were recognised.
    pub columns: Vec<Text>,
    /// Rows without a boundary; they still count in numbers and shares.
    pub rows_alone: Vec<LedgerRowView>,
    /// Towns without a row: (id, name). Clauses on the ledger are not checked for them.
    pub towns_alone: Vec<(String, String)>,
    /// Cells and rows that could not be taken, and what did not join; the first 200.
    pub problems: Vec<ProblemView>,
    /// How many there are in all.
    pub problem_count: u32,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// A row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LedgerRowView {
    /// 1-based line in the file.
    pub line: u32,
    /// 小镇编码, may be empty.
    pub code: String,
    /// 小镇名称, may be empty.
    pub name: String,
}

/// What a file that waits on a card holds as a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LedgerCardView {
    /// Columns that were recognised.
    pub columns: Vec<Text>,
    /// The first 20 rows as they were understood, in the order of `columns`.
    pub sample: Vec<Vec<Text>>,
    /// Rows whose code or name is that of a boundary of the project; absent while it has no towns.
    pub joined: Option<u32>,
    /// Towns of the project without a row.
    pub towns_alone: Option<u32>,
    /// The open project has a ledger already, which this one replaces.
    pub replaces: Option<String>,
}
