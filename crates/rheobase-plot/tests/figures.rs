//! What stands in the other figures: labels with units, legends, marks.

mod common;

use common::{marks, sound, texts};
use rheobase_plot::*;

#[test]
fn distributions_have_units_panels_and_means() {
    let samples = [
        Sample { name: "a", color: Some("blue"), values: &[1.0, 2.0, 3.0, f64::NAN] },
        Sample { name: "b", color: None, values: &[] },
    ];
    let rates = RateDistribution { title: "r", populations: &samples, bin_hz: Some(1.0) };
    let svg = sound(&rates.draw().unwrap());
    assert_eq!(texts(&svg, "x-label"), ["Rate (Hz)"]);
    assert_eq!(texts(&svg, "caption"), ["a: n = 3, mean 2 Hz", "b: n = 0"]);
    assert_eq!(texts(&svg, "remark"), ["no values"]);
    assert_eq!(marks(&svg, "bars"), 3);
    assert_eq!(texts(&svg, "note"), ["Bins of 1 Hz; dashed: mean. 1 left out (not finite)."]);
    let fine = RateDistribution { bin_hz: Some(1e-6), ..rates };
    assert!(matches!(fine.draw(), Err(PlotError::BadBin { .. })));
    let isi = IsiHistogram { title: "", populations: &samples, bin: None, log_time: true };
    assert_eq!(texts(&sound(&isi.draw().unwrap()), "x-label"), ["Inter-spike interval (ms)"]);
}

#[test]
fn strange_values_never_break_an_axis() {
    let sets: [&[f64]; 8] = [
        &[0.0; 9],
        &[5.0; 9],
        &[-3.0],
        &[1e300, -1e300],
        &[1e-310],
        &[f64::INFINITY, f64::NAN],
        &[1e15, 1e15 + 1.0],
        &[],
    ];
    for values in sets {
        let samples = [Sample { name: "v", color: None, values }];
        sound(&RateDistribution { title: "", populations: &samples, bin_hz: None }.draw().unwrap());
        for log_time in [false, true] {
            sound(
                &IsiHistogram { title: "", populations: &samples, bin: None, log_time }
                    .draw()
                    .unwrap(),
            );
        }
        let weights = WeightHistogram {
            title: "",
            samples: &samples,
            unit: "pA",
            bin: None,
            log_counts: true,
        };
        sound(&weights.draw().unwrap());
        let values_ = MatrixValues::Dense(values);
        let (rows, columns) = (values.len(), usize::from(!values.is_empty()));
        let matrix = WeightMatrix {
            title: "",
            rows,
            columns,
            values: values_,
            unit: "pA",
            row_groups: &[],
            column_groups: &[],
        };
        sound(&matrix.draw().unwrap());
        let series = [LineSeries {
            name: "s",
            color: None,
            x: values,
            y: values,
            error: Some(values),
            markers: true,
        }];
        for (log_x, log_y) in [(false, false), (true, true)] {
            sound(
                &LinePlot {
                    series: &series,
                    log_x,
                    log_y,
                    zero_lines: true,
                    ..LinePlot::default()
                }
                .draw()
                .unwrap(),
            );
        }
    }
}

#[test]
fn degrees_stand_side_by_side() {
    let p = [Degrees { name: "d", color: None, in_degree: &[3, 4, 4], out_degree: &[0, 11, 0] }];
    let svg = sound(&DegreeDistribution { title: "", populations: &p }.draw().unwrap());
    assert_eq!(texts(&svg, "x-label"), ["In-degree (synapses)", "Out-degree (synapses)"]);
    assert_eq!(marks(&svg, "bars"), 4);
}

