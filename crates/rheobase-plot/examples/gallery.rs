//! Every figure, the edge cases and a report, from made-up data:
//! `cargo run -p rheobase-plot --example gallery -- <folder>`.

#![allow(clippy::print_stdout)] // An example may say what it wrote.

use rheobase_plot::*;
use std::error::Error;
use std::path::Path;

/// A small generator (splitmix64), so that the gallery is the same everywhere.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn exponential(&mut self) -> f64 {
        -(1.0 - self.uniform()).ln()
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// Spikes of a population whose neurons differ in rate and share an oscillation.
struct Spikes {
    name: String,
    size: usize,
    color: Option<&'static str>,
    times: Vec<f64>,
    ids: Vec<u32>,
    rates: Vec<f64>,
    isi: Vec<f64>,
}

impl Spikes {
    fn new(
        name: &str,
        size: usize,
        color: Option<&'static str>,
        hz: f64,
        ms: f64,
        seed: u64,
    ) -> Self {
        let mut rng = Random(seed);
        let (mut times, mut ids, mut rates, mut isi) = (vec![], vec![], vec![], vec![]);
        for id in 0..size as u32 {
            let own = hz * (0.6 * rng.normal()).exp() / 1.2;
            let (mut t, mut last, before) = (0.0, None, times.len());
            loop {
                t += rng.exponential() * 1000.0 / (own * 1.8).max(1e-9);
                if t >= ms {
                    break;
                }
                let wave =
                    0.55 + 0.45 * (t / 125.0 * std::f64::consts::TAU / 4.0 + seed as f64).sin();
                if rng.uniform() < wave {
                    times.push(t);
                    ids.push(id);
                    isi.extend(last.map(|l: f64| t - l));
                    last = Some(t);
                }
            }
            rates.push((times.len() - before) as f64 / ms * 1000.0);
        }
        Self { name: name.into(), size, color, times, ids, rates, isi }
    }

    fn raster(&self) -> RasterPopulation<'_> {
        RasterPopulation {
            name: &self.name,
            size: self.size,
            color: self.color,
            mean_rate_hz: self.rates.iter().sum::<f64>() / self.size as f64,
            times_ms: &self.times,
            ids: &self.ids,
        }
    }

    fn sample<'a>(&'a self, values: &'a [f64]) -> Sample<'a> {
        Sample { name: &self.name, color: self.color, values }
    }
}

fn striatum(ms: f64) -> Vec<Spikes> {
    vec![
        Spikes::new("dSPN", 490, Some("blue"), 2.3, ms, 1),
        Spikes::new("iSPN", 490, Some("green"), 3.1, ms, 2),
        Spikes::new("FSI", 20, Some("red"), 11.0, ms, 3),
    ]
}

fn raster(title: &str, spikes: &[Spikes], bin: f64, ms: f64) -> Result<Figure, PlotError> {
    let populations: Vec<_> = spikes.iter().map(Spikes::raster).collect();
    let window = Window::new(0.0, ms);
    RasterPlot { title, populations: &populations, rate_bin_ms: bin, window }.draw()
}

