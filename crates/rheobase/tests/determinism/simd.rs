//! Every instruction set that the machine has. It is chosen once per process, so each runs in a
//! process of its own: this test program again, with one test and another environment.

use super::lab::*;
use super::{fingerprint, networks};
use rheobase::simd::level;
use std::process::Command;

const CHILD: &str = "simd::fingerprints_of_this_process";

/// Prints them for the parent.
#[test]
#[allow(clippy::print_stdout, reason = "the parent process reads it")]
fn fingerprints_of_this_process() {
    println!("\nlevel {:?}", level());
    for (name, spec) in networks::all() {
        println!("network {name} {:?}", fingerprint(&run_spec(&spec, 1)));
    }
}

/// Level and fingerprints of a child process.
fn child(simd: &str) -> (String, Vec<String>) {
    let program = std::env::current_exe().expect("this test program");
    let output = Command::new(program)
        .args(["--exact", CHILD, "--nocapture"])
        .env("RHEOBASE_SIMD", simd)
        .output()
        .expect("the child runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let lines =
        |word: &str| text.lines().filter(|l| l.starts_with(word)).map(String::from).collect();
    let levels: Vec<String> = lines("level ");
    (levels.concat(), lines("network "))
}

#[test]
fn every_instruction_set_gives_the_same_bits() {
    let (baseline, expected) = child("baseline");
    assert_eq!(baseline, "level Baseline");
    assert_eq!(expected.len(), networks::all().len());
    let mut seen = vec![baseline];
    for simd in ["avx2", "avx512"] {
        let (found, fingerprints) = child(simd);
        assert_eq!(fingerprints, expected, "{found}");
        seen.push(found);
    }
    assert!(seen.contains(&format!("level {:?}", level())), "the best level was not tried");
}
