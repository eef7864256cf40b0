//! A card as the window shows it.

use std::path::Path;

use sanxian_review::data::LayerKind;

use super::table::Table;
use super::{Card, Found};
use crate::baseline::{BaselineInfo, list};
use crate::desk::lines;
use crate::desk::open::Seen;
use crate::desk::towns::problem_view;
use crate::import::{CrsGuess, EncodingGuess, Fields, ImportError, Inspected, ShiftPreview};
use crate::lang::Text;
use crate::problem::{LARGE_REPAIR, REPAIR_ACCEPTED};
use crate::view::*;
use crate::words;

/// All of them; `folder` holds the baselines that may stand there already.
pub(super) fn all(cards: &[Card], folder: &Path, seen: Option<&Seen>) -> Vec<CardView> {
    let known: Vec<BaselineInfo> =
        list(folder).unwrap_or_default().into_iter().filter_map(|listed| listed.info.ok()).collect();
    cards.iter().map(|card| one(card, &known, seen)).collect()
}

fn one(card: &Card, known: &[BaselineInfo], seen: Option<&Seen>) -> CardView {
    match &card.found {
        Found::Layer(layer) => of_layer(card, layer, known),
        Found::Ledger(table) => of_ledger(card, table, seen),
        Found::Nothing(file, failure) => CardView { failure: Some(failure.clone()), ..bare(card, file.clone()) },
    }
}

/// A card that says nothing yet.
fn bare(card: &Card, file: String) -> CardView {
    CardView {
        id: card.id.clone(),
        file,
        format: words::format(""),
        size: String::new(),
        features: 0,
        choices: card.choices.clone(),
        role_reason: Text::new("", ""),
        crs: Vec::new(),
        encodings: Vec::new(),
        fields: Vec::new(),
        problems: Vec::new(),
        problem_count: 0,
        failure: None,
        ready: false,
        missing: Vec::new(),
        wants_datum_shift: false,
        wants_repair_decision: false,
        ledger: None,
        known_baseline: None,
    }
}

fn of_ledger(card: &Card, table: &Table, seen: Option<&Seen>) -> CardView {
    let (source, rows) = (&table.read.source, table.read.ledger.entries.len());
    let (problems, ledger) = table.against(seen);
    let empty = Text::new("台账中没有小镇", "There are no towns in the ledger");
    CardView {
        format: words::format(&source.format),
        size: words::bytes(source.parts.first().map_or(0, |part| part.bytes)),
        features: u32::try_from(rows).unwrap_or(u32::MAX),
        choices: CardChoices { role: Some(LayerRole::Ledger), ..CardChoices::default() },
        role_reason: Text::new(
            format!("列名与台账的 {} 列相符", table.read.ledger.columns.len()),
            format!("{} columns are those of a ledger", table.read.ledger.columns.len()),
        ),
        problem_count: u32::try_from(problems.len()).unwrap_or(u32::MAX),
        problems: problems.iter().take(200).map(problem_view).collect(),
        ready: rows > 0,
        missing: if rows > 0 { Vec::new() } else { vec![empty] },
        ledger: Some(ledger),
        ..bare(card, source.file.clone())
    }
}

fn of_layer(card: &Card, layer: &Inspected, known: &[BaselineInfo]) -> CardView {
    let choices = choices(layer, &card.choices);
    let missing = missing(layer, &choices);
    let hash = layer.parts.first().map(|part| part.sha256.as_str()).filter(|hash| !hash.is_empty());
    let part = layer.source.filter.as_ref().map(|filter| format!("[{}]", filter.trim()));
    let same = |info: &&BaselineInfo| {
        let same_part = part.as_ref().map_or(!info.source.file.ends_with(']'), |part| info.source.file.ends_with(part));
        same_part && Some(info.hash.as_str()) == hash && Some(info.role.into()) == choices.role
    };
    CardView {
        id: card.id.clone(),
        file: layer.file.clone(),
        format: words::format(&layer.format),
        size: words::bytes(layer.bytes),
        features: u32::try_from(layer.features).unwrap_or(u32::MAX),
        role_reason: layer.role.reason.clone(),
        crs: layer.crs.iter().map(crs).chain(layer.previews.iter().map(preview)).collect(),
        encodings: layer.encodings.iter().map(encoding).collect(),
        fields: layer.fields.iter().map(|f| FieldView { name: f.name.clone(), kind: f.kind.clone() }).collect(),
        problems: layer.problems.iter().map(problem_view).collect(),
        problem_count: u32::try_from(layer.problem_count).unwrap_or(u32::MAX),
        failure: layer.failure.clone().map(Into::into),
        ready: layer.failure.is_none() && layer.ready && missing.is_empty(),
        missing,
        ledger: None,
        wants_datum_shift: given_old(layer),
        wants_repair_decision: has(layer, &[LARGE_REPAIR, REPAIR_ACCEPTED]),
        known_baseline: known.iter().find(same).map(|info| lines::id_of(&info.path)),
        choices,
    }
}

