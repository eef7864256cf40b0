//! The worker's part: a ledger file becomes rows of text, nothing more.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use encoding_rs::GBK;
use sanxian_review::data::LayerKind;
use sha2::{Digest, Sha256};

use super::header::recognise;
use crate::import::ImportError;
use crate::import::item::{Item, unreadable};
use crate::import::outline::Outline;
use crate::import::read::Output;
use crate::lang::Text;
use crate::source::{CrsFound, SourceInfo, SourcePart};
use crate::worker::wire::{Frame, Record};

/// A ledger of ten thousand towns has some megabytes.
const LARGEST: u64 = 64 << 20;
/// Rows and columns read; a cell beyond is a slip of the hand or an attack.
const MAX_ROWS: u32 = 100_000;
const MAX_COLUMNS: u32 = 400;
/// A header stands among the first rows: titles and notes may stand above it.
const HEADER_WITHIN: usize = 20;

/// One row: its 1-based line and its cells.
type Row = (u64, Vec<String>);

/// Reads a ledger and sends its rows as records without ground: header → cell.
pub(crate) fn file(item: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let (mut bytes, name) = (Vec::new(), &item.name());
    item.open()?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| unreadable(name, &error))?;
    if bytes.len() as u64 > LARGEST {
        let reason = format!("a ledger has at most {} MiB", LARGEST >> 20);
        return Err(ImportError::Unreadable { file: name.to_owned(), reason });
    }
    let (format, encoding, rows) = match bytes.as_slice() {
        [] => return Err(ImportError::Empty { file: name.to_owned() }),
        [b'P', b'K', ..] => ("xlsx", "UTF-8", workbook(&bytes, name)?),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(old_workbook(name)),
        _ => {
            let (text, encoding) = decoded(&bytes);
            ("csv", encoding, table(&text, name)?)
        }
    };
    let kept = send(&rows, name, out)?;
    let part = SourcePart {
        name: name.to_owned(),
        bytes: bytes.len() as u64,
        sha256: Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
    };
    Ok(SourceInfo {
        role: LayerKind::Ledger,
        file: name.to_owned(),
        format: format.to_owned(),
        parts: vec![part],
        crs: CrsFound {
            epsg: None,
            name: String::new(),
            reason_zh: "台账没有图形".to_owned(),
            reason_en: "a ledger has no ground".to_owned(),
        },
        encoding: encoding.to_owned(),
        features: kept,
        kept,
    })
}

fn old_workbook(name: &str) -> ImportError {
    let convert = Text::new("请在表格软件中另存为 .xlsx 或 CSV", "Save it as .xlsx or CSV in a spreadsheet program");
    ImportError::Unsupported { file: name.to_owned(), format: "the old Excel format (.xls)".to_owned(), convert }
}

/// The header is the first row with a name or a code among its columns.
fn send(rows: &[Row], name: &str, out: &mut dyn Output) -> Result<u64, ImportError> {
    let is_header = |(_, cells): &Row| cells.iter().filter(|cell| recognise(cell).is_some()).count() >= 2;
    let header = rows.iter().take(HEADER_WITHIN).position(is_header).ok_or_else(|| ImportError::Unreadable {
        file: name.to_owned(),
        reason: "no header with at least two known columns in its first rows; see `sanxian ledger template`".to_owned(),
    })?;
    let names = &rows[header].1;
    // the header itself first, so that columns without any cell are known as well
    let as_record = |(line, cells): &Row| Record {
        id: line.to_string(),
        position: *line,
        attributes: names.iter().cloned().zip(cells.iter().cloned().chain(std::iter::repeat(String::new()))).collect(),
        outline: Outline::default(),
    };
    let mut kept = 0;
    out.frame(Frame::Feature(as_record(&rows[header])));
    for row in rows[header + 1..].iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())) {
        out.frame(Frame::Feature(as_record(row)));
        kept += 1;
    }
    Ok(kept)
}

/// BOM, else strict UTF-8, else GBK.
fn decoded(bytes: &[u8]) -> (String, &'static str) {
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(plain) {
        Ok(text) => (text.to_owned(), "UTF-8"),
        Err(_) => (GBK.decode_without_bom_handling(plain).0.into_owned(), "GBK"),
    }
}

fn table(text: &str, name: &str) -> Result<Vec<Row>, ImportError> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|d| first.bytes().filter(|b| b == d).count());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records().take(MAX_ROWS as usize) {
        let record =
            record.map_err(|error| ImportError::Unreadable { file: name.to_owned(), reason: error.to_string() })?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, record.iter().take(MAX_COLUMNS as usize).map(str::to_owned).collect()));
    }
    Ok(rows)
}

/// The first sheet with a known header, else the first. Cells come as a stream: a range would reserve room for every
/// cell up to the last one, and one cell at XFD1048576 would be 550 GB.
fn workbook(bytes: &[u8], name: &str) -> Result<Vec<Row>, ImportError> {
    let failed = |error: String| ImportError::Unreadable { file: name.to_owned(), reason: error };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| failed(error.to_string()))?;
    let mut first = None;
    for sheet in book.sheet_names() {
        let rows = cells(&mut book, &sheet).map_err(failed)?;
        let known = |(_, cells): &Row| cells.iter().filter(|cell| recognise(cell).is_some()).count() >= 2;
        if rows.iter().take(HEADER_WITHIN).any(known) {
            return Ok(rows);
        }
        first.get_or_insert(rows);
    }
    Ok(first.unwrap_or_default())
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<Row>, String> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|error| error.to_string())?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if row >= MAX_ROWS || column >= MAX_COLUMNS || text.is_empty() {
            continue;
        }
        let line = u64::from(row) + 1;
        if rows.last().is_none_or(|(last, _)| *last != line) {
            rows.push((line, Vec::new()));
        }
        if let Some((_, cells)) = rows.last_mut() {
            let at = column as usize;
            cells.resize(cells.len().max(at + 1), String::new());
            cells[at] = text;
        }
    }
    Ok(rows)
}

/// A cell as somebody would type it; a day as `YYYY-MM-DD`.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        DataRef::DateTime(day) => {
            super::cell::day_of_serial(day.as_f64()).map_or_else(|| day.as_f64().to_string(), |day| day.to_string())
        }
        #[expect(unreachable_patterns, reason = "the reader may learn further kinds")]
        _ => String::new(),
    }
}
