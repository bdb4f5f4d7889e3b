//! The extension module of the Python package: a docstring, a signature and one call for each thing
//! that Python may ask of the engine. What is convenient is written in Python, beside it.

mod analysis;
mod document;
mod error;
mod interrupt;
mod recording;
mod simulation;
mod spec;

use pyo3::prelude::*;

/// The engine of rheobase. Numbers are in ms, mV, pA, nS, pF, Hz and µm.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::analysis::analysis;
    #[pymodule_export]
    use crate::error::{BuildError, Error, RunError, SpecError, StateError};
    #[pymodule_export]
    use crate::simulation::Simulation;
    #[pymodule_export]
    use crate::spec::{Spec, presets};

    use super::*;

    /// Runs the command line and returns its exit code.
    ///
    /// Parameters
    /// ----------
    /// arguments : list of str
    ///     The program's name, then its arguments.
    #[pyfunction]
    fn main(py: Python<'_>, arguments: Vec<std::ffi::OsString>) -> u8 {
        py.detach(|| rheobase_cli::main_with(arguments))
    }

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
