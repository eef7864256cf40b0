//! Control lines and counties, imported once and shared by many projects.
//!
//! A baseline is a GeoPackage of its own: one table of features with its R-tree, what its source was, what is wrong
//! with it, and its coverage at small scales for the map. It is written once by [`Baseline::create`] and opened
//! read-only ever after; a new year of the data is a new baseline.

mod coverage;
mod create;
mod error;
mod info;
mod list;
mod near;
mod open;
mod rows;
mod rtree;
mod write;

pub(crate) use coverage::{Block, CELLS, Class, cell_degrees};
pub use create::Request;
pub use error::BaselineError;
pub use info::BaselineInfo;
pub use list::{Listed, list};
pub(crate) use near::padded_box;
pub use open::Baseline;
pub(crate) use rows::Stored;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
