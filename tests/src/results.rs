//! Reads what a run wrote.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

/// Every file that the contract names.
pub const FILES: [&str; 7] =
    ["findings.geojson", "neighbours.csv", "overlaps.csv", "review.gpkg", "review.json", "review.xlsx", "towns.csv"];

/// The bytes of everything in a folder, hidden files and subfolders included.
///
/// # Panics
/// When the folder cannot be read.
#[must_use]
pub fn bytes(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = crate::corpus::files_under(out);
    let name = |path: &Path| path.strip_prefix(out).expect("lies in it").to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), std::fs::read(path).expect("can be read"))).collect()
}

/// The names of everything in a folder; none where there is no folder.
#[must_use]
pub fn names(out: &Path) -> Vec<String> {
    if out.exists() { bytes(out).into_keys().collect() } else { Vec::new() }
}

/// A table with its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub header: Vec<String>,
    /// Cells, row by row.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a CSV file.
    ///
    /// # Panics
    /// When it is not one.
    #[must_use]
    pub fn read(out: &Path, name: &str) -> Self {
        let path = out.join(name);
        let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        let header = cells(reader.headers().expect("a header"));
        let rows = reader.records().map(|record| cells(&record.expect("a row"))).collect();
        Self { header, rows }
    }

    /// One column.
    ///
    /// # Panics
    /// When there is none of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Vec<&str> {
        let at = self.header.iter().position(|column| column == name);
        let at = at.unwrap_or_else(|| panic!("no column {name} among {:?}", self.header));
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// The cell of a column in the row whose first cell is `key`.
    ///
    /// # Panics
    /// When there is no such row.
    #[must_use]
    pub fn cell(&self, key: &str, column: &str) -> &str {
        let row = self.rows.iter().position(|row| row[0] == key).unwrap_or_else(|| panic!("no row {key}"));
        self.column(column)[row]
    }

    /// The cell as a number.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn number(&self, key: &str, column: &str) -> f64 {
        self.cell(key, column).parse().unwrap_or_else(|e| panic!("{key} {column}: {e}"))
    }
}

/// A JSON file.
///
/// # Panics
/// When it is not one.
#[must_use]
pub fn json(out: &Path, name: &str) -> Value {
    let path = out.join(name);
    let text = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_slice(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The findings of `review.json` of one rule, or of all rules for `""`.
#[must_use]
pub fn findings(review: &Value, rule: &str) -> Vec<Value> {
    let all = review["findings"].as_array().cloned().unwrap_or_default();
    all.into_iter().filter(|finding| rule.is_empty() || finding["rule"] == rule).collect()
}
