//! The spikes of postsynaptic neurons that rows have still to see.

/// Spikes of a neuron that stand where a row looks first. Most presynaptic intervals hold fewer.
pub const RECENT: usize = 8;

/// Spikes per neuron that are kept between two sweeps, on the average.
pub const KEPT: usize = 16;

/// Most steps between two sweeps, so that stamps fit into 32 bits.
const LONGEST_AGE: u64 = 1 << 31;

/// Spikes of the targets of one projection in one part.
///
/// The *stamp* of a spike found in step k is k + 1: the number of steps that are done when it acts.
/// Here they are counted from the last sweep, so that half as many bytes hold them; 0 is none.
#[derive(Clone, Debug)]
pub struct PostSpikes {
    /// The last spike of each neuron: for most synapses, all that is looked at.
    newest: Vec<u32>,
    /// The last spikes of each, the newest last.
    recent: Vec<[u32; RECENT]>,
    /// All since the last sweep.
    all: Vec<Vec<u32>>,
    kept: usize,
    swept: u64,
}

impl PostSpikes {
    /// None yet.
    pub fn new(neurons: usize) -> PostSpikes {
        PostSpikes {
            newest: vec![0; neurons],
            recent: vec![[0; RECENT]; neurons],
            all: vec![Vec::new(); neurons],
            kept: 0,
            swept: 0,
        }
    }

    /// A spike of a neuron, later than all before.
    pub fn push(&mut self, neuron: usize, stamp: u64) {
        let stamp = self.since_sweep(stamp);
        self.newest[neuron] = stamp;
        let recent = &mut self.recent[neuron];
        recent.rotate_left(1);
        recent[RECENT - 1] = stamp;
        self.all[neuron].push(stamp);
        self.kept += 1;
    }

    /// A stamp as it is counted here; one that is later than any spike may be is cut.
    pub fn since_sweep(&self, stamp: u64) -> u32 {
        u32::try_from(stamp.saturating_sub(self.swept)).unwrap_or(u32::MAX)
    }

    /// A stamp of which this is the count.
    pub fn stamp(&self, since_sweep: u32) -> u64 {
        self.swept + u64::from(since_sweep)
    }

    /// The last spike of each neuron.
    pub fn newest(&self) -> &[u32] {
        &self.newest
    }

    /// The last spikes of each neuron.
    pub fn recent(&self) -> &[[u32; RECENT]] {
        &self.recent
    }

    /// Spikes of a neuron after a stamp that are older than the recent ones, oldest first.
    #[cold]
    pub fn older(&self, neuron: usize, after: u32) -> &[u32] {
        let all = &self.all[neuron];
        let older = &all[..all.len().saturating_sub(RECENT)];
        &older[older.partition_point(|&stamp| stamp <= after)..]
    }

    /// Whether it is time to bring all rows up to date and to forget what they had waited for,
    /// before spikes of a stamp.
    pub fn is_full(&self, stamp: u64) -> bool {
        self.kept > KEPT * self.all.len() || stamp.saturating_sub(self.swept) > LONGEST_AGE
    }

    /// Whether no row has anything to see.
    pub fn is_empty(&self) -> bool {
        self.kept == 0
    }

    /// Forgets the spikes: all rows have seen those up to this stamp.
    pub fn forget(&mut self, stamp: u64) {
        if self.kept > 0 {
            self.all.iter_mut().for_each(Vec::clear);
            self.newest.fill(0);
            self.recent.fill([0; RECENT]);
        }
        (self.kept, self.swept) = (0, stamp);
    }
}
