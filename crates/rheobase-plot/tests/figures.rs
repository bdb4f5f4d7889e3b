//! What stands in the figures: labels, legends, marks; and what is refused.

use rheobase_plot::*;
use roxmltree::{Document, Node};

fn population<'a>(
    name: &'a str,
    size: usize,
    times: &'a [f64],
    ids: &'a [u32],
) -> RasterPopulation<'a> {
    RasterPopulation { name, size, color: None, mean_rate_hz: 2.34, times_ms: times, ids }
}

fn raster(populations: &[RasterPopulation<'_>]) -> Result<Figure, PlotError> {
    let window = Window::new(0.0, 100.0);
    RasterPlot { title: "A & B <1>", populations, rate_bin_ms: 10.0, window }.draw()
}

fn with_class<'a>(doc: &'a Document<'a>, class: &'a str) -> Vec<Node<'a, 'a>> {
    doc.descendants().filter(|n| n.attribute("class") == Some(class)).collect()
}

fn texts(svg: &str, class: &str) -> Vec<String> {
    let doc = Document::parse(svg).expect("well-formed");
    let found: Vec<String> =
        with_class(&doc, class).iter().filter_map(|n| n.text()).map(str::to_string).collect();
    found
}

fn marks(svg: &str, class: &str) -> usize {
    let doc = Document::parse(svg).expect("well-formed");
    let count = |n: &Node<'_, '_>| n.attribute("d").map_or(0, |d| d.matches('M').count());
    let total = with_class(&doc, class).iter().map(count).sum();
    total
}

/// No NaN or infinity anywhere, and nothing drawn outside the figure by much.
fn sound(figure: &Figure) -> String {
    let svg = figure.to_svg().expect("svg");
    Document::parse(&svg).expect("well-formed");
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    assert!(figure.height() > 40.0 && figure.height() < 4000.0);
    let png = figure.to_png(1.0).expect("png");
    assert!(ink(&png, figure.width() as usize, figure.height() as usize) > 500);
    svg
}

/// Pixels that are not white, of a PNG of the expected size.
fn ink(png: &[u8], width: usize, height: usize) -> usize {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("size")];
    let info = reader.next_frame(&mut pixels).expect("whole");
    assert_eq!((info.width as usize, info.height as usize), (width, height));
    let channels = info.color_type.samples();
    pixels.chunks(channels).filter(|p| p[..3] != [255, 255, 255]).count()
}

#[test]
fn raster_has_labels_legend_and_one_mark_per_spike() {
    let times = [5.0, 50.0, 99.0, 150.0, -1.0];
    let populations =
        [population("dSPN", 10, &times, &[0, 9, 3, 1, 1]), population("FSI", 2, &[1.0], &[1])];
    let figure = raster(&populations).unwrap();
    let svg = sound(&figure);
    assert_eq!(texts(&svg, "legend"), ["dSPN 2.3 Hz", "FSI 2.3 Hz"]);
    assert_eq!(texts(&svg, "x-label"), ["Time (ms)"]);
    assert_eq!(texts(&svg, "y-label"), ["Neuron index", "Rate (Hz)"]);
    assert_eq!(texts(&svg, "title"), ["A & B <1>"]);
    // Two of the six spikes lie outside the window.
    assert_eq!(marks(&svg, "spikes"), 4);
    assert!(texts(&svg, "note")[0].starts_with("4 spikes."));
}

#[test]
fn raster_puts_spikes_where_they_belong() {
    let svg = raster(&[population("p", 4, &[0.0, 100.0], &[0, 3])]).unwrap().to_svg().unwrap();
    let doc = Document::parse(&svg).unwrap();
    let path = with_class(&doc, "spikes")[0].attribute("d").unwrap();
    let starts: Vec<(f64, f64)> = path[1..]
        .split('M')
        .map(|run| {
            let (x, rest) = run.split_once(' ').unwrap();
            (x.parse().unwrap(), rest.split('V').next().unwrap().parse().unwrap())
        })
        .collect();
    assert!(
        starts[0].0 < starts[1].0 && starts[0].1 < starts[1].1,
        "neuron 0 is at the top: {starts:?}"
    );
    let axis = with_class(&doc, "axis")[0].attribute("d").unwrap().to_string();
    assert!(axis.starts_with(&format!("M{} ", starts[0].0)), "time 0 is on the axis: {axis}");
}

