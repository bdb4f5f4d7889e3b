//! Every kind of mistake is told: what is wrong, where, and what would be accepted.

use rheobase::spec::{NetworkSpec, Problems};
use std::path::Path;

/// A network without a mistake; each test changes something in it.
const GOOD: &str = r#"rheobase = 1
name = "test"
duration = "1 s"
dt = "0.1 ms"
seed = 1

[population.exc]
size = 80
tau_m = "10 ms"
t_ref = "2 ms"
receptors.ampa = { kind = "exponential", tau = "5 ms" }

[population.inh]
size = 20
receptors.ampa = { kind = "delta" }
receptors.gaba = { kind = "alpha", tau = "10 ms" }

[projection.ei]
source = "exc"
target = "inh[0:10]"
receptor = "gaba"
rule = { kind = "bernoulli", p = 0.2 }
weight = "-5 mV"
delay = "1.5 ms"
failure = { probability = 0.5, mode = "mask", every = "50 ms" }

[block.all]
populations = ["exc"]
probability = [[0.1]]
weight = [[-1.0]]
unit = "mV*ms"
delay = "1 step"

[input.drive]
target = "exc"
kind = "constant"
mean = "20 mV"

[[phase]]
duration = "1 s"
scale = { ei = 0.5 }

[record.v]
kind = "state"
of = "exc[0:5]"
variables = ["V"]
every = "1 ms"
"#;

fn mistakes(text: &str) -> Problems {
    match NetworkSpec::from_toml(text, Path::new("")) {
        Ok(_) => panic!("accepted:\n{text}"),
        Err(problems) => problems,
    }
}

/// Replaces `old` (which must be there once) and expects one problem, at `place` (which must be in
/// the new text once), whose message and help contain the given words.
#[track_caller]
fn case(old: &str, new: &str, place: &str, message: &str, help: &str) {
    assert_eq!(GOOD.matches(old).count(), 1, "`{old}` must stand in the text once");
    let text = GOOD.replace(old, new);
    let problems = mistakes(&text);
    assert_eq!(problems.list.len(), 1, "{problems}");
    let problem = &problems.list[0];
    assert!(problem.message.contains(message), "{problems}");
    assert!(problem.help.contains(help), "{problems}");
    let at = text.find(place).unwrap_or_else(|| panic!("`{place}` is not in the text"));
    let line = text[..at].matches('\n').count() + 1;
    let column = at - text[..at].rfind('\n').map_or(0, |n| n + 1) + 1;
    let found = problem.place.unwrap();
    assert_eq!((found.line, found.column), (line, column), "{problems}");
    let shown = problems.to_string();
    assert!(shown.contains(&format!("network:{line}:{column}")), "{shown}");
    assert!(shown.contains(text.lines().nth(line - 1).unwrap()), "{shown}");
}

#[test]
fn the_network_without_a_mistake_is_accepted() {
    if let Err(problems) = NetworkSpec::from_toml(GOOD, Path::new("")) {
        panic!("{problems}");
    }
}

#[test]
fn unknown_keys() {
    case("size = 80", "siez = 80\nsize = 80", "siez", "unknown key `siez`", "did you mean `size`");
    case("seed = 1", "sead = 1", "sead", "unknown key `sead`", "did you mean `seed`? Accepted: ");
    case("p = 0.2 ", "p = 0.2, prob = 1 ", "prob", "unknown key `prob`", "accepted: kind, p");
    case("mean = \"20 mV\"", "mean = \"20 mV\"\nsigma = \"1 mV\"", "sigma", "unknown key", "sd");
    case("[record.v]", "[recrod.v]", "recrod", "unknown key `recrod`", "did you mean `record`");
    case("tau = \"5 ms\"", "tau = \"5 ms\", E = \"0 mV\"", "E =", "unknown key `E`", "kind, tau");
}

#[test]
fn missing_keys() {
    case("size = 80\n", "", "[population.exc]", "`size` is missing", "size = 100");
    case("rheobase = 1\n", "", "name", "`rheobase` is missing", "rheobase = 1");
    case("delay = \"1.5 ms\"\n", "", "[projection.ei]", "`delay` is missing", "1.5 ms");
    case("p = 0.2 ", "", "{ kind = \"bernoulli\"", "`p` is missing", "p = 0.2");
}

