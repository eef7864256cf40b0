//! Harness for tests over the built program: finds and runs it, draws its input, reads what it wrote.

pub mod corpus;
pub mod draw;
pub mod hostile;
pub mod mutate;
pub mod program;
pub mod results;
pub mod shapefile;
pub mod snapshot;
pub mod zip;
