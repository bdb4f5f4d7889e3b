//! What a network will need, before anything of its size is allocated.
//!
//! The numbers follow the containers of [`crate::network`], [`crate::wiring`] and [`crate::engine`]
//! one by one; a test compares them with what the allocator gives out.

mod neurons;
mod parts;
mod reach;
mod recordings;
mod synapses;

use super::source_map::join;
use super::{NetworkSpec, Problem};

/// Expected size of a network and of its memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Number of neurons.
    pub neurons: u64,
    /// One entry per projection, blocks first.
    pub projections: Vec<ProjectionEstimate>,
    /// Bytes of the neurons' state, parameters and inputs, with one thread.
    pub neuron_bytes: f64,
    /// Bytes that are needed for a while to read the largest data file or list.
    pub building_bytes: f64,
    /// Bytes that each thread adds beyond the first.
    pub thread_bytes: f64,
}

/// Expected size of a projection.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionEstimate {
    /// Its name.
    pub name: String,
    /// Number of synapses: exact, or the mean of the rule's distribution (of a file: what its size
    /// allows at most).
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

    /// Bytes of the whole network while it is built and runs on one thread.
    pub fn bytes(&self) -> f64 {
        self.bytes_with(1)
    }

    /// Bytes of the whole network with so many threads.
    pub fn bytes_with(&self, threads: usize) -> f64 {
        let threads = threads.saturating_sub(1) as f64 * self.thread_bytes;
        let synapses: f64 = self.projections.iter().map(|p| p.bytes).sum();
        self.neuron_bytes + synapses + self.building_bytes + threads
    }

    /// Refuses a network that with so many threads does not fit into `available` bytes, with the
    /// numbers and the place of the largest part.
    pub fn fits(&self, threads: usize, available: u64) -> Result<(), Problem> {
        let bytes = self.bytes_with(threads);
        if bytes <= available as f64 {
            return Ok(());
        }
        let message = format!(
            "this network needs about {} of memory ({} neurons, about {:.3e} synapses), but {} \
             are available",
            bytes_text(bytes),
            self.neurons,
            self.synapses() + 0.0, // no synapses add up to -0
            bytes_text(available as f64)
        );
        let largest = self.projections.iter().max_by(|a, b| a.bytes.total_cmp(&b.bytes));
        let (path, help) = match largest.filter(|p| p.bytes > self.neuron_bytes) {
            Some(p) => {
                let bytes = bytes_text(p.bytes);
                let help = format!("the largest part is the projection `{}`: {bytes}", p.name);
                (join("projection", &p.name), help)
            }
            None => ("population".into(), {
                format!("the neurons take {}", bytes_text(self.neuron_bytes))
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
    /// A synapse takes 2 bytes for its target (4 where rows are short and neurons more than 65,536), 4
    /// for its weight unless all are the same (8 where it is given), and 8 more to learn; the
    /// synapses of one source and one delay together take 4 where delays differ, and 16 more to
    /// learn from the times of spikes. A neuron takes about 90 bytes, and 8 more for each parameter
    /// and input that differs and for each receptor.
    pub fn estimate(&self) -> Estimate {
        let all = self.all_projections();
        let cut = parts::Cut::new(self, &all);
        Estimate {
            neurons: self.populations.iter().fold(0, |sum, p| sum.saturating_add(p.size)),
            projections: all.iter().map(|p| self.projection_estimate(p, &cut)).collect(),
            neuron_bytes: self.neuron_bytes(&all),
            building_bytes: all.iter().map(|p| self.building_bytes(p)).fold(0.0, f64::max),
            thread_bytes: all.iter().map(|p| self.thread_bytes(p)).sum::<f64>()
                + self.window_bytes(&all)
                + neurons::SPARE_INPUTS,
        }
    }

    fn size_of(&self, population: &str) -> u64 {
        self.population(population).map_or(0, |population| population.size)
    }
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
        let estimate = read(&presets::get("striatum").unwrap().text()).estimate();
        let pairs = 490.0 * 489.0;
        assert_eq!(estimate.neurons, 1000);
        assert_eq!(estimate.projections[0].synapses, 0.26 * pairs);
        assert!(!estimate.projections[0].exact);
        let one = read(&presets::get("one_population").unwrap().text()).estimate();
        assert_eq!((one.synapses(), one.projections[0].exact), (999_000.0, true));
        assert_eq!(one.projections[0].bytes, 999_000.0 * 2.0 + 8.0 * 1000.0);
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
        // Ten of 49 neighbours are in reach.
        assert!((mean - 150.0).abs() < 1e-9 && !exact, "{mean}");
    }

    #[test]
    fn what_does_not_fit_is_refused_with_the_numbers() {
        let text = presets::get("one_population")
            .unwrap()
            .text()
            .replace("size = 1000", "size = 1000000000");
        let estimate = read(&text).estimate();
        let problem = estimate.fits(1, 16 << 30).unwrap_err().to_string();
        assert!(problem.contains("1000000000 neurons"), "{problem}");
        assert!(problem.contains("16.0 GiB are available"), "{problem}");
        assert!(problem.contains("pop->pop"), "{problem}");
        assert!(read(&presets::get("fsi").unwrap().text()).estimate().fits(1, 1 << 30).is_ok());
    }
}
