//! Harness for tests over the built program.
