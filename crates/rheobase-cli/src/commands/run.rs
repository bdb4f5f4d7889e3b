//! `run`: simulate a network, write its results, print them.

use super::check::{Beside, fits, fits_on_disk};
use crate::args::RunArgs;
use crate::error::Failure;
use crate::figures;
use crate::interrupt::{self, Stoppable};
use crate::interval::Interval;
use crate::machine;
use crate::output::{colors, grouped, note, percent, print, short, short_or_dash, table, time};
use crate::results::{PopulationSummary, Results, Summary, check_folder, files};
use crate::session::{Session, verdict};
use crate::source::Source;
use crate::unfinished::{Options, Unfinished};
use rheobase::engine::Engine;
use rheobase::network::Network;
use rheobase::record::Simulation;
use rheobase::spec::NetworkSpec;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Runs a network, or several where `--trials` says so.
pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let source = Source::load(&args.network)?;
    let available = machine::available_memory();
    let threads = args.threads.map_or_else(machine::processors, usize::from);
    let beside = match args.checkpoint_every {
        Some(_) => Beside::Checkpoints,
        None => Beside::Log,
    };
    match args.trials {
        None => fits(&source, args.threads.map_or(1, usize::from), available, beside)?,
        // As many networks at a time as there are threads.
        Some(trials) => {
            let share = available / threads.min(trials as usize) as u64;
            fits(&source, 1, share, Beside::Samples)?;
        }
    }
    let folder = folder(args, &source.spec.name);
    let planned = files::planned(&source.spec, args.trials.is_some(), !args.no_plots);
    check_folder(&folder, &source.spec, &planned)?;
    Unfinished::check(&folder)?;
    if args.trials.is_none() {
        fits_on_disk(&source, &folder)?;
    }
    interrupt::install();
    if let Some(trials) = args.trials {
        return super::trials::run(args, &source, trials, &folder);
    }
    let every = args.checkpoint_every.as_deref();
    let every = every.map(|every| Interval::parse(every, source.spec.dt)).transpose()?;
    // Reading all data files again is for checkpoints only.
    let fingerprint = every.map_or(Ok(0), |_| fingerprint(&source.spec))?;
    let began = Instant::now();
    let network = Arc::new(source.compile()?);
    let threads = threads_for(&source, &network, args.threads, beside);
    let mut simulation = Simulation::new(network, threads).map_err(|error| source.place(error))?;
    if args.profile {
        simulation.engine.profile();
    }
    // From here on Ctrl-C is a request: it must not lose what was simulated.
    let stoppable = Stoppable::begin();
    let options = Options::new(!args.no_plots, args.checkpoint_every.clone());
    let mut session = Session {
        simulation,
        unfinished: Unfinished::begin(&folder, &source.spec, &options)?,
        plots: options.plots,
        every,
        fingerprint,
        earlier_s: 0.0,
        quiet: args.quiet || args.json,
        build_s: began.elapsed().as_secs_f64(),
    };
    if let Err(failure) = session.start_log() {
        session.unfinished.remove();
        return Err(failure);
    }
    let ended = session.go()?;
    drop(stoppable);
    let pictures = ended.drawn.as_deref().unwrap_or_default();
    show((args.quiet, args.json), &ended.results, &folder, pictures)?;
    verdict(ended, &folder)
}

/// The fingerprint of the network.
pub fn fingerprint(spec: &NetworkSpec) -> Result<u64, Failure> {
    spec.fingerprint().map_err(|error| Failure::mistake(format!("cannot read {error}"), ""))
}

/// How many threads serve the network: as many as were asked for, or as help and fit.
pub fn threads_for(
    source: &Source,
    network: &Network,
    asked: Option<u16>,
    beside: Beside,
) -> usize {
    let free = machine::available_memory;
    let more = |threads| fits(source, threads, free(), beside).is_ok();
    match asked {
        Some(threads) => usize::from(threads),
        None if !more(machine::processors()) => 1,
        None => Engine::best_threads(network, machine::processors()),
    }
}

