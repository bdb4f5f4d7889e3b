//! benchmarks/RESULTS.md: what the comparison found, in tables.

use super::agree::{Comparison, compare};
use super::cases::{CASES, Case};
use super::peers::BASE;
use super::sample::Sample;
use super::store::Store;
use super::{machine, median};
use std::collections::BTreeSet;
use std::fmt::Write;

const OURS: &str = "rheobase";
/// Ratios are those of ours with so many threads.
const THREADS: usize = 2;

/// The whole page.
pub fn page(store: &Store, notes: &[String]) -> String {
    let cases: Vec<_> =
        CASES.iter().filter(|c| store.entries.iter().any(|e| e.case == c.name)).collect();
    let mut page = head(store);
    page += "\n## Wall seconds per simulated second\n\n";
    page += "Simulation phase: median (least–most). `default` is our own choice of threads.\n\n";
    page += &times(store, &cases);
    page += "\n## Ratios\n\n";
    page += &format!(
        "Median of the other at its better number of threads ÷ ours with {THREADS} threads. There \
         is none where the two have not simulated the same network (below). Chained: the ratio \
         measured here × (other ÷ the one measured here), the latter from one machine with 2 \
         cores in autumn 2026.\n\n"
    );
    page += &ratios(store, &cases);
    page += "\n## Our phases and memory\n\n";
    page += &phases(store, &cases);
    page += "\n## Building, compiling, memory of all\n\n";
    page += &builds(store, &cases);
    page += "\n## The same networks?\n\n";
    page +=
        "Means over seeds in one window. Agreement: within 5 %, or within what seeds scatter.\n\n";
    page += &agreement(store, &cases);
    if !notes.is_empty() {
        page += "\n## Notes\n\n";
        notes.iter().for_each(|note| page += &format!("- {}\n", note.replace('\n', " ")));
    }
    page
}

fn head(store: &Store) -> String {
    let list = |of: &dyn Fn(&super::store::Entry) -> String| {
        let all: BTreeSet<_> = store.entries.iter().map(of).collect();
        all.into_iter().collect::<Vec<_>>().join(", ")
    };
    let others = store.entries.iter().map(|e| e.sample.others);
    format!(
        "# Results\n\nWritten by `cargo xtask bench --peers`; [README.md](README.md) says how it \
         measures.\n\n- machine: {}\n- versions: {}\n- commit: {}\n- measured on: {}\n- other \
         programs kept busy meanwhile: median {:.2}, most {:.2} processors\n",
        machine::describe(),
        list(&|e| {
            let program = if e.program == BASE { OURS } else { &e.program };
            format!("{program} {}", e.sample.version)
        }),
        list(&|e| e.commit.clone()),
        list(&|e| e.day.clone()),
        median(&others.clone().collect::<Vec<_>>()),
        others.fold(0.0, f64::max),
    )
}

/// Programs of a case in the order of the tables, and numbers of threads.
const COLUMNS: [(&str, usize, &str); 7] = [
    (OURS, 1, "rheobase, 1 thread"),
    (OURS, 2, "2 threads"),
    (OURS, 0, "default"),
    ("NEST", 1, "NEST, 1 thread"),
    ("NEST", 2, "2 threads"),
    ("Brian2", 1, "Brian2, 1 thread"),
    ("Brian2", 2, "2 threads"),
];

fn times(store: &Store, cases: &[&Case]) -> String {
    let titles: Vec<_> = COLUMNS.iter().map(|(_, _, title)| (*title).to_owned()).collect();
    let mut table = row(&[&["".to_owned()][..], &titles].concat()) + &rule(titles.len() + 1);
    for case in cases {
        let cell = |(program, threads, _): &(&str, usize, &str)| {
            spread(&slowdowns(store, case, program, *threads))
        };
        let cells: Vec<_> = COLUMNS.iter().map(cell).collect();
        table += &row(&[&[case.title.to_owned()][..], &cells].concat());
    }
    table
}

fn ratios(store: &Store, cases: &[&Case]) -> String {
    let mut table = row(&["", "measured", "chained"].map(String::from)) + &rule(3);
    for case in cases {
        let (mut measured, mut chained) = (Vec::new(), Vec::new());
        for program in case.peers.iter().map(|peer| peer.simulator()) {
            match ratio(store, case, program) {
                Ok(ratio) => {
                    measured.push(format!("{program} **{}×**", short(ratio)));
                    let through = case.chains.iter().filter(|c| c.through == program);
                    chained.extend(through.map(|c| {
                        let times = ratio * c.other_s / c.through_s;
                        format!("{} {}× (through {program})", c.other, short(times))
                    }));
                }
                Err(reason) => measured.push(format!("{program}: {reason}")),
            }
        }
        if let Some(other) = CASES.iter().find(|c| case.extends == Some(c.name)) {
            let times = |case, program| median(&slowdowns(store, case, program, THREADS));
            let beside = times(case, BASE);
            let base = if beside.is_finite() { beside } else { times(other, OURS) };
            let ratio = times(case, OURS) / base;
            if ratio.is_finite() {
                let time = format!("{}× the time of ours of {}", short(ratio), other.title);
                let events = times_events(store, case, other);
                measured.push(format!("{time}, with {}× the synaptic events", short(events)));
            }
        }
        table += &row(&[case.title.to_owned(), measured.join(", "), chained.join(", ")]);
    }
    table
}

