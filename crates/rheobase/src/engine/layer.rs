//! The state of the neurons of one population that one part owns, and their update.

use super::Spike;
use super::coefficients::{Exact, Propagator};
use super::conductance;
use super::conducting::Conducting;
use super::kernel::{self, EulerParameters, ExactParameters, Forces};
use super::ring::Ring;
use crate::network::{Network, Population};
use crate::spec::{ReceptorKind, Scheme};
use std::ops::Range;

/// State of one receptor.
#[derive(Clone, Debug)]
pub enum Synapse {
    /// V jumps; nothing to remember.
    Delta,
    /// R·I, mV.
    Exponential {
        /// Current.
        i: Vec<f64>,
    },
    /// Alpha current.
    Alpha {
        /// Inner variable, mV/ms.
        x: Vec<f64>,
        /// Current, mV.
        i: Vec<f64>,
    },
    /// Conductance.
    Conductance {
        /// Conductance, nS.
        g: Vec<f64>,
    },
}

impl Synapse {
    fn new(kind: ReceptorKind, n: usize) -> Synapse {
        match kind {
            ReceptorKind::Delta => Synapse::Delta,
            ReceptorKind::Exponential { .. } => Synapse::Exponential { i: vec![0.0; n] },
            ReceptorKind::Alpha { .. } => Synapse::Alpha { x: vec![0.0; n], i: vec![0.0; n] },
            ReceptorKind::Conductance { .. } => Synapse::Conductance { g: vec![0.0; n] },
        }
    }

    /// The conductance of a neuron, nS; 0 for receptors of other kinds.
    pub fn conductance(&self, neuron: usize) -> f64 {
        match self {
            Synapse::Conductance { g } => g[neuron],
            _ => 0.0,
        }
    }
}

/// Neurons `start..start + v.len()` of a population.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Index in the population of the first neuron.
    pub start: u32,
    /// Membrane potentials, mV.
    pub v: Vec<f64>,
    /// Steps that each neuron is still held at its reset.
    pub left: Vec<u32>,
    /// State of the receptors.
    pub synapses: Vec<Synapse>,
    /// Inputs under way.
    pub ring: Ring,
    /// Scratch of the step.
    pub scratch: Scratch,
    /// Silenced neurons, with room for what a step must not change in them.
    pub silenced: Vec<Silenced>,
    exact: Option<Exact>,
    propagators: Vec<Propagator>,
    /// What conductances need, where there are any.
    conducting: Option<Conducting>,
}

/// A silenced neuron: V stays where it is, a refractory period that has begun goes on.
#[derive(Clone, Copy, Debug)]
pub struct Silenced {
    /// Index in the layer.
    pub index: usize,
    v: f64,
    left: u32,
}

impl Silenced {
    pub fn new(index: usize) -> Silenced {
        Silenced { index, v: 0.0, left: 0 }
    }
}

/// What a step computes and the next one forgets.
#[derive(Clone, Debug)]
pub struct Scratch {
    /// Sum of constant drives; changes with the controls only.
    pub constant: Vec<f64>,
    /// External drive of the step, where any input varies in time.
    pub external: Vec<f64>,
    /// Noise of the step.
    pub noise: Vec<f64>,
    /// White noise of the step (exact scheme).
    pub kick: Vec<f64>,
    /// Room for draws.
    pub draws: Vec<f64>,
    /// Whether `external` differs from `constant`.
    pub varies: bool,
    /// Whether `noise` holds that of this step already.
    pub noisy: bool,
    /// The same of `kick`.
    pub kicked: bool,
    synaptic: Vec<f64>,
    jump: Vec<f64>,
    fired: Vec<u8>,
}

impl Layer {
    pub fn new(network: &Network, index: usize, range: Range<usize>) -> Layer {
        let population = &network.populations[index];
        let n = range.len();
        let exact = (network.scheme() == Scheme::Exact)
            .then(|| Exact::new(network, population, range.start, range.end));
        let conducting = range.clone();
        let propagators = population
            .receptors
            .iter()
            .map(|r| Propagator::new(r.kind, &population.tau_m[range.clone()], network.dt()))
            .collect();
        Layer {
            start: range.start as u32,
            v: population.v_init[range].to_vec(),
            left: vec![0; n],
            synapses: population.receptors.iter().map(|r| Synapse::new(r.kind, n)).collect(),
            ring: Ring::new(network.ring_slots(index), population.receptors.len(), n),
            scratch: Scratch::new(n),
            silenced: Vec::new(),
            exact,
            propagators,
            conducting: Conducting::new(population, conducting, network.dt()),
        }
    }

    /// Synaptic current of a receptor into a neuron as R·I, mV; 0 for a delta receptor.
    pub fn current(&self, receptor: usize, neuron: usize) -> f64 {
        match &self.synapses[receptor] {
            Synapse::Delta => 0.0,
            Synapse::Exponential { i } | Synapse::Alpha { i, .. } => i[neuron],
            Synapse::Conductance { g } => self.conducting.as_ref().map_or(0.0, |conducting| {
                conducting.current(receptor, neuron, g[neuron], self.v[neuron])
            }),
        }
    }

