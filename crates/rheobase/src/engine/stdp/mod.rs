//! Spike-timing dependent plasticity, driven by events.
//!
//! The delay of a synapse is *dendritic*: a presynaptic spike is at the synapse at once, a
//! postsynaptic one `delay` later. At a presynaptic spike of stamp t, after one of stamp s and with
//! delay d, in this order:
//!
//! 1. for each postsynaptic spike p with s < p + d ≤ t, oldest first: potentiation with the
//!    presynaptic trace, which is K₊·exp(-(p + d - s)/tau_plus) where K₊ is the one right after s;
//! 2. depression with the postsynaptic trace of the spikes p with p + d < t;
//! 3. the presynaptic trace decays and grows by 1, and the spike is delivered with the new weight.
//!
//! A pair that meets at the synapse in the same step (p + d = t) changes nothing by itself, as in
//! NEST's `stdp_synapse` (whose order this is): p meets the trace that is older than t in 1, and is
//! left out in 2.
//!
//! So a row is touched only when its source spikes (or rather when the spike arrives: the weights
//! are the same, since the step looks back to what was at the synapse then), and nothing is kept per synapse but its weight.
//! What each postsynaptic spike does in 1 depends on nothing but s, K₊ and p: it may be done at any
//! earlier moment with the same bits. A *sweep* does so for all rows, so that old postsynaptic
//! spikes can be forgotten; reading weights does so on a copy.

mod attach;
mod law;
mod power;
mod row;
mod rows;
mod state;
#[cfg(test)]
mod tests;
mod traces;

pub use attach::StdpState;
pub use state::{restore, save};
pub use traces::KEPT;
