//! Neurons that are alike in each part, but not in the whole: on one thread they take the general
//! way through a step, on two the one for neurons that are alike, with the same bits.

use super::fingerprint;
use super::lab::*;

fn network(receptors: &str, projections: &str) -> String {
    format!(
        r#"
        scheme = "exact"
        duration = "80 ms"
        [population.a]
        size = 60
        C_m = "200 pF"
        tau_m = {{ values = [{}], unit = "ms" }}
        V_rest = "-60 mV"
        V_reset = "-65 mV"
        t_ref = "1 ms"
        V_init = {{ distribution = "uniform", low = "-60 mV", high = "-50.5 mV" }}
        {receptors}
        {projections}
        [input.drive]
        target = "a"
        kind = "constant"
        mean = "180 pA"
        sd = "40 pA"
        [record.state]
        kind = "state"
        of = "a"
        sample = 60
        variables = ["V", "I"]
        every = "0.1 ms"
        "#,
        [["20"; 30].join(", "), ["12"; 30].join(", ")].join(", ")
    )
}

fn projection(name: &str, receptor: &str, weight: &str) -> String {
    format!(
        "[projection.{name}]\nsource = \"a\"\ntarget = \"a\"\nreceptor = \"{receptor}\"\n\
         rule = {{ kind = \"fixed_in_degree\", n = 9 }}\nweight = \"{weight}\"\ndelay = \"0.8 ms\"\n"
    )
}

#[test]
fn neurons_that_are_alike_in_a_part_go_the_same_way() {
    let cases = [
        ("jumps", "receptors.d = \"delta\"", projection("p", "d", "0.4 mV")),
        (
            "one current",
            "receptors.e = { kind = \"exponential\", tau = \"3 ms\" }",
            projection("p", "e", "60 pA"),
        ),
        (
            "two currents",
            "receptors.e = { kind = \"exponential\", tau = \"3 ms\" }\n\
             receptors.i = { kind = \"exponential\", tau = \"7 ms\" }",
            projection("p", "e", "1.5 mV") + &projection("q", "i", "-40 pA"),
        ),
        (
            "conductances",
            "receptors.e = { kind = \"conductance\", tau = \"3 ms\", reversal = \"0 mV\" }\n\
             receptors.i = { kind = \"conductance\", tau = \"7 ms\", reversal = \"-80 mV\" }",
            projection("p", "e", "2 nS") + &projection("q", "i", "3 nS"),
        ),
    ];
    for (name, receptors, projections) in cases {
        let spec = spec(&network(receptors, &projections));
        let one = run_spec(&spec, 1);
        assert!(one.recording.spikes.len() > 50, "{name}: {}", one.recording.spikes.len());
        for threads in [2, 4] {
            assert_eq!(fingerprint(&run_spec(&spec, threads)), fingerprint(&one), "{name}");
        }
    }
}
