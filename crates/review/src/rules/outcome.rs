//! What a rule says about one town or place, and the finding it becomes.

use crate::data::{FeatureId, LayerKind, Shape};
use crate::finding::{Finding, Fingerprint, Grade, Limit, Measure, Reason, Subject, Verdict};
use crate::ledger::Field;
use crate::policy::Governing;

/// What a rule says about one town or place; the review adds who and by which clause.
pub struct Outcome {
    /// 结论
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
    /// The other town.
    pub against: Option<FeatureId>,
    /// The control line.
    pub layer: Option<LayerKind>,
    /// Worst grade.
    pub grade: Option<Grade>,
    /// The number.
    pub measured: Option<Measure>,
    /// What it was compared with.
    pub limit: Option<Limit>,
    /// The ground, as it is handed out.
    pub ground: Option<Shape>,
}

impl Outcome {
    /// A verdict and its reason, nothing else.
    #[must_use]
    pub fn new(verdict: Verdict, reason: Reason) -> Self {
        Self { verdict, reason, against: None, layer: None, grade: None, measured: None, limit: None, ground: None }
    }

    /// Nothing to object to.
    #[must_use]
    pub fn clear() -> Self {
        Self::new(Verdict::Pass, Reason::Clear)
    }

    /// The ledger does not say it.
    pub(crate) fn unsaid(field: Field) -> Self {
        Self::new(Verdict::NotChecked, Reason::Unsaid { field })
    }

    /// A layer that is not whole cannot clear a town: at least what the clause says of doubt.
    pub(crate) fn doubt(&mut self, governing: &Governing<'_>, unread: u32) {
        let in_doubt = governing.clause.force.when_in_doubt();
        if self.verdict < in_doubt && self.reason != Reason::NetFarmland {
            self.verdict = in_doubt;
            self.reason = Reason::LayerInDoubt { unread };
        }
    }

    /// The place of the towns is in doubt: what was measured stands, the verdict is withheld.
    pub(crate) fn withhold(&mut self) {
        if matches!(self.verdict, Verdict::Breach | Verdict::Justify) {
            self.verdict = Verdict::Verify;
        }
    }

    pub(crate) fn into_finding(self, governing: &Governing<'_>, subject: Subject) -> Finding {
        let what = what(&self.reason);
        let against = self.against.as_ref().map_or("", |id| id.0.as_str());
        // a town may be called like a place
        let who = match &subject {
            Subject::Town(id) => id.0.clone(),
            Subject::Place(place) => format!("place:{place}"),
        };
        let fingerprint =
            Fingerprint([governing.clause.id.0.as_str(), governing.rule.id, &who, against, &what].join("|"));
        Finding {
            fingerprint,
            rule: governing.rule.id,
            clause: governing.clause.id.clone(),
            also: governing.also.clone(),
            subject,
            against: self.against,
            layer: self.layer,
            grade: self.grade,
            measured: self.measured,
            limit: self.limit,
            verdict: self.verdict,
            reason: self.reason,
            shape: self.ground,
        }
    }
}

/// What tells findings of one clause about one town apart, in their fingerprints: stable between runs, so no numbers.
fn what(reason: &Reason) -> String {
    let named = match reason {
        Reason::Bounds { defect, .. } => return format!("{defect:?}"),
        Reason::LinesConflict { first, second } => return format!("{first}+{second}"),
        Reason::Unsaid { field }
        | Reason::Missing { field }
        | Reason::Value { field, .. }
        | Reason::Overdue { field, .. }
        | Reason::ToBeEnded { field }
        | Reason::Assessed { field, .. }
        | Reason::Total { field, .. } => return field.key().to_owned(),
        Reason::Quota { whose, .. } => return whose.clone(),
        Reason::Copied { layer, unit, .. } => return format!("{layer}:{unit}"),
        Reason::Mix { category, .. } => return format!("{category:?}"),
        Reason::Clear => "clear",
        Reason::Overlap { .. } | Reason::Exempted { .. } => "overlap",
        Reason::TooSmall => "min",
        Reason::TooLarge | Reason::TooLargeExcepted => "max",
        Reason::LayerInDoubt { .. } => "doubt",
        Reason::SharedGround => "shared",
        Reason::Crowded { .. } => "near",
        Reason::NetFarmland => "net",
        Reason::AllSaid => "said",
        Reason::OffRoster { .. } => "roster",
        Reason::Progress { .. } => "card",
        Reason::SameIndustry { .. } => "industry",
        Reason::Elsewhere { .. } => "place",
        Reason::Classes { .. } => "classes",
        Reason::Unplanned { .. } => "unplanned",
        Reason::LandShare { .. } => "share",
        Reason::Grown { .. } => "grown",
    };
    named.to_owned()
}
