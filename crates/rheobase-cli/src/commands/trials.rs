//! `run --trials n`: the same network with n seeds, and statistics over them.

use crate::args::RunArgs;
use crate::error::{Failure, INTERRUPTED, MISTAKE};
use crate::interrupt::{self, Stoppable};
use crate::machine;
use crate::output::{print, short, table};
use crate::progress::Progress;
use crate::results::{
    Kept, Lock, OverTrials, PopulationSummary, Staged, Status, Summary, Timing, TrialSummary,
    Version, collect, files, make_folder, write_json, write_text,
};
use crate::source::Source;
use indexmap::IndexMap;
use rheobase::engine::Outcome;
use rheobase::network::Network;
use rheobase::record::Simulation;
use rheobase::spec::NetworkSpec;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// The statistics that are averaged over networks.
type Statistic = (&'static str, fn(&PopulationSummary) -> Option<f64>);
const STATISTICS: [Statistic; 7] = [
    ("mean_rate_hz", |p| p.mean_rate_hz),
    ("sd_rate_hz", |p| p.sd_rate_hz),
    ("silent_fraction", |p| p.silent_fraction),
    ("isi_cv", |p| p.isi_cv),
    ("fano", |p| p.fano),
    ("synchrony", |p| p.synchrony),
    ("pair_correlation", |p| p.pair_correlation),
];

/// Runs the trials, one thread each and as many at a time as there are threads.
pub fn run(args: &RunArgs, source: &Source, trials: u32, folder: &Path) -> Result<(), Failure> {
    let threads = args.threads.map_or_else(machine::processors, usize::from);
    let seeds: Vec<_> = (0..u64::from(trials)).map(|k| source.spec.seed.wrapping_add(k)).collect();
    let steps = (source.spec.duration / source.spec.dt).round() as u64;
    let prefix = format!("{} × {trials}", source.spec.name);
    let quiet = args.quiet || args.json;
    let progress = Progress::new(&prefix, steps * u64::from(trials), source.spec.dt, quiet);
    let stoppable = Stoppable::begin();
    let (runs, failure) = run_all(source, &seeds, threads, &progress);
    drop(stoppable);
    progress.finish();
    let kept = format!("{} of {trials} networks are in {}", runs.len(), folder.display());
    let (status, failure) = match failure {
        Some(failure) => (Status::Unstable, Some(failure)),
        None if runs.len() == seeds.len() => (Status::Finished, None),
        None => {
            let message = "interrupted".into();
            (Status::Interrupted, Some(Failure { message, code: INTERRUPTED }))
        }
    };
    if let (true, Some(Failure { message, code })) = (runs.is_empty(), &failure) {
        let message = format!("{message}: no network was finished, nothing was written");
        return Err(Failure { message, code: *code });
    }
    let summary = TrialSummary {
        format: Version::CURRENT,
        version: env!("CARGO_PKG_VERSION").into(),
        name: source.spec.name.clone(),
        status,
        message: failure.as_ref().map(|failure| failure.message.clone()),
        trials,
        populations: over_trials(&runs),
        runs,
        files: [files::SPEC, files::SUMMARY, files::TRIALS].map(str::to_owned).into(),
    };
    write(&summary, source, folder)?;
    if args.json {
        let json = serde_json::to_string_pretty(&summary).map_err(Failure::failed)?;
        print(&(json + "\n"))?;
    } else if !args.quiet {
        print(&page(&summary, source, folder))?;
    }
    match failure {
        None => Ok(()),
        Some(Failure { message, code }) => {
            Err(Failure { message: format!("{message}: {kept}"), code })
        }
    }
}

/// The summaries of all networks that were finished, in order of their seeds, and what is to be
/// told of those that failed. A run that fails does not keep the others from being run; a mistake in
/// the network would be every one's.
fn run_all(
    source: &Source,
    seeds: &[u64],
    threads: usize,
    progress: &Progress,
) -> (Vec<Summary>, Option<Failure>) {
    let (next, done_steps) = (AtomicUsize::new(0), AtomicU64::new(0));
    let mistaken = AtomicBool::new(false);
    let outcomes = Mutex::new(Vec::new());
    let work = || {
        while !interrupt::requested() && !mistaken.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(&seed) = seeds.get(index) else { break };
            let outcome = run_one(source, seed, &done_steps, progress);
            let mistake = outcome.as_ref().is_err_and(|failure| failure.code == MISTAKE);
            mistaken.fetch_or(mistake, Ordering::Relaxed);
            outcomes.lock().unwrap_or_else(PoisonError::into_inner).push((index, outcome));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.min(seeds.len()) {
            scope.spawn(work);
        }
    });
    let mut outcomes = outcomes.into_inner().unwrap_or_else(PoisonError::into_inner);
    outcomes.sort_by_key(|(index, _)| *index);
    let (mut runs, mut failures) = (Vec::new(), Vec::new());
    for (_, outcome) in outcomes {
        match outcome {
            Ok(run) => runs.extend(run),
            Err(failure) => failures.push(failure),
        }
    }
    let others = failures.len().saturating_sub(1);
    let first = failures.into_iter().next().map(|failure| match others {
        0 => failure,
        n => Failure { message: format!("{}\n  {n} more failed", failure.message), ..failure },
    });
    (runs, first)
}

