//! What a review was made with: the date, the software, the packs and the parameters.

use std::fmt;

use sanxian_review::finding::Provenance;
use sanxian_review::measure::Millimetres;
use serde::{Deserialize, Serialize};

/// Printed beside every result, so that it can be made again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunInfo {
    /// The day the review is made for, `YYYY-MM-DD`; the only date in any output.
    pub as_of: String,
    /// Towns nearer than this are listed as neighbours.
    pub near: Millimetres,
    /// Name and version of the program.
    pub software: String,
    /// Version of PROJ.
    pub proj: String,
    /// The policy packs with their clauses, as data.
    pub packs: serde_json::Value,
    /// Every number that decided something, with its origin.
    pub parameters: Vec<Parameter>,
}

/// One number of a clause or of the reviewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// `pack/clause/name`, or a name of the program's own.
    pub name: String,
    /// Plain decimal or word, as written in the pack.
    pub value: String,
    /// `m`, `m2`, `km2`; empty when it has none.
    pub unit: String,
    /// Whether it stands in the clause.
    pub provenance: Provenance,
}

/// A calendar day of the years 1900 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Full year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to the month's last.
    pub day: u8,
}

/// A text that is not a day written `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the as-of date {0:?} is not a day of the form YYYY-MM-DD (years 1900 to 9999)")]
pub struct NotADay(pub String);

/// Whether a text is a real day written `YYYY-MM-DD`.
#[must_use]
pub fn is_day(text: &str) -> bool {
    Day::parse(text).is_some()
}

impl RunInfo {
    /// The day of [`as_of`](Self::as_of).
    ///
    /// # Errors
    /// When it is not a real day written `YYYY-MM-DD`.
    pub fn day(&self) -> Result<Day, NotADay> {
        Day::parse(&self.as_of).ok_or_else(|| NotADay(self.as_of.clone()))
    }
}

impl Day {
    fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        if !shaped {
            return None;
        }
        let (year, month, day) = (text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?);
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            _ => return None,
        };
        // Spreadsheets know no day before 1900.
        ((1900..=9999).contains(&year) && (1..=last).contains(&day)).then_some(Self { year, month, day })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn only_real_days_are_days() {
        for good in ["2024-02-29", "2000-02-29", "1900-01-01", "9999-12-31"] {
            assert_eq!(Day::parse(good).map(|d| d.to_string()).as_deref(), Some(good));
        }
        for bad in [
            "",
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-01-32",
            "2024-1-1",
            "24-01-01",
            "2024/01/01",
            "２０２４-1",
            "2024-01-01T00:00:00Z",
            "1899-12-31",
        ] {
            assert_eq!(Day::parse(bad), None, "{bad}");
        }
    }
}
