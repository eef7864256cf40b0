//! All IO of the desk: import → store → run → export.

pub mod problem;
pub mod source;
