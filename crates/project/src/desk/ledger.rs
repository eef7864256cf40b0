//! The ledger of the open project: joined to its towns, told at a glance, taken out; and the empty one to fill in.

use std::collections::BTreeMap;

use sanxian_review::data::{FeatureId, Town, TownTraits};
use sanxian_review::ledger::{Entry, FIELDS, Field, Ledger};

use super::open::{Seen, count, line};
use super::picture::put_free;
use super::towns::problem_view;
use super::{Desk, aside};
use crate::lang::{Lang, Text};
use crate::ledger::{join, xlsx_template};
use crate::problem::Problem;
use crate::source::SourceInfo;
use crate::store::project::{Glance, SubmittedLedger};
use crate::view::{ExportView, Failure, LedgerRowView, LedgerView};
use crate::words;

/// Problems in one answer.
const PROBLEMS: usize = 200;

/// The ledger as it stands to the towns.
#[derive(Debug)]
pub(super) struct Joined {
    /// Its rows know their boundaries.
    pub ledger: Ledger,
    pub source: SourceInfo,
    /// Of its file, and what did not join.
    pub problems: Vec<Problem>,
    /// What towns said of themselves where the ledger added to it.
    pub own: BTreeMap<FeatureId, TownTraits>,
}

impl Joined {
    /// Joins the ledger to the towns, which say afterwards what both say.
    pub(super) fn of(glance: &mut Glance) -> Option<Self> {
        let SubmittedLedger { mut ledger, source, mut problems } = glance.ledger.clone()?;
        let mut own = BTreeMap::new();
        // an exported review was joined when it was made, and tells its problems itself
        if glance.project.is_some() {
            let before: Vec<TownTraits> = glance.towns.iter().map(|town| town.traits.clone()).collect();
            problems.extend(join(&source.file, &mut ledger, &mut glance.towns));
            let changed = glance.towns.iter().zip(before).filter(|(town, before)| town.traits != *before);
            own = changed.map(|(town, before)| (town.feature.id.clone(), before)).collect();
        }
        Some(Self { ledger, source, problems, own })
    }

    /// Gives towns back what they said of themselves.
    pub(super) fn take_apart(&self, towns: &mut [Town]) {
        for town in towns {
            if let Some(own) = self.own.get(&town.feature.id) {
                town.traits = own.clone();
            }
        }
    }

    /// The row of a town.
    pub(super) fn row_of(&self, town: &FeatureId) -> Option<&Entry> {
        self.ledger.entries.iter().find(|entry| entry.town.as_ref() == Some(town))
    }
}

/// As the window shows it.
pub(super) fn view(seen: &Seen) -> Option<LedgerView> {
    let joined = seen.ledger.as_ref()?;
    let entries = &joined.ledger.entries;
    let row = |entry: &Entry| LedgerRowView {
        line: u32::try_from(entry.line).unwrap_or(u32::MAX),
        code: entry.code.clone(),
        name: entry.name.clone(),
    };
    let towns = seen.glance.towns.iter().filter(|town| joined.row_of(&town.feature.id).is_none());
    Some(LedgerView {
        file: joined.source.file.clone(),
        rows: count(entries.len()),
        joined: count(entries.iter().filter(|entry| entry.town.is_some()).count()),
        columns: columns(&joined.ledger),
        rows_alone: entries.iter().filter(|entry| entry.town.is_none()).map(row).collect(),
        towns_alone: towns.map(|town| (town.feature.id.0.clone(), town.name.clone())).collect(),
        problems: joined.problems.iter().take(PROBLEMS).map(problem_view).collect(),
        problem_count: count(joined.problems.len()),
        sha256: joined.source.parts.first().map(|part| part.sha256.clone()).unwrap_or_default(),
    })
}

/// The columns of a ledger, as people call them.
pub(super) fn columns(ledger: &Ledger) -> Vec<Text> {
    let known = FIELDS.iter().filter(|spec| ledger.columns.contains(&spec.field));
    known.map(|spec| column(spec.field)).collect()
}

impl Desk {
    /// The ledger of the project, and what of it did not join.
    ///
    /// # Errors
    /// No project.
    pub async fn ledger(&self) -> Result<Option<LedgerView>, Failure> {
        let seen = self.seen()?;
        aside(move || view(&seen)).await
    }

    /// Takes the ledger out of the project.
    ///
    /// # Errors
    /// No project, or read-only.
    pub async fn remove_ledger(&self) -> Result<(), Failure> {
        let open = self.to_change()?;
        if open.seen().ledger.is_none() {
            return Ok(());
        }
        let _writing = open.writing.lock().await;
        open.store.submit_ledger(None, &line(Text::new("移除台账", "took out the ledger"))).await?;
        open.look_again().await?;
        self.changed();
        Ok(())
    }

    /// Puts an empty ledger beside the project, else where projects are kept. Nothing that stands there is replaced.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub async fn save_ledger_template(&self) -> Result<ExportView, Failure> {
        let folder = self.at_hand().map_or_else(|| self.places.projects.clone(), |open| open.folder());
        let target = folder.clone();
        let path = aside(move || {
            let bytes = xlsx_template().map_err(|error| {
                Failure::other(
                    Text::new(format!("模板无法生成：{error}"), format!("The template cannot be made: {error}")),
                    Text::new("请重试", "Try again"),
                )
            })?;
            put_free(&target, "台账模板", "xlsx", &bytes)
        });
        let path = path.await??;
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(ExportView { folder: self.remember_folder(&folder), files: vec![file], notes: Vec::new() })
    }

    /// Replaces the ledger of the project.
    pub(super) async fn put_ledger(
        &self,
        open: &std::sync::Arc<super::open::Open>,
        ledger: &SubmittedLedger,
    ) -> Result<(), Failure> {
        let _writing = open.writing.lock().await;
        let (file, rows) = (&ledger.source.file, ledger.ledger.entries.len());
        let said = Text::new(format!("导入台账 {file}：{rows} 行"), format!("imported the ledger {file}: {rows} rows"));
        open.store.submit_ledger(Some(ledger), &line(said)).await?;
        open.look_again().await?;
        self.changed();
        Ok(())
    }
}

/// A column in words.
pub(super) fn column(field: Field) -> Text {
    Text::new(words::field(field, Lang::Zh), words::field(field, Lang::En))
}

/// What the ledger says of a town, column by column: (what, value).
pub(super) fn facts(seen: &Seen, town: &FeatureId) -> Vec<(Text, Text)> {
    let Some(entry) = seen.ledger.as_ref().and_then(|ledger| ledger.row_of(town)) else { return Vec::new() };
    let said = FIELDS.iter().filter_map(|spec| {
        let value = entry.get(spec.field)?;
        Some((column(spec.field), words::ledger_value(value)))
    });
    said.collect()
}
