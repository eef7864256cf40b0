//! Choosing policy packs, and the numbers they bring.

use sanxian_review::finding::{Provenance, Verdict};
use serde::{Deserialize, Serialize};

use crate::lang::Text;

/// 结论: the twin of the kernel's `Verdict`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub enum VerdictView {
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

impl From<Verdict> for VerdictView {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Self::Pass,
            Verdict::NotChecked => Self::NotChecked,
            Verdict::Justify => Self::Justify,
            Verdict::Verify => Self::Verify,
            Verdict::Breach => Self::Breach,
        }
    }
}

/// How many of each verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct VerdictCounts {
    /// 符合
    pub pass: u32,
    /// 未检查
    pub not_checked: u32,
    /// 需说明
    pub justify: u32,
    /// 需核实
    pub verify: u32,
    /// 不符合
    pub breach: u32,
}

/// What the next review uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PolicyChoice {
    /// Packs by id; empty = suggested by the towns' codes.
    pub packs: Vec<String>,
    /// The day of the review, `YYYY-MM-DD`.
    pub as_of: String,
    /// Towns nearer than this many metres are neighbours; absent = as packs assume, else 1000.
    pub near_m: Option<u32>,
}

/// A policy document the reviewer may choose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PackView {
    /// Its id.
    pub id: String,
    /// Title of the document.
    pub title: String,
    /// Its number, or 文号未载.
    pub doc_number: String,
    /// Who issued it.
    pub issuer: String,
    /// When, `YYYY-MM-DD`; empty when unknown.
    pub dated: String,
    /// National: cannot be left out.
    pub always: bool,
    /// Suggested by the towns' codes, with the reason.
    pub suggested: Option<Text>,
    /// Chosen for the next review.
    pub chosen: bool,
    /// Clauses, those for people included.
    pub clauses: u32,
    /// The numbers it brings.
    pub parameters: Vec<ParameterView>,
}

/// One number that decides something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ParameterView {
    /// `pack/clause/name`.
    pub name: String,
    /// Plain decimal or word.
    pub value: String,
    /// `m`, `m2`, `km2`, or empty.
    pub unit: String,
    /// It stands in the clause; else it is the reviewer's (审查参数,非条文数值).
    pub in_clause: bool,
}

impl From<crate::run_info::Parameter> for ParameterView {
    fn from(parameter: crate::run_info::Parameter) -> Self {
        let crate::run_info::Parameter { name, value, unit, provenance } = parameter;
        Self { name, value, unit, in_clause: provenance == Provenance::Clause }
    }
}
