//! `plot` and `report`: pictures and report of earlier results.

use crate::args::{PlotArgs, ReportArgs};
use crate::error::Failure;
use crate::figures;
use crate::output::{note, print};
use crate::report as page;
use crate::results::{self, Results, files, make_folder};
use rheobase::network::Network;
use rheobase::suggest::nearest;
use rheobase::units::{Dimension, parse_quantity};
use std::path::Path;

/// Draws pictures of a run again, of another stretch of time if asked.
pub fn plot(args: &PlotArgs) -> Result<(), Failure> {
    let mut results = results::read(&args.results)?;
    let window = window(args, &results)?;
    if let Some(stretch) = window {
        // Of a long run only the beginning was read.
        results = results::read_stretch(&args.results, stretch)?;
    }
    for name in &args.only {
        check_name(name)?;
        if window.is_some() && !figures::OVER_TIME.contains(&name.as_str()) {
            let message = format!("`{name}` is about the analysis window, whatever is shown");
            let help = format!("--from and --to are for {}", figures::OVER_TIME.join(" and "));
            return Err(Failure::mistake(message, help));
        }
    }
    let network = network(&results);
    let mut pictures = figures::draw(&results, network.as_ref(), window)?;
    if window.is_some() {
        // The others are about the analysis window, whatever is shown.
        pictures.retain(|picture| figures::OVER_TIME.contains(&picture.name));
    }
    if !args.only.is_empty() {
        pictures.retain(|picture| args.only.iter().any(|name| name == picture.name));
        let missing = args.only.iter().find(|name| pictures.iter().all(|p| p.name != **name));
        if let Some(name) = missing {
            let help = "--record of `rheobase run` says what is kept";
            return Err(Failure::mistake(
                format!("this run has nothing to draw in `{name}`"),
                help,
            ));
        }
    }
    let folder = args.out.as_ref().unwrap_or(&args.results);
    make_folder(folder).map_err(|error| Failure::from(error).into_mistake())?;
    let names = figures::write(&pictures, folder)?;
    if args.out.is_none() {
        take_in(results, &names, folder)?;
    }
    let lines: String =
        names.iter().map(|name| format!("{}\n", folder.join(name).display())).collect();
    print(&lines)
}

/// Writes the report of a run again.
pub fn report(args: &ReportArgs) -> Result<(), Failure> {
    let results = results::read(&args.results)?;
    let pictures = figures::draw(&results, network(&results).as_ref(), None)?;
    page::write(&results, pictures, &args.results)?;
    take_in(results, &[files::REPORT.to_owned()], &args.results)?;
    print(&format!("{}\n", args.results.join(files::REPORT).display()))
}

/// Lets files belong to the run, so that the next one in the folder may replace them.
fn take_in(mut results: Results, names: &[String], folder: &Path) -> Result<(), Failure> {
    let listed = &mut results.summary.files;
    let new: Vec<_> = names.iter().filter(|name| !listed.contains(name)).cloned().collect();
    if new.is_empty() {
        return Ok(());
    }
    listed.extend(new);
    Ok(results::write_json(&folder.join(files::SUMMARY), &results.summary)?)
}

/// The network, drawn again; without it there are no pictures of the wiring.
fn network(results: &Results) -> Option<Network> {
    match Network::compile(&results.spec) {
        Ok(network) => Some(network),
        Err(error) => {
            note(&format!("warning: no pictures of the wiring: {error}"));
            None
        }
    }
}

fn check_name(name: &str) -> Result<(), Failure> {
    if figures::NAMES.contains(&name) {
        return Ok(());
    }
    let meant = match nearest(name, figures::NAMES) {
        Some(near) => format!("did you mean `{near}`? "),
        None => String::new(),
    };
    let help = format!("{meant}pictures: {}", figures::NAMES.join(", "));
    Err(Failure::mistake(format!("there is no picture `{name}`"), help))
}

fn window(args: &PlotArgs, results: &Results) -> Result<Option<(f64, f64)>, Failure> {
    let time = |option: &str, text: &Option<String>, default: f64| match text {
        None => Ok(default),
        Some(text) => match parse_quantity(text) {
            Ok((value, unit)) if unit.dimension == Dimension::Time => Ok(value),
            Ok(_) => Err(Failure::mistake(
                format!("{option} {text} is no time"),
                "for example 200ms or 1.5s",
            )),
            Err(error) => Err(Failure::mistake(
                format!("{option} {text}: {error}"),
                "for example 200ms or 1.5s",
            )),
        },
    };
    if args.from.is_none() && args.to.is_none() {
        return Ok(None);
    }
    let end = results.summary.duration_ms;
    let (from, to) = (time("--from", &args.from, 0.0)?, time("--to", &args.to, end)?);
    let (option, bad) = if to > end { ("--to", to) } else { ("--from", from) };
    if from < 0.0 || to > end || from >= to {
        let message = format!("{option} {bad} ms is outside of what is to be shown");
        let help = format!("the run lasts from 0 ms to {end} ms; from must be before to");
        return Err(Failure::mistake(message, help));
    }
    Ok(Some((from, to)))
}
