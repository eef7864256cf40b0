//! A dBASE table, record by record, as bytes.
//!
//! Not the `dbase` crate: it turns numbers into `f64`, and an 18-digit BSM loses its last digits there.

use std::io::{self, Read};

use encoding_rs::Encoding;

use super::encoding::{Scale, decode};
use crate::import::{FieldFound, TextEncoding};
use crate::lang::Text;

/// dBASE IV allows 255 fields, Visual FoxPro 2046 bytes of them; more is no table.
const MOST_FIELDS: usize = 2046;

/// The layout of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layout {
    pub fields: Vec<Field>,
    /// Records as the header counts them.
    pub records: u32,
    /// Bytes a record, deletion mark included.
    pub record_bytes: usize,
    pub language_id: u8,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    name: Vec<u8>,
    kind: u8,
    start: usize,
    length: usize,
    decimals: u8,
}

/// A table that is being read.
pub(crate) struct Table<R> {
    pub layout: Layout,
    source: R,
    left: u32,
}

impl<R: Read> Table<R> {
    /// Reads the header.
    pub(crate) fn open(mut source: R) -> Result<Self, Text> {
        let layout = Layout::read(&mut source)?;
        let left = layout.records;
        Ok(Self { layout, source, left })
    }

    /// Puts the next record (with its deletion mark) into `record`; false at the end, an error when cut off.
    pub(crate) fn next(&mut self, record: &mut Vec<u8>) -> io::Result<bool> {
        record.clear();
        if self.left == 0 {
            return Ok(false);
        }
        self.left -= 1;
        let read = self.source.by_ref().take(self.layout.record_bytes as u64).read_to_end(record)?;
        if read == self.layout.record_bytes {
            return Ok(true);
        }
        self.left = 0;
        record.clear();
        Err(io::ErrorKind::UnexpectedEof.into())
    }

    /// Gives the source back, to hash what is left of it.
    pub(crate) fn into_source(self) -> R {
        self.source
    }
}

impl Layout {
    fn read(source: &mut impl Read) -> Result<Self, Text> {
        let broken = |zh: &str, en: &str| Text::new(zh, en);
        let mut head = [0; 32];
        source.read_exact(&mut head).map_err(|_| broken("表头不完整", "its header is cut off"))?;
        let number = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let records = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let (header_bytes, record_bytes) = (number(8), number(10));
        let mut rest = Vec::new();
        let wanted = header_bytes.saturating_sub(32);
        let read = source.by_ref().take(wanted as u64).read_to_end(&mut rest).unwrap_or_default();
        if header_bytes < 33 || read < wanted {
            return Err(broken("表头长度不对或不完整", "its header has a wrong length or is cut off"));
        }
        if record_bytes < 2 && records > 0 {
            return Err(broken("记录长度为 0", "its records have no length"));
        }
        let mut fields = Vec::new();
        let mut start = 1;
        for descriptor in rest.chunks_exact(32).take_while(|descriptor| descriptor[0] != b'\r') {
            let name = descriptor[..11].split(|byte| *byte == 0).next().unwrap_or_default().to_vec();
            // Long text fields of some writers keep the high byte of the length where decimals stand.
            let (kind, low, high) = (descriptor[11], descriptor[16], descriptor[17]);
            let length = usize::from(low) + if kind == b'C' { usize::from(high) << 8 } else { 0 };
            if start + length > record_bytes {
                return Err(broken("字段比记录更长", "its fields are longer than its records"));
            }
            let decimals = if kind == b'C' { 0 } else { high };
            fields.push(Field { name, kind, start, length, decimals });
            start += length;
            if fields.len() > MOST_FIELDS {
                return Err(broken("字段过多", "it has too many fields"));
            }
        }
        Ok(Self { fields, records, record_bytes, language_id: head[29] })
    }

    /// Weighs the names of the columns.
    pub(crate) fn weigh_names(&self, scale: &mut Scale) {
        self.fields.iter().for_each(|field| scale.weigh(&field.name, field.name.len() >= 10));
    }

    /// Weighs the texts of one record.
    pub(crate) fn weigh(&self, record: &[u8], scale: &mut Scale) {
        for field in self.fields.iter().filter(|field| field.kind == b'C') {
            let text = field.bytes(record);
            scale.weigh(trimmed(text), trimmed(text).len() + 2 >= text.len());
        }
    }

    /// The columns as they are shown.
    pub(crate) fn found(&self, encoding: TextEncoding) -> Vec<FieldFound> {
        let found = |field: &Field| {
            let kind = char::from(field.kind);
            let decimals = if field.decimals > 0 { format!(",{}", field.decimals) } else { String::new() };
            let name = decode(encoding.rules(), &field.name);
            FieldFound { name, kind: format!("{kind}({}{decimals})", field.length) }
        };
        self.fields.iter().map(found).collect()
    }

