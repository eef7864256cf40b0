//! Judges characteristic towns against the three control lines: [`Dataset`](data::Dataset) + policy → review.

pub mod data;
pub mod finding;
pub mod measure;
pub mod policy;