/// Whether the numbers are in a datum that needs parameters.
fn given_old(layer: &Inspected) -> bool {
    has(layer, &["datum_unshifted", "datum_shifted"]) || matches!(layer.failure, Some(ImportError::DatumRefused { .. }))
}

fn has(layer: &Inspected, codes: &[&str]) -> bool {
    layer.problems.iter().any(|problem| codes.contains(&problem.code.as_str()))
}

/// What is chosen or guessed: what an import would take.
pub(super) fn choices(layer: &Inspected, given: &CardChoices) -> CardChoices {
    let role = given.role.or(layer.role.role.map(Into::into));
    let line = role.is_some_and(|role| role != LayerRole::Towns);
    CardChoices {
        role,
        crs: given.crs.clone().or_else(|| layer.crs_taken.map(|choice| choice.to_string())),
        encoding: given.encoding.clone().or_else(|| layer.encoding_taken.map(|taken| taken.name().to_owned())),
        fields: fields(&layer.fields_taken),
        baseline_name: given.baseline_name.clone().or_else(|| line.then(|| name_of(&layer.file))),
        data_year: given.data_year.or_else(|| line.then(|| year_in(&layer.file)).flatten()),
        filter: layer.source.filter.clone(),
        datum_shift: given.datum_shift.clone(),
        accept_repairs: given.accept_repairs,
    }
}

fn fields(taken: &Fields) -> FieldMapping {
    FieldMapping {
        id: taken.id.clone(),
        name: taken.name.clone(),
        level: taken.level.clone(),
        town_type: taken.town_type.clone(),
        county: taken.county.clone(),
    }
}

/// What still must be chosen.
pub(super) fn missing(layer: &Inspected, choices: &CardChoices) -> Vec<Text> {
    let mut missing = layer.missing.clone();
    if choices.role.is_none() {
        missing.push(Text::new("请选择图层的用途", "Choose what the layer is"));
    }
    // results rest on the lines of a year, and say which
    let line = choices.role.is_some_and(|role| LayerKind::CONTROL_LINES.contains(&role.into()));
    if line && choices.data_year.is_none() {
        missing.push(Text::new("请填写控制线的数据年份（现势性）", "Give the year of the control line's data"));
    }
    missing
}

fn crs(guess: &CrsGuess) -> CrsGuessView {
    CrsGuessView {
        id: guess.choice.to_string(),
        preview_only: false,
        name: guess.name.clone(),
        reason: guess.reason.clone(),
        doubt: guess.doubt.clone(),
        extent: guess.extent.map(lines::corners),
        dots: guess.dots.iter().map(|(lon, lat)| [*lon, *lat]).collect(),
    }
}

fn preview(shown: &ShiftPreview) -> CrsGuessView {
    CrsGuessView {
        id: format!("preview:{}", shown.system.to_lowercase()), // no choice: it would not be understood
        preview_only: true,
        name: shown.system.clone(),
        reason: shown.reason.clone(),
        doubt: None,
        extent: shown.extent.map(lines::corners),
        dots: shown.dots.iter().map(|(lon, lat)| [*lon, *lat]).collect(),
    }
}

fn encoding(guess: &EncodingGuess) -> EncodingGuessView {
    EncodingGuessView { name: guess.encoding.name().to_owned(), reason: guess.reason.clone(), rows: guess.rows.clone() }
}

/// A baseline is named after its file: the innermost, without its ending.
pub(super) fn name_of(file: &str) -> String {
    let last = file.rsplit('/').next().unwrap_or(file);
    last.rsplit_once('.').map_or(last, |(stem, _)| stem).to_owned()
}

/// A year that stands alone in the file's name, `红线2023.shp`.
fn year_in(file: &str) -> Option<u16> {
    let digits: Vec<&str> = file.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4).collect();
    digits.iter().rev().filter_map(|part| part.parse().ok()).find(|year| (1990..=2099).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_is_named_and_dated_by_its_file() {
        assert_eq!(name_of("数据.zip/红线/生态红线2023.shp"), "生态红线2023");
        assert_eq!(year_in("2020版/生态红线2023.shp"), Some(2023));
        assert_eq!(year_in("330523.shp"), None);
        assert_eq!(year_in("红线_20230101.shp"), None);
    }
}
