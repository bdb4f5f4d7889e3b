//! Division by numbers that are known in advance, with the bits of a division.
//!
//! A vector of divisions takes as long as ten of multiplications. Where the inverse of the divisor
//! is known, correctly rounded, and multiplication and addition can be fused, two corrections of
//! `x · inverse` give the correctly rounded quotient: the first leaves it within one unit of the
//! last place, and by Markstein's theorem (P. W. Markstein 1990, *IBM J. Res. Dev.* 34:111-119)
//! the second then rounds as a division does. Remainders must not underflow, so that
//! this holds for numbers of ordinary size alone.

/// A divisor of ordinary size and its inverse.
#[derive(Clone, Copy, Debug)]
pub struct Divisor {
    value: f64,
    inverse: f64,
}

impl Divisor {
    pub fn new(value: f64) -> Option<Divisor> {
        Some(Divisor { value, inverse: inverse(value)? })
    }

    /// `x / value` for a tame x.
    #[inline(always)]
    pub fn divide_fused(self, x: f64) -> f64 {
        divide_fused(x, self.value, self.inverse)
    }
}

/// The inverse of a divisor of ordinary size.
pub fn inverse(value: f64) -> Option<f64> {
    (1e-60..1e60).contains(&value).then_some(1.0 / value)
}

/// `x / value` for a tame x and the value's inverse; 0 for a negative zero too.
#[inline(always)]
pub fn divide_fused(x: f64, value: f64, inverse: f64) -> f64 {
    let quotient = x * inverse;
    let quotient = f64::mul_add(f64::mul_add(-quotient, value, x), inverse, quotient);
    f64::mul_add(f64::mul_add(-quotient, value, x), inverse, quotient)
}

/// Whether a number may be divided by [`divide_fused`].
#[inline(always)]
pub fn is_tame(x: f64) -> bool {
    let size = x.abs();
    (size == 0.0) | ((size > 1e-200) & (size < 1e200))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, Purpose};

    /// Random mantissas and those with few bits, where rounding is closest; exponents over the range.
    #[test]
    fn quotients_are_those_of_a_division() {
        let mut draws = Key::new(1, Purpose::Sample, "quotients").draws(0, 0);
        let mut number = |spread: u64| {
            let exponent = 1023 - spread + draws.below(2 * spread + 1);
            let mantissa = match draws.below(4) {
                0 => draws.below(1 << 52) & !0xff_ffff_ffff,
                1 => (1 << 52) - 1 - draws.below(16),
                2 => draws.below(16),
                _ => draws.below(1 << 52),
            };
            f64::from_bits(exponent << 52 | mantissa)
        };
        for _ in 0..2_000_000 {
            let (x, divisor) = (number(600), Divisor::new(number(190)).unwrap());
            assert!(is_tame(x));
            let (got, exact) = (divisor.divide_fused(x), x / divisor.value);
            assert_eq!(got.to_bits(), exact.to_bits(), "{x:e} / {:e}", divisor.value);
        }
        assert_eq!(Divisor::new(3.0).unwrap().divide_fused(0.0).to_bits(), 0);
    }

    #[test]
    fn what_is_not_tame_is_told() {
        assert!(is_tame(0.0) && is_tame(-1.0) && is_tame(1e-199));
        for x in [f64::NAN, f64::INFINITY, 1e-201, -5e-324, -1e201] {
            assert!(!is_tame(x), "{x:e}");
        }
        assert!([0.0, -1.0, 1e-300, f64::NAN].into_iter().all(|v| Divisor::new(v).is_none()));
    }
}
