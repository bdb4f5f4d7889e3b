//! Neurons with conductances: against references, against a slow independent solver, and the order
//! of the integrator.

use super::lab::*;
use super::{entry, number, numbers};

/// V minus rest at every step from the arrival of one spike of a conductance, at 1 ms, on.
fn response(id: &str, dt: f64) -> Vec<f64> {
    let p = &entry(id)["params"];
    let rest = number(&p["E_L"]);
    let run = run(&format!(
        r#"
        dt = "{dt} ms"
        duration = "44 ms"
        [population.a]
        size = 1
        tau_m = "{} ms"
        C_m = "{} pF"
        V_rest = "{rest} mV"
        V_reset = "-90 mV"
        V_init = "{rest} mV"
        receptors.r = {{ kind = "conductance", tau = "{} ms", reversal = "{} mV" }}
        [input.spike]
        target = "a"
        kind = "spike_train"
        times = ["4 ms"]
        ids = [0]
        weight = "{} nS"
        [record.v]
        kind = "state"
        of = "a"
        variables = ["V", "g.r", "I.r"]
        every = "{dt} ms"
        "#,
        number(&p["C_m"]) / number(&p["g_L"]),
        p["C_m"],
        p["tau_syn"],
        p["E_rev"],
        number(&p["g_peak_nS"]),
    ));
    let first = (4.0 / dt).round() as usize;
    let (v, g, i) = (trace(&run, "v", "V"), trace(&run, "v", "g.r"), trace(&run, "v", "I.r"));
    let tau = number(&p["tau_syn"]);
    let decayed = number(&p["g_peak_nS"]) * libm::exp(-dt / tau);
    assert!((g.samples[first + 1] - decayed).abs() < 1e-12, "g is recorded in nS");
    // R is 1/g_L, 60 MOhm = 0.06 GOhm.
    let current = decayed / number(&p["g_L"]) * (number(&p["E_rev"]) - v.samples[first + 1]);
    assert!((i.samples[first + 1] - current).abs() < 1e-9, "I is R·g·(E - V)");
    v.samples[first..].iter().map(|v| v - rest).collect()
}

/// The largest difference to the reference at its times.
fn misfit(id: &str, dt: f64) -> f64 {
    let (entry, response) = (entry(id), response(id, dt));
    let (times, expected) = (numbers(&entry["t_ms"]), numbers(&entry["dV_mV"]));
    let fits = times.iter().zip(expected).filter(|(t, _)| (*t / dt).fract().abs() < 1e-9);
    fits.map(|(t, v)| (response[(t / dt).round() as usize] - v).abs()).fold(0.0, f64::max)
}

#[test]
fn conductance_responses_are_those_of_the_reference() {
    for id in ["psp_iaf_cond_exp_5nS", "psp_iaf_cond_exp_-20nS"] {
        let peak = number(&entry(id)["peak_dV"]).abs();
        // The tolerance is 1e-3 of the peak.
        assert!(misfit(id, 0.1) < 1e-9 * peak, "{id}: {}", misfit(id, 0.1) / peak);
        assert!(misfit(id, 1.0) < 1e-5 * peak, "{id} at 1 ms: {}", misfit(id, 1.0) / peak);
        let late = response(id, 0.1)[1..].to_vec();
        let first = numbers(&entry(id)["dV_mV"])[0];
        assert!((late[1] - first).abs() > 1e-3 * peak, "{id} passes a step late");
    }
}

/// Parameters of a neuron with two conductances, an exponential and an alpha current; spikes on
/// all of them at the start.
const MIXED: &str = r#"
    duration = "48 ms"
    [population.a]
    size = 1
    tau_m = "15 ms"
    C_m = "200 pF"
    V_rest = "-65 mV"
    V_thr = "0 mV"
    V_init = "-70 mV"
    receptors.exc = { kind = "conductance", tau = "4 ms", reversal = "0 mV" }
    receptors.inh = { kind = "conductance", tau = "8 ms", reversal = "-80 mV" }
    receptors.fast = { kind = "exponential", tau = "3 ms" }
    receptors.slow = { kind = "alpha", tau = "5 ms" }
    [input.exc]
    target = "a"
    kind = "spike_train"
    times = ["0 ms", "16 ms"]
    ids = [0, 0]
    receptor = "exc"
    weight = "12 nS"
    [input.inh]
    target = "a"
    kind = "spike_train"
    times = ["0 ms", "32 ms"]
    ids = [0, 0]
    receptor = "inh"
    weight = "30 nS"
    [input.fast]
    target = "a"
    kind = "spike_train"
    times = ["0 ms", "16 ms"]
    ids = [0, 0]
    receptor = "fast"
    weight = "200 pA"
    [input.slow]
    target = "a"
    kind = "spike_train"
    times = ["0 ms"]
    ids = [0]
    receptor = "slow"
    weight = "-3 mV"
    [input.constant]
    target = "a"
    kind = "constant"
    mean = "4 mV"
