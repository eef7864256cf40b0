//! One sheet of a workbook: a header that stays in view, typed cells, a filter.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

/// Rows that a sheet takes: the format's 1,048,576 less the header and a closing line.
const MAX_ROWS: usize = 1_048_574;
/// UTF-16 units that a cell takes.
const MAX_TEXT: usize = 32_767;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// Whole numbers.
    Whole,
    /// m², shown with 2 decimals.
    SquareMetres,
    /// 公顷 and 亩, 4 decimals.
    Land,
    /// m, 3 decimals.
    Metres,
    /// Degrees, 9 decimals.
    Degrees,
}

/// One cell. `Empty` is not zero: it was not measured.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A column's title, what it holds, and its width in characters.
pub(super) type Column = (&'static str, Kind, f64);

/// Adds a sheet.
pub(super) fn sheet(
    book: &mut Workbook,
    name: &str,
    columns: &[Column],
    rows: impl ExactSizeIterator<Item = Vec<Cell>>,
) -> Result<(), XlsxError> {
    let (count, last_column) = (rows.len(), columns.len() as u16 - 1);
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    let header = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    for (column, (title, kind, width)) in (0..).zip(columns) {
        sheet.set_column_width(column, *width)?;
        sheet.set_column_format(column, &format_of(*kind))?;
        sheet.write_string_with_format(0, column, *title, &header)?;
    }
    let formats: Vec<_> = columns.iter().map(|(_, kind, _)| format_of(*kind)).collect();
    for (row, cells) in (1..).zip(rows.take(MAX_ROWS)) {
        for ((column, cell), format) in (0..).zip(cells).zip(&formats) {
            match cell {
                Cell::Text(text) => sheet.write_string_with_format(row, column, fitting(text), format)?,
                Cell::Number(number) => sheet.write_number_with_format(row, column, number, format)?,
                Cell::Empty => continue,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, count.clamp(1, MAX_ROWS) as u32, last_column)?;
    if count > MAX_ROWS {
        let note = format!("本表只能容纳 {MAX_ROWS} 行，其余 {} 行见 CSV 或 GeoPackage", count - MAX_ROWS);
        sheet.write_string(MAX_ROWS as u32 + 1, 0, note)?;
    }
    Ok(())
}

fn format_of(kind: Kind) -> Format {
    match kind {
        // `@` keeps codes like 330523 and 001 text also when somebody edits the cell.
        Kind::Text => Format::new().set_num_format("@").set_align(FormatAlign::Top),
        Kind::Whole => Format::new().set_num_format("0").set_align(FormatAlign::Top),
        Kind::SquareMetres => Format::new().set_num_format("#,##0.00").set_align(FormatAlign::Top),
        Kind::Land => Format::new().set_num_format("#,##0.0000").set_align(FormatAlign::Top),
        Kind::Metres => Format::new().set_num_format("#,##0.000").set_align(FormatAlign::Top),
        Kind::Degrees => Format::new().set_num_format("0.000000000").set_align(FormatAlign::Top),
    }
}

/// The text, cut with an ellipsis where a cell cannot hold it.
pub(super) fn fitting(text: String) -> String {
    if text.encode_utf16().count() <= MAX_TEXT {
        return text;
    }
    let mut units = 1; // the ellipsis
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= MAX_TEXT
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_at_a_character() {
        assert_eq!(fitting("短".into()), "短");
        let cut = fitting("🏘".repeat(20_000));
        assert!(cut.ends_with("🏘…"));
        assert_eq!(cut.encode_utf16().count(), MAX_TEXT);
    }
}
