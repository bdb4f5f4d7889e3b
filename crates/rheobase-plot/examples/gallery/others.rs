//! Weights, traces and curves.

use crate::Named;
use crate::data::Random;
use rheobase_plot::*;

pub fn weights() -> Result<Vec<Named>, PlotError> {
    let mut rng = Random(5);
    let mut draw = |rows: usize, columns: usize, p: f64, both: bool| -> Vec<f64> {
        let one = |i: usize| {
            let inhibitory = !both || i % columns > columns * 4 / 5;
            let size = if inhibitory { -5.0 } else { 1.0 };
            if rng.uniform() < p { size * (0.5 * rng.normal()).exp() } else { f64::NAN }
        };
        (0..rows * columns).map(one).collect()
    };
    let small = draw(20, 20, 0.3, true);
    let large = draw(1000, 1000, 0.26, false);
    let groups =
        [("dSPN", 490), ("iSPN", 490), ("FSI", 20)].map(|(name, size)| MatrixGroup { name, size });
    let one = [("E", 17), ("I", 3)].map(|(name, size)| MatrixGroup { name, size });
    let before: Vec<f64> = large.iter().copied().filter(|v| v.is_finite()).take(50_000).collect();
    let after: Vec<f64> = before.iter().map(|w| w * 1.3 - 2.0 + rng.normal()).collect();
    let matrix = |title, n, values, groups| WeightMatrix {
        title,
        rows: n,
        columns: n,
        values: MatrixValues::Dense(values),
        unit: "mV·ms",
        row_groups: groups,
        column_groups: groups,
    };
    let samples = [
        Sample { name: "before", color: Some("grey"), values: &before },
        Sample { name: "after", color: Some("blue"), values: &after },
    ];
    let histogram = WeightHistogram {
        title: "Weights before and after learning",
        samples: &samples,
        unit: "mV·ms",
        bin: None,
        log_counts: false,
    };
    Ok(vec![
        ("matrix-small", matrix("Weights of twenty neurons", 20, &small, &one[..]).draw()?),
        ("matrix-striatum", matrix("Weights of the striatum", 1000, &large, &groups[..]).draw()?),
        ("matrix-empty", matrix("No synapses", 10, &[f64::NAN; 100], &[]).draw()?),
        ("weights", histogram.draw()?),
    ])
}

pub fn traces() -> Result<Vec<Named>, PlotError> {
    let mut rng = Random(3);
    let steps = 5000;
    let times: Vec<f64> = (0..steps).map(|i| f64::from(i) * 0.1).collect();
    let mut neuron = |drive: f64| {
        let (mut v, mut i) = (-70.0f64, 0.0f64);
        let (mut voltage, mut current, mut spikes) = (vec![], vec![], vec![]);
        for &t in &times {
            i += -i * 0.01 - if rng.uniform() < 0.01 { 4.0 } else { 0.0 };
            v += 0.01 * (-70.0 - v + drive + i + 20.0 * rng.normal());
            let fires = v > -50.0;
            voltage.push(if fires { 40.0 } else { v });
            current.push(i);
            if fires {
                spikes.push(t);
                v = -80.0;
            }
        }
        (voltage, current, spikes)
    };
    let data: Vec<_> = [38.0, 34.0, 45.0].into_iter().map(&mut neuron).collect();
    let labels = ["dSPN 12", "iSPN 301", "FSI 7"];
    let colors = ["blue", "green", "red"];
    let plot = |title, count: usize, with_current: bool| {
        let all: Vec<_> = (0..count)
            .map(|k| {
                let (v, i, s) = &data[k % 3];
                let current = with_current.then_some(i.as_slice());
                Trace {
                    label: labels[k % 3],
                    color: Some(colors[k % 3]),
                    times_ms: &times,
                    voltage_mv: v,
                    spikes_ms: s,
                    current,
                }
            })
            .collect();
        let window = Window::new(0.0, 500.0);
        TracePlot {
            title,
            traces: &all,
            window,
            threshold_mv: Some(-50.0),
            current_label: "R·I (mV)",
        }
        .draw()
    };
    Ok(vec![
        ("traces", plot("Membrane voltages", 3, false)?),
        ("traces-current", plot("Membrane voltages and synaptic currents", 2, true)?),
        ("traces-8", plot("Eight traces", 8, false)?),
        ("traces-none", plot("No traces", 0, false)?),
    ])
}

pub fn curves() -> Result<Vec<Named>, PlotError> {
    let lags: Vec<f64> = (-200..=200).map(f64::from).collect();
    let wave = |phase: f64, peak: f64| -> Vec<f64> {
        lags.iter().map(|l| peak * (-l.abs() / 60.0).exp() * ((l - phase) / 25.0).cos()).collect()
    };
    let (auto, cross) = (wave(0.0, 1.0), wave(20.0, 0.4));
    let correlations = [
        Correlation { name: "dSPN × dSPN", color: Some("blue"), lags_ms: &lags, values: &auto },
        Correlation { name: "dSPN × FSI", color: Some("red"), lags_ms: &lags, values: &cross },
    ];
    let x: Vec<f64> = (0..9).map(|i| 20.0 + 5.0 * f64::from(i)).collect();
    let rate = |gain: f64| -> Vec<f64> { x.iter().map(|x| gain * (x - 18.0).powf(1.3)).collect() };
    let (a, b) = (rate(0.2), rate(0.35));
    let sd: Vec<f64> = a.iter().map(|v| 0.1 * v + 0.3).collect();
    let line = |name, color, y, error| LineSeries { name, color, x: &x, y, error, markers: true };
    let series = [
        line("dSPN", Some("blue"), &a[..], Some(&sd[..])),
        line("FSI", Some("red"), &b[..], Some(&sd[..])),
    ];
    let plot = LinePlot {
        title: "Mean rate against drive",
        x_label: "Mean input (mV)",
        y_label: "Mean rate (Hz)",
        series: &series,
        note: "Error bars: standard deviation over 10 networks.",
        ..LinePlot::default()
    };
    let correlation = CorrelationPlot {
        title: "Correlation of population rates",
        y_label: "Correlation (1)",
        correlations: &correlations,
        note: "Rates in bins of 1 ms; normalised by overlap.",
    };
    let nothing = LinePlot {
        title: "No data",
        x_label: "Lag (ms)",
        y_label: "Power (Hz²/Hz)",
        ..LinePlot::default()
    };
    Ok(vec![
        ("correlation", correlation.draw()?),
        ("lines", plot.draw()?),
        (
            "lines-log",
            LinePlot { log_x: true, log_y: true, title: "The same on logarithmic axes", ..plot }
                .draw()?,
        ),
        ("lines-nothing", nothing.draw()?),
    ])
}
