//! A part of a layer, by what its attributes say: `GHFQDM=01`, `'名 称'!=甲`, `XZQDM in (330521,330522)`.
//!
//! Conditions are joined by `&` and must all hold. A field is asked as it is spelled, else without regard to case.
//! Values are compared as texts without the blanks around them; where both are plain decimals (`1.0`, `1`) as numbers.
//! A feature without the field has the empty value. Names and values with other marks stand in quotation marks of
//! either kind, doubled where they occur inside.

use serde::{Deserialize, Serialize};

use super::ImportError;
use crate::lang::Text;

/// Conditions that must all hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Filter {
    /// As it was written.
    pub text: String,
    conditions: Vec<Condition>,
}

/// What one field must say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Condition {
    field: String,
    /// Any of them …
    values: Vec<String>,
    /// … or none of them.
    negated: bool,
}

/// Conditions of one filter, values of one condition.
const MOST: usize = 1_000;

impl Filter {
    /// Reads the text between the brackets.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, Text> {
        let mut words = Words { rest: text };
        let mut conditions = Vec::new();
        loop {
            conditions.push(words.condition()?);
            match words.next()? {
                None => break,
                Some(Word::Mark("&")) if conditions.len() < MOST => {}
                Some(_) => return Err(misspelled()),
            }
        }
        Ok(Self { text: text.trim().to_owned(), conditions })
    }

    /// Whether a feature belongs to the part; `None` when it has none of the fields.
    pub(crate) fn holds(&self, attributes: &[(String, String)]) -> Option<bool> {
        let mut known = false;
        let all = self.conditions.iter().fold(true, |all, condition| {
            let value = value(attributes, &condition.field);
            known |= value.is_some();
            let said = value.unwrap_or_default().trim();
            all && condition.values.iter().any(|wanted| same(said, wanted)) != condition.negated
        });
        known.then_some(all)
    }

    /// The fields that it asks for.
    pub(crate) fn fields(&self) -> String {
        self.conditions.iter().map(|condition| condition.field.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// A part of a layer that is being read, and how much of it there was.
pub(crate) struct Part {
    filter: Filter,
    kept: u64,
    passed: u64,
    /// Whether any feature had one of the fields.
    known: bool,
}

impl Part {
    pub(crate) fn of(filter: Filter) -> Self {
        Self { filter, kept: 0, passed: 0, known: false }
    }

    /// Whether a feature is in the part. One whose attributes are lost may be, and is told.
    pub(crate) fn wants(&mut self, attributes: &[(String, String)]) -> bool {
        let held = self.filter.holds(attributes);
        self.known |= held.is_some();
        let wanted = attributes.is_empty() || held.unwrap_or(false);
        *(if wanted { &mut self.kept } else { &mut self.passed }) += 1;
        wanted
    }

    /// How much was read, in words.
    ///
    /// # Errors
    /// When no feature had any of the fields.
    pub(crate) fn told(self, file: &str, features: u64) -> Result<Text, ImportError> {
        let (text, all) = (&self.filter.text, self.kept + self.passed);
        if !self.known && features > 0 {
            let fields = self.filter.fields();
            let why = Text::new(
                format!("没有一个要素有字段 {fields};字段名见 sanxian inspect"),
                format!("no feature has the field {fields}; sanxian inspect lists the fields"),
            );
            return Err(ImportError::ChoiceRefused { file: file.to_owned(), choice: format!("[{text}]"), why });
        }
        Ok(Text::new(
            format!("按筛选条件 [{text}] 只取 {all} 个要素中的 {} 个", self.kept),
            format!("By the filter [{text}] only {} of {all} features are read", self.kept),
        ))
    }
}

fn value<'a>(attributes: &'a [(String, String)], field: &str) -> Option<&'a str> {
    let exact = attributes.iter().find(|(key, _)| key.trim() == field);
    let alike = || attributes.iter().find(|(key, _)| key.trim().to_lowercase() == field.to_lowercase());
    exact.or_else(alike).map(|(_, value)| value.as_str())
}

fn same(said: &str, wanted: &str) -> bool {
    said == wanted || decimal(said).zip(decimal(wanted)).is_some_and(|(a, b)| a == b)
}

/// A number without zeros in front: `01` is a code.
fn decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let code = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let plain = digits.len() <= 15 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.parse().ok().filter(|_| plain && !code)
}

enum Word<'a> {
    Mark(&'a str),
    Text(String),
}

struct Words<'a> {
    rest: &'a str,
}

const MARKS: [&str; 10] = ["!=", "≠", "=", "＝", "&", "(", ")", "（", "）", ","];

