//! Answers what lies at a place, how long a line and how large a piece of ground is: with the review's own numbers.

mod identify;
mod measure;

pub use identify::{Asked, LocateError, identify};
pub use measure::measure;

#[cfg(test)]
mod tests;
