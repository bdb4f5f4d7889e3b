//! What a hostile or unlucky user may write: each mistake is one message with its place, nothing
//! panics, hangs, or takes memory in proportion to a number in the file.
#![allow(missing_docs)]

use rheobase::spec::{NetworkSpec, Problem, Problems};
use std::path::Path;

const GOOD: &str = r#"rheobase = 1
duration = "1 s"

[population.a]
size = 100
receptors.r = { kind = "exponential", tau = "5 ms" }

[population.b]
size = 100
receptors.r = "delta"

[projection.ab]
source = "a"
target = "b"
rule = { kind = "bernoulli", p = 0.2 }
weight = "-5 mV"
delay = "1.5 ms"

[input.drive]
target = "a"
kind = "constant"
mean = "20 mV"

[record.v]
kind = "state"
of = "a"
variables = ["V"]
every = "1 ms"
"#;

fn read(text: &str) -> Result<NetworkSpec, Problems> {
    NetworkSpec::from_toml(text, Path::new("")).map(|parsed| parsed.spec)
}

fn problems(text: &str) -> Problems {
    read(text).expect_err("this must be refused")
}

/// Replaces `old` and expects one problem at `path`, whose text has all of the words.
#[track_caller]
fn case(old: &str, new: &str, path: &str, words: &[&str]) {
    assert_eq!(GOOD.matches(old).count(), 1, "`{old}` must stand in the text once");
    one(&GOOD.replace(old, new), path, words);
}

#[track_caller]
fn one(text: &str, path: &str, words: &[&str]) -> Problem {
    let problems = problems(text);
    assert_eq!(problems.list.len(), 1, "{problems}");
    let problem = problems.list[0].clone();
    assert_eq!(problem.path, path, "{problems}");
    assert!(problem.place.is_some_and(|p| p.line > 0 && p.column > 0), "{problems}");
    for word in words {
        assert!(problem.to_string().contains(word), "`{word}` is missing from: {problems}");
    }
    problem
}

/// The network with more tables.
fn with(more: &str) -> String {
    format!("{GOOD}\n{more}")
}

#[test]
fn the_network_without_a_mistake_is_accepted() {
    if let Err(problems) = read(GOOD) {
        panic!("{problems}");
    }
}

#[test]
fn sizes_and_names() {
    case(
        "size = 100\nreceptors.r = \"delta\"",
        "size = 2147483649\nreceptors.r = \"delta\"",
        "population.b.size",
        &["2147483649 neurons", "at most 2147483648"],
    );
    let rename = |name: &str| GOOD.replace("[input.drive]", &format!("[input.{name}]"));
    for name in ["\"a b\"", "\"a/b\"", "\"\"", "\"x\\\"y\"", "\".hidden\"", "\"-x\"", "\"a\\nb\""] {
        let problems = problems(&rename(name));
        assert!(problems.to_string().contains("cannot be a name"), "{problems}");
        assert_eq!(problems.list[0].place.unwrap().line, 19, "{problems}");
    }
    assert!(read(&rename("\"Antrieb-größer.1\"")).is_ok());
    assert!(read(&rename("\"入力\"")).is_ok());
    let long = "x".repeat(101);
    one(&rename(&long), &format!("input.{long}"), &["101 characters", "at most 100"]);
    case(
        "duration = \"1 s\"",
        "duration = \"1 s\"\nname = \"../up\"",
        "name",
        &["cannot be a name"],
    );
    let unicode = GOOD.replace("population.b", "population.\"ß\"").replace("\"b\"", "\"ß[0:10]\"");
    assert!(read(&unicode).is_ok());
}