#[test]
fn population_rate_is_in_hertz() {
    // 10 neurons fire once each in one bin of 10 ms: 100 Hz at its centre.
    let times = [55.0; 10];
    let ids: Vec<u32> = (0..10).collect();
    let svg = raster(&[population("p", 10, &times, &ids)]).unwrap().to_svg().unwrap();
    let rates: Vec<String> = texts(&svg, "y-tick");
    assert!(rates.contains(&"100".to_string()), "{rates:?}");
}

#[test]
fn a_million_spikes_stay_small_and_all_are_drawn() {
    let n = 1_000_000u32;
    let mut state = 1u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 8
    };
    let times: Vec<f64> =
        (0..n).map(|_| f64::from(next()) / f64::from(1 << 24) * 10_000.0).collect();
    let ids: Vec<u32> = (0..n).map(|_| next() % 10_000).collect();
    let window = Window::new(0.0, 10_000.0);
    let populations = [population("all", 10_000, &times, &ids)];
    let figure = RasterPlot { title: "", populations: &populations, rate_bin_ms: 10.0, window }
        .draw()
        .unwrap();
    let svg = figure.to_svg().unwrap();
    let png = figure.to_png(2.0).unwrap();
    assert!(svg.len() < 2_000_000, "{}", svg.len());
    assert!(png.len() < 2_000_000, "{}", png.len());
    assert!(texts(&svg, "note")[0].contains("1,000,000 spikes, all drawn"));
    // Half a million pixels or more are hit: the picture is not thinned out.
    assert!(ink(&png, 1360, (figure.height() * 2.0) as usize) > 400_000);
}

#[test]
fn rasters_of_nothing_are_sound() {
    let window = Window::new(0.0, 100.0);
    let cases: [&[RasterPopulation<'_>]; 4] = [
        &[],
        &[population("empty", 0, &[], &[])],
        &[population("one", 1, &[], &[])],
        &[population("one", 1, &[100.0], &[0])],
    ];
    for populations in cases {
        let svg =
            sound(&RasterPlot { title: "", populations, rate_bin_ms: 7.0, window }.draw().unwrap());
        assert_eq!(texts(&svg, "legend").len(), populations.len());
    }
    let nan = RasterPopulation { mean_rate_hz: f64::NAN, ..population("n", 3, &[], &[]) };
    let svg = sound(&raster(&[nan]).unwrap());
    assert_eq!(texts(&svg, "legend"), ["n – Hz"]);
}

#[test]
fn mistakes_are_errors_that_say_what() {
    let message = |p: RasterPopulation<'_>| raster(&[p]).unwrap_err().to_string();
    assert!(
        message(population("x", 2, &[1.0], &[2])).contains("population x: id 2 is out of range")
    );
    assert!(
        message(population("x", 2, &[1.0, 2.0], &[0]))
            .contains("times_ms has 2 values but ids has 1")
    );
    assert!(
        message(population("x", 2, &[f64::NAN], &[0]))
            .contains("times_ms[0] is not a finite number")
    );
    let colored = RasterPopulation { color: Some("gren"), ..population("x", 1, &[], &[]) };
    assert!(message(colored).contains("did you mean `green`"));
    let plot = |bin, start, end| {
        let window = Window::new(start, end);
        RasterPlot { title: "", populations: &[], rate_bin_ms: bin, window }.draw()
    };
    for bin in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-12] {
        assert!(matches!(plot(bin, 0.0, 1.0), Err(PlotError::BadBin { .. })), "{bin}");
    }
    for (a, b) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
        assert!(matches!(plot(1.0, a, b), Err(PlotError::BadWindow { .. })), "{a} {b}");
    }
    let figure = plot(1.0, 0.0, 1.0).unwrap();
    for scale in [0.0, -1.0, f64::NAN, 100.0] {
        assert!(matches!(figure.to_png(scale), Err(PlotError::BadScale { .. })), "{scale}");
    }
}

#[test]
fn the_same_plot_gives_the_same_bytes() {
    let populations = [population("a", 5, &[1.0, 2.0, 70.0], &[0, 1, 4])];
    let (one, two) = (raster(&populations).unwrap(), raster(&populations).unwrap());
    assert_eq!(one.to_svg().unwrap(), two.to_svg().unwrap());
    assert_eq!(one.to_png(2.0).unwrap(), two.to_png(2.0).unwrap());
    let other = [population("a", 5, &[1.0, 2.5, 70.0], &[0, 1, 4])];
    assert_ne!(one.to_png(2.0).unwrap(), raster(&other).unwrap().to_png(2.0).unwrap());
}

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
