//! Inputs and noise of a step.

use super::Supply;
use super::drives::Drives;
use super::inputs::InputMap;
use super::kernel;
use super::layer::{Layer, Silenced};
use super::part::Part;
use super::poisson::PoissonTable;
use crate::network::{Controls, Input, InputDrive, Network, Region};
use crate::rng::fill_normals;

/// An input as it reaches one part.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its neurons in the layer: `start` is the index in the layer, `offset` that in the target.
    regions: Vec<Region>,
    /// Whether these are all neurons of the layer.
    covers: bool,
    /// State of an Ornstein–Uhlenbeck process, deviation in units of its sigma.
    process: Vec<f64>,
    /// Deviation of white noise per step, for each neuron of the layer.
    scales: Vec<f64>,
    /// Distribution of Poisson counts for the rate at hand.
    table: PoissonTable,
    /// Place of the layer's first input, for spikes.
    start: usize,
    /// Whether its values may come from the caller.
    supplied: bool,
}

impl Source {
    pub fn new(input: &Input, layers: &[Layer], map: &InputMap, network: &Network) -> Source {
        let layer = &layers[input.population];
        let (first, last) = (layer.start, layer.start + layer.v.len() as u32);
        let clip = |r: &Region| {
            let start = r.start.max(first);
            let stop = (r.start + r.len).min(last);
            (start < stop).then(|| Region {
                start: start - first,
                len: stop - start,
                offset: r.offset + (start - r.start),
            })
        };
        let regions: Vec<_> = input.regions.iter().filter_map(clip).collect();
        let mut process = Vec::new();
        if let InputDrive::OrnsteinUhlenbeck { .. } = input.drive {
            process = vec![0.0; layer.v.len()];
            for r in &regions {
                // The process starts in its stationary state; draws of steps use other ticks.
                let values = &mut process[r.start as usize..(r.start + r.len) as usize];
                fill_normals(input.key, u64::MAX, r.offset as usize, values);
            }
        }
        let mut scales = Vec::new();
        if let InputDrive::WhiteNoise { sigma } = input.drive {
            let scale = |k| sigma * layer.white_scale(k, network.dt());
            scales = (0..layer.v.len()).map(scale).collect();
        }
        let covers = regions.iter().map(|r| r.len as usize).sum::<usize>() == layer.v.len();
        let receptor = input.drive.receptor().unwrap_or(0);
        let start = map.start(input.population, receptor, input.per_resistance);
        Source {
            regions,
            covers,
            process,
            scales,
            table: PoissonTable::default(),
            start,
            supplied: false,
        }
    }

    /// Whether it has a state.
    pub fn has_process(&self) -> bool {
        !self.process.is_empty()
    }

    /// Writes the process of this part's neurons to their places in the target.
    pub fn copy_process(&self, all: &mut [f64]) {
        for r in &self.regions {
            let mine = &self.process[r.start as usize..(r.start + r.len) as usize];
            all[r.offset as usize..(r.offset + r.len) as usize].copy_from_slice(mine);
        }
    }

    /// The way back.
    pub fn set_process(&mut self, all: &[f64]) {
        for r in &self.regions {
            let mine = &mut self.process[r.start as usize..(r.start + r.len) as usize];
            mine.copy_from_slice(&all[r.offset as usize..(r.offset + r.len) as usize]);
        }
    }
}

impl Part {
    /// Sums up what does not change until the next change of controls, and says which layers have
    /// drives that vary.
    pub fn apply_controls(
        &mut self,
        network: &Network,
        controls: &Controls,
        supply: Option<&dyn Supply>,
    ) {
        for (layer, silenced) in self.layers.iter_mut().zip(&controls.silenced) {
            let range = layer.range();
            let mine = silenced.iter().map(|&i| i as usize).filter(|i| range.contains(i));
            layer.silenced = mine.map(|i| Silenced::new(i - range.start)).collect();
            layer.drives.constant.clear();
            layer.drives.external.clear();
            layer.drives.stepwise = false;
        }
        for (source, input) in self.sources.iter_mut().zip(&network.inputs) {
            source.supplied = supply.is_some_and(|supply| supply.drives(&input.name));
            if source.supplied && matches!(input.drive, InputDrive::Constant { .. }) {
                self.layers[input.population].drives.stepwise = true;
            }
        }
        for (index, input) in network.inputs.iter().enumerate() {
            let layer = &mut self.layers[input.population];
            match &input.drive {
                InputDrive::Constant { .. } if layer.drives.stepwise => {
                    layer.drives.external.resize(layer.v.len(), 0.0);
                }
                InputDrive::Constant { mean, deviation } => {
                    let mean = controls.means[index].unwrap_or(*mean);
                    layer.drives.constant.resize(layer.v.len(), 0.0);
                    for r in &self.sources[index].regions {
                        for k in 0..r.len as usize {
                            let value = mean + deviation[r.offset as usize + k];
                            let at = r.start as usize + k;
                            layer.drives.constant[at] += value * resistance(input, layer, at);
                        }
                    }
                }
                InputDrive::Current(_) | InputDrive::OrnsteinUhlenbeck { .. } => {
                    layer.drives.external.resize(layer.v.len(), 0.0);
                }
                _ => {}
            }
        }
        self.layers.iter_mut().for_each(|layer| layer.drives.find_level());
    }

