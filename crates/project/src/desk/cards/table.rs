//! Tables without ground: a workbook or a CSV file that gives no boundary may be a ledger, wherever it lies.

use std::path::Path;

use super::Found;
use crate::desk::ledger::columns;
use crate::desk::open::{Seen, count};
use crate::import::{ImportError, Inspected, Source, tables};
use crate::lang::Text;
use crate::ledger::{join, read_source};
use crate::store::project::SubmittedLedger;
use crate::view::{Failure, LedgerCardView};
use crate::watch::Watch;
use crate::words;
use crate::worker::Supervisor;
use sanxian_review::ledger::{Entry, FIELDS, Field};

/// Rows shown on a card.
const SAMPLE: usize = 20;
/// Fewer known columns than this may stand in any table.
const COLUMNS: usize = 3;

/// A ledger that waits.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// Where it stands.
    pub source: Source,
    pub read: SubmittedLedger,
}

/// What was found at `path`, with ledgers told from layers that could not be read, and those that lie among them in a
/// folder or a zip.
///
/// # Errors
/// A cancel.
pub(super) fn sorted(
    supervisor: &Supervisor,
    path: &Path,
    looked: Result<Vec<Inspected>, ImportError>,
    watch: &dyn Watch,
) -> Result<Vec<Found>, Failure> {
    let (layers, nothing) = match looked {
        Ok(layers) => (layers, None),
        Err(ImportError::Cancelled { .. }) => return Err(Failure::cancelled()),
        Err(error) => (Vec::new(), Some(Found::Nothing(super::file_name(path), error.into()))),
    };
    let inside = match tables(supervisor, path, watch) {
        Err(ImportError::Cancelled { .. }) => return Err(Failure::cancelled()),
        found => found.unwrap_or_default(),
    };
    let read_as_layers: Vec<Source> =
        layers.iter().filter(|layer| layer.failure.is_none()).filter_map(|layer| table_of(&layer.source)).collect();
    let failed = layers.iter().filter(|layer| layer.failure.is_some()).filter_map(|layer| table_of(&layer.source));
    let mut candidates: Vec<Source> = failed.chain(inside).filter(|table| !read_as_layers.contains(table)).collect();
    candidates.sort();
    candidates.dedup();
    let mut ledgers = Vec::new();
    for source in candidates {
        ledgers.extend(ledger(supervisor, source, watch)?);
    }
    let is_ledger = |layer: &Inspected| {
        layer.failure.is_some()
            && table_of(&layer.source).is_some_and(|table| ledgers.iter().any(|known| known.source == table))
    };
    let mut found: Vec<Found> =
        layers.into_iter().filter(|layer| !is_ledger(layer)).map(|layer| Found::Layer(Box::new(layer))).collect();
    // that a folder holds no layer is nothing to tell when it holds a ledger
    found.extend(nothing.filter(|_| ledgers.is_empty()));
    found.extend(ledgers.into_iter().map(|ledger| Found::Ledger(Box::new(ledger))));
    Ok(found)
}

/// The workbook or CSV file that a layer was looked for in, whichever its sheet.
fn table_of(source: &Source) -> Option<Source> {
    let ends = |name: &str| {
        let name = name.to_lowercase();
        [".csv", ".xlsx"].iter().any(|ending| name.ends_with(ending))
    };
    if ends(&source.path.to_string_lossy()) {
        return Some(Source::file(&source.path));
    }
    let inner = source.inner.as_deref()?;
    let ways = inner.match_indices('!').map(|(at, _)| &inner[..at]);
    let member = std::iter::once(inner).chain(ways).find(|member| ends(member))?;
    Some(Source { inner: Some(member.to_owned()), ..Source::file(&source.path) })
}