    /// The bytes of the text columns of a record, without padding.
    pub(crate) fn texts<'a>(&'a self, record: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        self.fields.iter().filter(|field| field.kind == b'C').map(|field| trimmed(field.bytes(record)))
    }

    /// All values of a record as text, in the order of the columns.
    pub(crate) fn attributes(&self, record: &[u8], encoding: &'static Encoding) -> Vec<(String, String)> {
        let pair = |field: &Field| (decode(encoding, &field.name), field.text(record, encoding));
        if record.is_empty() { Vec::new() } else { self.fields.iter().map(pair).collect() }
    }
}

/// Whether a record is marked as deleted.
pub(crate) fn is_deleted(record: &[u8]) -> bool {
    record.first() == Some(&b'*')
}

impl Field {
    fn bytes<'a>(&self, record: &'a [u8]) -> &'a [u8] {
        record.get(self.start..self.start + self.length).unwrap_or_default()
    }

    fn text(&self, record: &[u8], encoding: &'static Encoding) -> String {
        let bytes = self.bytes(record);
        match (self.kind, bytes) {
            (b'I', &[a, b, c, d]) => i32::from_le_bytes([a, b, c, d]).to_string(),
            (b'B' | b'O', bytes) if bytes.len() == 8 => {
                let number = bytes.try_into().map(f64::from_le_bytes).unwrap_or(f64::NAN);
                if number.is_finite() { number.to_string() } else { String::new() }
            }
            (b'N' | b'F', bytes) => plain_number(&String::from_utf8_lossy(trimmed(bytes))),
            (b'@' | b'T' | b'Y' | b'0', _) => String::new(), // binary, never an id or a name
            (_, bytes) => decode(encoding, trimmed(bytes)),
        }
    }
}

/// A number without padding zeros behind its point, without exponent; `****` (too wide for its column) is nothing.
fn plain_number(text: &str) -> String {
    if text.contains(['e', 'E']) {
        return text.parse::<f64>().ok().filter(|n| n.is_finite()).map_or_else(String::new, |n| n.to_string());
    }
    if text.contains('*') {
        return String::new();
    }
    match text.split_once('.') {
        Some((_, decimals)) if decimals.bytes().all(|b| b.is_ascii_digit()) => {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => text.to_owned(),
    }
}

fn trimmed(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| !matches!(byte, b' ' | 0)).map_or(0, |last| last + 1);
    let start = bytes[..end].iter().take_while(|byte| **byte == b' ').count();
    &bytes[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::UTF_8;

    /// A table with a text and a number column.
    fn table(records: &[(&str, &str)]) -> Vec<u8> {
        let mut bytes = vec![3, 0, 0, 0];
        bytes.extend((records.len() as u32).to_le_bytes());
        bytes.extend([97, 0, 29, 0]);
        bytes.resize(32, 0);
        for (name, kind, length) in [("BSM", b'N', 18), ("XZMC", b'C', 10)] {
            let mut field = name.as_bytes().to_vec();
            field.resize(11, 0);
            field.push(kind);
            field.extend([0; 4]);
            field.push(length);
            field.resize(32, 0);
            bytes.extend(field);
        }
        bytes.push(b'\r');
        for (number, text) in records {
            bytes.extend(format!(" {number:>18}{text:<10}").bytes());
        }
        bytes
    }

    #[test]
    fn eighteen_digits_stay_eighteen_digits() {
        let bytes = table(&[("330004000000000001", "abc")]);
        let mut table = Table::open(bytes.as_slice()).unwrap();
        let mut record = Vec::new();
        assert!(table.next(&mut record).unwrap());
        let expected = [("BSM", "330004000000000001"), ("XZMC", "abc")];
        let got = table.layout.attributes(&record, UTF_8);
        assert_eq!(got.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect::<Vec<_>>(), expected);
        assert!(!table.next(&mut record).unwrap());
    }

    #[test]
    fn numbers_are_plain() {
        for (text, plain) in [
            ("12.000", "12"),
            ("8666.480", "8666.48"),
            ("100", "100"),
            ("1.2e+05", "120000"),
            ("***", ""),
            ("", ""),
            ("-0.5", "-0.5"),
        ] {
            assert_eq!(plain_number(text), plain, "{text}");
        }
    }

    #[test]
    fn a_table_cut_anywhere_never_panics() {
        let bytes = table(&[("1", "a"), ("2", "b")]);
        for length in 0..bytes.len() {
            let Ok(mut table) = Table::open(&bytes[..length]) else { continue };
            let mut record = Vec::new();
            while let Ok(true) = table.next(&mut record) {}
        }
    }
}
