//! The findings table, the panel of a finding, and the reviewer's decisions.

use serde::{Deserialize, Serialize};

use super::{AreaView, LayerRole, VerdictView};
use crate::lang::Text;

/// Which findings, in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct FindingQuery {
    /// Effective verdicts; empty = all.
    pub verdicts: Vec<VerdictView>,
    /// Rules by id; empty = all.
    pub rules: Vec<String>,
    /// Towns by id; empty = all.
    pub towns: Vec<String>,
    /// Counties by name; empty = all.
    pub counties: Vec<String>,
    /// Only decided, or only undecided ones.
    pub decided: Option<bool>,
    /// Found in the id, name (Chinese, pinyin, pinyin initials), clause, explanation; empty = all.
    pub text: String,
    /// What to sort by; verdict first when absent.
    pub sort: Option<FindingSort>,
    /// The other way round.
    pub descending: bool,
}

/// A column to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub enum FindingSort {
    /// Worst first.
    Verdict,
    /// By rule.
    Rule,
    /// By town.
    Town,
    /// By county.
    County,
    /// By clause.
    Clause,
    /// By measured area, then length, then count.
    Measured,
}

/// Part of the findings that match.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct FindingPage {
    /// Findings that match.
    pub total: u32,
    /// 0-based place of the first row.
    pub offset: u32,
    /// In order.
    pub rows: Vec<FindingRowView>,
    /// What the filters may be set to, counted over all findings.
    pub facets: FindingFacets,
}

/// Values a filter may take.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct FindingFacets {
    /// (rule id, name, findings)
    pub rules: Vec<(String, Text, u32)>,
    /// (town id, name, findings)
    pub towns: Vec<(String, String, u32)>,
    /// (county, findings)
    pub counties: Vec<(String, u32)>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct FindingRowView {
    /// Its fingerprint.
    pub id: String,
    /// As derived.
    pub derived: VerdictView,
    /// After decisions.
    pub verdict: VerdictView,
    /// Rule id.
    pub rule: String,
    /// Rule in words.
    pub rule_name: Text,
    /// Id of the town; empty = it is about a place, its towns taken together, and charges no single one.
    pub town: String,
    /// Its name, or its id; of a place its name and code.
    pub town_name: String,
    /// Its county; empty when unknown.
    pub county: String,
    /// Clause id.
    pub clause: String,
    /// Measured, for people: `27,970.58 m²`, `812.35 m`, `3`.
    pub measured: Option<String>,
    /// Share of the town: `12.34%`.
    pub share: Option<String>,
    /// One sentence.
    pub explanation: Text,
    /// A decision was recorded.
    pub decision: Option<DecisionKind>,
    /// Where to look, degrees: west, south, east, north.
    pub extent: Option<[f64; 4]>,
}

/// Everything about a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct FindingView {
    /// The row of the table.
    pub row: FindingRowView,
    /// The governing clause, then those cited beside it.
    pub clauses: Vec<ClauseView>,
    /// The measured area, when it is an area.
    pub area: Option<AreaView>,
    /// The same on the plane of projection: never the verdict's number.
    pub planar: Option<AreaView>,
    /// The measured length in metres with 2 decimals, when it is a length.
    pub length_m: Option<String>,
    /// The number it was compared with, in words.
    pub limit: Option<Text>,
    /// The limit is the reviewer's, no clause gives it.
    pub limit_is_assumed: bool,
    /// How it was computed.
    pub method: Text,
    /// What the town is to hand in or correct.
    pub advice: Text,
    /// The control line concerned.
    pub layer: Option<LayerRole>,
    /// The other town or patch.
    pub against: Option<String>,
    /// Number of parts by grade, for overlaps: material, slivers, noise.
    pub parts: Option<[u32; 3]>,
    /// Patches of the line that the town touches, largest first; the first 200.
    pub patches: Vec<PatchView>,
    /// The decision, newest.
    pub decision: Option<DecisionView>,
    /// Earlier words on it, newest first.
    pub history: Vec<LogView>,
}

/// One patch a town overlaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PatchView {
    /// As delivered.
    pub feature: String,
    /// Shared ground.
    pub area: AreaView,
    /// `material`, `sliver`, `noise` in words.
    pub grade: Text,
}

/// A clause as it is cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ClauseView {
    /// Its id.
    pub id: String,
    /// Title of the document.
    pub document: String,
    /// Its number, or 文号未载.
    pub doc_number: String,
    /// Article.
    pub article: String,
    /// The words.
    pub quote: String,
    /// How binding, in words.
    pub force: Text,
    /// It decides; the others are cited beside it.
    pub governs: bool,
}

/// What the reviewer decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub enum DecisionKind {
    /// 确认: the finding is right.
    Confirm,
    /// 更正: the town is to be corrected, or the data is wrong.
    Correct,
    /// 豁免: an exemption is on record; the effective verdict becomes justify.
    Exempt,
    /// 备注: a comment only.
    Comment,
}

/// A decision, as given and as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct DecisionView {
    /// Which.
    pub kind: DecisionKind,
    /// Free words.
    pub comment: String,
    /// Who decided.
    pub reviewer: String,
    /// What an exemption rests on; needed for `exempt`.
    pub exemption: Option<ExemptionView>,
    /// When it was recorded, `YYYY-MM-DD HH:MM`; empty when it is being given.
    pub at: String,
    /// The result the decision was made on has changed since.
    pub outdated: bool,
}

/// What an exemption rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ExemptionView {
    /// The activity that is allowed.
    pub activity: String,
    /// The approving document.
    pub document: String,
    /// Its date, `YYYY-MM-DD`.
    pub date: String,
}

/// One line of the append-only log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LogView {
    /// `YYYY-MM-DD HH:MM`.
    pub at: String,
    /// What was done.
    pub text: Text,
}