#[test]
fn wrong_types() {
    case("size = 80", "size = \"80\"", "\"80\"", "a string", "whole number");
    case("size = 80", "size = 80.5", "80.5", "no whole number", "whole number");
    case("p = 0.2", "p = \"0.2\"", "\"0.2\"", "a string", "a number");
    case("populations = [\"exc\"]", "populations = 1", "1\nprob", "a whole number", "a list");
    case("variables = [\"V\"]", "variables = \"V\"", "\"V\"", "a string", "a list");
    case("[record.v]", "[record]\nx = 1\n[record.v]", "1\n[record.v]", "whole number", "table");
}

#[test]
fn units() {
    case("tau_m = \"10 ms\"", "tau_m = 10", "10\nt_ref", "10 has no unit", "\"10 ms\"");
    case("tau_m = \"10 ms\"", "tau_m = \"10\"", "\"10\"", "`10` has no unit", "ms, s");
    case(
        "tau_m = \"10 ms\"",
        "tau_m = \"10 mV\"",
        "\"10 mV\"",
        "is a voltage, not a time",
        "ms, s",
    );
    case("tau_m = \"10 ms\"", "tau_m = \"10 msec\"", "\"10 msec\"", "`msec` is no unit", "ms, s");
    case("mean = \"20 mV\"", "mean = \"20 nS\"", "\"20 nS\"", "conductance", "mV, V, uV, pA");
    case("delay = \"1.5 ms\"", "delay = 1.5", "1.5", "needs a unit", "1 step");
    case("unit = \"mV*ms\"", "unit = \"ms\"", "\"ms\"", "unit of a time", "mV*ms");
}

#[test]
fn numbers_that_are_none() {
    case("\"20 mV\"", "\"nan mV\"", "\"nan mV\"", "not a finite number", "NaN");
    case("\"20 mV\"", "\"1e400 mV\"", "\"1e400 mV\"", "not a finite number", "NaN");
    case("p = 0.2", "p = nan", "nan", "not a finite number", "NaN");
    case("[[-1.0]]", "[[-inf]]", "-inf", "not a finite number", "NaN");
}

#[test]
fn ranges() {
    case("size = 80", "size = -80", "-80", "-80 is negative", "0 or more");
    case(
        "size = 80",
        "size = 0\nV_init = \"-70 mV\"\ncolor = \"blue\"\nV_rest = \"-70 mV\"",
        "0\n",
        "0 neurons",
        "1 or more",
    );
}

#[test]
fn ranges_of_times_and_probabilities() {
    case("tau = \"5 ms\"", "tau = \"-5 ms\"", "\"-5 ms\"", "-5 ms is not positive", "above 0");
    case("tau_m = \"10 ms\"", "tau_m = \"0 ms\"", "\"0 ms\"", "not positive", "above 0");
    case("p = 0.2", "p = 1.2", "1.2", "1.2 is no probability", "from 0 to 1");
    case("[[0.1]]", "[[-0.1]]", "-0.1", "-0.1 is no probability", "from 0 to 1");
    case("probability = 0.5", "probability = 2", "2, mode", "2 is no probability", "0 to 1");
    let normal = "tau_m = { distribution = \"normal\", mean = \"10 ms\", sd = \"1 ms\" }";
    case("tau_m = \"10 ms\"", normal, "{ distribution", "must be positive", "`min` above 0");
    let sd =
        "tau_m = { distribution = \"normal\", mean = \"10 ms\", sd = \"-1 ms\", min = \"1 ms\" }";
    case("tau_m = \"10 ms\"", sd, "\"-1 ms\"", "-1 is negative", "0 or more");
    let far =
        "tau_m = { distribution = \"normal\", mean = \"10 ms\", sd = \"1 ms\", min = \"20 ms\" }";
    case("tau_m = \"10 ms\"", far, "{ distribution", "less than one in 200", "widen");
}

