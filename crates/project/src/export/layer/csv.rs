//! The table of boundary points as CSV, with a byte order mark in UTF-8 so that spreadsheets read it right.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236); our own reader takes it
//! off again. Numbers stand as they are.

use ::csv::{Terminator, WriterBuilder};

use super::points::{HEADER, table};
use super::{Layer, Manner, TextAs, gbk};
use crate::export::ExportError;
use crate::export::csv::text;

/// The file.
pub(super) fn bytes(layer: &Layer, manner: &Manner) -> Result<Vec<u8>, ExportError> {
    let table = table(layer, manner)?;
    let failed = |error: ::csv::Error| ExportError::content("csv", error);
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let titles = HEADER.into_iter().chain(table.attributes.iter().map(|(name, _)| *name));
    writer.write_record(titles.map(|title| text(title).into_owned())).map_err(failed)?;
    let d = table.decimals;
    for line in &table.rows {
        let mut cells = vec![
            text(line.id).into_owned(),
            text(line.name).into_owned(),
            line.ring.to_string(),
            line.label.clone(),
            format!("{:.d$}", line.north),
            format!("{:.d$}", line.east),
            line.edge.map(|edge| format!("{edge:.3}")).unwrap_or_default(),
        ];
        let values = (0..table.attributes.len()).map(|at| line.values.get(at).copied().flatten().unwrap_or_default());
        cells.extend(values.map(|value| text(value).into_owned()));
        writer.write_record(cells).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| ExportError::content("csv", error))?;
    let printed = String::from_utf8(bytes).map_err(|error| ExportError::content("csv", error))?;
    match manner.encoding {
        TextAs::Utf8 => Ok(["\u{FEFF}".as_bytes(), printed.as_bytes()].concat()),
        TextAs::Gbk => gbk(&printed),
    }
}
