//! The state of the neurons of one population that one part owns, and their update.

use super::Spike;
use super::coefficients::{Exact, Propagator};
use super::column::Column;
use super::conductance;
use super::conducting::Conducting;
use super::inputs::Channel;
use super::kernel::{self, BLOCK, EulerParameters, ExactParameters, Forces};
use super::uniform::Uniform;
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
    /// What drives the neurons in a step.
    pub drives: Drives,
    /// Silenced neurons, with room for what a step must not change in them.
    pub silenced: Vec<Silenced>,
    pub(super) parameters: Parameters,
    pub(super) exact: Option<Exact>,
    pub(super) propagators: Vec<Propagator>,
    /// Where all neurons are alike and a step can be one pass.
    pub(super) uniform: Option<Uniform>,
    /// What conductances need, where there are any.
    pub(super) conducting: Option<Conducting>,
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

/// Parameters of the neurons.
#[derive(Clone, Debug)]
pub struct Parameters {
    pub tau_m: Column<f64>,
    pub v_rest: Column<f64>,
    pub v_thr: Column<f64>,
    pub v_reset: Column<f64>,
    pub hold: Column<u32>,
    pub resistance: Option<Column<f64>>,
}

/// What a step computes before the neurons advance, and the next one forgets. Lists that no input
/// of the layer needs are empty.
#[derive(Clone, Debug, Default)]
pub struct Drives {
    /// Sum of constant drives; changes with the controls only.
    pub constant: Vec<f64>,
    /// Whether they are summed up in each step, since some come from the caller.
    pub stepwise: bool,
    /// External drive of the step, where any input varies in time.
    pub external: Vec<f64>,
    /// Noise of the step.
    pub noise: Vec<f64>,
    /// White noise of the step (exact scheme).
    pub kick: Vec<f64>,
    /// Room for draws.
    pub draws: Vec<f64>,
    /// Whether `noise` holds that of this step already.
    pub noisy: bool,
    /// The same of `kick`.
    pub kicked: bool,
}

/// Sums of one block, in the fastest cache.
struct Block {
    synaptic: [f64; BLOCK],
    jump: [f64; BLOCK],
    fired: [u8; BLOCK],
}

/// Where a list is empty.
static ZEROS: [f64; BLOCK] = [0.0; BLOCK];

pub(super) fn block<'a>(values: &'a [f64], neurons: &Range<usize>) -> &'a [f64] {
    if values.is_empty() { &ZEROS[..neurons.len()] } else { &values[neurons.clone()] }
}

