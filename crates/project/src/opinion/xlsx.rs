//! The opinion as a workbook: the words on the first sheet, every table on one of its own, cells typed.
//!
//! Text goes in as text, always: nothing of a file becomes a formula, a link or a date.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::page::{Block, Cell, Table};
use super::{Opinion, OpinionError};
use crate::export::table::{MAX_ROWS, fitting};
use crate::lang::Lang;

/// Width of the column of words, in digits.
const WORDS_WIDE: f64 = 92.0;
/// Height of a line of usual letters, points.
const LINE: f64 = 15.0;
/// No row may be higher, points.
const HIGHEST: f64 = 409.0;

/// The file's bytes; the same for the same opinion.
///
/// # Errors
/// What the writer said.
pub fn xlsx(opinion: &Opinion) -> Result<Vec<u8>, OpinionError> {
    workbook(opinion).map_err(|error| OpinionError::Content { file: "opinion.xlsx", what: error.to_string() })
}

fn workbook(opinion: &Opinion) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // the library would take the clock
    let made = ExcelDateTime::parse_from_str(&opinion.as_of)?;
    let properties = DocProperties::new().set_title(&opinion.title).set_creation_datetime(&made);
    book.set_properties(&properties.set_author(&opinion.software));
    words(book.add_worksheet(), opinion)?;
    for of in opinion.tables() {
        table(book.add_worksheet(), of, opinion.lang)?;
    }
    book.save_to_buffer()
}

/// Everything but the tables, which are named where they stand.
fn words(sheet: &mut Worksheet, opinion: &Opinion) -> Result<(), XlsxError> {
    sheet.set_name(if opinion.lang == Lang::Zh { "审查意见" } else { "Opinion" })?;
    sheet.set_column_width(0, WORDS_WIDE)?;
    sheet.set_portrait().set_paper_size(9).set_print_fit_to_pages(1, 0); // A4, as wide as one page
    let base = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    let title = base.clone().set_bold().set_font_size(18).set_align(FormatAlign::Center);
    let heading = base.clone().set_bold().set_font_size(13);
    let centred = base.clone().set_align(FormatAlign::Center);
    let verdict = centred.clone().set_bold().set_font_size(15);
    let mut row = 0;
    let mut line = |text: &str, format: &Format, size: f64| {
        sheet.write_string_with_format(row, 0, fitting(text.to_owned()), format)?;
        sheet.set_row_height(row, height([(text, WORDS_WIDE / size)], size))?;
        row += 1;
        Ok::<_, XlsxError>(())
    };
    line(&opinion.title, &title, 18.0 / 11.0)?;
    line(&opinion.subtitle, &centred, 1.0)?;
    for block in &opinion.blocks {
        match block {
            Block::Heading { level: 1, text } => line(text, &heading, 13.0 / 11.0)?,
            Block::Heading { text, .. } => line(text, &base.clone().set_bold(), 1.0)?,
            Block::Paragraph(text) => line(text, &base, 1.0)?,
            Block::Verdict(text) => line(text, &verdict, 15.0 / 11.0)?,
            Block::Signature(lines) => lines.iter().try_for_each(|text| line(text, &base, 1.0))?,
            Block::Table(table) => {
                let see = if opinion.lang == Lang::Zh { "见工作表" } else { "see the sheet" };
                line(&format!("（{see}“{}”）", table.name), &base, 1.0)?;
            }
        }
    }
    Ok(())
}

fn table(sheet: &mut Worksheet, table: &Table, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(&table.name)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    let edged = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    let head = edged.clone().set_bold().set_text_wrap().set_align(FormatAlign::Center);
    let wide: Vec<f64> = table.columns.iter().map(|column| f64::from(column.width) * 0.55 + 4.0).collect();
    let titles = table.columns.iter().map(|column| column.title.as_str());
    sheet.set_row_height(0, height(titles.zip(wide.iter().copied()), 1.0))?;
    for (at, column) in (0..).zip(&table.columns) {
        sheet.set_column_width(at, wide[usize::from(at)])?;
        sheet.write_string_with_format(0, at, &column.title, &head)?;
    }
    let mut next = 1;
    for cells in table.rows.iter().take(MAX_ROWS) {
        write_row(sheet, next, cells, &edged, &wide)?;
        next += 1;
    }
    if let Some(total) = &table.total {
        write_row(sheet, next, total, &edged.clone().set_bold(), &wide)?;
        next += 1;
    }
    if table.rows.len() > MAX_ROWS {
        let more = table.rows.len() - MAX_ROWS;
        let note = match lang {
            Lang::Zh => format!("本表只能容纳 {MAX_ROWS} 行，其余 {more} 行见 overlaps.csv；合计含全部行"),
            Lang::En => format!("a sheet takes {MAX_ROWS} rows, {more} more in overlaps.csv; the total holds all"),
        };
        sheet.write_string(next, 0, note)?;
        next += 1;
    }
    if let Some(note) = &table.note {
        sheet.write_string(next, 0, fitting(note.clone()))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Height of a row of texts in columns of these widths, points: readers fit it themselves or show one line, so it is said.
fn height<'a>(texts: impl IntoIterator<Item = (&'a str, f64)>, size: f64) -> f64 {
    // a Chinese sign is as wide as two digits
    let digits = |text: &str| text.chars().map(|c| if c < '\u{2000}' { 1.0 } else { 2.0 }).sum::<f64>();
    let lines = |text: &str, wide: f64| {
        text.split('\n').map(|line| (digits(line) / (wide - 1.0).max(1.0)).ceil().max(1.0)).sum::<f64>()
    };
    let most = texts.into_iter().map(|(text, wide)| lines(text, wide)).fold(1.0, f64::max);
    (most * LINE * size).min(HIGHEST)
}

fn write_row(sheet: &mut Worksheet, row: u32, cells: &[Cell], edged: &Format, wide: &[f64]) -> Result<(), XlsxError> {
    let words = cells.iter().zip(wide).filter_map(|(cell, wide)| match cell {
        Cell::Text(text) => Some((text.as_str(), *wide)),
        _ => None,
    });
    sheet.set_row_height(row, height(words, 1.0))?;
    for (at, cell) in (0..).zip(cells) {
        match cell {
            Cell::Empty => sheet.write_blank(row, at, edged)?,
            Cell::Text(text) => {
                let format = edged.clone().set_num_format("@").set_text_wrap();
                sheet.write_string_with_format(row, at, fitting(text.clone()), &format)?
            }
            Cell::Number { units, digits } => {
                #[expect(clippy::cast_precision_loss, reason = "15 digits are what a spreadsheet holds")]
                let number = *units as f64 / 10_f64.powi(i32::from(*digits));
                let shown = if *digits == 0 {
                    "#,##0".to_owned()
                } else {
                    format!("#,##0.{}", "0".repeat(usize::from(*digits)))
                };
                sheet.write_number_with_format(row, at, number, &edged.clone().set_num_format(shown))?
            }
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        assert!((height([("一二三", 12.0), ("x", 3.0)], 1.0) - LINE).abs() < 1e-9);
        assert!((height([("一二三四五六", 11.0)], 1.0) - 2.0 * LINE).abs() < 1e-9);
        assert!((height([("a\nb\nc", 40.0)], 1.0) - 3.0 * LINE).abs() < 1e-9);
        assert!((height([("长".repeat(5000).as_str(), 10.0)], 1.0) - HIGHEST).abs() < 1e-9);
    }
}