impl Words<'_> {
    fn next(&mut self) -> Result<Option<Word<'static>>, Text> {
        self.rest = self.rest.trim_start();
        let Some(first) = self.rest.chars().next() else { return Ok(None) };
        if let Some(mark) = MARKS.into_iter().find(|mark| self.rest.starts_with(mark)) {
            self.rest = &self.rest[mark.len()..];
            let plain = match mark {
                "≠" => "!=",
                "＝" => "=",
                "（" => "(",
                "）" => ")",
                other => other,
            };
            return Ok(Some(Word::Mark(plain)));
        }
        if matches!(first, '\'' | '"') {
            return self.quoted(first).map(|text| Some(Word::Text(text)));
        }
        let ends = |at: usize| MARKS.iter().any(|mark| self.rest[at..].starts_with(mark));
        let end = self.rest.char_indices().find(|(at, c)| c.is_whitespace() || ends(*at));
        let (word, rest) = self.rest.split_at(end.map_or(self.rest.len(), |(at, _)| at));
        self.rest = rest;
        Ok(Some(Word::Text(word.to_owned())))
    }

    fn quoted(&mut self, mark: char) -> Result<String, Text> {
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1).peekable();
        while let Some((at, c)) = chars.next() {
            if c != mark {
                text.push(c);
            } else if chars.next_if(|(_, next)| *next == mark).is_some() {
                text.push(mark);
            } else {
                self.rest = &self.rest[at + mark.len_utf8()..];
                return Ok(text);
            }
        }
        Err(Text::new("引号没有闭合", "a quotation mark is not closed"))
    }

    fn text(&mut self) -> Result<String, Text> {
        match self.next()? {
            Some(Word::Text(text)) => Ok(text),
            _ => Err(misspelled()),
        }
    }

    fn condition(&mut self) -> Result<Condition, Text> {
        let field = self.text()?.trim().to_owned();
        let empty = |words: &Self| words.rest.trim_start().is_empty() || words.rest.trim_start().starts_with('&');
        let one = |words: &mut Self| if empty(words) { Ok(String::new()) } else { words.text() };
        let (values, negated) = match self.next()? {
            Some(Word::Mark("=")) => (vec![one(self)?], false),
            Some(Word::Mark("!=")) => (vec![one(self)?], true),
            Some(Word::Text(word)) if word.eq_ignore_ascii_case("in") => (self.list()?, false),
            Some(Word::Text(word)) if word.eq_ignore_ascii_case("not") => {
                if !self.text()?.eq_ignore_ascii_case("in") {
                    return Err(misspelled());
                }
                (self.list()?, true)
            }
            _ => return Err(misspelled()),
        };
        let values = values.into_iter().map(|value| value.trim().to_owned()).collect();
        Ok(Condition { field, values, negated })
    }

    fn list(&mut self) -> Result<Vec<String>, Text> {
        let Some(Word::Mark("(")) = self.next()? else { return Err(misspelled()) };
        let mut values = Vec::new();
        while values.len() < MOST {
            values.push(self.text()?);
            match self.next()? {
                Some(Word::Mark(",")) => {}
                Some(Word::Mark(")")) => return Ok(values),
                _ => break,
            }
        }
        Err(misspelled())
    }
}

fn misspelled() -> Text {
    Text::new(
        "筛选条件的写法如 [GHFQDM=01]、[名称!=甲]、[XZQDM in (330521,330522)],多个条件用 & 连接,含符号的名称或值加引号",
        "a filter is written like [GHFQDM=01], [name!=x], [XZQDM in (330521,330522)]; join conditions with &, put names or values with marks in quotation marks",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(filter: &str, pairs: &[(&str, &str)]) -> Option<bool> {
        let attributes: Vec<_> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Filter::parse(filter).unwrap_or_else(|why| panic!("{filter}: {}", why.en)).holds(&attributes)
    }

    #[test]
    fn conditions_are_understood_in_every_spelling() {
        let one = [("GHFQDM", "01 "), ("规划 分区", "甲=乙"), ("面积", "12.50"), ("注", "")];
        for (filter, expected) in [
            ("GHFQDM=01", true),
            ("ghfqdm = '01'", true),
            ("GHFQDM=1", false),
            ("GHFQDM＝01", true),
            ("GHFQDM!=01", false),
            ("GHFQDM in (02, 01)", true),
            ("GHFQDM not in (02,03)", true),
            ("GHFQDM IN（02，01）", false),
            ("'规划 分区'=\"甲=乙\"", true),
            ("面积=12.5", true),
            ("面积=12.5 & GHFQDM=01", true),
            ("面积=12.5&GHFQDM=02", false),
            ("注=", true),
            ("注!=&GHFQDM=01", false),
        ] {
            assert_eq!(holds(filter, &one), Some(expected), "{filter}");
        }
        assert_eq!(holds("名称=甲", &one), None, "no such field");
        assert_eq!(holds("名='it''s'", &[("名", "it's")]), Some(true));
    }

    #[test]
    fn what_is_no_filter_is_told() {
        for text in ["", "=", "F", "F=1 G=2", "F in 1", "F in (1", "F in ()", "'F=1", "F==1", "F=1 &", "F ~ 1", "(F=1)"]
        {
            assert!(Filter::parse(text).is_err(), "{text}");
        }
    }
}
