//! The raster: labels, legend, marks, sizes; and what is refused.

mod common;

use common::{ink, marks, sound, texts, with_class};
use rheobase_plot::*;
use roxmltree::Document;

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
    RasterPlot {
        title: "A & B <1>",
        populations,
        row_label: "Neuron index",
        rate_bin_ms: 10.0,
        window,
    }
    .draw()
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
    let figure = RasterPlot {
        title: "",
        populations: &populations,
        row_label: "Neuron index",
        rate_bin_ms: 10.0,
        window,
    }
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
        let svg = sound(
            &RasterPlot {
                title: "",
                populations,
                row_label: "Neuron index",
                rate_bin_ms: 7.0,
                window,
            }
            .draw()
            .unwrap(),
        );
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
        RasterPlot {
            title: "",
            populations: &[],
            row_label: "Neuron index",
            rate_bin_ms: bin,
            window,
        }
        .draw()
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
