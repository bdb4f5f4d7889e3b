//! Nested dicts and lists as a description of a network.

use crate::error;
use numpy::{PyArrayDyn, PyArrayMethods, PyUntypedArrayMethods};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use rheobase::spec::{Matrix, Value};

/// Deeper nesting is a mistake, such as a dict that contains itself.
const DEEPEST: usize = 32;

/// What a description says, from what Python holds.
pub fn value(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    at(object, "", DEEPEST)
}

/// `path` is where it stands, for messages.
fn at(object: &Bound<'_, PyAny>, path: &str, depth: usize) -> PyResult<Value> {
    if depth == 0 {
        return Err(error::problem(object.py(), path, "this is nested too deeply", ""));
    }
    if let Ok(dict) = object.cast::<PyDict>() {
        return table(dict, path, depth);
    }
    if let Ok(flag) = object.cast::<PyBool>() {
        return Ok(Value::Bool(flag.is_true()));
    }
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(Value::Text(text.to_string()));
    }
    if let Ok(number) = object.cast::<PyFloat>() {
        return Ok(Value::Float(number.value()));
    }
    if let Ok(number) = object.cast::<PyInt>() {
        return Ok(number.extract::<i64>().map_or_else(|_| large(number, path), Value::Integer));
    }
    if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
        let items = object.try_iter()?.enumerate();
        let item = |(k, item): (usize, PyResult<_>)| at(&item?, &format!("{path}[{k}]"), depth - 1);
        return items.map(item).collect::<PyResult<_>>().map(Value::List);
    }
    if let Some(array) = numbers(object, path)? {
        return Ok(array);
    }
    // Quantities of several packages, and numbers of NumPy: Python knows them better.
    let plain = object.py().import("rheobase.quantities")?.getattr("plain")?;
    let plain = plain.call1((object,)).map_err(|refused| {
        let is_type = refused.is_instance_of::<PyTypeError>(object.py());
        if is_type {
            error::problem(object.py(), path, refused.value(object.py()), "")
        } else {
            refused
        }
    })?;
    at(&plain, path, depth - 1)
}

/// A whole number that a network file's numbers do not reach. As a seed it is a text there, too.
fn large(number: &Bound<'_, PyInt>, path: &str) -> Value {
    let text = || Value::Text(number.to_string());
    if path.starts_with("seed") {
        return text();
    }
    number.extract::<f64>().map_or_else(|_| text(), Value::Float)
}

fn table(dict: &Bound<'_, PyDict>, path: &str, depth: usize) -> PyResult<Value> {
    let mut entries = Vec::with_capacity(dict.len());
    for (key, value) in dict.iter() {
        let key = key.extract::<String>().map_err(|_| {
            error::problem(dict.py(), path, format!("the key {key} is no text"), "")
        })?;
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        // None is as if it were not said.
        if !value.is_none() {
            entries.push((key, at(&value, &path, depth - 1)?));
        }
    }
    Ok(Value::Table(entries))
}

/// Arrays of one or two dimensions; `None` for what is no array.
fn numbers(object: &Bound<'_, PyAny>, path: &str) -> PyResult<Option<Value>> {
    let py = object.py();
    let Ok(array) = object.cast::<numpy::PyUntypedArray>() else { return Ok(None) };
    if array.ndim() == 0 {
        return Ok(None);
    }
    let refuse = |what: String| {
        error::problem(py, path, what, "an array of numbers of one or two dimensions")
    };
    let kind: String = array.dtype().getattr("kind")?.extract()?;
    if !matches!(kind.as_str(), "f" | "i" | "u" | "b") {
        return Err(refuse(format!("an array of {} holds no numbers", array.dtype())));
    }
    let doubles = object.call_method1("astype", ("float64", "C"))?;
    let doubles = doubles.cast::<PyArrayDyn<f64>>()?.readonly();
    let values = doubles.as_slice()?;
    match *array.shape() {
        [_] => Ok(Some(Value::Numbers(values.into()))),
        [rows, columns] => Ok(Matrix::new(rows, columns, values).map(Value::Matrix)),
        _ => Err(refuse(format!("an array of {} dimensions", array.ndim()))),
    }
}
