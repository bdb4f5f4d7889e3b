//! A run from its first step, or from a checkpoint, to its results.

use crate::checkpoint::{self, About};
use crate::error::{FAILED, Failure, INTERRUPTED};
use crate::figures;
use crate::interrupt;
use crate::interval::Interval;
use crate::log::{Head, LogReader, LogWriter};
use crate::machine;
use crate::output::{time, without_noise};
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
    /// When checkpoints are written.
    pub every: Option<Interval>,
    /// Fingerprint of the network.
    pub fingerprint: u64,
    /// Wall seconds that earlier processes have simulated.
    pub earlier_s: f64,
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
    /// Whether there is a checkpoint of its end.
    pub resumable: bool,
}

impl Session {
    /// Starts the log of a run from its first step.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn start_log(&mut self) -> Result<(), Failure> {
        let log = LogWriter::create(&self.unfinished.log(), &self.head())?;
        self.simulation.set_sink(Box::new(log));
        Ok(())
    }

    /// Goes on with the log that has so many bytes.
    ///
    /// # Errors
    /// It is damaged, or of another network; it cannot be written.
    pub fn resume_log(&mut self, bytes: u64) -> Result<(), Failure> {
        let path = self.unfinished.log();
        let (head, tick) = (self.head(), self.simulation.engine.tick());
        let help = "`rheobase export` writes what is whole of it";
        let refuse = |message: &str| {
            Failure::mistake(format!("cannot go on with {}: {message}", path.display()), help)
        };
        let log = LogReader::open(&path).map_err(|error| refuse(&error.message))?;
        if *log.head() != head {
            return Err(refuse("it is of another network"));
        }
        let extent = log.extent(Some(bytes)).map_err(|error| refuse(&error.message))?;
        if (extent.bytes, extent.ticks) != (bytes, tick) {
            return Err(refuse("it is damaged before the checkpoint"));
        }
        let log = LogWriter::resume(&path, &head, bytes, tick)?;
        self.simulation.set_sink(Box::new(log));
        Ok(())
    }

    fn head(&self) -> Head {
        Head::new(self.simulation.engine.network(), &self.simulation.recording)
    }

    /// Runs to the end, to an error of the run, or to Ctrl-C, and writes the results.
    ///
    /// # Errors
    /// Something cannot be written; what was simulated is in the log.
    pub fn go(mut self) -> Result<Ended, Failure> {
        let network = Arc::clone(self.simulation.engine.network());
        let began = Instant::now();
        let (status, message) = self.simulate(&network, began)?;
        let simulation_s = self.earlier_s + began.elapsed().as_secs_f64();
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
        let resumable = status == Status::Interrupted && unfinished.checkpoint().exists();
        if !resumable {
            unfinished.remove();
        }
        let drawn = if plots { draw(&all, &network, &results) } else { Ok(Vec::new()) };
        drop(lock);
        Ok(Ended { results: all, drawn, resumable })
    }

    /// Runs up to its end, with checkpoints on the way.
    fn simulate(
        &mut self,
        network: &Network,
        began: Instant,
    ) -> Result<(Status, Option<String>), Failure> {
        let name = &network.spec.name;
        let progress = Progress::new(name, network.ticks(), network.dt(), self.quiet);
        let ended = loop {
            match self.stretch(network, &progress) {
                Ok(Outcome::Stopped) if interrupt::requested() => {
                    if self.every.is_some() {
                        self.checkpoint(began)?;
                    }
                    break (Status::Interrupted, Some("interrupted by the user".into()));
                }
                Ok(_) if self.simulation.engine.tick() < network.ticks() => {
                    self.checkpoint(began)?;
                }
                Ok(_) => break (Status::Finished, None),
                Err(RunError::Recorder(error)) => {
                    progress.finish();
                    return Err(kept_in_log(error, &self.unfinished));
                }
                Err(error) => break (Status::Unstable, Some(error.to_string())),
            }
        };
        progress.finish();
        Ok(ended)
    }

    /// Runs up to the next checkpoint or the end.
    fn stretch(&mut self, network: &Network, progress: &Progress) -> Result<Outcome, RunError> {
        let (stop, patience) = match self.every {
            None => (network.ticks(), None),
            Some(Interval::Wall(patience)) => (network.ticks(), Some(patience)),
            Some(Interval::Steps(every)) => {
                ((self.simulation.engine.tick() / every + 1).saturating_mul(every), None)
            }
        };
        let began = Instant::now();
        self.simulation.run_to(stop, &mut |at| {
            progress.at(at.done);
            let due = patience.is_some_and(|patience| began.elapsed() >= patience);
            if due || interrupt::requested() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
    }

    /// Writes the whole state, in place of the one before.
    fn checkpoint(&mut self, began: Instant) -> Result<(), Failure> {
        let engine = &self.simulation.engine;
        let time_ms = without_noise(engine.tick() as f64 * engine.network().dt());
        let simulation_s = self.earlier_s + began.elapsed().as_secs_f64();
        let about = About::new(self.fingerprint, time_ms, simulation_s);
        let state = self.simulation.save().map_err(|e| kept_in_log(e, &self.unfinished))?;
        checkpoint::write(&self.unfinished.checkpoint(), &about, &state)
            .map_err(|e| kept_in_log(e, &self.unfinished))
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
        status => Err(early_end(status, &ended.results.summary, folder, ended.resumable)),
    }
}

/// What the user is told of a run that ended early.
fn early_end(status: Status, summary: &Summary, folder: &Path, resumable: bool) -> Failure {
    let so_far =
        format!("the {} simulated so far are in {}", time(summary.duration_ms), folder.display());
    let reason = summary.message.clone().unwrap_or_default();
    match status {
        Status::Interrupted => {
            let resume = match resumable {
                true => format!("\n  `rheobase resume {}` goes on from there", folder.display()),
                false => String::new(),
            };
            Failure { message: format!("interrupted: {so_far}{resume}"), code: INTERRUPTED }
        }
        _ => Failure { message: format!("error: {reason}\n  {so_far}"), code: FAILED },
    }
}
