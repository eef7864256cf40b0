//! Packs and clauses: policy documents as data, parsed once, bound to rules.

mod bind;
mod checklist;
mod date;
mod error;
mod pack;
mod repair;

pub use bind::{Governing, Policy};
pub use checklist::{ChecklistRow, Standing};
pub use date::{Date, MONTHS_A_YEAR};
pub use error::PolicyError;
pub use pack::{Applies, Clause, ClauseId, Effective, Exception, Force, Head, Origin, Pack};
pub use repair::Repair;
