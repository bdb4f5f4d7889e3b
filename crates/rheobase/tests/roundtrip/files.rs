//! Data files of the right shape, written when they are first needed.

use proptest::prelude::*;
use rheobase::spec::DataFile;
use rheobase::units::{Dimension, Unit};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("round \"trip\" ü");
    fs::create_dir_all(&path).expect("a folder");
    path
}

/// Writes once. Tests run side by side, in several processes too, so a file appears whole.
fn write(name: &str, contents: &str) -> PathBuf {
    let path = folder().join(name);
    if !path.exists() {
        let (process, thread) = (std::process::id(), std::thread::current().id());
        let own = folder().join(format!("{name}.{process}.{thread:?}"));
        fs::write(&own, contents).expect("a file");
        fs::rename(&own, &path).expect("a file");
    }
    path
}

fn in_unit(path: PathBuf, unit: &str) -> DataFile {
    let scale = Unit::parse(unit).expect("a unit").scale();
    DataFile { path, unit: unit.into(), scale }
}

/// One value, in any unit of the dimension, for each of `n` neurons.
pub fn vector(n: u64, value: f64, dimension: Dimension) -> BoxedStrategy<DataFile> {
    let units: Vec<_> = dimension.units().iter().map(|(unit, _)| *unit).collect();
    prop::sample::select(units)
        .prop_map(move |unit| {
            let scale = Unit::parse(unit).expect("a unit").scale();
            let text = format!("{:e}\n", value / scale).repeat(n as usize);
            let label = unit.replace(['/', '*'], "_");
            in_unit(write(&format!("v{n}_{value}_{label}.csv"), &text), unit)
        })
        .boxed()
}

/// A matrix without a diagonal; the unit is empty where the weight does not ask for it.
pub fn matrix(rows: u64, columns: u64, unit: Option<&str>) -> DataFile {
    let mut text = String::new();
    for row in 0..rows {
        let cells: Vec<_> = (0..columns)
            .map(|column| if (row + column) % 3 == 1 && row != column { "0.5" } else { "0" })
            .collect();
        writeln!(text, "{}", cells.join(",")).expect("memory");
    }
    file_for(write(&format!("m{rows}_{columns}.csv"), &text), unit)
}

/// Edges among the first three neurons.
pub fn edges(weights: Option<&str>, delays: bool) -> DataFile {
    let (weight, delay) = (weights.map(|_| 1.5), delays.then_some(2.0));
    let mut text = String::from("source,target");
    text.push_str(weight.map_or("", |_| ",weight"));
    text.push_str(delay.map_or("", |_| ",delay"));
    for (source, target) in [(0, 1), (2, 0), (1, 2)] {
        write!(text, "\n{source},{target}").expect("memory");
        for value in [weight, delay].into_iter().flatten() {
            write!(text, ",{value}").expect("memory");
        }
    }
    let name = format!("e{}{}.csv", weight.is_some(), delays);
    file_for(write(&name, &text), weights)
}

fn file_for(path: PathBuf, unit: Option<&str>) -> DataFile {
    match unit {
        Some(unit) => in_unit(path, unit),
        None => DataFile { path, unit: String::new(), scale: 1.0 },
    }
}

pub fn spikes() -> DataFile {
    in_unit(write("spikes.csv", "time_ms,id\n1,0\n2,0\n"), "ms")
}

pub fn samples(unit: &str) -> DataFile {
    in_unit(write("samples.csv", "1\n2\n3\n"), unit)
}