"#;

/// V at every multiple of 16 ms.
fn mixed(dt: f64) -> Vec<f64> {
    let run = run(&format!(
        "dt = \"{dt} ms\"\n{MIXED}\n[record.v]\nkind = \"state\"\nof = \"a\"\nvariables = [\"V\"]\n\
         every = \"16 ms\""
    ));
    column(trace(&run, "v", "V"), 0)[1..].to_vec()
}

/// The same by a Runge-Kutta method of fourth order with steps of a microsecond.
fn independent() -> Vec<f64> {
    let (mut v, mut gs, mut x, mut i, r) = (-70.0, [0.0, 0.0, 0.0], 0.0, 0.0, 15.0 / 200.0);
    // The decays of both conductances and the current, and the alpha function, are closed forms.
    let slope = |t: f64, v: f64, gs: [f64; 3], x: f64, i: f64| {
        let left = |tau: f64| libm::exp(-t / tau);
        let (exc, inh, fast) = (gs[0] * left(4.0), gs[1] * left(8.0), gs[2] * left(3.0));
        let slow = (i + x * t) * left(5.0);
        (-65.0 - v + r * exc * (0.0 - v) + r * inh * (-80.0 - v) + r * fast + slow + 4.0) / 15.0
    };
    let (h, mut found) = (1e-3, Vec::new());
    for stretch in 0..3 {
        if stretch == 0 {
            (x, gs) = (-3.0 * libm::exp(1.0) / 5.0, [12.0, 30.0, 200.0]);
        } else if stretch == 1 {
            gs = [gs[0] + 12.0, gs[1], gs[2] + 200.0];
        } else {
            gs[1] += 30.0;
        }
        for k in 0..16_000 {
            let t = f64::from(k) * h;
            let a = slope(t, v, gs, x, i);
            let b = slope(t + h / 2.0, v + h / 2.0 * a, gs, x, i);
            let c = slope(t + h / 2.0, v + h / 2.0 * b, gs, x, i);
            let d = slope(t + h, v + h * c, gs, x, i);
            v += h / 6.0 * (a + 2.0 * b + 2.0 * c + d);
        }
        let left = |tau: f64| libm::exp(-16.0 / tau);
        gs = [gs[0] * left(4.0), gs[1] * left(8.0), gs[2] * left(3.0)];
        (i, x) = ((i + x * 16.0) * left(5.0), x * left(5.0));
        found.push(v);
    }
    found
}

/// Fourth order, and within the bound of the documentation, with conductances and currents.
#[test]
fn halving_dt_divides_the_error_by_sixteen() {
    let expected = independent();
    let errors: Vec<f64> = [2.0, 1.0, 0.5, 0.25].map(|dt| gap(&mixed(dt), &expected)).to_vec();
    assert!(errors.iter().all(|e| *e > 1e-9), "rounding hides the order: {errors:?}");
    for pair in errors.windows(2) {
        let ratio = pair[0] / pair[1];
        assert!((12.0..24.0).contains(&ratio), "{ratio} in {errors:?}");
    }
    // ΔE·x·λ²·(x + λ)/180 with the fastest time constant, 3 ms, and all conductances at once.
    let bound = |dt: f64| {
        let (x, l) = (dt / 15.0 * (1.0 + 0.075 * 54.0), dt / 3.0);
        80.0 * x * l * l * (x + l) / 180.0
    };
    for (error, dt) in errors.iter().zip([2.0, 1.0, 0.5, 0.25]) {
        assert!(*error < bound(dt), "{error} at {dt} ms, more than {}", bound(dt));
    }
    assert!(gap(&mixed(0.125), &expected) < 1e-7);
}

