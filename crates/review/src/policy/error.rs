//! Why packs cannot be used.

use crate::policy::{ClauseId, Pack};

impl PolicyError {
    /// The same with its place in the pack's file, where it concerns a clause.
    pub(super) fn at(self, pack: &Pack) -> Self {
        let (clause, key) = match &self {
            Self::NoSuchRule { clause, .. } => (clause, Some("rule".to_owned())),
            // messages name the parameter between backticks first
            Self::Parameters { clause, reason, .. } => (clause, reason.split('`').nth(1).map(str::to_owned)),
            Self::Unserved { clause, .. } => (clause, None),
            Self::NoWords { clause, key, .. } => (clause, Some((*key).to_owned())),
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
    #[error("{file}: {source}")]
    Toml {
        /// Which file.
        file: String,
        /// Line, column and what was expected.
        source: Box<toml::de::Error>,
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
