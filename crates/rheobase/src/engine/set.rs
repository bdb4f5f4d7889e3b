//! Setting the state of neurons and synapses from outside, between two steps.
//!
//! What is told by [`Engine::voltages`] and its like may be given back: setting it changes nothing.

use super::kernel::ran_away;
use super::layer::Synapse;
use super::part::Part;
use super::rows::Weights;
use super::{Engine, SetError};
use crate::network::Network;

/// Synapses of a projection one by one; indices count within the populations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SynapseList {
    /// Index of each synapse's source.
    pub sources: Vec<u32>,
    /// Index of its target.
    pub targets: Vec<u32>,
    /// Its delay in steps.
    pub delays: Vec<u32>,
}

/// Neurons.
impl Engine {
    /// Sets the membrane potentials of a population, mV, in the order of [`Engine::voltages`]. A
    /// neuron at its threshold or above fires in the next step; one that is held at its reset stays
    /// where it is put until the hold ends.
    ///
    /// # Errors
    /// Another number of values, or one that is no membrane potential.
    pub fn set_voltages(&mut self, population: usize, values: &[f64]) -> Result<(), SetError> {
        let what = self.known_population(population, "voltages")?;
        self.check_neurons(population, &what, values)?;
        check_each(&what, values, "a voltage between -1e6 mV and 1e6 mV", |v| !ran_away(v))?;
        self.scatter(population, values, |part| &mut part.layers[population].v);
        Ok(())
    }

    /// Sets the synaptic current of a receptor as R·I, mV, in the order of [`Engine::currents`].
    /// Of an alpha current this is I itself; what is still rising in it goes on as it would have.
    ///
    /// # Errors
    /// Another number of values, one that is not finite, or a receptor without a current of its own
    /// (delta, conductance).
    pub fn set_currents(
        &mut self,
        population: usize,
        receptor: usize,
        values: &[f64],
    ) -> Result<(), SetError> {
        let what = self.known_receptor(population, receptor, "currents")?;
        let refused = match &self.parts[0].layers[population].synapses[receptor] {
            Synapse::Exponential { .. } | Synapse::Alpha { .. } => None,
            Synapse::Delta => Some("a delta receptor moves V at once: set the voltages"),
            Synapse::Conductance { .. } => Some("set its conductance"),
        };
        if let Some(help) = refused {
            return Err(SetError::Refused { what, message: "it has no current to set", help });
        }
        self.check_neurons(population, &what, values)?;
        check_each(&what, values, "a finite number of mV", f64::is_finite)?;
        self.scatter(population, values, |part| part.variable_mut(population, receptor));
        Ok(())
    }

    /// Sets the conductance of a receptor, nS, in the order of [`Engine::conductances`].
    ///
    /// # Errors
    /// Another number of values, one that is negative or not finite, or a receptor of another kind.
    pub fn set_conductances(
        &mut self,
        population: usize,
        receptor: usize,
        values: &[f64],
    ) -> Result<(), SetError> {
        let what = self.known_receptor(population, receptor, "conductances")?;
        let synapse = &self.parts[0].layers[population].synapses[receptor];
        if !matches!(synapse, Synapse::Conductance { .. }) {
            let (message, help) = ("it has no conductance to set", "set its current, or V");
            return Err(SetError::Refused { what, message, help });
        }
        self.check_neurons(population, &what, values)?;
        let accepted = "a conductance of 0 nS or more";
        check_each(&what, values, accepted, |g| g.is_finite() && g >= 0.0)?;
        self.scatter(population, values, |part| part.variable_mut(population, receptor));
        Ok(())
    }

    /// A list of each neuron of a population to all parts.
    pub(super) fn scatter<T: Copy>(
        &mut self,
        population: usize,
        values: &[T],
        to: impl Fn(&mut Part) -> &mut [T],
    ) {
        for part in &mut self.parts {
            let range = part.layers[population].range();
            let to = to(part);
            if to.len() == range.len() {
                to.copy_from_slice(&values[range]);
            }
        }
    }

    fn known_population(&self, population: usize, what: &str) -> Result<String, SetError> {
        let populations = &self.network.populations;
        let found = populations.get(population).ok_or(SetError::Unknown {
            what: "population",
            index: population,
            count: populations.len(),
        })?;
        Ok(format!("{what} of population `{}`", found.name))
    }

    fn known_receptor(
        &self,
        population: usize,
        receptor: usize,
        what: &str,
    ) -> Result<String, SetError> {
        self.known_population(population, what)?;
        let about = &self.network.populations[population];
        let found = about.receptors.get(receptor).ok_or(SetError::Unknown {
            what: "receptor",
            index: receptor,
            count: about.receptors.len(),
        })?;
        Ok(format!("{what} of receptor `{}` of population `{}`", found.name, about.name))
    }

    fn check_neurons(&self, population: usize, what: &str, values: &[f64]) -> Result<(), SetError> {
        let expected = self.network.populations[population].size as usize;
        check_length(what, values.len(), expected, "neuron")
    }
}

