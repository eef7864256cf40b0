//! Packs and clauses: policy documents as data, parsed once, bound to rules.

mod bind;
mod pack;

pub use bind::{Governing, Policy, PolicyError};
pub use pack::{Applies, Clause, ClauseId, Date, Effective, Exception, Force, Head, Pack};
