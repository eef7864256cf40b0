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
    Decide(Box<Change>),
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
                self.undo.push(*change);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What stands after the steps of a log, by finding.
    type Standing = std::collections::BTreeMap<String, String>;

    fn decision(finding: u8, words: u16) -> Decision {
        Decision {
            finding: Fingerprint(finding.to_string()),
            kind: DecisionKind::Comment,
            comment: words.to_string(),
            reviewer: String::new(),
            exemption: None,
            at: String::new(),
            made_on: MadeOn { verdict: Verdict::Breach, measured: None, limit: None, reason: Reason::Clear },
        }
    }

    fn set(standing: &mut Standing, finding: &Fingerprint, decision: Option<&Decision>) {
        match decision {
            Some(decision) => standing.insert(finding.0.clone(), decision.comment.clone()),
            None => standing.remove(&finding.0),
        };
    }

    fn decide(steps: &mut Steps, standing: &mut Standing, finding: u8, words: u16) {
        let after = decision(finding, words);
        let before = standing.get(&after.finding.0).map(|words| decision(finding, words.parse().unwrap_or(0)));
        set(standing, &after.finding, Some(&after));
        let finding = after.finding.clone();
        steps.follow(Step::Decide(Box::new(Change { finding, before, after: Some(after) })));
    }

    fn undo(steps: &mut Steps, standing: &mut Standing) -> bool {
        let Some(change) = steps.undo().cloned() else { return false };
        set(standing, &change.finding, change.before.as_ref());
        steps.follow(Step::Undo);
        true
    }

    fn redo(steps: &mut Steps, standing: &mut Standing) -> bool {
        let Some(change) = steps.redo().cloned() else { return false };
        set(standing, &change.finding, change.after.as_ref());
        steps.follow(Step::Redo);
        true
    }

    proptest! {
        #[test]
        fn undo_takes_back_exactly_what_was_decided_and_redo_does_it_again(
            acts in prop::collection::vec((0_u8..5, 0_u8..4, any::<u16>()), 0..40),
            last in (0_u8..4, any::<u16>()),
        ) {
            let (mut steps, mut standing) = (Steps::default(), Standing::new());
            for (act, finding, words) in acts {
                match act {
                    0 => { undo(&mut steps, &mut standing); }
                    1 => { redo(&mut steps, &mut standing); }
                    _ => decide(&mut steps, &mut standing, finding, words),
                }
            }
            let before = standing.clone();
            decide(&mut steps, &mut standing, last.0, last.1);
            let after = standing.clone();
            prop_assert!(undo(&mut steps, &mut standing));
            prop_assert_eq!(&standing, &before);
            prop_assert!(redo(&mut steps, &mut standing));
            prop_assert_eq!(&standing, &after);
            while undo(&mut steps, &mut standing) {}
            prop_assert!(standing.is_empty());
            while redo(&mut steps, &mut standing) {}
            prop_assert_eq!(&standing, &after);
        }
    }

    #[test]
    fn only_an_exemption_changes_a_verdict_and_only_for_the_better() {
        let mut decision = decision(1, 1);
        assert_eq!(decision.effective(Verdict::Breach), Verdict::Breach);
        decision.kind = DecisionKind::Exempt;
        assert_eq!(decision.effective(Verdict::Breach), Verdict::Justify);
        assert_eq!(decision.effective(Verdict::Verify), Verdict::Justify);
        assert_eq!(decision.effective(Verdict::Pass), Verdict::Pass);
    }
}
