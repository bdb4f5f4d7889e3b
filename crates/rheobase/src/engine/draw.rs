//! The draw source: random numbers come from counters, or from the caller.

/// Numbers supplied by the caller in place of random draws, to replay reference data or another
/// generator's stream. A method that returns `false` or `None` leaves the draw to the engine.
pub trait Supply: Send + Sync {
    /// Noise of an input in step `tick`, in mV and with its standard deviation already in it, for
    /// the neurons `first..` of the input's target.
    fn noise(&self, _input: &str, _tick: u64, _first: usize, _out: &mut [f64]) -> bool {
        false
    }

    /// Whether a synapse transmits in step `tick`; source and target are indices in their
    /// populations.
    fn transmits(&self, _projection: &str, _tick: u64, _source: u32, _target: u32) -> Option<bool> {
        None
    }
}
