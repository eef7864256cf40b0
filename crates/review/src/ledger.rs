//! The ledger (台账): what an office keeps about each town beside its boundary.

mod field;
pub mod unit;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::data::{FeatureId, Stage, Town, TownTraits};
use crate::measure::SquareMillimetres;
use crate::policy::Date;

pub use field::{ASSESSMENTS, FIELDS, Field, Holds, RISKS, Spec};

/// All rows that could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// In the order of the file.
    pub entries: Vec<Entry>,
    /// Columns that the file has, filled or not.
    pub columns: BTreeSet<Field>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1-based line in the file, the header included.
    pub line: u64,
    /// The boundary it belongs to, when one has its code or its name.
    pub town: Option<FeatureId>,
    /// 小镇编码, may be empty.
    pub code: String,
    /// 小镇名称, may be empty.
    pub name: String,
    /// What clauses filter on.
    pub traits: TownTraits,
    /// Everything else that the row says.
    pub values: BTreeMap<Field, Value>,
}

/// What a cell says, in whole units.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Words.
    Text(String),
    /// A day.
    Date(Date),
    /// A year, a level or how many.
    Count(i64),
    /// An area.
    AreaMm2(SquareMillimetres),
    /// Money.
    Yuan(i64),
    /// A share in hundredths of a per cent: 10 000 is the whole.
    Percent(i64),
}

impl Entry {
    /// What the row says in this column.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&Value> {
        self.values.get(&field)
    }

    /// The words in this column.
    #[must_use]
    pub fn text(&self, field: Field) -> Option<&str> {
        match self.get(field) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The day in this column.
    #[must_use]
    pub fn date(&self, field: Field) -> Option<Date> {
        match self.get(field) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// Whether the town has left the list: by its stage, or by a day of removal that has come.
    #[must_use]
    pub fn has_left(&self, as_of: Date) -> bool {
        self.traits.stage == Some(Stage::Removed) || self.date(Field::RemovedOn).is_some_and(|day| day <= as_of)
    }

    /// The number in this column, in the whole units of its kind.
    #[must_use]
    pub fn number(&self, field: Field) -> Option<i64> {
        match self.get(field)? {
            Value::Count(number) | Value::Yuan(number) | Value::Percent(number) => Some(*number),
            Value::AreaMm2(area) => Some(area.0),
            Value::Text(_) | Value::Date(_) => None,
        }
    }

    /// Who the row is about, for lists: the boundary's id, else the code, else the name.
    #[must_use]
    pub fn who(&self) -> FeatureId {
        match &self.town {
            Some(id) => id.clone(),
            None if !self.code.is_empty() => FeatureId(self.code.clone()),
            None => FeatureId(self.name.clone()),
        }
    }
}

/// A row and a boundary that did not find each other, or say different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmatched {
    /// No boundary has the row's code or name.
    Row {
        /// Position in `entries`.
        entry: usize,
    },
    /// No row has the boundary's code or name.
    Town {
        /// The boundary.
        id: FeatureId,
    },
    /// Several boundaries, or several rows, have one name and no code tells them apart.
    Ambiguous {
        /// Position in `entries`.
        entry: usize,
    },
    /// Row and boundary name different traits; the boundary's own are kept.
    Differs {
        /// Position in `entries`.
        entry: usize,
        /// Which column.
        field: Field,
    },
}

impl Ledger {
    /// Joins rows and boundaries by code, then by name; fills what a boundary does not say of itself. Lists what
    /// does not match; nothing is dropped.
    pub fn join(&mut self, towns: &mut [Town]) -> Vec<Unmatched> {
        let mut found = Vec::new();
        let by_code: BTreeMap<String, usize> = (0..).zip(&*towns).map(|(k, t)| (t.feature.id.0.clone(), k)).collect();
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (k, town) in towns.iter().enumerate().filter(|(_, town)| !town.name.trim().is_empty()) {
            by_name.entry(town.name.trim().to_owned()).or_default().push(k);
        }
        let mut taken = vec![false; towns.len()];
        for (position, entry) in self.entries.iter_mut().enumerate() {
            let named = by_name.get(entry.name.trim()).map_or(&[][..], Vec::as_slice);
            let at = match (by_code.get(entry.code.trim()), named) {
                (Some(k), _) => *k,
                (None, [one]) => *one,
                (None, []) => {
                    found.push(Unmatched::Row { entry: position });
                    continue;
                }
                (None, _) => {
                    found.push(Unmatched::Ambiguous { entry: position });
                    continue;
                }
            };
            if std::mem::replace(&mut taken[at], true) {
                found.push(Unmatched::Ambiguous { entry: position });
                continue;
            }
            entry.town = Some(towns[at].feature.id.clone());
            let differing = towns[at].traits.fill(&mut entry.traits);
            found.extend(differing.into_iter().map(|field| Unmatched::Differs { entry: position, field }));
        }
        let alone = towns.iter().zip(&taken).filter(|(_, taken)| !**taken);
        found.extend(alone.map(|(town, _)| Unmatched::Town { id: town.feature.id.clone() }));
        found
    }
}

impl TownTraits {
    /// Fills the gaps of each from the other; names what both say differently.
    fn fill(&mut self, row: &mut Self) -> Vec<Field> {
        fn both<T: Clone + PartialEq>(a: &mut Option<T>, b: &mut Option<T>) -> bool {
            match (&*a, &*b) {
                (None, Some(value)) => *a = Some(value.clone()),
                (Some(value), None) => *b = Some(value.clone()),
                _ => {}
            }
            a != b
        }
        let differs = [
            (Field::AdminCode, both(&mut self.admin_code, &mut row.admin_code)),
            (Field::Level, both(&mut self.level, &mut row.level)),
            (Field::Stage, both(&mut self.stage, &mut row.stage)),
            (Field::TownType, both(&mut self.town_type, &mut row.town_type)),
            (Field::Category, both(&mut self.category, &mut row.category)),
            (Field::Jurisdiction, both(&mut self.jurisdiction, &mut row.jurisdiction)),
        ];
        differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
    }
}
