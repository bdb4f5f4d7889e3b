//! The estimate of memory against what the allocator gives out for the network and its engine.
//!
//! Alone in its file, and one test only: the counter counts for the whole process.
#![allow(missing_docs)]

use rheobase::network::Network;
use rheobase::presets;
use rheobase::record::Simulation;
use rheobase::spec::NetworkSpec;
use std::alloc::{GlobalAlloc, Layout, System};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, Ordering};

static LIVE: AtomicIsize = AtomicIsize::new(0);

struct Counting;

// SAFETY: every call is passed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(layout.size() as isize, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size() as isize, Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn read(text: &str) -> NetworkSpec {
    match NetworkSpec::from_toml(text, Path::new("")) {
        Ok(parsed) => parsed.spec,
        Err(problems) => panic!("{problems}\n{text}"),
    }
}

/// Estimated and real bytes of a network that is ready to run on that many threads, and estimated and
/// real synapses.
fn compare(spec: &NetworkSpec, threads: usize) -> ((f64, f64), (f64, f64)) {
    let estimate = spec.estimate();
    let before = LIVE.load(Ordering::Relaxed);
    let network = Arc::new(Network::compile(spec).unwrap_or_else(|e| panic!("{e}")));
    let simulation = Simulation::new(Arc::clone(&network), threads);
    let real = (LIVE.load(Ordering::Relaxed) - before) as f64;
    let synapses = simulation.map_or(0, |s| s.engine.synapses());
    let lasting = estimate.bytes_with(threads) - estimate.building_bytes;
    ((lasting, real), (estimate.synapses(), synapses as f64))
}

#[track_caller]
fn within(label: &str, share: f64, (estimate, real): (f64, f64)) {
    let off = estimate / real - 1.0;
    assert!(off.abs() < share, "{label}: {estimate:.0} estimated, {real:.0} real, {off:+.3}");
}

/// A population and a recurrent projection of it.
fn recurrent(population: &str, projection: &str) -> String {
    format!(
        "rheobase = 1\n[population.a]\n{population}\n[projection.p]\nsource = \"a\"\n\
         target = \"a\"\n{projection}\n"
    )
}

fn networks() -> Vec<(&'static str, String)> {
    let small = "size = 2000\nreceptors.r = { kind = \"exponential\", tau = \"5 ms\" }";
    let sparse = "rule = { kind = \"fixed_in_degree\", n = 100 }\ndelay = \"1.5 ms\"";
    let drawn = "{ distribution = \"normal\", mean = \"1 mV\", sd = \"0.1 mV\" }";
    let late = "{ distribution = \"uniform\", low = \"1 ms\", high = \"20 ms\" }";
    let many = "size = 20000\nC_m = \"200 pF\"\nreceptors.e = { kind = \"exponential\", tau = \
                \"5 ms\" }\nreceptors.a = { kind = \"alpha\", tau = \"5 ms\" }\n\
                receptors.d = \"delta\"";
    let large = "size = 140000\nreceptors.d = \"delta\"";
    let few = "rule = { kind = \"fixed_out_degree\", n = 40 }";
    let dense = "rule = { kind = \"fixed_in_degree\", n = 110 }\ndelay = \"1.5 ms\"";
    let close = "{ distribution = \"uniform\", low = \"1 ms\", high = \"1.2 ms\" }";
    let one = "receptor = \"a\"\nrule = { kind = \"fixed_out_degree\", n = 1 }\nweight = \"1 mV\"";
    let plastic = "plasticity = { rule = \"anti_hebbian\" }";
    let frozen = "plasticity = { rule = \"anti_hebbian\", delivery = \"frozen\" }";
    let stdp = "plasticity = { rule = \"stdp\", lambda = 0.1, alpha = 1, w_max = \"2 mV\" }";
    let power = "plasticity = { rule = \"stdp_power_law\", lambda = 0.1, alpha = 1, w_0 = \"1 mV\", \
                 tau_minus = \"30 ms\" }";
    let inputs = "[input.c]\ntarget = \"a\"\nkind = \"constant\"\nmean = \"1 mV\"\n[input.o]\n\
                  target = \"a\"\nkind = \"ornstein_uhlenbeck\"\nsigma = \"1 mV\"\ntau = \"9 ms\"";
    vec![
        ("uniform weights", recurrent(small, &format!("{sparse}\nweight = \"1 mV\""))),
        ("drawn weights", recurrent(small, &format!("{sparse}\nweight = {drawn}"))),
        (
            "drawn delays",
            recurrent(
                small,
                &format!(
                    "rule = {{ kind = \"bernoulli\", p = 0.1 }}\nweight = {drawn}\ndelay = {late}"
                ),
            ),
        ),
        ("plastic", recurrent(small, &format!("{sparse}\nweight = {drawn}\n{plastic}"))),
        ("frozen", recurrent(small, &format!("{sparse}\nweight = \"1 mV\"\n{frozen}"))),
        ("spike times", recurrent(small, &format!("{sparse}\nweight = \"1 mV\"\n{stdp}"))),
        ("power law", recurrent(small, &format!("{sparse}\nweight = {drawn}\n{power}"))),
        ("neurons", recurrent(many, &format!("{one}\ndelay = \"1 ms\"\n{inputs}"))),
        // One part with targets of four bytes, as rows are short, and two with targets of two.
        ("short rows", recurrent(large, &format!("{few}\nweight = \"1 mV\"\ndelay = {close}"))),
        ("long rows", recurrent(large, &format!("{dense}\nweight = \"1 mV\""))),
        ("long delays", recurrent(many, &format!("{one}\ndelay = \"30 ms\""))),
        (
            "euler",
            recurrent(many, &format!("{one}\ndelay = \"1 step\""))
                .replace("rheobase = 1\n", "rheobase = 1\nscheme = \"euler\"\n"),
        ),
    ]
}

