//! The table of boundary points as a workbook: texts are text cells, coordinates are numbers with all their decimals.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::points::{HEADER, Table, table};
use super::{Layer, Manner};
use crate::export::ExportError;
use crate::export::table::fitting;
use crate::lang::Text;

/// Rows that a sheet takes below its header.
const MOST_ROWS: usize = 1_048_575;
/// Columns that a sheet takes.
const MOST_COLUMNS: usize = 16_384;

/// The file.
pub(super) fn bytes(layer: &Layer, manner: &Manner) -> Result<Vec<u8>, ExportError> {
    let table = table(layer, manner)?;
    if table.rows.len() > MOST_ROWS || table.attributes.len() + HEADER.len() > MOST_COLUMNS {
        return Err(ExportError::refused(
            Text::new("界址点超出一张工作表的容量", "There are more boundary points than a sheet holds"),
            Text::new("请改用 --to csv", "Use --to csv"),
        ));
    }
    workbook(&table).map_err(|error| ExportError::content("xlsx", error))
}

fn workbook(table: &Table<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The library would take the clock; a table of points has no day of its own.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title("界址点成果表").set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    sheet.set_name("界址点")?;
    let header = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    let metres = Format::new().set_num_format(format!("0.{}", "0".repeat(table.decimals)));
    let edge = Format::new().set_num_format("0.000");
    let titles = HEADER.into_iter().chain(table.attributes.iter().map(|(name, _)| *name));
    for (column, title) in (0..).zip(titles) {
        sheet.set_column_width(column, 16)?;
        sheet.write_string_with_format(0, column, fitting(title.to_owned()), &header)?;
    }
    for (row, line) in (1..).zip(&table.rows) {
        sheet.write_string_with_format(row, 0, fitting(line.id.to_owned()), &text)?;
        sheet.write_string_with_format(row, 1, fitting(line.name.to_owned()), &text)?;
        #[expect(clippy::cast_precision_loss, reason = "number of a ring")]
        sheet.write_number(row, 2, line.ring as f64)?;
        sheet.write_string_with_format(row, 3, &line.label, &text)?;
        sheet.write_number_with_format(row, 4, line.north, &metres)?;
        sheet.write_number_with_format(row, 5, line.east, &metres)?;
        if let Some(length) = line.edge {
            sheet.write_number_with_format(row, 6, length, &edge)?;
        }
        for (column, value) in (7..).zip(&line.values) {
            if let Some(value) = value {
                sheet.write_string_with_format(row, column, fitting((*value).to_owned()), &text)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}
