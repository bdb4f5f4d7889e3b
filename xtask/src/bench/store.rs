//! What was measured so far, kept so that an interrupted comparison need not begin anew.

use super::sample::Sample;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// One measurement and its circumstances.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    pub case: String,
    pub program: String,
    /// 0: as many as the program takes by itself.
    pub threads: usize,
    pub seed: u64,
    /// Simulated time that was asked for, ms.
    pub time_ms: f64,
    /// Commit of the project, and the day.
    pub commit: String,
    pub day: String,
    pub sample: Sample,
}

/// All of them, in a file.
pub struct Store {
    path: PathBuf,
    pub entries: Vec<Entry>,
}

impl Store {
    /// Reads the file, if there is one that can be read.
    pub fn open(path: PathBuf) -> Store {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let entries = serde_json::from_str(&text).unwrap_or_default();
        Store { path, entries }
    }

    /// Forgets a case.
    pub fn forget(&mut self, case: &str) {
        self.entries.retain(|entry| entry.case != case);
    }

    /// What was measured in these circumstances.
    pub fn find(&self, case: &str, program: &str, threads: usize, seed: u64, time_ms: f64) -> bool {
        self.entries.iter().any(|e| {
            e.case == case
                && e.program == program
                && (e.threads, e.seed) == (threads, seed)
                && e.time_ms == time_ms
        })
    }

    /// Adds one and writes the file anew, whole or not at all.
    pub fn add(&mut self, entry: Entry) -> Result<()> {
        self.entries.push(entry);
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let part = self.path.with_extension("part");
        fs::write(&part, serde_json::to_string_pretty(&self.entries)?)?;
        fs::rename(&part, &self.path).context("cannot keep what was measured")
    }

    /// The samples of a program in a case, those of one seed together.
    pub fn by_seed(&self, case: &str, program: &str) -> Vec<Vec<&Sample>> {
        let mut seeds: BTreeMap<u64, Vec<&Sample>> = BTreeMap::new();
        for e in self.entries.iter().filter(|e| e.case == case && e.program == program) {
            seeds.entry(e.seed).or_default().push(&e.sample);
        }
        seeds.into_values().collect()
    }

    /// The samples of a program in a case, in the order in which they were taken.
    pub fn samples(&self, case: &str, program: &str, threads: usize) -> Vec<&Sample> {
        let fits = |e: &&Entry| e.case == case && e.program == program && e.threads == threads;
        self.entries.iter().filter(fits).map(|e| &e.sample).collect()
    }
}
