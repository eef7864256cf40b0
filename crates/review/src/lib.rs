//! Judges characteristic towns against the three control lines: [`Dataset`] + [`Policy`] → [`Review`].
//!
//! 1. each town is read in its own plane and measured against every layer ([`survey`]);
//! 2. pairs of towns near each other are measured ([`neighbours`]);
//! 3. every clause that governs a town is judged by its rule ([`rules`]), and what lacks input is said;
//! 4. the towns of the ledger are counted place by place, and what is found there is said of the place.
//!
//! No IO, no async, no clock; equal input gives an equal [`Review`] whatever the number of threads.

mod blocks;
mod cancel;
pub mod cells;
mod chart;
pub mod clip;
pub mod conflict;
mod cut;
pub mod data;
mod dissolve;
mod edge_grid;
pub mod finding;
pub mod grade;
mod ground;
mod judge;
mod kept;
mod layers;
pub mod ledger;
mod lots;
pub mod measure;
pub mod nearby;
pub mod neighbours;
mod net;
mod outline;
pub mod overlay;
mod pieces;
mod places;
pub mod plane;
pub mod policy;
pub mod portfolio;
mod publish;
pub mod ring;
pub mod roster;
pub mod rules;
pub mod shape;
mod simple;
pub mod survey;
mod weave;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use data::Dataset;
use finding::Review;
use policy::Policy;

pub use kept::Kept;

/// Judges every town of `data` by `policy`. Never fails: what could not be checked or measured is part of the answer.
///
/// Threads are those of the rayon pool it is called in.
#[must_use]
pub fn review(data: &Dataset, policy: &Policy) -> Review {
    review_watched(data, policy, &|_, _| true).unwrap_or_default()
}

/// As [`review`], telling `watch` how many towns are measured of how many; `watch` returns `false` to cancel. It is asked
/// between towns, and again and again while one town takes long.
///
/// Returns `None` when cancelled.
pub fn review_watched(
    data: &Dataset,
    policy: &Policy,
    watch: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Option<Review> {
    Kept::of(data, policy, watch).map(Kept::into_review)
}

/// Runs `work`; a panic becomes its message.
fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let unless_cancelled = |panic: Box<dyn std::any::Any + Send>| {
        if cancel::is_cancel(&*panic) { resume_unwind(panic) } else { Err(panic_text(&*panic)) }
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(unless_cancelled)
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a rule panicked".to_owned())
}
