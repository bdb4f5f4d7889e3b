//! Spikes grouped by neuron, once, for all the measures that follow.

use std::ops::Range;

use crate::error::{Error, all_finite, same_length};
use crate::window::{Bins, Window};

/// The spikes of `n` neurons inside an analysis window, grouped by neuron (the layout of a
/// compressed sparse row matrix: one column of times, one of row offsets).
///
/// Building costs O(spikes + neurons) in time and 8 bytes per spike and neuron; every neuron of
/// the population has a train, an empty one if it is silent.
#[derive(Debug, Clone, PartialEq)]
pub struct SpikeTrains {
    offsets: Vec<usize>,
    times: Vec<f64>,
    window: Window,
}

impl SpikeTrains {
    /// Groups the spikes of a population whose neurons have the ids `0..neurons`.
    ///
    /// `times_ms` is in ms, ascending, parallel to `ids`; spikes outside `window` are dropped.
    ///
    /// # Errors
    /// Columns of unequal length, a time that is not finite or goes backwards, an id that is not
    /// below `neurons`, no neurons.
    pub fn new(
        times_ms: &[f64],
        ids: &[u32],
        neurons: usize,
        window: Window,
    ) -> Result<Self, Error> {
        if let Some(index) = ids.iter().position(|&id| id as usize >= neurons) {
            return Err(Error::UnknownNeuron { index, id: ids[index], neurons });
        }
        Self::of_range(times_ms, ids, 0..neurons, window)
    }

    /// Groups the spikes of the neurons with ids in `range` out of a larger network; they become
    /// `0..range.len()`, and other neurons' spikes are passed over.
    ///
    /// # Errors
    /// As [`SpikeTrains::new`], less the unknown id.
    pub fn of_range(
        times_ms: &[f64],
        ids: &[u32],
        range: Range<usize>,
        window: Window,
    ) -> Result<Self, Error> {
        check_columns(times_ms, ids)?;
        if range.is_empty() || range.end > 1 << 32 {
            return Err(Error::BadSize);
        }
        // A counting sort: sizes of the rows, then their starts, then each spike to its place.
        let selected =
            |&(&t, &id): &(&f64, &u32)| window.contains(t) && range.contains(&(id as usize));
        let spikes = || times_ms.iter().zip(ids).filter(selected);
        let mut offsets = vec![0; range.len() + 1];
        for (_, &id) in spikes() {
            offsets[id as usize - range.start + 1] += 1;
        }
        for row in 0..range.len() {
            offsets[row + 1] += offsets[row];
        }
        let mut next = offsets.clone();
        let mut times = vec![0.0; offsets[range.len()]];
        for (&t, &id) in spikes() {
            let place = &mut next[id as usize - range.start];
            times[*place] = t;
            *place += 1;
        }
        Ok(Self { offsets, times, window })
    }

    /// Number of neurons, silent ones included.
    pub fn neurons(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Number of spikes in the window.
    pub fn spikes(&self) -> usize {
        self.times.len()
    }

    /// The analysis window.
    pub fn window(&self) -> Window {
        self.window
    }

    /// The spike times of one neuron in ms, ascending; empty for one that does not exist.
    pub fn train(&self, neuron: usize) -> &[f64] {
        match self.offsets.get(neuron..=neuron.saturating_add(1)) {
            Some(&[from, to]) => &self.times[from..to],
            _ => &[],
        }
    }

    /// All trains in order of neuron.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.offsets.windows(2).map(|w| &self.times[w[0]..w[1]])
    }

    /// All spike times in ms, neuron after neuron.
    pub fn times_ms(&self) -> &[f64] {
        &self.times
    }

    /// Number of spikes of each neuron.
    pub fn counts(&self) -> Vec<u64> {
        self.offsets.windows(2).map(|w| (w[1] - w[0]) as u64).collect()
    }

    /// Number of spikes of the whole population in each bin.
    ///
    /// # Errors
    /// A bin width that is not positive, or more than 2^28 bins.
    pub fn binned(&self, bin_ms: f64) -> Result<Vec<u64>, Error> {
        let bins = Bins::new(self.window, bin_ms)?;
        let mut counts = vec![0; bins.count()];
        for &t in &self.times {
            if let Some(k) = bins.index(t) {
                counts[k] += 1;
            }
        }
        Ok(counts)
    }
}

fn check_columns(times_ms: &[f64], ids: &[u32]) -> Result<(), Error> {
    same_length(("times_ms", times_ms.len()), ("ids", ids.len()))?;
    all_finite("times_ms", times_ms)?;
    match times_ms.windows(2).position(|w| w[1] < w[0]) {
        None => Ok(()),
        Some(k) => {
            Err(Error::Unsorted { index: k + 1, time: times_ms[k + 1], before: times_ms[k] })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: [f64; 6] = [0.5, 1.0, 2.0, 2.0, 3.0, 9.0];
    const IDS: [u32; 6] = [1, 0, 1, 3, 1, 0];

    #[test]
    fn spikes_are_grouped_in_order_of_time() {
        let w = Window::new(1.0, 9.0).unwrap();
        let t = SpikeTrains::new(&TIMES, &IDS, 4, w).unwrap();
        assert_eq!(t.neurons(), 4);
        assert_eq!(t.counts(), [1, 2, 0, 1]);
        assert_eq!(t.train(1), [2.0, 3.0]);
        assert!(t.train(2).is_empty() && t.train(9).is_empty());
        assert_eq!(t.iter().map(<[f64]>::len).sum::<usize>(), t.spikes());
        assert_eq!(t.binned(4.0).unwrap(), [4, 0]);
    }

    #[test]
    fn a_range_renumbers_its_neurons() {
        let w = Window::new(0.0, 10.0).unwrap();
        let t = SpikeTrains::of_range(&TIMES, &IDS, 1..4, w).unwrap();
        assert_eq!(t.counts(), [3, 0, 1]);
    }

    #[test]
    fn wrong_columns_are_refused() {
        let w = Window::new(0.0, 10.0).unwrap();
        let new = |t: &[f64], i: &[u32], n| SpikeTrains::new(t, i, n, w);
        assert!(matches!(new(&[1.0], &[], 1), Err(Error::LengthMismatch { .. })));
        assert!(matches!(new(&[f64::NAN], &[0], 1), Err(Error::NotFinite { .. })));
        assert!(matches!(new(&[2.0, 1.0], &[0, 0], 1), Err(Error::Unsorted { index: 1, .. })));
        assert!(matches!(new(&[1.0], &[1], 1), Err(Error::UnknownNeuron { id: 1, .. })));
        assert!(matches!(new(&[], &[], 0), Err(Error::BadSize)));
    }
}