#[test]
fn matrix_is_the_same_from_dense_and_sparse() {
    let n = f64::NAN;
    let groups = [MatrixGroup { name: "E", size: 1 }, MatrixGroup { name: "I", size: 1 }];
    let plot = |values| WeightMatrix {
        title: "",
        rows: 2,
        columns: 2,
        values,
        unit: "nS",
        row_groups: &groups,
        column_groups: &groups,
    };
    let full = [1.0, n, -2.0, n];
    let dense = plot(MatrixValues::Dense(&full)).draw().unwrap();
    let sparse = MatrixValues::Sparse { rows: &[0, 1], columns: &[0, 0], values: &[1.0, -2.0] };
    assert_eq!(dense, plot(sparse).draw().unwrap());
    let transposed = MatrixValues::Sparse { rows: &[0, 0], columns: &[0, 1], values: &[1.0, -2.0] };
    assert_ne!(dense, plot(transposed).draw().unwrap());
    let svg = sound(&dense);
    assert_eq!(texts(&svg, "y-label"), ["Target neuron", "Weight (nS)"]);
    assert_eq!(texts(&svg, "group"), ["I", "E", "E", "I"]);
    let wrong = MatrixValues::Sparse { rows: &[0], columns: &[2], values: &[1.0] };
    assert!(matches!(plot(wrong).draw(), Err(PlotError::IdOutOfRange { id: 2, size: 2, .. })));
}

#[test]
fn traces_mark_spikes_and_name_units() {
    let times: Vec<f64> = (0..1000).map(|i| f64::from(i) * 0.1).collect();
    let voltage: Vec<f64> = times.iter().map(|t| -70.0 + t % 20.0).collect();
    let trace = Trace {
        label: "n 1",
        color: None,
        times_ms: &times,
        voltage_mv: &voltage,
        spikes_ms: &[20.0, 40.0, 300.0],
        current: Some(&voltage),
    };
    let window = Window::new(0.0, 100.0);
    let plot = TracePlot {
        title: "",
        traces: &[trace],
        window,
        threshold_mv: Some(-50.0),
        current_label: "I (pA)",
    };
    let svg = sound(&plot.draw().unwrap());
    assert_eq!(texts(&svg, "y-label"), ["V (mV)", "I (pA)"]);
    assert_eq!(marks(&svg, "spike-marks"), 2);
    assert!(texts(&svg, "note")[0].contains("−50 mV"));
    let gap = Trace { voltage_mv: &vec![f64::NAN; 1000], current: None, ..trace };
    assert_eq!(
        texts(&sound(&TracePlot { traces: &[gap], ..plot }.draw().unwrap()), "remark"),
        ["no samples"]
    );
}

#[test]
fn lines_have_error_bars_and_gaps() {
    let (x, y) = ([1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 2.0, f64::NAN, 4.0, 5.0]);
    let series = [LineSeries {
        name: "s",
        color: None,
        x: &x,
        y: &y,
        error: Some(&[0.1; 5]),
        markers: true,
    }];
    let svg = sound(
        &LinePlot {
            x_label: "Drive (mV)",
            y_label: "Rate (Hz)",
            series: &series,
            ..LinePlot::default()
        }
        .draw()
        .unwrap(),
    );
    assert_eq!(texts(&svg, "x-label"), ["Drive (mV)"]);
    assert_eq!(marks(&svg, "line"), 2, "a gap at the NaN");
    assert_eq!(marks(&svg, "error"), 4 * 3, "bar and two caps each");
    assert_eq!(marks(&svg, "dots"), 4);
    assert!(texts(&svg, "note")[0].starts_with("1 point cannot"));
}

#[test]
fn a_single_value_is_a_bar_not_a_block() {
    for value in [0.0, 5.0, -3.0] {
        let samples = [Sample { name: "v", color: None, values: &[value; 7] }];
        let rates = RateDistribution { title: "", populations: &samples, bin_hz: None };
        let svg = sound(&rates.draw().unwrap());
        assert_eq!(marks(&svg, "bars"), 1);
        assert!(texts(&svg, "x-tick").len() > 2, "{svg}");
    }
}

#[test]
fn a_long_tail_is_cut_and_said() {
    let mut intervals: Vec<f64> = (0..999).map(|i| f64::from(i % 100)).collect();
    intervals.push(50_000.0);
    let samples = [Sample { name: "n", color: None, values: &intervals }];
    let isi = IsiHistogram { title: "", populations: &samples, bin: None, log_time: false };
    let svg = sound(&isi.draw().unwrap());
    assert!(texts(&svg, "note")[0].contains(" are not drawn, but count in mean and CV."));
    assert!(texts(&svg, "caption")[0].starts_with("n: n = 1000, mean 99.4 ms, pooled CV"));
}
