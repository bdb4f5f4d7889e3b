//! The Euler scheme against runs of the original simulator, step by step and spike by spike.
//! `tests/golden/README.md` says what each file holds.
#![allow(missing_docs)]

mod common;

use common::{Everything, Reference, voltage_probe};
use rheobase::engine::{Engine, Supply};
use rheobase::network::Network;
use rheobase::spec::*;
use std::sync::Arc;

/// A network of the original, rebuilt from a reference file.
struct Case {
    reference: Reference,
    sizes: Vec<u64>,
    matrix: Vec<f64>,
    spec: NetworkSpec,
}

impl Case {
    fn open(name: &str) -> Case {
        let mut reference = Reference::open(name);
        let sizes = reference.integers("pop_NN");
        let matrix = matrix(&mut reference, name, sizes.iter().sum::<u64>() as usize);
        let spec = network(&mut reference, &sizes, &matrix);
        Case { reference, sizes, matrix, spec }
    }

    fn neurons(&self) -> usize {
        self.sizes.iter().sum::<u64>() as usize
    }

    fn engine(&self, threads: usize) -> Engine {
        let network = Network::compile(&self.spec).expect("the reference network");
        let mut engine = Engine::new(Arc::new(network), threads).expect("the wiring is given");
        for p in 0..self.sizes.len() {
            let probe = voltage_probe(&engine, p);
            engine.add_probe(probe);
        }
        engine
    }

    /// Spikes must be the same, voltages to the last bit (or within `tolerance` mV).
    fn compare(&mut self, result: &Everything, tolerance: f64) {
        let steps = self.reference.integers("spk_step");
        let ids = self.reference.integers("spk_id");
        let expected: Vec<_> = steps.into_iter().zip(ids).collect();
        let found: Vec<_> = result.spikes.iter().map(|s| (s.tick, u64::from(s.neuron))).collect();
        assert_eq!(found, expected, "spikes");
        let v_ids = self.reference.integers("V_ids");
        let v_raw = self.reference.numbers("V_raw");
        let worst = v_raw
            .chunks(v_ids.len())
            .enumerate()
            .flat_map(|(step, row)| {
                // The first sample is the initial state.
                let state = self.state(result, step + 1);
                v_ids
                    .iter()
                    .zip(row)
                    .map(|(&id, v)| (state[id as usize] - v).abs())
                    .collect::<Vec<_>>()
            })
            .fold(0.0, f64::max);
        assert!(worst <= tolerance, "voltages differ by {worst} mV");
        let last = self.state(result, v_raw.len() / v_ids.len());
        let v_end = self.reference.numbers("V_end");
        let worst = last.iter().zip(&v_end).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(worst <= tolerance, "final voltages differ by {worst} mV");
    }

    fn state(&self, result: &Everything, sample: usize) -> Vec<f64> {
        let sizes = self.sizes.iter().map(|&n| n as usize);
        sizes
            .zip(&result.samples)
            .flat_map(|(n, samples)| samples[sample * n..(sample + 1) * n].to_vec())
            .collect()
    }

    /// Runs the case for its steps in one piece and compares.
    fn check(mut self, threads: usize, tolerance: f64) {
        let mut engine = self.engine(threads);
        let mut result = Everything::default();
        let rows = self.reference.numbers("V_raw").len() / self.reference.numbers("V_ids").len();
        result.run(&mut engine, rows as u64);
        self.compare(&result, tolerance);
    }
}

/// The dense matrix, row = target, column = source.
fn matrix(reference: &mut Reference, name: &str, n: usize) -> Vec<f64> {
    if !name.starts_with("G3") {
        return reference.numbers("Wmat0");
    }
    let (post, pre) = (reference.integers("W_post"), reference.integers("W_pre"));
    let values = reference.numbers("W_val");
    let mut dense = vec![0.0; n * n];
    for ((post, pre), value) in post.iter().zip(&pre).zip(values) {
        dense[*post as usize * n + *pre as usize] = value;
    }
    dense
}

