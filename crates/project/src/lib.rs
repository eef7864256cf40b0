//! All IO of the desk: import → store → run → export.

pub mod import;
pub mod lang;
pub mod problem;
pub mod source;
pub mod watch;
pub mod worker;
