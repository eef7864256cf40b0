//! GeoJSON text sequences: one text a record, behind a record separator (RFC 8142) or on a line of its own.

use std::cell::Cell;
use std::io::{BufRead, BufReader, Read};

use super::feature::attributes;
use super::oddity::{Odd, Oddity};
use super::take::take;
use crate::import::ImportError;
use crate::import::crs::Declared;
use crate::import::defects::Desk;
use crate::import::hashed::Hashed;
use crate::import::intake::Intake;
use crate::import::item::{Item, unreadable};
use crate::import::outline::Outline;
use crate::import::read::Output;
use crate::import::texts::Decode;
use crate::source::{SourceInfo, SourcePart};
use crate::worker::wire::Job;

/// Stands before each text of a sequence.
const SEPARATOR: u8 = 0x1E;
/// Bytes of one record.
const LARGEST: u64 = 256 << 20;

/// Reads a sequence.
///
/// # Errors
/// A record that is too large; as [`Intake::finish`]. Single records that cannot be read are problems.
pub(crate) fn read(job: &Job, item: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let name = &item.name();
    let opened = item.open()?;
    let total = opened.bytes;
    let failed = |error: std::io::Error| unreadable(name, &error);
    let gbk = Cell::new(false);
    let decode: Decode<'_> = &|raw| {
        let mut other = false;
        let attributes = attributes(raw, &mut other);
        gbk.set(gbk.get() || other);
        attributes
    };
    let mut intake = Intake::new(job, Desk { role: job.role, file: name, out }, Declared::Nothing, true, decode);
    let mut source = BufReader::with_capacity(1 << 18, Hashed::new(opened, job.hash));
    let mark = if source.fill_buf().map_err(failed)?.contains(&SEPARATOR) { SEPARATOR } else { b'\n' };
    let (mut record, mut outline, mut odd) = (Vec::new(), Outline::default(), Odd::default());
    let (mut position, mut offset) = (0, 0);
    loop {
        record.clear();
        let read = source.by_ref().take(LARGEST + 1).read_until(mark, &mut record).map_err(failed)? as u64;
        if read == 0 {
            break;
        }
        if read > LARGEST {
            return Err(ImportError::TooLarge { file: name.clone(), offset, limit: LARGEST });
        }
        let text = record.strip_suffix(&[mark]).unwrap_or(&record);
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text).trim_ascii();
        if !text.is_empty() {
            position += 1;
            // An offset of 0 would make the first record the root of a document.
            take(&mut intake, position, offset.max(1), text, &mut outline, &mut odd)?;
        }
        offset += read;
        intake.progress(offset, total);
    }
    intake.settle_waiting()?;
    if gbk.get() {
        intake.count(Oddity::NotUtf8.code(), None, || Oddity::NotUtf8.text());
    }
    let taken = intake.finish(position)?;
    let (bytes, sha256) = source.into_inner().finish().map_err(failed)?;
    Ok(SourceInfo {
        role: job.role,
        file: name.clone(),
        format: "geojson-seq".to_owned(),
        parts: vec![SourcePart { name: name.clone(), bytes, sha256 }],
        crs: taken.crs,
        encoding: if gbk.get() { "GBK" } else { "UTF-8" }.to_owned(),
        features: position,
        kept: taken.kept,
    })
}

#[cfg(test)]
mod tests {
    use sanxian_review::data::LayerKind;

    use crate::import::tests::{Random, read_near};
    use crate::import::{ImportError, Imported};

    fn square(id: &str, west: f64) -> String {
        let east = west + 0.01;
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"XZBM\":\"{id}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[{west},30],[{east},30],[{east},30.01],[{west},30.01],[{west},30]]]}}}}"
        )
    }

    fn read(name: &str, bytes: &[u8]) -> Result<Imported, ImportError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read_near(&path, LayerKind::Towns, None)
    }

    #[test]
    fn records_behind_separators_or_on_lines_are_read() {
        let (a, b) = (square("a", 120.0), square("b", 120.1));
        let broken = b.replace(":[[", ":[\n[");
        for (name, text) in [
            ("a.geojsons", format!("\u{1e}{a}\n\u{1e}{broken}\n")),
            ("a.dat", format!("\u{1e}{a}\n\u{1e}{b}")),
            ("a.geojsonl", format!("{a}\n{b}\n")),
            ("a.ndjson", format!("\u{feff}{a}\r\n\r\n{b}")),
            ("a.geojson", format!("{a}\n{b}\n")),
        ] {
            let imported = read(name, text.as_bytes()).unwrap();
            let ids: Vec<_> = imported.features.iter().map(|f| f.id.0.as_str()).collect();
            assert_eq!((ids, imported.problems.len()), (vec!["a", "b"], 0), "{name}");
            assert_eq!(imported.source.format, "geojson-seq");
        }
    }

    #[test]
    fn a_broken_record_is_left_out_and_told() {
        let (a, b) = (square("a", 120.0), square("b", 120.1));
        let imported = read("a.geojsonl", format!("{a}\n{}\nnull\n{b}", &a[..80]).as_bytes()).unwrap();
        assert_eq!(imported.features.len(), 2);
        assert!(imported.problems.len() == 2 && imported.problems.iter().all(|problem| problem.dropped));
        let text = format!("{a}\n{b}\n");
        let mut random = Random(17);
        for _ in 0..500 {
            let mut bytes = text.clone().into_bytes();
            random.mutate(&mut bytes);
            let _ = read("a.geojsonl", &bytes);
        }
    }
}
