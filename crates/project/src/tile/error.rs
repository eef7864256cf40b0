//! Why a tile could not be made.

use crate::baseline::BaselineError;
use crate::store::StoreError;

/// A tile that cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TileError {
    /// The address lies outside the grid.
    #[error("there is no tile {z}/{x}/{y} in this grid")]
    NoSuchTile {
        /// Zoom.
        z: u8,
        /// Column.
        x: u32,
        /// Row.
        y: u32,
    },
    /// A baseline failed.
    #[error(transparent)]
    Baseline(#[from] BaselineError),
    /// The ground of findings could not be read.
    #[error(transparent)]
    Findings(#[from] StoreError),
    /// The bytes could not be put together.
    #[error("the tile cannot be written: {0}")]
    Encode(#[from] mvt::Error),
}
