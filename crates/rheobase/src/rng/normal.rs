//! Standard normal numbers by the method of Box & Muller (1958), many at a time.
//!
//! The logarithm, sine and cosine are our own polynomials: the platform's libm may differ between
//! machines, and a plain sequence of additions and multiplications vectorises with the same bits
//! on every instruction set. All is in single precision, which halves the cost: 24 random bits of a
//! normal number are plenty, and small and large ones have as many. A radius of 31 bits gives tails
//! up to 6.66 σ.

use super::Key;
use super::philox::philox_lanes;
use std::f32::consts::{FRAC_1_SQRT_2, LN_2, PI};

/// Neurons that are drawn together: 16 blocks of 4 words.
pub const GROUP: usize = 64;
const LANES: usize = GROUP / 4;

/// Fills `out` with standard normal numbers: `out[k]` belongs to (key, tick, first + k) alone.
pub fn fill_normals(key: Key, tick: u64, first: usize, out: &mut [f64]) {
    let mut buffer = [0.0; GROUP];
    let mut done = 0;
    while done < out.len() {
        let index = first + done;
        let (group, offset) = (index / GROUP, index % GROUP);
        let count = (GROUP - offset).min(out.len() - done);
        let target = &mut out[done..done + count];
        if let Ok(whole) = <&mut [f64; GROUP]>::try_from(&mut *target) {
            normal_group(key, group as u32, tick, whole);
        } else {
            normal_group(key, group as u32, tick, &mut buffer);
            target.copy_from_slice(&buffer[offset..offset + count]);
        }
        done += count;
    }
}

crate::simd::multiversion! {
    /// The 64 random words that belong to a group of neurons in a step.
    pub fn word_group(key: Key, group: u32, tick: u64, out: &mut [u32; GROUP]) {
        let words = philox_lanes::<LANES>(group.wrapping_mul(LANES as u32), tick, key.0);
        for w in 0..4 {
            out[w * LANES..(w + 1) * LANES].copy_from_slice(&words[w]);
        }
    }
}

crate::simd::multiversion! {
    fn normal_group(key: Key, group: u32, tick: u64, out: &mut [f64; GROUP]) {
        let words = philox_lanes::<LANES>(group.wrapping_mul(LANES as u32), tick, key.0);
        let mut normals = [[0.0f32; LANES]; 4];
        for pair in 0..2 {
            for b in 0..LANES {
                let (z0, z1) = box_muller(words[2 * pair][b], words[2 * pair + 1][b]);
                normals[2 * pair][b] = z0;
                normals[2 * pair + 1][b] = z1;
            }
        }
        for (out, normal) in out.iter_mut().zip(normals.as_flattened()) {
            *out = f64::from(*normal);
        }
    }
}

/// Two independent standard normal numbers from two uniform words.
#[inline(always)]
pub(super) fn box_muller(radius: u32, angle: u32) -> (f32, f32) {
    let r = (-2.0 * ln_uniform((radius >> 1) as i32)).sqrt();
    let (sin, cos) = sin_cos_turn(angle);
    (r * cos, r * sin)
}

/// Natural logarithm of `(k + ½)/2³¹`, for k from 0 to 2³¹ - 1.
///
/// With m in [√½, √2) it is `e·ln 2 + ln m`, and `ln m = 2·artanh s` with s = (m-1)/(m+1). Close to
/// one, where m - 1 is what counts, that is taken from what is missing to one.
#[inline(always)]
fn ln_uniform(k: i32) -> f32 {
    const CUT: u32 = FRAC_1_SQRT_2.to_bits();
    let x = k as f32 + 0.5;
    // Adding 1 - √½ to the mantissa moves the cut of the exponent from 1 to √½.
    let shifted = x.to_bits().wrapping_add(1.0f32.to_bits() - CUT);
    let m = f32::from_bits((shifted & 0x007f_ffff) + CUT);
    let exponent = (shifted >> 23) as i32 - (127 + 31);
    let missing = ((i32::MAX - k) as f32 + 0.5) * (-1.0 / 2_147_483_648.0);
    let f = if exponent >= 0 { missing } else { m - 1.0 };
    let exponent = if exponent >= 0 { 0 } else { exponent };
    let s = f / (2.0 + f);
    let z = s * s;
    // artanh(s)/s, interpolated at four Chebyshev nodes: within 10⁻⁹.
    let artanh = 1.0 + z * (0.333_334_1 + z * (0.199_874 + z * 0.149_628_95));
    exponent as f32 * LN_2 + 2.0 * s * artanh
}

