//! One policy document as it stands in its TOML file.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};

use crate::data::{Category, Level, Stage, TownTraits, TownType};
use crate::finding::{Provenance, Verdict};
use crate::grade::Grading;
use crate::policy::{Date, Repair};

/// A clause's id in its pack, `QH5-LINES`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClauseId(pub String);

impl fmt::Display for ClauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
    /// When the repair of broken rings needs a decision; reviewer's parameters of the whole policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<Repair>,
    /// Its clauses.
    #[serde(default, rename = "clause")]
    pub clauses: Vec<Clause>,
    /// The file as written, to point into it.
    #[serde(skip)]
    pub origin: Origin,
}

/// Where a pack was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Name of the file, for messages.
    pub file: String,
    /// Its text.
    pub text: Arc<str>,
}

impl Origin {
    /// The 1-based line of a clause; of `key` inside it where there is one.
    #[must_use]
    pub fn line(&self, clause: &ClauseId, key: Option<&str>) -> Option<usize> {
        let names = |line: &str, name: &str| {
            let (found, value) = line.split_once('=')?;
            (found.trim() == name).then(|| value.split('"').nth(1).unwrap_or_default().to_owned())
        };
        let start = self.text.lines().position(|line| names(line, "id").is_some_and(|id| id == clause.0))?;
        let own = self.text.lines().enumerate().skip(start);
        let own = own.take_while(|(k, line)| *k == start || !line.trim_start().starts_with("[[clause]]"));
        let holds = |line: &str, key: &str| {
            let words = line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'));
            words.into_iter().any(|word| word == key) && !line.trim_start().starts_with('#')
        };
        let found = key.and_then(|key| own.into_iter().find(|(_, line)| holds(line, key)));
        Some(found.map_or(start, |(k, _)| k) + 1)
    }
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

impl Effective {
    /// Whether it is in force on this day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
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
    /// Why no program can check it, when `manual`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What the rule looks at, in words of the program: a ledger column, a layer, land-use codes. No limit stands here.
    #[serde(default, skip_serializing_if = "toml::Table::is_empty")]
    pub reads: toml::Table,
    /// Numbers that stand in the quote.
    #[serde(default, skip_serializing_if = "toml::Table::is_empty")]
    pub params: toml::Table,
    /// Numbers that this document leaves open and a national one gives.
    #[serde(default, skip_serializing_if = "toml::Table::is_empty")]
    pub national: toml::Table,
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
    /// 产业类别
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<Category>,
    /// Prefixes of administrative codes, or ids of functional zones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jurisdiction: Vec<String>,
    /// When the clause is in force, where that differs from its document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<Effective>,
}

impl Applies {
    fn is_everyone(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the clause speaks of a town with these traits on this day.
    #[must_use]
    pub fn to(&self, traits: &TownTraits, as_of: Date) -> bool {
        fn lets_in<T: PartialEq>(list: &[T], value: Option<T>) -> bool {
            list.is_empty() || value.is_none_or(|v| list.contains(&v))
        }
        let here = |place: &String| {
            traits.jurisdiction.as_ref() == Some(place)
                || traits.admin_code.as_ref().is_some_and(|code| code.starts_with(place.as_str()))
        };
        let nowhere = traits.jurisdiction.is_none() && traits.admin_code.is_none();
        lets_in(&self.level, traits.level)
            && lets_in(&self.stage, traits.stage)
            && lets_in(&self.town_type, traits.town_type)
            && lets_in(&self.category, traits.category)
            && (self.jurisdiction.is_empty() || nowhere || self.jurisdiction.iter().any(here))
            && self.effective.is_none_or(|effective| effective.holds(as_of))
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
    /// Where a parameter's number comes from.
    #[must_use]
    pub fn origin(&self, parameter: &str) -> Provenance {
        match parameter {
            name if self.params.contains_key(name) => Provenance::Clause,
            name if self.national.contains_key(name) => Provenance::National,
            _ => Provenance::Reviewer,
        }
    }

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
