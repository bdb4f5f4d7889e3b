//! Writing results: spikes, traces and wiring as SONATA HDF5, weights as
//! MatrixMarket, and anything else through [`atomic_write`].
//!
//! Nothing is half written: a file is made under a temporary name in its own
//! folder, brought to the disk, and only then given its name. Whatever goes
//! wrong on the way is an [`ExportError`] naming the file; an older file of the
//! name stays as it was, and no temporary stays behind.

mod atomic;
mod edges;
mod error;
mod hdf5;
mod matrix_market;
mod spikes;
mod traces;

pub use atomic::{AtomicFile, atomic_write};
pub use edges::{Column, EdgeSet, write_edges};
pub use error::ExportError;
pub use hdf5::{Attr, Element, H5File, Object, Rows};
pub use matrix_market::write_matrix_market;
pub use spikes::{PopulationSpikes, SpikeWriter, write_spikes};
pub use traces::{Precision, Trace, TraceId, TraceWriter};
