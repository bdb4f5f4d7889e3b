//! The presets of the literature against NEST: rates, interspike intervals, synchrony, degrees.
//! `data/README.md` says where the numbers come from.
#![allow(missing_docs)]
#![allow(clippy::print_stdout, reason = "`--nocapture` shows what was measured")]

#[path = "../common/lab.rs"]
mod lab;

mod degrees;
mod measured;
mod microcircuit;
mod nest;
