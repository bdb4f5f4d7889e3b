//! Other simulators beside ours, in alternation.

use super::cases::{CASES, Case, Peer};
use super::machine;
use super::options::Options;
use super::ours::{Job, Program};
use super::results;
use super::sample::Sample;
use super::store::{Entry, Store};
use crate::shell::{root, step, target};
use anyhow::Result;
use std::path::Path;
use std::process::Command;

/// A program that takes longer is ended and left out, s.
const PATIENCE: &str = "3600";

/// What the store calls our run of the case that another extends, beside that one.
pub const BASE: &str = "base";

/// Runs of each in that alternation.
const PAIRS: usize = 3;

/// Runs the cases and writes the results after each, so that nothing is lost.
pub fn run(options: &Options) -> Result<()> {
    let program = Program::build()?;
    let python = crate::python::peers(&options.python)?;
    let name = if options.quick { "peers-quick" } else { "peers" };
    let mut store = Store::open(target().join("bench").join(name).with_extension("json"));
    let mut notes = Vec::new();
    let commit = machine::output("git", &["describe", "--always", "--dirty", "--abbrev=10"]);
    let out = match options.quick {
        true => target().join("bench/RESULTS-quick.md"),
        false => root().join("benchmarks/RESULTS.md"),
    };
    for case in CASES.iter().filter(|c| options.wants(c.name)) {
        if case.full && !options.full {
            notes.push(format!("`{}` runs with `--full` only.", case.name));
            continue;
        }
        if !options.resume {
            store.forget(case.name);
        }
        step(case.title);
        match program.knows(case) {
            Ok(()) => Round { options, case, program: &program, python: &python, commit: &commit }
                .all(&mut store, &mut notes)?,
            Err(error) => notes.push(format!("`{}`: {error}.", case.name)),
        }
        std::fs::write(&out, results::page(&store, &notes))?;
    }
    println!("{}", results::page(&store, &notes));
    eprintln!("== written to {}", out.display());
    Ok(())
}

/// Everything that the rounds of one case need.
struct Round<'a> {
    options: &'a Options,
    case: &'a Case,
    program: &'a Program,
    python: &'a Path,
    /// The commit that is measured.
    commit: &'a str,
}

impl Round<'_> {
    /// All rounds: ours, peer, ours, peer, …, so that a busy stretch of the machine meets all. A
    /// peer that fails is told and not tried again.
    fn all(&self, store: &mut Store, notes: &mut Vec<String>) -> Result<()> {
        let mut failed = Vec::new();
        for seed in 1..=self.options.rounds as u64 {
            for &threads in &self.options.threads {
                if self.case.peers.is_empty() {
                    self.beside(store, notes, threads, seed)?;
                }
                for peer in self.case.peers {
                    self.ours(store, notes, threads, seed)?;
                    let time = peer.time.ms(self.options.quick);
                    let key = (peer.simulator(), threads);
                    let known = store.find(self.case.name, peer.simulator(), threads, seed, time);
                    if known || failed.contains(&key) {
                        continue;
                    }
                    match self.peer(peer, threads, seed) {
                        Ok(sample) => self.keep(store, sample, threads, seed, time)?,
                        Err(error) => {
                            failed.push(key);
                            let (name, case) = (peer.simulator(), self.case.name);
                            eprintln!("   {name} failed: {error:#}");
                            // The page is no place for the paths of a traceback.
                            let error = error.to_string();
                            let last = error.lines().next_back().unwrap_or_default().trim();
                            let note =
                                format!("{name} failed in `{case}`, {threads} threads: {last}");
                            notes.push(note);
                        }
                    }
                }
            }
            self.ours(store, notes, 0, seed)?;
        }
        Ok(())
    }

    /// One run of ours for each peer's turn; the first of a seed is the one that is looked up.
    fn ours(
        &self,
        store: &mut Store,
        notes: &mut Vec<String>,
        threads: usize,
        seed: u64,
    ) -> Result<()> {
        let time_ms = self.case.time.ms(self.options.quick);
        let wanted = if threads == 0 { 1 } else { self.case.peers.len().max(1) };
        let done = store.entries.iter().filter(|e| {
            e.case == self.case.name
                && e.program == "rheobase"
                && (e.threads, e.seed, e.time_ms) == (threads, seed, time_ms)
        });
        if done.count() >= wanted {
            return Ok(());
        }
        let (network, set) = (self.case.network, self.case.set);
        let job = Job { network, set, time_ms, window: self.window(), seed, threads };
        match self.program.run(&job) {
            Ok(sample) => self.keep(store, sample, threads, seed, time_ms),
            Err(error) => {
                notes.push(format!("rheobase failed in `{}`: {error:#}", self.case.name));
                Ok(())
            }
        }
    }

    /// Ours of the case and of the one that it extends, in alternation.
    fn beside(
        &self,
        store: &mut Store,
        notes: &mut Vec<String>,
        threads: usize,
        seed: u64,
    ) -> Result<()> {
        self.ours(store, notes, threads, seed)?;
        let time_ms = self.case.time.ms(self.options.quick);
        let known = store.find(self.case.name, BASE, threads, seed, time_ms);
        let Some(base) = CASES.iter().find(|c| self.case.extends == Some(c.name) && !known) else {
            return Ok(());
        };
        let of = |case: &Case| {
            let (network, set, window) = (case.network, case.set, self.window());
            self.program.run(&Job { network, set, time_ms, window, seed, threads })
        };
        for _ in 0..PAIRS {
            let sample = Sample { program: BASE.into(), ..of(base)? };
            self.keep(store, sample, threads, seed, time_ms)?;
            self.keep(store, of(self.case)?, threads, seed, time_ms)?;
        }
        Ok(())
    }

    fn peer(&self, peer: &Peer, threads: usize, seed: u64) -> Result<Sample> {
        let (start, stop) = self.window();
        let mut command = Command::new("timeout");
        command.arg(PATIENCE).arg(self.python);
        command.arg(root().join("benchmarks/peers").join(peer.script));
        command.args(["--time", &peer.time.ms(self.options.quick).to_string()]);
        command.args(["--warmup", &start.to_string(), "--stop", &stop.to_string()]);
        command.args(["--threads", &threads.to_string(), "--seed", &seed.to_string()]);
        command.args(peer.arguments);
        let (output, others) = machine::run(&mut command)?;
        let sample = Sample::peer(&String::from_utf8_lossy(&output.stdout))?;
        Ok(Sample { others, ..sample })
    }

    /// Statistics need one window in all programs: the ISI CV depends on its length.
    fn window(&self) -> (f64, f64) {
        let quick = self.options.quick;
        let times = self.case.peers.iter().map(|peer| peer.time.ms(quick));
        (self.case.warmup, times.fold(self.case.time.ms(quick), f64::min))
    }

    fn keep(
        &self,
        store: &mut Store,
        sample: Sample,
        threads: usize,
        seed: u64,
        time_ms: f64,
    ) -> Result<()> {
        let (program, slowdown) = (&sample.program, sample.slowdown());
        eprintln!(
            "   {program:>8}  threads {threads}  seed {seed}  {slowdown:10.4} s/s  others {:.2}",
            sample.others
        );
        store.add(Entry {
            case: self.case.name.into(),
            program: sample.program.clone(),
            threads,
            seed,
            time_ms,
            commit: self.commit.into(),
            day: machine::output("date", &["-u", "+%Y-%m-%d"]),
            sample,
        })
    }
}
