//! Puts findings into words, Chinese and English: the only place with sentences about results.
//!
//! Numbers are rounded once here, from whole mm² and mm, half away from zero.

mod finding;
mod list;
mod names;
mod problem;
mod quantity;

pub use finding::{fault, finding, not_checked};
pub use list::{card, category, field};
pub use names::{RULES, defect, grade, layer, level, provenance, rule, stage, standing, town_type, verdict};
pub use problem::problem;
pub use quantity::{area, hectares, length, metres, money, mu, percent, share, square_metres};
