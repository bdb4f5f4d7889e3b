//! Chance for tests.

/// Uniform numbers in [0, 1), enough for tests.
pub struct Random(pub u64);

impl Random {
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, n: u32) -> u32 {
        (self.uniform() * f64::from(n)) as u32
    }

    pub fn one_in(&mut self, n: u32) -> bool {
        self.uniform() * f64::from(n) < 1.0
    }
}
