//! `.dbf`: field names of at most 10 bytes, texts of at most 254.

use super::{Column, Kind, Layer, TextAs, gbk};
use crate::export::ExportError;
use crate::lang::Text;

/// Bytes of a field name.
const NAME: usize = 10;
/// Bytes of a text.
const LONGEST: usize = 254;
/// Fields of a table: more than most programs read.
const MOST_FIELDS: usize = 255;

/// A table and what became of its names and texts.
pub(super) struct Table {
    pub bytes: Vec<u8>,
    /// Delivered name and name in the table, where they differ.
    pub renamed: Vec<(String, String)>,
    /// Texts that were cut.
    pub cut: u64,
}

struct Field {
    name: Vec<u8>,
    kind: u8,
    width: usize,
    decimals: u8,
}

/// A text of the layer that GBK cannot hold, with the character that it lacks.
pub(super) fn stranger(layer: &Layer) -> Option<(char, &str)> {
    let names = layer.columns.iter().map(|column| column.name.as_str());
    let texts = layer.rows.iter().flat_map(|row| row.values.iter().flatten().map(String::as_str));
    names.chain(texts).find_map(super::stranger)
}

/// The table of a layer.
///
/// # Errors
/// A character that the encoding does not have; more fields than a table holds.
pub(super) fn table(layer: &Layer, encoding: TextAs) -> Result<Table, ExportError> {
    if layer.columns.len() > MOST_FIELDS {
        return Err(ExportError::refused(
            Text::new(
                format!("有 {} 个字段,shapefile 最多 {MOST_FIELDS} 个", layer.columns.len()),
                format!("there are {} fields, a shapefile holds {MOST_FIELDS}", layer.columns.len()),
            ),
            Text::new("请改用 --to gpkg", "Use --to gpkg"),
        ));
    }
    let encoded = |text: &str| match encoding {
        TextAs::Utf8 => Ok(text.as_bytes().to_vec()),
        TextAs::Gbk => gbk(text),
    };
    let mut table = Table { bytes: Vec::new(), renamed: Vec::new(), cut: 0 };
    let mut cells: Vec<Vec<Vec<u8>>> = Vec::with_capacity(layer.rows.len());
    for row in &layer.rows {
        let mut record = Vec::with_capacity(layer.columns.len());
        for (column, value) in layer.columns.iter().zip(&row.values) {
            let text = match (column.kind, value.as_deref().unwrap_or_default()) {
                (Kind::Number { decimals }, text) => match text.parse::<f64>() {
                    Ok(number) => format!("{number:.*}", usize::from(decimals)),
                    Err(_) => String::new(),
                },
                // The format fills with blanks and ends at a zero byte.
                (Kind::Text, text) => text.replace('\0', " "),
            };
            let mut bytes = encoded(&text)?;
            if bytes.len() > LONGEST {
                bytes = encoded(fitting(&text, LONGEST, encoding))?;
                table.cut += 1;
            }
            record.push(bytes);
        }
        cells.push(record);
    }
    let mut fields: Vec<Field> = Vec::new();
    for (at, column) in layer.columns.iter().enumerate() {
        let name = short(&column.name, &fields, encoding)?;
        let shown = match encoding {
            TextAs::Utf8 => String::from_utf8_lossy(&name).into_owned(),
            TextAs::Gbk => encoding_rs::GBK.decode_without_bom_handling(&name).0.into_owned(),
        };
        if shown != column.name {
            table.renamed.push((column.name.clone(), shown));
        }
        let width = cells.iter().filter_map(|record| record.get(at)).map(Vec::len).max().unwrap_or(0).max(1);
        let (kind, decimals) = match column.kind {
            Kind::Text => (b'C', 0),
            Kind::Number { decimals } => (b'N', decimals),
        };
        fields.push(Field { name, kind, width, decimals });
    }
    table.bytes = bytes(&fields, &cells, encoding);
    Ok(table)
}

