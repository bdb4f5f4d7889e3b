//! Rules, weights, delays, failures, learning.

use crate::files;
use crate::values::*;
use proptest::prelude::*;
use rheobase::spec::*;
use std::sync::Arc;

/// Receptors that every population has, with the weights that each understands.
pub const RECEPTORS: [(&str, &[WeightUnit]); 3] = {
    use WeightUnit::*;
    [
        ("jump", &[MilliVolt]),
        ("exp", &[MilliVolt, MilliVoltMs, PicoAmpere]),
        ("α", &[MilliVolt, PicoAmpere]),
    ]
};

pub fn receptor() -> impl Strategy<Value = (String, WeightUnit)> {
    prop::sample::select(RECEPTORS.to_vec()).prop_flat_map(|(name, units)| {
        prop::sample::select(units.to_vec()).prop_map(move |unit| (name.to_string(), unit))
    })
}

fn weight() -> BoxedStrategy<WeightValue> {
    prop_oneof![
        number(100.0).prop_map(WeightValue::Constant),
        distribution(0.5, 3.0).prop_map(WeightValue::Drawn),
        distribution(-3.0, -0.5).prop_map(WeightValue::Drawn),
    ]
    .boxed()
}

pub fn delay(dt: f64) -> BoxedStrategy<Delay> {
    prop_oneof![
        time(dt, 1..100).prop_map(Delay::Time),
        (1u32..70).prop_map(Delay::Steps),
        distribution(dt, 20.0 * dt).prop_map(Delay::Drawn),
    ]
    .boxed()
}

pub fn mode(dt: f64) -> BoxedStrategy<FailureMode> {
    prop_oneof![
        Just(FailureMode::PerSpike),
        time(dt, 1..600).prop_map(|every| FailureMode::Mask { every })
    ]
    .boxed()
}

pub fn failure(dt: f64) -> impl Strategy<Value = Failure> {
    (probability(), mode(dt), any::<bool>()).prop_map(|(probability, mode, on)| Failure {
        probability,
        mode,
        on,
    })
}

pub fn plasticity(dt: f64) -> BoxedStrategy<Plasticity> {
    prop_oneof![anti_hebbian(dt), stdp()].boxed()
}

/// In mV and with any bound: [`fitted`] makes it fit the weights.
fn stdp() -> impl Strategy<Value = Plasticity> {
    let pair = (positive(50.0), positive(50.0), positive(0.1), positive(2.0));
    let mu = || prop_oneof![Just(0.0), Just(1.0), positive(2.0)];
    let free = (mu(), mu(), positive(1.0), any::<bool>(), any::<bool>());
    (pair, free).prop_map(|(pair, (mu_plus, mu_minus, value, power, on))| {
        let (tau_plus, tau_minus, lambda, alpha) = pair;
        let w = RuleWeight { value, unit: WeightUnit::MilliVolt };
        let rule = if power {
            PlasticityRule::StdpPowerLaw { tau_plus, tau_minus, lambda, alpha, mu: mu_plus, w_0: w }
        } else {
            let w_max = w;
            PlasticityRule::Stdp { tau_plus, tau_minus, lambda, alpha, mu_plus, mu_minus, w_max }
        };
        Plasticity { rule, on, delivery: Delivery::Live }
    })
}

