//! The map picture: ground from the project's plane onto paper, in millimetres, as an SVG.

mod classes;
mod draw;
mod frame;
mod ground;
mod inset;
mod label;
mod near;
mod outline;
mod picture;
mod view;

pub use draw::{Drawn, Item, Mark, Subject, draw, is_drawn};
pub use frame::{Frame, Tick, frame};
pub use ground::{Ground, anchors};
pub use inset::inset;
pub use label::Label;
pub use near::Around;
pub use picture::swatch;
pub use view::{Extent, FALSE_EASTING, View};
