//! A run from its first step, or from a checkpoint, to its results.

use crate::error::{FAILED, Failure, INTERRUPTED};
use crate::figures;
use crate::interrupt;
use crate::log::{Head, LogReader, LogWriter};
use crate::machine;
use crate::output::time;
use crate::progress::Progress;
use crate::report;
use crate::results::{self, Kept, Lock, Results, Status, Summary, Timing, collect, files};
use crate::unfinished::Unfinished;
use rheobase::engine::{Outcome, RunError};
use rheobase::network::Network;
use rheobase::record::Simulation;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// A run that is ready to go.
pub struct Session {
    /// The network and its state.
    pub simulation: Simulation,
    /// Where its log is.
    pub unfinished: Unfinished,
    /// Whether pictures are drawn in the end.
    pub plots: bool,
    /// Whether nothing is drawn on the terminal meanwhile.
    pub quiet: bool,
    /// Wall seconds of drawing the network.
    pub build_s: f64,
}

/// A run that has ended, with its files.
pub struct Ended {
    /// What it left behind.
    pub results: Results,
    /// Names of the pictures and the report, or why there are none.
    pub drawn: Result<Vec<String>, Failure>,
}

impl Session {
    /// Starts the log of a run from its first step.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn start_log(&mut self) -> Result<(), Failure> {
        let network = self.simulation.engine.network();
        let head = Head::new(network, &self.simulation.recording);
        let log = LogWriter::create(&self.unfinished.log(), &head)?;
        self.simulation.set_sink(Box::new(log));
        Ok(())
    }

    /// Runs to the end, to an error of the run, or to Ctrl-C, and writes the results.
    ///
    /// # Errors
    /// Something cannot be written; what was simulated is in the log.
    pub fn go(mut self) -> Result<Ended, Failure> {
        let network = Arc::clone(self.simulation.engine.network());
        let began = Instant::now();
        let (status, message) = self.simulate(&network)?;
        let simulation_s = began.elapsed().as_secs_f64();
        let Session { mut simulation, unfinished, plots, build_s, .. } = self;
        let results = unfinished.results().to_path_buf();
        let kept = finish_log(&mut simulation, &unfinished)?;
        let timing = Timing { build_s, simulation_s, peak_memory_bytes: machine::peak_memory() };
        let mut all = collect(&mut simulation, &kept, timing, status, message)
            .map_err(|error| kept_in_log(error, &unfinished))?;
        let lock = Lock::new(&results);
        let to_draw = if plots { files::drawn() } else { Vec::new() };
        results::write(&mut all, &kept, &network, &results, to_draw)
            .map_err(|error| kept_in_log(error, &unfinished))?;
        drop(kept);
        unfinished.remove();
        let drawn = if plots { draw(&all, &network, &results) } else { Ok(Vec::new()) };
        drop(lock);
        Ok(Ended { results: all, drawn })
    }

    fn simulate(&mut self, network: &Network) -> Result<(Status, Option<String>), Failure> {
        let name = &network.spec.name;
        let progress = Progress::new(name, network.ticks(), network.dt(), self.quiet);
        let outcome = self.simulation.run(&mut |at| {
            progress.at(at.done);
            if interrupt::requested() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        progress.finish();
        match outcome {
            Ok(Outcome::Finished) => Ok((Status::Finished, None)),
            Ok(Outcome::Stopped) => {
                Ok((Status::Interrupted, Some("interrupted by the user".into())))
            }
            Err(RunError::Recorder(error)) => Err(kept_in_log(error, &self.unfinished)),
            Err(error) => Ok((Status::Unstable, Some(error.to_string()))),
        }
    }
}

/// Brings the log to its end and opens it to be read.
fn finish_log(simulation: &mut Simulation, unfinished: &Unfinished) -> Result<Kept, Failure> {
    if let Some(mut sink) = simulation.take_sink() {
        sink.flush(false).map_err(|error| kept_in_log(error, unfinished))?;
    }
    let read = || {
        let log = LogReader::open(&unfinished.log())?;
        let extent = log.extent(None)?;
        Ok((log, extent))
    };
    let (log, extent) =
        read().map_err(|error: crate::log::Unusable| kept_in_log(error, unfinished))?;
    Ok(Kept::in_log(log, extent))
}

/// What the user is told when something cannot be written: where that is which was simulated.
fn kept_in_log(error: impl std::fmt::Display, unfinished: &Unfinished) -> Failure {
    let results = unfinished.results().display();
    let log = unfinished.log();
    let there = LogReader::open(&log).and_then(|log| {
        let extent = log.extent(None)?;
        Ok(time(extent.ticks as f64 * log.head().dt_ms))
    });
    let resume = match unfinished.checkpoint().exists() {
        true => format!("`rheobase resume {results}` goes on from the last checkpoint, "),
        false => String::new(),
    };
    let kept = match there {
        Ok(there) => format!(
            "\n  what was recorded up to {there} is in {}: where there is room, \
             {resume}`rheobase export {results}` writes it to HDF5 files",
            log.display()
        ),
        Err(_) => String::new(),
    };
    Failure::failed(format!("{error}{kept}"))
}

/// Draws all pictures and the report; returns their files' names. After Ctrl-C that is left out.
fn draw(results: &Results, network: &Network, folder: &Path) -> Result<Vec<String>, Failure> {
    let asked = || interrupt::requested() && results.summary.status == Status::Finished;
    let pictures = if asked() { Vec::new() } else { figures::draw(results, Some(network), None)? };
    if asked() {
        return Ok(Vec::new());
    }
    let mut names = figures::write(&pictures, folder)?;
    report::write(results, pictures, folder)?;
    names.push(files::REPORT.into());
    Ok(names)
}

/// What is told of how a run has ended, after its results have been printed.
pub fn verdict(ended: Ended, folder: &Path) -> Result<(), Failure> {
    ended.drawn.map_err(|failure| Failure {
        message: format!("{}\n  all data are in {}", failure.message, folder.display()),
        ..failure
    })?;
    match ended.results.summary.status {
        Status::Finished if interrupt::requested() => {
            let message = format!("interrupted: all data are in {}", folder.display());
            Err(Failure { message, code: INTERRUPTED })
        }
        Status::Finished => Ok(()),
        status => Err(early_end(status, &ended.results.summary, folder)),
    }
}

/// What the user is told of a run that ended early.
fn early_end(status: Status, summary: &Summary, folder: &Path) -> Failure {
    let so_far =
        format!("the {} simulated so far are in {}", time(summary.duration_ms), folder.display());
    let reason = summary.message.clone().unwrap_or_default();
    match status {
        Status::Interrupted => {
            Failure { message: format!("interrupted: {so_far}"), code: INTERRUPTED }
        }
        _ => Failure { message: format!("error: {reason}\n  {so_far}"), code: FAILED },
    }
}
