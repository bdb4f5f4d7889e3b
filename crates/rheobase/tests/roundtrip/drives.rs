//! Inputs and functions of time.

use crate::connections::receptor;
use crate::files;
use crate::values::*;
use proptest::prelude::*;
use rheobase::spec::*;
use rheobase::units::Dimension;

fn unit() -> impl Strategy<Value = DriveUnit> {
    prop_oneof![Just(DriveUnit::MilliVolt), Just(DriveUnit::PicoAmpere)]
}

fn steps(dt: f64) -> impl Strategy<Value = Vec<Step>> {
    let step = (time(dt, 0..5000), time(dt, 1..500), positive(5.0))
        .prop_map(|(start, duration, value)| Step { start, duration, value });
    prop::collection::vec(step, 0..4)
}

/// A function that is never negative, for `n` neurons; `unit` is that of numbers in a file.
fn function(dt: f64, n: usize, unit: &'static str) -> BoxedStrategy<TimeFunction> {
    let steps =
        (positive(9.0), steps(dt)).prop_map(|(base, steps)| TimeFunction::Steps { base, steps });
    let ramp = (number(500.0), positive(900.0), positive(9.0), positive(9.0)).prop_map(
        |(start, length, from, to)| TimeFunction::Ramp { start, stop: start + length, from, to },
    );
    let sine = (positive(9.0), 0.0..1.0f64, positive(90.0), number(7.0)).prop_map(
        |(offset, share, frequency, phase)| TimeFunction::Sine {
            offset,
            amplitude: share * offset,
            frequency,
            phase,
        },
    );
    let row = prop::collection::vec(positive(9.0), n);
    let samples = prop_oneof![
        prop::collection::vec(positive(9.0), 1..20).prop_map(Samples::Values),
        prop::collection::vec(row, 1..4).prop_map(Samples::Table),
        Just(Samples::File(files::samples(unit))),
    ];
    let series = (samples, dt..21.0, number(100.0))
        .prop_map(|(samples, interval, start)| TimeFunction::Series { samples, interval, start });
    prop_oneof![positive(30.0).prop_map(TimeFunction::Constant), steps, ramp, sine, series].boxed()
}

fn constant_weight(unit: WeightUnit) -> impl Strategy<Value = Weight> {
    number(2.0).prop_map(move |w| Weight { unit, value: WeightValue::Constant(w) })
}

fn poisson(dt: f64, n: usize) -> BoxedStrategy<InputKind> {
    let parts = (function(dt, n, "kHz"), 1u64..1000, any::<bool>(), receptor());
    parts
        .prop_flat_map(|(rate, sources, shared, (receptor, unit))| {
            constant_weight(unit).prop_map(move |weight| {
                let (rate, receptor) = (rate.clone(), receptor.clone());
                // A shared train cannot have a rate for each neuron.
                let by_neuron = match &rate {
                    TimeFunction::Series { samples: Samples::Table(rows), .. } => rows[0].len() > 1,
                    _ => false,
                };
                let shared = shared && !by_neuron;
                InputKind::Poisson { rate, sources, shared, receptor, weight }
            })
        })
        .boxed()
}

fn spike_train(dt: f64, n: u32) -> BoxedStrategy<InputKind> {
    let spike = (time(dt, 0..5000), 0..n);
    let list = prop::collection::vec(spike, 0..6).prop_map(|spikes| {
        let (times, ids) = spikes.into_iter().unzip();
        SpikeSource::Values { times, ids }
    });
    let source = prop_oneof![list, Just(SpikeSource::File(files::spikes()))];
    (source, receptor())
        .prop_flat_map(|(spikes, (receptor, unit))| {
            constant_weight(unit).prop_map(move |weight| {
                let (spikes, receptor) = (spikes.clone(), receptor.clone());
                InputKind::SpikeTrain { spikes, receptor, weight }
            })
        })
        .boxed()
}

fn kind(dt: f64, n: u64) -> BoxedStrategy<InputKind> {
    let dimension = |unit| match unit {
        DriveUnit::MilliVolt => Dimension::Voltage,
        DriveUnit::PicoAmpere => Dimension::Current,
    };
    let word = |unit| if unit == DriveUnit::MilliVolt { "uV" } else { "nA" };
    prop_oneof![
        (number(30.0), positive(5.0), unit()).prop_map(|(mean, sd, unit)| InputKind::Constant {
            mean,
            sd,
            unit
        }),
        unit().prop_flat_map(move |unit| param(n, 1.0, 20.0, dimension(unit))
            .prop_map(move |value| InputKind::PerNeuron { value, unit })),
        unit().prop_flat_map(move |unit| function(dt, n as usize, word(unit))
            .prop_map(move |function| InputKind::Current { function, unit })),
        positive(5.0).prop_map(|sd| InputKind::StepNoise { sd }),
        positive(5.0).prop_map(|sigma| InputKind::WhiteNoise { sigma }),
        (number(20.0), positive(5.0), positive(50.0), unit()).prop_map(
            |(mean, sigma, tau, unit)| InputKind::OrnsteinUhlenbeck { mean, sigma, tau, unit }
        ),
        poisson(dt, n as usize),
        spike_train(dt, n as u32),
    ]
    .boxed()
}

pub fn input(name: String, dt: f64) -> BoxedStrategy<InputSpec> {
    (0..POPULATIONS.len())
        .prop_flat_map(move |p| {
            let name = name.clone();
            selection(p).prop_flat_map(move |target| {
                let n = target.len(POPULATIONS[p].1);
                let name = name.clone();
                kind(dt, n).prop_map(move |kind| InputSpec {
                    name: name.clone(),
                    target: target.clone(),
                    kind,
                })
            })
        })
        .boxed()
}
