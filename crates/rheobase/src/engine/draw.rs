//! The draw source: random numbers come from counters, or from the caller.

/// Numbers supplied by the caller in place of what the engine would draw or compute, to replay
/// reference data or another generator's stream. A method that returns `false` or `None` leaves it
/// to the engine. They are called by all threads, once per step for each stretch of neurons.
pub trait Supply: Send + Sync {
    /// Noise of an input of the kind `step_noise` in step `tick`, in mV and with its standard
    /// deviation already in it, for the neurons `first..` of the input's target.
    fn noise(&self, _input: &str, _tick: u64, _first: usize, _out: &mut [f64]) -> bool {
        false
    }

    /// Whether [`Supply::drive`] may know values of this input. Asked when the supply or the
    /// controls are set, so that other inputs cost nothing.
    fn drives(&self, _input: &str) -> bool {
        false
    }

    /// The value of an input of the kind `constant`, `per_neuron` or `current` in step `tick`, in
    /// the input's own unit, for the neurons `first..` of its target.
    fn drive(&self, _input: &str, _tick: u64, _first: usize, _out: &mut [f64]) -> bool {
        false
    }

    /// Whether a synapse transmits in step `tick`; source and target are indices in their
    /// populations. Asked of projections that may fail, while their failures are on.
    fn transmits(&self, _projection: &str, _tick: u64, _source: u32, _target: u32) -> Option<bool> {
        None
    }
}