fn network(reference: &mut Reference, sizes: &[u64], matrix: &[f64]) -> NetworkSpec {
    let mut spec = NetworkSpec::new("golden");
    spec.scheme = Scheme::Euler;
    spec.dt = reference.number("dt");
    let field = |reference: &mut Reference, key: &str| reference.numbers(&format!("pop_{key}"));
    let tau_syn = field(reference, "Tausyn")[0];
    let parameters = ["Tau", "Vrest", "Vthr", "Vreset", "Vspike"].map(|k| field(reference, k));
    let (v0, ix) = (reference.numbers("V0"), reference.numbers("Ix"));
    let mut first = 0;
    for (p, &size) in sizes.iter().enumerate() {
        let range = first..first + size as usize;
        let name = format!("p{p}");
        let [tau, rest, thr, reset, spike] = parameters.each_ref().map(|v| v[p]);
        let mut population = PopulationSpec::lif(&name, size);
        population.model = NeuronModel::Lif(LifSpec {
            tau_m: Param::Constant(tau),
            v_rest: Param::Constant(rest),
            v_thr: Param::Constant(thr),
            v_reset: Param::Constant(reset),
            v_spike: spike,
            ..LifSpec::default()
        });
        population.receptors = vec![ReceptorSpec {
            name: "syn".into(),
            kind: ReceptorKind::Exponential { tau: tau_syn },
        }];
        population.v_init = Param::Values(v0[range.clone()].to_vec());
        spec.populations.push(population);
        spec.inputs.push(InputSpec {
            name: format!("Ix{p}"),
            target: Selection::all(&name),
            kind: InputKind::PerNeuron {
                value: Param::Values(ix[range.clone()].to_vec()),
                unit: DriveUnit::MilliVolt,
            },
        });
        first = range.end;
    }
    for target in 0..sizes.len() {
        for source in 0..sizes.len() {
            spec.projections.push(projection(sizes, matrix, source, target));
        }
    }
    spec
}

fn projection(sizes: &[u64], matrix: &[f64], source: usize, target: usize) -> ProjectionSpec {
    let n = sizes.iter().sum::<u64>() as usize;
    let first = |p: usize| sizes[..p].iter().sum::<u64>() as usize;
    let mut edges = EdgeList { weight: Some(Vec::new()), ..EdgeList::default() };
    for i in 0..sizes[target] {
        for j in 0..sizes[source] {
            let w = matrix[(first(target) + i as usize) * n + first(source) + j as usize];
            if w != 0.0 {
                edges.source.push(j as u32);
                edges.target.push(i as u32);
                edges.weight.as_mut().expect("given above").push(w);
            }
        }
    }
    ProjectionSpec {
        name: format!("p{source}->p{target}"),
        source: Selection::all(format!("p{source}")),
        target: Selection::all(format!("p{target}")),
        receptor: "syn".into(),
        rule: Rule::Edges(Arc::new(edges)),
        allow_self: false,
        allow_multiple: false,
        weight: Weight { unit: WeightUnit::MilliVoltMs, value: WeightValue::FromRule },
        delay: Delay::Steps(1),
        failure: None,
        plasticity: None,
    }
}

#[test]
fn g1_three_neurons() {
    for threads in [1, 2, 3] {
        Case::open("G1_tiny.npz").check(threads, 0.0);
    }
}

#[test]
fn g2_fsi() {
    for threads in [1, 2] {
        Case::open("G2_fsi.npz").check(threads, 0.0);
    }
}

#[test]
fn g3_striatum() {
    for threads in [1, 3] {
        Case::open("G3_striatum.npz").check(threads, 0.0);
    }
}

/// Learning whose weights never reach the dynamics (a), or at each redraw of the masks (b).
fn anti_hebbian(name: &str, redraw: Option<f64>, threads: usize) {
    let mut case = Case::open(name);
    for p in &mut case.spec.projections {
        p.plasticity = Some(Plasticity {
            rule: PlasticityRule::AntiHebbian { alpha: 0.1, window: 20.0 },
            on: true,
            delivery: Delivery::Frozen,
        });
        p.failure = redraw.map(|every| Failure {
            probability: 0.0,
            mode: FailureMode::Mask { every },
            on: true,
        });
    }
    let mut engine = case.engine(threads);
    let mut result = Everything::default();
    let steps = case.reference.integers("W_series_step");
    let series = case.reference.numbers("W_series");
    let n = case.neurons();
    for (step, expected) in steps.iter().zip(series.chunks(n * n)) {
        let now = engine.tick();
        result.run(&mut engine, step + 1 - now);
        compare_weights(&case, &engine, expected, |e, p| e.weights(p));
    }
    let now = engine.tick();
    result.run(&mut engine, 1000 - now);
    case.compare(&result, 1e-9);
    let end = case.reference.numbers("Wmat_end");
    compare_weights(&case, &engine, &end, |e, p| e.weights(p));
    let delivered = case.reference.numbers("Wdelivered_end");
    compare_weights(&case, &engine, &delivered, |e, p| e.delivered_weights(p));
}

fn compare_weights(
    case: &Case,
    engine: &Engine,
    expected: &[f64],
    weights: impl Fn(&Engine, usize) -> Vec<f64>,
) {
    let n = case.neurons();
    let network = engine.network();
    let mut synapses = 0;
    for (index, projection) in network.projections.iter().enumerate() {
        let values = weights(engine, index);
        let first = |p: usize| network.populations[p].first as usize;
        let wired = network.wire(index).expect("it was drawn before");
        for source in 0..wired.offsets.len() - 1 {
            for s in wired.row(source) {
                let row = first(projection.target) + wired.targets[s] as usize;
                let w = expected[row * n + first(projection.source) + source];
                assert!((values[s] - w).abs() < 1e-9, "weight {} instead of {w}", values[s]);
                synapses += 1;
            }
        }
    }
    assert_eq!(synapses, case.matrix.iter().filter(|&&w| w != 0.0).count());
}

