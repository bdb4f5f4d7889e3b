//! What is recorded, and when. A recording in steps of its own is a part of one in every step.

use super::lab::*;
use super::statistics::{likely, uniform};
use rheobase::spec::Scheme;

/// Two populations that fire, with whatever else the text says.
fn network(scheme: &str, rest: &str) -> String {
    format!(
        r#"
        scheme = "{scheme}"
        dt = "0.1 ms"
        duration = "100 ms"
        seed = 6
        [population.a]
        size = 30
        receptors.fast = {{ kind = "exponential", tau = "2 ms" }}
        receptors.slow = {{ kind = "alpha", tau = "4 ms" }}
        receptors.jump = "delta"
        [population.b]
        size = 12
        receptors.r = {{ kind = "exponential", tau = "5 ms" }}
        [input.a]
        target = "a"
        kind = "constant"
        mean = "27 mV"
        sd = "3 mV"
        [input.b]
        target = "b"
        kind = "constant"
        mean = "30 mV"
        sd = "2 mV"
        [projection.fast]
        source = "b"
        target = "a"
        receptor = "fast"
        rule = "all_to_all"
        weight = "0.5 mV"
        delay = "1 ms"
        [projection.slow]
        source = "a"
        target = "a"
        receptor = "slow"
        rule = "all_to_all"
        weight = "-0.2 mV"
        delay = "2 ms"
        {rest}
        "#
    )
}

fn state(name: &str, of: &str, every: &str, rest: &str) -> String {
    format!(
        "[record.{name}]\nkind = \"state\"\nof = \"{of}\"\nevery = \"{every}\"\n\
         variables = [\"V\", \"I\", \"I.fast\", \"I.slow\", \"I.jump\"]\n{rest}\n"
    )
}

fn spikes(name: &str, of: &str, rest: &str) -> String {
    format!("[record.{name}]\nkind = \"spikes\"\nof = \"{of}\"\n{rest}\n")
}

#[test]
fn samples_are_those_of_every_nth_step() {
    for (scheme, threads) in [("exact", 1), ("euler", 3)] {
        let text = state("all", "a", "0.1 ms", "") + &state("some", "a[3:5, 20]", "0.7 ms", "");
        let run = run_spec(&spec(&network(scheme, &text)), threads);
        for variable in ["V", "I", "I.fast", "I.slow", "I.jump"] {
            let (all, some) = (trace(&run, "all", variable), trace(&run, "some", variable));
            assert_eq!((all.len(), some.len()), (1001, 143), "the start, then every step");
            assert_eq!(some.neurons, [3, 4, 20]);
            assert_eq!(some.times(0.1)[2], 14.0 * 0.1);
            let every = |first: usize, n: usize| -> Vec<f64> {
                let rows = all.samples.chunks(30).skip(first).step_by(n);
                rows.flat_map(|row| [row[3], row[4], row[20]]).take(some.samples.len()).collect()
            };
            assert_eq!(some.samples, every(0, 7), "{variable}");
            // A step off would show, but in what is always 0.
            assert!(variable == "I.jump" || some.samples[..300] != every(1, 7)[..300]);
        }
        let network = run.engine.network();
        assert_eq!(trace(&run, "all", "V").samples[..30], network.populations[0].v_init);
    }
}

#[test]
fn the_current_is_the_sum_over_receptors() {
    let run = run(&network("exact", &state("all", "a", "0.1 ms", "")));
    let part = |name: &str| &trace(&run, "all", name).samples;
    let (fast, slow) = (part("I.fast"), part("I.slow"));
    let sum: Vec<_> = fast.iter().zip(slow).map(|(f, s)| f + s).collect();
    assert!(gap(part("I"), &sum) < 1e-12);
    assert!(fast.iter().all(|&i| i >= 0.0) && fast.iter().any(|&i| i > 0.1));
    assert!(slow.iter().all(|&i| i <= 0.0) && slow.iter().any(|&i| i < -0.1));
    assert!(part("I.jump").iter().all(|&i| i == 0.0), "a delta receptor has no current");
}

/// Counts in bins, over the chosen neurons; the last bin may not be full.
#[test]
fn rates_count_the_spikes_of_each_bin() {
    let rate = |name: &str, of: &str, bin: &str| {
        format!("[record.{name}]\nkind = \"rate\"\nof = \"{of}\"\nbin = \"{bin}\"\n")
    };
    let text = [
        spikes("s", "a", ""),
        spikes("t", "b", ""),
        rate("all", "b", "3 ms"),
        rate("some", "a[5:15]", "0.1 ms"),
    ];
    let run = run_spec(&spec(&network("euler", &text.concat())), 2);
    let [all, some] = &run.recording.rates[..] else { panic!("two rates") };
    let count = |range: std::ops::Range<u32>, bin: u64| {
        let mut counts = vec![0u64; 1000usize.div_ceil(bin as usize)];
        let recorded = run.recording.spikes.iter().filter(|s| range.contains(&s.neuron));
        recorded.for_each(|s| counts[(s.tick / bin) as usize] += 1);
        counts
    };
    assert_eq!(all.counts, count(30..42, 30));
    assert_eq!(some.counts, count(5..15, 1));
    assert_ne!(some.counts, count(5..16, 1));
    assert!(all.counts.iter().sum::<u64>() > 20 && all.counts.len() == 34);
    // 12 neurons, 3 ms; the run of 100 ms ends after 1 ms of the last bin.
    let hz = all.rates_hz(0.1);
    let seconds = |bin: usize| if bin < 33 { 0.003 } else { 0.001 };
    let counts = all.counts.iter().enumerate();
    let expected: Vec<_> = counts.map(|(bin, &c)| c as f64 / 12.0 / seconds(bin)).collect();
    assert!(gap(&hz, &expected) < 1e-9 && all.counts[33] > 0);
}

