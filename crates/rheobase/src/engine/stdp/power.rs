//! Powers of weights, many at a time and with the same bits on every machine.
//!
//! x^mu = exp(mu·ln x) by polynomials in plain additions, multiplications and one division, which
//! vectorise. The error is a few units in the last place for weights of any usual size (it grows
//! with |mu·ln x|: about 1e-14 relative at 1e±30).

use std::f64::consts::{LOG2_E, SQRT_2};

/// ln 2 as a number of 32 bits, so that a whole multiple of it is exact, and the rest.
const LN_2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN_2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);

/// 1.5·2⁵²: adding it rounds to a whole number, which then stands in the lowest bits.
const ROUNDING: f64 = 6_755_399_441_055_744.0;

/// `x^mu` for x ≥ 0 and mu > 0. A denormal x counts as 0.
#[inline(always)]
pub fn power(x: f64, mu: f64) -> f64 {
    let y = exp(mu * ln(x));
    if x < f64::MIN_POSITIVE { 0.0 } else { y }
}

/// Natural logarithm of a normal positive number: with m in [√½, √2) and s = (m-1)/(m+1),
/// ln m = 2·artanh s = 2s + s·(2z/3 + 2z²/5 + …), z = s².
#[inline(always)]
fn ln(x: f64) -> f64 {
    let root = (SQRT_2 / 2.0).to_bits();
    // Adding 1 - √½ to the mantissa moves the cut of the exponent from 1 to √½.
    let shifted = x.to_bits().wrapping_add(0x3ff0_0000_0000_0000 - root);
    let exponent = f64::from((shifted >> 52) as i32 - 1023);
    let f = f64::from_bits((shifted & 0x000f_ffff_ffff_ffff) + root) - 1.0;
    let s = f / (f + 2.0);
    let z = s * s;
    // Minimax coefficients of fdlibm's `log` (Sun Microsystems 1993).
    let p = z
        * (6.666_666_666_666_735e-1
            + z * (3.999_999_999_940_942e-1
                + z * (2.857_142_874_366_239e-1
                    + z * (2.222_219_843_214_978_4e-1
                        + z * (1.818_357_216_161_805e-1
                            + z * (1.531_383_769_920_937_3e-1
                                + z * 1.479_819_860_511_658_6e-1))))));
    let half = 0.5 * f * f;
    exponent * LN_2_HIGH + (f - (half - (s * (half + p) + exponent * LN_2_LOW)))
}

/// `e^y`; 0 below -708 and for what is not a number, and capped above 709.
#[inline(always)]
fn exp(y: f64) -> f64 {
    // The first comparison also fails for NaN.
    let y = if y > -708.0 { y } else { -708.0 };
    let y = if y < 709.0 { y } else { 709.0 };
    let shifted = y * LOG2_E + ROUNDING;
    let n = shifted - ROUNDING;
    let r = (y - n * LN_2_HIGH) - n * LN_2_LOW;
    // Taylor on ±½ ln 2: the first term left out is below 5e-18.
    let mut p = 1.0 / 6_227_020_800.0;
    for c in [
        1.0 / 479_001_600.0,
        1.0 / 39_916_800.0,
        1.0 / 3_628_800.0,
        1.0 / 362_880.0,
        1.0 / 40_320.0,
        1.0 / 5040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
    ] {
        p = c + r * p;
    }
    let fraction = 1.0 + (r + (r * r) * p);
    // The whole number stands in the low bits of `shifted`; as an exponent it is at least -1022.
    let scale = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52));
    fraction * scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_those_of_libm() {
        let mut worst = 0f64;
        for mu in [0.02, 0.4, 0.5, 0.9, 1.7, 3.0] {
            for k in 0..20_000 {
                let x = libm::exp(-20.0 + f64::from(k) * 0.0021);
                let exact = libm::pow(x, mu);
                let units = 1.0 + (mu * libm::log(x)).abs() / 4.0;
                worst = worst.max((power(x, mu) / exact - 1.0).abs() / units);
            }
        }
        assert!(worst < 5e-16, "{worst:e}");
        assert!(worst > 0.0, "this compares a function with itself");
    }

    #[test]
    fn ends_of_the_range() {
        assert_eq!(power(0.0, 0.4), 0.0);
        assert_eq!(power(1e-310, 0.4), 0.0);
        assert_eq!(power(1.0, 0.4), 1.0);
        for x in [f64::MIN_POSITIVE, 1e-300, 1e-30, 1e30, 1e300] {
            let relative = power(x, 0.4) / libm::pow(x, 0.4) - 1.0;
            assert!(relative.abs() < 2e-13, "{x:e}: {relative:e}");
        }
    }
}
