//! All IO of the desk: import → store → run → export.

pub mod baseline;
pub mod checklist;
pub mod compliance;
pub mod convert;
pub mod desk;
pub mod dossier;
pub mod export;
pub mod import;
pub mod lang;
pub mod ledger;
pub mod locate;
pub mod numbered;
pub mod opinion;
pub mod overlapped;
pub mod pack;
pub mod packs;
pub mod portfolio;
pub mod problem;
pub mod rings;
pub mod run;
pub mod run_info;
pub mod source;
pub mod store;
pub mod tile;
pub mod view;
pub mod watch;
mod web_shift;
pub mod words;
pub mod worker;

/// Name and version of the program, as it signs its results.
pub const SOFTWARE: &str = concat!("sanxian ", env!("CARGO_PKG_VERSION"));