#[test]
fn only_spikes_that_were_asked_for_are_kept() {
    let whole = run(&network("exact", ""));
    let some = run(&network("exact", &(spikes("s", "a[0:4]", "") + &spikes("t", "b[11]", ""))));
    assert!(whole.recording.spikes.len() > some.recording.spikes.len());
    let wanted = |n: u32| n < 4 || n == 41;
    let kept: Vec<_> =
        whole.recording.spikes.iter().filter(|s| wanted(s.neuron)).copied().collect();
    assert_eq!(some.recording.spikes, kept);
    assert!(kept.len() > 5);
    assert_eq!(some.recording.hash, whole.recording.hash);
    // Recordings of other things say nothing of spikes.
    let others = run(&network("exact", &state("v", "a[0]", "1 ms", "")));
    assert_eq!(others.recording.spikes, whole.recording.spikes);
    assert_eq!(some.recording.tally.counts(), whole.recording.tally.counts());
}

/// Every subset of n neurons is equally likely, whatever the recording is called.
#[test]
fn a_sample_is_drawn_at_random_from_the_selection() {
    let mut chosen = [0.0; 30];
    let mut together = 0.0;
    for k in 0..600 {
        let text = spikes(&format!("s{k}"), "a[5:25]", "sample = 6");
        let spec = spec(&network("exact", &text).replace("100 ms", "1 ms"));
        let simulation = rheobase::record::Simulation::new(compile(&spec), 1).unwrap();
        let kept: Vec<_> = (0..42).filter(|&n| simulation.recording.recorded[n]).collect();
        assert!(kept.len() == 6 && kept.iter().all(|n| (5..25).contains(n)), "{kept:?}");
        kept.iter().for_each(|&n| chosen[n] += 1.0);
        together += f64::from(u8::from(kept.contains(&5) && kept.contains(&6)));
    }
    // Draws without replacement vary less than χ² expects: by the share of those left out.
    assert!(uniform(&chosen[5..25]), "{chosen:?}");
    let p = 6.0 * 5.0 / (20.0 * 19.0);
    assert!(likely(together, 600.0 * p, (600.0 * p * (1.0 - p)).sqrt()), "{together}");
    assert!(!likely(together, 600.0 * 0.3, (600.0f64 * 0.21).sqrt()), "neighbours come together");
}

