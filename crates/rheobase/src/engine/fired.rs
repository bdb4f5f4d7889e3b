//! Starting from given spikes.

use super::calendar::Calendar;
use super::{Engine, SetError, Spike};

/// The step before the first one. Steps are counted modulo 2⁶⁴, so that a delay after it falls where
/// it should.
pub(super) const BEFORE_ALL: u64 = u64::MAX;

impl Engine {
    /// The neurons (global ids, ascending) that fired in the step before the present one.
    pub fn fired(&self) -> Vec<u32> {
        match self.tick.checked_sub(1) {
            None => self.before.clone(),
            Some(tick) => {
                let latest = self.recent.iter().rev().take_while(|spike| spike.tick == tick);
                let mut fired: Vec<_> = latest.map(|spike| spike.neuron).collect();
                fired.reverse();
                fired
            }
        }
    }

    /// Says that these neurons (global ids, in any order), and no others, fired in the step before
    /// the present one: what is on its way from that step is replaced. At time zero that is the step
    /// before the first.
    ///
    /// It is transmission that this is about: the spikes arrive after their delays as any others
    /// would. They are not recorded or counted, and neither the windows of anti-Hebbian learning nor
    /// postsynaptic traces know of them; presynaptic traces do, but for those of time zero.
    ///
    /// # Errors
    /// A neuron that there is not.
    pub fn set_fired(&mut self, neurons: &[u32]) -> Result<(), SetError> {
        let size = self.network.size();
        if let Some(index) = neurons.iter().position(|&neuron| neuron >= size) {
            return Err(SetError::Value {
                what: "neurons that fired".into(),
                index,
                value: f64::from(neurons[index]),
                accepted: format!("a neuron from 0 to {}", size.saturating_sub(1)),
            });
        }
        let mut neurons = neurons.to_vec();
        neurons.sort_unstable();
        neurons.dedup();
        match self.tick.checked_sub(1) {
            None => self.before = neurons,
            Some(tick) => {
                while self.recent.back().is_some_and(|spike| spike.tick == tick) {
                    self.recent.pop_back();
                }
                let spikes: Vec<_> =
                    neurons.into_iter().map(|neuron| Spike { tick, neuron }).collect();
                self.remember(&spikes);
            }
        }
        self.send_again();
        Ok(())
    }

    /// Notes anew when the spikes that are on their way arrive.
    pub(super) fn send_again(&mut self) {
        let before = self.before.iter().map(|&neuron| Spike { tick: BEFORE_ALL, neuron });
        let spikes: Vec<_> = before.chain(self.recent.iter().copied()).collect();
        for part in &mut self.parts {
            part.calendars.iter_mut().for_each(Calendar::clear);
            part.release(&self.network, &spikes, self.tick);
        }
    }
}
