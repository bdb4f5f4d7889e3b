//! Connection rules: degrees that are possible, files, lists, positions.

use super::super::source_map::join;
use super::super::{Delay, Kernel, Positions, ProjectionSpec, Rule, Selection, WeightValue};
use super::Checker;
use crate::units::number_text;

/// Number of neurons that two selections share.
pub(in crate::spec) fn overlap(a: &Selection, b: &Selection, size: u64) -> u64 {
    if a.population != b.population {
        return 0;
    }
    let whole = [(0, size)];
    let (a, b) = (a.ranges.as_deref().unwrap_or(&whole), b.ranges.as_deref().unwrap_or(&whole));
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(&(a0, a1)), Some(&(b0, b1))) = (a.get(i), b.get(j)) {
        shared += a1.min(b1).saturating_sub(a0.max(b0));
        if a1 < b1 { i += 1 } else { j += 1 }
    }
    shared
}

impl Checker<'_> {
    /// `sizes`: numbers of sources and targets, where known.
    pub(super) fn rule(&mut self, path: &str, p: &ProjectionSpec, sizes: Option<(u64, u64)>) {
        let rule = join(path, "rule");
        match &p.rule {
            Rule::AllToAll | Rule::OneToOne => {}
            Rule::Bernoulli { p } => self.probability(&join(&rule, "p"), *p),
            Rule::Distance { kernel } => {
                self.kernel(&rule, kernel);
                self.places(&rule, p);
            }
            Rule::SmallWorld { k, rewire } => {
                self.probability(&join(&rule, "rewire"), *rewire);
                if k % 2 == 1 {
                    let help = "half of the neighbours lie on each side: expected an even number";
                    self.say(&join(&rule, "k"), format!("k = {k} is odd"), help);
                }
            }
            Rule::Matrix { file } => self.data_file(&rule, file, true),
            Rule::WeightMatrix(matrix) => self.weight_matrix(&rule, p, matrix, sizes),
            Rule::EdgeFile { file } => self.data_file(&rule, file, false),
            Rule::Edges(edges) => self.edges(&rule, p, edges, sizes),
            Rule::FixedInDegree { .. } | Rule::FixedOutDegree { .. } | Rule::FixedTotal { .. } => {}
        }
        if let Some((sources, targets)) = sizes {
            self.possible(&rule, p, sources, targets);
        }
        if !self.intact(&rule) {
            return;
        }
        self.given_by_rule(path, p);
        let no_repeats = matches!(
            p.rule,
            Rule::AllToAll | Rule::OneToOne | Rule::Bernoulli { .. } | Rule::Distance { .. }
        );
        if p.allow_multiple && no_repeats {
            let message = "this rule never connects a pair twice";
            let help = "leave `allow_multiple` out: it would have no effect";
            self.say(&join(path, "allow_multiple"), message, help);
        }
    }

    /// Degrees must be possible.
    fn possible(&mut self, rule: &str, p: &ProjectionSpec, sources: u64, targets: u64) {
        let size = self.size(&p.source.population).unwrap_or(sources);
        let shared = if p.allow_self { 0 } else { overlap(&p.source, &p.target, size) };
        let own = u64::from(shared > 0);
        let note = if own == 1 { ", itself left out" } else { "" };
        let (key, what, n, most) = match p.rule {
            Rule::FixedInDegree { n } => ("n", "sources for each target", n, sources - own),
            Rule::FixedOutDegree { n } => ("n", "targets for each source", n, targets - own),
            Rule::SmallWorld { k, .. } => return self.ring(rule, p, k, sources, targets),
            Rule::FixedTotal { n } => {
                let pairs = u128::from(sources) * u128::from(targets) - u128::from(shared);
                ("n", "pairs", n, u64::try_from(pairs).unwrap_or(u64::MAX))
            }
            Rule::OneToOne => return self.one_to_one(rule, p, sources, targets),
            _ => return,
        };
        if n > most && (!p.allow_multiple || most == 0) {
            let message = format!("{n} {what} are asked for, but there are {most}{note}");
            let help = if p.allow_multiple {
                format!("expected at most {most}")
            } else {
                format!("expected at most {most}, or allow_multiple = true to repeat pairs")
            };
            self.say(&join(rule, key), message, help);
        }
    }

    /// A ring has as many sources as targets, and each target's neighbours are others than the
    /// source opposite it.
    fn ring(&mut self, rule: &str, p: &ProjectionSpec, k: u64, sources: u64, targets: u64) {
        let size = self.size(&p.source.population).unwrap_or(sources);
        let most = sources.saturating_sub(1) / 2 * 2;
        if sources != targets {
            let message =
                format!("small_world puts {sources} sources and {targets} targets on a ring");
            self.say(rule, message, "both must be the same number of neurons");
        } else if p.source != p.target && overlap(&p.source, &p.target, size) > 0 {
            let help = "the same neurons at both ends, or none in common";
            self.say(rule, "a ring of two selections that overlap in part", help);
        } else if k > most {
            let message = format!("{k} neighbours on a ring of {sources}");
            self.say(&join(rule, "k"), message, format!("expected at most {most}"));
        }
    }

    fn one_to_one(&mut self, rule: &str, p: &ProjectionSpec, sources: u64, targets: u64) {
        if sources != targets {
            let message = format!("one_to_one joins {sources} sources to {targets} targets");
            self.say(rule, message, "both must be the same number of neurons");
        } else if p.source == p.target && !p.allow_self {
            let message = "one_to_one from neurons to themselves, which is not allowed here";
            self.say(rule, message, "set allow_self = true, or choose different neurons");
        }
    }

    /// Weights and delays can come from a rule only if it gives them.
    fn given_by_rule(&mut self, path: &str, p: &ProjectionSpec) {
        let list = if let Rule::Edges(edges) = &p.rule { Some(edges) } else { None };
        let file = matches!(p.rule, Rule::EdgeFile { .. });
        let weights = file
            || matches!(p.rule, Rule::Matrix { .. } | Rule::WeightMatrix(_))
            || list.is_some_and(|list| list.weight.is_some());
        let delays = file || list.is_some_and(|list| list.delay.is_some());
        let help = "matrix and edges (with such a column) give them; other rules do not";
        if p.weight.value == WeightValue::FromRule && !weights {
            self.say(&join(path, "weight"), "this rule gives no weights", help);
        }
        if p.delay == Delay::FromRule && !delays {
            let help = "edges with a column of delays give them; other rules do not";
            self.say(&join(path, "delay"), "this rule gives no delays", help);
        }
        let Some(list) = list else { return };
        let rule = join(path, "rule");
        let intact = |key| self.intact(&join(path, key));
        let (weight, delay) = (intact("weight"), intact("delay"));
        if list.weight.is_some() && p.weight.value != WeightValue::FromRule && weight {
            let help = "set weight = { from = \"rule\", unit = \"…\" } to use it";
            self.say(&join(&rule, "weight"), "this column would have no effect", help);
        }
        if list.delay.is_some() && p.delay != Delay::FromRule && delay {
            let help = "set delay = { from = \"rule\" } to use it";
            self.say(&join(&rule, "delay"), "this column would have no effect", help);
        }
    }

    fn kernel(&mut self, rule: &str, kernel: &Kernel) {
        match *kernel {
            Kernel::Gaussian { p_max, sigma } => {
                self.probability(&join(rule, "p_max"), p_max);
                self.length(&join(rule, "sigma"), sigma);
            }
            Kernel::Exponential { p_max, lambda } => {
                self.probability(&join(rule, "p_max"), p_max);
                self.length(&join(rule, "lambda"), lambda);
            }
            Kernel::Disc { p, radius } => {
                self.probability(&join(rule, "p"), p);
                self.length(&join(rule, "radius"), radius);
            }
        }
    }

    /// Distances need positions of both ends, in one space.
    fn places(&mut self, rule: &str, p: &ProjectionSpec) {
        let mut found = Vec::new();
        for name in [&p.source.population, &p.target.population] {
            let Some(population) = self.population(name, "positions") else { return };
            if self.size(name).is_none() {
                return;
            }
            match population.positions {
                Some(positions) => found.push((positions, population.size)),
                None => {
                    let help = format!(
                        "add for example positions = {{ kind = \"random\", width = \"1 mm\", \
                         height = \"1 mm\" }} to [population.{name}]"
                    );
                    self.say(rule, format!("the neurons of `{name}` have no positions"), help);
                    return;
                }
            }
        }
        if let [(a, n), (b, m)] = found[..]
            && space(&a, n) != space(&b, m)
        {
            let help = "both must lie on rings of one circumference, or in a plane; where edges \
                        touch (periodic), in planes of one width and height";
            self.say(rule, "these populations do not lie in one space", help);
        }
    }
}

/// What two populations must have in common for distances between them to make sense.
fn space(positions: &Positions, size: u64) -> (String, Option<(f64, f64)>) {
    match *positions {
        Positions::Ring { circumference } => {
            (format!("ring of {} um", number_text(circumference)), None)
        }
        Positions::Grid { columns, spacing, periodic: true } => {
            let rows = size.div_ceil(columns.max(1));
            ("torus".into(), Some((columns as f64 * spacing, rows as f64 * spacing)))
        }
        Positions::Random { width, height, periodic: true } => {
            ("torus".into(), Some((width, height)))
        }
        _ => ("plane".into(), None),
    }
}
