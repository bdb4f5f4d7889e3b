//! `check`: everything about a network that can be known without drawing it.

use crate::args::CheckArgs;
use crate::error::Failure;
use crate::machine;
use crate::output::{grouped, print, table, time};
use crate::source::Source;
use rheobase::network::{CompileError, Network};
use rheobase::spec::{Estimate, NetworkSpec, Problem, bytes_text};
use std::path::Path;

/// Finds all mistakes; where there is none, prints sizes and memory.
pub fn check(args: &CheckArgs) -> Result<(), Failure> {
    let source = Source::load(&args.network)?;
    let estimate = source.spec.estimate();
    let available = machine::available_memory();
    print(&page(&source.spec, &estimate, available))?;
    // More threads are used only where there is memory for them.
    fits(&source, 1, available, Beside::Log)?;
    data_files(&source)?;
    print("no mistakes\n")
}

/// All mistakes in the files that the network reads, and in lists of synapses.
fn data_files(source: &Source) -> Result<(), Failure> {
    let mistakes = Network::data_mistakes(&source.spec);
    if mistakes.is_empty() {
        return Ok(());
    }
    let problem = |e: CompileError| Problem::new(e.path, e.message, "");
    Err(source.problems(mistakes.into_iter().map(problem).collect()))
}

/// What needs memory beside the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Recordings; samples of states go into a log.
    Log,
    /// These, and checkpoints while they are written.
    Checkpoints,
    /// Recordings, samples included.
    Samples,
}

/// Refuses a network, or recordings, that so many bytes cannot hold.
pub fn fits(
    source: &Source,
    threads: usize,
    available: u64,
    beside: Beside,
) -> Result<(), Failure> {
    let estimate = source.spec.estimate();
    estimate.fits(threads, available).map_err(|problem| source.problem(problem))?;
    let (what, more) = match beside {
        Beside::Log => ("what is recorded needs", 0.0),
        Beside::Samples => ("what is recorded needs", 3.0 * source.spec.sample_bytes()),
        Beside::Checkpoints => {
            ("what is recorded and a checkpoint need", source.spec.checkpoint_bytes())
        }
    };
    let recordings = source.spec.recording_bytes() + more;
    let bytes = estimate.bytes_with(threads);
    if bytes + recordings <= available as f64 {
        return Ok(());
    }
    let message = format!(
        "{what} about {} of memory beside the network's {}, but {} are available",
        bytes_text(recordings),
        bytes_text(bytes),
        bytes_text(available as f64)
    );
    Err(Failure::mistake(message, RECORD_LESS))
}

const RECORD_LESS: &str = "record fewer neurons, or every n-th step (`every`)";

/// Bytes of the disk that samples take at the end of a run: in the log and in `traces.h5`.
fn disk_bytes(spec: &NetworkSpec) -> f64 {
    2.0 * spec.sample_bytes()
}

/// Refuses recordings that the disk cannot hold.
pub fn fits_on_disk(source: &Source, folder: &Path) -> Result<(), Failure> {
    let needed = disk_bytes(&source.spec);
    let Some(free) = machine::free_disk(folder).filter(|&free| needed > free as f64) else {
        return Ok(());
    };
    let message = format!(
        "the states that are recorded need about {} of the disk while they are written, but {} \
         are available in {}",
        bytes_text(needed),
        bytes_text(free as f64),
        folder.display()
    );
    Err(Failure::mistake(message, RECORD_LESS))
}

fn page(spec: &NetworkSpec, estimate: &Estimate, available: u64) -> String {
    let mut page = format!("{}\n\n", spec.name);
    let populations: Vec<_> = spec
        .populations
        .iter()
        .map(|p| {
            let receptors: Vec<_> =
                p.receptors.iter().map(|r| format!("{} ({})", r.name, r.kind.word())).collect();
            vec![p.name.clone(), grouped(p.size), receptors.join(", ")]
        })
        .collect();
    page += &table(&["population", "neurons", "receptors"], &populations);
    let projections: Vec<_> = estimate
        .projections
        .iter()
        .map(|p| {
            let about = if p.exact { "" } else { "about " };
            let synapses = format!("{about}{}", grouped(p.synapses.round() as u64));
            vec![p.name.clone(), synapses, bytes_text(p.bytes)]
        })
        .collect();
    if !projections.is_empty() {
        page.push('\n');
        page += &table(&["projection", "synapses", "memory"], &projections);
    }
    let disk = match disk_bytes(spec) {
        0.0 => String::new(),
        bytes => format!("about {} of the disk for what is recorded\n", bytes_text(bytes)),
    };
    page += &format!(
        "\n{} neurons, about {} synapses, about {} of memory ({} available)\n{disk}{} of simulated time: \
         {} steps of {} ms\n",
        grouped(estimate.neurons),
        grouped(estimate.synapses().round() as u64),
        bytes_text(estimate.bytes() + spec.recording_bytes()),
        bytes_text(available as f64),
        time(spec.duration),
        grouped((spec.duration / spec.dt).round() as u64),
        spec.dt,
    );
    page
}
