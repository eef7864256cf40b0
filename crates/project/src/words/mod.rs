//! Puts findings into words, Chinese and English: the only place with sentences about results.
//!
//! Numbers are rounded once here, from whole mm² and mm, half away from zero.

mod decision;
mod finding;
mod names;
mod problem;
mod quantity;
mod step;

pub use decision::{decision_kind, exemption};
pub use finding::{fault, finding, not_checked};
pub use names::{RULES, defect, grade, layer, level, provenance, rule, stage, town_type, verdict};
pub use problem::problem;
pub use quantity::{area, hectares, length, metres, mu, share, square_metres};
pub use step::step;
