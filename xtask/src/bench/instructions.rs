//! Instruction counts of the inner loops: the same on a busy machine as on a quiet one, so that a
//! server can see a change. Counted by callgrind over `crates/rheobase/examples/instructions.rs`.

use super::machine;
use super::options::Options;
use crate::shell::{cargo, root, step, target};
use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// A relative change that is shown.
const NOTICED: f64 = 0.05;
/// Valgrind knows no AVX-512.
const LEVEL: &str = "avx2";

/// What was counted, and with what.
#[derive(Debug, Serialize, Deserialize)]
struct Counts {
    rustc: String,
    /// Instruction set of the loops.
    level: String,
    /// Instructions per event, neuron step or synapse.
    per_unit: BTreeMap<String, f64>,
}

/// Counts and compares with the numbers that are committed.
pub fn run(options: &Options) -> Result<()> {
    if machine::output("valgrind", &["--version"]).is_empty() {
        println!(
            "skipped: no valgrind to count instructions; to install it: apt-get install valgrind"
        );
        return Ok(());
    }
    step("instruction counts");
    let counted = count()?;
    let file = root().join("benchmarks/instructions.json");
    if options.bless {
        fs::write(&file, serde_json::to_string_pretty(&counted)? + "\n")?;
        print(&counted, None);
        return Ok(());
    }
    let text = fs::read_to_string(&file).context("no counts yet: --bless writes them")?;
    let known: Counts = serde_json::from_str(&text)?;
    if known.level != counted.level {
        print(&counted, None);
        println!("not compared: the counts are those of {}, not of {}", known.level, counted.level);
        return Ok(());
    }
    let changed = print(&counted, Some(&known));
    if known.rustc != counted.rustc {
        println!("note: the counts are those of {}, this is {}", known.rustc, counted.rustc);
    }
    if changed > 0 {
        println!(
            "{changed} changed by more than 5 %; if that is meant: cargo xtask bench --instructions --bless"
        );
        ensure!(!options.strict, "instruction counts have changed");
    }
    Ok(())
}

/// Runs the loops under callgrind.
fn count() -> Result<Counts> {
    let build = ["build", "--release", "--locked", "--quiet", "-p", "rheobase", "--example"];
    cargo(&[&build[..], &["instructions"]].concat())?;
    let folder = target().join("bench/callgrind");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let out = folder.join("counts");
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--dump-before=*dump_counts_here*"]);
    command.arg(format!("--callgrind-out-file={}", out.display()));
    command.arg(target().join("release/examples/instructions")).env("RHEOBASE_SIMD", LEVEL);
    let (output, _) = machine::run(&mut command)?;
    let text = String::from_utf8(output.stdout)?;
    let mut lines = text.lines();
    let level = lines.next().context("the loops printed nothing")?.to_lowercase();
    let mut per_unit = BTreeMap::new();
    for (index, line) in lines.enumerate() {
        let (name, units) = line.split_once('\t').context("a line without units")?;
        // Dumps: what lies before case 0, case 0, what lies before case 1, case 1, …
        let instructions = total(out.with_extension((2 * index + 2).to_string()))?;
        let each = instructions / units.parse::<f64>()?;
        per_unit.insert(name.to_owned(), (each * 1000.0).round() / 1000.0);
    }
    Ok(Counts { rustc: machine::output("rustc", &["--version"]), level, per_unit })
}

/// All instructions of a dump.
fn total(file: PathBuf) -> Result<f64> {
    let text = fs::read_to_string(&file).with_context(|| format!("no dump {}", file.display()))?;
    match text.lines().find_map(|line| line.strip_prefix("totals:")) {
        Some(total) => Ok(total.trim().parse()?),
        None => bail!("{} has no totals", file.display()),
    }
}

/// Prints a table and returns how many numbers changed.
fn print(counted: &Counts, known: Option<&Counts>) -> usize {
    println!("instructions per event, neuron step or synapse ({})", counted.level);
    let mut changed = 0;
    for (name, &now) in &counted.per_unit {
        let Some(known) = known else {
            println!("  {name:<50}{now:>10.3}");
            continue;
        };
        let Some(&then) = known.per_unit.get(name) else {
            println!("  {name:<50}{now:>10.3}  new");
            changed += 1;
            continue;
        };
        let change = now / then - 1.0;
        let noticed = change.abs() > NOTICED;
        changed += usize::from(noticed);
        let mark = if noticed { "  CHANGED" } else { "" };
        println!("  {name:<50}{now:>10.3}{:>+8.1} %{mark}", 100.0 * change);
    }
    let gone = known.map_or(0, |k| {
        let gone = k.per_unit.keys().filter(|name| !counted.per_unit.contains_key(*name));
        gone.inspect(|name| println!("  {name}: gone")).count()
    });
    changed + gone
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(list: &[(&str, f64)]) -> Counts {
        let per_unit = list.iter().map(|&(name, each)| (name.to_owned(), each)).collect();
        Counts { rustc: String::new(), level: LEVEL.into(), per_unit }
    }

    #[test]
    fn a_change_of_more_than_five_per_cent_is_noticed_and_so_is_a_missing_case() {
        let known = counts(&[("a", 10.0), ("b", 20.0)]);
        let changed = |list| print(&counts(list), Some(&known));
        assert_eq!(changed(&[("a", 10.4), ("b", 19.1)]), 0);
        assert_eq!(changed(&[("a", 10.6), ("b", 18.9)]), 2, "slower and faster");
        assert_eq!(changed(&[("a", 10.0)]), 1, "gone");
        assert_eq!(changed(&[("a", 10.0), ("b", 20.0), ("c", 1.0)]), 1, "new");
    }
}