    /// Neurons of this layer as a range of indices in the population.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.start as usize + self.v.len()
    }

    /// Advances all neurons by the step `tick`; `spike` gets the new spikes in order of id.
    /// Returns whether a voltage ran away.
    pub fn update(
        &mut self,
        population: &Population,
        tick: u64,
        dt: f64,
        spikes: &mut Vec<Spike>,
    ) -> bool {
        for s in &mut self.silenced {
            (s.v, s.left) = (self.v[s.index], self.left[s.index]);
        }
        self.scratch.jump.fill(0.0);
        self.scratch.synaptic.fill(0.0);
        if let Some(conducting) = &mut self.conducting {
            conducting.begin();
        }
        for (index, receptor) in population.receptors.iter().enumerate() {
            self.update_receptor(index, receptor.kind, tick, dt);
        }
        self.ring.clear(tick);
        let alarm = self.update_membrane(population, dt);
        for &Silenced { index, v, left } in &self.silenced {
            self.v[index] = v;
            self.left[index] = left.saturating_sub(1);
            self.scratch.fired[index] = 0;
        }
        self.collect(population.first + self.start, tick, spikes);
        alarm
    }

    fn update_receptor(&mut self, index: usize, kind: ReceptorKind, tick: u64, dt: f64) {
        let input = self.ring.slot_mut(tick, index);
        let scratch = &mut self.scratch;
        if let Some(conducting) = &mut self.conducting
            && !matches!(kind, ReceptorKind::Delta)
        {
            conducting.receptor(index, &mut self.synapses[index], input, dt);
            return;
        }
        let p = &self.propagators[index];
        match (&mut self.synapses[index], kind) {
            (Synapse::Exponential { i }, ReceptorKind::Exponential { tau }) => {
                if self.exact.is_some() {
                    kernel::exact_exponential(i, input, &mut scratch.synaptic, &p.current, p.decay);
                } else {
                    kernel::euler_exponential(i, input, &mut scratch.synaptic, tau, dt);
                }
            }
            (Synapse::Alpha { x, i }, ReceptorKind::Alpha { tau }) => {
                let total = &mut scratch.synaptic;
                if self.exact.is_some() {
                    kernel::exact_alpha(x, i, input, total, &p.inner, &p.current, p.decay, dt);
                } else {
                    kernel::euler_alpha(x, i, input, total, tau, dt);
                }
            }
            _ => {
                for (jump, input) in scratch.jump.iter_mut().zip(input) {
                    *jump += *input;
                }
            }
        }
    }

    fn update_membrane(&mut self, population: &Population, dt: f64) -> bool {
        let range = self.range();
        let scratch = &mut self.scratch;
        let forces = Forces {
            synaptic: &scratch.synaptic,
            external: if scratch.varies { &scratch.external } else { &scratch.constant },
            noise: &scratch.noise,
            jump: &scratch.jump,
            kick: &scratch.kick,
        };
        let (v_rest, v_thr) = (&population.v_rest[range.clone()], &population.v_thr[range.clone()]);
        let v_reset = &population.v_reset[range.clone()];
        let hold = &population.hold[range.clone()];
        if let Some(conducting) = &self.conducting {
            let p = conducting.parameters(v_rest, v_thr, v_reset, hold);
            let (left, fired) = (&mut self.left, &mut scratch.fired);
            return conductance::membrane(&mut self.v, left, fired, &conducting.sums, p, forces);
        }
        if let Some(Exact { leak, drive, .. }) = &self.exact {
            let parameters = ExactParameters { leak, drive, v_rest, v_thr, v_reset, hold };
            kernel::exact_membrane(
                &mut self.v,
                &mut self.left,
                &mut scratch.fired,
                parameters,
                forces,
            )
        } else {
            let tau_m = &population.tau_m[range];
            let parameters = EulerParameters { tau_m, v_rest, v_thr, v_reset, hold };
            kernel::euler_membrane(
                &mut self.v,
                &mut self.left,
                &mut scratch.fired,
                parameters,
                forces,
                dt,
            )
        }
    }

    /// Appends the neurons that fired, eight flags at a time: most are zero.
    fn collect(&self, first: u32, tick: u64, spikes: &mut Vec<Spike>) {
        for (block, flags) in self.scratch.fired.chunks(8).enumerate() {
            if flags.iter().all(|&f| f == 0) {
                continue;
            }
            for (k, _) in flags.iter().enumerate().filter(|(_, f)| **f != 0) {
                spikes.push(Spike { tick, neuron: first + (block * 8 + k) as u32 });
            }
        }
    }

    /// What white noise of unit stationary deviation of V needs per step, for a neuron: the
    /// deviation of V's kick in the exact scheme, of the noise current in the Euler scheme.
    pub fn white_scale(&self, population: &Population, k: usize, dt: f64) -> f64 {
        match &self.exact {
            Some(exact) => {
                let conducting = self.conducting.as_ref();
                exact.white[k] * conducting.map_or(1.0, |conducting| conducting.early(k))
            }
            // V' = a V + (dt/tau) ξ with a = 1 - dt/tau has the variance (dt/tau)²/(1 - a²).
            None => {
                let tau = population.tau_m[self.start as usize + k];
                let a = 1.0 - dt / tau;
                libm::sqrt((1.0 - a * a).max(0.0)) * tau / dt
            }
        }
    }

    /// Whether the scheme is the exact one.
    pub fn is_exact(&self) -> bool {
        self.exact.is_some()
    }
}

impl Scratch {
    fn new(n: usize) -> Scratch {
        let zeros = || vec![0.0; n];
        Scratch {
            constant: zeros(),
            external: zeros(),
            noise: zeros(),
            kick: zeros(),
            draws: zeros(),
            varies: false,
            noisy: false,
            kicked: false,
            synaptic: zeros(),
            jump: zeros(),
            fired: vec![0; n],
        }
    }
}
