//! The towns of the ledger as a list that quotas are counted on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::data::{FeatureId, LayerKind};
use crate::layers::Layers;
use crate::ledger::{Entry, Field, Ledger};
use crate::lots::majority;
use crate::policy::Date;
use crate::survey::Survey;

/// The ledger with the places where the boundaries lie.
pub struct Roster<'a> {
    /// One a row, in the order of the ledger.
    pub members: Vec<Member<'a>>,
    /// Columns that the ledger has.
    pub columns: &'a BTreeSet<Field>,
    of: BTreeMap<&'a FeatureId, usize>,
    as_of: Date,
}

/// A row of the ledger.
pub struct Member<'a> {
    /// The row.
    pub entry: &'a Entry,
    /// Code of the county in which most of its boundary lies; `None` without boundary or counties.
    pub county: Option<String>,
    /// Id of the functional zone in which most of its boundary lies, if most of the town lies in one.
    pub zone: Option<String>,
    /// Whether its boundary and the zones were given, so that no zone means outside of all.
    pub zone_known: bool,
}

impl<'a> Roster<'a> {
    pub(crate) fn new(ledger: &'a Ledger, as_of: Date, surveys: &[Arc<Survey>], layers: &Layers<'_>) -> Self {
        Self::with_places(ledger, as_of, surveys, layers, |_| None)
    }

    /// As [`new`](Self::new), where the places of some towns are known already, by position.
    pub(crate) fn with_places(
        ledger: &'a Ledger,
        as_of: Date,
        surveys: &[Arc<Survey>],
        layers: &Layers<'_>,
        known: impl Fn(usize) -> Option<Places>,
    ) -> Self {
        let member = |entry: &'a Entry| {
            let town = entry.town.as_ref();
            let found = town.and_then(|id| surveys.binary_search_by(|survey| survey.town.feature.id.cmp(id)).ok());
            let survey = found.map(|k| &surveys[k]);
            let Places { county, zone } = match found {
                Some(k) => known(k).unwrap_or_else(|| Places::of(&surveys[k], layers)),
                None => Places::default(),
            };
            let zone_known = survey.is_some() && layers.has(LayerKind::FunctionalZones);
            Member { entry, county, zone, zone_known }
        };
        let of = (0..).zip(&ledger.entries).filter_map(|(k, entry)| Some((entry.town.as_ref()?, k))).collect();
        Self { members: ledger.entries.iter().map(member).collect(), columns: &ledger.columns, of, as_of }
    }

    /// Where the towns with boundaries lie.
    pub(crate) fn into_places(self) -> BTreeMap<FeatureId, Places> {
        let place = |member: Member<'_>| {
            let town = member.entry.town.clone()?;
            Some((town, Places { county: member.county, zone: member.zone }))
        };
        self.members.into_iter().filter_map(place).collect()
    }

    /// The row of a town.
    #[must_use]
    pub fn of(&self, town: &FeatureId) -> Option<&Member<'a>> {
        self.of.get(town).map(|k| &self.members[*k])
    }

    /// Those that have not left the list by the day of the review.
    pub fn present(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members.iter().filter(|member| !member.entry.has_left(self.as_of))
    }
}

/// Where most of a town's boundary lies.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    county: Option<String>,
    zone: Option<String>,
}

impl Places {
    fn of(survey: &Survey, layers: &Layers<'_>) -> Self {
        let county = majority(survey, layers, LayerKind::Counties).map(|(code, _)| code);
        let zone = majority(survey, layers, LayerKind::FunctionalZones)
            .filter(|(_, rows)| rows.first().is_some_and(|row| row.area.0 > survey.area.0 / 2))
            .map(|(code, _)| code);
        Self { county, zone }
    }
}

impl Member<'_> {
    /// The place that the ledger declares: its zone where it names one, else its code.
    #[must_use]
    pub fn declared(&self) -> Option<&str> {
        self.entry.traits.jurisdiction.as_deref().or(self.entry.traits.admin_code.as_deref())
    }

    /// The first digits of its code.
    #[must_use]
    pub fn within(&self, prefix: &str) -> bool {
        self.entry.traits.admin_code.as_deref().or(self.declared()).is_some_and(|code| code.starts_with(prefix))
    }
}