#[test]
fn times_that_are_no_multiples_of_dt() {
    let two = "\"1.5 ms\" and \"1.6 ms\"";
    case(
        "delay = \"1.5 ms\"",
        "delay = \"1.55 ms\"",
        "\"1.55 ms\"",
        "no multiple of dt = 0.1",
        two,
    );
    case(
        "delay = \"1.5 ms\"",
        "delay = \"0.05 ms\"",
        "\"0.05 ms\"",
        "below the time step",
        "0.1 ms",
    );
    case("delay = \"1.5 ms\"", "delay = \"0 ms\"", "\"0 ms\"", "no time at all", "one step");
    case(
        "delay = \"1.5 ms\"",
        "delay = \"0 steps\"",
        "\"0 steps\"",
        "no number of steps",
        "1 or more",
    );
    case("t_ref = \"2 ms\"", "t_ref = \"2.03 ms\"", "\"2.03 ms\"", "no multiple", "\"2 ms\" and");
    case(
        "every = \"50 ms\"",
        "every = \"50.01 ms\"",
        "\"50.01 ms\"",
        "no multiple",
        "\"50 ms\" and",
    );
    case("every = \"1 ms\"", "every = \"1.01 ms\"", "\"1.01 ms\"", "no multiple", "\"1 ms\" and");
    case("dt = \"0.1 ms\"", "dt = \"-0.1 ms\"", "\"-0.1 ms\"", "not positive", "above 0");
}

#[test]
fn unknown_names() {
    case(
        "source = \"exc\"",
        "source = \"exx\"",
        "\"exx\"",
        "no population `exx`",
        "did you mean `exc`",
    );
    case("of = \"exc[0:5]\"", "of = \"ecx[0:5]\"", "\"ecx[0:5]\"", "no population `ecx`", "`exc`");
    case(
        "receptor = \"gaba\"",
        "receptor = \"gabba\"",
        "\"gabba\"",
        "no receptor `gabba`",
        "`gaba`",
    );
    case("receptor = \"gaba\"\n", "", "[projection.ei]", "several receptors", "ampa, gaba");
    case(
        "scale = { ei = 0.5 }",
        "scale = { ie = 0.5 }",
        "0.5 }",
        "no projection fits `ie`",
        "`ei`",
    );
    case(
        "scale = { ei",
        "inputs = { driv = \"1 mV\" }\nscale = { ei",
        "\"1 mV\"",
        "no input `driv`",
        "`drive`",
    );
    case("variables = [\"V\"]", "variables = [\"I.gaba\"]", "\"I.gaba\"", "no variable", "I.ampa");
    case(
        "kind = \"bernoulli\"",
        "kind = \"bernouli\"",
        "\"bernouli\"",
        "not known",
        "did you mean `bernoulli`",
    );
    case(
        "kind = \"constant\"",
        "kind = \"constnat\"",
        "\"constnat\"",
        "not known",
        "did you mean `constant`",
    );
    case(
        "populations = [\"exc\"]",
        "populations = [\"ecx\"]",
        "\"ecx\"",
        "no population `ecx`",
        "`exc`",
    );
}

#[test]
fn names_used_twice() {
    case("[population.inh]", "[population.exc]", "exc]\nsize = 20", "duplicate key", "once");
    let twice = "[projection.\"exc->exc\"]";
    let text = twice.to_owned()
        + "\nsource = \"exc\"\ntarget = \"exc\"\nrule = \"all_to_all\"\nweight = \"1 mV\"\n\
           delay = \"1 ms\"\n[record.v]";
    case("[record.v]", &text, twice, "used twice", "once");
}

#[test]
fn selections() {
    case("inh[0:10]", "inh[0:30]", "\"inh[0:30]\"", "beyond the 20 neurons", "0 to 19");
    case("inh[0:10]", "inh[10:0]", "\"inh[10:0]\"", "no index or range", "end left out");
    case("inh[0:10]", "inh[0:10", "\"inh[0:10\"", "no closing bracket", "end left out");
}

#[test]
fn weights_that_mean_nothing() {
    case(
        "weight = \"-5 mV\"",
        "weight = \"-5 mV*ms\"",
        "\"-5 mV*ms\"",
        "nothing on an alpha",
        "peak",
    );
    case("weight = \"-5 mV\"", "weight = \"-5 pA\"", "\"-5 pA\"", "needs the capacitance", "C_m");
    case("unit = \"mV*ms\"", "unit = \"pA\"", "\"pA\"", "needs the capacitance of `exc`", "C_m");
    let delta = "receptor = \"ampa\"\nrule = \"all_to_all\"\nweight = \"1 pA\"";
    let old = "receptor = \"gaba\"\nrule = { kind = \"bernoulli\", p = 0.2 }\nweight = \"-5 mV\"";
    case(old, delta, "\"1 pA\"", "means nothing on a delta", "mV (the jump of V)");
    case(
        "mean = \"20 mV\"",
        "mean = \"20 pA\"",
        "\"20 pA\"",
        "needs the capacitance of `exc`",
        "C_m",
    );
    let zero = "weight = { distribution = \"normal\", mean = \"0 mV\", sd = \"1 mV\" }";
    case("weight = \"-5 mV\"", zero, "{ distribution", "no sign", "projection each");
}