/// Weights are those at the start of the step of that time, in the order of the synapses.
#[test]
fn weights_are_kept_at_their_times() {
    let learning = |times: &str| {
        network(
            "euler",
            &format!("[record.w]\nkind = \"weights\"\nprojection = \"*s*\"\ntimes = {times}\n"),
        )
        .replace("delay = \"2 ms\"", "delay = \"2 ms\"\nplasticity = { rule = \"anti_hebbian\" }")
    };
    let many: Vec<_> = (0..=1000).map(|k| format!("{} us", k * 100)).collect();
    let all = run(&learning(&format!("{many:?}"))).recording.weights;
    let some = run(&learning(r#"["100 ms", "0 ms", "33.3 ms"]"#)).recording.weights;
    let found: Vec<_> = some.iter().map(|w| (w.tick, w.projection)).collect();
    assert_eq!(found, [(0, 0), (0, 1), (333, 0), (333, 1), (1000, 0), (1000, 1)]);
    for kept in &some {
        let same = all.iter().find(|w| (w.tick, w.projection) == (kept.tick, kept.projection));
        assert_eq!(same.unwrap().weights, kept.weights);
        assert_eq!(kept.projection == 0, kept.weights.iter().all(|&w| w == 0.5), "no learning");
    }
}

/// The warm-up and what comes after the window are left out of every statistic.
#[test]
fn statistics_are_over_the_window() {
    // The window begins and ends at the very step of a spike: the first is in it, the last not.
    let whole = run(&network("exact", ""));
    let near = |tick: u64| *spikes_of(&whole, 40).iter().find(|&&t| t > tick).expect("a spike");
    let (start, stop) = (near(200), near(800));
    let times = format!("start = \"{} us\"\nstop = \"{} us\"", start * 100, stop * 100);
    let run = run(&(network("exact", "") + "[analysis]\n" + &times));
    let tally = &run.recording.tally;
    let seconds = (stop - start) as f64 * 1e-4;
    assert!((tally.window_ms() - seconds * 1000.0).abs() < 1e-9);
    let within = |range: std::ops::Range<u64>| -> Vec<u32> {
        let count = |n| spikes_of(&run, n).iter().filter(|t| range.contains(t)).count() as u32;
        (0..42).map(count).collect()
    };
    let counts = within(start..stop);
    assert_eq!(tally.counts(), counts);
    assert!(within(start + 1..stop) != counts && within(start..stop + 1) != counts);
    let b = tally.population(1);
    let rates: Vec<_> = counts[30..].iter().map(|&c| f64::from(c) / seconds).collect();
    let mean = rates.iter().sum::<f64>() / 12.0;
    let sd = (rates.iter().map(|r| (r - mean) * (r - mean)).sum::<f64>() / 12.0).sqrt();
    assert!((b.mean_rate_hz - mean).abs() < 1e-9 && (b.sd_rate_hz - sd).abs() < 1e-9);
    assert_eq!(b.spikes, counts[30..].iter().map(|&c| u64::from(c)).sum::<u64>());
}

/// Neurons without a spike give rates of 0 and no variability, never a NaN.
#[test]
fn silent_neurons_give_no_nan() {
    let quiet = network("exact", "").replace("mean = \"27 mV\"", "mean = \"0 mV\"");
    let run = run(&quiet.replace("weight = \"0.5 mV\"", "weight = \"0 mV\""));
    let tally = run.recording.tally.population(0);
    assert_eq!((tally.spikes, tally.mean_rate_hz, tally.sd_rate_hz), (0, 0.0, 0.0));
    assert_eq!((tally.silent_fraction, tally.isi_cv, tally.isi_neurons), (1.0, None, 0));
    assert!(run.recording.tally.population(1).silent_fraction < 1.0);
    // Nobody disturbs b: its spikes are regular.
    let cv = run.recording.tally.population(1).isi_cv.expect("enough spikes");
    assert!(cv < 0.02, "{cv}");
}

/// One event for each spike and each synapse that it arrived at, failed or not.
#[test]
fn synaptic_events_are_spikes_times_synapses() {
    let text = network("exact", "")
        .replace("delay = \"1 ms\"", "delay = \"1 ms\"\nfailure = { probability = 0.5 }");
    for threads in [1, 3] {
        let run = run_spec(&spec(&text), threads);
        // Each b reaches 30 a, each a the 29 others; spikes arrive 11 steps after they were found.
        let arrived = run.recording.spikes.iter().filter(|s| s.tick + 11 < 1000);
        let events: u64 = arrived.map(|s| if s.neuron < 30 { 29 } else { 30 }).sum();
        assert_eq!(run.engine.synaptic_events(), events);
        assert!(events > 1000);
    }
}

/// V stays at the reset for the refractory period, of which the step of the spike is the first in
/// the Euler scheme.
#[test]
fn the_refractory_period_holds_the_voltage() {
    for (scheme, held) in [("exact", 31), ("euler", 30)] {
        for (threads, t_ref, held) in [(1, "3 ms", held), (2, "0 ms", 1), (1, "0.1 ms", held - 29)]
        {
            let text = network(scheme, &(spikes("s", "a", "") + &state("v", "a", "0.1 ms", "")))
                .replace("size = 30", &format!("size = 30\nt_ref = \"{t_ref}\""));
            let run = run_spec(&spec(&text), threads);
            let mut seen = 0;
            for n in 0..30 {
                let v = column(trace(&run, "v", "V"), n);
                for spike in spikes_of(&run, n as u32) {
                    // Sample k + 1 is the state after step k.
                    let after = &v[spike as usize + 1..];
                    let length = after.iter().take_while(|&&v| v == -80.0).count();
                    if length < after.len() {
                        assert_eq!(length, held, "{scheme}, {t_ref}");
                        seen += 1;
                    }
                }
            }
            assert!(seen > 20, "{seen} spikes");
        }
    }
}

/// Spikes are painted into the sample above threshold, on export only.
#[test]
fn painting_touches_the_sample_above_threshold() {
    for (name, scheme) in [("exact", Scheme::Exact), ("euler", Scheme::Euler)] {
        let run = run(&network(name, &(spikes("s", "a", "") + &state("v", "a", "0.1 ms", ""))));
        let v = trace(&run, "v", "V");
        let mut painted = v.clone();
        painted.paint(40.0, scheme);
        let painted = painted.samples;
        let places: Vec<_> = (0..painted.len()).filter(|&k| painted[k] != v.samples[k]).collect();
        let late = u64::from(scheme == Scheme::Exact);
        let expected: Vec<_> = run
            .recording
            .spikes
            .iter()
            .map(|s| (s.tick + late) as usize * 30 + s.neuron as usize)
            .collect();
        assert_eq!(places, expected);
        assert!(places.iter().all(|&k| painted[k] == 40.0));
        if scheme == Scheme::Euler {
            assert!(places.iter().all(|&k| v.samples[k] > -50.0), "not the one above threshold");
        }
    }
}