/// Synapses.
impl Engine {
    /// The synapses of a projection in the order of [`Engine::weights`].
    pub fn synapses_of(&self, projection: usize) -> SynapseList {
        let mut list = SynapseList::default();
        let Some(bundle) = self.bundle_of(projection) else { return list };
        let sources = self.network.populations[self.network.projections[projection].source].size;
        let (mut order, mut delays) = (Vec::new(), Vec::new());
        for source in 0..sources {
            for part in &self.parts {
                let rows = &part.rows[bundle];
                rows.told_of(source, projection, &mut order);
                rows.delays(source, &mut delays);
                let first = rows.row(source).start;
                for &synapse in &order {
                    let input = rows.targets.get(synapse);
                    let member = rows.member(input);
                    list.sources.push(source);
                    list.targets.push((input - member.inputs.start) as u32 + member.first);
                    list.delays.push(delays[synapse - first]);
                }
            }
        }
        list
    }

    /// Sets the weights of a projection, in its own unit and the order of [`Engine::weights`]. They
    /// are delivered from the next step on, and learned from there; what learning remembers of
    /// earlier spikes stays. The initial weights that the anti-Hebbian rule refers to stay too.
    ///
    /// # Errors
    /// Another number of values, or one that the projection cannot have.
    pub fn set_weights(&mut self, projection: usize, values: &[f64]) -> Result<(), SetError> {
        let network = self.network.clone();
        let about = network.projections.get(projection).ok_or(SetError::Unknown {
            what: "projection",
            index: projection,
            count: network.projections.len(),
        })?;
        let what = format!("weights of projection `{}`", about.name);
        let bundle = self.bundle_of(projection);
        let expected = bundle.map_or(0, |bundle| self.synapses_in(bundle, projection));
        check_length(&what, values.len(), expected, "synapse")?;
        check_weights(&network, projection, &what, values)?;
        let Some(bundle) = bundle else { return Ok(()) };
        if about.is_plastic() {
            for part in &mut self.parts {
                part.settle(&network, bundle, self.tick);
            }
            self.put_told(projection, bundle, values, Part::set_learned);
            self.put_told(projection, bundle, values, Part::set_delivered);
        } else {
            self.put_static(projection, bundle, values);
            self.set_by_hand[projection] = true;
        }
        Ok(())
    }

    /// Sets weights that do not learn.
    pub(super) fn put_static(&mut self, projection: usize, bundle: usize, values: &[f64]) {
        let single = values.iter().all(|&value| f64::from(value as f32) == value);
        for part in &mut self.parts {
            let rows = &mut part.rows[bundle];
            rows.weights.make_individual(rows.starts.last().map_or(0, |&n| n as usize), single);
        }
        self.put_told(projection, bundle, values, |part, bundle, synapse, value| {
            match &mut part.rows[bundle].weights {
                Weights::Same(_) => {}
                Weights::F32(each) => each[synapse] = value as f32,
                Weights::F64(each) => each[synapse] = value,
            }
        });
    }

    /// Hands each synapse of a projection its value, in order of its synapses: the way back of
    /// [`Engine::told`].
    pub(super) fn put_told(
        &mut self,
        projection: usize,
        bundle: usize,
        values: &[f64],
        set: impl Fn(&mut Part, usize, usize, f64),
    ) {
        let sources = self.network.populations[self.network.projections[projection].source].size;
        let (mut values, mut order) = (values.iter(), Vec::new());
        for source in 0..sources {
            for part in &mut self.parts {
                part.rows[bundle].told_of(source, projection, &mut order);
                for (&synapse, &value) in order.iter().zip(values.by_ref()) {
                    set(part, bundle, synapse, value);
                }
            }
        }
    }

    /// Number of synapses of a projection.
    pub(super) fn synapses_in(&self, bundle: usize, projection: usize) -> usize {
        let rows = self.parts.iter().map(|part| &part.rows[bundle]);
        rows.map(|rows| match &rows.bundle.projections[..] {
            [_] => rows.len(),
            _ => (0..rows.len())
                .filter(|&s| rows.member(rows.targets.get(s)).projection == projection)
                .count(),
        })
        .sum()
    }
}

fn check_weights(
    network: &Network,
    projection: usize,
    what: &str,
    values: &[f64],
) -> Result<(), SetError> {
    let about = &network.projections[projection];
    let receptor = &network.populations[about.target].receptors[about.receptor];
    let unit = about.unit.word();
    if let Some(stdp) = &about.stdp {
        let max = stdp.law.max();
        let accepted = match max {
            f64::MAX => format!("0 {unit} or more: this projection learns"),
            _ => format!("0 {unit} to {max} {unit}, the bounds of what is learned"),
        };
        return check_each(what, values, &accepted, |w| (0.0..=max).contains(&w));
    }
    if receptor.kind.reversal().is_some() {
        let accepted = format!("0 {unit} or more: a conductance is never negative");
        return check_each(what, values, &accepted, |w| w.is_finite() && w >= 0.0);
    }
    check_each(what, values, &format!("a finite number of {unit}"), f64::is_finite)
}

pub(super) fn check_length(
    what: &str,
    found: usize,
    expected: usize,
    each: &'static str,
) -> Result<(), SetError> {
    if found == expected {
        return Ok(());
    }
    Err(SetError::Length { what: what.into(), found, expected, each })
}

pub(super) fn check_each(
    what: &str,
    values: &[f64],
    accepted: &str,
    can_be: impl Fn(f64) -> bool,
) -> Result<(), SetError> {
    match values.iter().position(|&value| !can_be(value)) {
        None => Ok(()),
        Some(index) => Err(SetError::Value {
            what: what.into(),
            index,
            value: values[index],
            accepted: accepted.into(),
        }),
    }
}
