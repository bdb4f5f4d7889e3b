//! Neurons that are at rest after a spike, where all neurons of a layer are alike.
//!
//! They are few, and rest equally long: a queue for each block of neurons holds them, in place of a
//! count for each neuron that every step would have to read and write (a third of the step of a
//! neuron with two currents).

use super::kernel::BLOCK;
use super::uniform::FIRED;
use crate::simd::multiversion;

/// Queues of neurons at rest. Between runs the counts of [`super::layer::Layer::left`] hold instead.
#[derive(Clone, Debug, Default)]
pub struct Resting {
    /// Whether the queues hold.
    active: bool,
    blocks: Vec<Queue>,
}

/// Those of a block of neurons, in order of the ends of their rests.
#[derive(Clone, Debug, Default)]
struct Queue {
    /// Places in the block, and the last steps of their rests.
    places: Vec<u16>,
    lasts: Vec<u64>,
    /// Those before this one rest no more.
    head: usize,
    /// Whose V was set to something else than that of a reset: last step, place and V.
    elsewhere: Vec<(u64, u16, f64)>,
}

impl Queue {
    fn push(&mut self, place: usize, last: u64) {
        self.places.push(place as u16);
        self.lasts.push(last);
    }

    /// Forgets whose rest has ended before step `tick`.
    fn release(&mut self, tick: u64) {
        while self.lasts.get(self.head).is_some_and(|&last| last < tick) {
            self.head += 1;
        }
        if self.head > BLOCK {
            self.places.drain(..self.head);
            self.lasts.drain(..self.head);
            self.head = 0;
        }
    }
}

impl Resting {
    /// Whether the queues hold.
    pub fn is_active(&self) -> bool {
        self.active
    }

    /// Takes over the steps `left` of each neuron before step `tick`.
    pub fn begin(&mut self, left: &[u32], v: &[f64], v_reset: f64, tick: u64) {
        self.active = true;
        self.blocks.resize(left.len().div_ceil(BLOCK), Queue::default());
        let neurons = left.chunks(BLOCK).zip(v.chunks(BLOCK));
        for (queue, (left, v)) in self.blocks.iter_mut().zip(neurons) {
            *queue = Queue::default();
            let resting = left.iter().enumerate().filter(|(_, left)| **left > 0);
            let mut ends: Vec<_> =
                resting.map(|(place, &left)| (tick + u64::from(left) - 1, place)).collect();
            ends.sort_unstable();
            for (last, place) in ends {
                queue.push(place, last);
                if v[place] != v_reset {
                    queue.elsewhere.push((last, place as u16, v[place]));
                }
            }
        }
    }

    /// Gives back the steps left before step `tick`; the queues hold no longer.
    pub fn end(&mut self, left: &mut [u32], tick: u64) {
        if !std::mem::take(&mut self.active) {
            return;
        }
        left.fill(0);
        for (queue, left) in self.blocks.iter_mut().zip(left.chunks_mut(BLOCK)) {
            queue.release(tick);
            let (places, lasts) = (&queue.places[queue.head..], &queue.lasts[queue.head..]);
            for (&place, &last) in places.iter().zip(lasts) {
                left[usize::from(place)] = (last + 1 - tick) as u32;
            }
        }
    }

    /// Puts the neurons of a block back that are at rest in step `tick`.
    pub fn hold(&mut self, block: usize, v: &mut [f64], v_reset: f64, tick: u64) {
        let queue = &mut self.blocks[block];
        queue.release(tick);
        for &place in &queue.places[queue.head..] {
            v[usize::from(place)] = v_reset;
        }
        for &(_, place, set) in queue.elsewhere.iter().filter(|(last, ..)| tick <= *last) {
            v[usize::from(place)] = set;
        }
    }

    /// Finds the neurons of a block that have [`FIRED`] in step `tick`, and lets them rest for `hold`
    /// steps at `v_reset`. `see` gets their places in ascending order.
    pub fn collect(
        &mut self,
        block: usize,
        v: &mut [f64],
        (tick, hold, v_reset): (u64, u32, f64),
        mut see: impl FnMut(usize),
    ) {
        let queue = &mut self.blocks[block];
        let mut groups = groups_with_fired(v);
        while groups != 0 {
            let group = groups.trailing_zeros() as usize;
            groups &= groups - 1;
            let Some(v) = v.chunks_mut(GROUP).nth(group) else { return };
            for (place, v) in v.iter_mut().enumerate().filter(|(_, v)| **v == FIRED) {
                let place = GROUP * group + place;
                *v = v_reset;
                see(place);
                if hold > 0 {
                    queue.push(place, tick + u64::from(hold));
                }
            }
        }
    }
}

/// Neurons that are looked at together: a block has as many groups of them as a mask has bits.
const GROUP: usize = BLOCK / 32;

multiversion! {
    /// Which groups of a block have neurons that have fired.
    fn groups_with_fired(v: &[f64]) -> u32 {
        let mut found = 0;
        for (group, v) in v.chunks(GROUP).enumerate() {
            let some = v.iter().fold(false, |some, &v| some | (v == FIRED));
            found |= u32::from(some) << group;
        }
        found
    }
}
