//! What can be asked of `cargo xtask bench`.

use anyhow::{Context, Result, bail, ensure};

/// Shown where the arguments are wrong.
pub const USAGE: &str = "usage: cargo xtask bench [WHAT] [OPTIONS]

what (our own speed, by phase, if none is given):
  --peers            NEST and Brian2 beside us; writes benchmarks/RESULTS.md
  --scale            cost and memory per synapse from 10^3 neurons on; draws benchmarks/scale-*.png
  --busy             Brunel's network beside a busy process
  --instructions     instruction counts of the inner loops, against benchmarks/instructions.json

options:
  --only CASES       these cases, with commas: striatum,brunel
  --quick            shorter simulated times
  --full             also what needs much memory or many minutes
  --rounds N         rounds of alternation, each with a seed of its own [default: 3; 1 with --quick]
  --threads LIST     numbers of threads [default: 1,2]
  --resume           keep what an earlier, interrupted run has measured with the same settings
  --python PROGRAM   Python for the virtual environment of the peers [default: python3]
  --bless            with --instructions: take the counts as the new reference
  --strict           with --instructions: fail where a count has changed";

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Our own speed.
    Table,
    /// Other simulators beside us.
    Peers,
    /// From small to large networks.
    Scale,
    /// Beside a busy process.
    Busy,
    /// Instruction counts.
    Instructions,
}

/// The arguments.
#[derive(Clone, Debug)]
pub struct Options {
    pub what: What,
    pub only: Vec<String>,
    pub quick: bool,
    pub full: bool,
    pub rounds: usize,
    pub threads: Vec<usize>,
    pub resume: bool,
    pub python: String,
    pub bless: bool,
    pub strict: bool,
}

impl Options {
    /// Reads the arguments after `bench`; `cases` are the names that `--only` accepts.
    pub fn parse(arguments: &[String], cases: &[&str]) -> Result<Options> {
        let mut options = Options {
            what: What::Table,
            only: Vec::new(),
            quick: false,
            full: false,
            rounds: 0,
            threads: vec![1, 2],
            resume: false,
            python: "python3".into(),
            bless: false,
            strict: false,
        };
        let mut left = arguments.iter();
        while let Some(argument) = left.next() {
            let mut value =
                || left.next().with_context(|| format!("{argument} needs a value\n{USAGE}"));
            match argument.as_str() {
                "--peers" => options.what = What::Peers,
                "--scale" => options.what = What::Scale,
                "--busy" => options.what = What::Busy,
                "--instructions" => options.what = What::Instructions,
                "--quick" => options.quick = true,
                "--full" => options.full = true,
                "--resume" => options.resume = true,
                "--bless" => options.bless = true,
                "--strict" => options.strict = true,
                "--python" => options.python = value()?.clone(),
                "--rounds" => options.rounds = number(argument, value()?)?,
                "--threads" => {
                    let list = value()?.split(',');
                    options.threads = list.map(|n| number(argument, n)).collect::<Result<_>>()?;
                }
                "--only" => options.only = names(value()?, cases)?,
                other => bail!("no option `{other}` of bench\n{USAGE}"),
            }
        }
        if options.rounds == 0 {
            options.rounds = if options.quick { 1 } else { 3 };
        }
        Ok(options)
    }

    /// Whether a case is wanted.
    pub fn wants(&self, case: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == case)
    }
}

fn number(option: &str, text: &str) -> Result<usize> {
    let number = text.trim().parse();
    number
        .ok()
        .filter(|&n| n > 0)
        .with_context(|| format!("{option} {text}: expected whole numbers from 1 on"))
}

fn names(list: &str, cases: &[&str]) -> Result<Vec<String>> {
    let check = |name: &str| {
        ensure!(cases.contains(&name), "--only {name}: the cases are {}", cases.join(", "));
        Ok(name.to_owned())
    };
    list.split(',').map(|name| check(name.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        let words: Vec<_> = line.split_whitespace().map(String::from).collect();
        Options::parse(&words, &["striatum", "brunel"])
    }

    #[test]
    fn options_are_read_and_mistakes_named() {
        let options = parse("--peers --only brunel --rounds 5 --threads 1,4").unwrap();
        assert_eq!((options.what, options.rounds, options.threads), (What::Peers, 5, vec![1, 4]));
        assert_eq!(parse("").unwrap().rounds, 3);
        for (line, says) in [
            ("--only brunell", "--only brunell: the cases are striatum, brunel"),
            ("--rounds 0", "--rounds 0: expected whole numbers"),
            ("--rounds", "--rounds needs a value"),
            ("--pears", "no option `--pears`"),
        ] {
            let message = parse(line).unwrap_err().to_string();
            assert!(message.starts_with(says), "{message}");
        }
    }
}
