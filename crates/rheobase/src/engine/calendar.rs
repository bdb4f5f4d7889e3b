//! Spikes on their way.

use std::ops::Range;

/// A stretch of synapses that a spike reaches at once.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    /// First synapse.
    pub start: u64,
    /// Number of synapses.
    pub length: u32,
    /// Index of the source in its population.
    pub source: u32,
}

impl Due {
    /// The synapses.
    #[inline]
    pub fn synapses(&self) -> Range<usize> {
        self.start as usize..self.start as usize + self.length as usize
    }
}

/// For each of the next steps the stretches that are due in it, in order of emission and source.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    days: Vec<Vec<Due>>,
}

impl Calendar {
    /// A calendar of so many steps.
    pub fn new(steps: u64) -> Calendar {
        Calendar { days: vec![Vec::new(); steps as usize] }
    }

    /// Notes what is due in step `tick`, which must be within the next steps.
    #[inline]
    pub fn note(&mut self, tick: u64, due: Due) {
        let days = self.days.len() as u64;
        self.days[(tick % days) as usize].push(due);
    }

    /// What is due from step `tick`, the next, on, in order.
    pub fn ahead(&self, tick: u64) -> impl Iterator<Item = (u64, &Due)> {
        let days = self.days.len() as u64;
        let each = move |k| {
            let at = tick + k;
            self.days[(at % days) as usize].iter().map(move |due| (at, due))
        };
        (0..days).flat_map(each)
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.days.iter_mut().for_each(Vec::clear);
    }

    /// Takes out what is due in step `tick`.
    pub fn take(&mut self, tick: u64) -> Vec<Due> {
        let days = self.days.len() as u64;
        std::mem::take(&mut self.days[(tick % days) as usize])
    }

    /// Gives back the emptied list of a step, to be filled again.
    pub fn give_back(&mut self, tick: u64, mut list: Vec<Due>) {
        list.clear();
        let days = self.days.len() as u64;
        self.days[(tick % days) as usize] = list;
    }
}
