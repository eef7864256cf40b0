//! Boundary points (界址点) as rows: exchange files (TXT), CSV and XLSX lists. Rows become rings, rings become plots.

mod chain;
pub(crate) mod csv;
mod declared_area;
mod deliver;
mod dms;
mod fields;
mod header;
mod list;
mod txt;
pub(crate) mod xlsx;

#[cfg(test)]
mod tests;

pub(crate) use txt::read as txt;

use self::header::Header;
use super::pairs::Pairs;
use crate::lang::Text;

/// Bytes of the largest list that is read: ten million points.
pub(crate) const LARGEST: u64 = 512 << 20;

/// What a file of boundary points says.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// Of a ministry file; empty for plain lists.
    pub header: Header,
    pub plots: Vec<Plot>,
    /// Harmless deviations from the form: code, first line, how many lines.
    pub odd: Vec<Odd>,
}

/// A harmless deviation, told once a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Odd {
    pub deviation: Deviation,
    /// 1-based line of the first.
    pub line: u64,
    pub times: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deviation {
    /// `，` `【` and their like where ASCII is the rule.
    WideMarks,
    /// A parcel line without its `@`.
    NoAt,
    /// Points without a parcel line.
    NoParcelLine,
    /// A line that says nothing.
    StrangeLine,
}

/// One parcel.
#[derive(Debug, Default)]
pub(crate) struct Plot {
    /// 1-based line where it begins.
    pub line: u64,
    pub id: Option<String>,
    pub attributes: Pairs,
    pub kind: Kind,
    /// The area as it stands in the file, with or without a unit.
    pub area: Option<String>,
    /// How many points the file says it has.
    pub count: Option<u64>,
    pub rows: Vec<Row>,
    /// The first line that cannot be read.
    pub fault: Option<Fault>,
}

/// What a parcel is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Area,
    Line,
    Point,
}

/// One boundary point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    /// 1-based.
    pub line: u64,
    /// The number in its label (`J12` is 12).
    pub number: Option<u32>,
    /// The number of its ring; 0 when there is none.
    pub ring: u32,
    /// The two coordinates, in the order of the file.
    pub first: f64,
    pub second: f64,
}

/// A line that cannot be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// 1-based.
    pub line: u64,
    pub what: Text,
}

impl Sheet {
    fn note(&mut self, deviation: Deviation, line: u64) {
        match self.odd.iter_mut().find(|odd| odd.deviation == deviation) {
            Some(odd) => odd.times += 1,
            None => self.odd.push(Odd { deviation, line, times: 1 }),
        }
    }
}

impl Plot {
    /// Adds a row, or remembers the first fault.
    fn add(&mut self, row: Result<Row, Fault>) {
        match row {
            Ok(row) => self.rows.push(row),
            Err(fault) => {
                self.fault.get_or_insert(fault);
            }
        }
    }
}

impl Deviation {
    fn code(self) -> &'static str {
        match self {
            Self::WideMarks => "wide_punctuation",
            Self::NoAt => "no_at_sign",
            Self::NoParcelLine => "no_parcel_line",
            Self::StrangeLine => "strange_line",
        }
    }
}

impl Odd {
    fn text(self) -> Text {
        let Self { line, times, .. } = self;
        let (zh, en) = match self.deviation {
            Deviation::WideMarks => {
                ("使用了全角标点,已按半角读取", "full-width punctuation, read as the half-width one")
            }
            Deviation::NoAt => {
                ("地块行末尾缺少“@”,仍按地块行读取", "a parcel line without its closing \"@\", read all the same")
            }
            Deviation::NoParcelLine => (
                "界址点之前没有地块行,按一个无编号的地块读取",
                "points without a parcel line, read as one parcel without id",
            ),
            Deviation::StrangeLine => ("不是地块行也不是界址点,已忽略", "neither a parcel line nor a point; ignored"),
        };
        Text::new(
            format!("第 {line} 行:{zh}(共 {times} 行);请核对"),
            format!("Line {line}: {en} ({times} line(s)). Check it"),
        )
    }
}
