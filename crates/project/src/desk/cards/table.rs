//! Tables without ground: a workbook or a CSV file that gives no boundary may be a ledger.

use std::path::{Path, PathBuf};

use super::Found;
use crate::desk::ledger::columns;
use crate::desk::open::{Seen, count};
use crate::import::{ImportError, Inspected, Source};
use crate::lang::Text;
use crate::ledger::{join, read};
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
    pub read: SubmittedLedger,
    /// Of the file.
    pub bytes: u64,
}

/// What was found, with ledgers told from layers that could not be read.
///
/// # Errors
/// A cancel.
pub(super) fn sorted(
    supervisor: &Supervisor,
    layers: Vec<Inspected>,
    watch: &dyn Watch,
) -> Result<Vec<Found>, Failure> {
    let mut tried: Vec<(PathBuf, bool)> = Vec::new();
    let mut found = Vec::new();
    for layer in layers {
        if layer.failure.is_none() || !may_be_table(&layer.source) {
            found.push(Found::Layer(Box::new(layer)));
            continue;
        }
        let path = layer.source.path.clone();
        if let Some((_, is_ledger)) = tried.iter().find(|(known, _)| *known == path) {
            // another sheet of a workbook
            if !is_ledger {
                found.push(Found::Layer(Box::new(layer)));
            }
            continue;
        }
        let table = ledger(supervisor, &path, watch)?;
        tried.push((path, table.is_some()));
        found.push(match table {
            Some(table) => Found::Ledger(Box::new(table)),
            None => Found::Layer(Box::new(layer)),
        });
    }
    Ok(found)
}

/// A workbook or a CSV file that lies in a folder, not in an archive.
fn may_be_table(source: &Source) -> bool {
    let ending = source.path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ["csv", "xlsx"].contains(&ending.as_str())
}

fn ledger(supervisor: &Supervisor, path: &Path, watch: &dyn Watch) -> Result<Option<Table>, Failure> {
    let file = match read(supervisor, path, watch) {
        Ok(file) => file,
        Err(ImportError::Cancelled { .. }) => return Err(Failure::cancelled()),
        // what the layer's own failure says stands
        Err(_) => return Ok(None),
    };
    if file.ledger.columns.len() < COLUMNS {
        return Ok(None);
    }
    let bytes = std::fs::metadata(path).map(|file| file.len()).unwrap_or_default();
    let read = SubmittedLedger { ledger: file.ledger, source: file.source, problems: file.problems };
    Ok(Some(Table { read, bytes }))
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
    fn only_tables_that_lie_open_may_be_ledgers() {
        assert!(may_be_table(&Source::file("a/台账.XLSX")) && !may_be_table(&Source::file("a.zip")));
    }
}
