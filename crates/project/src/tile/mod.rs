//! Cuts vector tiles in the map's own plane: MVT 2.1, 512 px, extent 4096.
//!
//! A tile shows single features as long as a person could tell them apart. Where thousands would crowd into one, it
//! shows the ground they cover, in cells of two to four pixels ([`crate::baseline`]'s coverage): what is drawn is
//! always true, and no tile grows beyond what a window can draw smoothly.

mod bytes;
mod cells;
mod crowd;
mod cut;
mod error;
mod frame;
mod grid;
mod layer;
mod recent;
mod simplify;
mod sketch;
mod trace;

pub use error::TileError;
pub(crate) use grid::plane_name;
pub use grid::{Grid, Planes};
pub use layer::{Layer, tile};
pub use recent::RecentTiles;
pub use sketch::{Ground, Sketch, Sketched};

/// Units along the side of a tile.
pub(crate) const EXTENT: i32 = 4096;
/// Pixels along the side of a tile.
pub(crate) const PIXELS: i32 = 512;
/// Units a pixel.
pub(crate) const UNITS: i32 = EXTENT / PIXELS;
/// What is drawn beyond each side, so that outlines do not end at it: 8 pixels.
pub(crate) const BUFFER: i32 = 64;

#[cfg(test)]
mod tests;
