//! The exponential function and a mean of it for inner loops: arithmetic that every machine rounds
//! alike and that vectorises.

use std::f64::consts::LOG2_E;

/// ln 2 in two parts; the first has 21 zero bits at its end, so that its product with a small
/// whole number is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// 1.5·2⁵²: added to a number below 2⁵¹, it leaves the nearest whole number in the last bits.
const SHIFT: f64 = 6_755_399_441_055_744.0;

/// Up to here [`mean_of_decay`] is [`mean_of_decay_near`].
pub const NEAR: f64 = 0.68;

/// `e^x` for x from -708 to 708, within 10⁻¹³ of it; beyond, the value at the bound.
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

/// Coefficients of the polynomial that interpolates `(e^r - 1 - r)/r²` at the eight Chebyshev nodes
/// of ±ln 2 / 2. What it is for is approximated within 10⁻⁶; two terms more would give all digits.
const SERIES: [f64; 8] = [
    0.499_999_999_999_551_1,
    0.166_666_666_666_625_86,
    0.041_666_666_786_265_73,
    0.008_333_333_344_202_98,
    0.001_388_883_911_057_200_9,
    0.000_198_412_245_996_560_11,
    2.486_787_017_968_772_7e-5,
    2.761_756_478_587_608_6e-6,
];

/// `e^r` for |r| ≤ ln 2 / 2.
#[inline(always)]
fn exp_near_zero(r: f64) -> f64 {
    // The terms in pairs and fours: a shorter chain than Horner's.
    let s = &SERIES;
    let r2 = r * r;
    let a = fused(r2, fused(r, s[3], s[2]), fused(r, s[1], s[0]));
    let b = fused(r2, fused(r, s[7], s[6]), fused(r, s[5], s[4]));
    1.0 + fused(r2, fused(r2 * r2, b, a), r)
}

/// The mean of `e^{-xs}` over s from 0 to 1, `(1 - e^{-x})/x`, for x > 0, within 10⁻¹³ of it.
#[inline(always)]
pub fn mean_of_decay(x: f64) -> f64 {
    let far = (1.0 - exp(-x)) / x;
    if x <= NEAR { mean_of_decay_near(x) } else { far }
}

/// Coefficients of the polynomial that interpolates the same at nine Chebyshev nodes from 0 to
/// [`NEAR`].
const MEANS: [f64; 9] = [
    0.999_999_999_999_950_4,
    -0.499_999_999_988_174_2,
    0.166_666_666_201_988_97,
    -0.041_666_659_624_336_03,
    0.008_333_279_744_107_278,
    -0.001_388_659_024_114_459_3,
    0.000_197_830_145_691_656_92,
    -2.393_133_093_666_538_5e-5,
    2.035_036_862_203_527_7e-6,
];

/// The same for x from 0 to [`NEAR`], without a division.
#[inline(always)]
pub fn mean_of_decay_near(x: f64) -> f64 {
    let m = &MEANS;
    let x2 = x * x;
    let x4 = x2 * x2;
    let a = fused(x2, fused(x, m[3], m[2]), fused(x, m[1], m[0]));
    let b = fused(x2, fused(x, m[7], m[6]), fused(x, m[5], m[4]));
    fused(x4, fused(x4, m[8], b), a)
}

/// `a·b + c`, rounded once: as fast as a multiplication where processors have an instruction for it,
/// and the same bits elsewhere.
#[inline(always)]
pub fn fused(a: f64, b: f64, c: f64) -> f64 {
    f64::mul_add(a, b, c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_libm() {
        assert_eq!(LN2_HIGH.to_bits() & ((1 << 21) - 1), 0);
        assert!((LN2_HIGH + LN2_LOW - std::f64::consts::LN_2).abs() < 1e-17);
        let off = |x: f64, found: f64| (found / libm::exp(x) - 1.0).abs();
        let mut most: f64 = 0.0;
        let mut see = |x: f64| most = most.max(off(x, exp(x)));
        for k in 0..200_000 {
            let t = f64::from(k) / 200_000.0;
            see(-708.0 + 1416.0 * t);
            see(-1.0 + 2.0 * t);
            see(-1e-3 * t);
        }
        assert!((1e-15..1e-13).contains(&most), "off by {most:e}");
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-1e300), exp(-708.0));
        assert_eq!(exp(1e300), exp(708.0));
        let short = |x: f64| 1.0 + x * (1.0 + x * (0.5 + x / 6.0));
        assert!(off(-0.3, short(-0.3)) > 1e-4, "anything would agree");
    }

    #[test]
    fn the_mean_of_a_decay_agrees_with_libm() {
        let mut most: f64 = 0.0;
        let mut see =
            |x: f64| most = most.max((mean_of_decay(x) * -x / libm::expm1(-x) - 1.0).abs());
        for k in 1..200_000 {
            let t = f64::from(k) / 200_000.0;
            see(t);
            see(NEAR * (1.0 + 1e-9 * (t - 0.5)));
            see(1e-6 * t);
            see(700.0 * t);
        }
        assert!((1e-15..1e-13).contains(&most), "off by {most:e}");
        assert_eq!(mean_of_decay(0.3), mean_of_decay_near(0.3));
        assert_ne!(mean_of_decay(0.7), mean_of_decay_near(0.7));
    }
}
