//! What stands behind the window: one project open at a time, its cards, its review, its findings and decisions.
//!
//! One method for each call of the window. Everything returned is ready to be shown; every error is a
//! [`Failure`](crate::view::Failure) in words. Futures are `Send`; long work runs on blocking threads, tells its
//! progress to a [`Watch`] and stops when that says so.

mod call;
mod places;

use std::sync::Arc;

pub use call::Arrival;
pub use places::Places;

use crate::watch::Watch;
use crate::worker::Supervisor;

/// Looks on while a call of the window runs.
pub type Onlooker = Arc<dyn Watch + Send + Sync>;

/// The desk of one window.
pub struct Desk {
    places: Places,
    supervisor: Supervisor,
    /// Grows with everything that the window shows.
    changes: tokio::sync::watch::Sender<u64>,
}