#[test]
fn steps_of_time() {
    let dt = "duration = \"1 s\"\ndt = ";
    case("duration = \"1 s\"", &format!("{dt}\"0 ms\""), "dt", &["0 ms is not positive"]);
    // Every time in the file is too many of such steps.
    let tiny = problems(&GOOD.replace("duration = \"1 s\"", &format!("{dt}\"1e-300 ms\"")));
    assert!(tiny.list.iter().any(|p| p.path == "duration" && p.message.contains("too long")));
    case("\"1 s\"", "\"1e300 s\"", "duration", &["too long", "2^53"]);
    case("\"1 s\"", "\"100.05 ms\"", "duration", &["no multiple", "\"100 ms\" and \"100.1 ms\""]);
    case("delay = \"1.5 ms\"", "delay = \"-1 ms\"", "projection.ab.delay", &["-1 ms is negative"]);
    case("\"1.5 ms\"", "\"65536 steps\"", "projection.ab.delay", &["too long", "65535 steps"]);
    case("\"1.5 ms\"", "\"7 s\"", "projection.ab.delay", &["70000 steps", "65535 steps"]);
    let late = "size = 100\nt_ref = \"1e6 s\"\nreceptors.r = \"delta\"";
    let path = "population.b.t_ref";
    case("size = 100\nreceptors.r = \"delta\"", late, path, &["too long", "4294967295"]);
}

#[test]
fn recordings_fit_the_run() {
    let (path, words) = ("record.v.every", ["longer than the run", "1000 ms"]);
    case("every = \"1 ms\"", "every = \"2 s\"", path, &words);
    let rate = with("[record.x]\nkind = \"rate\"\nof = \"a\"\nbin = \"1001 ms\"\n");
    one(&rate, "record.x.bin", &["longer than the run"]);
    let sample = with("[record.x]\nkind = \"spikes\"\nof = \"a[0:10]\"\nsample = 11\n");
    one(&sample, "record.x.sample", &["a sample of 11", "10 neurons", "0 to 10"]);
    one(&with("[analysis]\nstop = \"2 s\"\n"), "analysis.stop", &["after the end of the run"]);
    one(&with("[analysis]\nstart = \"1 s\"\n"), "analysis.start", &["nothing is left"]);
    let times = "[record.w]\nkind = \"weights\"\nprojection = \"ab\"\ntimes = [\"0 s\", \"2 s\"]\n";
    one(&with(times), "record.w.times[1]", &["after the end of the run"]);
}

#[test]
fn phases() {
    let phase = |text: &str| with(text).replace("duration = \"1 s\"\n\n", "\n");
    let none = phase("[[phase]]\nduration = \"0 s\"\n[[phase]]\nduration = \"1 s\"\n");
    one(&none, "phase[0].duration", &["no time at all"]);
    let sum = with("[[phase]]\nduration = \"0.5 s\"\n[[phase]]\nduration = \"500.1 ms\"\n");
    one(&sum, "duration", &["lasts 1000 ms", "its phases 1000.1 ms"]);
    // Sums of decimals are no mistake.
    let tenths = "[[phase]]\nduration = \"0.1 s\"\n".repeat(10);
    assert!(read(&with(&tenths)).is_ok());
    let twice = "[[phase]]\nname = \"x\"\nduration = \"500 ms\"\n".repeat(2);
    let twice = problems(&with(&twice));
    assert!(twice.to_string().contains("`x` is used twice"), "{twice}");
    let table = problems(&with("[phase]\nduration = \"1 s\"\n"));
    assert!(table.to_string().contains("[[phase]]"), "{table}");
    let noise = "[input.n]\ntarget = \"a\"\nkind = \"step_noise\"\nsd = \"1 mV\"\n\
                 [[phase]]\nduration = \"1 s\"\ninputs = { n = \"2 mV\" }\n";
    one(&with(noise), "phase[0].inputs.n", &["has no mean to change"]);
}