type Named = (&'static str, Figure);

fn rasters() -> Result<Vec<Named>, PlotError> {
    let big = [
        Spikes::new("E", 8000, None, 8.0, 10_000.0, 4),
        Spikes::new("I", 2000, None, 18.0, 10_000.0, 5),
    ];
    let layers = ["L2/3E", "L2/3I", "L4E", "L4I", "L5E", "L5I", "L6E", "L6I"];
    let sizes = [2068, 583, 2191, 547, 485, 106, 1439, 294];
    let hz = [0.9, 2.8, 4.5, 5.8, 7.2, 8.5, 1.1, 7.7];
    let column: Vec<_> = (0..8)
        .map(|i| Spikes::new(layers[i], sizes[i] / 10, None, hz[i], 1000.0, 10 + i as u64))
        .collect();
    let silent = [
        Spikes::new("dSPN", 490, Some("blue"), 0.0, 1000.0, 1),
        Spikes::new("FSI", 20, Some("red"), 0.0, 1000.0, 2),
    ];
    let mut with_empty = striatum(300.0);
    with_empty.push(Spikes::new("ghost", 0, None, 1.0, 300.0, 9));
    Ok(vec![
        (
            "raster-striatum",
            raster("Striatum: spikes and population rates", &striatum(1000.0), 10.0, 1000.0)?,
        ),
        ("raster-million", raster("Ten thousand neurons, ten seconds", &big, 20.0, 10_000.0)?),
        (
            "raster-8-populations",
            raster("Cortical column, eight populations", &column, 10.0, 1000.0)?,
        ),
        (
            "raster-1-neuron",
            raster("One neuron", &[Spikes::new("cell", 1, None, 30.0, 500.0, 7)], 50.0, 500.0)?,
        ),
        (
            "raster-1-population",
            raster(
                "One population",
                &[Spikes::new("pop", 100, Some("#6a3d9a"), 12.0, 500.0, 8)],
                5.0,
                500.0,
            )?,
        ),
        ("raster-no-spikes", raster("Silence", &silent, 10.0, 1000.0)?),
        ("raster-empty-population", raster("With an empty population", &with_empty, 10.0, 300.0)?),
        ("raster-nothing", raster("No population at all", &[], 10.0, 1000.0)?),
    ])
}

fn distributions() -> Result<Vec<Named>, PlotError> {
    let spikes = striatum(10_000.0);
    let eight: Vec<_> = (0..8)
        .map(|i| {
            Spikes::new(&format!("pop {i}"), 150, None, 2.0 + f64::from(i), 4000.0, 40 + i as u64)
        })
        .collect();
    let rates = |s: &[Spikes], title: &str| {
        let populations: Vec<_> = s.iter().map(|p| p.sample(&p.rates)).collect();
        RateDistribution { title, populations: &populations, bin_hz: None }.draw()
    };
    let isi = |log_time| {
        let populations: Vec<_> = spikes.iter().map(|p| p.sample(&p.isi)).collect();
        IsiHistogram {
            title: "Inter-spike intervals",
            populations: &populations,
            bin: None,
            log_time,
        }
        .draw()
    };
    let mut rng = Random(77);
    let degrees: Vec<[Vec<u32>; 2]> = spikes
        .iter()
        .map(|p| {
            [(); 2].map(|()| (0..p.size).map(|_| (260.0 + 14.0 * rng.normal()) as u32).collect())
        })
        .collect();
    let pairs: Vec<_> = spikes
        .iter()
        .zip(&degrees)
        .map(|(p, [i, o])| Degrees { name: &p.name, color: p.color, in_degree: i, out_degree: o })
        .collect();
    let silent = [
        Sample { name: "silent", color: None, values: &[0.0; 50] },
        Sample { name: "none", color: None, values: &[] },
    ];
    Ok(vec![
        ("rates", rates(&spikes, "Distribution of mean rates")?),
        ("rates-8", rates(&eight, "Distribution of mean rates, eight populations")?),
        (
            "rates-silent",
            RateDistribution { title: "Silent and empty", populations: &silent, bin_hz: None }
                .draw()?,
        ),
        ("isi", isi(false)?),
        ("isi-log", isi(true)?),
        ("degrees", DegreeDistribution { title: "Degrees", populations: &pairs }.draw()?),
    ])
}

fn weights() -> Result<Vec<Named>, PlotError> {
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

fn traces() -> Result<Vec<Named>, PlotError> {
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

fn curves() -> Result<Vec<Named>, PlotError> {
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

fn report(figures: &[Named]) -> Report {
    let pick = |name: &str, caption: &str| {
        let found = figures.iter().find(|(n, _)| *n == name);
        found.map(|(_, f)| ReportFigure {
            figure: f.clone(),
            caption: caption.into(),
            alt: caption.into(),
        })
    };
    let text = |s: &str| s.to_string();
    let pairs =
        |p: &[(&str, &str)]| p.iter().map(|&(k, v)| vec![text(k), text(v)]).collect::<Vec<_>>();
    let none: [&str; 0] = [];
    let part = |part, rows: &[(&str, &str)]| (part, Table::new("", &none, &pairs(rows)));
    let statistics = [
        ["dSPN", "490", "2.31 ± 1.42", "1.2 %", "0.93"],
        ["iSPN", "490", "3.12 ± 1.90", "0.4 %", "0.91"],
        ["FSI", "20", "10.9 ± 6.1", "0 %", "–"],
    ];
    let header = ["Population", "Size", "Rate (Hz), mean ± sd", "Silent", "ISI CV"];
    Report {
        title: text("Striatum, 1 s <seed 1> & friends"),
        summary: [
            ("Simulated", "1 s"),
            ("Neurons", "1,000"),
            ("Synapses", "268,241"),
            ("Spikes", "2,931"),
            ("Wall time", "12 ms"),
            ("Speed", "83 × real time"),
            ("Seed", "1"),
            ("dt", "0.1 ms"),
        ]
        .map(|(k, v)| (text(k), text(v)))
        .to_vec(),
        warnings: vec![text(
            "The run was stopped after 1 s of 10 s; statistics cover what was simulated.",
        )],
        figures: [
            pick(
                "raster-striatum",
                "Spikes of all neurons, coloured by population, and the rate of each population.",
            ),
            pick("raster-million", "A large network, embedded as a picture."),
            pick("rates", "Mean rates of all neurons."),
            pick("weights", "Weights before and after learning."),
        ]
        .into_iter()
        .flatten()
        .collect(),
        statistics: vec![Table::new("Rates", &header, &statistics.map(|r| r.to_vec()))],
        model: vec![
            part(ModelPart::Measurements, &[("Recorded", "spikes of all neurons")]),
            part(
                ModelPart::Summary,
                &[
                    ("Populations", "dSPN, iSPN, FSI"),
                    ("Topology", "none"),
                    ("Connectivity", "random, pairwise Bernoulli"),
                    ("Neuron model", "leaky integrate-and-fire, exponential currents"),
                    ("Input", "constant mean, noise per step"),
                ],
            ),
            (
                ModelPart::Populations,
                Table::new(
                    "",
                    &["Name", "Model", "Size"],
                    &[
                        vec!["dSPN", "LIF", "490"],
                        vec!["iSPN", "LIF", "490"],
                        vec!["FSI", "LIF", "20"],
                    ],
                ),
            ),
            (
                ModelPart::Connectivity,
                Table::new(
                    "",
                    &["Source", "Target", "Pattern", "Weight (mV·ms)", "Delay"],
                    &[
                        vec!["dSPN", "dSPN", "Bernoulli, p = 0.26", "−4", "1 step"],
                        vec!["iSPN", "dSPN", "Bernoulli, p = 0.27", "−13", "1 step"],
                    ],
                ),
            ),
            part(
                ModelPart::NeuronAndSynapse,
                &[
                    ("Subthreshold", "τ_m dV/dt = (V_rest − V) + R·I + I_ext + ξ"),
                    ("Spike", "V > −50 mV: V ← −80 mV"),
                ],
            ),
            part(ModelPart::Input, &[("dSPN", "mean 30 mV, σ 2 mV")]),
        ],
        reproduce: Reproduce {
            commands: vec![text("rheobase run spec.toml --seed 1 --time 1s")],
            files: vec![(
                text("spec.toml"),
                text(
                    "version = 1\nname = \"striatum\"\n[[population]]\nname = \"dSPN\"\nsize = 490\n",
                ),
            )],
        },
        version: text("rheobase 0.1.0"),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: gallery <folder>")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let mut figures = rasters()?;
    figures.extend(distributions()?);
    figures.extend(weights()?);
    figures.extend(traces()?);
    figures.extend(curves()?);
    for (name, figure) in &figures {
        let (svg, png) = (figure.to_svg()?, figure.to_png(2.0)?);
        println!("{name:26} svg {:8} B   png {:8} B", svg.len(), png.len());
        std::fs::write(folder.join(format!("{name}.svg")), svg)?;
        std::fs::write(folder.join(format!("{name}.png")), png)?;
    }
    let page = report(&figures).to_html()?;
    println!("{:26} {:12} B", "report.html", page.len());
    std::fs::write(folder.join("report.html"), page)?;
    let spikes = striatum(1000.0);
    let populations: Vec<_> = spikes.iter().map(Spikes::raster).collect();
    let style = TerminalStyle { width: 80, height: 12, color: true };
    print!("{}", terminal_raster(&populations, Window::new(0.0, 1000.0), style)?);
    Ok(())
}
