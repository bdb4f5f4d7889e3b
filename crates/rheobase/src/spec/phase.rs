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
pub fn matches_pattern(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((head, tail)) => name.strip_prefix(head).is_some_and(|rest| {
            rest.char_indices()
                .map(|(at, _)| at)
                .chain([rest.len()])
                .any(|at| matches_pattern(tail, &rest[at..]))
        }),
    }
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
    }
}
