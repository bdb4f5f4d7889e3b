//! Recorded columns.

use crate::engine::Spike;
use crate::spec::Scheme;

/// One state variable of some neurons of one population over time.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Name of the recording.
    pub name: String,
    /// Index of the population.
    pub population: usize,
    /// Indices of the neurons in the population.
    pub neurons: Vec<u32>,
    /// `V`, `I` or `I.<receptor>`; all in mV.
    pub variable: String,
    /// Interval of the samples in ticks.
    pub every: u64,
    /// Tick of the first sample, a multiple of the interval; that at 0 is the initial state.
    pub start: u64,
    /// Sample after sample, one value per neuron; raw, with no spikes painted in.
    pub samples: Vec<f64>,
    /// Spikes of these neurons: step and column.
    pub spikes: Vec<(u64, u32)>,
}

impl Trace {
    /// Number of samples.
    pub fn len(&self) -> usize {
        self.samples.len() / self.neurons.len().max(1)
    }

    /// Whether there is no sample.
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// Times of the samples, ms.
    pub fn times(&self, dt: f64) -> Vec<f64> {
        let tick = |sample: u64| self.start + sample * self.every;
        (0..self.len() as u64).map(|sample| tick(sample) as f64 * dt).collect()
    }

    /// Paints spikes as `v_spike` mV into the sample that was above threshold: in the Euler scheme
    /// the one before the step in which the spike was found, in the exact scheme the one at the
    /// spike's time. With a coarser interval, into the sample before, if that is here.
    pub fn paint(&mut self, v_spike: f64, scheme: Scheme) {
        let after = match scheme {
            Scheme::Euler => 0,
            Scheme::Exact => 1,
        };
        for &(tick, column) in &self.spikes {
            let row = ((tick + after) / self.every).checked_sub(self.start / self.every);
            let place = row.map(|row| row as usize * self.neurons.len() + column as usize);
            if let Some(v) = place.and_then(|place| self.samples.get_mut(place)) {
                *v = v_spike;
            }
        }
    }

    pub(super) fn extend_spikes(&mut self, first: u32, spikes: &[Spike]) {
        for spike in spikes {
            let Some(index) = spike.neuron.checked_sub(first) else { continue };
            if let Ok(column) = self.neurons.binary_search(&index) {
                self.spikes.push((spike.tick, column as u32));
            }
        }
    }
}

/// Mean rate of some neurons over time.
#[derive(Clone, Debug)]
pub struct RateTrace {
    /// Name of the recording.
    pub name: String,
    /// Index of the population.
    pub population: usize,
    /// Number of neurons.
    pub neurons: u32,
    /// Width of a bin in ticks.
    pub bin: u64,
    /// First step that counts: where it lies within a bin, the first bin is that much shorter.
    pub start: u64,
    /// Spikes in each bin, from the one on in which `start` lies; bins begin at multiples of their
    /// width.
    pub counts: Vec<u64>,
    /// Steps done: where the run ends within a bin, the last one is that much shorter.
    pub ticks: u64,
}

impl RateTrace {
    /// Mean rate per neuron in each bin, Hz.
    pub fn rates_hz(&self, dt: f64) -> Vec<f64> {
        let first = self.start / self.bin;
        let rate = |(index, &count): (usize, &u64)| {
            let begin = (first + index as u64) * self.bin;
            let ticks = (begin + self.bin).min(self.ticks) - begin.max(self.start);
            count as f64 * 1000.0 / (ticks as f64 * dt * f64::from(self.neurons.max(1)))
        };
        self.counts.iter().enumerate().map(rate).collect()
    }
}

/// Weights of a projection at a time, in order of its synapses and in its unit.
#[derive(Clone, Debug)]
pub struct WeightSnapshot {
    /// Index of the projection.
    pub projection: usize,
    /// The weights are those at the beginning of this tick.
    pub tick: u64,
    /// The weights.
    pub weights: Vec<f64>,
}
