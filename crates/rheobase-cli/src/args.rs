//! What can be typed.

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use std::path::PathBuf;

/// Simulate networks of spiking neurons.
#[derive(Debug, Parser)]
#[command(name = "rheobase", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  rheobase run striatum                 run a preset: spikes, statistics, pictures, report
  rheobase show striatum > my.toml      start a network of your own from it
  rheobase check my.toml                all mistakes at once, sizes, memory
  rheobase run my.toml --time 5s --set FSI.size=30
  rheobase run my.toml --time 100s --checkpoint-every wall:60s
  rheobase resume results/my            go on with that after it was killed
  rheobase run microcircuit --set scale=0.1

Exit codes: 0 done, 1 the run or the writing of its files failed, 2 a mistake in what was asked
for, 130 interrupted (what was simulated is kept).";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a network and write its results
    Run(RunArgs),
    /// Go on with a run that was killed, from its last checkpoint
    Resume(ResumeArgs),
    /// Write the HDF5 files of a run that was killed, from its log
    Export(ExportArgs),
    /// Print a network file, to keep and to change
    Show(ShowArgs),
    /// List the networks that come with rheobase, and what they can be made from
    Presets,
    /// Find all mistakes in a network file, and say how large the network will be
    Check(CheckArgs),
    /// Draw the pictures of earlier results again
    Plot(PlotArgs),
    /// Write the report of earlier results again
    Report(ReportArgs),
    /// Print a script that lets a shell complete commands
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// A network and changes to it.
#[derive(Debug, Args)]
pub struct NetworkArgs {
    /// A preset or a network file
    #[arg(value_name = "NETWORK")]
    pub network: String,
    /// Change a value: `FSI.size=30`, `block.striatum.weight[2][2]=-0.9`, `phase[0].duration=2s`,
    /// or a parameter of the preset: `regime=SR`
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Simulated time, such as 500ms or 10s (with a blank, in quotes: '10 s')
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub time: Option<String>,
    /// Time step, such as 0.05ms
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub dt: Option<String>,
    /// Seed of everything that is drawn
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,
    /// Record more: `V=dSPN[0:5]`, `I.gaba=FSI`, `rate=dSPN`, `spikes=dSPN[0:100]`, `weights` or
    /// `weights=FSI->*` (at the start and the end), `connectivity`
    #[arg(long, value_name = "WHAT[=WHICH]")]
    pub record: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rheobase run striatum
  rheobase run striatum --time 10s --seed 7 --out results/seven
  rheobase run striatum --record V=dSPN[0:5] --record I.gaba=FSI[0]
  rheobase run striatum --set block.striatum.failure.on=true --set FSI.size=30
  rheobase run my.toml --trials 10 --json > trials.json
  rheobase run my.toml --time 1000s --checkpoint-every wall:60s

The folder of results holds spec.toml (complete: `rheobase run spec.toml` gives the same bits),
summary.json, neurons.csv, spikes.h5 (SONATA), what else was recorded, pictures and report.html.")]
pub struct RunArgs {
    #[command(flatten)]
    pub network: NetworkArgs,
    /// Folder of the results [default: results/<name>]; files of an earlier run there are replaced
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// Threads; the results do not depend on it [default: what the network can use]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Write the whole state every so much simulated time, as in 10s, or wall time, as in wall:60s:
    /// `rheobase resume` goes on from there to the same bits
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, conflicts_with = "trials")]
    pub checkpoint_every: Option<String>,
    /// Run so many networks, with the seeds seed, seed+1, …, and report mean ± sd over them
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(2..))]
    pub trials: Option<u32>,
    /// Print nothing but errors
    #[arg(long, short, conflicts_with = "json")]
    pub quiet: bool,
    /// Print summary.json instead of a table
    #[arg(long)]
    pub json: bool,
    /// Time the phases of the steps, and add them to summary.json
    #[arg(long, conflicts_with = "trials")]
    pub profile: bool,
    /// Draw no pictures and write no report
    #[arg(long)]
    pub no_plots: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rheobase run striatum --time 100s --checkpoint-every 10s
  rheobase resume results/striatum
  rheobase resume results/striatum --threads 8

The run goes on as it was asked for, and its results have the same bits as if nothing had been. A
checkpoint that is damaged, of another version of rheobase or of another network is refused.")]
pub struct ResumeArgs {
    /// The folder of a run with checkpoints that did not come to its end
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// Threads; the results do not depend on it [default: what the network can use]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Print nothing but errors
    #[arg(long, short, conflicts_with = "json")]
    pub quiet: bool,
    /// Print summary.json instead of a table
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rheobase export results/striatum
  rheobase export results/striatum --out killed

While a run goes on its spikes and traces are appended to unfinished/run.log in the folder of its
results. Of a run that was killed, or whose disk was full, this writes spikes.h5 and traces.h5 up to
the last step that is whole there. The log stays.")]
pub struct ExportArgs {
    /// The folder of a run that did not come to its end
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// Where the files go [default: `exported` in the folder of the run]
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rheobase show striatum > my.toml
  rheobase show striatum --set FSI.size=30
  rheobase show my.toml --complete        every key with its value, defaults included")]
pub struct ShowArgs {
    #[command(flatten)]
    pub network: NetworkArgs,
    /// Print every key, defaults included, in a fixed order, instead of the text as it was written
    #[arg(long)]
    pub complete: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rheobase check my.toml
  rheobase check striatum --set FSI.size=3000")]
pub struct CheckArgs {
    #[command(flatten)]
    pub network: NetworkArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rheobase plot results/striatum
  rheobase plot results/striatum --from 200ms --to 400ms --only raster --out figures")]
pub struct PlotArgs {
    /// The folder of a run
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// Show time from here on
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub from: Option<String>,
    /// Show time up to here
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub to: Option<String>,
    /// Draw this picture only (may be given several times)
    #[arg(long, value_name = "PICTURE")]
    pub only: Vec<String>,
    /// Where the pictures go [default: the folder of the run]
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  rheobase report results/striatum")]
pub struct ReportArgs {
    /// The folder of a run
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
}
