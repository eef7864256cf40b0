//! All IO of the desk: import → store → run → export.

pub mod checklist;
pub mod compliance;

pub mod export;
pub mod import;
pub mod lang;
pub mod ledger;
pub mod packs;
pub mod portfolio;
pub mod problem;
pub mod rings;
pub mod run;
pub mod run_info;
pub mod source;
pub mod store;
pub mod view;
pub mod watch;
pub mod words;
pub mod worker;
