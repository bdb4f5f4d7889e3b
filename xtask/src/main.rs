//! Tasks of development.
fn main() {}
