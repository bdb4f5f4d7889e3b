//! `report.html`: a run on one page.

use crate::error::Failure;
use crate::figures::Picture;
use crate::model;
use crate::output::{grouped, percent, short, short_or_dash, time};
use crate::results::{GraphSummary, PopulationSummary, Results, Status, files, write_text};
use rheobase::spec::bytes_text;
use rheobase_plot::{Report, ReportFigure, Reproduce, Table};
use std::path::Path;

/// Writes the page into the folder.
pub fn write(results: &Results, pictures: Vec<Picture>, folder: &Path) -> Result<(), Failure> {
    let html = page(results, pictures).to_html()?;
    write_text(&folder.join(files::REPORT), &html)?;
    Ok(())
}

fn page(results: &Results, pictures: Vec<Picture>) -> Report {
    let summary = &results.summary;
    let mut statistics = vec![activity(results), variability(results)];
    statistics.extend(summary.graph.as_ref().map(graph));
    let figure = |p: Picture| ReportFigure { figure: p.figure, caption: p.caption, alt: p.alt };
    Report {
        title: title(results),
        summary: glance(results),
        warnings: warnings(results),
        figures: pictures.into_iter().map(figure).collect(),
        statistics,
        model: model::tables(&results.spec),
        reproduce: Reproduce {
            commands: vec![format!("rheobase run {}", files::SPEC)],
            files: vec![(files::SPEC.into(), results.spec.to_toml())],
        },
        version: format!("rheobase {}", summary.version),
    }
}

fn title(results: &Results) -> String {
    match results.spec.description.as_str() {
        "" => results.spec.name.clone(),
        text => format!("{}: {}", results.spec.name, text.trim_end_matches('.')),
    }
}

fn glance(results: &Results) -> Vec<(String, String)> {
    let s = &results.summary;
    let memory = s.peak_memory_bytes.map_or("–".into(), |bytes| bytes_text(bytes as f64));
    let pairs = [
        ("Simulated time", time(s.duration_ms)),
        ("Neurons", grouped(s.neurons)),
        ("Synapses", grouped(s.synapses)),
        ("Spikes", grouped(s.spikes)),
        ("Synaptic events", grouped(s.synaptic_events)),
        ("Time step", time(s.dt_ms)),
        ("Seed", s.seed.to_string()),
        ("Spike hash", s.spike_hash.clone()),
        ("Slowdown factor", short(s.slowdown)),
        ("Peak memory", memory),
    ];
    pairs.into_iter().map(|(key, value)| (key.into(), value)).collect()
}

fn warnings(results: &Results) -> Vec<String> {
    let s = &results.summary;
    let mut warnings = Vec::new();
    if s.status != Status::Finished {
        let reason = s.message.clone().unwrap_or_default();
        let (done, all) = (time(s.duration_ms), time(results.spec.duration));
        warnings.push(format!("This run ended after {done} of {all}: {reason}."));
    }
    if s.analysis.stop_ms <= s.analysis.start_ms {
        warnings
            .push("The analysis window holds no simulated time: there are no statistics.".into());
    }
    if let Some(until) = s.statistics_until_ms {
        warnings.push(format!(
            "{} spikes were recorded, more than are held in memory: the raster, intervals, \
             correlations, spectra and the second table are about the first {}. Rates, and the \
             files, are about all.",
            grouped(s.spikes),
            time(until)
        ));
    }
    for (name, p) in s.populations.iter().filter(|(_, p)| p.recorded < p.size) {
        warnings.push(format!(
            "Spikes of {} of the {} neurons of {name} were recorded; figures and the second table \
             are about these.",
            p.recorded, p.size
        ));
    }
    warnings
}

/// A column of a table of populations: its heading and its cells.
type Column = (&'static str, fn(&PopulationSummary) -> String);

fn per_population(results: &Results, title: &str, columns: &[Column]) -> Table {
    let header: Vec<_> = std::iter::once("Population").chain(columns.iter().map(|c| c.0)).collect();
    let rows: Vec<Vec<String>> = results
        .summary
        .populations
        .iter()
        .map(|(name, p)| {
            std::iter::once(name.clone()).chain(columns.iter().map(|c| c.1(p))).collect()
        })
        .collect();
    Table::new(title, &header, &rows)
}

fn activity(results: &Results) -> Table {
    let a = results.summary.analysis;
    let title = format!("Activity from {} to {}", time(a.start_ms), time(a.stop_ms));
    per_population(
        results,
        &title,
        &[
            ("Neurons", |p| grouped(u64::from(p.size))),
            ("Mean rate (Hz)", |p| short_or_dash(p.mean_rate_hz)),
            ("sd over neurons (Hz)", |p| short_or_dash(p.sd_rate_hz)),
            ("Silent", |p| p.silent_fraction.map_or("–".into(), percent)),
            ("ISI CV", |p| short_or_dash(p.isi_cv)),
            ("Neurons in ISI CV", |p| grouped(u64::from(p.isi_neurons))),
            ("left out (< 5 intervals)", |p| grouped(u64::from(p.isi_left_out))),
        ],
    )
}

fn variability(results: &Results) -> Table {
    let bin = results.summary.analysis.bin_ms;
    let title = format!("Variability and synchrony (bins of {})", time(bin));
    per_population(
        results,
        &title,
        &[
            ("CV2", |p| short_or_dash(p.isi_cv2)),
            ("LV", |p| short_or_dash(p.isi_lv)),
            ("Fano factor (100 ms)", |p| short_or_dash(p.fano)),
            ("CV of the population rate (5 ms)", |p| short_or_dash(p.cv_pop_5ms)),
            ("Synchrony χ", |p| short_or_dash(p.synchrony)),
            ("Pairwise correlation", |p| short_or_dash(p.pair_correlation)),
        ],
    )
}

fn graph(g: &GraphSummary) -> Table {
    let whole = |n: usize| grouped(n as u64);
    let steps = |n: Option<u32>| n.map_or("–".into(), |n| n.to_string());
    let connected = match g.strong_components {
        1 => "strongly connected".to_owned(),
        n => format!(
            "not strongly connected: {} components; paths are those of the largest, of {} neurons",
            whole(n),
            whole(g.largest_component)
        ),
    };
    let rows = [
        ("Density", short_or_dash(g.density)),
        ("Mean degree", short_or_dash(g.mean_degree)),
        ("sd of the in-degree", short_or_dash(g.sd_in_degree)),
        ("sd of the out-degree", short_or_dash(g.sd_out_degree)),
        ("Reciprocity", short_or_dash(g.reciprocity)),
        ("Mean clustering", short_or_dash(g.clustering)),
        ("Connectedness", connected),
        ("Radius", steps(g.radius)),
        ("Diameter", steps(g.diameter)),
        ("Mean path length", short_or_dash(g.average_path_length)),
        ("Neurons in the centre", whole(g.centre)),
        ("Neurons in the periphery", whole(g.periphery)),
    ];
    let rows: Vec<_> = rows.into_iter().map(|(key, value)| vec![key.to_owned(), value]).collect();
    Table::new::<String, String>("The wiring as a directed graph", &[], &rows)
}
