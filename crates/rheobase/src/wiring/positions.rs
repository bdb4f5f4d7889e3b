//! Where neurons are, and how far apart.

use super::WiringError;
use crate::rng::{Key, Purpose};
use crate::spec::{PopulationSpec, Positions};

/// Places of a population's neurons, and the surface that they lie on.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// (x, y) of each neuron by id, µm; on a ring (distance along the arc, 0).
    pub points: Vec<[f64; 2]>,
    /// Length after which x and y repeat, µm; `None` where the surface has edges.
    pub period: [Option<f64>; 2],
    /// Whether it is a ring.
    pub ring: bool,
}

/// The places of a population's neurons; `None` where it has no positions. Random ones depend on
/// the seed, the population's name and the neuron's id alone.
pub fn positions(
    population: &PopulationSpec,
    wiring_seed: u64,
) -> Result<Option<Layout>, WiringError> {
    let Some(given) = population.positions else { return Ok(None) };
    check(population, given)?;
    let ids = 0..population.size;
    Ok(Some(match given {
        Positions::Grid { columns, spacing, periodic } => {
            let place =
                |id: u64| [(id % columns) as f64 * spacing, (id / columns) as f64 * spacing];
            let rows = population.size.div_ceil(columns);
            let period = [columns, rows].map(|n| periodic.then_some(n as f64 * spacing));
            Layout { points: ids.map(place).collect(), period, ring: false }
        }
        Positions::Random { width, height, periodic } => {
            let key = Key::new(wiring_seed, Purpose::Position, &population.name);
            let place = |id: u64| {
                let mut draws = key.draws(id as u32, 0);
                [draws.uniform() * width, draws.uniform() * height]
            };
            let period = [width, height].map(|length| periodic.then_some(length));
            Layout { points: ids.map(place).collect(), period, ring: false }
        }
        Positions::Ring { circumference } => {
            let place = |id: u64| [id as f64 / population.size as f64 * circumference, 0.0];
            let period = [Some(circumference), None];
            Layout { points: ids.map(place).collect(), period, ring: true }
        }
    }))
}

fn check(population: &PopulationSpec, given: Positions) -> Result<(), WiringError> {
    let positive = |field: &'static str, value: f64| {
        let fine = value > 0.0 && value.is_finite();
        if fine { Ok(()) } else { Err((field, value.to_string(), "a positive length in µm")) }
    };
    let checked = match given {
        Positions::Grid { columns: 0, .. } => {
            Err(("columns", "0".into(), "at least 1 neuron in a row"))
        }
        Positions::Grid { spacing, .. } => positive("spacing", spacing),
        Positions::Random { width, height, .. } => {
            positive("width", width).and_then(|()| positive("height", height))
        }
        Positions::Ring { circumference } => positive("circumference", circumference),
    };
    checked.map_err(|(field, found, accepted)| WiringError::Refused {
        path: format!("population.{}.positions.{field}", population.name),
        found,
        accepted: accepted.into(),
    })
}

impl Layout {
    /// Whether distances to the other layout have a meaning: both on a ring or neither, with the
    /// same periods.
    pub fn fits(&self, other: &Layout) -> bool {
        let same = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (None, None) => true,
            (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a,
            _ => false,
        };
        self.ring == other.ring
            && same(self.period[0], other.period[0])
            && same(self.period[1], other.period[1])
    }

    /// Square of the distance of two places, µm²; over the edges where the surface is periodic.
    #[inline]
    pub fn squared_distance(&self, a: [f64; 2], b: [f64; 2]) -> f64 {
        let along = |axis: usize| {
            let straight = (a[axis] - b[axis]).abs();
            match self.period[axis] {
                None => straight,
                Some(period) => straight.min(period - straight),
            }
        };
        let (x, y) = (along(0), along(1));
        x * x + y * y
    }
}
