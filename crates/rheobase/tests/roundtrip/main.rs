//! Random networks that use everything a network can hold: printing and reading is the identity, and
//! what the check accepts can be compiled and run.
#![allow(missing_docs)]

mod connections;
mod drives;
mod files;
mod network;
mod poison;
mod values;

use network::network;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rheobase::engine::{Block, Recorder};
use rheobase::network::Network;
use rheobase::record::Simulation;
use rheobase::spec::{NetworkSpec, Problems, set_value};
use std::error::Error;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

fn read(text: &str) -> Result<NetworkSpec, Problems> {
    NetworkSpec::from_toml(text, Path::new("")).map(|parsed| parsed.spec)
}

struct Nothing;

impl Recorder for Nothing {
    fn record(&mut self, _: &Block<'_>) -> Result<ControlFlow<()>, Box<dyn Error + Send + Sync>> {
        Ok(ControlFlow::Continue(()))
    }
}

/// The same networks in every run: a failure must be there tomorrow too. More: raise `cases`.
fn config() -> ProptestConfig {
    let rng_seed = RngSeed::Fixed(2);
    ProptestConfig { failure_persistence: None, cases: 300, rng_seed, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn printing_and_reading_is_the_identity(spec in network()) {
        let printed = spec.to_toml();
        let again = match read(&printed) {
            Ok(again) => again,
            Err(problems) => return Err(TestCaseError::fail(format!("{problems}\n{printed}"))),
        };
        prop_assert_eq!(&again, &spec, "{}", printed);
        prop_assert_eq!(again.to_toml(), printed);
    }

    /// Nothing is left for the compiler to refuse but what stands in files; these fit here.
    #[test]
    fn what_the_check_accepts_compiles_and_runs(spec in network()) {
        let text = spec.to_toml();
        let network = Network::compile(&spec);
        let network = network.map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
        let simulation = Simulation::new(Arc::new(network), 1);
        let simulation = simulation.map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
        let mut engine = simulation.engine;
        for phase in engine.network().clone().phases.clone() {
            engine.set_controls(phase.controls);
            // Random numbers may well make V run away, which is told.
            let _ = engine.run(3, &mut Nothing);
        }
    }

    /// Damaged text is read or refused with places; nothing panics.
    #[test]
    fn damage_is_told_with_a_place(
        spec in network(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, "[ -~\\n]{0,3}"), 1..4),
    ) {
        let mut text: Vec<char> = spec.to_toml().chars().collect();
        for (at, length, new) in cuts {
            let at = at.index(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, new.chars());
        }
        let text: String = text.into_iter().collect();
        if let Err(problems) = read(&text) {
            let lines = text.lines().count().max(1);
            for problem in &problems.list {
                prop_assert!(problem.place.is_some_and(|p| p.line >= 1 && p.line <= lines + 1), "{}", problems);
            }
            prop_assert!(!problems.to_string().is_empty());
        }
    }

    /// `--set` with any path and value changes the text or says why not.
    #[test]
    fn any_setting_is_answered(
        path in prop::collection::vec(
            prop::sample::select(vec![
                "population", "E", "size", "projection", "p", "weight", "block", "[0]", "[9]", ".",
                "phase", "phase[0]", "duration", "input", "c", "mean", "\"", "x", "seeds", "V_init",
                "[18446744073709551615]", "receptors", "", "größe", "\\", "]",
            ]),
            0..5,
        ),
        value in prop_oneof![
            any::<String>(),
            prop::sample::select(vec!["1", "1 ms", "[1, 2]", "{ a = 1 }", "\"", "nan", "[", "# x"])
                .prop_map(str::to_string),
        ],
        spec in network(),
    ) {
        match set_value(&spec.to_toml(), &path.join("."), &value) {
            // It is still TOML, whatever it says now.
            Ok(text) => prop_assert!(text.parse::<toml_edit::DocumentMut>().is_ok(), "{}", text),
            Err(problems) => prop_assert!(!problems.list.is_empty()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..config() })]

    /// Descriptions that were built in code can hold what no text can: it is found, and nothing that
    /// looks at it panics.
    #[test]
    fn poison_is_found(spec in network()) {
        for (what, spoil) in poison::ALL {
            let mut spec = spec.clone();
            spoil(&mut spec);
            let _ = spec.estimate().fits(1, 0);
            let _ = (spec.recording_bytes(), spec.to_toml());
            let _ = (spec.all_phases(), spec.all_projections());
            let problems = spec.check();
            prop_assert!(!problems.is_empty(), "{} was not found", what);
            prop_assert!(problems.iter().all(|p| !p.path.is_empty()), "{}", what);
        }
    }
}