/// A projection whose rule has the unit of its weights, and weights that it can change.
pub fn fitted(mut p: ProjectionSpec) -> ProjectionSpec {
    let unit = p.weight.unit;
    match p.plasticity.as_mut().map(|plasticity| &mut plasticity.rule) {
        None | Some(PlasticityRule::AntiHebbian { .. }) => return p,
        Some(PlasticityRule::StdpPowerLaw { w_0, .. }) => w_0.unit = unit,
        Some(PlasticityRule::Stdp { w_max, .. }) => {
            w_max.unit = unit;
            w_max.value += 100.0;
        }
    }
    match &mut p.weight.value {
        WeightValue::Constant(value) => *value = value.abs(),
        WeightValue::FromRule => match &mut p.rule {
            Rule::Edges(list) => {
                let weights = Arc::make_mut(list).weight.iter_mut().flatten();
                weights.for_each(|w| *w = w.abs().min(100.0));
            }
            // Files may hold any number.
            _ => {
                let rule = PlasticityRule::AntiHebbian { alpha: 0.1, window: 512.0 };
                p.plasticity = Some(Plasticity { rule, on: true, delivery: Delivery::Live });
            }
        },
        WeightValue::Drawn(d) if d.max.is_none_or(|max| max <= 0.0) => {
            p.weight.value = WeightValue::Constant(1.0);
        }
        _ => {}
    }
    p
}

fn anti_hebbian(dt: f64) -> impl Strategy<Value = Plasticity> {
    let delivery = prop_oneof![Just(Delivery::Live), Just(Delivery::Frozen)];
    (positive(1.0), time(dt, 1..400), any::<bool>(), delivery).prop_map(
        |(alpha, window, on, delivery)| {
            let rule = PlasticityRule::AntiHebbian { alpha, window };
            Plasticity { rule, on, delivery }
        },
    )
}

fn kernel() -> impl Strategy<Value = Kernel> {
    (probability(), positive(500.0)).prop_flat_map(|(p, length)| {
        prop::sample::select(vec![
            Kernel::Gaussian { p_max: p, sigma: length },
            Kernel::Exponential { p_max: p, lambda: length },
            Kernel::Disc { p, radius: length },
        ])
    })
}

/// Rules between all neurons of two populations; `(rule, repeats are possible)`.
fn rule(sources: u64, targets: u64) -> BoxedStrategy<(Rule, bool)> {
    let none = |rule| (rule, false);
    let degree = prop::sample::select(vec![0u8, 1, 2]).prop_flat_map(move |kind| {
        (0u64..5, any::<bool>()).prop_map(move |(n, repeats)| {
            let rule = match kind {
                0 => Rule::FixedInDegree { n },
                1 => Rule::FixedOutDegree { n },
                _ => Rule::FixedTotal { n },
            };
            (rule, repeats)
        })
    });
    let small_world =
        (0u64..4, probability()).prop_map(move |(half, rewire)| match sources == targets {
            true => (Rule::SmallWorld { k: 2 * half, rewire }, true),
            false => (Rule::AllToAll, false),
        });
    prop_oneof![
        Just(none(if sources == targets { Rule::OneToOne } else { Rule::AllToAll })),
        Just(none(Rule::AllToAll)),
        probability().prop_map(move |p| none(Rule::Bernoulli { p })),
        kernel().prop_map(move |kernel| none(Rule::Distance { kernel })),
        degree,
        small_world,
        Just(none(Rule::Matrix { file: files::matrix(targets, sources, None) })),
        Just(none(Rule::EdgeFile { file: files::edges(None, false) })),
    ]
    .boxed()
}

/// Rules that give weights and, some, delays.
fn giving(dt: f64, sources: u64, targets: u64, unit: WeightUnit) -> BoxedStrategy<(Rule, bool)> {
    let word = Some(unit.word());
    let milli = match unit {
        WeightUnit::MilliVolt => "uV",
        WeightUnit::MilliVoltMs => "V*ms",
        WeightUnit::PicoAmpere => "nA",
        WeightUnit::NanoSiemens => "pS",
    };
    let column = (number(10.0), number(0.1), time(dt, 1..50));
    let list = column.prop_map(|(a, b, delay)| {
        let (source, target) = (vec![0, 1, 0], vec![1, 0, 2]);
        let (weight, delay) = (Some(vec![a, b, a]), Some(vec![delay, delay, delay]));
        (Rule::Edges(Arc::new(EdgeList { source, target, weight, delay })), true)
    });
    let dense = number(10.0).prop_map(move |weight| {
        let cell = |k: u64| match (k / sources, k % sources) {
            (row, column) if row == column || (row + column) % 3 == 0 => 0.0,
            _ => weight.abs(),
        };
        let values: Vec<_> = (0..sources * targets).map(cell).collect();
        let matrix = Matrix::new(targets as usize, sources as usize, values);
        (Rule::WeightMatrix(matrix.expect("the shape fits")), false)
    });
    prop_oneof![
        dense,
        Just((Rule::Matrix { file: files::matrix(targets, sources, word) }, false)),
        Just((Rule::Matrix { file: files::matrix(targets, sources, Some(milli)) }, false)),
        Just((Rule::EdgeFile { file: files::edges(word, true) }, true)),
        list,
    ]
    .boxed()
}

