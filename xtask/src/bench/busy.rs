//! What is lost beside a busy process.

use super::cases::CASES;
use super::median;
use super::options::Options;
use super::ours::{Job, Program};
use crate::shell::step;
use anyhow::{Context, Result};
use std::sync::atomic::{AtomicBool, Ordering};

/// Prints how much slower Brunel's network runs with two threads while this process keeps a
/// processor busy; quiet and busy runs alternate.
pub fn run(options: &Options) -> Result<()> {
    let program = Program::build()?;
    let case = CASES.iter().find(|c| c.name == "brunel").context("no such case")?;
    let time_ms = case.time.ms(options.quick);
    step("two threads, beside a quiet and beside a busy process");
    let (mut quiet, mut busy) = (Vec::new(), Vec::new());
    for round in 0..options.rounds as u64 {
        let job = Job {
            network: case.network,
            set: case.set,
            time_ms,
            window: (0.0, time_ms),
            seed: 1 + round,
            threads: 2,
        };
        quiet.push(program.run(&job)?.slowdown());
        busy.push(beside_a_busy_thread(|| program.run(&job))?.slowdown());
        println!("   quiet {:8.4}   busy {:8.4} s/s", quiet[quiet.len() - 1], busy[busy.len() - 1]);
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as f64;
    println!(
        "busy ÷ quiet: {:.2}; a fair share of {cores} processors among three threads: {:.2}, and \
         {:.2} where one thread of two has half a processor and the other waits for it",
        median(&busy) / median(&quiet),
        (3.0 / cores).max(1.0),
        if cores < 3.0 { 2.0 } else { 1.0 },
    );
    Ok(())
}

fn beside_a_busy_thread<T>(work: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                std::hint::spin_loop();
            }
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        result
    })
}
