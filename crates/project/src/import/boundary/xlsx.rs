//! Workbooks with lists of boundary points: cells are streamed, a sheet is never laid out in memory.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::deliver::{Origin, deliver};
use super::{LARGEST, Plot, Sheet, csv::no_points, list};
use crate::import::ImportError;
use crate::import::item::Item;
use crate::import::layers;
use crate::import::packed::Packed;
use crate::import::read::Output;
use crate::import::whole::whole;
use crate::lang::Text;
use crate::source::SourceInfo;
use crate::worker::wire::Job;

/// The names of the sheets that hold points.
///
/// # Errors
/// When it is no workbook, or a damaged one.
pub(crate) fn names(item: &Item) -> Result<Vec<String>, ImportError> {
    let (bytes, _) = whole(item, LARGEST)?;
    Ok(sheets(&bytes, &item.name())?.into_iter().map(|(sheet, _)| sheet).collect())
}

/// Reads one sheet.
///
/// # Errors
/// As [`names`]; a wrong sheet; as [`deliver`].
pub(crate) fn read(job: &Job, item: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let name = &item.file().name();
    let (bytes, part) = whole(item, LARGEST)?;
    let mut sheets = sheets(&bytes, name)?;
    drop(bytes);
    if sheets.is_empty() {
        return Err(no_points(name));
    }
    let names: Vec<String> = sheets.iter().map(|(sheet, _)| sheet.clone()).collect();
    let (_, plots) = sheets.swap_remove(layers::choose(name, &names, item.layer())?);
    let origin = Origin { name: &item.name(), format: "xlsx", part, encoding: "UTF-8" };
    deliver(job, origin, Sheet { plots, ..Sheet::default() }, out)
}

/// Every sheet with points, in the order of the workbook.
fn sheets(bytes: &[u8], name: &str) -> Result<Vec<(String, Vec<Plot>)>, ImportError> {
    Packed::open(bytes, name)?.measure()?;
    let damaged = |error: XlsxError| {
        let what = Text::new(format!("工作簿无法打开({error})"), format!("the workbook cannot be opened ({error})"));
        ImportError::Damaged { file: name.to_owned(), format: "XLSX".to_owned(), what }
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut found = Vec::new();
    for sheet in book.sheet_names() {
        // A chart or a macro sheet has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&sheet) else { continue };
        let mut rows = Rows::default();
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            rows.cell(u64::from(row) + 1, column as usize, cell.get_value());
        }
        let plots = rows.finish();
        if !plots.is_empty() {
            found.push((sheet, plots));
        }
    }
    Ok(found)
}

/// Collects cells into rows.
#[derive(Default)]
struct Rows {
    reader: list::Reader,
    /// 1-based row of `fields`; 0 before the first.
    row: u64,
    fields: Vec<String>,
}

impl Rows {
    fn cell(&mut self, row: u64, column: usize, value: &DataRef<'_>) {
        if row != self.row {
            let next = self.row + 1;
            self.flush();
            if row > next && next > 1 {
                self.reader.row(next, &[]); // rows without any cell
            }
            self.row = row;
        }
        if column >= list::WIDEST {
            return; // a far cell must not widen the row
        }
        let text = match value {
            DataRef::Int(value) => value.to_string(),
            DataRef::Float(value) => value.to_string(),
            DataRef::String(text) => text.clone(),
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::Bool(value) => value.to_string(),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
            DataRef::Error(_) => "#错误".to_owned(),
            DataRef::DateTime(_) | DataRef::Empty => String::new(),
        };
        if self.fields.len() <= column {
            self.fields.resize(column + 1, String::new());
        }
        self.fields[column] = text;
    }

    fn flush(&mut self) {
        if self.row > 0 {
            let fields: Vec<&str> = self.fields.iter().map(String::as_str).collect();
            self.reader.row(self.row, &fields);
        }
        self.fields.clear();
    }

    fn finish(mut self) -> Vec<Plot> {
        self.flush();
        self.reader.finish()
    }
}
