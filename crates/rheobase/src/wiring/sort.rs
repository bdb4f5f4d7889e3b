//! Sorting the targets of a row.

/// Shortest row that is sorted by digits.
const FEW: usize = 96;

/// Sorts small numbers; holds the room that this needs.
#[derive(Default)]
pub(super) struct Sort {
    other: Vec<u32>,
}

impl Sort {
    /// Puts numbers in ascending order.
    pub fn ascending(&mut self, values: &mut [u32]) {
        let most = values.iter().copied().max().unwrap_or(0);
        if values.len() < FEW || most >= 1 << 16 {
            values.sort_unstable();
            return;
        }
        // By the lower digit into the other list, by the upper one back (digits of 8 bits).
        self.other.clear();
        self.other.resize(values.len(), 0);
        by_digit(values, &mut self.other, 0);
        by_digit(&self.other, values, 8);
    }
}

/// Copies in order of a digit, numbers of one digit as they stand.
fn by_digit(from: &[u32], to: &mut [u32], shift: u32) {
    let digit = |value: u32| (value >> shift) as usize & 255;
    let mut places = [0u32; 257];
    for &value in from {
        places[digit(value) + 1] += 1;
    }
    for k in 0..256 {
        places[k + 1] += places[k];
    }
    for &value in from {
        let place = &mut places[digit(value)];
        to[*place as usize] = value;
        *place += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_and_size_is_sorted() {
        let mut sort = Sort::default();
        let mut word = 1u32;
        for length in [0, 1, 2, 95, 96, 97, 500, 3000] {
            for most in [1, 200, 65_535, 65_536, u32::MAX] {
                let mut draw = || {
                    word = word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (word >> 1) % most
                };
                let mut values: Vec<u32> = (0..length).map(|_| draw()).collect();
                let mut expected = values.clone();
                expected.sort_unstable();
                sort.ascending(&mut values);
                assert_eq!(values, expected, "{length} numbers up to {most}");
            }
        }
    }
}
