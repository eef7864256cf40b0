//! How much of the ground a layer covers, cell by cell: what the map shows where single features are too small.
//!
//! Cells are 360°/2^level squares of longitude and latitude; a block holds 256 × 256 of them. The finest level is
//! chosen while features come in, so that memory stays bounded; each coarser one is the mean of four cells.

mod block;
mod pyramid;
mod raster;

pub(crate) use block::{Block, Class};
pub(crate) use pyramid::Pyramid;

/// Cells along the side of a block.
pub(crate) const CELLS: usize = 256;

/// Degrees along the side of a cell.
pub(crate) fn cell_degrees(level: u8) -> f64 {
    360.0 / f64::from(1_u32 << level)
}
