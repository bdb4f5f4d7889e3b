//! A result is a function of the file and the seed alone: not of threads, of where a run was
//! split, of what is recorded or of the instruction set.
#![allow(missing_docs)]

#[path = "../common/lab.rs"]
mod lab;

mod alike;
mod checkpoints;
mod files;
mod networks;
mod presets;
mod random;
mod set;
mod simd;
mod splits;
mod stretches;
mod threads;
mod wide;

use rheobase::record::Simulation;

/// Everything that a run left behind, to the bit: hash of the spikes, then of all that was
/// recorded.
fn fingerprint(run: &Simulation) -> (String, u64) {
    let recording = &run.recording;
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut add = |word: u64| {
        hash = (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29);
    };
    for trace in &recording.traces {
        add(trace.samples.len() as u64);
        trace.samples.iter().for_each(|v| add(v.to_bits()));
        trace.spikes.iter().for_each(|&(tick, column)| add(tick << 20 | u64::from(column)));
    }
    for rate in &recording.rates {
        rate.counts.iter().for_each(|&c| add(c));
    }
    for snapshot in &recording.weights {
        add(snapshot.tick);
        snapshot.weights.iter().for_each(|w| add(w.to_bits()));
    }
    recording.spikes.iter().for_each(|s| add(s.tick << 20 | u64::from(s.neuron)));
    recording.tally.counts().iter().for_each(|&c| add(u64::from(c)));
    for p in 0..run.engine.network().populations.len() {
        run.engine.voltages(p).iter().for_each(|v| add(v.to_bits()));
    }
    (recording.hash.to_string(), hash)
}