/// Where the results go.
fn folder(args: &RunArgs, name: &str) -> PathBuf {
    args.out.clone().unwrap_or_else(|| Path::new("results").join(files::plain_name(name)))
}

/// Prints the results, as a table or as JSON, or not at all.
pub fn show(
    (quiet, json): (bool, bool),
    results: &Results,
    folder: &Path,
    pictures: &[String],
) -> Result<(), Failure> {
    if json {
        let json = serde_json::to_string_pretty(&results.summary).map_err(Failure::failed)?;
        return print(&(json + "\n"));
    }
    if quiet {
        return Ok(());
    }
    print(&page(results, folder, pictures)?)
}

/// The table, the raster, and where the files are.
fn page(results: &Results, folder: &Path, pictures: &[String]) -> Result<String, Failure> {
    let summary = &results.summary;
    let mut page = format!("{}: {}\n\n", summary.name, speed(summary));
    let rows: Vec<_> = summary.populations.iter().map(|(name, p)| row(name, p)).collect();
    page += &table(&["population", "neurons", "rate (Hz)", "silent", "ISI CV"], &rows);
    let window = &summary.analysis;
    if (window.start_ms, window.stop_ms) != (0.0, summary.duration_ms) {
        let (start, stop) = (time(window.start_ms), time(window.stop_ms));
        page += &format!("statistics over {start} to {stop}\n");
    }
    page += &format!(
        "\n{} neurons, {} synapses, {} spikes, {} synaptic events; seed {}, spike hash {}\n",
        grouped(summary.neurons),
        grouped(summary.synapses),
        grouped(summary.spikes),
        grouped(summary.synaptic_events),
        summary.seed,
        summary.spike_hash
    );
    match figures::terminal(results, colors()) {
        Ok(Some(raster)) => page += &format!("\n{raster}"),
        Ok(None) => {}
        Err(error) => note(&format!("warning: no raster in the terminal: {error}")),
    }
    page += &format!("\n{}\n", written(folder, pictures));
    Ok(page)
}

fn row(name: &str, p: &PopulationSummary) -> Vec<String> {
    vec![
        name.to_owned(),
        grouped(u64::from(p.size)),
        match (p.mean_rate_hz, p.sd_rate_hz) {
            // Where all neurons are alike, the deviation is rounding.
            (Some(mean), Some(sd)) => {
                format!("{} ± {}", short(mean), short((sd * 1e9).round() / 1e9))
            }
            _ => short_or_dash(None),
        },
        p.silent_fraction.map_or_else(|| short_or_dash(None), percent),
        short_or_dash(p.isi_cv),
    ]
}

/// How long it took, as a slowdown factor and in words.
fn speed(summary: &Summary) -> String {
    let factor = summary.slowdown;
    let words = match factor {
        f if f <= 0.0 => "no time".into(),
        f if f < 1.0 => format!("{}× faster than real time", short(1.0 / f)),
        f => format!("{}× slower than real time", short(f)),
    };
    format!(
        "{} simulated in {} s (slowdown factor {}: {words}), built in {} s",
        time(summary.duration_ms),
        short(summary.simulation_s),
        short(factor),
        short(summary.build_s)
    )
}

/// Where the files are.
fn written(folder: &Path, pictures: &[String]) -> String {
    let data = [files::SPEC, files::SUMMARY, files::NEURONS, files::SPIKES];
    let optional = [files::TRACES, files::RATES, files::WEIGHTS, files::EDGES];
    let there = optional.into_iter().filter(|name| folder.join(name).exists());
    let data: Vec<_> = data.into_iter().chain(there).collect();
    let svg = pictures.iter().filter(|name| !name.ends_with(".svg"));
    let shown: Vec<_> = svg.map(|name| name.replace(".png", ".{png,svg}")).collect();
    let mut lines = format!("{}/\n  {}", folder.display(), data.join("  "));
    for chunk in shown.chunks(4) {
        lines += &format!("\n  {}", chunk.join("  "));
    }
    lines
}
