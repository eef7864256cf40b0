//! Why packs cannot be used.

use crate::policy::ClauseId;

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
    /// A number of the grading table that cannot be.
    #[error("{pack}: [grading]: {reason}")]
    Grading {
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
