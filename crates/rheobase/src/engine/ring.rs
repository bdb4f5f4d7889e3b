//! Inputs on their way: sums per future step, receptor and neuron.

/// A delay ring of one layer.
#[derive(Clone, Debug)]
pub struct Ring {
    slots: u64,
    receptors: usize,
    neurons: usize,
    sums: Vec<f64>,
}

impl Ring {
    /// A ring of so many steps.
    pub fn new(slots: u64, receptors: usize, neurons: usize) -> Ring {
        let sums = vec![0.0; slots as usize * receptors * neurons];
        Ring { slots, receptors, neurons, sums }
    }

    /// The sums that arrive at a receptor in step `tick`.
    pub fn slot(&self, tick: u64, receptor: usize) -> &[f64] {
        let slot = (tick % self.slots) as usize;
        let start = (slot * self.receptors + receptor) * self.neurons;
        &self.sums[start..start + self.neurons]
    }

    /// The same, to be changed.
    #[inline]
    pub fn slot_mut(&mut self, tick: u64, receptor: usize) -> &mut [f64] {
        let slot = (tick % self.slots) as usize;
        let start = (slot * self.receptors + receptor) * self.neurons;
        &mut self.sums[start..start + self.neurons]
    }

    /// Forgets the sums of a step that is done.
    pub fn clear(&mut self, tick: u64) {
        let slot = (tick % self.slots) as usize;
        let size = self.receptors * self.neurons;
        self.sums[slot * size..(slot + 1) * size].fill(0.0);
    }
}
