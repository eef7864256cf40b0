//! CSV lists of boundary points.

use super::deliver::{deliver, opened};
use super::{Sheet, list};
use crate::import::ImportError;
use crate::import::item::Item;
use crate::import::read::Output;
use crate::lang::Text;
use crate::source::SourceInfo;
use crate::worker::wire::Job;

/// Reads a list.
///
/// # Errors
/// As [`deliver`]; a table without points.
pub(crate) fn read(job: &Job, item: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let name = &item.name();
    let (text, origin) = opened(job, item, name, "csv")?;
    let sheet = sheet(&text);
    if sheet.plots.is_empty() {
        return Err(no_points(name));
    }
    deliver(job, origin, sheet, out)
}

/// A table that is no list of points.
pub(crate) fn no_points(name: &str) -> ImportError {
    let what = Text::new(
        "没有找到坐标列(表头可写:点号、圈号、X、Y,或经度、纬度)",
        "no columns of coordinates were found (headers may be: label, ring, x, y; or longitude, latitude)",
    );
    ImportError::BadLine { file: name.to_owned(), line: 1, what }
}

fn sheet(text: &str) -> Sheet {
    let mut reader = list::Reader::default();
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let (mut line, mut counted) = (1, 0);
    while let Ok(true) = table.read_record(&mut record) {
        // The table passes over empty lines, which end a plot, and counts lines from where it began to look.
        let asked = record.position().map_or(counted, |at| at.byte() as usize).clamp(counted, text.len());
        let behind = &text.as_bytes()[asked..];
        let blanks = behind.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let ended = asked > 0 && text.as_bytes()[asked - 1] == b'\r' && behind.first() == Some(&b'\n');
        let newlines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        let begun = asked + blanks;
        line += newlines(&text.as_bytes()[counted..begun]);
        counted = begun;
        if blanks > usize::from(ended) && asked > 0 {
            reader.row(line - 1, &[]);
        }
        let fields: Vec<&str> = record.iter().take(list::WIDEST).map(unguarded).collect();
        reader.row(line, &fields);
    }
    Sheet { plots: reader.finish(), ..Sheet::default() }
}

/// A text without the apostrophe that keeps spreadsheets from taking it for a formula.
fn unguarded(field: &str) -> &str {
    let guarded = field.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
    guarded.unwrap_or(field)
}

/// The separator that stands most often in the first lines.
fn delimiter(text: &str) -> u8 {
    let head: Vec<u8> = text.bytes().take(4096).collect();
    let count = |mark: u8| head.iter().filter(|byte| **byte == mark).count();
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_cells_and_empty_lines_are_understood() {
        for text in [TEXT.to_owned(), TEXT.replace(";\n", ";\r\n")] {
            let plots = sheet(&text).plots;
            let found: Vec<_> = plots.iter().map(|plot| (plot.line, plot.rows.len())).collect();
            assert_eq!(found, [(3, 2), (6, 1)]);
            assert_eq!(plots[0].attributes[0].1, "a;b");
        }
    }

    const TEXT: &str = "\"点号\";\"X\";\"Y\";\"备\n注\"\nJ1;3347932.8;548122.1;\"a;b\"\nJ2;3347933.8;548122.1;\n\nJ1;3347943.8;548122.1;\n";
}
