//! Made-up spikes, the same everywhere.

use rheobase_plot::*;

/// A small generator (splitmix64), so that the gallery is the same everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn exponential(&mut self) -> f64 {
        -(1.0 - self.uniform()).ln()
    }

    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// Spikes of a population whose neurons differ in rate and share an oscillation.
pub struct Spikes {
    pub name: String,
    pub size: usize,
    pub color: Option<&'static str>,
    pub times: Vec<f64>,
    pub ids: Vec<u32>,
    pub rates: Vec<f64>,
    pub isi: Vec<f64>,
}

impl Spikes {
    pub fn new(
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

    pub fn raster(&self) -> RasterPopulation<'_> {
        RasterPopulation {
            name: &self.name,
            size: self.size,
            color: self.color,
            mean_rate_hz: self.rates.iter().sum::<f64>() / self.size as f64,
            times_ms: &self.times,
            ids: &self.ids,
        }
    }

    pub fn sample<'a>(&'a self, values: &'a [f64]) -> Sample<'a> {
        Sample { name: &self.name, color: self.color, values }
    }
}

pub fn striatum(ms: f64) -> Vec<Spikes> {
    vec![
        Spikes::new("dSPN", 490, Some("blue"), 2.3, ms, 1),
        Spikes::new("iSPN", 490, Some("green"), 3.1, ms, 2),
        Spikes::new("FSI", 20, Some("red"), 11.0, ms, 3),
    ]
}
