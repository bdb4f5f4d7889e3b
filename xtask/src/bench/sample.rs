//! One measurement: what a program prints about one run, ours or another's.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Rate and irregularity of one population.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Population {
    pub name: String,
    pub rate_hz: f64,
    pub isi_cv: Option<f64>,
}

/// Numbers of one run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sample {
    pub program: String,
    pub version: String,
    /// Simulated time, ms.
    pub sim_ms: f64,
    /// Wall seconds of the simulation phase, of building the network, of a compiler.
    pub sim_s: f64,
    pub build_s: f64,
    pub compile_s: f64,
    pub neurons: f64,
    pub synapses: f64,
    pub spikes: f64,
    /// Recurrent synaptic events.
    pub events: f64,
    pub populations: Vec<Population>,
    pub peak_memory_bytes: f64,
    /// Memory of the synapses; ours alone says.
    pub synapse_bytes: f64,
    /// Wall seconds by phase on the first thread, in proportion to those of a run that was watched;
    /// ours alone says.
    pub profile: Vec<(String, f64)>,
    /// Processors that other programs kept busy meanwhile.
    pub others: f64,
}

impl Sample {
    /// From our summary.json.
    pub fn ours(json: &Value) -> Result<Sample> {
        let number = |key: &str| numeric(json, key);
        Ok(Sample {
            program: "rheobase".into(),
            version: text(json, "version")?,
            sim_ms: number("duration_ms")?,
            sim_s: number("simulation_s")?,
            build_s: number("build_s")?,
            compile_s: 0.0,
            neurons: number("neurons")?,
            synapses: number("synapses")?,
            spikes: number("spikes")?,
            events: number("synaptic_events")?,
            populations: populations(json, "mean_rate_hz")?,
            peak_memory_bytes: number("peak_memory_bytes")?,
            synapse_bytes: number("synapse_bytes")?,
            profile: json["profile"].as_object().map_or_else(Vec::new, |phases| {
                let seconds =
                    |(name, s): (&String, &Value)| (name.clone(), s.as_f64().unwrap_or(0.0));
                phases.iter().map(seconds).collect()
            }),
            others: 0.0,
        })
    }

    /// From the line that a program of `benchmarks/peers` prints last.
    pub fn peer(output: &str) -> Result<Sample> {
        let line = output.lines().rfind(|line| line.starts_with('{'));
        let json: Value = serde_json::from_str(line.context("it printed no line of numbers")?)?;
        let number = |key: &str| numeric(&json, key);
        Ok(Sample {
            program: text(&json, "program")?,
            version: text(&json, "version")?,
            sim_ms: number("sim_ms")?,
            sim_s: number("sim_s")?,
            build_s: number("build_s")?,
            compile_s: number("compile_s")?,
            neurons: number("neurons")?,
            synapses: number("synapses")?,
            spikes: number("spikes")?,
            events: number("events")?,
            populations: populations(&json, "rate_hz")?,
            peak_memory_bytes: number("peak_memory_bytes")?,
            synapse_bytes: 0.0,
            profile: Vec::new(),
            others: 0.0,
        })
    }

    /// Wall seconds of the simulation phase per simulated second.
    pub fn slowdown(&self) -> f64 {
        self.sim_s / (self.sim_ms / 1000.0)
    }

    /// Synaptic events per simulated second.
    pub fn event_rate(&self) -> f64 {
        self.events / (self.sim_ms / 1000.0)
    }

    /// Seconds of a phase on the first thread.
    pub fn phase(&self, name: &str) -> f64 {
        self.profile.iter().find(|(phase, _)| phase == name).map_or(0.0, |(_, s)| *s)
    }
}

fn numeric(json: &Value, key: &str) -> Result<f64> {
    json[key].as_f64().with_context(|| format!("no number `{key}` in {json}"))
}

fn text(json: &Value, key: &str) -> Result<String> {
    Ok(json[key].as_str().with_context(|| format!("no text `{key}` in {json}"))?.into())
}

fn populations(json: &Value, rate: &str) -> Result<Vec<Population>> {
    let each = json["populations"].as_object().context("no populations")?;
    let population = |(name, numbers): (&String, &Value)| {
        Ok(Population {
            name: name.clone(),
            rate_hz: numeric(numbers, rate)?,
            isi_cv: numbers["isi_cv"].as_f64(),
        })
    };
    each.iter().map(population).collect()
}
