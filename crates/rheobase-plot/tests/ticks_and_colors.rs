//! Properties of tick marks, and the meaning of colour names.

use rheobase_plot::*;

#[test]
fn linear_ticks_are_inside_even_and_few() {
    let mut state = 7u64;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    for _ in 0..5000 {
        let span = 10f64.powf(next() * 20.0 - 10.0);
        let lo = (next() - 0.5) * span * 20.0;
        let (hi, most) = (lo + span, 2 + (next() * 9.0) as usize);
        let ticks = linear_ticks(lo, hi, most, false);
        // Between one mark and the next finer step lie at most five.
        let values: Vec<f64> = ticks.iter().map(|t| t.value).collect();
        assert!(values.len() >= 2 && values.len() <= most.max(5), "{lo} {hi} {most} {values:?}");
        let slack = 1e-6 * span;
        assert!(
            values.iter().all(|v| *v >= lo - slack && *v <= hi + slack),
            "{lo} {hi} {values:?}"
        );
        let step = values[1] - values[0];
        assert!(values.windows(2).all(|w| (w[1] - w[0] - step).abs() < 1e-6 * step));
        let lead = step / 10f64.powf((step.log10() + 1e-6).floor());
        assert!([1.0, 2.0, 5.0].iter().any(|n| (lead - n).abs() < 1e-3), "step {step}");
        let mut labels: Vec<&String> = ticks.iter().map(|t| &t.label).collect();
        labels.dedup();
        assert_eq!(labels.len(), ticks.len(), "labels differ: {ticks:?}");
    }
}

#[test]
fn labels_read_well() {
    let labels = |lo, hi, most| {
        linear_ticks(lo, hi, most, false).into_iter().map(|t| t.label).collect::<Vec<_>>()
    };
    assert_eq!(labels(-80.0, -20.0, 4), ["−80", "−60", "−40", "−20"]);
    assert_eq!(labels(0.0, 1.0, 3), ["0.0", "0.5", "1.0"]);
    assert_eq!(labels(0.0, 20_000.0, 3), ["0", "10,000", "20,000"]);
    assert_eq!(labels(0.0, 2e8, 3), ["0", "1×10⁸", "2×10⁸"]);
    assert_eq!(labels(-0.3, 0.3, 7)[3], "0.0", "no negative zero");
}

#[test]
fn whole_ticks_are_whole() {
    for ticks in [linear_ticks(0.0, 3.0, 10, true), linear_ticks(0.0, 1.0, 10, true)] {
        assert!(!ticks.is_empty());
        assert!(ticks.iter().all(|t| t.value.fract() == 0.0), "{ticks:?}");
    }
}

#[test]
fn hostile_ranges_still_give_finite_ticks() {
    let hostile =
        [0.0, -0.0, 1.0, -1.0, 1e308, -1e308, 5e-324, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    for lo in hostile {
        for hi in hostile {
            for ticks in [
                linear_ticks(lo, hi, 5, false),
                linear_ticks(lo, hi, 0, true),
                log_ticks(lo, hi, 5),
            ] {
                assert!(
                    ticks.len() < 100_000 && ticks.iter().all(|t| t.value.is_finite()),
                    "{lo} {hi}"
                );
            }
        }
    }
}

#[test]
fn log_ticks_label_decades() {
    let ticks = log_ticks(0.5, 1500.0, 8);
    let labelled: Vec<&str> =
        ticks.iter().map(|t| t.label.as_str()).filter(|l| !l.is_empty()).collect();
    assert_eq!(labelled, ["1", "10", "100", "1000"]);
    assert!(ticks.iter().any(|t| t.value == 20.0 && t.label.is_empty()));
    let few = log_ticks(17.0, 1000.0, 8);
    let labelled: Vec<&str> =
        few.iter().map(|t| t.label.as_str()).filter(|l| !l.is_empty()).collect();
    assert_eq!(labelled, ["20", "50", "100", "200", "500", "1000"]);
    assert_eq!(log_ticks(17.0, 1000.0, 4).iter().filter(|t| !t.label.is_empty()).count(), 2);
    let wide = log_ticks(1e-12, 1e12, 5);
    let labelled = wide.iter().filter(|t| !t.label.is_empty()).count();
    assert!((3..=5).contains(&labelled), "{labelled}");
}

#[test]
fn names_mean_safe_colors() {
    for (name, color) in NAMED_COLORS {
        assert_eq!(Color::parse(name), Ok(*color));
    }
    assert_eq!(Color::parse("RED").unwrap().to_hex(), "#d55e00");
    assert_eq!(Color::parse("#0af").unwrap().to_hex(), "#00aaff");
    for wrong in ["", "#12", "#+12345", "#gggggg", "rgb(1,2,3)", "ochre"] {
        let error = Color::parse(wrong).unwrap_err().to_string();
        assert!(error.contains("#0072b2"), "{error}");
    }
    assert!(
        Color::parse("ochre-ish").unwrap_err().to_string().contains("known names are black, blue")
    );
    assert!(Color::parse("yelow").unwrap_err().to_string().contains("`yellow`"));
}

/// Lightness-weighted distance as seen by a deuteranope (Viénot et al. 1999,
/// linear RGB): neighbours of the palette must stay apart.
#[test]
fn palette_differs_for_deuteranopes() {
    let linear = |v: u8| (f64::from(v) / 255.0).powf(2.2);
    let seen = |c: Color| {
        let (r, g, b) = (linear(c.r), linear(c.g), linear(c.b));
        let rg = 0.29275 * r + 0.70725 * g;
        [rg.cbrt(), (-0.02234 * r + 0.02234 * g + b).max(0.0).cbrt()]
    };
    for (i, &a) in PALETTE.iter().enumerate() {
        for &b in &PALETTE[i + 1..] {
            let (a, b) = (seen(a), seen(b));
            let distance = (a[0] - b[0]).hypot(a[1] - b[1]);
            assert!(distance > 0.05, "{a:?} {b:?} {distance}");
        }
    }
}
