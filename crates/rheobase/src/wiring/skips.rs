//! Independent trials of one probability, at a cost that goes with the successes.

use super::stream::Stream;

/// Bits of a table index: outcomes of the table.
const BITS: u32 = 10;
const OUTCOMES: usize = 1 << BITS;
/// Least probability for which the table is used; below, most draws would run off its end.
const TABLE_FROM: f64 = 1.0 / 256.0;

/// Draws the failures before the next success, which are geometric: P(gap = k) = (1-p)ᵏ·p
/// (Devroye 1986, X.2; Batagelj & Brandes 2005, "Efficient generation of large random networks").
pub(super) struct Skips {
    p: f64,
    /// 1 / ln(1-p).
    scale: f64,
    /// For a large p: gaps by the alias method; empty otherwise.
    table: Vec<u32>,
}

impl Skips {
    /// `p` must be a probability.
    pub fn new(p: f64) -> Self {
        let table = if (TABLE_FROM..1.0).contains(&p) { alias_table(p) } else { Vec::new() };
        Skips { p, scale: 1.0 / libm::log1p(-p), table }
    }

    /// Calls `success` with the number of each trial of 0..n that succeeds, ascending.
    #[inline]
    pub fn for_each(&self, n: u32, stream: &mut Stream, mut success: impl FnMut(u32, &mut Stream)) {
        if self.p == 1.0 {
            (0..n).for_each(|trial| success(trial, stream));
        } else if let Ok(table) = <&[u32; OUTCOMES]>::try_from(&self.table[..]) {
            by_table(table, n, stream, success);
        } else if self.p > 0.0 {
            self.by_logarithm(n, stream, success);
        }
    }

    /// ⌊ln u / ln(1-p)⌋ with u uniform in (0, 1].
    #[inline]
    fn by_logarithm(&self, n: u32, stream: &mut Stream, mut success: impl FnMut(u32, &mut Stream)) {
        let mut trial = 0u64;
        loop {
            // 1 - u is never 0; a gap beyond 2^64 becomes the largest u64.
            let gap = libm::log(1.0 - stream.uniform()) * self.scale;
            trial = trial.saturating_add(gap as u64);
            if trial >= u64::from(n) {
                return;
            }
            success(trial as u32, stream);
            trial += 1;
        }
    }
}

/// One word and one look into the table for each gap. The last outcome says that none of so many
/// trials succeeds; as trials have no memory, one goes on from there.
#[inline]
fn by_table(
    table: &[u32; OUTCOMES],
    n: u32,
    stream: &mut Stream,
    mut success: impl FnMut(u32, &mut Stream),
) {
    let n = u64::from(n);
    let mut trial = 0u64;
    loop {
        let word = stream.next_u32();
        let (bin, fraction) = (word >> (32 - BITS), word & (u32::MAX >> BITS));
        let entry = table[bin as usize];
        let gap = if fraction < entry >> BITS { bin } else { entry & (OUTCOMES as u32 - 1) };
        trial += u64::from(gap);
        if trial >= n {
            return;
        }
        if gap < OUTCOMES as u32 - 1 {
            success(trial as u32, stream);
            trial += 1;
        }
    }
}

/// The alias table (Walker 1977; set up as by Vose 1991) of the gaps 0 … 1022 and of "longer": the
/// upper 22 bits of an entry are the share of its own outcome in the bin, the lower 10 the outcome
/// that has the rest. Shares are rounded to 2⁻²², probabilities to about 2⁻³².
fn alias_table(p: f64) -> Vec<u32> {
    let mut share = [0.0; OUTCOMES];
    let mut rest = 1.0;
    for outcome in &mut share[..OUTCOMES - 1] {
        *outcome = rest * p * OUTCOMES as f64;
        rest *= 1.0 - p;
    }
    share[OUTCOMES - 1] = rest * OUTCOMES as f64;
    let (mut small, mut large): (Vec<usize>, Vec<usize>) =
        (0..OUTCOMES).partition(|&outcome| share[outcome] < 1.0);
    // A bin whose outcome fills it has itself as the alias, whatever the threshold.
    let mut table: Vec<u32> = (0..OUTCOMES as u32).collect();
    while let (Some(&poor), Some(&rich)) = (small.last(), large.last()) {
        small.pop();
        let threshold = (share[poor] * f64::from(1u32 << (32 - BITS))).round() as u32;
        if threshold < 1 << (32 - BITS) {
            table[poor] = threshold << BITS | rich as u32;
        }
        share[rich] -= 1.0 - share[poor];
        if share[rich] < 1.0 {
            large.pop();
            small.push(rich);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The probability that the table gives each outcome, added up from its entries.
    #[test]
    fn the_table_holds_the_geometric_law() {
        for p in [TABLE_FROM, 0.01, 0.1, 0.5, 0.9, 0.999_999] {
            let mut mass = vec![0.0; OUTCOMES];
            for (bin, &entry) in alias_table(p).iter().enumerate() {
                let own = f64::from(entry >> BITS) / f64::from(1u32 << (32 - BITS));
                mass[bin] += own / OUTCOMES as f64;
                mass[(entry as usize) % OUTCOMES] += (1.0 - own) / OUTCOMES as f64;
            }
            let mut rest = 1.0;
            for (gap, &got) in mass[..OUTCOMES - 1].iter().enumerate() {
                assert!((got - rest * p).abs() < 1e-8, "p {p}, gap {gap}: {got}");
                rest *= 1.0 - p;
            }
            assert!((mass[OUTCOMES - 1] - rest).abs() < 1e-8, "p {p}, longer gaps");
        }
    }
}
