//! The engine of rheobase: a [`spec::NetworkSpec`] is compiled into a network, which an engine
//! runs; recorders see what happens.
//!
//! Base units are ms, mV, pA, nS, pF, Hz and µm throughout.

pub mod data;
pub mod engine;
pub mod files;
pub mod network;
pub mod presets;
pub mod record;
pub mod rng;
pub mod simd;
pub mod spec;
pub mod state;
pub mod suggest;
pub mod units;
pub mod wiring;
