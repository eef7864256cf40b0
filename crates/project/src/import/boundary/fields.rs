//! One line of a list in fields, and the fields of a boundary point.

use super::{Fault, Row};
use crate::import::text::{narrowed, number};
use crate::lang::Text;

/// The fields of a line: between commas of either width, else between blanks. Tells whether a wide mark was used.
pub(crate) fn split(line: &str) -> (Vec<&str>, bool) {
    let wide = |c: char| matches!(c, '，' | '；' | '、');
    let mark = |c: char| matches!(c, ',' | ';' | '\t') || wide(c);
    if !line.contains(mark) {
        return (line.split_whitespace().collect(), false);
    }
    (line.split(mark).map(str::trim).collect(), line.contains(wide))
}

/// Where the parts of a point stand in its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Places {
    pub label: Option<usize>,
    pub ring: Option<usize>,
    /// Only Zhejiang's form has it.
    pub plot: Option<usize>,
    pub first: usize,
    pub second: usize,
}

/// Judges by the number of fields, and where that leaves a choice by their looks. `None` for too few.
///
/// 2: coordinates · 3: label, coordinates · 4: label, ring, coordinates · 6: the ministry's filing form (the last two
/// mean nothing), or Zhejiang's: running number, parcel, ring, label, coordinates.
pub(crate) fn places(fields: &[&str]) -> Option<Places> {
    let at = |label, ring, plot, first| Places { label, ring, plot, first, second: first + 1 };
    let coordinate = |index: usize| fields.get(index).is_some_and(|field| looks_like_a_coordinate(field));
    match fields.len() {
        0 | 1 => None,
        2 => Some(at(None, None, None, 0)),
        3 => Some(at(Some(0), None, None, 1)),
        4 | 5 => Some(at(Some(0), Some(1), None, 2)),
        _ => {
            let labelled = fields[3].starts_with(|c: char| c.is_alphabetic());
            let zhejiang = !(coordinate(2) && coordinate(3)) && ((coordinate(4) && coordinate(5)) || labelled);
            Some(if zhejiang { at(Some(3), Some(2), Some(1), 4) } else { at(Some(0), Some(1), None, 2) })
        }
    }
}

/// Degrees have a point, metres are large; labels, rings and parcel numbers are neither.
pub(crate) fn looks_like_a_coordinate(field: &str) -> bool {
    number(field).is_some_and(|value| value.abs() >= 100_000.0 || field.contains(['.', '．']))
}

/// Reads a point.
pub(crate) fn row(fields: &[&str], places: Places, line: u64) -> Result<Row, Fault> {
    let field = |index: usize| fields.get(index).copied().unwrap_or_default();
    let coordinate = |index: usize| {
        number(field(index)).ok_or_else(|| {
            let shown: String = field(index).chars().take(30).collect();
            let what = if shown.is_empty() {
                Text::new("缺少坐标", "a coordinate is missing")
            } else {
                Text::new(format!("坐标“{shown}”不是数字"), format!("the coordinate \"{shown}\" is not a number"))
            };
            Fault { line, what }
        })
    };
    let (first, second) = (coordinate(places.first)?, coordinate(places.second)?);
    if first == second {
        let what = Text::new(
            format!("两个坐标相同({first}),不可能是一个点"),
            format!("both coordinates are {first}, which is no place"),
        );
        return Err(Fault { line, what });
    }
    Ok(Row {
        line,
        number: places.label.and_then(|index| digits(field(index))),
        ring: places.ring.and_then(|index| digits(field(index))).unwrap_or(0),
        first,
        second,
    })
}

/// The number at the end of a label.
fn digits(label: &str) -> Option<u32> {
    let label = narrowed(label);
    let start = label
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + label[at..].chars().next().map_or(1, char::len_utf8));
    label[start..].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Result<Row, String> {
        let (fields, _) = split(line);
        row(&fields, places(&fields).unwrap(), 7).map_err(|fault| fault.what.en)
    }

    #[test]
    fn every_number_of_columns_is_a_point() {
        let point = |number, ring| Row { line: 7, number, ring, first: 2_582_988.976, second: 38_383_243.971 };
        for (line, number, ring) in [
            ("2582988.976,38383243.971", None, 0),
            ("J01,2582988.976,38383243.971", Some(1), 0),
            ("J12，2，2582988.976，38383243.971", Some(12), 2),
            ("7 1 2582988.976\t38383243.971", None, 0),
            ("J1,1,2582988.976,38383243.971,J2,18.95", Some(1), 1),
            ("J1,1,2582988.976,38383243.971,,", Some(1), 1),
            ("12,3,2,J4,2582988.976,38383243.971", Some(4), 2),
            ("12,3,2,4,２５８２９８８．９７６,38383243.971", Some(4), 2),
        ] {
            if line.contains('\t') {
                assert!(of(line).is_err(), "blanks beside a tab are no separators");
                continue;
            }
            assert_eq!(of(line), Ok(point(number, ring)), "{line}");
        }
    }

    #[test]
    fn letters_and_doubled_coordinates_are_faults() {
        assert_eq!(of("J1,1,2582G88.976,38383243.971").unwrap_err(), "the coordinate \"2582G88.976\" is not a number");
        assert_eq!(of("J1,1,2582988.976,").unwrap_err(), "a coordinate is missing");
        assert!(of("J6,1,2582988.976,2582988.976").unwrap_err().contains("both coordinates"));
    }
}
