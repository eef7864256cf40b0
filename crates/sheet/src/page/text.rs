//! Makes text from foreign data harmless for a page: nothing that steers, nothing without end.

use serde_json::Value;

/// Letters of one text on a page; more become `…`.
const LONGEST: usize = 1200;

/// The same data with harmless texts.
#[must_use]
pub fn clean(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(plain(&text)),
        Value::Array(list) => Value::Array(list.into_iter().map(clean).collect()),
        Value::Object(map) => Value::Object(map.into_iter().map(|(name, value)| (name, clean(value))).collect()),
        other => other,
    }
}

/// Line breaks and tabs become spaces; signs that steer or turn the writing become `�`.
pub fn plain(text: &str) -> String {
    let sign = |c: char| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' | '\u{85}' => ' ',
        c if c.is_control() => '\u{fffd}',
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
            '\u{fffd}'
        }
        c => c,
    };
    shortened(&text.chars().map(sign).collect::<String>(), LONGEST)
}

/// At most so many letters.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(std::iter::once('…')).collect()
}

/// A name for a file on every system, from any text: letters, digits, `-`, `_` and `.` stay.
#[must_use]
pub fn file_name(text: &str) -> String {
    let keep = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let name: String = text.chars().take(40).map(keep).collect();
    let name = name.trim_matches('.').to_owned();
    if name.is_empty() { "_".into() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_never_leaves_its_folder() {
        for (given, name) in
            [("SL01", "SL01"), ("../../etc", "_.._etc"), ("a/b\\c:d", "a_b_c_d"), ("..", "_"), ("小镇 1", "小镇_1")]
        {
            assert_eq!(file_name(given), name);
        }
        assert_eq!(file_name(&"长".repeat(300)).chars().count(), 40);
    }

    #[test]
    fn a_text_that_turns_the_writing_is_told_and_a_long_one_ends() {
        assert_eq!(plain("a\u{202e}b\nc\u{0}"), "a\u{fffd}b c\u{fffd}");
        assert_eq!(plain(&"x".repeat(5000)).chars().count(), LONGEST);
    }
}
