//! The text of a `coordinates` element.

use crate::lang::Text;

/// Reads positions `longitude,latitude[,height]` divided by white space. Blanks beside a comma, as some programs
/// write them, belong to the position.
///
/// # Errors
/// What is not a position.
pub(super) fn positions(text: &str, into: &mut Vec<(f64, f64)>) -> Result<(), Text> {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (x, behind) = number(rest)?;
        let behind = behind.trim_start().strip_prefix(',').ok_or_else(|| wrong(rest))?;
        let (y, behind) = number(behind.trim_start())?;
        rest = behind.trim_start();
        if let Some(height) = rest.strip_prefix(',') {
            let height = height.trim_start();
            // A comma with nothing behind it occurs.
            rest = number(height).map_or(height, |(_, behind)| behind).trim_start();
        }
        into.push((x, y));
    }
    Ok(())
}

/// A number at the beginning, and what is behind it.
fn number(text: &str) -> Result<(f64, &str), Text> {
    let end = text.find(|c: char| c == ',' || c.is_whitespace()).unwrap_or(text.len());
    let (word, behind) = text.split_at(end);
    let plain = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    let value = plain.then(|| word.parse::<f64>().ok()).flatten();
    value.filter(|value| value.is_finite()).map(|value| (value, behind)).ok_or_else(|| wrong(text))
}

fn wrong(text: &str) -> Text {
    let shown: String = text.chars().take(30).collect();
    Text::new(format!("坐标“{shown}”无法识别"), format!("the coordinate \"{shown}\" is not understood"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_tabs_and_heights_are_understood() {
        for text in ["1,2 3,4", "\n\t1,2,0\n\t3,4,0\n", "1, 2, 0 3, 4, 0", "1 ,2\t3 ,\t4", "1.0e0,2.00,7.5 3,4,"] {
            let mut points = Vec::new();
            positions(text, &mut points).unwrap();
            assert_eq!(points, [(1., 2.), (3., 4.)], "{text}");
        }
    }

    #[test]
    fn what_is_no_position_is_told() {
        for text in ["1", "1,x", "1,2 3", "1;2", "nan,1", "1e999,2"] {
            assert!(positions(text, &mut Vec::new()).is_err(), "{text}");
        }
    }
}
