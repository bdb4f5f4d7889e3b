//! The networks of the benchmark, and how long each program simulates them.

/// A network that is measured.
#[derive(Debug)]
pub struct Case {
    /// As given to `--only`.
    pub name: &'static str,
    /// What it is, for tables.
    pub title: &'static str,
    /// Preset.
    pub network: &'static str,
    /// Values that are set.
    pub set: &'static [&'static str],
    /// Simulated time, ms.
    pub time: Time,
    /// Left out of all statistics, ms.
    pub warmup: f64,
    /// Other simulators that run it.
    pub peers: &'static [Peer],
    /// A case of ours that it is an extension of: their times are compared.
    pub extends: Option<&'static str>,
    /// Only with `--full`.
    pub full: bool,
    /// Numbers of others to be chained to ours.
    pub chains: &'static [Chain],
}

/// A network in another simulator.
#[derive(Debug)]
pub struct Peer {
    /// Its program under `benchmarks/peers`.
    pub script: &'static str,
    /// More arguments.
    pub arguments: &'static [&'static str],
    /// Simulated time, ms; shorter than ours where it is slow. What is compared is the wall time
    /// of a simulated second.
    pub time: Time,
}

/// Simulated times, ms.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    pub normal: f64,
    pub quick: f64,
}

/// Wall seconds of the simulation phase on one kind of machine (2 cores) in autumn 2026, each at
/// its better number of threads: the ratio of the two carries ours to a simulator that is not on
/// PyPI.
#[derive(Debug)]
pub struct Chain {
    /// The simulator that is not measured here.
    pub other: &'static str,
    pub other_s: f64,
    /// The one that is.
    pub through: &'static str,
    pub through_s: f64,
}

const fn time(normal: f64, quick: f64) -> Time {
    Time { normal, quick }
}

const fn peer(script: &'static str, time: Time) -> Peer {
    Peer { script, arguments: &[], time }
}

const fn chain(other: &'static str, other_s: f64, through: &'static str, through_s: f64) -> Chain {
    Chain { other, other_s, through, through_s }
}

/// The table.
pub const CASES: &[Case] = &[
    Case {
        name: "striatum",
        title: "striatum, 1,000 neurons",
        network: "striatum",
        set: &[],
        time: time(10_000.0, 1_000.0),
        warmup: 100.0,
        peers: &[
            peer("nest_striatum.py", time(2_000.0, 1_000.0)),
            peer("brian2_striatum.py", time(10_000.0, 1_000.0)),
        ],
        extends: None,
        full: false,
        // The original NumPy simulator, beside one that was measured with it.
        chains: &[
            chain("the original", 9.0, "NEST", 0.49),
            chain("the original", 9.0, "Brian2", 0.28),
        ],
    },
    Case {
        name: "striatum-learning",
        title: "striatum with anti-Hebbian learning",
        network: "striatum",
        set: &["block.striatum.plasticity={ rule = \"anti_hebbian\" }"],
        time: time(10_000.0, 1_000.0),
        warmup: 100.0,
        peers: &[],
        extends: Some("striatum"),
        full: false,
        chains: &[],
    },
    Case {
        name: "brunel",
        title: "Brunel 2000, 12,500 neurons",
        network: "brunel",
        set: &[],
        time: time(1_000.0, 200.0),
        warmup: 100.0,
        peers: &[
            peer("nest_brunel.py", time(500.0, 200.0)),
            peer("brian2_brunel.py", time(1_000.0, 200.0)),
        ],
        extends: None,
        full: false,
        chains: &[
            chain("Auryn", 3.1, "Brian2", 7.3),
            chain("Auryn", 3.1, "NEST", 31.0),
            chain("GeNN", 6.1, "Brian2", 7.3),
            chain("GeNN", 6.1, "NEST", 31.0),
        ],
    },
    Case {
        name: "cuba",
        title: "CUBA, 4,000 neurons",
        network: "cuba",
        set: &[],
        time: time(10_000.0, 1_200.0),
        warmup: 200.0,
        peers: &[
            peer("nest_cuba.py", time(5_000.0, 1_200.0)),
            peer("brian2_cuba.py", time(10_000.0, 1_200.0)),
        ],
        extends: None,
        full: false,
        chains: &[chain("GeNN", 1.33, "Brian2", 2.2), chain("GeNN", 1.33, "NEST", 6.7)],
    },
    Case {
        name: "coba",
        title: "COBA, 4,000 neurons",
        network: "coba",
        set: &[],
        time: time(10_000.0, 1_200.0),
        warmup: 200.0,
        peers: &[
            peer("nest_coba.py", time(2_200.0, 700.0)),
            peer("brian2_coba.py", time(10_000.0, 1_200.0)),
        ],
        extends: None,
        full: false,
        chains: &[
            chain("Auryn", 1.12, "Brian2", 6.0),
            chain("Auryn", 1.12, "NEST", 61.0),
            chain("GeNN", 2.98, "Brian2", 6.0),
            chain("GeNN", 2.98, "NEST", 61.0),
        ],
    },
    Case {
        name: "brunel-stdp",
        title: "Brunel with pair STDP",
        network: "brunel-stdp",
        set: &[
            "E.V_init={ distribution = \"uniform\", low = \"0 mV\", high = \"20 mV\" }",
            "I.V_init={ distribution = \"uniform\", low = \"0 mV\", high = \"20 mV\" }",
        ],
        time: time(300.0, 200.0),
        warmup: 100.0,
        peers: &[
            peer("nest_brunel_stdp.py", time(300.0, 200.0)),
            peer("brian2_brunel_stdp.py", time(300.0, 200.0)),
        ],
        extends: Some("brunel"),
        full: false,
        chains: &[],
    },
    Case {
        name: "hpc",
        title: "hpc_benchmark, 3,375 neurons",
        network: "hpc",
        set: &["E.size=2700", "I.size=675"],
        time: time(250.0, 100.0),
        warmup: 50.0,
        peers: &[Peer {
            script: "nest_hpc.py",
            arguments: &["--scale", "0.3"],
            time: time(250.0, 100.0),
        }],
        extends: None,
        full: false,
        chains: &[],
    },
    Case {
        name: "hpc-full",
        title: "hpc_benchmark, 11,250 neurons",
        network: "hpc",
        set: &[],
        time: time(250.0, 100.0),
        warmup: 50.0,
        peers: &[peer("nest_hpc.py", time(250.0, 100.0))],
        extends: None,
        full: true,
        chains: &[],
    },
    Case {
        name: "microcircuit",
        title: "microcircuit, a tenth",
        network: "microcircuit",
        set: &["scale=0.1"],
        time: time(2_000.0, 500.0),
        warmup: 200.0,
        peers: &[Peer {
            script: "nest_microcircuit.py",
            arguments: &["--scale", "0.1"],
            time: time(2_000.0, 500.0),
        }],
        extends: None,
        full: false,
        chains: &[],
    },
    Case {
        name: "microcircuit-full",
        title: "microcircuit, 77,169 neurons",
        network: "microcircuit",
        set: &[],
        time: time(1_000.0, 300.0),
        warmup: 100.0,
        peers: &[peer("nest_microcircuit.py", time(300.0, 200.0))],
        extends: None,
        full: true,
        chains: &[chain("GeNN", 43.6, "NEST", 171.0)],
    },
];

impl Time {
    pub fn ms(self, quick: bool) -> f64 {
        if quick { self.quick } else { self.normal }
    }
}

impl Peer {
    /// The simulator, as its programs call it.
    pub fn simulator(&self) -> &'static str {
        if self.script.starts_with("nest") { "NEST" } else { "Brian2" }
    }
}
