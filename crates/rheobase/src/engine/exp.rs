//! The exponential function for inner loops: plain arithmetic, so that it vectorises and gives the
//! same bits on every machine.

use std::f64::consts::LOG2_E;

/// ln 2 in two parts; the first has 21 zero bits at its end, so that its product with a small
/// whole number is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// 1.5·2⁵²: added to a number below 2⁵¹, it leaves the nearest whole number in the last bits.
const SHIFT: f64 = 6_755_399_441_055_744.0;

/// `e^x` for x from -708 to 708, within 1.5 units in the last place; beyond, the value at the bound.
///
/// x = n·ln 2 + r with |r| ≤ ln 2 / 2, and the series of `e^r` up to r¹³, which leaves 4·10⁻¹⁸ out;
/// 2ⁿ is added to the exponent.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let x = if x > -708.0 { x } else { -708.0 };
    let x = if x < 708.0 { x } else { 708.0 };
    let shifted = x * LOG2_E + SHIFT;
    let n = shifted - SHIFT;
    let r = (x - n * LN2_HIGH) - n * LN2_LOW;
    // 1 + (r + r²·(1/2! + r/3! + …)), the terms in pairs and fours: a shorter chain than Horner's.
    let r2 = r * r;
    let r4 = r2 * r2;
    let a = (1.0 / 2.0 + r * (1.0 / 6.0)) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0));
    let b = (1.0 / 720.0 + r * (1.0 / 5_040.0)) + r2 * (1.0 / 40_320.0 + r * (1.0 / 362_880.0));
    let c = (1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0))
        + r2 * (1.0 / 479_001_600.0 + r * (1.0 / 6_227_020_800.0));
    let mantissa = 1.0 + (r + r2 * (a + r4 * (b + r4 * c)));
    f64::from_bits(mantissa.to_bits().wrapping_add(shifted.to_bits() << 52))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distance of two positive numbers in units of the last place.
    fn ulps(a: f64, b: f64) -> u64 {
        a.to_bits().abs_diff(b.to_bits())
    }

    #[test]
    fn it_agrees_with_libm() {
        assert_eq!(LN2_HIGH.to_bits() & ((1 << 21) - 1), 0);
        assert!((LN2_HIGH + LN2_LOW - std::f64::consts::LN_2).abs() < 1e-17);
        let mut most = 0;
        let mut see = |x: f64| most = most.max(ulps(exp(x), libm::exp(x)));
        for k in 0..200_000 {
            let t = f64::from(k) / 200_000.0;
            see(-708.0 + 1416.0 * t);
            see(-1.0 + 2.0 * t);
            see(-1e-3 * t);
        }
        // libm itself is within one unit.
        assert!(most <= 2, "{most} units in the last place");
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-1e300), exp(-708.0));
        assert_eq!(exp(1e300), exp(708.0));
        let short = |x: f64| 1.0 + x * (1.0 + x * (0.5 + x / 6.0));
        assert!(ulps(short(-0.3), libm::exp(-0.3)) > 1_000_000, "anything would agree");
    }
}
