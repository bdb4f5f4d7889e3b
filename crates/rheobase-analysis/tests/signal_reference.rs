//! Signal measures against SciPy and NumPy (fixtures: `xtask/verify/analysis/signal_cases.py`).

mod common;

use common::{all_close, close, column, fixture};
use rheobase_analysis::correlation::{auto_correlation, cross_correlation};
use rheobase_analysis::spectrum::power_spectrum;
use rheobase_analysis::synchrony::synchrony;

const SIGNALS: &str = include_str!("data/signals.json");

#[test]
fn correlation_functions_agree_with_numpy() {
    let f = fixture(SIGNALS);
    let (a, b): (Vec<f64>, Vec<f64>) = (column(&f["a"]), column(&f["b"]));
    let auto = auto_correlation(&a, usize::MAX).unwrap();
    all_close("auto", &auto.values, &f["auto_a"]["values"]);
    assert_eq!(f["auto_a"]["first_lag"], auto.lags[0]);
    let cross = cross_correlation(&a, &b, usize::MAX).unwrap();
    all_close("cross", &cross.values, &f["cross_ab"]["values"]);
    assert_eq!(f["cross_ab"]["first_lag"], cross.lags[0]);
    // Fewer lags are the middle of all lags.
    let few = cross_correlation(&a, &b, 9).unwrap();
    let zero = cross.lags.iter().position(|&l| l == 0).unwrap();
    assert_eq!(few.values, cross.values[zero - 9..=zero + 9]);
}

#[test]
fn power_spectrum_agrees_with_scipy() {
    let f = fixture(SIGNALS);
    let a: Vec<f64> = column(&f["a"]);
    for case in f["spectra"].as_array().unwrap() {
        let number = |key: &str| case[key].as_u64().unwrap() as usize;
        let found = power_spectrum(
            &a[..number("samples")],
            case["sample_ms"].as_f64().unwrap(),
            number("segment"),
            number("overlap"),
        );
        let found = found.unwrap().unwrap();
        all_close("frequency", &found.frequency_hz, &case["frequency_hz"]);
        all_close("density", &found.density, &case["density"]);
    }
}

#[test]
fn synchrony_agrees_with_numpy() {
    let f = fixture(SIGNALS);
    let v: Vec<f64> = column(&f["voltages"]);
    let signals = f["voltage_signals"].as_u64().unwrap() as usize;
    close("chi", synchrony(&v, signals).unwrap().unwrap(), &f["synchrony"]);
}
