//! The presets' hashes are pinned: they change with the meaning of a network file or of a seed,
//! and then only on purpose.

use super::lab::*;
use rheobase::presets;
use rheobase::spec::NetworkSpec;
use std::path::Path;

/// Name, scale, duration in ms, spikes, hash.
const PINNED: [(&str, &str, f64, u64, &str); 10] = [
    ("striatum", "", 300.0, 705, "f3e105691e72d5e3"),
    ("striatum2", "", 200.0, 320, "8ae7b372723167f0"),
    ("fsi", "", 300.0, 324, "1bde879e524da5cd"),
    ("one_population", "", 50.0, 8513, "68e964a4473ee1a3"),
    ("brunel", "0.1", 100.0, 8743, "94044f23557b3e92"),
    ("cuba", "0.5", 100.0, 1167, "b1a6c51b7bff874c"),
    ("coba", "0.5", 100.0, 3376, "dd7916977189d5a1"),
    ("brunel-stdp", "0.1", 100.0, 8705, "6c0c2fc368d72927"),
    ("hpc", "0.01", 60.0, 232, "ab5792e39a500c00"),
    ("microcircuit", "0.04", 100.0, 486, "f9fe3f4ac6e2eb2e"),
];

#[test]
fn presets_have_the_hashes_they_always_had() {
    assert_eq!(presets::list().len(), PINNED.len(), "a preset is not pinned");
    let found = PINNED.map(|(name, scale, duration, _, _)| {
        let preset = presets::get(name).expect("a preset");
        let settings = [("scale", scale)];
        let text = preset.with(if scale.is_empty() { &[] } else { &settings }).expect("a scale");
        let mut spec = NetworkSpec::from_toml(&text, Path::new(".")).expect("it parses").spec;
        spec.analysis.start = 0.0;
        let hash = run_spec(&NetworkSpec { duration, ..spec }, 2).recording.hash;
        (name, scale, duration, hash.spikes(), hash.to_string())
    });
    let pinned = PINNED.map(|(name, s, d, spikes, hash)| (name, s, d, spikes, hash.into()));
    assert_eq!(found, pinned);
}
