//! Networks that come with rheobase, each a network file; some are made from parameters.

mod brunel;
mod hpc;
mod microcircuit;
mod parameter;
mod vogels_abbott;

pub use parameter::{Kind, Parameter, SettingError, Settings, Standard};

use crate::suggest::nearest;
use std::fmt;
use thiserror::Error;

/// A network file under a name.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// The word that selects it.
    pub name: &'static str,
    /// One line for listings.
    pub summary: &'static str,
    /// What it can be made from.
    pub parameters: &'static [Parameter],
    text: Text,
}

/// Where the network file comes from.
#[derive(Clone, Copy)]
enum Text {
    /// It stands as it is.
    File(&'static str),
    /// It is written for the parameters.
    Made(fn(&Settings) -> String),
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Text::File(_) => "File",
            Text::Made(_) => "Made",
        })
    }
}

impl Preset {
    /// The network file, with every parameter at its standard.
    pub fn text(&self) -> String {
        self.write(&Settings::standard(self.parameters))
    }

    /// The network file for these parameters, each with its value as text; the last one counts
    /// where one is named twice.
    ///
    /// Errors: a parameter that the preset does not have, a value that it cannot have.
    pub fn with(&self, settings: &[(&str, &str)]) -> Result<String, SettingError> {
        Ok(self.write(&Settings::read(self.name, self.parameters, settings)?))
    }

    /// Whether it has a parameter of that name.
    pub fn has(&self, parameter: &str) -> bool {
        self.parameters.iter().any(|p| p.name == parameter)
    }

    fn write(&self, settings: &Settings) -> String {
        match self.text {
            Text::File(text) => text.into(),
            Text::Made(make) => make(settings),
        }
    }
}

const PRESETS: &[Preset] = &[
    Preset {
        name: "striatum",
        summary: "490 dSPN, 490 iSPN and 20 FSI: the microcircuit of the striatum",
        parameters: &[],
        text: Text::File(include_str!("../../presets/striatum.toml")),
    },
    Preset {
        name: "striatum2",
        summary: "the striatum with ten times stronger synapses and stronger input",
        parameters: &[],
        text: Text::File(include_str!("../../presets/striatum2.toml")),
    },
    Preset {
        name: "fsi",
        summary: "100 fast-spiking interneurons that inhibit each other",
        parameters: &[],
        text: Text::File(include_str!("../../presets/fsi.toml")),
    },
    Preset {
        name: "one_population",
        summary: "1000 neurons, all of which inhibit all others",
        parameters: &[],
        text: Text::File(include_str!("../../presets/one_population.toml")),
    },
    Preset {
        name: "brunel",
        summary: "sparsely connected excitation and inhibition with four regimes (Brunel 2000)",
        parameters: brunel::PARAMETERS,
        text: Text::Made(brunel::text),
    },
    Preset {
        name: "cuba",
        summary: "self-sustained activity through currents (Vogels & Abbott 2005; benchmark 2)",
        parameters: vogels_abbott::PARAMETERS,
        text: Text::Made(vogels_abbott::cuba),
    },
    Preset {
        name: "coba",
        summary: "the same through conductances (Vogels & Abbott 2005; benchmark 1)",
        parameters: vogels_abbott::PARAMETERS,
        text: Text::Made(vogels_abbott::coba),
    },
    Preset {
        name: "brunel-stdp",
        summary: "the network of `brunel` with additive pair STDP from E to E",
        parameters: brunel::STDP_PARAMETERS,
        text: Text::Made(brunel::stdp),
    },
    Preset {
        name: "hpc",
        summary: "power-law STDP: NEST's hpc_benchmark (Morrison et al. 2007)",
        parameters: hpc::PARAMETERS,
        text: Text::Made(hpc::text),
    },
    Preset {
        name: "microcircuit",
        summary: "four layers below 1 mm² of cortex, 77,169 neurons (Potjans & Diesmann 2014)",
        parameters: microcircuit::PARAMETERS,
        text: Text::Made(microcircuit::text),
    },
];

/// There is no preset of that name.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("there is no preset `{name}`: {}presets: {}", meant(.name), names())]
pub struct UnknownPreset {
    /// The name asked for.
    pub name: String,
}

fn meant(name: &str) -> String {
    let near = nearest(name, PRESETS.iter().map(|preset| preset.name));
    near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default()
}

fn names() -> String {
    PRESETS.iter().map(|preset| preset.name).collect::<Vec<_>>().join(", ")
}

/// All presets.
pub fn list() -> &'static [Preset] {
    PRESETS
}

/// The preset of that name. The error lists all and says which was likely meant.
pub fn get(name: &str) -> Result<&'static Preset, UnknownPreset> {
    let found = PRESETS.iter().find(|preset| preset.name == name);
    found.ok_or_else(|| UnknownPreset { name: name.into() })
}
