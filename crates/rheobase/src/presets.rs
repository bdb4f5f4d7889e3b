//! Networks that come with rheobase, each a network file.

use crate::suggest::nearest;
use thiserror::Error;

/// A network file under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The word that selects it.
    pub name: &'static str,
    /// One line for listings.
    pub summary: &'static str,
    /// The network file.
    pub text: &'static str,
}

const PRESETS: &[Preset] = &[
    Preset {
        name: "striatum",
        summary: "490 dSPN, 490 iSPN and 20 FSI: the microcircuit of the striatum",
        text: include_str!("../presets/striatum.toml"),
    },
    Preset {
        name: "striatum2",
        summary: "the striatum with ten times stronger synapses and stronger input",
        text: include_str!("../presets/striatum2.toml"),
    },
    Preset {
        name: "fsi",
        summary: "100 fast-spiking interneurons that inhibit each other",
        text: include_str!("../presets/fsi.toml"),
    },
    Preset {
        name: "one_population",
        summary: "1000 neurons, all of which inhibit all others",
        text: include_str!("../presets/one_population.toml"),
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
