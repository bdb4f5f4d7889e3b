//! The inner loops, one after the other, for callgrind: `cargo xtask bench --instructions`.
//!
//! Prints the instruction set, then a line for each case: its name and how many units (synaptic
//! events, neuron steps, synapses) it went through. What is counted lies between two calls of
//! [`dump_counts_here`].
#![allow(clippy::print_stdout, reason = "its output is read by xtask")]

use rheobase::engine::{Block, Engine, Recorder};
use rheobase::network::Network;
use rheobase::spec::NetworkSpec;
use std::error::Error;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// Callgrind writes its counts when this is entered.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn dump_counts_here() {
    std::hint::black_box(());
}

/// Sees nothing.
struct Nobody;

impl Recorder for Nobody {
    fn record(&mut self, _: &Block<'_>) -> Result<ControlFlow<()>, Box<dyn Error + Send + Sync>> {
        Ok(ControlFlow::Continue(()))
    }
}

type Failure = Box<dyn Error>;

fn network(text: &str) -> Result<Arc<Network>, Failure> {
    let parsed = NetworkSpec::from_toml(&format!("rheobase = 1\n{text}"), Path::new("."));
    let spec = parsed.map_err(|problems| problems.to_string())?.spec;
    Ok(Arc::new(Network::compile(&spec)?))
}

fn engine(text: &str) -> Result<Engine, Failure> {
    Ok(Engine::new(network(text)?, 1)?)
}

/// 100 neurons that fire all the time reach half of 2,000 that never do.
fn delivering(weight: &str, delay: &str, more: &str) -> String {
    format!(
        r#"
        [population.s]
        size = 100
        t_ref = "0 ms"
        [population.t]
        size = 2000
        receptors.d = "delta"
        [projection.p]
        source = "s"
        target = "t"
        rule = {{ kind = "fixed_out_degree", n = 1000 }}
        weight = {weight}
        delay = {delay}
        {more}
        [input.s]
        target = "s"
        kind = "constant"
        mean = "2000 mV"
        "#
    )
}

fn deliver(name: &str, weight: &str, delay: &str, more: &str) -> Result<(), Failure> {
    let mut engine = engine(&delivering(weight, delay, more))?;
    // The rows are warm, and all delays have passed once.
    engine.run(100, &mut Nobody)?;
    let before = engine.synaptic_events();
    dump_counts_here();
    engine.run(100, &mut Nobody)?;
    dump_counts_here();
    println!("{name}\t{}", engine.synaptic_events() - before);
    Ok(())
}

/// 4,000 neurons that receive nothing from each other.
fn update(name: &str, receptor: &str, input: &str) -> Result<(), Failure> {
    const NEURONS: u64 = 4000;
    const STEPS: u64 = 200;
    let mut engine = engine(&format!(
        "[population.a]\nsize = {NEURONS}\nC_m = \"200 pF\"\nreceptors.r = {receptor}\n{input}"
    ))?;
    engine.run(20, &mut Nobody)?;
    dump_counts_here();
    engine.run(STEPS, &mut Nobody)?;
    dump_counts_here();
    println!("{name}\t{}", NEURONS * STEPS);
    Ok(())
}

/// The synapses of a recurrent network.
fn draw(name: &str, rule: &str, weight: &str, delay: &str) -> Result<(), Failure> {
    let network = network(&format!(
        "[population.a]\nsize = 2000\nreceptors.r = \"delta\"\n[projection.p]\nsource = \"a\"\n\
         target = \"a\"\nrule = {rule}\nweight = {weight}\ndelay = {delay}\n"
    ))?;
    dump_counts_here();
    let engine = Engine::new(network, 1)?;
    dump_counts_here();
    println!("{name}\t{}", engine.synapses());
    Ok(())
}

fn main() -> Result<(), Failure> {
    println!("{:?}", rheobase::simd::level());
    let (one, none) = ("\"0.001 mV\"", "");
    let each = "{ distribution = \"normal\", mean = \"0.001 mV\", sd = \"0.0001 mV\" }";
    let (same, drawn) =
        ("\"1 ms\"", "{ distribution = \"uniform\", low = \"0.3 ms\", high = \"2 ms\" }");
    deliver("deliver, one weight", one, same, none)?;
    deliver("deliver, a weight each", each, same, none)?;
    deliver("deliver, a weight and a delay each", each, drawn, none)?;
    let stdp = "plasticity = { rule = \"stdp\", lambda = 0.001, alpha = 1.05, w_max = \"1 mV\" }";
    deliver("deliver and learn, additive STDP, targets silent", one, same, stdp)?;
    update("update, delta", "\"delta\"", none)?;
    let exponential = "{ kind = \"exponential\", tau = \"2 ms\" }";
    update("update, exponential", exponential, none)?;
    update("update, alpha", "{ kind = \"alpha\", tau = \"2 ms\" }", none)?;
    let conductance = "{ kind = \"conductance\", tau = \"2 ms\", reversal = \"0 mV\" }";
    update("update, conductance", conductance, none)?;
    let noise = "[input.n]\ntarget = \"a\"\nkind = \"white_noise\"\nsigma = \"1 mV\"\n";
    update("update, delta, Gaussian noise", "\"delta\"", noise)?;
    let poisson =
        "[input.p]\ntarget = \"a\"\nkind = \"poisson\"\nrate = \"20 kHz\"\nweight = \"0.01 mV\"\n";
    update("update, delta, Poisson spikes", "\"delta\"", poisson)?;
    let (bernoulli, fixed) =
        ("{ kind = \"bernoulli\", p = 0.1 }", "{ kind = \"fixed_in_degree\", n = 200 }");
    draw("draw, Bernoulli", bernoulli, one, same)?;
    draw("draw, fixed in-degree", fixed, one, same)?;
    draw("draw, fixed in-degree, a weight and a delay each", fixed, each, drawn)
}
