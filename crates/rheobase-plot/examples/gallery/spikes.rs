//! Rasters and distributions.

use crate::Named;
use crate::data::{Random, Spikes, striatum};
use rheobase_plot::*;

pub fn raster(title: &str, spikes: &[Spikes], bin: f64, ms: f64) -> Result<Figure, PlotError> {
    let populations: Vec<_> = spikes.iter().map(Spikes::raster).collect();
    let window = Window::new(0.0, ms);
    RasterPlot {
        title,
        populations: &populations,
        row_label: "Neuron index",
        rate_bin_ms: bin,
        window,
    }
    .draw()
}

pub fn rasters() -> Result<Vec<Named>, PlotError> {
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

pub fn distributions() -> Result<Vec<Named>, PlotError> {
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