/// Distance rules: only the number of synapses is uncertain.
fn spaces() -> Vec<(String, String)> {
    let places = [
        "{ kind = \"ring\", circumference = \"1 mm\" }",
        "{ kind = \"grid\", columns = 50, spacing = \"20 um\" }",
        "{ kind = \"grid\", columns = 50, spacing = \"20 um\", periodic = true }",
        "{ kind = \"random\", width = \"1 mm\", height = \"0.5 mm\" }",
        "{ kind = \"random\", width = \"1 mm\", height = \"0.5 mm\", periodic = true }",
    ];
    let kernels = [
        "kernel = \"gaussian\", p_max = 0.5, sigma = \"100 um\"",
        "kernel = \"gaussian\", p_max = 0.5, sigma = \"600 um\"",
        "kernel = \"exponential\", p_max = 0.8, lambda = \"150 um\"",
        "kernel = \"disc\", p = 0.5, radius = \"200 um\"",
    ];
    let all = places.iter().flat_map(|place| kernels.iter().map(move |kernel| (place, kernel)));
    all.map(|(place, kernel)| {
        let population = format!("size = 1500\npositions = {place}\nreceptors.r = \"delta\"");
        let rule = format!("rule = {{ kind = \"distance\", {kernel} }}");
        let projection = format!("{rule}\nweight = \"1 mV\"\ndelay = \"1 ms\"");
        (format!("{place} {kernel}"), recurrent(&population, &projection))
    })
    .collect()
}

#[test]
fn estimates_are_right_within_a_fifth() {
    for (label, text) in networks() {
        let spec = read(&text);
        for threads in [1, 2] {
            let (bytes, synapses) = compare(&spec, threads);
            within(&format!("{label}, {threads} threads"), 0.2, bytes);
            within(label, 0.01, synapses);
        }
    }
    for preset in presets::list() {
        let small: &[(&str, &str)] = match preset.name {
            "brunel" | "brunel-stdp" => &[("scale", "0.1")],
            "hpc" => &[("scale", "0.02")],
            "microcircuit" => &[("scale", "0.1")],
            _ => &[],
        };
        let text = preset.with(small).expect("it has that parameter");
        let (bytes, synapses) = compare(&read(&text), 1);
        // Projections that are alike share their rows, which the estimate does not count on.
        within(preset.name, 0.25, bytes);
        within(preset.name, 0.02, synapses);
    }
    for (label, text) in spaces() {
        let (bytes, synapses) = compare(&read(&text), 1);
        within(&label, 0.05, synapses);
        within(&label, 0.2, bytes);
    }
}
