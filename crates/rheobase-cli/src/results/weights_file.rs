//! `weights.h5`: weights of projections over time.
//!
//! ```text
//! /weights/<projection>/source      [synapses]          index in the source population
//!                      /target      [synapses]          index in the target population
//!                      /time        [times], units = ms
//!                      /weight      [times, synapses], units
//! ```

use super::WeightSeries;
use super::reader::{Reader, Unreadable};
use crate::export::{Attr, ExportError, H5File};
use std::path::Path;

pub fn write_weights(path: &Path, all: &[WeightSeries]) -> Result<(), ExportError> {
    let mut file = H5File::create(path)?;
    let root = file.group("/weights")?;
    for series in all {
        let group = file.new_group(root, &series.projection)?;
        let synapses = series.source.len() as u64;
        file.dataset(group, "source", &[synapses], series.source.iter().copied())?;
        file.dataset(group, "target", &[synapses], series.target.iter().copied())?;
        let times = series.times_ms.len() as u64;
        let time = file.dataset(group, "time", &[times], series.times_ms.iter().copied())?;
        file.attr(time, "units", Attr::Str("ms"))?;
        let values = series.weights.iter().flatten().copied();
        let weight = file.dataset(group, "weight", &[times, synapses], values)?;
        file.attr(weight, "units", Attr::Str(&series.unit))?;
    }
    file.finish()
}

pub fn read_weights(path: &Path) -> Result<Vec<WeightSeries>, Unreadable> {
    let file = Reader::open(path)?;
    let mut all = Vec::new();
    for projection in file.groups("/weights")? {
        let at = |name: &str| format!("/weights/{projection}/{name}");
        let source = file.numbers::<u32>(&at("source"))?;
        let values = file.numbers::<f64>(&at("weight"))?;
        let times_ms = file.numbers::<f64>(&at("time"))?;
        let weights = match source.len() {
            0 => vec![Vec::new(); times_ms.len()],
            n => values.chunks(n).map(<[f64]>::to_vec).collect(),
        };
        all.push(WeightSeries {
            unit: file.text(&at("weight"), "units")?,
            target: file.numbers(&at("target"))?,
            source,
            times_ms,
            weights,
            projection,
        });
    }
    Ok(all)
}
