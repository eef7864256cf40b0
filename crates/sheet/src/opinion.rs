//! The review opinion as PDF.

use std::sync::Mutex;

use sanxian_project::lang::Lang;
use sanxian_project::opinion::{Block, Cell, Opinion, Table};
use sanxian_project::watch::Watch;
use serde_json::{Value, json};

use crate::error::SheetError;
use crate::patience::while_watched;
use crate::typeset::{Files, MissingGlyph, forget, typeset};

const TEMPLATE: &str = include_str!("../../../data/sheet/opinion.typ");

/// A PDF and the characters in it that the fonts do not have.
#[derive(Debug, Clone)]
pub struct OpinionPdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Readers see empty boxes for these.
    pub missing: Vec<MissingGlyph>,
}

/// Sets an opinion; the same opinion gives the same bytes. A cancel is heard within a fraction of a second.
///
/// # Errors
/// When the template is broken, which is a fault of the program; a cancel.
pub fn pdf(opinion: &Opinion, watch: &dyn Watch) -> Result<OpinionPdf, SheetError> {
    let mut files = Files::new();
    files.text("opinion.typ", TEMPLATE);
    files.json("opinion.json", &data(opinion));
    let (day, ident) = (opinion.as_of.parse().ok(), opinion.title.clone());
    while_watched(watch, move || {
        let pages = typeset("opinion.typ", files, day)?;
        let pdf = OpinionPdf { bytes: pages.pdf(&ident)?, missing: pages.missing().to_vec() };
        forget();
        Ok(pdf)
    })
}

/// Sets opinions one after the other, and remembers what the fonts did not have.
#[derive(Debug, Default)]
pub struct OpinionSetter {
    missing: Mutex<Vec<MissingGlyph>>,
}

impl OpinionSetter {
    /// The PDF, as the writers of opinions ask for it.
    ///
    /// # Errors
    /// What is wrong, in words; a cancel.
    pub fn set(&self, opinion: &Opinion, watch: &dyn Watch) -> Result<Vec<u8>, String> {
        let OpinionPdf { bytes, missing } =
            pdf(opinion, watch).map_err(|error| error.message().get(opinion.lang).to_owned())?;
        self.missing.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(missing);
        Ok(bytes)
    }

    /// Characters that the fonts did not have, each once.
    #[must_use]
    pub fn missing(&self) -> Vec<MissingGlyph> {
        let mut missing = self.missing.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        missing.sort();
        missing.dedup_by(|a, b| a.sign == b.sign);
        missing
    }
}

fn data(opinion: &Opinion) -> Value {
    json!({
        "lang": if opinion.lang == Lang::Zh { "zh" } else { "en" },
        "title": fitting(&opinion.title),
        "subtitle": fitting(&opinion.subtitle),
        "software": opinion.software,
        "blocks": opinion.blocks.iter().map(|block| put(block, opinion.lang)).collect::<Vec<_>>(),
    })
}

fn put(block: &Block, lang: Lang) -> Value {
    match block {
        Block::Heading { level, text } => json!({ "kind": "heading", "level": level, "text": fitting(text) }),
        Block::Paragraph(text) => json!({ "kind": "paragraph", "text": fitting(text) }),
        Block::Verdict(text) => json!({ "kind": "verdict", "text": fitting(text) }),
        Block::Signature(lines) => {
            json!({ "kind": "signature", "lines": lines.iter().map(|line| fitting(line)).collect::<Vec<_>>() })
        }
        Block::Table(of) => table(of, lang),
    }
}

fn table(table: &Table, lang: Lang) -> Value {
    let rest = if lang == Lang::Zh { "其余 {} 行见工作簿" } else { "{} more rows in the workbook" };
    let row = |cells: &Vec<Cell>| cells.iter().map(|cell| fitting(&cell.printed())).collect::<Vec<_>>();
    let column = |column: &sanxian_project::opinion::Column| json!({ "title": column.title, "width": column.width, "number": column.number });
    json!({
        "kind": "table",
        "columns": table.columns.iter().map(column).collect::<Vec<_>>(),
        "rows": table.for_pages(rest).iter().map(row).collect::<Vec<_>>(),
        "total": table.total.as_ref().map(row),
        "note": table.note,
        "dense": table.dense,
    })
}

/// Longest run without a place to break the line; a SHA-256 or a long name would leave its column.
const RUN: usize = 24;
/// Longest name of a file that is not broken where its parts meet.
const WORD: usize = 12;
/// Where the parts of a file's name meet.
const JOINTS: [char; 4] = ['_', '.', '-', '/'];
const STEP: usize = 8;
const MAY_BREAK: char = '\u{200b}';

/// The text with places where a line may break inside overlong runs of letters and digits.
fn fitting(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\n']) {
        // lines break between Chinese characters and at spaces
        if c.is_whitespace() || ('\u{2e80}'..='\u{ffdf}').contains(&c) {
            let signs = run.chars().count();
            let number = run.chars().all(|sign| sign.is_ascii_digit() || ".,-".contains(sign));
            let mut before = None;
            for (at, sign) in run.drain(..).enumerate() {
                let joint = signs > WORD && !number && before.is_some_and(|before| JOINTS.contains(&before));
                if joint || (signs > RUN && at > 0 && at % STEP == 0) {
                    out.push(MAY_BREAK);
                }
                out.push(sign);
                before = Some(sign);
            }
            out.push(c);
        } else {
            run.push(c);
        }
    }
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_overlong_runs_may_break() {
        assert_eq!(fitting("330598000000000021 稻香"), "330598000000000021 稻香");
        assert_eq!(fitting(&"a".repeat(25)).matches(MAY_BREAK).count(), 3);
        assert_eq!(
            fitting("urban_boundary.geojson").split(MAY_BREAK).collect::<Vec<_>>(),
            ["urban_", "boundary.", "geojson"]
        );
        assert_eq!(fitting("-1,234,567,890.12"), "-1,234,567,890.12");
        assert_eq!(fitting(""), "");
    }
}
