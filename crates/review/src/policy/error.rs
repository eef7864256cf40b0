//! Why packs cannot be used.

use crate::policy::{ClauseId, Date, Pack};

/// Characters of a line that an error shows.
const EXCERPT: usize = 100;

impl PolicyError {
    /// A text that is no pack, with the place where it stops being one.
    pub(super) fn toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let before = text.get(..at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let readable = |c: &char| !c.is_control();
        Self::Toml {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
            reason: error.message().to_owned(),
            excerpt: line.trim_end().chars().filter(readable).take(EXCERPT).collect(),
        }
    }

    /// The same with its place in the pack's file, where it concerns a clause.
    pub(super) fn at(self, pack: &Pack) -> Self {
        let (clause, key) = match &self {
            Self::NoSuchRule { clause, .. } => (clause, Some("rule".to_owned())),
            // messages name the parameter between backticks first
            Self::Parameters { clause, reason, .. } => (clause, reason.split('`').nth(1).map(str::to_owned)),
            Self::Unserved { clause, .. } => (clause, None),
            Self::NoWords { clause, key, .. } => (clause, Some((*key).to_owned())),
            Self::LiftsNothing { clause, .. } => (clause, Some("lifts".to_owned())),
            Self::NotInQuote { clause, parameter, .. } => (clause, Some(parameter.clone())),
            _ => return self,
        };
        match pack.origin.line(clause, key.as_deref()) {
            Some(line) => Self::At { file: pack.origin.file.clone(), line, source: Box::new(self) },
            None => self,
        }
    }
}

/// Why packs cannot be used together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The TOML is not a pack.
    #[error("{file}, line {line}, column {column}: {reason}\n    {excerpt}")]
    Toml {
        /// Which file.
        file: String,
        /// 1-based.
        line: usize,
        /// 1-based, in characters.
        column: usize,
        /// What is wrong there.
        reason: String,
        /// The line, or as much of it as can be read at a glance.
        excerpt: String,
    },
    /// A rule id that does not exist.
    #[error("{pack}: clause {clause} names the rule `{rule}`, which does not exist; `sanxian rules` lists them")]
    NoSuchRule {
        /// Pack id.
        pack: String,
        /// Clause id.
        clause: ClauseId,
        /// As written.
        rule: String,
    },
    /// Parameters that the rule does not take.
    #[error("{pack}: clause {clause}, rule {rule}: {reason}")]
    Parameters {
        /// Pack id.
        pack: String,
        /// Clause id.
        clause: ClauseId,
        /// Rule id.
        rule: String,
        /// What is wrong.
        reason: String,
    },
    /// One of the others, with its place in the file.
    #[error("{file}, line {line}: {source}")]
    At {
        /// Which file.
        file: String,
        /// 1-based.
        line: usize,
        /// What is wrong there.
        source: Box<PolicyError>,
    },
    /// Words that must be there are empty.
    #[error("{pack}: clause {clause}: `{key}` is empty")]
    NoWords {
        /// Pack id.
        pack: String,
        /// Clause id.
        clause: ClauseId,
        /// `quote` or `article`.
        key: &'static str,
    },
    /// A number of the grading table that cannot be.
    #[error("{pack}: [grading]: {reason}")]
    Grading {
        /// Pack id.
        pack: String,
        /// What is wrong.
        reason: String,
    },
    /// A span of time that ends before it begins.
    #[error("{pack}: `effective` ends ({to}) before it begins ({from})")]
    Never {
        /// Pack id.
        pack: String,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// An exception that lifts what the clause does not set.
    #[error("{pack}: clause {clause}: the exception lifts `{parameter}`, which is not under `params` of the clause")]
    LiftsNothing {
        /// Pack id.
        pack: String,
        /// Clause id.
        clause: ClauseId,
        /// As written.
        parameter: String,
    },
    /// A number that is said to stand in the quoted words and does not.
    #[error(
        "{pack}: clause {clause}: `{parameter}` = {number} does not stand in the quote; a number of your own belongs under `assume`"
    )]
    NotInQuote {
        /// Pack id.
        pack: String,
        /// Clause id.
        clause: ClauseId,
        /// As written.
        parameter: String,
        /// Its number.
        number: String,
    },
    /// A number of the repair table that cannot be.
    #[error("{pack}: [repair]: {reason}")]
    Repair {
        /// Pack id.
        pack: String,
        /// What is wrong.
        reason: String,
    },
    /// Neither measured by a rule nor left to people.
    #[error("{pack}: clause {clause} has neither a rule nor `manual = true`")]
    Unserved {
        /// Pack id.
        pack: String,
        /// Clause id.
        clause: ClauseId,
    },
    /// Two clauses, or two packs, with one id.
    #[error("{what} `{id}` is there twice: ids must be unique over all packs of a review")]
    Twice {
        /// `clause` or `pack`.
        what: &'static str,
        /// Which.
        id: String,
    },
    /// No pack says when a piece is noise or a sliver.
    #[error("no pack has a [grading] table; the national pack brings one")]
    NoGrading,
}
