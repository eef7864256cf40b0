//! The numbers that findings have on sheets and in papers: the same in all of them.

use std::cmp::Reverse;

use sanxian_review::data::FeatureId;
use sanxian_review::finding::{Finding, Verdict};

/// A finding with its number among those of its town.
#[derive(Debug, Clone, Copy)]
pub struct Numbered<'a> {
    /// From 1.
    pub number: usize,
    /// The finding.
    pub finding: &'a Finding,
    /// Its verdict, decisions included.
    pub verdict: Verdict,
}

/// What was found against a town, given in the review's order, numbered: ground before lists, worst before mild. What
/// passes or was not checked has no number.
pub fn numbered<'a>(found: impl IntoIterator<Item = (&'a Finding, Verdict)>) -> Vec<Numbered<'a>> {
    let mut found: Vec<_> = found.into_iter().filter(|(_, verdict)| *verdict >= Verdict::Justify).collect();
    found.sort_by_key(|(finding, verdict)| (finding.shape.is_none(), Reverse(*verdict)));
    let one = |(at, (finding, verdict))| Numbered { number: at + 1, finding, verdict };
    found.into_iter().enumerate().map(one).collect()
}

/// 图号: a town's sheet bears its id, that of a finding its number behind it.
#[must_use]
pub fn sheet_number(town: &FeatureId, finding: Option<usize>) -> String {
    finding.map_or_else(|| town.0.clone(), |number| format!("{town}-{number}"))
}