#[test]
fn degrees() {
    let bernoulli = "{ kind = \"bernoulli\", p = 0.2 }";
    let in_degree = "{ kind = \"fixed_in_degree\", n = 81 }";
    case(bernoulli, in_degree, "81", "81 sources for each target", "at most 80, or allow_multiple");
    let out_degree = "{ kind = \"fixed_out_degree\", n = 11 }";
    case(bernoulli, out_degree, "11", "there are 10", "at most 10");
    let total = "{ kind = \"fixed_total\", n = 801 }";
    case(bernoulli, total, "801", "there are 800", "at most 800");
    case(bernoulli, "\"one_to_one\"", "\"one_to_one\"", "80 sources to 10 targets", "same number");
    let odd = "{ kind = \"small_world\", k = 4, rewire = 0.1 }";
    case(bernoulli, odd, "{ kind = \"small", "80 sources and 10 targets on a ring", "same number");
    let disc = "{ kind = \"distance\", kernel = \"disc\", p = 0.5, radius = \"1 mm\" }";
    case(bernoulli, disc, "{ kind = \"distance\"", "`exc` have no positions", "positions = ");
    let edges = "{ kind = \"edges\", source = [0, 80], target = [0, 1] }";
    case(bernoulli, edges, "80], target", "index 80 of 80", "0 to 79");
    let short = "{ kind = \"edges\", source = [0, 7], target = [6] }";
    case(bernoulli, short, "[6]", "1 entries beside 2 sources", "same length");
    let twice = "{ kind = \"edges\", source = [0, 0], target = [6, 6] }";
    case(bernoulli, twice, "0], target", "0 to 6 stands here twice", "allow_multiple");
}

#[test]
fn an_in_degree_leaves_the_neuron_itself_out() {
    let text = GOOD.replace("target = \"inh[0:10]\"\nreceptor = \"gaba\"", "target = \"exc\"");
    let with = |n| text.replace("\"bernoulli\", p = 0.2", &format!("\"fixed_in_degree\", n = {n}"));
    assert!(NetworkSpec::from_toml(&with(79), Path::new("")).is_ok());
    let problems = mistakes(&with(80)).to_string();
    assert!(problems.contains("there are 79, itself left out"), "{problems}");
    let own = with(80).replace("delay = \"1.5 ms\"", "delay = \"1.5 ms\"\nallow_self = true");
    assert!(NetworkSpec::from_toml(&own, Path::new("")).is_ok());
    let repeats =
        with(200).replace("delay = \"1.5 ms\"", "delay = \"1.5 ms\"\nallow_multiple = true");
    assert!(NetworkSpec::from_toml(&repeats, Path::new("")).is_ok());
}

#[test]
fn shapes() {
    case("[[0.1]]", "[[0.1], [0.2]]", "[[0.1], [0.2]]", "2 rows for 1 populations", "1 rows of 1");
    case("[[0.1]]", "[[0.1, 0.2]]", "[0.1, 0.2]", "2 columns for 1 populations", "source");
    let values = "tau_m = { values = [1, 2], unit = \"ms\" }";
    case("tau_m = \"10 ms\"", values, "[1, 2]", "2 values for 80 neurons", "80");
}

#[test]
fn files() {
    let file = "tau_m = { file = \"missing.npy\", unit = \"ms\" }";
    case("tau_m = \"10 ms\"", file, "\"missing.npy\"", "cannot be read", "folder of the network");
    let folder = "tau_m = { file = \".\", unit = \"ms\" }";
    case("tau_m = \"10 ms\"", folder, "\".\"", "is no file", "a file of numbers");
    let bare = "tau_m = { file = \"../../examples/data/edges.csv\" }";
    case("tau_m = \"10 ms\"", bare, "{ file", "`unit` is missing", "unit = \"ms\"");
}

