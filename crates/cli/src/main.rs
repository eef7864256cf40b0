//! The batch door.
fn main() {}
