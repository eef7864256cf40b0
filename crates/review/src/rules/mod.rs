//! The catalogue of measuring rules: code knows how to measure, packs know what is allowed.

mod assessment_rate;
mod basic_farmland_overlap;
mod beyond_urban_boundary;
mod category_mix;
mod control_line_conflict;
mod copied_unit;
mod county_mismatch;
mod crowded_neighbours;
mod eco_redline_overlap;
mod failed_assessment;
mod grown_boundary;
mod land_use_share;
mod line_overlap;
mod low_scenic_level;
mod missed_deadline;
mod missing_attribute;
mod off_roster;
mod outcome;
mod overdue_assessment;
mod progress_card;
mod roster_quota;
mod roster_total;
mod same_industry;
mod town_overlap;
mod town_size;
mod unclear_bounds;
mod unplanned_construction;
mod value_beyond_limit;
mod zone_overlay;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::data::LayerKind;
use crate::finding::Card;
use crate::layers::Layers;
use crate::ledger::Entry;
use crate::measure::Millimetres;
use crate::neighbours::{Pair, Pairs};
use crate::policy::{Clause, Date, Governing, Policy};
use crate::portfolio::Tally;
use crate::roster::{Member, Roster};
use crate::survey::Survey;

pub use outcome::Outcome;

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

/// What a rule looks at besides the town itself, what was measured of it and its own row of the ledger: what must change
/// for its answer to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Looks {
    /// At nothing.
    Home,
    /// At the towns near it, and those near these.
    Around,
    /// At the whole list.
    Everywhere,
}

/// A rule bound to the parameters of one clause.
pub trait Check: Send + Sync {
    /// The separate matters it decides, for overriding packs matter by matter.
    fn matters(&self) -> &[&'static str] {
        &["whole"]
    }

    /// Whether a document on the same matter takes its place; a count of one's own place never does.
    fn gives_way(&self) -> bool {
        true
    }

    /// The layers it needs, where that depends on its parameters.
    fn needs(&self) -> Option<&[LayerKind]> {
        None
    }

    /// The numbers of towns that it counts on the list, place by place.
    fn tallies(&self, _: &Count<'_>) -> Vec<Tally> {
        Vec::new()
    }

    /// The card that it gives a town.
    fn card(&self, _: &Entry) -> Option<Card> {
        None
    }

    /// Which other towns its answer depends on.
    fn looks(&self) -> Looks {
        Looks::Home
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
    fn check(&self, _: &Case<'_>, _: &Governing<'_>, _: &mut Vec<Outcome>) {}

    /// Judges the places whose towns it takes together, each with what is found there. A rule that counts says nothing
    /// of single towns: it is the place that has too many.
    fn check_places(&self, _: &Governing<'_>, _: &Count<'_>) -> Vec<(String, Outcome)> {
        Vec::new()
    }
}

/// A list to be counted by one clause.
pub struct Count<'a> {
    /// The list.
    pub roster: &'a Roster<'a>,
    /// The clause.
    pub clause: &'a Clause,
    /// Prefix of the codes that its document holds for.
    pub place: &'a str,
    /// The day of the review.
    pub as_of: Date,
}

impl<'a> Count<'a> {
    /// The members that the clause speaks of, wherever they are; those that left the list excepted.
    pub fn members(&self) -> impl Iterator<Item = &'a Member<'a>> + 'a {
        let (clause, as_of) = (self.clause, self.as_of);
        self.roster.present().filter(move |member| clause.applies.to(&member.entry.traits, as_of))
    }

    /// Those of the document's place that have not left the list, whatever the clause speaks of.
    pub fn here(&self) -> impl Iterator<Item = &'a Member<'a>> + 'a {
        let place = self.place;
        self.roster.present().filter(move |member| member.within(place))
    }

    /// The members that the clause speaks of in the document's place.
    pub fn members_here(&self) -> impl Iterator<Item = &'a Member<'a>> + 'a {
        let place = self.place;
        self.members().filter(move |member| member.within(place))
    }

    /// One finding of the document's own place.
    fn of_place(&self, outcome: Outcome) -> Vec<(String, Outcome)> {
        vec![(self.place.to_owned(), outcome)]
    }
}

/// A town and all that was measured around it.
pub struct Case<'a> {
    /// The town's position among `surveys`.
    pub position: usize,
    /// All towns, by id.
    pub surveys: &'a [Arc<Survey>],
    /// Pairs of towns near each other.
    pub pairs: &'a Pairs,
    /// The policy, for its grading.
    pub policy: &'a Policy,
    pub(crate) layers: &'a Layers<'a>,
    pub(crate) doubtful: &'a BTreeMap<LayerKind, u32>,
    /// The ledger's towns, when a ledger was given.
    pub roster: Option<&'a Roster<'a>>,
}

impl<'a> Case<'a> {
    /// The town in question.
    #[must_use]
    pub fn survey(&self) -> &'a Survey {
        &self.surveys[self.position]
    }

    /// The town's row in the ledger.
    #[must_use]
    pub fn member(&self) -> Option<&'a Member<'a>> {
        self.roster.and_then(|roster| roster.of(&self.survey().town.feature.id))
    }

    /// Pairs that the town belongs to, with the other town.
    pub fn pairs(&self) -> impl Iterator<Item = (&'a Pair, &'a Survey)> + '_ {
        self.pairs.of(self.position).map(|pair| {
            let other = if pair.a == self.position { pair.b } else { pair.a };
            (pair, &*self.surveys[other])
        })
    }
}

/// Parameters that each may be right and together are not.
fn refused(why: &str) -> toml::de::Error {
    serde::de::Error::custom(why)
}

/// A span given in years or in months, not in both.
fn months(years: Option<u32>, months: Option<u32>) -> Option<u32> {
    match (years, months) {
        (Some(years), None) => Some(years.saturating_mul(crate::policy::MONTHS_A_YEAR)),
        (None, months) => months,
        _ => None,
    }
}

/// The county of an administrative code: its first six digits.
fn county_code(code: &str) -> Option<String> {
    code.get(..crate::data::COUNTY_DIGITS).filter(|c| c.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned)
}

/// The county that answers for a town: as declared.
fn county_of(member: &Member<'_>) -> Option<String> {
    county_code(member.entry.traits.admin_code.as_deref()?)
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
    grown_boundary::RULE,
    copied_unit::RULE,
    county_mismatch::RULE,
    land_use_share::RULE,
    unplanned_construction::RULE,
    zone_overlay::RULE,
    value_beyond_limit::RULE,
    low_scenic_level::RULE,
    missing_attribute::RULE,
    off_roster::RULE,
    overdue_assessment::RULE,
    failed_assessment::RULE,
    missed_deadline::RULE,
    progress_card::RULE,
    same_industry::RULE,
    roster_quota::RULE,
    category_mix::RULE,
    assessment_rate::RULE,
    roster_total::RULE,
];
