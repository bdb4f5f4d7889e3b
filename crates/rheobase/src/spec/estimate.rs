//! What a network will need, before anything of its size is allocated.

use super::check::overlap;
use super::{
    Delay, Kernel, NetworkSpec, NeuronModel, Param, PopulationSpec, Positions, Problem,
    ProjectionSpec, ReceptorKind, RecordKind, Rule, WeightValue,
};

/// Expected size of a network and of its memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Number of neurons.
    pub neurons: u64,
    /// One entry per projection, blocks first.
    pub projections: Vec<ProjectionEstimate>,
    /// Bytes of the neurons' state, parameters and delay rings.
    pub neuron_bytes: f64,
}

/// Expected size of a projection.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionEstimate {
    /// Its name.
    pub name: String,
    /// Number of synapses: exact, or the mean of the rule's distribution.
    pub synapses: f64,
    /// Whether the rule fixes the number.
    pub exact: bool,
    /// Bytes of its synapses.
    pub bytes: f64,
}

impl Estimate {
    /// Expected number of all synapses.
    pub fn synapses(&self) -> f64 {
        self.projections.iter().map(|projection| projection.synapses).sum()
    }

    /// Bytes of the whole network.
    pub fn bytes(&self) -> f64 {
        self.neuron_bytes + self.projections.iter().map(|p| p.bytes).sum::<f64>()
    }

    /// Refuses a network that does not fit into `available` bytes, with the numbers.
    pub fn fits(&self, available: u64) -> Result<(), Problem> {
        if self.bytes() <= available as f64 {
            return Ok(());
        }
        let message = format!(
            "this network needs about {} of memory ({} neurons, about {:.3e} synapses), but {} \
             are available",
            bytes_text(self.bytes()),
            self.neurons,
            self.synapses(),
            bytes_text(available as f64)
        );
        let largest = self.projections.iter().max_by(|a, b| a.bytes.total_cmp(&b.bytes));
        let (path, help) = match largest.filter(|p| p.bytes > self.neuron_bytes) {
            Some(p) => (
                "",
                format!("the largest part is the projection `{}`: {}", p.name, bytes_text(p.bytes)),
            ),
            None => ("population", {
                format!("the neurons and their delays take {}", bytes_text(self.neuron_bytes))
            }),
        };
        Err(Problem::new(path, message, help))
    }
}

/// `1.5 GiB`.
pub fn bytes_text(bytes: f64) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let mut value = bytes;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < units.len() {
        value /= 1024.0;
        unit += 1;
    }
    if unit == 0 { format!("{value:.0} bytes") } else { format!("{value:.1} {}", units[unit]) }
}

impl NetworkSpec {
    /// The expected size of the network and its memory. The network must have passed
    /// [`NetworkSpec::check`]; what is unknown counts as nothing.
    ///
    /// A synapse takes 4 bytes for its target, 4 for its weight unless all are the same (8 where
    /// it is given or plastic, and 8 more to learn), 2 for its delay unless all are the same; a
    /// neuron 8 bytes for each state variable, each parameter and input that differs, and each
    /// slot of its delay ring.
    pub fn estimate(&self) -> Estimate {
        // A block whose matrices have a wrong shape has no projections.
        let blocks = self.blocks.iter().filter(|block| {
            let n = block.populations.len();
            let square = |m: &[Vec<f64>]| m.len() == n && m.iter().all(|row| row.len() == n);
            square(&block.probability)
                && square(&block.weight)
                && block.failure.as_ref().is_none_or(|f| square(&f.probability))
        });
        let mut all: Vec<_> = blocks.flat_map(|block| block.projections()).collect();
        all.extend(self.projections.iter().cloned());
        let neuron_bytes = self.populations.iter().map(|p| self.population_bytes(p, &all)).sum();
        Estimate {
            neurons: self.populations.iter().fold(0, |sum, p| sum.saturating_add(p.size)),
            projections: all.iter().map(|p| self.projection_estimate(p)).collect(),
            neuron_bytes,
        }
    }

    fn projection_estimate(&self, p: &ProjectionSpec) -> ProjectionEstimate {
        let (synapses, exact) = self.expected_synapses(p);
        let weight = match (&p.weight.value, p.plasticity.is_some()) {
            (_, true) => 16.0,
            (WeightValue::Constant(_), false) => 0.0,
            (WeightValue::Drawn(_), false) => 4.0,
            (WeightValue::FromRule, false) => 8.0,
        };
        let delay = match p.delay {
            Delay::Time(_) | Delay::Steps(_) => 0.0,
            Delay::Drawn(_) | Delay::FromRule => 2.0,
        };
        let bytes = synapses * (4.0 + weight + delay);
        ProjectionEstimate { name: p.name.clone(), synapses, exact, bytes }
    }

