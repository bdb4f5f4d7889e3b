//! Running networks with our own program, as a user would.

use super::cases::Case;
use super::machine;
use super::sample::Sample;
use crate::shell::{cargo, target};
use anyhow::{Result, ensure};
use std::path::PathBuf;
use std::process::Command;

/// The program that is measured.
pub struct Program {
    path: PathBuf,
}

/// A run of ours.
pub struct Job<'a> {
    /// Preset or network file.
    pub network: &'a str,
    pub set: &'a [&'a str],
    pub time_ms: f64,
    /// Window of the statistics, ms.
    pub window: (f64, f64),
    pub seed: u64,
    /// 0: as many as the program takes by itself.
    pub threads: usize,
}

impl Program {
    /// Builds it as it is released.
    pub fn build() -> Result<Program> {
        cargo(&["build", "--release", "--locked", "--quiet"])?;
        Ok(Program { path: target().join("release/rheobase") })
    }

    /// An error where this build has no such preset.
    pub fn knows(&self, case: &Case) -> Result<()> {
        let shown = Command::new(&self.path).args(["show", case.network]).output()?;
        ensure!(shown.status.success(), "this build has no preset `{}`", case.network);
        Ok(())
    }

    /// Runs a network twice: to time it, and to see how the phases share the time. A stopwatch that
    /// reads the clock some times in each step would cost small networks a tenth of it.
    pub fn run(&self, job: &Job) -> Result<Sample> {
        let (plain, watched) = (self.once(job, false)?, self.once(job, true)?);
        let scale = plain.sim_s / watched.sim_s.max(1e-9);
        let profile = watched.profile.into_iter().map(|(phase, s)| (phase, s * scale)).collect();
        Ok(Sample { profile, ..plain })
    }

    fn once(&self, job: &Job, profile: bool) -> Result<Sample> {
        let folder = target().join("bench/results");
        let mut command = Command::new(&self.path);
        command.args(["run", job.network, "--no-plots", "--json", "--out"]);
        command.arg(&folder);
        command.args(["--time", &format!("{} ms", job.time_ms)]);
        command.args(["--seed", &job.seed.to_string()]);
        if profile {
            command.arg("--profile");
        }
        if job.threads > 0 {
            command.args(["--threads", &job.threads.to_string()]);
        }
        for set in job.set {
            command.args(["--set", set]);
        }
        let (start, stop) = job.window;
        command.args(["--set", &format!("analysis.start={start} ms")]);
        command.args(["--set", &format!("analysis.stop={stop} ms")]);
        let (output, others) = machine::run(&mut command)?;
        let json = serde_json::from_slice(&output.stdout)?;
        Ok(Sample { others, ..Sample::ours(&json)? })
    }
}
