//! A feature table: its columns, the query for it, its values.

use encoding_rs::GBK;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, TypeInfo, ValueRef};

/// A feature table and its geometry column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layer {
    pub table: String,
    pub geometry: String,
    /// Id of its reference system; 0 and -1 are none.
    pub srs: i64,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub name: String,
    /// The first column of the primary key.
    pub is_key: bool,
}

/// One record.
#[derive(Debug)]
pub(super) struct Record {
    /// Its number in the table, when that is a mere number and no attribute.
    pub key: Option<String>,
    pub geometry: Value,
    pub values: Vec<(String, Value)>,
    /// About how many bytes it has.
    pub bytes: u64,
}

/// A value as SQLite holds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Text(String),
    Blob(Vec<u8>),
}

/// Names of keys that only count.
const COUNTERS: [&str; 5] = ["fid", "ogc_fid", "objectid", "gid", "rowid"];

/// What is asked of a table.
pub(super) struct Query {
    table: String,
    columns: Vec<Column>,
    geometry: Option<usize>,
}

impl Query {
    pub(super) fn of(layer: &Layer, columns: Vec<Column>) -> Self {
        let geometry = columns.iter().position(|column| column.name.eq_ignore_ascii_case(&layer.geometry));
        Self { table: layer.table.clone(), columns, geometry }
    }

    pub(super) fn has_geometry(&self) -> bool {
        self.geometry.is_some()
    }

    /// Only columns that the table stores: a generated one is code.
    pub(super) fn sql(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|column| quoted(&column.name)).collect();
        format!("SELECT {} FROM {}", columns.join(", "), quoted(&self.table))
    }

    pub(super) fn record(&self, row: &SqliteRow) -> Record {
        let mut record = Record { key: None, geometry: Value::Null, values: Vec::new(), bytes: 0 };
        for (index, column) in self.columns.iter().enumerate() {
            let value = Value::of(row, index);
            record.bytes += value.bytes();
            if self.geometry == Some(index) {
                record.geometry = value;
            } else if column.is_key && COUNTERS.contains(&column.name.to_ascii_lowercase().as_str()) {
                record.key = value.text();
            } else {
                record.values.push((column.name.clone(), value));
            }
        }
        record
    }
}

impl Value {
    fn of(row: &SqliteRow, index: usize) -> Self {
        let Ok(raw) = row.try_get_raw(index) else { return Self::Null };
        if raw.is_null() {
            return Self::Null;
        }
        let kind = raw.type_info();
        match kind.name() {
            "BLOB" => row.try_get_unchecked(index).map_or(Self::Null, Self::Blob),
            "REAL" => row.try_get_unchecked::<f64, _>(index).map_or(Self::Null, |value| Self::Text(value.to_string())),
            "TEXT" => match row.try_get_unchecked::<String, _>(index) {
                Ok(text) => Self::Text(text),
                // Some programs write GBK where the format demands UTF-8.
                Err(_) => row
                    .try_get_unchecked::<Vec<u8>, _>(index)
                    .map_or(Self::Null, |bytes| Self::Text(GBK.decode_without_bom_handling(&bytes).0.into_owned())),
            },
            _ => row.try_get_unchecked::<i64, _>(index).map_or(Self::Null, |value| Self::Text(value.to_string())),
        }
    }

    /// As an attribute; a picture or other blob is none.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Blob(_) => None,
        }
    }

    fn bytes(&self) -> u64 {
        match self {
            Self::Null => 0,
            Self::Text(text) => text.len() as u64,
            Self::Blob(bytes) => bytes.len() as u64,
        }
    }
}

/// An identifier that cannot end its quotation.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_quotation() {
        let layer = Layer { table: "a\" UNION SELECT 1 --".to_owned(), geometry: "GEOM".to_owned(), srs: 0 };
        let column = |name: &str| Column { name: name.to_owned(), is_key: false };
        let query = Query::of(&layer, vec![column("geom"), column("x\"y")]);
        assert!(query.has_geometry());
        assert_eq!(query.sql(), "SELECT \"geom\", \"x\"\"y\" FROM \"a\"\" UNION SELECT 1 --\"");
    }
}
