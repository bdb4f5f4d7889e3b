//! Reading fixtures and comparing with them.

use serde_json::Value;

/// Relative and absolute difference allowed; both sides are f64 sums of at most some thousand
/// terms, so that rounding stays far below.
const TOLERANCE: f64 = 1e-12;

/// Parses a fixture.
pub fn fixture(text: &str) -> Value {
    serde_json::from_str(text).expect("fixtures are JSON")
}

/// A column of numbers of any type.
pub fn column<T: serde::de::DeserializeOwned>(value: &Value) -> Vec<T> {
    serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{e} in {value}"))
}

/// Fails unless two numbers agree.
#[track_caller]
pub fn close(what: &str, found: f64, expected: &Value) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}: no number in the fixture"));
    let allowed = TOLERANCE * expected.abs().max(1.0);
    assert!((found - expected).abs() <= allowed, "{what}: {found} is not {expected}");
}

/// Fails unless both are numbers that agree, or both are undefined.
#[track_caller]
#[allow(dead_code, reason = "each test file uses its own part of this module")]
pub fn close_or_none(what: &str, found: Option<f64>, expected: &Value) {
    match found {
        Some(found) => close(what, found, expected),
        None => assert!(expected.is_null(), "{what}: undefined, but should be {expected}"),
    }
}

/// Fails unless two columns agree entry by entry.
#[track_caller]
pub fn all_close(what: &str, found: &[f64], expected: &Value) {
    let expected = expected.as_array().unwrap_or_else(|| panic!("{what}: no column"));
    assert_eq!(found.len(), expected.len(), "{what}: length");
    for (k, (f, e)) in found.iter().zip(expected).enumerate() {
        close(&format!("{what}[{k}]"), *f, e);
    }
}