    /// Fills the drives, noise and external spikes of a step.
    pub fn drive(
        &mut self,
        network: &Network,
        controls: &Controls,
        supply: Option<&dyn Supply>,
        tick: u64,
    ) {
        for Layer { drives, .. } in &mut self.layers {
            (drives.noisy, drives.kicked) = (false, false);
            if drives.constant.is_empty() {
                drives.external.fill(0.0);
            } else if !drives.external.is_empty() {
                drives.external.copy_from_slice(&drives.constant);
            }
        }
        // In the order in which constant drives are summed up elsewhere: before all others.
        for (index, input) in network.inputs.iter().enumerate() {
            let layer = &mut self.layers[input.population];
            if layer.drives.stepwise && matches!(input.drive, InputDrive::Constant { .. }) {
                let step = Step { network, input, layer, inputs: &mut self.inputs, tick };
                step.constant(&self.sources[index], controls.means[index], supply);
            }
        }
        for (index, input) in network.inputs.iter().enumerate() {
            let layer = &mut self.layers[input.population];
            let source = &mut self.sources[index];
            let mean = controls.means[index];
            let step = Step { network, input, layer, inputs: &mut self.inputs, tick };
            match &input.drive {
                InputDrive::Constant { .. } => {}
                InputDrive::Current(_) => step.current(source, mean, supply),
                InputDrive::OrnsteinUhlenbeck { .. } => step.process(source, mean),
                InputDrive::StepNoise { sd } => step.step_noise(source, *sd, supply),
                InputDrive::WhiteNoise { .. } => step.white_noise(source),
                InputDrive::Poisson { .. } => step.poisson(source, mean),
                InputDrive::SpikeTrain { .. } => step.spike_train(source),
            }
        }
    }
}

/// Resistance of a neuron for a drive in pA; 1 for one in mV.
fn resistance(input: &Input, layer: &Layer, index: usize) -> f64 {
    if input.per_resistance { layer.resistance(index) } else { 1.0 }
}

/// One input in one step.
struct Step<'a> {
    network: &'a Network,
    input: &'a Input,
    layer: &'a mut Layer,
    inputs: &'a mut [f64],
    tick: u64,
}

