//! Ways to spoil a description in memory.

use rheobase::spec::*;
use std::path::Path;
use std::sync::Arc;

type Way = (&'static str, fn(&mut NetworkSpec));

fn lif(spec: &mut NetworkSpec) -> &mut LifSpec {
    let NeuronModel::Lif(lif) = &mut spec.populations[0].model;
    lif
}

fn drawn(shape: Shape) -> Param {
    Param::Drawn(Distribution { shape, min: None, max: None })
}

fn input(spec: &mut NetworkSpec, kind: InputKind) {
    let target = Selection::all("E");
    spec.inputs.push(InputSpec { name: "poison".into(), target, kind });
}

fn list(source: Vec<u32>, target: Vec<u32>, weight: Option<Vec<f64>>) -> Rule {
    Rule::Edges(Arc::new(EdgeList { source, target, weight, delay: None }))
}

fn ranges(ranges: &[(u64, u64)]) -> Selection {
    Selection { population: "E".into(), ranges: Some(ranges.to_vec()) }
}

fn block(probability: Vec<Vec<f64>>, weight: Vec<Vec<f64>>) -> BlockSpec {
    BlockSpec {
        name: "poison".into(),
        populations: vec!["E".into(), "inh_2".into()],
        receptor: "exp".into(),
        probability,
        weight,
        unit: WeightUnit::MilliVolt,
        strength: 1.0,
        delay: Delay::Steps(1),
        allow_self: false,
        failure: None,
        plasticity: None,
    }
}

pub const ALL: &[Way] = &[
    ("dt NaN", |s| s.dt = f64::NAN),
    ("dt infinite", |s| s.dt = f64::INFINITY),
    ("dt zero", |s| s.dt = 0.0),
    ("dt negative", |s| s.dt = -0.1),
    ("duration NaN", |s| s.duration = f64::NAN),
    ("duration infinite", |s| s.duration = f64::INFINITY),
    ("no population", |s| s.populations.clear()),
    ("size 0", |s| s.populations[0].size = 0),
    ("size 2^64 - 1", |s| s.populations[0].size = u64::MAX),
    ("two of one name", |s| s.populations[1].name = "E".into()),
    ("a name of nothing", |s| s.name = String::new()),
    ("a name with a slash", |s| s.inputs[0].name = "a/b".into()),
    ("tau_m NaN", |s| lif(s).tau_m = Param::Constant(f64::NAN)),
    ("tau_m 0", |s| lif(s).tau_m = Param::Constant(0.0)),
    ("tau_m of no neuron", |s| lif(s).tau_m = Param::Values(vec![])),
    ("tau_m of any sign", |s| lif(s).tau_m = drawn(Shape::Normal { mean: 1.0, sd: 1.0 })),
    ("V_rest NaN", |s| lif(s).v_rest = drawn(Shape::Uniform { low: f64::NAN, high: 1.0 })),
    ("sd infinite", |s| lif(s).v_rest = drawn(Shape::Normal { mean: 1.0, sd: f64::INFINITY })),
    ("lognormal of mean 0", |s| lif(s).v_rest = drawn(Shape::LogNormal { mean: 0.0, sd: 1.0 })),
    ("V_reset above V_thr", |s| {
        lif(s).v_thr = Param::Constant(-80.0);
        lif(s).v_reset = Param::Constant(-50.0);
    }),
    ("a file of another factor", |s| {
        let path = Path::new("Cargo.toml").into();
        lif(s).v_rest = Param::File(DataFile { path, unit: "mV".into(), scale: 2.0 });
    }),
    ("a receptor of tau NaN", |s| {
        s.populations[0].receptors[1].kind = ReceptorKind::Exponential { tau: f64::NAN };
    }),
    ("two receptors of one name", |s| s.populations[0].receptors[1].name = "jump".into()),
    ("a grid of no columns", |s| {
        let positions = Positions::Grid { columns: 0, spacing: f64::NAN, periodic: true };
        s.populations[0].positions = Some(positions);
    }),
    ("an unknown population", |s| s.projections[0].source = Selection::all("nobody")),
    ("a reversed range", |s| s.projections[0].source = ranges(&[(5, 2)])),
    ("ranges that overlap", |s| s.projections[0].source = ranges(&[(0, 5), (3, 8)])),
    ("a range too far", |s| s.projections[0].source = ranges(&[(0, u64::MAX)])),
    ("a range of nothing", |s| s.projections[0].source = ranges(&[(3, 3)])),
    ("p NaN", |s| s.projections[0].rule = Rule::Bernoulli { p: f64::NAN }),
    ("too many", |s| {
        s.projections[0].rule = Rule::FixedInDegree { n: u64::MAX };
        s.projections[0].allow_multiple = false;
    }),
    ("an odd ring", |s| s.projections[0].rule = Rule::SmallWorld { k: u64::MAX, rewire: 2.0 }),
    ("a kernel NaN", |s| {
        let kernel = Kernel::Gaussian { p_max: 1.0, sigma: f64::NAN };
        s.projections[0].rule = Rule::Distance { kernel };
    }),
    ("columns of two lengths", |s| s.projections[0].rule = list(vec![0, 1], vec![1], None)),
    ("an index too large", |s| s.projections[0].rule = list(vec![u32::MAX], vec![1], None)),
    ("a weight NaN in a list", |s| {
        s.projections[0].rule = list(vec![0], vec![1], Some(vec![f64::NAN]));
        s.projections[0].weight.value = WeightValue::FromRule;
    }),
    ("a weight NaN", |s| s.projections[0].weight.value = WeightValue::Constant(f64::NAN)),
    ("an unknown receptor", |s| s.projections[0].receptor = "none".into()),
    ("a delay of no step", |s| s.projections[0].delay = Delay::Steps(0)),
    ("a delay of 2^32 - 1 steps", |s| s.projections[0].delay = Delay::Steps(u32::MAX)),
    ("a delay NaN", |s| s.projections[0].delay = Delay::Time(f64::NAN)),
    ("a mask never", |s| {
        let mode = FailureMode::Mask { every: f64::INFINITY };
        s.projections[0].failure = Some(Failure { probability: 0.5, mode, on: true });
    }),
    ("a window negative", |s| {
        let rule = PlasticityRule::AntiHebbian { alpha: f64::NAN, window: -1.0 };
        let delivery = Delivery::Live;
        s.projections[0].plasticity = Some(Plasticity { rule, on: true, delivery });
    }),
    ("a trace of no time", |s| {
        let w_max = RuleWeight { value: f64::NAN, unit: WeightUnit::MilliVolt };
        let (tau_plus, tau_minus, lambda, alpha) = (0.0, f64::INFINITY, -1.0, f64::NAN);
        let (mu_plus, mu_minus) = (-1.0, f64::NAN);
        let rule =
            PlasticityRule::Stdp { tau_plus, tau_minus, lambda, alpha, mu_plus, mu_minus, w_max };
        let delivery = Delivery::Live;
        s.projections[0].plasticity = Some(Plasticity { rule, on: true, delivery });
    }),
    ("a snapshot of spike times", |s| {
        let w_0 = RuleWeight { value: 1.0, unit: s.projections[0].weight.unit };
        let (tau_plus, tau_minus, lambda, alpha, mu) = (20.0, 20.0, 0.1, 0.1, 0.4);
        let rule = PlasticityRule::StdpPowerLaw { tau_plus, tau_minus, lambda, alpha, mu, w_0 };
        let delivery = Delivery::Frozen;
        s.projections[0].weight.value = WeightValue::Constant(1.0);
        s.projections[0].plasticity = Some(Plasticity { rule, on: true, delivery });
    }),
    ("a block of no rows", |s| s.blocks = vec![block(vec![], vec![])]),
    ("a block with a short row", |s| {
        s.blocks = vec![block(vec![vec![1.0], vec![1.0, 1.0]], vec![vec![1.0, 1.0]; 2])];
    }),
    ("a block of few weights", |s| {
        s.blocks = vec![block(vec![vec![1.0; 2]; 2], vec![vec![1.0; 2]])];
    }),
    ("a mean NaN", |s| {
        let unit = DriveUnit::MilliVolt;
        input(s, InputKind::Constant { mean: f64::NAN, sd: -1.0, unit });
    }),
    ("samples of ragged rows", |s| {
        let samples = Samples::Table(vec![vec![1.0; 24], vec![1.0]]);
        let function = TimeFunction::Series { samples, interval: 1.0, start: 0.0 };
        input(s, InputKind::Current { function, unit: DriveUnit::MilliVolt });
    }),
    ("an interval of 0", |s| {
        let samples = Samples::Values(vec![1.0]);
        let function = TimeFunction::Series { samples, interval: 0.0, start: f64::NAN };
        input(s, InputKind::Current { function, unit: DriveUnit::MilliVolt });
    }),
    ("a phase of no time", |s| s.phases.push(PhaseSpec::default())),
    ("an unknown pattern", |s| {
        let scale = vec![("nothing*".into(), f64::NAN)];
        s.phases = vec![PhaseSpec { duration: s.duration, scale, ..PhaseSpec::default() }];
    }),
    ("every NaN", |s| {
        let (of, sample, variables) = (Selection::all("E"), Some(u64::MAX), vec![]);
        let kind = RecordKind::State { of, sample, variables, every: f64::NAN };
        s.record.push(RecordSpec { name: "poison".into(), kind });
    }),
    ("weights at no time", |s| {
        let kind = RecordKind::Weights { projection: "*".into(), times: vec![f64::NAN] };
        s.record.push(RecordSpec { name: "poison".into(), kind });
    }),
    ("a window of NaN", |s| s.analysis.start = f64::NAN),
    ("a bin of 0", |s| s.analysis.bin = 0.0),
];
