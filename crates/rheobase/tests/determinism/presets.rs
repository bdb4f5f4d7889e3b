//! The presets' hashes are pinned: they change with the meaning of a network file or of a seed,
//! and then only on purpose.

use super::lab::*;
use rheobase::presets;
use rheobase::spec::NetworkSpec;
use std::path::Path;

/// Name, duration in ms, spikes, hash.
const PINNED: [(&str, f64, u64, &str); 4] = [
    ("striatum", 300.0, 705, "f3e105691e72d5e3"),
    ("striatum2", 200.0, 320, "8ae7b372723167f0"),
    ("fsi", 300.0, 324, "1bde879e524da5cd"),
    ("one_population", 50.0, 8513, "68e964a4473ee1a3"),
];

#[test]
fn presets_have_the_hashes_they_always_had() {
    assert_eq!(presets::list().len(), PINNED.len(), "a preset is not pinned");
    let found = PINNED.map(|(name, duration, _, _)| {
        let preset = presets::get(name).expect("a preset");
        let spec = NetworkSpec::from_toml(preset.text, Path::new(".")).expect("it parses").spec;
        let hash = run_spec(&NetworkSpec { duration, ..spec }, 2).recording.hash;
        (name, duration, hash.spikes(), hash.to_string())
    });
    let pinned = PINNED.map(|(name, duration, spikes, hash)| (name, duration, spikes, hash.into()));
    assert_eq!(found, pinned);
}
