//! The exponential function for inner loops: plain arithmetic, so that it vectorises and gives the
//! same bits on every machine.

use std::f64::consts::LOG2_E;

/// ln 2 in two parts; the first has 21 zero bits at its end, so that its product with a small
/// whole number is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// 1.5·2⁵²: added to a number below 2⁵¹, it leaves the nearest whole number in the last bits.
const SHIFT: f64 = 6_755_399_441_055_744.0;

/// Distance from zero up to which [`exp`] is [`exp_near_zero`].
pub const NEAR: f64 = 0.34;

/// `e^x` for x from -708 to 708, within 1.5 units in the last place; beyond, the value at the bound.
///
/// x = n·ln 2 + r with |r| ≤ ln 2 / 2; 2ⁿ is added to the exponent of `e^r`.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let x = if x > -708.0 { x } else { -708.0 };
    let x = if x < 708.0 { x } else { 708.0 };
    let shifted = x * LOG2_E + SHIFT;
    let n = shifted - SHIFT;
    let r = (x - n * LN2_HIGH) - n * LN2_LOW;
    f64::from_bits(exp_near_zero(r).to_bits().wrapping_add(shifted.to_bits() << 52))
}

/// Coefficients of the polynomial that interpolates `(e^r - 1 - r)/r²` at the ten Chebyshev nodes
/// of ±ln 2 / 2: within 2·10⁻¹⁷ of `e^r`. (The series would need two more terms.)
const SERIES: [f64; 10] = [
    0.500_000_000_000_000_1,
    0.166_666_666_666_666_69,
    0.041_666_666_666_623_824,
    0.008_333_333_333_330_039,
    0.001_388_888_891_736_706_8,
    0.000_198_412_698_631_715_57,
    2.480_152_105_786_820_4e-5,
    2.755_726_827_690_569_6e-6,
    2.762_020_159_103_154_7e-7,
    2.510_047_250_569_499_6e-8,
];

/// `e^r` for |r| ≤ ln 2 / 2.
#[inline(always)]
pub fn exp_near_zero(r: f64) -> f64 {
    // The terms in pairs and fours: a shorter chain than Horner's.
    let s = &SERIES;
    let r2 = r * r;
    let r4 = r2 * r2;
    let a = (s[0] + r * s[1]) + r2 * (s[2] + r * s[3]);
    let b = (s[4] + r * s[5]) + r2 * (s[6] + r * s[7]);
    let c = s[8] + r * s[9];
    1.0 + (r + r2 * (a + r4 * (b + r4 * c)))
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
            let near = NEAR * (2.0 * t - 1.0);
            assert_eq!(exp(near), exp_near_zero(near));
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