    /// The number of synapses and whether it is fixed.
    fn expected_synapses(&self, p: &ProjectionSpec) -> (f64, bool) {
        let size = |name: &str| self.population(name).map_or(0, |population| population.size);
        let source_size = size(&p.source.population);
        let sources = p.source.len(source_size) as f64;
        let targets = p.target.len(size(&p.target.population)) as f64;
        let own = if p.allow_self { 0 } else { overlap(&p.source, &p.target, source_size) };
        let pairs = sources * targets - own as f64;
        match &p.rule {
            Rule::AllToAll => (pairs, true),
            Rule::OneToOne => (sources.min(targets), true),
            Rule::Bernoulli { p } => (pairs * p, *p == 0.0 || *p == 1.0),
            Rule::FixedInDegree { n } => (targets * *n as f64, true),
            Rule::FixedOutDegree { n } => (sources * *n as f64, true),
            Rule::FixedTotal { n } => (*n as f64, true),
            Rule::SmallWorld { k, .. } => (targets * *k as f64, true),
            Rule::Edges(edges) => (edges.source.len() as f64, true),
            Rule::Distance { kernel } => (pairs * self.share_in_reach(p, kernel), false),
            // At least 4 bytes of file per entry, and no more entries than pairs.
            Rule::Matrix { file } => {
                (file_size(&file.path).map_or(pairs, |s| pairs.min(s / 4.0)), false)
            }
            Rule::EdgeFile { file } => (file_size(&file.path).unwrap_or(0.0) / 4.0, false),
        }
    }

    /// The mean connection probability over the space of the sources, edges left out of account.
    fn share_in_reach(&self, p: &ProjectionSpec, kernel: &Kernel) -> f64 {
        use std::f64::consts::PI;
        let Some(population) = self.population(&p.source.population) else { return 1.0 };
        let (most, on_line, in_plane) = match *kernel {
            Kernel::Gaussian { p_max, sigma } => {
                (p_max, p_max * sigma * (2.0 * PI).sqrt(), p_max * 2.0 * PI * sigma * sigma)
            }
            Kernel::Exponential { p_max, lambda } => {
                (p_max, p_max * 2.0 * lambda, p_max * 2.0 * PI * lambda * lambda)
            }
            Kernel::Disc { p, radius } => (p, p * 2.0 * radius, p * PI * radius * radius),
        };
        let mean = match population.positions {
            Some(Positions::Ring { circumference }) => on_line / circumference,
            Some(Positions::Random { width, height, .. }) => in_plane / (width * height),
            Some(Positions::Grid { spacing, .. }) => {
                in_plane / (population.size as f64 * spacing * spacing)
            }
            None => most,
        };
        mean.min(most)
    }

    fn population_bytes(&self, population: &PopulationSpec, all: &[ProjectionSpec]) -> f64 {
        let NeuronModel::Lif(lif) = &population.model;
        let currents: usize = population
            .receptors
            .iter()
            .map(|receptor| match receptor.kind {
                ReceptorKind::Delta => 0,
                ReceptorKind::Exponential { .. } => 1,
                ReceptorKind::Alpha { .. } => 2,
            })
            .sum();
        let params = [
            Some(&lif.tau_m),
            lif.c_m.as_ref(),
            Some(&lif.v_rest),
            Some(&lif.v_thr),
            Some(&lif.v_reset),
            Some(&lif.t_ref),
        ];
        let differing =
            params.iter().flatten().filter(|p| !matches!(p, Param::Constant(_))).count();
        let drives = self.inputs.iter().filter(|i| i.target.population == population.name).count();
        let incoming = all.iter().filter(|p| p.target.population == population.name);
        let longest = incoming.map(|p| self.longest_delay(&p.delay)).fold(1.0, f64::max);
        // V, the refractory counter and the drive, beside the currents.
        let state = (3 + currents + differing + drives) as f64;
        let ring = (longest + 1.0) * population.receptors.len() as f64;
        population.size as f64 * 8.0 * (state + ring)
    }

