//! Whole networks: populations, phases, recordings.

use crate::connections::{RECEPTORS, block, failure, fitted, plasticity, projection};
use crate::drives::input;
use crate::values::*;
use proptest::prelude::*;
use rheobase::spec::*;
use rheobase::units::Dimension::{Capacitance, Time, Voltage};

/// Positions of all populations in one space.
fn positions() -> BoxedStrategy<Vec<Positions>> {
    let n = POPULATIONS.len();
    let ring = positive(5000.0).prop_map(move |c| vec![Positions::Ring { circumference: c }; n]);
    let place = (1u64..7, positive(100.0), positive(900.0), any::<bool>()).prop_map(
        |(columns, spacing, width, grid)| match grid {
            true => Positions::Grid { columns, spacing, periodic: false },
            false => Positions::Random { width, height: spacing, periodic: false },
        },
    );
    let torus = (positive(900.0), positive(900.0)).prop_map(move |(width, height)| {
        vec![Positions::Random { width, height, periodic: true }; n]
    });
    prop_oneof![ring, prop::collection::vec(place, n), torus].boxed()
}

fn population(index: usize, positions: Positions) -> BoxedStrategy<PopulationSpec> {
    let (name, size) = POPULATIONS[index];
    let lif = (
        param(size, 5.0, 20.0, Time),
        param(size, 100.0, 300.0, Capacitance),
        param(size, -75.0, -65.0, Voltage),
        param(size, -52.0, -48.0, Voltage),
        param(size, -80.0, -60.0, Voltage),
        // A constant refractory period must be on the grid, which is unknown here.
        prop_oneof![Just(Param::Constant(0.0)), distribution(0.5, 3.0).prop_map(Param::Drawn)],
        number(50.0),
    )
        .prop_map(|(tau_m, c_m, v_rest, v_thr, v_reset, t_ref, v_spike)| LifSpec {
            tau_m,
            c_m: Some(c_m),
            v_rest,
            v_thr,
            v_reset,
            t_ref,
            v_spike,
        });
    let color = prop::sample::select(vec![None, Some("teal"), Some("#00fF12")]);
    (lif, color, param(size, -80.0, -50.0, Voltage), positive(20.0))
        .prop_map(move |(lif, color, v_init, tau)| PopulationSpec {
            name: name.into(),
            size,
            color: color.map(str::to_string),
            model: NeuronModel::Lif(lif),
            receptors: vec![
                ReceptorSpec { name: RECEPTORS[0].0.into(), kind: ReceptorKind::Delta },
                ReceptorSpec {
                    name: RECEPTORS[1].0.into(),
                    kind: ReceptorKind::Exponential { tau },
                },
                ReceptorSpec { name: RECEPTORS[2].0.into(), kind: ReceptorKind::Alpha { tau } },
            ],
            v_init,
            positions: Some(positions),
        })
        .boxed()
}

fn any_selection() -> BoxedStrategy<Selection> {
    (0..POPULATIONS.len()).prop_flat_map(selection).boxed()
}

/// What a phase changes; the projection `p` and the inputs `c`, `o`, `r` are always there.
fn phase(number: usize, dt: f64) -> BoxedStrategy<PhaseSpec> {
    let switch = || {
        prop::sample::select(vec![
            vec![],
            vec![("*".to_string(), true)],
            vec![("p*".to_string(), false), ("p".to_string(), true)],
        ])
    };
    let scale = prop::option::of(crate::values::number(2.0))
        .prop_map(|factor| factor.map(|f| ("*".to_string(), f)).into_iter().collect());
    let means = (crate::values::number(30.0), positive(9.0)).prop_map(|(mean, rate)| {
        vec![("c".to_string(), mean), ("o".to_string(), -mean), ("r".to_string(), rate)]
    });
    let means = prop_oneof![Just(vec![]), means];
    let silence = prop::collection::vec(any_selection(), 0..3);
    (prose(), time(dt, 1..2000), switch(), switch(), scale, means, silence)
        .prop_map(move |(name, duration, plasticity, failures, scale, inputs, silence)| {
            let name = if name.is_empty() { name } else { format!("{name}{number}") };
            PhaseSpec { name, duration, plasticity, failures, scale, inputs, silence }
        })
        .boxed()
}

fn record(name: String, dt: f64, steps: u32) -> BoxedStrategy<RecordSpec> {
    let all = ["V", "I", "I.jump", "I.exp", "I.α"];
    let variables = prop::sample::subsequence(all.to_vec(), 1..=all.len())
        .prop_map(|words| words.into_iter().map(str::to_string).collect());
    let sample = prop::option::of(Just(1u64));
    let times = prop::collection::vec(time(dt, 0..steps), 1..4);
    let pattern = || prop::sample::select(vec!["*", "p", "p*"]).prop_map(str::to_string);
    let kind = prop_oneof![
        (any_selection(), sample.clone())
            .prop_map(|(of, sample)| RecordKind::Spikes { of, sample }),
        (any_selection(), sample, variables, time(dt, 1..steps)).prop_map(
            |(of, sample, variables, every)| RecordKind::State { of, sample, variables, every }
        ),
        (any_selection(), time(dt, 1..steps)).prop_map(|(of, bin)| RecordKind::Rate { of, bin }),
        (pattern(), times)
            .prop_map(|(projection, times)| RecordKind::Weights { projection, times }),
        pattern().prop_map(|projection| RecordKind::Connectivity { projection }),
    ];
    kind.prop_map(move |kind| RecordSpec { name: name.clone(), kind }).boxed()
}

