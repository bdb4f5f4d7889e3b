//! Our own speed, by phase.

use super::cases::CASES;
use super::options::Options;
use super::ours::{Job, Program};
use super::sample::Sample;
use super::{machine, median, stream};
use crate::shell::step;
use anyhow::Result;

const PHASES: [&str; 6] = ["deliver", "drive", "update", "learn", "exchange", "record"];

/// Prints a table with a line for each case and number of threads.
pub fn run(options: &Options) -> Result<()> {
    let program = Program::build()?;
    step("our own speed");
    println!("{}", machine::describe());
    let bandwidths: Vec<_> = options.threads.iter().map(|&t| (t, stream::bandwidth(t))).collect();
    for (threads, bandwidth) in &bandwidths {
        println!("streaming, {threads} threads: {:.1} GB/s", bandwidth / 1e9);
    }
    println!(
        "\nwall s of the simulation phase per simulated s (least, median); phases of the least, in %\n\
         of it on the first thread (drive: inputs, noise, Poisson); GB/s of synapses while\n\
         delivering, and their share of the streaming bandwidth\n"
    );
    println!("{}", header());
    for case in CASES.iter().filter(|c| options.wants(c.name) && (options.full || !c.full)) {
        if let Err(error) = program.knows(case) {
            println!("{:<18}{error}", case.name);
            continue;
        }
        for &(threads, bandwidth) in &bandwidths {
            let job = |round| Job {
                network: case.network,
                set: case.set,
                time_ms: case.time.ms(options.quick),
                window: (case.warmup, case.time.ms(options.quick)),
                seed: 1 + round as u64,
                threads,
            };
            let samples: Result<Vec<_>> =
                (0..options.rounds).map(|round| program.run(&job(round))).collect();
            match samples {
                Ok(samples) => println!("{}", line(case.name, threads, &samples, bandwidth)),
                Err(error) => println!("{:<18}{threads:>3}  {error:#}", case.name),
            }
        }
    }
    Ok(())
}

fn header() -> String {
    let phases: String = PHASES.iter().map(|phase| format!("{phase:>9}")).collect();
    format!(
        "{:<18}{:>3}{:>9}{:>9}{:>9}{phases}{:>12}{:>8}{:>7}{:>8}",
        "case", "thr", "build s", "least", "median", "M events/s", "GB/s", "share", "others"
    )
}

fn line(name: &str, threads: usize, samples: &[Sample], bandwidth: f64) -> String {
    let mut slowdowns: Vec<_> = samples.iter().map(Sample::slowdown).collect();
    slowdowns.sort_by(f64::total_cmp);
    let Some(best) = samples.iter().min_by(|a, b| a.slowdown().total_cmp(&b.slowdown())) else {
        return String::new();
    };
    let share = |phase: &&str| format!("{:>8.1}%", 100.0 * best.phase(phase) / best.sim_s);
    let phases: String = PHASES.iter().map(share).collect();
    // All threads deliver for about as long as the first.
    let read = best.events * best.synapse_bytes / best.synapses.max(1.0);
    let rate = read / best.phase("deliver").max(1e-9);
    format!(
        "{name:<18}{threads:>3}{:>9.3}{:>9.4}{:>9.4}{phases}{:>12.1}{:>8.2}{:>6.0}%{:>8.2}",
        best.build_s,
        slowdowns[0],
        median(&slowdowns),
        best.events / best.sim_s / 1e6,
        rate / 1e9,
        100.0 * rate / bandwidth,
        best.others
    )
}