    /// In steps; for drawn delays what one in a thousand exceeds, roughly.
    fn longest_delay(&self, delay: &Delay) -> f64 {
        use super::Shape;
        match delay {
            Delay::Time(time) => time / self.dt,
            Delay::Steps(steps) => f64::from(*steps),
            Delay::FromRule => 1.0,
            Delay::Drawn(d) => {
                let high = match d.shape {
                    Shape::Normal { mean, sd } => mean + 5.0 * sd,
                    Shape::LogNormal { mean, sd } => mean + 10.0 * sd,
                    Shape::Uniform { high, .. } => high,
                };
                d.max.map_or(high, |max| high.min(max)).max(self.dt) / self.dt
            }
        }
    }

    /// Bytes that recordings of states, rates and weights will take by the end of the run. Spikes
    /// are left out: nobody knows how many there will be.
    pub fn recording_bytes(&self) -> f64 {
        let size = |name: &str| self.population(name).map_or(0, |population| population.size);
        self.record
            .iter()
            .map(|record| match &record.kind {
                RecordKind::State { of, sample, variables, every } => {
                    let n = sample.unwrap_or_else(|| of.len(size(&of.population))) as f64;
                    8.0 * n * variables.len() as f64 * (self.duration / every + 1.0)
                }
                RecordKind::Rate { bin, .. } => 8.0 * self.duration / bin,
                _ => 0.0,
            })
            .sum()
    }
}

fn file_size(path: &std::path::Path) -> Option<f64> {
    std::fs::metadata(path).ok().map(|meta| meta.len() as f64)
}

#[cfg(test)]
mod tests {
    use crate::presets;
    use crate::spec::NetworkSpec;
    use std::path::Path;

    fn read(text: &str) -> NetworkSpec {
        match NetworkSpec::from_toml(text, Path::new("")) {
            Ok(parsed) => parsed.spec,
            Err(problems) => panic!("{problems}"),
        }
    }

    #[test]
    fn presets_have_the_synapses_that_the_matrices_say() {
        let estimate = read(presets::get("striatum").unwrap().text).estimate();
        let pairs = 490.0 * 489.0;
        assert_eq!(estimate.neurons, 1000);
        assert_eq!(estimate.projections[0].synapses, 0.26 * pairs);
        assert!(!estimate.projections[0].exact);
        let one = read(presets::get("one_population").unwrap().text).estimate();
        assert_eq!((one.synapses(), one.projections[0].exact), (999_000.0, true));
        assert_eq!(one.projections[0].bytes, 999_000.0 * 4.0);
    }

    #[test]
    fn rules_that_fix_the_number_are_exact() {
        let network = |rule: &str| {
            let text = format!(
                "rheobase = 1\n[population.a]\nsize = 50\nreceptors.r = \"delta\"\n\
                 positions = {{ kind = \"ring\", circumference = \"1 mm\" }}\n\
                 [projection.p]\nsource = \"a[0:30]\"\ntarget = \"a\"\nweight = \"1 mV\"\n\
                 delay = \"1 ms\"\nrule = {rule}\n"
            );
            let p = read(&text).estimate().projections.remove(0);
            (p.synapses, p.exact)
        };
        assert_eq!(network("\"all_to_all\""), (30.0 * 50.0 - 30.0, true));
        assert_eq!(network("{ kind = \"fixed_in_degree\", n = 7 }"), (350.0, true));
        assert_eq!(network("{ kind = \"fixed_out_degree\", n = 7 }"), (210.0, true));
        assert_eq!(network("{ kind = \"fixed_total\", n = 7 }"), (7.0, true));
        let disc = "{ kind = \"distance\", kernel = \"disc\", p = 0.5, radius = \"100 um\" }";
        let (mean, exact) = network(disc);
        assert!((mean - 1470.0 * 0.1).abs() < 1e-9 && !exact, "{mean}");
    }

    #[test]
    fn what_does_not_fit_is_refused_with_the_numbers() {
        let text = presets::get("one_population")
            .unwrap()
            .text
            .replace("size = 1000", "size = 1000000000");
        let estimate = read(&text).estimate();
        let problem = estimate.fits(16 << 30).unwrap_err().to_string();
        assert!(problem.contains("1000000000 neurons"), "{problem}");
        assert!(problem.contains("16.0 GiB are available"), "{problem}");
        assert!(problem.contains("pop->pop"), "{problem}");
        assert!(read(presets::get("fsi").unwrap().text).estimate().fits(1 << 30).is_ok());
    }
}