#[test]
fn inputs_over_time() {
    let current = |value: &str| {
        with(&format!("[input.x]\ntarget = \"a\"\nkind = \"current\"\nvalue = {value}\n"))
    };
    let step = |start: &str, length: &str| {
        current(&format!(
            "{{ kind = \"steps\", base = \"0 mV\", steps = [{{ start = \"{start}\", \
             duration = \"{length}\", value = \"1 mV\" }}] }}"
        ))
    };
    one(&step("1.05 ms", "1 ms"), "input.x.value.steps[0].start", &["no multiple"]);
    one(&step("1 ms", "1.05 ms"), "input.x.value.steps[0].duration", &["no multiple"]);
    one(&step("1 ms", "0 ms"), "input.x.value.steps[0].duration", &["no time at all"]);
    one(&step("-1 ms", "1 ms"), "input.x.value.steps[0].start", &["negative"]);
    let ramp =
        "{ kind = \"ramp\", start = \"2 s\", stop = \"1 s\", from = \"0 mV\", to = \"1 mV\" }";
    one(&current(ramp), "input.x.value.stop", &["stops at 1000 ms", "starts at 2000 ms"]);
    let empty = "{ kind = \"series\", interval = \"1 ms\", unit = \"mV\", values = [] }";
    one(&current(empty), "input.x.value.values", &["no samples"]);
    let fine = "{ kind = \"series\", interval = \"1e-300 ms\", unit = \"mV\", values = [1] }";
    one(&current(fine), "input.x.value.interval", &["finer than the time step", "0.1 ms"]);
    let table = "{ kind = \"series\", interval = \"1 ms\", unit = \"mV\", table = [[1, 2]] }";
    one(&current(table), "input.x.value.table[0]", &["2 columns for 100 neurons"]);
    let both =
        "{ kind = \"series\", interval = \"1 ms\", unit = \"mV\", values = [1], file = \"x\" }";
    one(&current(both), "input.x.value.file", &["unknown key `file`"]);
}

#[test]
fn spikes_from_outside() {
    let poisson = |rate: &str, weight: &str| {
        with(&format!(
            "[input.x]\ntarget = \"b\"\nkind = \"poisson\"\nrate = {rate}\nweight = {weight}\n"
        ))
    };
    one(&poisson("\"-1 Hz\"", "\"1 mV\""), "input.x.rate", &["negative"]);
    one(&poisson("\"1e30 Hz\"", "\"1 mV\""), "input.x.rate", &["spikes per neuron", "a million"]);
    let drawn = "{ distribution = \"normal\", mean = \"1 mV\", sd = \"0.1 mV\" }";
    one(&poisson("\"1 Hz\"", drawn), "input.x.weight", &["one value"]);
    let rule = "{ from = \"rule\", unit = \"mV\" }";
    one(&poisson("\"1 Hz\"", rule), "input.x.weight", &["no rule"]);
    let steps = |base: &str, value: &str| {
        format!(
            "{{ kind = \"steps\", base = \"{base}\", steps = [\
             {{ start = \"0 ms\", duration = \"20 ms\", value = \"{value}\" }}, \
             {{ start = \"10 ms\", duration = \"20 ms\", value = \"{value}\" }}] }}"
        )
    };
    let words = ["the rate is -2 at 10 ms", "0 or more"];
    one(&poisson(&steps("10 Hz", "-6 Hz"), "\"1 mV\""), "input.x.rate.steps", &words);
    assert!(read(&poisson(&steps("10 Hz", "-5 Hz"), "\"1 mV\"")).is_ok());
    let train = |times: &str, ids: &str| {
        with(&format!(
            "[input.x]\ntarget = \"b[0:5]\"\nkind = \"spike_train\"\ntimes = {times}\nids = {ids}\n\
             weight = \"1 mV\"\n"
        ))
    };
    let times = "input.x.times[1]";
    one(&train("[\"1 ms\", \"1.55 ms\"]", "[0, 1]"), times, &["no multiple", "\"1.5 ms\""]);
    one(&train("[\"1 ms\", 2]", "[0, 1]"), times, &["no unit"]);
    one(&train("[\"1 ms\", \"-1 ms\"]", "[0, 1]"), times, &["negative"]);
    one(&train("[\"1 ms\"]", "[5]"), "input.x.ids[0]", &["index 5 of 5", "0 to 4"]);
    one(&train("[\"1 ms\"]", "[-1]"), "input.x.ids[0]", &["no index"]);
    one(&train("[\"1 ms\"]", "[1, 2]"), "input.x.ids", &["2 indices for 1 times"]);
}