/// Sine and cosine of `2π · turn / 2³²`, by polynomials on ±π/4 that interpolate at Chebyshev nodes:
/// within 3·10⁻⁸.
#[inline(always)]
fn sin_cos_turn(turn: u32) -> (f32, f32) {
    let quadrant = turn.wrapping_add(1 << 29) >> 30;
    let rest = turn.wrapping_sub(quadrant << 30) as i32;
    let x = rest as f32 * (2.0 * PI / 4_294_967_296.0);
    let z = x * x;
    let sin = x * (1.0 + z * (-0.166_666_51 + z * (0.008_332_035_5 + z * -0.000_195_038_71)));
    let cos = 1.0 + z * (-0.499_998_57 + z * (0.041_655_01 + z * -0.001_358_575));
    let (a, b) = if quadrant & 1 == 1 { (cos, sin) } else { (sin, cos) };
    let sin_sign = if quadrant & 2 == 2 { -1.0 } else { 1.0 };
    let cos_sign = if (quadrant + 1) & 2 == 2 { -1.0 } else { 1.0 };
    (a * sin_sign, b * cos_sign)
}

#[cfg(test)]
mod tests {
    use super::super::Purpose;
    use super::*;

    #[test]
    fn polynomials_agree_with_libm() {
        for step in 0..100_000u32 {
            let word = step.wrapping_mul(2_654_435_769);
            // Everywhere, and close to both ends.
            for k in [word >> 1, word >> 20, i32::MAX as u32 - (word >> 20)] {
                let exact = libm::log((f64::from(k) + 0.5) / 2_147_483_648.0);
                let got = f64::from(ln_uniform(k as i32));
                assert!((got - exact).abs() <= 3e-7 * exact.abs(), "ln {k}: {got}, {exact}");
            }
            let (s, c) = sin_cos_turn(word);
            let x = f64::from(word) * (2.0 * std::f64::consts::PI / 4_294_967_296.0);
            let error = |got: f32, exact: f64| (f64::from(got) - exact).abs();
            assert!(error(s, libm::sin(x)) < 2e-7 && error(c, libm::cos(x)) < 2e-7, "{x}");
        }
    }

    #[test]
    fn any_cut_gives_the_same_numbers() {
        let key = Key::new(1, Purpose::Noise, "n");
        let mut whole = [0.0; 1000];
        fill_normals(key, 12, 0, &mut whole);
        for (start, stop) in [(0, 1), (63, 65), (5, 900), (128, 192), (999, 1000)] {
            let mut part = vec![0.0; stop - start];
            fill_normals(key, 12, start, &mut part);
            assert_eq!(part, whole[start..stop]);
        }
    }

    /// Kolmogorov–Smirnov against Φ, moments, and independence of neighbours in index and time.
    #[test]
    fn the_law_is_standard_normal() {
        let key = Key::new(5, Purpose::Noise, "law");
        let n = 200_000;
        let (mut now, mut then) = (vec![0.0; n], vec![0.0; n]);
        fill_normals(key, 0, 0, &mut now);
        fill_normals(key, 1, 0, &mut then);
        let lag: f64 = now.windows(2).map(|w| w[0] * w[1]).sum::<f64>() / n as f64;
        let tick: f64 = now.iter().zip(&then).map(|(a, b)| a * b).sum::<f64>() / n as f64;
        assert!(lag.abs() < 4.5 / (n as f64).sqrt() && tick.abs() < 4.5 / (n as f64).sqrt());
        now.sort_by(f64::total_cmp);
        let phi = |z: f64| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
        let ks = now.iter().enumerate().map(|(i, &z)| (phi(z) - (i as f64 + 0.5) / n as f64).abs());
        let d = ks.fold(0.0, f64::max);
        assert!(d * (n as f64).sqrt() < 1.95, "Kolmogorov–Smirnov {d}");
        assert!(box_muller(0, 0).0 > 6.6, "the largest number of a 31-bit radius");
    }
}
