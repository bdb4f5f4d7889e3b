//! The binary `rheobase`.
fn main() {}
