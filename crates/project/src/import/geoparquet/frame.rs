//! What the library would believe is checked first: the footer's lists, and the lengths in front of every page.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::thrift::Walk;
use crate::import::ImportError;
use crate::import::item::unreadable;
use crate::lang::Text;

/// Bytes of a footer.
const FOOTER: u64 = 64 << 20;
/// Columns and groups of columns; the library descends into groups by recursion.
const SCHEMA: i64 = 4_096;
/// Bytes of one page, unpacked.
const PAGE: i64 = 256 << 20;
/// Values of one dictionary.
const DICTIONARY: i64 = 4_000_000;
/// Bytes in front of a page: short ones first, then with room for statistics.
const HEADS: [u64; 2] = [4 << 10, 1 << 20];
/// Encodings whose sizes follow from the page: PLAIN, PLAIN_DICTIONARY, RLE, BIT_PACKED, RLE_DICTIONARY. The delta
/// encodings state lengths of their own, which the library would believe.
const ENCODINGS: [i64; 5] = [0, 2, 3, 4, 8];

/// The bytes of one column in one row group.
pub(super) struct Chunk {
    pub start: i64,
    pub length: i64,
    /// Rows of its row group.
    pub rows: i64,
}

/// A file with its size.
pub(super) struct Frame<'a> {
    pub file: &'a File,
    pub bytes: u64,
    pub name: &'a str,
}

impl Frame<'_> {
    /// Checks both ends and the footer.
    pub(super) fn check(&self) -> Result<(), ImportError> {
        let tail = if self.bytes < 12 { Vec::new() } else { self.at(self.bytes - 8, 8)? };
        let Ok([a, b, c, d, mark @ ..]) = <[u8; 8]>::try_from(tail) else { return Err(self.cut_off()) };
        if mark == *b"PARE" {
            let text = Text::new("文件已加密", "it is encrypted");
            return Err(damaged(self.name, text));
        }
        let length = u64::from(u32::from_le_bytes([a, b, c, d]));
        if mark != *b"PAR1" || length > self.bytes - 12 {
            return Err(self.cut_off());
        }
        if length > FOOTER {
            return Err(ImportError::TooLarge {
                file: self.name.to_owned(),
                offset: self.bytes - 8 - length,
                limit: FOOTER,
            });
        }
        let footer = self.at(self.bytes - 8 - length, length)?;
        let mut columns = 0;
        let walked = Walk::over(&footer).structure(&mut |path, value| {
            if path == [2] {
                columns = value;
            }
        });
        if walked.is_err() || columns > SCHEMA {
            return Err(damaged(self.name, Text::new("文件尾的目录无效", "its footer is invalid")));
        }
        Ok(())
    }

    /// Checks every page of a column.
    pub(super) fn pages(&self, chunk: &Chunk) -> Result<(), ImportError> {
        let wrong = |at: i64| {
            damaged(
                self.name,
                Text::new(format!("第 {at} 字节处的数据页无效"), format!("the page at byte {at} is invalid")),
            )
        };
        let end = chunk
            .start
            .checked_add(chunk.length)
            .filter(|end| chunk.start >= 4 && chunk.length >= 0 && *end <= self.bytes.cast_signed());
        let Some(end) = end else { return Err(wrong(chunk.start)) };
        let (mut at, mut values) = (chunk.start, 0_i64);
        while at < end {
            let page = self.page(at, end)?.ok_or_else(|| wrong(at))?;
            if !page.is_plain(end - at) {
                return Err(wrong(at));
            }
            if !ENCODINGS.contains(&page.encoding) {
                return Err(unsupported(self.name, &format!("encoding {}", page.encoding)));
            }
            values = values.saturating_add(page.values);
            at += page.head + page.packed;
        }
        if values == chunk.rows {
            return Ok(());
        }
        let text = Text::new(
            format!("目录记有 {} 行,数据页中有 {values} 个值", chunk.rows),
            format!("its footer counts {} rows, the pages of a column hold {values} values", chunk.rows),
        );
        Err(damaged(self.name, text))
    }

    /// What stands in front of a page; `None` for nonsense.
    fn page(&self, at: i64, end: i64) -> Result<Option<Page>, ImportError> {
        for most in HEADS {
            let length = most.min((end - at).unsigned_abs());
            let bytes = self.at(at.unsigned_abs(), length)?;
            let mut walk = Walk::over(&bytes);
            let mut page = Page::default();
            if walk.structure(&mut |path, value| page.take(path, value)).is_ok() {
                page.head = i64::try_from(walk.at()).unwrap_or(i64::MAX);
                return Ok(Some(page));
            }
        }
        Ok(None)
    }

    fn at(&self, from: u64, length: u64) -> Result<Vec<u8>, ImportError> {
        let mut file = self.file;
        let mut bytes = Vec::new();
        let read = file.seek(SeekFrom::Start(from)).and_then(|_| file.take(length).read_to_end(&mut bytes));
        read.map_err(|error| unreadable(self.name, &error))?;
        if (bytes.len() as u64) < length { Err(self.cut_off()) } else { Ok(bytes) }
    }

    fn cut_off(&self) -> ImportError {
        damaged(self.name, Text::new("文件被截断,或不是 Parquet", "it is cut off, or no Parquet file"))
    }
}

/// The head of a page, as far as it matters.
#[derive(Debug, Default)]
struct Page {
    head: i64,
    packed: i64,
    unpacked: i64,
    /// Values of a data page.
    values: i64,
    /// Values of a dictionary.
    words: i64,
    encoding: i64,
}

impl Page {
    fn take(&mut self, path: &[i16], value: i64) {
        match path {
            [2] => self.unpacked = value,
            [3] => self.packed = value,
            [5 | 8, 1] => self.values = value,
            [7, 1] => self.words = value,
            [5 | 7, 2] | [8, 4] => self.encoding = value,
            _ => {}
        }
    }

    /// Whether its numbers can be, with `rest` bytes left in the column.
    fn is_plain(&self, rest: i64) -> bool {
        (0..=rest - self.head).contains(&self.packed)
            && (0..=PAGE).contains(&self.unpacked)
            && self.values >= 0
            && (0..=DICTIONARY.min(self.unpacked)).contains(&self.words)
    }
}

/// An encoding or compression that is not read.
pub(super) fn unsupported(file: &str, what: &str) -> ImportError {
    ImportError::Unsupported {
        file: file.to_owned(),
        format: format!("GeoParquet ({what})"),
        convert: Text::new(
            "请在 QGIS 或 ogr2ogr 中另存为 GeoPackage,或以 snappy 压缩重新写出(-lco COMPRESSION=SNAPPY)",
            "Save it as GeoPackage with QGIS or ogr2ogr, or write it with snappy compression (-lco COMPRESSION=SNAPPY)",
        ),
    }
}

pub(super) fn damaged(file: &str, what: Text) -> ImportError {
    ImportError::Damaged { file: file.to_owned(), format: "GeoParquet".to_owned(), what }
}
