//! The ledger (台账) as a file: read in the worker, typed cell by cell, joined to the boundaries.

mod cell;
mod header;
pub(crate) mod sheet;
mod template;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use sanxian_review::data::{Category, Feature, LayerKind, Town, TownTraits};
use sanxian_review::ledger::{Entry, Field, Holds, Ledger, Unmatched, Value};

pub use template::{csv_template, xlsx_template};

use crate::import::towns as traits;
use crate::import::{Choices, ImportError, Imported, Source, import};
use crate::lang::Text;
use crate::problem::Problem;
use crate::source::SourceInfo;
use crate::watch::Watch;
use crate::worker::Supervisor;
use header::{Column, recognise};

/// A ledger as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerFile {
    /// Every row that names a town.
    pub ledger: Ledger,
    /// Which file.
    pub source: SourceInfo,
    /// Cells and rows that could not be taken; the rest was.
    pub problems: Vec<Problem>,
}

/// Reads an XLSX or CSV ledger in a worker process.
///
/// # Errors
/// A file that gives no table at all, a limit that was reached, a cancel. Single bad cells are problems.
pub fn read(supervisor: &Supervisor, path: &Path, watch: &dyn Watch) -> Result<LedgerFile, ImportError> {
    read_source(supervisor, &Source::file(path), watch)
}

/// As [`read`], but the ledger may lie in a zip.
///
/// # Errors
/// As [`read`].
pub fn read_source(supervisor: &Supervisor, file: &Source, watch: &dyn Watch) -> Result<LedgerFile, ImportError> {
    let Imported { source, features, problems, .. } =
        import(supervisor, file, &Choices::default(), LayerKind::Ledger, None, watch)?;
    let (ledger, mut found) = typed(&source.file, &features);
    found.splice(0..0, problems);
    Ok(LedgerFile { ledger, source, problems: found })
}

/// Joins the ledger to the towns and says what does not match.
pub fn join(file: &str, ledger: &mut Ledger, towns: &mut [Town]) -> Vec<Problem> {
    let unmatched = ledger.join(towns);
    let row = |position: usize| &ledger.entries[position];
    let told = |found: Unmatched| match found {
        Unmatched::Row { entry } => {
            let entry = row(entry);
            let who = [entry.code.as_str(), entry.name.as_str()].join(" ");
            let zh = format!("台账第 {} 行“{}”没有对应的小镇范围；数量、占比仍计入", entry.line, who.trim());
            let en =
                format!("line {} ({}) has no boundary; it still counts in numbers and shares", entry.line, who.trim());
            problem(file, Some(entry), "ledger_row_without_boundary", Text::new(zh, en))
        }
        Unmatched::Town { id } => {
            let zh = format!("小镇 {id} 在台账中没有对应的行；台账条文未对其检查");
            let en = format!("town {id} has no row in the ledger; clauses on the ledger were not checked for it");
            Problem { feature: Some(id.0), ..problem(file, None, "town_without_ledger_row", Text::new(zh, en)) }
        }
        Unmatched::Ambiguous { entry } => {
            let entry = row(entry);
            let zh = format!("台账第 {} 行“{}”与多个小镇或多行同名，未能对应；请填小镇编码", entry.line, entry.name);
            let en = format!("line {} ({}) shares its name with several; give its code", entry.line, entry.name);
            problem(file, Some(entry), "ledger_row_ambiguous", Text::new(zh, en))
        }
        Unmatched::Differs { entry, field } => {
            let entry = row(entry);
            let zh = format!("台账第 {} 行的“{}”与小镇范围所带的不一致，按范围所带的审查", entry.line, field.spec().zh);
            let en =
                format!("line {}: {} differs from what the boundary says, which was kept", entry.line, field.key());
            problem(file, Some(entry), "ledger_differs", Text::new(zh, en))
        }
    };
    unmatched.into_iter().map(told).collect()
}

fn problem(file: &str, entry: Option<&Entry>, code: &str, text: Text) -> Problem {
    Problem {
        role: LayerKind::Ledger,
        file: file.to_owned(),
        position: entry.map(|entry| entry.line),
        feature: entry.map(|entry| if entry.code.is_empty() { entry.name.clone() } else { entry.code.clone() }),
        place: None,
        code: code.to_owned(),
        zh: text.zh,
        en: text.en,
        area_change_mm2: None,
        dropped: false,
    }
}