/// Where no conductance is ever open, the neuron is that of the exact scheme.
#[test]
fn closed_conductances_change_nothing() {
    let voltages = |receptors: &str| {
        let run = run(&format!(
            r#"
            duration = "200 ms"
            [population.a]
            size = 20
            tau_m = {{ distribution = "uniform", low = "5 ms", high = "25 ms" }}
            C_m = "200 pF"
            V_rest = "-65 mV"
            V_thr = "200 mV"
            V_reset = "-70 mV"
            V_init = "-70 mV"
            receptors.jump = "delta"
            {receptors}
            [input.constant]
            target = "a"
            kind = "constant"
            mean = "200 pA"
            [input.white]
            target = "a"
            kind = "white_noise"
            sigma = "3 mV"
            [input.step]
            target = "a"
            kind = "step_noise"
            sd = "3 mV"
            [input.jumps]
            target = "a"
            kind = "poisson"
            rate = "500 Hz"
            receptor = "jump"
            weight = "0.5 mV"
            "#
        ));
        run.engine.voltages(0)
    };
    let plain = voltages("");
    let closed =
        voltages("receptors.g = { kind = \"conductance\", tau = \"5 ms\", reversal = \"0 mV\" }");
    assert!(gap(&plain, &closed) < 1e-10, "{plain:?} {closed:?}");
    assert!(plain != closed, "this has not gone through the other integrator");
}

/// What white noise does to a membrane that a steady conductance makes faster: the deviation of V
/// is sigma/√G, and that of a neuron whose time constant is as short.
#[test]
fn white_noise_knows_the_time_constant_of_now() {
    let run = run(r#"
        duration = "600 ms"
        [population.a]
        size = 2000
        tau_m = "10 ms"
        C_m = "200 pF"
        V_rest = "-65 mV"
        V_thr = "1 V"
        V_reset = "-70 mV"
        V_init = "-70 mV"
        receptors.g = { kind = "conductance", tau = "100 s", reversal = "-65 mV" }
        [population.opener]
        size = 1
        V_init = "-50 mV"
        [projection.open]
        source = "opener"
        target = "a"
        rule = "all_to_all"
        weight = "60 nS"
        delay = "1 ms"
        [input.white]
        target = "a"
        kind = "white_noise"
        sigma = "4 mV"
        "#);
    let v = run.engine.voltages(0);
    let mean = v.iter().sum::<f64>() / 2000.0;
    let sd = (v.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 1999.0).sqrt();
    // 60 nS beside a leak of 20 nS: G is 4. The error of a deviation is 1/√4000.
    let g = 1.0 + 3.0 * libm::exp(-0.006);
    assert!((sd / (4.0 / g.sqrt()) - 1.0).abs() < 4.5 / 4000f64.sqrt(), "{sd} mV");
    assert!((mean + 65.0).abs() < 4.5 * sd / 2000f64.sqrt(), "{mean} mV");
}

/// A conductance a thousand times that of the leak, in steps far too long for it: V goes to the
/// reversal potential and not far beyond.
#[test]
fn the_strongest_conductances_do_not_run_away() {
    for (dt, weight) in [(0.1, 1e4), (1.0, 1e3), (1.0, 1e6), (10.0, 1e5)] {
        let run = run(&format!(
            r#"
            dt = "{dt} ms"
            duration = "100 ms"
            [population.a]
            size = 1
            tau_m = "20 ms"
            C_m = "200 pF"
            V_rest = "-60 mV"
            V_thr = "1 V"
            V_init = "-60 mV"
            receptors.exc = {{ kind = "conductance", tau = "2 ms", reversal = "0 mV" }}
            receptors.inh = {{ kind = "conductance", tau = "5 ms", reversal = "-80 mV" }}
            [input.exc]
            target = "a"
            kind = "spike_train"
            times = ["10 ms", "20 ms"]
            ids = [0, 0]
            receptor = "exc"
            weight = "{weight} nS"
            [input.inh]
            target = "a"
            kind = "spike_train"
            times = ["20 ms", "40 ms"]
            ids = [0, 0]
            receptor = "inh"
            weight = "{weight} nS"
            [record.v]
            kind = "state"
            of = "a"
            variables = ["V"]
            every = "{dt} ms"
            "#
        ));
        let v = column(trace(&run, "v", "V"), 0);
        let (low, high) = v.iter().fold((0f64, -60f64), |(l, h), &v| (l.min(v), h.max(v)));
        assert!(low > -81.0 && high < 1.0, "from {low} to {high} mV at {dt} ms and {weight} nS");
        assert!(low < -78.0 && high > -2.0, "they did nothing: {low} to {high} mV");
    }
}