#[test]
fn g4a_learned_weights_never_delivered() {
    anti_hebbian("G4a_antihebb.npz", None, 1);
    anti_hebbian("G4a_antihebb.npz", None, 2);
}

#[test]
fn g4b_learned_weights_delivered_at_each_redraw() {
    anti_hebbian("G4b_antihebb_feedback.npz", Some(10.0), 1);
    anti_hebbian("G4b_antihebb_feedback.npz", Some(10.0), 3);
}

/// Masks of the reference, each in force from its step on.
struct Masks {
    n: usize,
    sizes: Vec<u64>,
    steps: Vec<u64>,
    masks: Vec<f64>,
}

impl Supply for Masks {
    fn transmits(&self, projection: &str, tick: u64, source: u32, target: u32) -> Option<bool> {
        let parse = |text: &str| text[1..].parse::<usize>().expect("p<index>");
        let (from, to) = projection.split_once("->").expect("a projection's name");
        let first = |p: usize| self.sizes[..p].iter().sum::<u64>() as usize;
        let row = first(parse(to)) + target as usize;
        let column = first(parse(from)) + source as usize;
        let mask = self.steps.partition_point(|&s| s <= tick) - 1;
        Some(self.masks[(mask * self.n + row) * self.n + column] == 1.0)
    }
}

#[test]
fn g5_failures() {
    for threads in [1, 2] {
        let mut case = Case::open("G5_failures.npz");
        for p in &mut case.spec.projections {
            let mode = FailureMode::Mask { every: 50.0 };
            p.failure = Some(Failure { probability: 0.5, mode, on: true });
        }
        let mut engine = case.engine(threads);
        engine.set_supply(Some(Arc::new(Masks {
            n: case.neurons(),
            sizes: case.sizes.clone(),
            steps: case.reference.integers("MaskStep"),
            masks: case.reference.numbers("Mask"),
        })));
        let mut result = Everything::default();
        result.run(&mut engine, 2000);
        result.run(&mut engine, 700);
        case.compare(&result, 0.0);
    }
}

#[test]
fn g6_bursts() {
    let mut case = Case::open("G6_burst.npz");
    // The original draws all inputs anew at each step; here they are a series per neuron.
    let steps = case.reference.numbers("Ix_steps");
    let lengths = case.reference.numbers("burst_time");
    let n = case.neurons();
    let mut first = 0;
    for (input, &size) in case.spec.inputs.iter_mut().zip(&case.sizes) {
        let range = first..first + size as usize;
        let rows = lengths.iter().zip(steps.chunks(n)).flat_map(|(&length, row)| {
            vec![row[range.clone()].to_vec(); libm::round(length / 10.0) as usize]
        });
        let samples = Samples::Table(rows.collect());
        input.kind = InputKind::Current {
            function: TimeFunction::Series { samples, interval: 10.0, start: 0.0 },
            unit: DriveUnit::MilliVolt,
        };
        first = range.end;
    }
    for threads in [1, 2] {
        let mut engine = case.engine(threads);
        let mut result = Everything::default();
        result.run(&mut engine, 1200);
        case.compare(&result, 0.0);
    }
}

/// Every per-step draw of the reference.
struct Noise {
    sizes: Vec<u64>,
    values: Vec<f64>,
}

impl Supply for Noise {
    fn noise(&self, input: &str, tick: u64, first: usize, out: &mut [f64]) -> bool {
        let population: usize =
            input.strip_prefix("noise").expect("noise<index>").parse().expect("index");
        let n = self.sizes.iter().sum::<u64>() as usize;
        let start = self.sizes[..population].iter().sum::<u64>() as usize + first;
        let from = tick as usize * n + start;
        out.copy_from_slice(&self.values[from..from + out.len()]);
        true
    }
}

#[test]
fn g7_noise() {
    let mut case = Case::open("G7_noise.npz");
    for p in 0..case.sizes.len() {
        case.spec.inputs.push(InputSpec {
            name: format!("noise{p}"),
            target: Selection::all(format!("p{p}")),
            kind: InputKind::StepNoise { sd: case.reference.numbers("pop_SigmaNoise")[p] },
        });
    }
    for threads in [1, 2, 3] {
        let mut engine = case.engine(threads);
        let values = case.reference.numbers("Noise");
        engine.set_supply(Some(Arc::new(Noise { sizes: case.sizes.clone(), values })));
        let mut result = Everything::default();
        result.run(&mut engine, 1000);
        case.compare(&result, 0.0);
    }
}

#[test]
fn g8_three_calls_at_another_dt() {
    let mut case = Case::open("G8_dt_carryover.npz");
    for threads in [1, 2] {
        let mut engine = case.engine(threads);
        let mut result = Everything::default();
        for ticks in [600, 400, 1] {
            result.run(&mut engine, ticks);
        }
        case.compare(&result, 0.0);
    }
}