impl Layer {
    pub fn new(
        network: &Network,
        index: usize,
        range: Range<usize>,
        channels: &[Channel],
    ) -> Layer {
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
        let column = |values: &[f64]| Column::new(values[range.clone()].to_vec());
        let parameters = Parameters {
            tau_m: column(&population.tau_m),
            v_rest: column(&population.v_rest),
            v_thr: column(&population.v_thr),
            v_reset: column(&population.v_reset),
            hold: Column::new(population.hold[range.clone()].to_vec()),
            resistance: population.resistance.as_deref().map(column),
        };
        let mut layer = Layer {
            start: range.start as u32,
            v: population.v_init[range.clone()].to_vec(),
            left: vec![0; n],
            synapses: population.receptors.iter().map(|r| Synapse::new(r.kind, n)).collect(),
            drives: Drives::default(),
            silenced: Vec::new(),
            parameters,
            exact,
            propagators,
            conducting: Conducting::new(population, conducting, network.dt()),
            uniform: None,
        };
        layer.uniform = layer.as_uniform(population, channels);
        layer
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

    /// Resistance of a neuron in mV/pA, 1 where there is none.
    pub fn resistance(&self, index: usize) -> f64 {
        self.parameters.resistance.as_ref().map_or(1.0, |each| each.get(index))
    }

    /// Advances all neurons by the step `tick` and forgets their `inputs`; `spikes` gets the new
    /// spikes in order of id. Returns whether a voltage ran away.
    pub fn update(
        &mut self,
        population: &Population,
        (inputs, channels): (&mut [f64], &[Channel]),
        tick: u64,
        dt: f64,
        spikes: &mut Vec<Spike>,
    ) -> bool {
        for s in &mut self.silenced {
            (s.v, s.left) = (self.v[s.index], self.left[s.index]);
        }
        let mut sums = Block { synaptic: [0.0; BLOCK], jump: [0.0; BLOCK], fired: [0; BLOCK] };
        let mut alarm = false;
        let n = self.v.len();
        for start in (0..n).step_by(BLOCK) {
            let neurons = start..(start + BLOCK).min(n);
            let at_once = self.at_once(inputs, &neurons, &mut sums.fired);
            let (any, wild) = at_once.unwrap_or_else(|| {
                self.receive(population, inputs, channels, &neurons, dt, &mut sums);
                self.advance(&neurons, dt, &mut sums)
            });
            alarm |= wild;
            self.keep_silenced(&neurons, &mut sums.fired);
            if any {
                let first = population.first + self.start + start as u32;
                collect(&sums.fired[..neurons.len()], first, tick, spikes);
            }
        }
        alarm
    }

    /// Advances the receptors of a block of neurons.
    fn receive(
        &mut self,
        population: &Population,
        inputs: &mut [f64],
        channels: &[Channel],
        neurons: &Range<usize>,
        dt: f64,
        sums: &mut Block,
    ) {
        let n = neurons.len();
        sums.synaptic[..n].fill(0.0);
        sums.jump[..n].fill(0.0);
        if let Some(conducting) = &mut self.conducting {
            conducting.begin();
        }
        let place = |channel: &Channel| {
            let start = channel.start + neurons.start;
            start..start + n
        };
        for (receptor, kind) in population.receptors.iter().map(|r| r.kind).enumerate() {
            let mine = |channel: &&Channel| channel.receptor == receptor;
            let first = channels.partition_point(|channel| channel.receptor < receptor);
            let known = &channels[first..][..channels[first..].iter().take_while(mine).count()];
            if let [one] = known
                && !(one.per_resistance && self.parameters.resistance.is_some())
            {
                // As it stands.
                let input = &mut inputs[place(one)];
                self.receive_at(receptor, kind, neurons, dt, input, sums);
                input.fill(0.0);
                continue;
            }
            let mut arrived = [0.0; BLOCK];
            for channel in known {
                let input = &mut inputs[place(channel)];
                match &self.parameters.resistance {
                    Some(r) if channel.per_resistance => {
                        kernel::add_scaled(&mut arrived[..n], input, r.block(neurons));
                    }
                    _ => kernel::add(&mut arrived[..n], input),
                }
                input.fill(0.0);
            }
            self.receive_at(receptor, kind, neurons, dt, &arrived[..n], sums);
        }
    }

    /// Advances one receptor by what arrives at it.
    fn receive_at(
        &mut self,
        receptor: usize,
        kind: ReceptorKind,
        neurons: &Range<usize>,
        dt: f64,
        input: &[f64],
        sums: &mut Block,
    ) {
        let n = neurons.len();
        let total = &mut sums.synaptic[..n];
        if let Some(conducting) = &mut self.conducting
            && !matches!(kind, ReceptorKind::Delta)
        {
            conducting.receptor(receptor, &mut self.synapses[receptor], input, neurons, dt);
            return;
        }
        let p = &self.propagators[receptor];
        match (&mut self.synapses[receptor], kind) {
            (Synapse::Exponential { i }, ReceptorKind::Exponential { tau }) => {
                let i = &mut i[neurons.clone()];
                if self.exact.is_some() {
                    let to_v = p.current.block(neurons);
                    kernel::exact_exponential(i, input, total, to_v, p.decay);
                } else {
                    kernel::euler_exponential(i, input, total, tau, dt);
                }
            }
            (Synapse::Alpha { x, i }, ReceptorKind::Alpha { tau }) => {
                let (x, i) = (&mut x[neurons.clone()], &mut i[neurons.clone()]);
                if self.exact.is_some() {
                    let (inner, current) = (p.inner.block(neurons), p.current.block(neurons));
                    kernel::exact_alpha(x, i, input, total, inner, current, p.decay, dt);
                } else {
                    kernel::euler_alpha(x, i, input, total, tau, dt);
                }
            }
            _ => kernel::add(&mut sums.jump[..n], input),
        }
    }

    /// Advances the membranes of a block of neurons. Returns whether any fired, and whether any
    /// voltage ran away.
    fn advance(&mut self, neurons: &Range<usize>, dt: f64, sums: &mut Block) -> (bool, bool) {
        let n = neurons.len();
        let Drives { constant, external, noise, kick, .. } = &self.drives;
        let external = if external.is_empty() { constant } else { external };
        let forces = Forces {
            synaptic: &sums.synaptic[..n],
            external: block(external, neurons),
            noise: block(noise, neurons),
            jump: &sums.jump[..n],
            kick: block(kick, neurons),
        };
        let Parameters { tau_m, v_rest, v_thr, v_reset, hold, .. } = &self.parameters;
        let (v_rest, v_thr) = (v_rest.block(neurons), v_thr.block(neurons));
        let (v_reset, hold) = (v_reset.block(neurons), hold.block(neurons));
        let (v, left) = (&mut self.v[neurons.clone()], &mut self.left[neurons.clone()]);
        let fired = &mut sums.fired[..n];
        if let Some(conducting) = &self.conducting {
            let p = conducting.parameters(v_rest, v_thr, v_reset, hold, neurons);
            return conductance::membrane(v, left, fired, &conducting.sums, p, forces);
        }
        if let Some(Exact { leak, drive, .. }) = &self.exact {
            let (leak, drive) = (leak.block(neurons), drive.block(neurons));
            let parameters = ExactParameters { leak, drive, v_rest, v_thr, v_reset, hold };
            kernel::exact_membrane(v, left, fired, parameters, forces)
        } else {
            let tau_m = tau_m.block(neurons);
            let parameters = EulerParameters { tau_m, v_rest, v_thr, v_reset, hold };
            kernel::euler_membrane(v, left, fired, parameters, forces, dt)
        }
    }

    /// Puts the silenced neurons of a block back where they were.
    fn keep_silenced(&mut self, neurons: &Range<usize>, fired: &mut [u8]) {
        for &Silenced { index, v, left } in &self.silenced {
            if neurons.contains(&index) {
                self.v[index] = v;
                self.left[index] = left.saturating_sub(1);
                fired[index - neurons.start] = 0;
            }
        }
    }

    /// What white noise of unit stationary deviation of V needs per step, for a neuron: the
    /// deviation of V's kick in the exact scheme, of the noise current in the Euler scheme.
    pub fn white_scale(&self, k: usize, dt: f64) -> f64 {
        match &self.exact {
            Some(exact) => {
                let conducting = self.conducting.as_ref();
                exact.white.get(k) * conducting.map_or(1.0, |conducting| conducting.early(k))
            }
            // V' = a V + (dt/tau) ξ with a = 1 - dt/tau has the variance (dt/tau)²/(1 - a²).
            None => {
                let tau = self.parameters.tau_m.get(k);
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

/// Appends the neurons that fired, eight flags at a time: most are zero.
fn collect(fired: &[u8], first: u32, tick: u64, spikes: &mut Vec<Spike>) {
    for (group, flags) in fired.chunks(8).enumerate() {
        if flags.iter().all(|&f| f == 0) {
            continue;
        }
        for (k, _) in flags.iter().enumerate().filter(|(_, f)| **f != 0) {
            spikes.push(Spike { tick, neuron: first + (group * 8 + k) as u32 });
        }
    }
}