fn bytes(fields: &[Field], cells: &[Vec<Vec<u8>>], encoding: TextAs) -> Vec<u8> {
    let record: usize = 1 + fields.iter().map(|field| field.width).sum::<usize>();
    let head = 33 + 32 * fields.len();
    let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes(); // 255 fields of 254 bytes fit
    let mut out = vec![0x03, 100, 1, 1]; // day of the last change: 2000-01-01, for a file is no clock
    out.extend(u32::try_from(cells.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(small(head));
    out.extend(small(record));
    out.resize(29, 0);
    // The language driver: 0x4D is GBK; none for UTF-8, which the .cpg says.
    out.push(if encoding == TextAs::Gbk { 0x4D } else { 0 });
    out.resize(32, 0);
    for field in fields {
        let start = out.len();
        out.extend(&field.name);
        out.resize(start + 11, 0);
        out.push(field.kind);
        out.resize(start + 16, 0);
        out.push(u8::try_from(field.width).unwrap_or(u8::MAX));
        out.push(field.decimals);
        out.resize(start + 32, 0);
    }
    out.push(0x0D);
    for cell in cells {
        out.push(b' ');
        for (field, value) in fields.iter().zip(cell) {
            let fill = field.width.saturating_sub(value.len());
            if field.kind == b'N' {
                out.extend(std::iter::repeat_n(b' ', fill));
                out.extend(value);
            } else {
                out.extend(value);
                out.extend(std::iter::repeat_n(b' ', fill));
            }
        }
    }
    out.push(0x1A);
    out
}

/// The name in at most 10 bytes, unlike all before it: cut between characters, numbered where that is not enough.
fn short(name: &str, before: &[Field], encoding: TextAs) -> Result<Vec<u8>, ExportError> {
    let encoded = |text: &str| match encoding {
        TextAs::Utf8 => Ok(text.as_bytes().to_vec()),
        TextAs::Gbk => gbk(text),
    };
    let plain: String = name.trim().chars().map(|c| if c.is_control() { '_' } else { c }).collect();
    let plain = if plain.is_empty() { "FIELD".to_owned() } else { plain };
    let taken = |bytes: &[u8]| before.iter().any(|field| field.name.eq_ignore_ascii_case(bytes));
    let mut bytes = encoded(fitting(&plain, NAME, encoding))?;
    let mut number = 1;
    while taken(&bytes) {
        let mark = format!("_{number}");
        bytes = encoded(&format!("{}{mark}", fitting(&plain, NAME - mark.len(), encoding)))?;
        number += 1;
    }
    Ok(bytes)
}

/// As much of the text as fits, whole characters.
fn fitting(text: &str, most: usize, encoding: TextAs) -> &str {
    let mut bytes = 0;
    let wide = |c: char| match encoding {
        TextAs::Utf8 => c.len_utf8(),
        TextAs::Gbk => 1 + usize::from(!c.is_ascii()),
    };
    let end = text.char_indices().find(|(_, c)| {
        bytes += wide(*c);
        bytes > most
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// The columns by their names in the table: for the file that lists them.
pub(super) fn mapping(renamed: &[(String, String)], columns: &[Column]) -> String {
    let mut text = String::from("字段名,原名\r\n");
    for column in columns {
        let short = renamed.iter().find(|(own, _)| *own == column.name).map_or(&column.name, |(_, short)| short);
        let quoted = |text: &str| format!("\"{}\"", crate::export::csv::text(text).replace('"', "\"\""));
        text.push_str(&format!("{},{}\r\n", quoted(short), quoted(&column.name)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_between_characters_and_stay_different() {
        let mut fields: Vec<Field> = Vec::new();
        let mut add = |name: &str, encoding| {
            let name = short(name, &fields, encoding).unwrap();
            fields.push(Field { name: name.clone(), kind: b'C', width: 1, decimals: 0 });
            name
        };
        assert_eq!(add("规划面积平方米", TextAs::Utf8), "规划面".as_bytes());
        assert_eq!(add("规划面积公顷", TextAs::Utf8), "规划_1".as_bytes());
        assert_eq!(add("outside_urban_boundary_m2", TextAs::Utf8), b"outside_ur");
        assert_eq!(add("outside_urban", TextAs::Utf8), b"outside__1");
        assert_eq!(add("", TextAs::Utf8), b"FIELD");
        assert_eq!(short("规划面积平方米", &[], TextAs::Gbk).unwrap(), gbk("规划面积平").unwrap());
    }
}
