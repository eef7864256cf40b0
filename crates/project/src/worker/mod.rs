//! Foreign bytes are parsed in a process of their own, inside limits.
//!
//! Why a process: a failed allocation and a stack overflow abort, and cannot be caught inside the process that must
//! go on. The worker is the same executable, started with the hidden verb [`VERB`]; a door's `main` calls
//! [`run_if_asked`] before anything else.

mod child;
mod pieces;
mod supervise;
pub(crate) mod wire;

pub use supervise::{Limits, Supervisor};

/// The hidden first argument that turns the executable into a worker.
pub const VERB: &str = "__worker";

/// Serves one job on stdin and ends the process, if this process was started as a worker; else returns at once.
pub fn run_if_asked() {
    if std::env::args_os().nth(1).is_some_and(|verb| verb == VERB) {
        std::process::exit(child::serve());
    }
}
