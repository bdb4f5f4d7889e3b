//! `resume`: a killed run goes on from its last checkpoint.

use super::check::Beside;
use super::run::{fingerprint, show, threads_for};
use crate::args::{NetworkArgs, ResumeArgs};
use crate::checkpoint::{self, About};
use crate::error::Failure;
use crate::interrupt::{self, Stoppable};
use crate::interval::Interval;
use crate::output::{note, time};
use crate::results::{check_folder, files};
use crate::session::{Session, verdict};
use crate::source::Source;
use crate::unfinished::Unfinished;
use rheobase::record::Simulation;
use rheobase::state::State;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Goes on with a run, and writes its results as it would have.
pub fn resume(args: &ResumeArgs) -> Result<(), Failure> {
    let folder = &args.results;
    let unfinished = Unfinished::open(folder)?;
    let options = unfinished.options()?;
    if !unfinished.checkpoint().exists() {
        let message = format!("the run in {} has left no checkpoint", folder.display());
        let help = format!(
            "only runs with --checkpoint-every do; `rheobase export {}` writes what was recorded",
            folder.display()
        );
        return Err(Failure::mistake(message, help));
    }
    let source = source(&unfinished.spec())?;
    let fingerprint = fingerprint(&source.spec)?;
    let (about, state) = checkpoint::read(&unfinished.checkpoint())?;
    same_run(&about, fingerprint, &unfinished)?;
    let every = options.checkpoint_every.as_deref();
    let every = every.map(|every| Interval::parse(every, source.spec.dt)).transpose()?;
    check_folder(folder, &source.spec, &files::planned(&source.spec, false, options.plots))?;
    interrupt::install();
    let began = Instant::now();
    let network = Arc::new(source.compile()?);
    let threads = threads_for(&source, &network, args.threads, Beside::Checkpoints);
    let mut simulation = Simulation::new(network, threads).map_err(|error| source.place(error))?;
    let log = restore(&mut simulation, state, &unfinished)?;
    let stoppable = Stoppable::begin();
    let mut session = Session {
        simulation,
        unfinished,
        plots: options.plots,
        every,
        fingerprint,
        earlier_s: about.simulation_s,
        quiet: args.quiet || args.json,
        build_s: began.elapsed().as_secs_f64(),
    };
    session.resume_log(log)?;
    if !args.quiet && !args.json {
        note(&format!("going on from {}", time(about.time_ms)));
    }
    let ended = session.go()?;
    drop(stoppable);
    let pictures = ended.drawn.as_deref().unwrap_or_default();
    show((args.quiet, args.json), &ended.results, folder, pictures)?;
    verdict(ended, folder)
}

/// The network that the run has left beside its state.
fn source(path: &Path) -> Result<Source, Failure> {
    Source::load(&NetworkArgs {
        network: path.to_string_lossy().into_owned(),
        set: Vec::new(),
        time: None,
        dt: None,
        seed: None,
        record: Vec::new(),
    })
}

/// Refuses a checkpoint of another network or program.
fn same_run(about: &About, fingerprint: u64, unfinished: &Unfinished) -> Result<(), Failure> {
    let here = About::new(fingerprint, 0.0, 0.0);
    let path = unfinished.checkpoint();
    if about.version != here.version {
        let message = format!(
            "cannot go on from {}: rheobase {} wrote it, and this is {}",
            path.display(),
            about.version,
            here.version
        );
        return Err(Failure::mistake(message, "another version may compute other bits"));
    }
    if about.network != here.network {
        let message = format!("cannot go on from {}: it is of another network", path.display());
        let help = format!(
            "{} or a data file that it reads has changed since the run began",
            unfinished.spec().display()
        );
        return Err(Failure::mistake(message, help));
    }
    Ok(())
}

/// Puts the simulation where the run was; returns the length of its log there.
fn restore(
    simulation: &mut Simulation,
    state: State,
    unfinished: &Unfinished,
) -> Result<u64, Failure> {
    let refuse = |problem: String| {
        let path = unfinished.checkpoint();
        let message = format!("cannot go on from {}: {problem}", path.display());
        Failure::mistake(message, "`rheobase export` writes what was recorded")
    };
    let mark = Simulation::mark(&state).map_err(|e| refuse(e.to_string()))?;
    simulation.restore(&state).map_err(|e| refuse(e.to_string()))?;
    mark.ok_or_else(|| refuse("it does not say how far the log goes".into()))
}