impl Step<'_> {
    fn resistance(&self, index: usize) -> f64 {
        resistance(self.input, self.layer, index)
    }

    /// Adds what the caller supplies for a stretch of neurons, if it does.
    fn supplied(&mut self, source: &Source, r: &Region, supply: Option<&dyn Supply>) -> bool {
        let Some(supply) = supply.filter(|_| source.supplied) else { return false };
        self.layer.drives.draws.resize(self.layer.v.len(), 0.0);
        let range = r.start as usize..(r.start + r.len) as usize;
        let draws = &mut self.layer.drives.draws[range.clone()];
        if !supply.drive(&self.input.name, self.tick, r.offset as usize, draws) {
            return false;
        }
        for at in range {
            let value = self.layer.drives.draws[at] * self.resistance(at);
            self.layer.drives.external[at] += value;
        }
        true
    }

    fn constant(mut self, source: &Source, mean: Option<f64>, supply: Option<&dyn Supply>) {
        let InputDrive::Constant { mean: own, deviation } = &self.input.drive else { return };
        let mean = mean.unwrap_or(*own);
        for r in &source.regions {
            if self.supplied(source, r, supply) {
                continue;
            }
            for k in 0..r.len as usize {
                let at = r.start as usize + k;
                let value = mean + deviation[r.offset as usize + k];
                self.layer.drives.external[at] += value * self.resistance(at);
            }
        }
    }

    fn current(mut self, source: &Source, mean: Option<f64>, supply: Option<&dyn Supply>) {
        let InputDrive::Current(function) = &self.input.drive else { return };
        let dt = self.network.dt();
        let shared = function.columns() == 1;
        let common =
            if shared { mean.unwrap_or_else(|| function.at(self.tick, dt, 0)) } else { 0.0 };
        for r in &source.regions {
            if self.supplied(source, r, supply) {
                continue;
            }
            for k in 0..r.len {
                let at = (r.start + k) as usize;
                let value = if shared {
                    common
                } else {
                    function.at(self.tick, dt, (r.offset + k) as usize)
                };
                let value = value * self.resistance(at);
                self.layer.drives.external[at] += value;
            }
        }
    }

    fn process(self, source: &mut Source, new_mean: Option<f64>) {
        let InputDrive::OrnsteinUhlenbeck { mean, sigma, decay, spread } = self.input.drive else {
            return;
        };
        let mean = new_mean.unwrap_or(mean);
        for r in &source.regions {
            let range = r.start as usize..(r.start + r.len) as usize;
            for at in range.clone() {
                let value = (mean + sigma * source.process[at]) * self.resistance(at);
                self.layer.drives.external[at] += value;
            }
            self.layer.drives.draws.resize(self.layer.v.len(), 0.0);
            let draws = &mut self.layer.drives.draws[range.clone()];
            fill_normals(self.input.key, self.tick, r.offset as usize, draws);
            for (x, z) in source.process[range].iter_mut().zip(draws) {
                *x = *x * decay + spread * *z;
            }
        }
    }

    /// The first noise of a layer overwrites what the last step left, the others add.
    fn step_noise(self, source: &Source, sd: f64, supply: Option<&dyn Supply>) {
        let Layer { drives, v, .. } = self.layer;
        drives.noise.resize(v.len(), 0.0);
        drives.draws.resize(v.len(), 0.0);
        let add = std::mem::replace(&mut drives.noisy, true);
        if !add && !source.covers {
            drives.noise.fill(0.0);
        }
        for r in &source.regions {
            let range = r.start as usize..(r.start + r.len) as usize;
            let draws = &mut drives.draws[range.clone()];
            let supplied = supply
                .is_some_and(|s| s.noise(&self.input.name, self.tick, r.offset as usize, draws));
            let sd = if supplied { 1.0 } else { sd };
            if !supplied {
                fill_normals(self.input.key, self.tick, r.offset as usize, draws);
            }
            kernel::put_scaled(&mut drives.noise[range], draws, sd, add);
        }
    }

    fn white_noise(self, source: &Source) {
        let exact = self.layer.is_exact();
        let n = self.layer.v.len();
        let Drives { kick, noise, kicked, noisy, draws, .. } = &mut self.layer.drives;
        draws.resize(n, 0.0);
        let (out, used) = if exact { (kick, kicked) } else { (noise, noisy) };
        out.resize(n, 0.0);
        let add = std::mem::replace(used, true);
        if !add && !source.covers {
            out.fill(0.0);
        }
        for r in &source.regions {
            let range = r.start as usize..(r.start + r.len) as usize;
            let draws = &mut draws[range.clone()];
            fill_normals(self.input.key, self.tick, r.offset as usize, draws);
            kernel::put_product(&mut out[range.clone()], draws, &source.scales[range], add);
        }
    }

    fn poisson(self, source: &mut Source, mean: Option<f64>) {
        let InputDrive::Poisson { rate, sources, shared, weight, .. } = &self.input.drive else {
            return;
        };
        let dt = self.network.dt();
        // Hz is 1/s and dt is in ms.
        let expected = |hz: f64| hz.max(0.0) * sources * dt / 1000.0;
        let one_rate = rate.columns() == 1;
        if one_rate {
            let hz = mean.unwrap_or_else(|| rate.at(self.tick, dt, 0));
            source.table.set(expected(hz));
        }
        let Source { regions, table, start, .. } = source;
        let (key, tick, weight) = (self.input.key, self.tick, *weight);
        for r in regions.iter() {
            let inputs = &mut self.inputs[*start + r.start as usize..][..r.len as usize];
            if *shared {
                let count = table.draw(key.words(0, 1, tick)[0]);
                inputs.iter_mut().for_each(|input| *input += f64::from(count) * weight);
            } else if one_rate {
                table.add(key, tick, r.offset as usize, weight, inputs);
            } else {
                for (input, neuron) in inputs.iter_mut().zip(r.offset as usize..) {
                    table.set(expected(rate.at(tick, dt, neuron)));
                    table.add(key, tick, neuron, weight, std::slice::from_mut(input));
                }
            }
        }
    }

    fn spike_train(self, source: &Source) {
        let InputDrive::SpikeTrain { spikes, weight, .. } = &self.input.drive else { return };
        let range = self.layer.range();
        for &neuron in spikes.at(self.tick) {
            if range.contains(&(neuron as usize)) {
                self.inputs[source.start + neuron as usize - range.start] += weight;
            }
        }
    }
}
