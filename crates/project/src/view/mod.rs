//! What the window shows: plain data, ready to print, in both languages.
//!
//! Everything here crosses the bridge. Shapes never do: the map reads tiles. Areas are text, because a number of a
//! browser loses digits above 2⁵³ mm². The TypeScript twins in `ui/src/bindings` are written by this crate's tests.

mod card;
mod export;
mod failure;
mod finding;
mod hand_in;
mod layer;
mod ledger;
mod map;
mod portfolio;
mod review;
mod start;
mod town;

pub use card::*;
pub use export::*;
pub use failure::*;
pub use finding::*;
pub use hand_in::*;
pub use layer::*;
pub use ledger::*;
pub use map::*;
pub use portfolio::*;
pub use review::*;
pub use start::*;
pub use town::*;

use serde::{Deserialize, Serialize};

/// An area in the three units of the field, rounded only here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct AreaView {
    /// Whole mm², plain digits: what is compared and sorted.
    pub mm2: String,
    /// m², 2 decimals, thousands separated.
    pub m2: String,
    /// 公顷, 4 decimals.
    pub ha: String,
    /// 亩, 4 decimals.
    pub mu: String,
}

impl From<sanxian_review::measure::SquareMillimetres> for AreaView {
    fn from(area: sanxian_review::measure::SquareMillimetres) -> Self {
        Self {
            mm2: area.0.to_string(),
            m2: crate::words::square_metres(area),
            ha: crate::words::hectares(area),
            mu: crate::words::mu(area),
        }
    }
}

/// How far a long job has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ProgressView {
    /// What is being done, for the reviewer.
    pub what: crate::lang::Text,
    /// Share done, 0 to 1; absent when it cannot be known.
    pub share: Option<f64>,
    /// What the first of many towns measures, once that is known: shown beside the progress.
    pub first: Option<crate::lang::Text>,
}

impl From<crate::watch::Step> for ProgressView {
    fn from(step: crate::watch::Step) -> Self {
        Self { what: crate::words::step(step), share: step.share(), first: None }
    }
}