fn ledger(supervisor: &Supervisor, source: Source, watch: &dyn Watch) -> Result<Option<Table>, Failure> {
    let file = match read_source(supervisor, &source, watch) {
        Ok(file) => file,
        Err(ImportError::Cancelled { .. }) => return Err(Failure::cancelled()),
        // what the layer's own failure says stands
        Err(_) => return Ok(None),
    };
    if file.ledger.columns.len() < COLUMNS {
        return Ok(None);
    }
    let read = SubmittedLedger { ledger: file.ledger, source: file.source, problems: file.problems };
    Ok(Some(Table { source, read }))
}

impl Table {
    /// Its problems, those of joining it to the project's towns included, and what its card says.
    pub(super) fn against(&self, seen: Option<&Seen>) -> (Vec<crate::problem::Problem>, LedgerCardView) {
        let (mut ledger, mut problems) = (self.read.ledger.clone(), self.read.problems.clone());
        let towns = seen.map_or(&[][..], |seen| &seen.glance.towns);
        let mut towns = towns.to_vec();
        if let Some(joined) = seen.and_then(|seen| seen.ledger.as_ref()) {
            joined.take_apart(&mut towns);
        }
        if !towns.is_empty() {
            problems.extend(join(&self.read.source.file, &mut ledger, &mut towns));
        }
        let joined = ledger.entries.iter().filter(|entry| entry.town.is_some()).count();
        let shown: Vec<Field> =
            FIELDS.iter().map(|spec| spec.field).filter(|field| ledger.columns.contains(field)).collect();
        let rows = self.read.ledger.entries.iter().take(SAMPLE);
        let view = LedgerCardView {
            columns: columns(&ledger),
            sample: rows.map(|entry| shown.iter().map(|field| cell(entry, *field)).collect()).collect(),
            joined: (!towns.is_empty()).then(|| count(joined)),
            towns_alone: (!towns.is_empty()).then(|| count(towns.len().saturating_sub(joined))),
            replaces: seen.and_then(|seen| seen.ledger.as_ref()).map(|joined| joined.source.file.clone()),
        };
        (problems, view)
    }
}

/// What a row says in a column, however it is kept.
fn cell(entry: &Entry, field: Field) -> Text {
    let (traits, plain) = (&entry.traits, |text: &str| Text::new(text, text));
    let both = |say: &dyn Fn(crate::lang::Lang) -> &'static str| {
        Text::new(say(crate::lang::Lang::Zh), say(crate::lang::Lang::En))
    };
    let own = |text: &Option<String>| text.as_deref().map(plain);
    let said = match field {
        Field::Code => Some(plain(&entry.code)),
        Field::Name => Some(plain(&entry.name)),
        Field::Level => traits.level.map(|level| both(&|lang| words::level(level, lang))),
        Field::Stage => traits.stage.map(|stage| both(&|lang| words::stage(stage, lang))),
        Field::TownType => traits.town_type.map(|kind| both(&|lang| words::town_type(kind, lang))),
        Field::Category => traits.category.map(|category| both(&|lang| words::category(category, lang))),
        Field::AdminCode => own(&traits.admin_code),
        Field::Jurisdiction => own(&traits.jurisdiction),
        _ => entry.get(field).map(words::ledger_value),
    };
    said.unwrap_or_else(|| plain(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_the_file_whatever_sheet_of_it_was_looked_at() {
        let inside = |inner: &str| Source { inner: Some(inner.to_owned()), ..Source::file("a.zip") };
        assert_eq!(table_of(&Source::file("a/台账.XLSX")), Some(Source::file("a/台账.XLSX")));
        assert_eq!(
            table_of(&Source { inner: Some("Sheet1".into()), ..Source::file("a.xlsx") }),
            Some(Source::file("a.xlsx"))
        );
        assert_eq!(table_of(&inside("报送/台账.xlsx!表 1")), Some(inside("报送/台账.xlsx")));
        assert_eq!(table_of(&inside("台账.csv")), Some(inside("台账.csv")));
        assert_eq!((table_of(&inside("towns.shp")), table_of(&Source::file("a.zip"))), (None, None));
    }
}