/// A projection between two of the populations.
pub fn projection(name: String, dt: f64) -> BoxedStrategy<ProjectionSpec> {
    let ends = (0..POPULATIONS.len(), 0..POPULATIONS.len(), receptor());
    ends.prop_flat_map(move |(source, target, (receptor, unit))| {
        let ((s, n), (t, m)) = (POPULATIONS[source], POPULATIONS[target]);
        let free = (rule(n, m), weight(), delay(dt));
        let free = free.prop_map(|((rule, repeats), w, d)| (rule, repeats, w, d));
        let given = (giving(dt, n, m, unit), delay(dt)).prop_map(|((rule, delays), d)| {
            let delay = if delays { Delay::FromRule } else { d };
            (rule, false, WeightValue::FromRule, delay)
        });
        let base = ProjectionSpec {
            name: name.clone(),
            source: Selection::all(s),
            target: Selection::all(t),
            receptor,
            rule: Rule::AllToAll,
            allow_self: false,
            allow_multiple: false,
            weight: Weight { unit, value: WeightValue::FromRule },
            delay: Delay::Steps(1),
            failure: None,
            plasticity: None,
        };
        let more = (
            any::<bool>(),
            prop::option::of(failure(dt)),
            prop::option::of(plasticity(dt)),
            (selection(source), selection(target)),
        );
        (prop_oneof![2 => free, 1 => given], more).prop_map(move |(drawn, more)| {
            let (rule, allow_multiple, value, delay) = drawn;
            let (allow_self, failure, plasticity, slices) = more;
            let weight = Weight { unit, value };
            let mut base = base.clone();
            if matches!(rule, Rule::AllToAll | Rule::Bernoulli { .. } | Rule::Distance { .. }) {
                (base.source, base.target) = slices;
            }
            // A neuron to itself, one to one, is a mistake unless it is asked for.
            let allow_self = allow_self || rule == Rule::OneToOne;
            let base = ProjectionSpec { rule, allow_multiple, weight, delay, ..base };
            fitted(ProjectionSpec { allow_self, failure, plasticity, ..base })
        })
    })
    .boxed()
}

/// A block over the first two populations.
pub fn block(name: String, dt: f64) -> BoxedStrategy<BlockSpec> {
    let square =
        |cell: BoxedStrategy<f64>| prop::collection::vec(prop::collection::vec(cell, 2), 2).boxed();
    let failure = (square(probability().boxed()), mode(dt), any::<bool>())
        .prop_map(|(probability, mode, on)| BlockFailure { probability, mode, on });
    (
        square(probability().boxed()),
        square(number(10.0).boxed()),
        receptor(),
        number(100.0),
        delay(dt),
        any::<bool>(),
        prop::option::of(failure),
        prop::option::of(anti_hebbian(dt)),
    )
        .prop_map(
            move |(probability, weight, (receptor, unit), strength, delay, own, failure, p)| {
                BlockSpec {
                    name: name.clone(),
                    populations: POPULATIONS[..2]
                        .iter()
                        .map(|(name, _)| name.to_string())
                        .collect(),
                    receptor,
                    probability,
                    weight,
                    unit,
                    strength,
                    delay,
                    allow_self: own,
                    failure,
                    plasticity: p,
                }
            },
        )
        .boxed()
}
