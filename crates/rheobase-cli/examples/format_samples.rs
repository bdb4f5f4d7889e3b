//! Writes one file of each format into a folder, with contents given by simple
//! formulas, for `xtask/verify/formats/check.py` to open with other software:
//!
//! `cargo run --example format_samples -- FOLDER`
//!
//! A second argument spoils one thing (`times`, `ids`, `traces`, `sorting`,
//! `swap`, `weights`), to see that the check notices.

use std::error::Error;
use std::path::{Path, PathBuf};

use rheobase_cli::export::{
    Attr, Column, EdgeSet, H5File, PopulationSpikes, Precision, Trace, TraceWriter, atomic_write,
    write_edges, write_matrix_market, write_spikes,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("usage: format_samples FOLDER [SPOIL]")?);
    let spoil = arguments.next().unwrap_or_default();
    std::fs::create_dir_all(&folder)?;
    spikes(&folder, &spoil)?;
    traces(&folder, &spoil)?;
    wiring(&folder, &spoil)?;
    values(&folder)?;
    atomic_write(folder.join("text.txt"), |out| out.write_all(b"whole\n"))?;
    Ok(())
}

/// dSPN: spike i of 100,000 at 0.1·(i+1) ms, from neuron 7·i mod 490. iSPN
/// silent. FSI in the order of ids.
fn spikes(folder: &Path, spoil: &str) -> Result<(), Box<dyn Error>> {
    let late = if spoil == "times" { 1e-9 } else { 0.0 };
    let mut times: Vec<f64> = (0..100_000).map(|i| 0.1 * f64::from(i + 1) + late).collect();
    if spoil == "sorting" {
        times.swap(0, 1);
    }
    let shift = u32::from(spoil == "ids");
    let ids: Vec<u32> = (0..100_000).map(|i| (7 * i + shift) % 490).collect();
    let all = [
        PopulationSpikes { population: "dSPN", times_ms: &times, ids: &ids },
        PopulationSpikes { population: "iSPN", times_ms: &[], ids: &[] },
        PopulationSpikes { population: "FSI", times_ms: &[5.0, 1.0, 2.0], ids: &[0, 0, 19] },
    ];
    Ok(write_spikes(folder.join("spikes.h5"), &all)?)
}

/// Sample k of neuron j of dSPN: V = −70 + k/8 + j/1024 (exact in single
/// precision), I = k·j/3 in double precision, appended a row of each in turn;
/// V of FSI in blocks, fewer than announced, from 100 ms on.
fn traces(folder: &Path, spoil: &str) -> Result<(), Box<dyn Error>> {
    let mut file = TraceWriter::create(folder.join("traces.h5"))?;
    let ids: Vec<u32> = (0..50).map(|j| 9 * j).collect();
    let v = Trace {
        population: "dSPN",
        variable: "V",
        unit: "mV",
        ids: &ids,
        start_ms: 0.0,
        step_ms: 0.1,
        max_samples: 5000,
        precision: Precision::F32,
    };
    let voltage = file.add(&v)?;
    let precision = Precision::F64;
    let current = file.add(&Trace { variable: "I", unit: "mV", precision, ..v })?;
    let fsi = [19, 3];
    let other = Trace { population: "FSI", ids: &fsi, start_ms: 100.0, step_ms: 0.5, ..v };
    let other = file.add(&other)?;
    let neurons: Vec<f64> = (0..50).map(f64::from).collect();
    for k in (0..5000).map(f64::from) {
        let tilt = if spoil == "traces" && k == 4999.0 { 0.125 } else { 0.0 };
        let row: Vec<f64> = neurons.iter().map(|j| -70.0 + k / 8.0 + j / 1024.0 + tilt).collect();
        file.append(voltage, &row)?;
        let row: Vec<f64> = neurons.iter().map(|j| k * j / 3.0).collect();
        file.append(current, &row)?;
    }
    let block: Vec<f64> = (0..200).map(|i| f64::from(i) / 4.0).collect();
    file.append(other, &block)?;
    Ok(file.finish()?)
}

/// Edge e of 3000: source 31·e mod 20 (FSI), target 17·e mod 490 (dSPN), weight
/// −e/7 mV·ms, delay 1 ms + (e mod 4)/8. A second projection is uniform.
fn wiring(folder: &Path, spoil: &str) -> Result<(), Box<dyn Error>> {
    let mut source: Vec<u32> = (0..3000).map(|e| 31 * e % 20).collect();
    let mut target: Vec<u32> = (0..3000).map(|e| 17 * e % 490).collect();
    let scale = if spoil == "weights" { -7.0000001 } else { -7.0 };
    let weight: Vec<f64> = (0..3000).map(|e| f64::from(e) / scale).collect();
    let delay: Vec<f32> = (0..3000u16).map(|e| 1.0 + f32::from(e % 4) / 8.0).collect();
    if spoil == "swap" {
        std::mem::swap(&mut source[29], &mut target[29]);
    }
    let first = EdgeSet {
        name: "FSI_to_dSPN",
        source_population: ("FSI", 20),
        target_population: ("dSPN", 490),
        source: &source,
        target: &target,
        weight: Some((Column::Each(&weight), "mV*ms")),
        delay_ms: Some(Column::Single(&delay)),
    };
    let (same, next) = ([0, 0, 1], [2, 3, 4]);
    let second = EdgeSet {
        name: "FSI_to_FSI",
        source_population: ("FSI", 20),
        target_population: ("FSI", 20),
        source: &same,
        target: &next,
        weight: Some((Column::Uniform(-60.0), "mV*ms")),
        delay_ms: None,
    };
    write_edges(folder.join("edges.h5"), &[first, second])?;
    let entries: Vec<(u32, u32, f64)> =
        (0..980).map(|e| (target[e], source[e], weight[e] * 1e-200)).collect();
    let entries = entries.into_iter();
    Ok(write_matrix_market(folder.join("weights.mtx"), (490, 20), entries, "two\nlines")?)
}

/// The general interface: all types, an empty dataset, many members and names.
fn values(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut file = H5File::create(folder.join("values.h5"))?;
    let group = file.group("/a/b")?;
    let matrix = file.dataset(group, "matrix", &[2, 3], [0.5, 1.5, 2.5, 3.5, 4.5, 5.5])?;
    file.attr(matrix, "times", Attr::F64s(&[1.0, 2.0]))?;
    file.attr(matrix, "unit µ", Attr::Str("µV²"))?;
    file.attr(matrix, "empty", Attr::Str(""))?;
    file.attr(matrix, "large", Attr::U64(u64::MAX))?;
    file.attr(matrix, "number", Attr::F64(-1e300))?;
    file.link(group, "again", matrix)?;
    file.dataset(group, "u8", &[3], [0u8, 1, 255])?;
    file.dataset(group, "u32", &[2], [0, u32::MAX])?;
    file.dataset(group, "i32", &[2], [i32::MIN, i32::MAX])?;
    file.dataset(group, "i64", &[2], [i64::MIN, i64::MAX])?;
    file.dataset(group, "f32", &[2], [f32::MIN_POSITIVE, -1.5])?;
    file.dataset::<f64>(group, "nothing", &[0, 4], [])?;
    let many = file.group("/many")?;
    for i in 0..500u32 {
        let one = file.dataset(many, &format!("member {i}"), &[1], [i])?;
        for j in 0..20 {
            file.attr(one, &format!("attribute {j}"), Attr::U32(i * j))?;
        }
    }
    Ok(file.finish()?)
}
