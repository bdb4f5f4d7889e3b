//! The laws of wiring: every rule's distribution is tested, and each test is shown to reject a
//! deliberately wrong variant of the rule.

mod bits;
mod common;
mod degrees;
mod errors;
mod lists;
mod pairwise;
mod space;
mod statistics;
mod values;
