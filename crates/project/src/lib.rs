//! All IO of the desk: import → store → run → export.

pub mod export;
pub mod lang;
pub mod problem;
pub mod run_info;
pub mod source;
pub mod store;
pub mod words;
