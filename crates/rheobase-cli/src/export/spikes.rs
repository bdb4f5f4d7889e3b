//! Spikes in the layout of the SONATA developer guide ("Spike file"), which
//! libsonata, bmtk and others read.

use std::path::Path;

use super::{Attr, ExportError, H5File, Rows};

/// The members of SONATA's enumeration.
const SORTING: [(&str, u8); 3] = [("none", 0), ("by_id", 1), ("by_time", 2)];

/// The spikes of one population, columns of equal length.
#[derive(Debug, Clone, Copy)]
pub struct PopulationSpikes<'a> {
    /// The population's name.
    pub population: &'a str,
    /// Times in ms.
    pub times_ms: &'a [f64],
    /// Neurons, counted from 0 in this population.
    pub ids: &'a [u32],
}

/// Writes `spikes.h5`: `/spikes/<population>/{timestamps, node_ids}`. Spikes are
/// expected in the order of time and marked `by_time`; other orders are written
/// as they are and marked for what they are. A population without spikes is
/// there, with empty columns.
///
/// # Errors
/// Writing fails, a population's columns differ in length, or a name is used
/// twice or holds a slash.
pub fn write_spikes(
    path: impl AsRef<Path>,
    populations: &[PopulationSpikes],
) -> Result<(), ExportError> {
    let mut file = H5File::create(path)?;
    sonata_marks(&mut file)?;
    let all = file.group("/spikes")?;
    for spikes in populations {
        let PopulationSpikes { population, times_ms, ids } = *spikes;
        if times_ms.len() != ids.len() {
            let what = format!("the spikes of {population}");
            let found = format!("{} times and {} ids", times_ms.len(), ids.len());
            return Err(ExportError::shape(file.path(), what, found, "as many of both"));
        }
        let group = file.new_group(all, population)?;
        file.attr(group, "sorting", Attr::Enum(sorting(times_ms, ids), &SORTING))?;
        let length = [ids.len() as u64];
        let times = file.dataset(group, "timestamps", &length, times_ms.iter().copied())?;
        file.attr(times, "units", Attr::Str("ms"))?;
        file.dataset(group, "node_ids", &length, ids.iter().map(|&id| u64::from(id)))?;
    }
    file.finish()
}

/// `spikes.h5` being written: spikes are appended in the order of time as they come.
pub struct SpikeWriter {
    file: H5File,
    populations: Vec<(Rows<f64>, Rows<u64>)>,
}

impl SpikeWriter {
    /// Starts writing what shall become `path`, with the names of all populations and the number
    /// of spikes that each will have at most.
    ///
    /// # Errors
    /// As [`write_spikes`].
    pub fn create<'a>(
        path: impl AsRef<Path>,
        populations: impl Iterator<Item = (&'a str, u64)>,
    ) -> Result<SpikeWriter, ExportError> {
        let mut file = H5File::create(path)?;
        sonata_marks(&mut file)?;
        let all = file.group("/spikes")?;
        let mut columns = Vec::new();
        for (population, most) in populations {
            let group = file.new_group(all, population)?;
            file.attr(group, "sorting", Attr::Enum(SORTING[2].1, &SORTING))?;
            let times = file.column(group, "timestamps", most)?;
            file.attr(times.object(), "units", Attr::Str("ms"))?;
            columns.push((times, file.column(group, "node_ids", most)?));
        }
        Ok(SpikeWriter { file, populations: columns })
    }

    /// Appends spikes of a population, by its place among them.
    ///
    /// # Errors
    /// Writing fails, columns differ in length, or more spikes come than were announced.
    pub fn append(
        &mut self,
        population: usize,
        times_ms: &[f64],
        ids: &[u64],
    ) -> Result<(), ExportError> {
        let (times, neurons) = &self.populations[population];
        if times_ms.len() != ids.len() {
            let found = format!("{} times and {} ids", times_ms.len(), ids.len());
            let what = format!("the spikes of population {population}");
            return Err(ExportError::shape(self.file.path(), what, found, "as many of both"));
        }
        self.file.append(times, times_ms)?;
        self.file.append(neurons, ids)
    }

    /// Writes what is left and gives the file its name.
    ///
    /// # Errors
    /// Writing fails; nothing of the file is left then.
    pub fn finish(self) -> Result<(), ExportError> {
        self.file.finish()
    }
}

fn sorting(times_ms: &[f64], ids: &[u32]) -> u8 {
    let [none, by_id, by_time] = SORTING.map(|(_, value)| value);
    match (times_ms.is_sorted(), ids.is_sorted()) {
        (true, _) => by_time,
        (_, true) => by_id,
        _ => none,
    }
}

/// The root attributes by which a SONATA file is known.
pub(super) fn sonata_marks(file: &mut H5File) -> Result<(), ExportError> {
    let root = file.root();
    file.attr(root, "magic", Attr::U32(0x0A7A))?;
    file.attr(root, "version", Attr::U32s(&[0, 1]))
}
