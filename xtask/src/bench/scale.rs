//! Cost and memory per synapse, from small to large networks.

use super::options::Options;
use super::ours::{Job, Program};
use super::sample::Sample;
use crate::shell::{cargo, root, step, target};
use anyhow::{Context, Result};
use std::fmt::Write;
use std::fs;

/// Neurons; each has a thousand synapses. The last is a billion synapses, behind `--full`.
const SIZES: [u64; 7] = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];
/// Synaptic events that a point should have, about.
const EVENTS: f64 = 2e8;
/// Rate of the neurons, about, Hz.
const RATE: f64 = 37.0;

/// Measures all sizes and draws two pictures.
pub fn run(options: &Options) -> Result<()> {
    let program = Program::build()?;
    let folder = target().join("bench");
    fs::create_dir_all(&folder)?;
    let threads = options.threads.iter().copied().max().unwrap_or(1);
    step("from small to large networks");
    println!(
        "{threads} threads, least of {}\n{:>9}{:>12}{:>9}{:>11}{:>13}{:>13}{:>14}{:>14}",
        options.rounds,
        "neurons",
        "synapses",
        "build s",
        "sim s/s",
        "ns/event",
        "ns, delivery",
        "bytes/synapse",
        "peak bytes/s."
    );
    let mut points = Vec::new();
    for size in SIZES.into_iter().filter(|&n| wanted(n, options)) {
        let file = folder.join(format!("scale-{size}.toml"));
        fs::write(&file, network(size))?;
        match point(&program, file.to_str().context("a path is not UTF-8")?, size, threads, options)
        {
            Ok(best) => {
                println!("{}", line(&best, threads));
                points.push(best);
            }
            Err(error) => println!("{size:>9}  {error:#}"),
        }
    }
    draw(&points, threads, options)
}

fn wanted(size: u64, options: &Options) -> bool {
    match (options.full, options.quick) {
        (true, _) => true,
        (_, true) => size <= 30_000,
        _ => size <= 300_000,
    }
}

/// The run with the least time.
fn point(
    program: &Program,
    network: &str,
    size: u64,
    threads: usize,
    options: &Options,
) -> Result<Sample> {
    let seconds = EVENTS / (size as f64 * 1000.0 * RATE);
    let time_ms = (seconds * 1000.0).clamp(20.0, 2000.0).round();
    let run = |seed| {
        let window = (0.0, time_ms);
        program.run(&Job { network, set: &[], time_ms, window, seed, threads })
    };
    let samples = (1..=options.rounds as u64).map(run).collect::<Result<Vec<_>>>()?;
    let best = samples.into_iter().min_by(|a, b| a.slowdown().total_cmp(&b.slowdown()));
    best.context("no round was asked for")
}

/// Nanoseconds of a thread per synaptic event: all of the simulation, and delivery alone.
fn costs(sample: &Sample, threads: usize) -> (f64, f64) {
    let per_event = 1e9 * threads as f64 / sample.events.max(1.0);
    (sample.sim_s * per_event, sample.phase("deliver") * per_event)
}

/// Memory of the synapses, and the most of the whole process, building included.
fn memory(sample: &Sample) -> (f64, f64) {
    let synapses = sample.synapses.max(1.0);
    (sample.synapse_bytes / synapses, sample.peak_memory_bytes / synapses)
}

fn line(s: &Sample, threads: usize) -> String {
    let (all, delivery) = costs(s, threads);
    let (bytes, peak) = memory(s);
    format!(
        "{:>9}{:>12}{:>9.2}{:>11.3}{all:>13.3}{delivery:>13.3}{bytes:>14.2}{peak:>14.2}",
        s.neurons,
        s.synapses,
        s.build_s,
        s.slowdown()
    )
}

/// Brunel's network with 1,000 synapses into each neuron, whatever its size: rates stay as they
/// are. Each synapse has a weight of its own.
fn network(size: u64) -> String {
    let (e, i) = (size * 4 / 5, size / 5);
    let population = |name: &str, size: u64| {
        format!(
            "[population.{name}]\nsize = {size}\ntau_m = \"20 ms\"\nV_rest = \"0 mV\"\n\
             V_thr = \"20 mV\"\nV_reset = \"10 mV\"\nt_ref = \"2 ms\"\nreceptors.psp = \"delta\"\n\
             V_init = {{ distribution = \"uniform\", low = \"0 mV\", high = \"20 mV\" }}\n"
        )
    };
    let projection = |source: &str, target: &str, n: u64, weight: f64| {
        format!(
            "[projection.\"{source}->{target}\"]\nsource = \"{source}\"\ntarget = \"{target}\"\n\
             rule = {{ kind = \"fixed_in_degree\", n = {n} }}\nallow_multiple = true\n\
             weight = {{ distribution = \"normal\", mean = \"{weight} mV\", sd = \"{} mV\" }}\n\
             delay = \"1.5 ms\"\n",
            0.1 * weight.abs()
        )
    };
    let input = |name: &str| {
        format!(
            "[input.external_{name}]\ntarget = \"{name}\"\nkind = \"poisson\"\nrate = \"20 Hz\"\n\
             sources = 800\nweight = \"0.125 mV\"\n"
        )
    };
    let mut text = format!(
        "rheobase = 1\nname = \"scale-{size}\"\n[analysis]\nstart = \"0 ms\"\n\
         [record.none]\nkind = \"spikes\"\nof = \"E\"\nsample = 0\n"
    );
    text += &(population("E", e) + &population("I", i) + &input("E") + &input("I"));
    for target in ["E", "I"] {
        text += &projection("E", target, 800, 0.125);
        text += &projection("I", target, 200, -0.625);
    }
    text
}

/// Two pictures from tables of numbers; the crate that draws is not linked here, so that the other
/// tasks start fast.
fn draw(points: &[Sample], threads: usize, options: &Options) -> Result<()> {
    let folder = if options.quick { target().join("bench") } else { root().join("benchmarks") };
    let mut table = String::from("neurons,whole,delivery,synapses,peak\n");
    for point in points {
        let ((all, delivery), (bytes, peak)) = (costs(point, threads), memory(point));
        let _ = writeln!(table, "{},{all},{delivery},{bytes},{peak}", point.neurons);
    }
    let file = target().join("bench/scale.csv");
    fs::write(&file, table)?;
    let text = |path: &std::path::Path| path.to_str().map(String::from).context("not UTF-8");
    let arguments = [text(&file)?, text(&folder)?, threads.to_string()];
    let [file, folder, threads] = arguments.each_ref().map(String::as_str);
    let run = ["run", "--release", "--locked", "--quiet", "-p", "rheobase-plot", "--example"];
    cargo(&[&run[..], &["scaling", "--", file, folder, threads]].concat())
}
