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
pub fn exp_near_zero(r: f64) -> f64 {
    // The terms in pairs and fours: a shorter chain than Horner's.
    let s = &SERIES;
    let r2 = r * r;
    let a = fused(r2, fused(r, s[3], s[2]), fused(r, s[1], s[0]));
    let b = fused(r2, fused(r, s[7], s[6]), fused(r, s[5], s[4]));
    1.0 + fused(r2, fused(r2 * r2, b, a), r)
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
            let near = NEAR * (2.0 * t - 1.0);
            assert_eq!(exp(near), exp_near_zero(near));
        }
        assert!((1e-15..1e-13).contains(&most), "off by {most:e}");
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-1e300), exp(-708.0));
        assert_eq!(exp(1e300), exp(708.0));
        let short = |x: f64| 1.0 + x * (1.0 + x * (0.5 + x / 6.0));
        assert!(off(-0.3, short(-0.3)) > 1e-4, "anything would agree");
    }
}
