//! Help for the integration tests: reference files, and recorders that keep everything.
#![allow(dead_code, missing_docs)]

use rheobase::engine::{Block, Engine, Probe, Recorder, Spike, Variable};
use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

/// A reference file of named arrays (`.npz`).
pub struct Reference {
    archive: zip::ZipArchive<File>,
}

impl Reference {
    pub fn open(name: &str) -> Reference {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
        let archive = zip::ZipArchive::new(File::open(path).expect("reference file")).expect("npz");
        Reference { archive }
    }

    fn bytes(&mut self, key: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut member = self.archive.by_name(&format!("{key}.npy")).expect(key);
        member.read_to_end(&mut bytes).expect(key);
        bytes
    }

    /// Any numeric array as f64, in C order.
    pub fn numbers(&mut self, key: &str) -> Vec<f64> {
        let bytes = self.bytes(key);
        let npy = || npyz::NpyFile::new(&bytes[..]).expect(key);
        let values = match npy().dtype().descr().trim_matches('\'') {
            "<f8" => npy().into_vec::<f64>().expect(key),
            "<i4" => npy().into_vec::<i32>().expect(key).into_iter().map(f64::from).collect(),
            "<i8" => npy().into_vec::<i64>().expect(key).into_iter().map(|v| v as f64).collect(),
            "|u1" => npy().into_vec::<u8>().expect(key).into_iter().map(f64::from).collect(),
            "|b1" => {
                npy().into_vec::<bool>().expect(key).into_iter().map(|b| b as u8 as f64).collect()
            }
            other => panic!("{key} has the type {other}"),
        };
        match (npy().order(), npy().shape()) {
            (npyz::Order::Fortran, &[rows, columns]) => {
                let (rows, columns) = (rows as usize, columns as usize);
                (0..rows * columns).map(|k| values[k % columns * rows + k / columns]).collect()
            }
            (order, shape) => {
                assert!(order == npyz::Order::C || shape.len() < 2, "{key} is in Fortran order");
                values
            }
        }
    }

    pub fn number(&mut self, key: &str) -> f64 {
        self.numbers(key)[0]
    }

    pub fn integers(&mut self, key: &str) -> Vec<u64> {
        self.numbers(key).into_iter().map(|v| v as u64).collect()
    }
}

/// Keeps all spikes and samples, and weights at the end of chosen steps.
#[derive(Default)]
pub struct Everything {
    pub spikes: Vec<Spike>,
    pub samples: Vec<Vec<f64>>,
}

impl Recorder for Everything {
    fn record(
        &mut self,
        block: &Block<'_>,
    ) -> Result<ControlFlow<()>, Box<dyn Error + Send + Sync>> {
        self.spikes.extend_from_slice(block.spikes);
        self.samples.resize(block.samples.len(), Vec::new());
        for (all, new) in self.samples.iter_mut().zip(block.samples) {
            all.extend_from_slice(new);
        }
        Ok(ControlFlow::Continue(()))
    }
}

impl Everything {
    pub fn run(&mut self, engine: &mut Engine, ticks: u64) {
        engine.run(ticks, self).expect("the run is stable");
    }
}

/// A probe of the voltage of all neurons of a population at every step.
pub fn voltage_probe(engine: &Engine, population: usize) -> Probe {
    let size = engine.network().populations[population].size;
    Probe { population, neurons: (0..size).collect(), variable: Variable::Voltage, every: 1 }
}
