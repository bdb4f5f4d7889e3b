//! Errors of the engine as exceptions: one tree, made here and nowhere else.

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::{PyErr, create_exception};
use rheobase::network::CompileError;
use rheobase::spec::{Problem, Problems};
use std::fmt::Display;

create_exception!(rheobase, Error, PyException, "Whatever rheobase has to say against something.");
create_exception!(
    rheobase,
    SpecError,
    Error,
    "Mistakes in the description of a network, all at once; `problems` lists them as tuples of path, \
     message and help."
);
create_exception!(
    rheobase,
    BuildError,
    Error,
    "A network that cannot be built from its description."
);
create_exception!(
    rheobase,
    RunError,
    Error,
    "A run that could not go on; what came before is kept."
);
create_exception!(
    rheobase,
    StateError,
    Error,
    "Numbers that cannot be the state of this simulation."
);

/// All mistakes of a description.
pub fn problems(py: Python<'_>, problems: Problems) -> PyErr {
    let list: Vec<_> =
        problems.list.iter().map(|p| (p.path.clone(), p.message.clone(), p.help.clone())).collect();
    let error = SpecError::new_err(problems.to_string());
    // An exception without its list is better than another exception.
    let _ = error.value(py).setattr("problems", list);
    error
}

/// One mistake.
pub fn problem(py: Python<'_>, path: &str, message: impl Display, help: &str) -> PyErr {
    problems(py, Problems::new(vec![Problem::new(path, message.to_string(), help)]))
}

/// What kept a network from being built.
pub fn build(error: CompileError) -> PyErr {
    BuildError::new_err(error.to_string())
}

/// What ended a run.
pub fn run(error: impl Display) -> PyErr {
    RunError::new_err(error.to_string())
}

/// What is wrong with a state.
pub fn state(error: impl Display) -> PyErr {
    StateError::new_err(error.to_string())
}