#[test]
fn what_is_not_built_yet_is_refused_by_name() {
    let later = "not built yet";
    for kind in ["conductance_exponential", "conductance_alpha"] {
        let new = format!("kind = \"{kind}\", tau = \"5 ms\"");
        let at = format!("\"{kind}\"");
        let old = "kind = \"exponential\", tau = \"5 ms\"";
        case(old, &new, &at, later, "accepted today: delta, exponential, alpha");
    }
    for model in ["adex", "izhikevich", "hodgkin_huxley"] {
        let new = format!("size = 80\nmodel = \"{model}\"");
        case("size = 80", &new, &format!("\"{model}\""), later, "accepted today: lif");
    }
    for rule in ["triplet_stdp", "vogels"] {
        let new = format!("[block.all]\nplasticity = {{ rule = \"{rule}\" }}");
        let today = "accepted today: anti_hebbian, stdp, stdp_power_law";
        case("[block.all]", &new, &format!("\"{rule}\""), later, today);
    }
    case(
        "seed = 1",
        "seed = 1\nscheme = \"rk4\"",
        "\"rk4\"",
        later,
        "accepted today: exact, euler",
    );
}

#[test]
fn plasticity_by_spike_times() {
    let stdp = "rule = \"stdp\", lambda = 0.01, alpha = 1.05, w_max = \"6 mV\"";
    // The rule and the weight of the projection from `exc` to `inh`.
    #[track_caller]
    fn told(weight: &str, rule: &str, place: &str, message: &str, help: &str) {
        let new = format!("weight = {weight}\nplasticity = {{ {rule} }}");
        case("weight = \"-5 mV\"", &new, place, message, help);
    }
    let five = "\"5 mV\"";
    let with = |old: &str, new: &str| stdp.replace(old, new);
    told("\"-5 mV\"", stdp, "\"-5 mV\"", "excitatory synapses: negative weights", "0 or more");
    told("\"7 mV\"", stdp, "\"7 mV\"", "keeps weights up to w_max; this is", "at most 6 mV");
    let normal = "{ distribution = \"normal\", mean = \"2 mV\", sd = \"1 mV\" }";
    told(normal, stdp, normal, "these can be above it", "at most 6 mV");
    let units = "\"6 pA\"";
    told(five, &with("\"6 mV\"", units), five, "in mV, but w_max of `stdp` in pA", "same unit");
    told(five, &with("6 mV", "-6 mV"), "\"-6 mV\"", "-6 mV is not positive", "above 0");
    told(five, &with("0.01", "-0.01"), "-0.01", "-0.01 is negative", "0 or more");
    told(five, &with("1.05", "1.05, mu_plus = -1"), "-1, w_max", "negative", "0 or more");
    told(five, &with("1.05", "1.05, mu = 0.4"), "mu = ", "unknown key `mu`", "mu_plus, mu_minus");
    told(five, &with("0.01", "0.01, tau_plus = \"9 Hz\""), "\"9 Hz\"", "not a time", "ms");
    told(five, &with("0.01", "0.01, tau_plus = \"8 s\""), "\"8 s\"", "too long", "at most 6990.5");
    told(five, &with("0.01", "0.01, tau_minus = \"0 ms\""), "\"0 ms\"", "not positive", "above 0");
    told(five, &with("1.05", "1.05, delivery = \"live\""), "delivery", "unknown key", "lambda");
    told(five, &with("\"stdp\"", "\"sdtp\""), "\"sdtp\"", "not known", "did you mean `stdp`");
    told(
        five,
        &with(", w_max = \"6 mV\"", ""),
        "{ rule = \"stdp\"",
        "`w_max` is missing",
        "0.2 mV",
    );
    let power = "rule = \"stdp_power_law\", lambda = 0.1, alpha = 0.05, w_0 = \"1 mV\"";
    told("\"-5 mV\"", power, "\"-5 mV\"", "excitatory synapses", "0 or more");
    told(five, &power.replace("\"1 mV\"", "1"), "1 }", "the number 1 has no unit", "\"1 mV\"");
    let old = "rule = { kind = \"bernoulli\", p = 0.2 }\nweight = \"-5 mV\"";
    for (number, message) in [("-0.5", "negative weights"), ("6.5", "this is above it")] {
        let list = format!("source = [0, 1], target = [1, 2], weight = [6, {number}]");
        let weight = "weight = { from = \"rule\", unit = \"mV\" }\nplasticity";
        let new = format!("rule = {{ kind = \"edges\", {list} }}\n{weight} = {{ {stdp} }}");
        case(old, &new, &format!("{number}] }}"), message, "expected");
    }
    let new = format!("[block.all]\nplasticity = {{ {} }}", stdp.replace("6 mV", "6 mV*ms"));
    case("[block.all]", &new, "[[-1.0]]", "negative weights", "0 or more");
}

