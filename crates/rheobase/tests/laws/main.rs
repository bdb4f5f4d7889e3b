//! Laws that every network obeys, each checked on the smallest network that shows it; and for each
//! a wrong variant that the check rejects.
#![allow(missing_docs)]

#[path = "../common/lab.rs"]
mod lab;
#[path = "../wiring/statistics.rs"]
#[allow(dead_code)]
mod statistics;

mod alike;
mod arrivals;
mod delays;
mod drives;
mod failures;
mod learning;
mod noise;
mod phases;
mod quiet;
mod recording;
mod runaway;
mod stdp;
mod supply;
mod weights;
