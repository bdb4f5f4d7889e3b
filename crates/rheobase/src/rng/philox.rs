//! Philox4x32-10.

const MULTIPLIER: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

/// The block cipher: four random words for a counter and a key.
#[inline(always)]
pub fn philox4x32(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..ROUNDS {
        let p0 = u64::from(MULTIPLIER[0]) * u64::from(counter[0]);
        let p1 = u64::from(MULTIPLIER[1]) * u64::from(counter[2]);
        counter = [
            (p1 >> 32) as u32 ^ counter[1] ^ key[0],
            p1 as u32,
            (p0 >> 32) as u32 ^ counter[3] ^ key[1],
            p0 as u32,
        ];
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    counter
}

/// `L` blocks side by side, as a structure of arrays that compilers turn into vector code:
/// word `w` of block `b` is `out[w][b]`. Block b has the counter (first + b, 0, tick).
#[inline(always)]
pub(super) fn philox_lanes<const L: usize>(first: u32, tick: u64, key: [u32; 2]) -> [[u32; L]; 4] {
    let each = std::array::from_fn(|b| u64::from(first.wrapping_add(b as u32)));
    rounds([each, [0; L], [tick; L], [tick >> 32; L]], key)
}

/// The same with the counters (a, b, first + k).
#[inline(always)]
pub(super) fn philox_blocks<const L: usize>(
    a: u32,
    b: u32,
    first: u64,
    key: [u32; 2],
) -> [[u32; L]; 4] {
    let next: [u64; L] = std::array::from_fn(|k| first.wrapping_add(k as u64));
    rounds([[a.into(); L], [b.into(); L], next, next.map(|n| n >> 32)], key)
}

/// The same with the counters (a, b[k], 0).
#[inline(always)]
pub(super) fn philox_pairs<const L: usize>(a: u32, b: &[u32; L], key: [u32; 2]) -> [[u32; L]; 4] {
    rounds([[a.into(); L], b.map(u64::from), [0; L], [0; L]], key)
}

/// Each word in a place of 64 bits, of which the upper half is not looked at: vectors multiply 32
/// bits by 32 in such places, and moving words together and apart in each round would take as long
/// as the rest.
#[inline(always)]
#[allow(clippy::needless_range_loop, reason = "several arrays share the index")]
fn rounds<const L: usize>(mut c: [[u64; L]; 4], key: [u32; 2]) -> [[u32; L]; 4] {
    let mut k = key;
    for _ in 0..ROUNDS {
        let mut next = [[0u64; L]; 4];
        for b in 0..L {
            let p0 = u64::from(MULTIPLIER[0]) * (c[0][b] & 0xffff_ffff);
            let p1 = u64::from(MULTIPLIER[1]) * (c[2][b] & 0xffff_ffff);
            next[0][b] = (p1 >> 32) ^ c[1][b] ^ u64::from(k[0]);
            next[1][b] = p1;
            next[2][b] = (p0 >> 32) ^ c[3][b] ^ u64::from(k[1]);
            next[3][b] = p0;
        }
        c = next;
        k = [k[0].wrapping_add(WEYL[0]), k[1].wrapping_add(WEYL[1])];
    }
    c.map(|words| words.map(|word| word as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers of the Random123 distribution (kat_vectors, philox4x32 10).
    #[test]
    fn known_answers() {
        let cases = [
            ([0; 4], [0; 2], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]),
            ([u32::MAX; 4], [u32::MAX; 2], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]),
            (
                [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
                [0xa4093822, 0x299f31d0],
                [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
            ),
        ];
        for (counter, key, expected) in cases {
            assert_eq!(philox4x32(counter, key), expected);
        }
    }

    #[test]
    fn lanes_agree_with_single_blocks() {
        let key = [7, 9];
        let lanes = philox_lanes::<16>(5, 1 << 40 | 3, key);
        for b in 0..16 {
            let block = philox4x32([5 + b as u32, 0, 3, 1 << 8], key);
            assert_eq!(lanes.map(|lane| lane[b]), block);
        }
    }
}
