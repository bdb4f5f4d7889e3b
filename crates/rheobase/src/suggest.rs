//! "Did you mean …?"

/// The candidate that is nearest to a mistyped word, if it is near enough to be meant.
///
/// The distance counts insertions, deletions, replacements and swaps of neighbours; differences
/// of case alone are always near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|&(d, candidate)| {
            let shorter = word.chars().count().min(candidate.chars().count());
            d == 0 || d <= 1 + shorter / 4 && d < shorter
        })
        .min_by_key(|&(d, _)| d)
        .map(|(_, candidate)| candidate)
}

/// `did you mean "x"? Accepted: a, b, c` or the list alone: the help for a word that is not known.
pub fn did_you_mean(word: &str, accepted: &[&str]) -> String {
    let mut list = accepted.iter().take(30).copied().collect::<Vec<_>>().join(", ");
    if accepted.len() > 30 {
        list.push_str(", …");
    }
    match nearest(word, accepted.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? Accepted: {list}"),
        None if accepted.is_empty() => "there is none".into(),
        None => format!("accepted: {list}"),
    }
}

/// Optimal string alignment distance. Long words are never near: the cost is bounded.
fn distance(a: &str, b: &str) -> usize {
    const LONG: usize = 100;
    match a.len().max(b.len()) {
        0..=LONG => strsim::osa_distance(a, b),
        _ => usize::from(a != b) * LONG,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        assert_eq!(nearest("siez", ["size", "color"]), Some("size"));
        assert_eq!(nearest("dspn", ["dSPN", "iSPN"]), Some("dSPN"));
        assert_eq!(nearest("V_threshold", ["V_thr", "V_rest"]), None);
        assert_eq!(nearest("x", ["p", "n"]), None);
        assert_eq!(nearest("tau", ["tau_m", "C_m"]), None);
        assert_eq!(nearest("taum", ["tau_m", "C_m"]), Some("tau_m"));
    }
}