/// Synaptic events per simulated second, in units of those of another case.
fn times_events(store: &Store, case: &Case, other: &Case) -> f64 {
    let events = |case: &Case| {
        let all = store.samples(case.name, OURS, THREADS).into_iter();
        median(&all.map(|s| s.events / s.sim_ms).collect::<Vec<_>>())
    };
    events(case) / events(other)
}

/// How many times ours is faster, or why that is not said.
fn ratio(store: &Store, case: &Case, program: &str) -> Result<f64, String> {
    let ours = slowdowns(store, case, OURS, THREADS);
    let best = [1, 2]
        .map(|threads| median(&slowdowns(store, case, program, threads)))
        .into_iter()
        .filter(|t| t.is_finite())
        .fold(f64::INFINITY, f64::min);
    if ours.is_empty() || best.is_infinite() {
        return Err("not measured".into());
    }
    let wrong: Vec<_> = comparisons(store, case, program)
        .into_iter()
        .filter(|c| !c.agrees)
        .map(|c| c.what)
        .collect();
    match wrong.is_empty() {
        true => Ok(best / median(&ours)),
        false => Err(format!("no ratio, as they disagree in {}", wrong.join(", "))),
    }
}

fn comparisons(store: &Store, case: &Case, program: &str) -> Vec<Comparison> {
    compare(&store.by_seed(case.name, OURS), &store.by_seed(case.name, program))
}

fn phases(store: &Store, cases: &[&Case]) -> String {
    let names = ["deliver", "drive", "update", "learn", "exchange", "record"];
    let head = ["", "threads"].into_iter().chain(names);
    let more = ["10⁶ events/s", "bytes per synapse", "peak memory, MiB"];
    let head: Vec<_> = head.chain(more).map(String::from).collect();
    let mut table = row(&head) + &rule(head.len());
    for case in cases {
        for threads in [1, 2] {
            let samples = store.samples(case.name, OURS, threads);
            let Some(best) = samples.iter().min_by(|a, b| a.slowdown().total_cmp(&b.slowdown()))
            else {
                continue;
            };
            let mut cells = vec![case.title.to_owned(), threads.to_string()];
            cells.extend(names.map(|n| format!("{:.0} %", 100.0 * best.phase(n) / best.sim_s)));
            cells.push(short(best.events / best.sim_s / 1e6));
            cells.push(format!("{:.2}", best.synapse_bytes / best.synapses.max(1.0)));
            cells.push(short(best.peak_memory_bytes / 1024.0 / 1024.0));
            table += &row(&cells);
        }
    }
    table
}

fn builds(store: &Store, cases: &[&Case]) -> String {
    let head = ["", "program", "threads", "building, s", "compiling, s", "peak memory, MiB"];
    let mut table = row(&head.map(String::from)) + &rule(head.len());
    for case in cases {
        for (program, threads, _) in COLUMNS.iter().filter(|c| c.1 == THREADS) {
            let samples = store.samples(case.name, program, *threads);
            if samples.is_empty() {
                continue;
            }
            let of = |value: &dyn Fn(&Sample) -> f64| {
                short(median(&samples.iter().map(|s| value(s)).collect::<Vec<_>>()))
            };
            table += &row(&[
                case.title.to_owned(),
                (*program).to_owned(),
                threads.to_string(),
                of(&|s| s.build_s),
                of(&|s| s.compile_s),
                of(&|s| s.peak_memory_bytes / 1024.0 / 1024.0),
            ]);
        }
    }
    table
}

fn agreement(store: &Store, cases: &[&Case]) -> String {
    let head = ["", "quantity", "rheobase", "other", "", ""].map(String::from);
    let mut table = row(&head) + &rule(head.len());
    for case in cases {
        for program in case.peers.iter().map(|peer| peer.simulator()) {
            for c in comparisons(store, case, program) {
                table += &row(&[
                    case.title.to_owned(),
                    c.what,
                    short(c.ours),
                    short(c.theirs),
                    program.to_owned(),
                    if c.agrees { "agrees".into() } else { "**differs**".into() },
                ]);
            }
        }
    }
    table
}

fn slowdowns(store: &Store, case: &Case, program: &str, threads: usize) -> Vec<f64> {
    store.samples(case.name, program, threads).iter().map(|s| s.slowdown()).collect()
}

/// Median, least and most.
fn spread(values: &[f64]) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(0.0, f64::max);
    match values.len() {
        0 => "–".into(),
        1 => short(values[0]),
        _ => format!("{} ({}–{})", short(median(values)), short(least), short(most)),
    }
}

/// Three significant digits.
fn short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value == 0.0 { "0".into() } else { "–".into() };
    }
    let decimals = (2.0 - value.abs().log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{value:.decimals$}")
}

fn row(cells: &[String]) -> String {
    let mut line = String::from("|");
    for cell in cells {
        let _ = write!(line, " {cell} |");
    }
    line + "\n"
}

fn rule(columns: usize) -> String {
    format!("|{}\n", "---|".repeat(columns))
}