/// Rows of text → typed rows; the first record is the header itself.
fn typed(file: &str, records: &[Feature]) -> (Ledger, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some((header, rows)) = records.split_first() else { return (Ledger::default(), problems) };
    let mut columns: Vec<Option<Column>> = Vec::new();
    let mut known = BTreeSet::new();
    for (name, _) in header.attributes.texts() {
        let column = recognise(name).filter(|column| known.insert(column.spec.field));
        if column.is_none() && !name.trim().is_empty() {
            let twice = recognise(name).is_some();
            let zh = if twice {
                format!("列“{name}”出现两次，只用第一列")
            } else {
                format!("不认识的列“{name}”，未使用")
            };
            let en = if twice {
                format!("the column {name} is there twice; the first is used")
            } else {
                format!("unknown column {name}, not used")
            };
            problems.push(problem(
                file,
                None,
                if twice { "column_twice" } else { "unknown_column" },
                Text::new(zh, en),
            ));
        }
        columns.push(column);
    }
    let (mut entries, mut lines): (Vec<Entry>, HashMap<String, u64>) = (Vec::new(), HashMap::new());
    let mut styles: BTreeMap<cell::Style, u64> = BTreeMap::new();
    for row in rows {
        let (entry, found) = entry(file, row, &columns, &mut styles);
        problems.extend(found);
        if entry.code.is_empty() && entry.name.is_empty() {
            let text = Text::new(
                format!("第 {} 行没有小镇编码和小镇名称，此行未使用", entry.line),
                format!("line {}: neither code nor name; the row is left out", entry.line),
            );
            problems.push(Problem { dropped: true, ..problem(file, Some(&entry), "row_without_town", text) });
            continue;
        }
        if let Some(first) = lines.get(&entry.code).filter(|_| !entry.code.is_empty()) {
            let zh = format!("第 {} 行：小镇编码“{}”与第 {first} 行重复，此行未使用", entry.line, entry.code);
            let en =
                format!("line {}: the code {} is that of line {first}; the row is left out", entry.line, entry.code);
            problems
                .push(Problem { dropped: true, ..problem(file, Some(&entry), "duplicate_code", Text::new(zh, en)) });
            continue;
        }
        lines.insert(entry.code.clone(), entry.line);
        entries.push(entry);
    }
    if styles.len() > 1 {
        let text = Text::new(
            format!("日期有 {} 种写法，均已识别；请统一为 2017-01-31", styles.len()),
            format!("days are written in {} styles; all were read, but one is better: 2017-01-31", styles.len()),
        );
        problems.push(problem(file, None, "mixed_dates", text));
    }
    (Ledger { entries, columns: known }, problems)
}

fn entry(
    file: &str,
    row: &Feature,
    columns: &[Option<Column>],
    styles: &mut BTreeMap<cell::Style, u64>,
) -> (Entry, Vec<Problem>) {
    let mut entry = Entry {
        line: row.position,
        town: None,
        code: String::new(),
        name: String::new(),
        traits: TownTraits::default(),
        values: BTreeMap::new(),
    };
    let mut refused = Vec::new();
    for ((_, text), column) in row.attributes.texts().zip(columns) {
        let (Some(column), false) = (column, text.trim().is_empty()) else { continue };
        if column.spec.holds == Holds::Date
            && let Ok((_, style)) = cell::date(text)
        {
            *styles.entry(style).or_default() += 1;
        }
        match cell::value(column, text) {
            Ok(value) => {
                if !trait_of(&mut entry, column.spec.field, &value) {
                    entry.values.insert(column.spec.field, value);
                }
            }
            Err(why) => refused.push((column, why)),
        }
    }
    let told = |(column, why): (&Column, cell::Refused)| {
        let zh = format!("第 {} 行“{}”：{}；此格未使用", row.position, column.spec.zh, why.text.zh);
        let en = format!("line {}, {}: {}; the cell is left out", row.position, column.spec.key, why.text.en);
        problem(file, Some(&entry), why.code, Text::new(zh, en))
    };
    let problems = refused.into_iter().map(told).collect();
    (entry, problems)
}

/// Puts what clauses filter on where they look for it; `false` for every other column.
fn trait_of(entry: &mut Entry, field: Field, value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let entry_traits = &mut entry.traits;
    match field {
        // a spreadsheet makes numbers of codes
        Field::Code => entry.code = text.strip_suffix(".0").unwrap_or(text).to_owned(),
        Field::Name => entry.name.clone_from(text),
        Field::Level => entry_traits.level = traits::level(text),
        Field::Stage => entry_traits.stage = traits::stage(text),
        Field::TownType => entry_traits.town_type = traits::town_type(text),
        Field::AdminCode => entry_traits.admin_code = traits::admin_code(text),
        Field::Jurisdiction => entry_traits.jurisdiction = Some(text.clone()),
        Field::Category => {
            entry_traits.category = Some(category(text));
        }
        _ => return false,
    }
    true
}

/// 产业类别 in the words that a column of categories may hold.
pub(crate) fn category(text: &str) -> Category {
    match text {
        "制造" => Category::Manufacturing,
        "休闲旅游" => Category::Leisure,
        _ => Category::OtherService,
    }
}

#[cfg(test)]
mod tests;