#[test]
fn versions() {
    case("rheobase = 1", "rheobase = 2", "2\n", "format version 2", "reads version 1");
}

#[test]
fn switches_need_something_to_switch() {
    let on = "plasticity = { ei = true }\nscale";
    case("scale", on, "true }", "has plasticity to switch", "first");
    case(
        "duration = \"1 s\"\ndt",
        "duration = \"2 s\"\ndt",
        "\"2 s\"",
        "its phases 1000 ms",
        "sum",
    );
}

#[test]
fn text_that_is_no_toml_has_a_place() {
    let problems = mistakes("rheobase = 1\nname = \"a\nseed = 3\n");
    assert_eq!(problems.list.len(), 1);
    assert_eq!(problems.list[0].place.unwrap().line, 2, "{problems}");
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_file() {
    let text = GOOD
        .replace("dt = \"0.1 ms\"", "dt = 0.1")
        .replace("size = 80", "size = -3")
        .replace("tau = \"5 ms\"", "tau = \"5 mV\"")
        .replace("p = 0.2", "p = 1.2")
        .replace("variables = [\"V\"]", "variables = [\"W\"]");
    let problems = mistakes(&text);
    let paths: Vec<_> = problems.list.iter().map(|p| p.path.as_str()).collect();
    assert_eq!(
        paths,
        ["dt", "population.exc.size", "population.exc.receptors.ampa.tau", "projection.ei.rule.p",],
        "{problems}"
    );
    let lines: Vec<_> = problems.list.iter().map(|p| p.place.unwrap().line).collect();
    assert_eq!(lines, [4, 8, 11, 22]);
}

#[test]
fn a_problem_is_shown_with_its_line_and_a_caret() {
    let text = GOOD.replace("tau_m = \"10 ms\"", "tau_m = \"10 mV\"");
    let shown = mistakes(&text).in_file("my.toml").to_string();
    let expected = "error: `10 mV` is a voltage, not a time\n \
                    --> my.toml:9:9 (population.exc.tau_m)\n  \
                    |\n\
                    9 | tau_m = \"10 mV\"\n  \
                    |         ^^^^^^^\n  \
                    = help: accepted units: ms, s, us, ns";
    assert_eq!(shown, expected);
}

#[test]
fn a_network_built_in_code_is_checked_alike() {
    let mut spec = NetworkSpec::from_toml(GOOD, Path::new("")).unwrap().spec;
    assert!(spec.check().is_empty());
    spec.populations[1].name = "exc".into();
    spec.dt = f64::NAN;
    spec.blocks[0].probability = vec![];
    let problems = spec.check();
    let has = |path: &str| problems.iter().any(|p| p.path == path);
    assert!(has("dt") && has("population.exc") && has("block.all.probability"), "{problems:?}");
}

#[test]
fn a_billion_neurons_are_checked_without_allocating_them() {
    let text = GOOD.replace("size = 80", "size = 1000000000");
    let spec = NetworkSpec::from_toml(&text, Path::new("")).unwrap().spec;
    let problem = spec.estimate().fits(1, 8 << 30).unwrap_err();
    assert!(problem.message.contains("1000000020 neurons"), "{problem}");
    let more = GOOD.replace("size = 80", "size = 10000000000");
    assert!(mistakes(&more).to_string().contains("can be numbered"));
    let huge = GOOD
        .replace("size = 80", "size = 9223372036854775807")
        .replace("size = 20", "size = 9223372036854775807");
    assert!(mistakes(&huge).to_string().contains("can be numbered"));
}