/// Inputs that phases may change.
fn steady() -> Vec<InputSpec> {
    let unit = DriveUnit::MilliVolt;
    let weight = Weight { unit: WeightUnit::MilliVolt, value: WeightValue::Constant(0.5) };
    let rate = TimeFunction::Constant(8.0);
    let receptor = RECEPTORS[0].0.to_string();
    let make =
        |name: &str, kind| InputSpec { name: name.into(), target: Selection::all("E"), kind };
    let pa = DriveUnit::PicoAmpere;
    vec![
        make("c", InputKind::Constant { mean: 20.0, sd: 0.0, unit: pa }),
        make("o", InputKind::OrnsteinUhlenbeck { mean: 0.0, sigma: 1.0, tau: 5.0, unit }),
        make("r", InputKind::Poisson { rate, sources: 5, shared: false, receptor, weight }),
    ]
}

/// The projection `p`, which has everything that a phase can switch.
fn switched(dt: f64) -> impl Strategy<Value = ProjectionSpec> {
    (projection("p".into(), dt), failure(dt), plasticity(dt)).prop_map(|(p, failure, learning)| {
        fitted(ProjectionSpec { failure: Some(failure), plasticity: Some(learning), ..p })
    })
}

fn seeds() -> impl Strategy<Value = Seeds> {
    let seed = || prop::option::of(any::<u64>());
    (seed(), seed(), seed()).prop_map(|(wiring, initial, noise)| Seeds { wiring, initial, noise })
}

/// A list of up to three things with names of their own.
fn some<T: std::fmt::Debug + 'static>(
    make: impl Fn(String) -> BoxedStrategy<T> + Clone + 'static,
) -> BoxedStrategy<Vec<T>> {
    (0usize..4)
        .prop_flat_map(move |count| {
            let make = make.clone();
            let one = move |index| name(index).prop_flat_map(make.clone());
            (0..count).map(one).collect::<Vec<_>>()
        })
        .boxed()
}

fn populations() -> BoxedStrategy<Vec<PopulationSpec>> {
    positions()
        .prop_flat_map(|places| {
            let all = places.into_iter().enumerate().map(|(index, place)| population(index, place));
            all.collect::<Vec<_>>()
        })
        .boxed()
}

/// A network in which everything fits.
pub fn network() -> BoxedStrategy<NetworkSpec> {
    let dt = prop::sample::select(vec![0.1, 0.05, 0.25, 0.125, 1.0, 0.2]);
    dt.prop_flat_map(|dt| {
        let head = (name(0), prose(), any::<u64>(), seeds(), any::<bool>(), 1000u32..5000);
        let parts = (
            populations(),
            prop::option::of(name(0).prop_flat_map(move |name| block(name, dt))),
            switched(dt),
            some(move |name| projection(name, dt)),
            some(move |name| input(name, dt)),
        );
        let phases = (0usize..4).prop_flat_map(move |count| {
            (0..count).map(|index| phase(index, dt)).collect::<Vec<_>>()
        });
        (head, parts, phases)
            .prop_flat_map(move |(head, parts, phases)| {
                let (name, description, seed, seeds, euler, steps) = head;
                let (populations, block, switched, projections, inputs) = parts;
                let sum: f64 = phases.iter().map(|phase| phase.duration).sum();
                let duration = if phases.is_empty() { f64::from(steps) * dt } else { sum };
                let steps = (duration / dt).round() as u32;
                let spec = NetworkSpec {
                    description,
                    scheme: if euler { Scheme::Euler } else { Scheme::Exact },
                    dt,
                    duration,
                    seed,
                    seeds,
                    populations,
                    blocks: block.into_iter().collect(),
                    projections: [vec![switched], projections].concat(),
                    inputs: [steady(), inputs].concat(),
                    phases,
                    ..NetworkSpec::new(name)
                };
                let records = some(move |name| record(name, dt, steps.max(2)));
                (Just(spec), records, time(dt, 0..steps), any::<bool>())
            })
            .prop_map(|(spec, record, start, stop)| {
                let stop = stop.then_some(spec.duration);
                let analysis = AnalysisSpec { start, stop, bin: spec.dt * 10.0 };
                NetworkSpec { record, analysis, ..spec }
            })
    })
    .boxed()
}