#[test]
fn wiring() {
    let rule = |new: &str, path: &str, words: &[&str]| {
        case("{ kind = \"bernoulli\", p = 0.2 }", new, &format!("projection.ab.{path}"), words);
    };
    let ring = |k: u64| format!("{{ kind = \"small_world\", k = {k}, rewire = 0.1 }}");
    rule(&ring(100), "rule.k", &["ring of 100", "at most 98"]);
    rule(&ring(u64::MAX / 2 - 1), "rule.k", &["at most 98"]);
    rule(&ring(3), "rule.k", &["odd"]);
    rule("{ kind = \"fixed_total\", n = 10001 }", "rule.n", &["there are 10000"]);
    rule("{ kind = \"fixed_total\", n = 1e300 }", "rule.n", &["no whole number"]);
    rule("{ kind = \"bernoulli\", p = -0.1 }", "rule.p", &["-0.1 is no probability"]);
    rule("{ kind = \"bernoulli\", p = nan }", "rule.p", &["not a finite number"]);
    let edges = |delay: &str| {
        GOOD.replace(
            "{ kind = \"bernoulli\", p = 0.2 }",
            &format!("{{ kind = \"edges\", source = [0, 1], target = [0, 1], delay = {delay} }}"),
        )
        .replace("\"1.5 ms\"", "{ from = \"rule\" }")
    };
    one(&edges("[1, 1.55]"), "projection.ab.rule.delay[1]", &["no multiple", "\"1.5 ms\""]);
    one(&edges("[1, 0.01]"), "projection.ab.rule.delay[1]", &["below the time step"]);
    one(&edges("[1, 6553.6]"), "projection.ab.rule.delay[1]", &["65535"]);
    one(&edges("[1, -1]"), "projection.ab.rule.delay[1]", &["not positive"]);
    let overlap = GOOD
        .replace("source = \"a\"", "source = \"b[0:50]\"")
        .replace("target = \"b\"", "target = \"b[25:75]\"")
        .replace("{ kind = \"bernoulli\", p = 0.2 }", &ring(2));
    one(&overlap, "projection.ab.rule", &["overlap in part"]);
    for selection in ["a[0:18446744073709551615]", "a[99:101]", "a[18446744073709551615]"] {
        let text = GOOD.replace("source = \"a\"", &format!("source = \"{selection}\""));
        let problems = problems(&text);
        assert_eq!(problems.list[0].path, "projection.ab.source", "{problems}");
    }
}

#[test]
fn blocks_that_collide_are_told_where_they_stand() {
    let block = |name: &str| {
        format!(
            "[block.{name}]\npopulations = [\"a\"]\nprobability = [[0.1]]\nweight = [[1]]\n\
             unit = \"mV\"\ndelay = \"1 ms\"\n"
        )
    };
    let text = with(&(block("x") + &block("y")));
    let problem = one(&text, "projection.\"a->a\"", &["`a->a` is used twice"]);
    let line = text.lines().position(|line| line == "[block.x]").unwrap() + 1;
    assert_eq!(problem.place.unwrap().line, line);
}

#[test]
fn a_block_without_a_receptor_of_one_name_is_told_once() {
    let block = "[block.x]\npopulations = [\"a\", \"c\"]\nprobability = [[0.1, 0], [0.2, 0.3]]\n\
                 weight = [[1, 1], [1, 1]]\nunit = \"mV\"\ndelay = \"1 ms\"\n";
    let other = "[population.c]\nsize = 5\nreceptors.s = \"delta\"\nreceptors.t = \"delta\"\n";
    let words = ["say which receptor", "`a` has r; `c` has s, t"];
    one(&with(&format!("{other}{block}")), "block.x.receptor", &words);
    // A population that is not there is the only news.
    one(&with(&block.replace("\"c\"", "\"d\"")), "block.x.populations[1]", &["no population `d`"]);
}

