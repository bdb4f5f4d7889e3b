//! A simulation as one file or list of bytes: the network and everything that changes in it.
//!
//! The head (see [`crate::files`]) is text: the version of rheobase, and the network file with the
//! contents of its data files in it.

use super::Simulation;
use crate::data::DataError;
use crate::engine::Engine;
use crate::files::{self, Format, ReadError, WriteError};
use crate::network::{CompileError, Network};
use crate::spec::{NetworkSpec, Problems};
use crate::state::StateError;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FORMAT: Format = Format { magic: b"rheo.sim", version: 2 };

/// Why a simulation could not be saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file cannot be written; one that was there stays.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A data file of the network cannot be read any more.
    #[error("cannot save the network: {0}")]
    Data(#[from] DataError),
    /// It does not fit.
    #[error("cannot save the network: {0}")]
    Size(io::Error),
    /// Spikes and samples go to a sink, and are not at hand to be saved.
    #[error("what is recorded goes to a file of its own: this simulation has its own checkpoints")]
    Sink,
}

/// Why a saved simulation could not be loaded.
#[derive(Debug, thiserror::Error)]
#[error("cannot load {}: {problem}", path.display())]
pub struct LoadError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    #[source]
    pub problem: LoadProblem,
}

/// What is wrong with a saved simulation.
#[derive(Debug, thiserror::Error)]
pub enum LoadProblem {
    /// It cannot be read, or is no saved simulation.
    #[error("{0}")]
    File(#[from] ReadError),
    /// Another version of rheobase may compute other numbers.
    #[error("rheobase {0} saved it, and this is {here}: another version may compute other numbers", here = env!("CARGO_PKG_VERSION"))]
    Program(String),
    /// The network in it is none.
    #[error("{0}")]
    Network(Problems),
    /// The network in it cannot be made.
    #[error("{0}")]
    Compile(#[from] CompileError),
    /// The state is not that of the network.
    #[error("{0}")]
    State(#[from] StateError),
}

impl Simulation {
    /// Saves the simulation with its network and what was recorded and not taken, so that another
    /// process, on another machine too, can go on from there. What the network reads from data files
    /// is written out in it. The file appears whole or not at all.
    ///
    /// Supplied numbers (see [`crate::engine::Supply`]) are not saved.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn save_file(&mut self, path: &Path) -> Result<(), SaveError> {
        let (head, state) = self.saved()?;
        Ok(files::write_state(path, FORMAT, &head, &state)?)
    }

    /// The bytes that [`Simulation::save_file`] writes.
    ///
    /// # Errors
    /// A data file is missing, or a sink takes what is recorded.
    pub fn to_bytes(&mut self) -> Result<Vec<u8>, SaveError> {
        let (head, state) = self.saved()?;
        let mut bytes = Vec::with_capacity(head.len() + state.bytes() as usize + 32);
        // Writing to memory fails for a head of 4 GiB alone.
        files::write_state_to(&mut bytes, FORMAT, &head, &state).map_err(SaveError::Size)?;
        Ok(bytes)
    }

    fn saved(&mut self) -> Result<(Vec<u8>, crate::state::State), SaveError> {
        if self.sink().is_some() {
            return Err(SaveError::Sink);
        }
        let spec = &self.engine.network().spec;
        let version = env!("CARGO_PKG_VERSION");
        let head = format!("{version}\n{}", spec.with_data()?.to_toml());
        // Without a sink nothing can fail.
        let state = self.save().map_err(|_| SaveError::Sink)?;
        Ok((head.into_bytes(), state))
    }

    /// Loads a saved simulation, to go on from there with that many threads; `None`: as many as serve
    /// the network best.
    ///
    /// # Errors
    /// It is no saved simulation, damaged, or of another version of rheobase.
    pub fn load_file(path: &Path, threads: Option<usize>) -> Result<Simulation, LoadError> {
        let read = files::read_state(path, FORMAT).map_err(LoadProblem::File);
        let loaded = read.and_then(|read| Simulation::loaded(read, threads));
        loaded.map_err(|problem| LoadError { path: path.into(), problem })
    }

    /// The way back of [`Simulation::to_bytes`].
    ///
    /// # Errors
    /// As [`Simulation::load_file`].
    pub fn from_bytes(bytes: &[u8], threads: Option<usize>) -> Result<Simulation, LoadProblem> {
        let length = bytes.len() as u64;
        let read = files::read_state_from(&mut io::Cursor::new(bytes), length, FORMAT)?;
        Simulation::loaded(read, threads)
    }

    fn loaded(
        (head, state): (Vec<u8>, crate::state::State),
        threads: Option<usize>,
    ) -> Result<Simulation, LoadProblem> {
        let damaged = |what: &str| LoadProblem::File(ReadError::Damaged(what.into()));
        let head = String::from_utf8(head).map_err(|_| damaged("its head is no text"))?;
        let (version, text) =
            head.split_once('\n').ok_or_else(|| damaged("its head is one line"))?;
        if version != env!("CARGO_PKG_VERSION") {
            return Err(LoadProblem::Program(version.into()));
        }
        let spec = NetworkSpec::from_toml(text, Path::new("/")).map_err(LoadProblem::Network)?.spec;
        let network = Arc::new(Network::compile(&spec)?);
        let threads = threads.unwrap_or_else(|| {
            let available = std::thread::available_parallelism().map_or(1, usize::from);
            Engine::best_threads(&network, available)
        });
        let mut simulation = Simulation::new(network, threads)?;
        simulation.restore(&state)?;
        Ok(simulation)
    }
}
