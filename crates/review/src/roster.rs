//! The towns of the ledger as a list that quotas are counted on.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::{FeatureId, LayerKind, Stage};
use crate::layers::Layers;
use crate::ledger::{Entry, Field, Ledger};
use crate::lots::majority;
use crate::survey::Survey;

/// The ledger with the places where the boundaries lie.
pub struct Roster<'a> {
    /// One a row, in the order of the ledger.
    pub members: Vec<Member<'a>>,
    /// Columns that the ledger has.
    pub columns: &'a BTreeSet<Field>,
    of: BTreeMap<&'a FeatureId, usize>,
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
    pub(crate) fn new(ledger: &'a Ledger, surveys: &[Survey<'_>], layers: &Layers<'_>) -> Self {
        let member = |entry: &'a Entry| {
            let town = entry.town.as_ref();
            let found = town.and_then(|id| surveys.binary_search_by(|survey| survey.town.feature.id.cmp(id)).ok());
            let survey = found.map(|k| &surveys[k]);
            let in_most = |kind| survey.and_then(|survey| Some((survey, majority(survey, layers, kind)?)));
            let county = in_most(LayerKind::Counties).map(|(_, (code, _))| code);
            let zone = in_most(LayerKind::FunctionalZones)
                .filter(|(survey, (_, rows))| rows.first().is_some_and(|row| row.area.0 > survey.area.0 / 2))
                .map(|(_, (code, _))| code);
            let zone_known = survey.is_some() && layers.has(LayerKind::FunctionalZones);
            Member { entry, county, zone, zone_known }
        };
        let of = (0..).zip(&ledger.entries).filter_map(|(k, entry)| Some((entry.town.as_ref()?, k))).collect();
        Self { members: ledger.entries.iter().map(member).collect(), columns: &ledger.columns, of }
    }

    /// The row of a town.
    #[must_use]
    pub fn of(&self, town: &FeatureId) -> Option<&Member<'a>> {
        self.of.get(town).map(|k| &self.members[*k])
    }

    /// Those that have not left the list.
    pub fn present(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members.iter().filter(|member| member.entry.traits.stage != Some(Stage::Removed))
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