/// One network; `None` if it was interrupted.
fn run_one(
    source: &Source,
    seed: u64,
    done_steps: &AtomicU64,
    progress: &Progress,
) -> Result<Option<Summary>, Failure> {
    let began = Instant::now();
    let spec = NetworkSpec { seed, ..source.spec.clone() };
    let network = Network::compile(&spec).map_err(|error| source.place(error))?;
    let mut simulation =
        Simulation::new(Arc::new(network), 1).map_err(|error| source.place(error))?;
    let build_s = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let mut before = 0;
    let outcome = simulation.run(&mut |at| {
        let steps = at.done - before;
        before = at.done;
        progress.at(done_steps.fetch_add(steps, Ordering::Relaxed) + steps);
        if interrupt::requested() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    match outcome {
        Ok(Outcome::Stopped) => return Ok(None),
        Ok(Outcome::Finished) => {}
        Err(error) => return Err(Failure::failed(format!("with seed {seed}: {error}"))),
    }
    let simulation_s = began.elapsed().as_secs_f64();
    let timing = Timing { build_s, simulation_s, peak_memory_bytes: machine::peak_memory() };
    let kept = Kept::in_memory(&mut simulation);
    Ok(Some(collect(&mut simulation, &kept, timing, Status::Finished, None)?.summary))
}

fn over_trials(runs: &[Summary]) -> IndexMap<String, IndexMap<String, OverTrials>> {
    let names = runs.first().map(|run| run.populations.keys().cloned().collect::<Vec<_>>());
    let of = |name: &String, value: fn(&PopulationSummary) -> Option<f64>| {
        let values = runs.iter().filter_map(|run| run.populations.get(name).and_then(value));
        mean_sd(&values.collect::<Vec<_>>())
    };
    names
        .unwrap_or_default()
        .into_iter()
        .map(|name| {
            let all = STATISTICS.iter().map(|&(key, value)| (key.to_owned(), of(&name, value)));
            let all = all.collect();
            (name, all)
        })
        .collect()
}

fn mean_sd(values: &[f64]) -> OverTrials {
    let n = values.len() as f64;
    let mean = (!values.is_empty()).then(|| values.iter().sum::<f64>() / n);
    let sd = mean.filter(|_| values.len() > 1).map(|mean| {
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        (squares / (n - 1.0)).sqrt()
    });
    OverTrials { mean, sd, networks: values.len() }
}

fn write(summary: &TrialSummary, source: &Source, folder: &Path) -> Result<(), Failure> {
    let mut csv = String::from("seed,population,statistic,value\n");
    for run in &summary.runs {
        for (name, population) in &run.populations {
            for (key, value) in STATISTICS {
                let value = value(population).map_or(String::new(), |v| v.to_string());
                csv += &format!("{},{name},{key},{value}\n", run.seed);
            }
        }
    }
    make_folder(folder)?;
    let _lock = Lock::new(folder);
    let staged = Staged::new(folder)?;
    write_text(&staged.path.join(files::SPEC), &source.spec.to_toml())?;
    write_text(&staged.path.join(files::TRIALS), &csv)?;
    write_json(&staged.path.join(files::SUMMARY), summary)?;
    Ok(staged.publish(folder)?)
}

fn page(summary: &TrialSummary, source: &Source, folder: &Path) -> String {
    let first = source.spec.seed;
    let seconds: f64 = summary.runs.iter().map(|run| run.build_s + run.simulation_s).sum();
    let mut page = format!(
        "{}: {} networks with seeds from {first}, {} s of processor time; mean ± sd over \
         networks\n\n",
        summary.name,
        summary.runs.len(),
        short(seconds)
    );
    let cell = |o: &OverTrials| match (o.mean, o.sd) {
        (Some(mean), Some(sd)) => format!("{} ± {}", short(mean), short(sd)),
        (Some(mean), None) => short(mean),
        _ => "–".into(),
    };
    let rows: Vec<_> = summary
        .populations
        .iter()
        .map(|(name, all)| {
            let shown = ["mean_rate_hz", "silent_fraction", "isi_cv"].map(|key| cell(&all[key]));
            [vec![name.clone()], shown.to_vec()].concat()
        })
        .collect();
    page += &table(&["population", "rate (Hz)", "silent fraction", "ISI CV"], &rows);
    page += &format!(
        "\n{}/\n  {}  {}  {}\n",
        folder.display(),
        files::SPEC,
        files::SUMMARY,
        files::TRIALS
    );
    if !source.spec.record.is_empty() {
        page += "recordings are not kept with --trials\n";
    }
    page
}
