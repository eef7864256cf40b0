//! The catalogue of measuring rules: code knows how to measure, packs know what is allowed.

mod basic_farmland_overlap;
mod beyond_urban_boundary;
mod control_line_conflict;
mod crowded_neighbours;
mod eco_redline_overlap;
mod line_overlap;
mod town_overlap;
mod town_size;
mod unclear_bounds;

use std::collections::BTreeMap;

use crate::data::{FeatureId, LayerKind};
use crate::finding::{Finding, Fingerprint, Grade, Limit, Measure, Reason, Verdict};
use crate::layers::Layers;
use crate::measure::Millimetres;
use crate::neighbours::Pair;
use crate::policy::{Governing, Policy};
use crate::publish::publishable;
use crate::shape::PlaneShape;
use crate::survey::Survey;

/// One way of measuring, as plain data.
pub struct Rule {
    /// The file's name.
    pub id: &'static str,
    /// Its page: what it measures, how, limits and parameters.
    pub doc: &'static str,
    /// Layers without which its clauses are not checked.
    pub needs: &'static [LayerKind],
    /// Parses parameters once; unknown names are refused.
    pub bind: fn(toml::Table) -> Result<Box<dyn Check>, toml::de::Error>,
}

/// A rule bound to the parameters of one clause.
pub trait Check: Send + Sync {
    /// The separate matters it decides, for overriding packs matter by matter.
    fn matters(&self) -> &[&'static str] {
        &["whole"]
    }

    /// How far from a town it looks for other towns.
    fn reach(&self) -> Millimetres {
        Millimetres(0)
    }

    /// How far around a town's box it wants to know of conflicts between the control lines.
    fn margin(&self) -> Option<Millimetres> {
        None
    }

    /// Judges one town; one outcome for each thing found, or one [`Reason::Clear`].
    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>);
}

/// A town and all that was measured around it.
pub struct Case<'a> {
    /// The town's position among `surveys`.
    pub position: usize,
    /// All towns, by id.
    pub surveys: &'a [Survey<'a>],
    /// Pairs of towns near each other.
    pub pairs: &'a [Pair],
    /// The policy, for its grading.
    pub policy: &'a Policy,
    pub(crate) layers: &'a Layers<'a>,
    pub(crate) doubtful: &'a BTreeMap<LayerKind, u32>,
}

impl<'a> Case<'a> {
    /// The town in question.
    #[must_use]
    pub fn survey(&self) -> &'a Survey<'a> {
        &self.surveys[self.position]
    }

    /// Pairs that the town belongs to, with the other town.
    pub fn pairs(&self) -> impl Iterator<Item = (&'a Pair, &'a Survey<'a>)> + '_ {
        self.pairs.iter().filter_map(|pair| match self.position {
            p if p == pair.a => Some((pair, &self.surveys[pair.b])),
            p if p == pair.b => Some((pair, &self.surveys[pair.a])),
            _ => None,
        })
    }
}

/// What a rule says about one town; the review adds who and by which clause.
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
    /// The ground.
    pub ground: Option<PlaneShape>,
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

    /// A layer that is not whole cannot clear a town: at least what the clause says of doubt.
    pub(crate) fn doubt(&mut self, governing: &Governing<'_>, unread: u32) {
        let in_doubt = governing.clause.force.when_in_doubt();
        if self.verdict < in_doubt {
            self.verdict = in_doubt;
            self.reason = Reason::LayerInDoubt { unread };
        }
    }

    pub(crate) fn into_finding(self, governing: &Governing<'_>, survey: &Survey<'_>) -> Finding {
        let subject = survey.town.feature.id.clone();
        let what = match &self.reason {
            Reason::Clear => "clear".to_owned(),
            Reason::Overlap { .. } => "overlap".to_owned(),
            Reason::Bounds { defect, .. } => format!("{defect:?}"),
            Reason::LinesConflict { first, second } => format!("{first}+{second}"),
            Reason::TooSmall => "min".to_owned(),
            Reason::TooLarge | Reason::TooLargeExcepted => "max".to_owned(),
            Reason::LayerInDoubt { .. } => "doubt".to_owned(),
            Reason::SharedGround => "shared".to_owned(),
            Reason::Crowded { .. } => "near".to_owned(),
        };
        let against = self.against.as_ref().map_or("", |id| id.0.as_str());
        let fingerprint =
            Fingerprint([governing.clause.id.0.as_str(), governing.rule.id, &subject.0, against, &what].join("|"));
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
            shape: self.ground.map(|g| publishable(&g)).filter(|g| !g.is_empty()).map(|g| g.to_shape()),
        }
    }
}

/// Every rule, in the order of the rule book.
pub static CATALOG: &[Rule] = &[
    town_size::RULE,
    eco_redline_overlap::RULE,
    basic_farmland_overlap::RULE,
    beyond_urban_boundary::RULE,
    unclear_bounds::RULE,
    town_overlap::RULE,
    crowded_neighbours::RULE,
    control_line_conflict::RULE,
];
