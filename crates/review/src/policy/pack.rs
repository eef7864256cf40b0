//! One policy document as it stands in its TOML file.

use std::fmt;
use std::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::data::{Level, Stage, TownTraits, TownType};
use crate::finding::Verdict;
use crate::grade::Grading;

/// A clause's id in its pack, `QH5-LINES`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClauseId(pub String);

impl fmt::Display for ClauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(toml::value::Date);

impl FromStr for Date {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a date of the form YYYY-MM-DD");
        let parsed: toml::value::Datetime = text.parse().map_err(|_| wrong())?;
        match (parsed.date, parsed.time, parsed.offset) {
            (Some(date), None, None) => Ok(Self(date)),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DateVisitor)
    }
}

/// A date as TOML has it, or as text, which is how a recorded review keeps it.
struct DateVisitor;

impl<'de> Visitor<'de> for DateVisitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date YYYY-MM-DD")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Date, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Date, A::Error> {
        let value = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))?;
        value.date.map(Date).ok_or_else(|| serde::de::Error::custom("a date YYYY-MM-DD is wanted"))
    }
}

/// A policy document with the clauses that a program can serve, and those left to people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Which document.
    pub pack: Head,
    /// When a piece of overlap is noise or a sliver; reviewer's parameters of the whole policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grading: Option<Grading>,
    /// Its clauses.
    #[serde(default, rename = "clause")]
    pub clauses: Vec<Clause>,
}

/// The document's own data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// File name without `.toml`.
    pub id: String,
    /// As printed, or a working title.
    pub title: String,
    /// 文号; absent is printed as 文号未载, never invented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc_number: Option<String>,
    /// Who issued it.
    pub issuer: String,
    /// Date of the document, when it bears one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<Date>,
    /// Prefix of the GB/T 2260 codes it holds for; absent = the whole country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<String>,
    /// When it is in force; absent = always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<Effective>,
    /// Packs whose clauses on the same matter give way to this one's; both are cited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<String>,
    /// SHA-256 of the text its quotations were compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_sha256: Option<String>,
    /// What to know about that text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_note: Option<String>,
}

/// In force from … to, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effective {
    /// First day.
    pub from: Date,
    /// Last day, absent = open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Unique over all packs.
    pub id: ClauseId,
    /// Rules that measure it; none when `manual`.
    #[serde(default, rename = "rule", deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Where it stands, `(十四)`.
    pub article: String,
    /// The words, as in the text after NFKC and without white space.
    pub quote: String,
    /// How binding the words are.
    pub force: Force,
    /// Not checkable by a program: a 人工审查项.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub manual: bool,
    /// Numbers that stand in the quote.
    #[serde(default, skip_serializing_if = "toml::Table::is_empty")]
    pub params: toml::Table,
    /// Numbers that no clause gives: 审查参数,非条文数值.
    #[serde(default, skip_serializing_if = "toml::Table::is_empty")]
    pub assume: toml::Table,
    /// What to hand in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// Which towns it speaks of.
    #[serde(default, skip_serializing_if = "Applies::is_everyone")]
    pub applies: Applies,
    /// Who is excepted, by which words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<Exception>,
}

/// How binding a clause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// 严守 严禁 不得: broken = breach.
    Must,
    /// 原则上 鼓励: broken = justify.
    InPrinciple,
    /// A planning target: reported.
    Goal,
    /// A note.
    Advisory,
}

impl Force {
    /// The verdict when the limit is broken or the overlap is material.
    #[must_use]
    pub fn when_broken(self) -> Verdict {
        match self {
            Self::Must => Verdict::Breach,
            Self::InPrinciple => Verdict::Justify,
            Self::Goal | Self::Advisory => Verdict::Pass,
        }
    }

    /// The verdict when measurement is in doubt: slivers, or a boundary that cannot be read for certain.
    #[must_use]
    pub fn when_in_doubt(self) -> Verdict {
        match self {
            Self::Must | Self::InPrinciple => Verdict::Verify,
            Self::Goal | Self::Advisory => Verdict::Pass,
        }
    }
}

/// Filters on towns; an empty list lets everyone in, and so does an unknown trait.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applies {
    /// 级别
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub level: Vec<Level>,
    /// 阶段
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stage: Vec<Stage>,
    /// 类型
    #[serde(default, rename = "type", skip_serializing_if = "Vec::is_empty")]
    pub town_type: Vec<TownType>,
}

impl Applies {
    fn is_everyone(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the clause speaks of a town with these traits.
    #[must_use]
    pub fn to(&self, traits: &TownTraits) -> bool {
        fn lets_in<T: PartialEq>(list: &[T], value: Option<T>) -> bool {
            list.is_empty() || value.is_none_or(|v| list.contains(&v))
        }
        lets_in(&self.level, traits.level)
            && lets_in(&self.stage, traits.stage)
            && lets_in(&self.town_type, traits.town_type)
    }
}

/// An exception that the document itself makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// Town types that it speaks of.
    pub types: Vec<TownType>,
    /// Parameters that it lifts.
    pub lifts: Vec<String>,
    /// The verdict for an excepted town beyond the lifted number.
    pub then: Verdict,
    /// The words.
    pub quote: String,
}

impl Clause {
    /// The exception that lifts `parameter` for a town with these traits.
    #[must_use]
    pub fn exception(&self, parameter: &str, traits: &TownTraits) -> Option<&Exception> {
        let town_type = traits.town_type?;
        self.except.iter().find(|e| e.types.contains(&town_type) && e.lifts.iter().any(|lifted| lifted == parameter))
    }
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(rule) => vec![rule],
        OneOrMany::Many(rules) => rules,
    })
}
