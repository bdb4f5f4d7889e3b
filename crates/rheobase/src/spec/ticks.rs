//! Times as whole numbers of steps.

use crate::units::rounded_text;

/// The number of steps of `dt` ms in `time` ms, where it is a whole number (to within the rounding
/// of the two decimal numbers, 1e-9 of a step and 1e-12 of the time); `None` where it is not, is
/// negative, not finite or above 2^53.
pub fn ticks(time: f64, dt: f64) -> Option<u64> {
    let steps = time / dt;
    let whole = steps.round();
    let near = (steps - whole).abs() <= 1e-9 + 1e-12 * whole;
    (near && dt > 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&whole)).then_some(whole as u64)
}

/// "the nearest two that are: 0.3 ms and 0.4 ms": multiples of `dt` around a time, at least
/// `least` steps.
pub(crate) fn nearest_two(time: f64, dt: f64, least: f64) -> String {
    let below = (time / dt).floor().max(least);
    let (low, high) = (rounded_text(below * dt), rounded_text((below + 1.0) * dt));
    format!("the nearest two that are: \"{low} ms\" and \"{high} ms\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_multiples_are_whole() {
        assert_eq!(ticks(0.3, 0.1), Some(3)); // 0.3 / 0.1 is 2.9999999999999996
        assert_eq!(ticks(1000.0, 0.1), Some(10_000));
        assert_eq!(ticks(1e9, 0.1), Some(10_000_000_000));
        assert_eq!(ticks(0.0, 0.1), Some(0));
        assert_eq!(ticks(0.25, 0.1), None);
        assert_eq!(ticks(100_000.05, 0.1), None);
        assert_eq!(ticks(-0.1, 0.1), None);
        assert_eq!(ticks(f64::NAN, 0.1), None);
        assert_eq!(ticks(1.0, 0.0), None);
        assert_eq!(
            nearest_two(0.25, 0.1, 1.0),
            "the nearest two that are: \"0.2 ms\" and \"0.3 ms\""
        );
        assert_eq!(
            nearest_two(0.05, 0.1, 1.0),
            "the nearest two that are: \"0.1 ms\" and \"0.2 ms\""
        );
    }
}