#[test]
fn long_lists_of_mistakes_are_told_once_and_soon() {
    let bad = "\"x\", ".repeat(300_000);
    let values =
        format!("size = 100\ntau_m = {{ values = [{bad}], unit = \"ms\" }}\nreceptors.r = \"d");
    case("size = 100\nreceptors.r = \"d", &values, "population.b.tau_m.values[0]", &["a string"]);
    let many: String = (0..3000).map(|i| format!("[population.p{i}]\nsiez = 1\n")).collect();
    let problems = problems(&with(&many));
    assert_eq!(problems.list.len(), 6000);
    assert!(problems.list.iter().all(|p| p.place.is_some()));
}

#[test]
fn patterns_of_many_stars_end() {
    let name = "a".repeat(90);
    let stars = "*a".repeat(60) + "*b";
    let text = with(&format!("[[phase]]\nduration = \"1 s\"\nscale = {{ \"{stars}\" = 0 }}\n"))
        .replace("projection.ab", &format!("projection.{name}"));
    one(&text, &format!("phase[0].scale.\"{stars}\""), &["no projection fits"]);
}

#[test]
fn text_that_is_hardly_toml() {
    for text in [
        "",
        "\u{feff}",
        "\0",
        "rheobase",
        "rheobase = ",
        "rheobase = 1\n[population",
        "rheobase = 1\n[population.a]\nsize = 1\n[population.a]\nsize = 2\n",
        "rheobase = 1979-05-27\n",
        "rheobase = true",
        "population = 1",
        "population = []",
        "[[population]]\nsize = 1",
        "rheobase = 1\npopulation.a = 3\n",
        "rheobase = 1\n[population.a]\nsize = 0x10\nreceptors = 1",
    ] {
        let problems = problems(text);
        assert!(problems.list.iter().all(|p| p.place.is_some()), "{problems}");
    }
    // A byte order mark, as Windows writes it, is no mistake.
    assert!(read(&format!("\u{feff}{GOOD}")).is_ok());
    let windows = GOOD.replace('\n', "\r\n");
    assert_eq!(read(&windows).unwrap(), read(GOOD).unwrap());
}

#[test]
fn what_toml_itself_refuses_has_a_hint() {
    let path = "[input.x]\ntarget = \"a\"\nkind = \"spike_train\"\nfile = \"data\\spikes.csv\"\n";
    one(&with(path), "", &["write / in paths"]);
    one("rheobase = 1\nseed = 18446744073709551615\n", "", &["in quotes"]);
}

#[test]
fn lengths_that_overflow() {
    let place = |positions: &str| {
        format!(
            "{}\n",
            GOOD.replace("[population.b]", &format!("positions = {positions}\n[population.b]"))
        )
    };
    let grid = place("{ kind = \"grid\", columns = 10, spacing = \"1e300 m\" }");
    one(&grid, "population.a.positions.spacing", &["no length that makes sense", "1e12 um"]);
    let ring = place("{ kind = \"ring\", circumference = \"1e-200 um\" }");
    one(&ring, "population.a.positions.circumference", &["1e-9 um"]);
}

#[test]
fn deep_nesting_is_refused() {
    let lists = format!("rheobase = 1\nx = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let tables = format!("rheobase = 1\nx = {}1{}", "{a=".repeat(100_000), "}".repeat(100_000));
    let keys = format!("rheobase = 1\n{} = 1", vec!["a"; 100_000].join("."));
    let headers = format!("rheobase = 1\n[{}]\n", vec!["a"; 100_000].join("."));
    for text in [lists, tables, keys, headers] {
        problems(&text);
    }
}

#[test]
fn a_phase_cannot_raise_a_rate_beyond_what_can_be_drawn() {
    let text = with(
        "[input.p]\ntarget = \"a\"\nkind = \"poisson\"\nrate = \"1 kHz\"\nweight = \"1 mV\"\n\
         [[phase]]\nduration = \"1 s\"\ninputs = { p = \"1e15 Hz\" }\n",
    );
    one(&text, "phase[0].inputs.p", &["spikes per neuron and step", "at most a million"]);
}

#[test]
fn drawn_weights_fit_into_single_precision() {
    let huge = "weight = { distribution = \"normal\", mean = \"3 mV\", sd = \"1e300 mV\" }";
    case("weight = \"-5 mV\"", huge, "projection.ab.weight", &["single precision", "1e30"]);
}
