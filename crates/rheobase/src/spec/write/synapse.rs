//! Rules, weights, delays, failures, learning.

use super::text::{boolean, indices, matrix, number, numbers, quantity, quote, rows};
use super::value::drawn;
use crate::spec::{
    BlockFailure, DataFile, Delay, Delivery, EdgeList, Failure, FailureMode, Kernel, Plasticity,
    PlasticityRule, Rule, RuleWeight, Weight, WeightValue,
};
use crate::units::Dimension::{Length, Time};

pub(super) fn rule(rule: &Rule) -> String {
    match rule {
        Rule::AllToAll => "\"all_to_all\"".into(),
        Rule::OneToOne => "\"one_to_one\"".into(),
        Rule::Bernoulli { p } => format!("{{ kind = \"bernoulli\", p = {} }}", number(*p)),
        Rule::FixedInDegree { n } => format!("{{ kind = \"fixed_in_degree\", n = {n} }}"),
        Rule::FixedOutDegree { n } => format!("{{ kind = \"fixed_out_degree\", n = {n} }}"),
        Rule::FixedTotal { n } => format!("{{ kind = \"fixed_total\", n = {n} }}"),
        Rule::Distance { kernel } => format!("{{ kind = \"distance\", {} }}", kernel_text(kernel)),
        Rule::SmallWorld { k, rewire } => {
            format!("{{ kind = \"small_world\", k = {k}, rewire = {} }}", number(*rewire))
        }
        Rule::Matrix { file } => format!("{{ kind = \"matrix\", {} }}", path(file)),
        Rule::WeightMatrix(given) => {
            let rows = (0..given.rows()).map(|row| given.row(row));
            format!("{{ kind = \"matrix\", values = {} }}", matrix(rows))
        }
        Rule::EdgeFile { file } => format!("{{ kind = \"edges\", {} }}", path(file)),
        Rule::Edges(edges) => edge_list(edges),
    }
}

/// The file alone: the unit of its numbers is that of the weight.
fn path(file: &DataFile) -> String {
    format!("file = {}", quote(&file.path.to_string_lossy()))
}

fn edge_list(edges: &EdgeList) -> String {
    let mut text = format!(
        "{{ kind = \"edges\", source = {}, target = {}",
        indices(&edges.source),
        indices(&edges.target)
    );
    for (key, column) in [("weight", &edges.weight), ("delay", &edges.delay)] {
        if let Some(values) = column {
            text.push_str(&format!(", {key} = {}", numbers(values)));
        }
    }
    text + " }"
}

fn kernel_text(kernel: &Kernel) -> String {
    let um = |value| quantity(value, Length);
    match *kernel {
        Kernel::Gaussian { p_max, sigma } => {
            format!("kernel = \"gaussian\", p_max = {}, sigma = {}", number(p_max), um(sigma))
        }
        Kernel::Exponential { p_max, lambda } => {
            format!("kernel = \"exponential\", p_max = {}, lambda = {}", number(p_max), um(lambda))
        }
        Kernel::Disc { p, radius } => {
            format!("kernel = \"disc\", p = {}, radius = {}", number(p), um(radius))
        }
    }
}

/// A weight. `file_unit` is the unit of numbers that a file gives, where that is not the base
/// unit.
pub(super) fn weight(weight: &Weight, file_unit: Option<&str>) -> String {
    match &weight.value {
        WeightValue::Constant(value) => quantity(*value, weight.unit.dimension()),
        WeightValue::Drawn(distribution) => {
            format!("{{ {} }}", drawn(distribution, weight.unit.dimension()))
        }
        WeightValue::FromRule => {
            let unit = file_unit.unwrap_or(weight.unit.word());
            format!("{{ from = \"rule\", unit = {} }}", quote(unit))
        }
    }
}

pub(super) fn delay(delay: &Delay) -> String {
    match delay {
        Delay::Time(ms) => quantity(*ms, Time),
        Delay::Steps(1) => "\"1 step\"".into(),
        Delay::Steps(n) => format!("\"{n} steps\""),
        Delay::Drawn(distribution) => format!("{{ {} }}", drawn(distribution, Time)),
        Delay::FromRule => "{ from = \"rule\" }".into(),
    }
}

fn mode(mode: FailureMode) -> String {
    match mode {
        FailureMode::PerSpike => "mode = \"per_spike\"".into(),
        FailureMode::Mask { every } => {
            format!("mode = \"mask\", every = {}", quantity(every, Time))
        }
    }
}

pub(super) fn failure(failure: &Failure) -> String {
    format!(
        "{{ probability = {}, {}, on = {} }}",
        number(failure.probability),
        mode(failure.mode),
        boolean(failure.on)
    )
}

/// The matrix stands on lines of its own, which TOML allows within a list.
pub(super) fn block_failure(failure: &BlockFailure) -> String {
    format!(
        "{{ {}, on = {}, probability = {} }}",
        mode(failure.mode),
        boolean(failure.on),
        matrix(rows(&failure.probability))
    )
}

pub(super) fn plasticity(plasticity: &Plasticity) -> String {
    let rule = match plasticity.rule {
        PlasticityRule::AntiHebbian { alpha, window } => {
            let delivery = match plasticity.delivery {
                Delivery::Live => "live",
                Delivery::Frozen => "frozen",
            };
            let window = quantity(window, Time);
            format!(
                "alpha = \"{} 1/ms\", window = {window}, delivery = \"{delivery}\"",
                number(alpha)
            )
        }
        PlasticityRule::Stdp { tau_plus, tau_minus, lambda, alpha, mu_plus, mu_minus, w_max } => {
            format!(
                "{}, mu_plus = {}, mu_minus = {}, w_max = {}",
                pair_stdp(tau_plus, tau_minus, lambda, alpha),
                number(mu_plus),
                number(mu_minus),
                rule_weight(w_max)
            )
        }
        PlasticityRule::StdpPowerLaw { tau_plus, tau_minus, lambda, alpha, mu, w_0 } => {
            let pair = pair_stdp(tau_plus, tau_minus, lambda, alpha);
            format!("{pair}, mu = {}, w_0 = {}", number(mu), rule_weight(w_0))
        }
    };
    let (word, on) = (plasticity.rule.word(), boolean(plasticity.on));
    format!("{{ rule = \"{word}\", {rule}, on = {on} }}")
}

fn pair_stdp(tau_plus: f64, tau_minus: f64, lambda: f64, alpha: f64) -> String {
    format!(
        "tau_plus = {}, tau_minus = {}, lambda = {}, alpha = {}",
        quantity(tau_plus, Time),
        quantity(tau_minus, Time),
        number(lambda),
        number(alpha)
    )
}

fn rule_weight(weight: RuleWeight) -> String {
    quantity(weight.value, weight.unit.dimension())
}
