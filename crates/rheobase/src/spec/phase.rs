//! Phases of a run.

use super::Selection;

/// A stretch of the run. What it changes holds for this phase only; everything that it does not
/// name is as the rest of the file says. The state of the network carries over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhaseSpec {
    /// Name for people; may be empty.
    pub name: String,
    /// Length in ms.
    pub duration: f64,
    /// Plasticity switched on or off: (projection or pattern with `*`, on).
    pub plasticity: Vec<(String, bool)>,
    /// Failures switched on or off: (projection or pattern, on).
    pub failures: Vec<(String, bool)>,
    /// Factor on what a projection delivers: (projection or pattern, factor). 0 blocks it.
    pub scale: Vec<(String, f64)>,
    /// New mean of an input, in that input's own unit (a Poisson input's rate in Hz).
    pub inputs: Vec<(String, f64)>,
    /// Neurons that neither integrate nor spike; their V stays where it is.
    pub silence: Vec<Selection>,
}

/// Whether a projection's name fits a pattern in which `*` stands for any text.
///
/// Each piece between stars is taken where it is found first: later places could only leave less
/// for the next ones. So the cost is bounded whatever the pattern.
pub fn matches_pattern(pattern: &str, name: &str) -> bool {
    let Some((head, pieces)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut rest) = name.strip_prefix(head) else { return false };
    let (middle, tail) = pieces.rsplit_once('*').unwrap_or(("", pieces));
    for piece in middle.split('*') {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::matches_pattern;

    #[test]
    fn patterns_match_as_in_a_shell() {
        assert!(matches_pattern("*", "a->b"));
        assert!(matches_pattern("FSI->*", "FSI->dSPN"));
        assert!(matches_pattern("*->dSPN", "FSI->dSPN"));
        assert!(!matches_pattern("*->dSPN", "FSI->iSPN"));
        assert!(!matches_pattern("FSI", "FSI->dSPN"));
        assert!(matches_pattern("a*b*c", "a-b-b-c") && matches_pattern("a**c", "ac"));
        assert!(!matches_pattern("a*b*c", "a-c") && !matches_pattern("ab*ba", "aba"));
        assert!(matches_pattern("*é*", "né->x") && !matches_pattern("", "x"));
    }

    #[test]
    fn many_stars_take_no_time() {
        let pattern = "*a".repeat(50) + "*b";
        assert!(!matches_pattern(&pattern, &"a".repeat(200)));
    }
}
