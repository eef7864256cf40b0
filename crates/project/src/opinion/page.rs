//! What stands on the pages, in order, for every writer alike: headings, paragraphs, tables of typed cells.

/// One thing after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// 一、… (level 1) or （一）… (level 2), with its number.
    Heading {
        /// 1 or 2.
        level: u8,
        /// With its number.
        text: String,
    },
    /// A paragraph.
    Paragraph(String),
    /// The sentence that everything leads to: larger, centred.
    Verdict(String),
    /// A table.
    Table(Table),
    /// Lines to be filled in or signed, right-aligned.
    Signature(Vec<String>),
}

/// A table whose numbers add up as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Name of its worksheet, at most 31 characters, unlike every other.
    pub name: String,
    /// Titles and kinds.
    pub columns: Vec<Column>,
    /// As many cells a row as columns.
    pub rows: Vec<Vec<Cell>>,
    /// The last row, where the numbers are added up.
    pub total: Option<Vec<Cell>>,
    /// Said below it.
    pub note: Option<String>,
    /// Many columns: smaller letters on pages.
    pub dense: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Printed on top, on every page.
    pub title: String,
    /// Share of the page's width.
    pub width: u16,
    /// Numbers are right-aligned.
    pub number: bool,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Not measured, or not said: not zero.
    Empty,
    /// Words, harmless already.
    Text(String),
    /// `units` × 10^-`digits`.
    Number {
        /// Whole units of the last printed digit.
        units: i128,
        /// Printed decimals.
        digits: u8,
    },
}

/// Rows of a table that pages show; a workbook shows all. A county's patches fill no binder.
pub const ROWS_ON_PAGES: usize = 1000;

impl Table {
    /// A table with columns given as (title, width, is a number).
    #[must_use]
    pub fn new(name: impl Into<String>, columns: &[(&str, u16, bool)]) -> Self {
        let column = |(title, width, number): &(&str, u16, bool)| Column {
            title: (*title).to_owned(),
            width: *width,
            number: *number,
        };
        Self {
            name: name.into(),
            columns: columns.iter().map(column).collect(),
            rows: Vec::new(),
            total: None,
            note: None,
            dense: false,
        }
    }

    /// With smaller letters on pages.
    #[must_use]
    pub fn dense(self) -> Self {
        Self { dense: true, ..self }
    }

    /// The rows for pages, and how many are left to the workbook; what those amount to is the last row.
    #[must_use]
    pub fn for_pages(&self, rest: &str) -> Vec<Vec<Cell>> {
        if self.rows.len() <= ROWS_ON_PAGES {
            return self.rows.clone();
        }
        let (shown, left) = self.rows.split_at(ROWS_ON_PAGES);
        let mut sums: Vec<Cell> = (0..self.columns.len()).map(|at| sum(left.iter().map(|row| &row[at]))).collect();
        if let Some(first) = sums.first_mut() {
            *first = Cell::Text(rest.replace("{}", &left.len().to_string()));
        }
        shown.iter().cloned().chain([sums]).collect()
    }

    /// Adds up every column of numbers under `label`, where `adds` says so.
    pub fn add_up(&mut self, label: &str, adds: impl Fn(usize) -> bool) {
        let mut total: Vec<Cell> = (0..self.columns.len())
            .map(|at| if adds(at) { sum(self.rows.iter().map(|row| &row[at])) } else { Cell::Empty })
            .collect();
        if let Some(first) = total.first_mut() {
            *first = Cell::Text(label.to_owned());
        }
        self.total = Some(total);
    }
}

/// The sum of the numbers; empty where there is none.
fn sum<'a>(cells: impl Iterator<Item = &'a Cell>) -> Cell {
    let mut total = Cell::Empty;
    for cell in cells {
        if let Cell::Number { units, digits } = cell {
            let so_far = if let Cell::Number { units, .. } = total { units } else { 0 };
            total = Cell::Number { units: so_far + units, digits: *digits };
        }
    }
    total
}

impl Cell {
    /// Words of a file or of the program.
    #[must_use]
    pub fn text(words: impl AsRef<str>) -> Self {
        match words.as_ref() {
            "" => Self::Empty,
            words => Self::Text(harmless(words)),
        }
    }

    /// A whole number.
    #[must_use]
    pub fn whole(number: impl Into<i128>) -> Self {
        Self::Number { units: number.into(), digits: 0 }
    }

    /// As printed; nothing for an empty one.
    #[must_use]
    pub fn printed(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(words) => words.clone(),
            Self::Number { units, digits } => decimal(*units, usize::from(*digits)),
        }
    }
}

/// `-1,234.50`
fn decimal(units: i128, digits: usize) -> String {
    let unit = 10_i128.pow(u32::try_from(digits).unwrap_or(0));
    let (whole, part) = ((units.abs() / unit).to_string(), units.abs() % unit);
    let mut text = String::from(if units < 0 { "-" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if digits > 0 {
        text.push_str(&format!(".{part:0digits$}"));
    }
    text
}

/// Words that no reader can take for anything else: control characters and those that turn the line around become `�`.
#[must_use]
pub fn harmless(words: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{feff}')
    };
    words.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_in_full() {
        let printed = |units, digits| Cell::Number { units, digits }.printed();
        assert_eq!(printed(123_456_789, 2), "1,234,567.89");
        assert_eq!(printed(-5, 2), "-0.05");
        assert_eq!(printed(1_000, 0), "1,000");
        assert_eq!(printed(7, 4), "0.0007");
    }

    #[test]
    fn what_does_not_fit_on_pages_is_added_up_there() {
        let mut table = Table::new("t", &[("a", 1, false), ("b", 1, true)]);
        table.rows = (0..1005).map(|n: i128| vec![Cell::text("x"), Cell::whole(n)]).collect();
        let rows = table.for_pages("其余 {} 行");
        assert_eq!(rows.len(), 1001);
        assert_eq!(rows[1000], [Cell::text("其余 5 行"), Cell::whole(1000 + 1001 + 1002 + 1003 + 1004)]);
    }

    #[test]
    fn no_word_steers() {
        assert_eq!(harmless("a\u{7}b\u{202e}c\nd"), "a\u{fffd}b\u{fffd}c\nd");
    }
}
