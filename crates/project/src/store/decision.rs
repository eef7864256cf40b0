//! The reviewer's own words about a finding, and the steps that lead back and forth between them.

use sanxian_review::finding::{Finding, Fingerprint, Limit, Measure, Reason, Verdict};
use serde::{Deserialize, Serialize};

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// 确认
    Confirm,
    /// 更正
    Correct,
    /// 豁免
    Exempt,
    /// 备注
    Comment,
}

impl DecisionKind {
    /// The name used in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Correct => "correct",
            Self::Exempt => "exempt",
            Self::Comment => "comment",
        }
    }
}

/// A decision on a finding. It is keyed by the finding's fingerprint and outlives every re-run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// On which finding.
    pub finding: Fingerprint,
    /// What.
    pub kind: DecisionKind,
    /// Free words.
    pub comment: String,
    /// Who.
    pub reviewer: String,
    /// What an exemption rests on.
    pub exemption: Option<Exemption>,
    /// When, `YYYY-MM-DD HH:MM` of the reviewer's machine.
    pub at: String,
    /// The result that it was made on.
    pub made_on: MadeOn,
}

/// What an exemption rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// The activity that is allowed.
    pub activity: String,
    /// The approving document.
    pub document: String,
    /// Its date, `YYYY-MM-DD`.
    pub date: String,
}

/// The part of a finding that a reviewer looks at when deciding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeOn {
    /// 结论
    pub verdict: Verdict,
    /// The number.
    pub measured: Option<Measure>,
    /// What it was compared with.
    pub limit: Option<Limit>,
    /// Why.
    pub reason: Reason,
}

impl MadeOn {
    /// What this finding shows now.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        let Finding { verdict, measured, limit, reason, .. } = finding;
        Self { verdict: *verdict, measured: *measured, limit: *limit, reason: reason.clone() }
    }
}

impl Decision {
    /// The verdict that counts: an exemption on record leaves it to be justified, whatever was derived; a pass or an
    /// unchecked clause needs none and stays.
    #[must_use]
    pub fn effective(&self, derived: Verdict) -> Verdict {
        match self.kind {
            DecisionKind::Exempt if derived > Verdict::Justify => Verdict::Justify,
            _ => derived,
        }
    }
}

/// A line of the log that changed a decision, or took such a change back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Step {
    /// A decision was given; `before` is what stood there.
    Decide(Change),
    /// The newest change was taken back.
    Undo,
    /// What was taken back last was done again.
    Redo,
}

/// What became of the decision on one finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which finding.
    pub finding: Fingerprint,
    /// What stood there.
    pub before: Option<Decision>,
    /// What stands there.
    pub after: Option<Decision>,
}

/// The changes that can be taken back, and those that can be done again: what the log says when it is read in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Steps {
    undo: Vec<Change>,
    redo: Vec<Change>,
}

impl Steps {
    /// Follows one line of the log.
    pub fn follow(&mut self, step: Step) {
        match step {
            Step::Decide(change) => {
                self.undo.push(change);
                self.redo.clear();
            }
            Step::Undo => self.redo.extend(self.undo.pop()),
            Step::Redo => self.undo.extend(self.redo.pop()),
        }
    }

    /// What undo would take back.
    #[must_use]
    pub fn undo(&self) -> Option<&Change> {
        self.undo.last()
    }

    /// What redo would do again.
    #[must_use]
    pub fn redo(&self) -> Option<&Change> {
        self.redo.last()
    }
}
