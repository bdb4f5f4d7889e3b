//! Inter-spike intervals and how irregular they are.
//!
//! Each measure exists for one list of intervals and, as a [`Summary`] over neurons, for a
//! population. A neuron is used where it has at least `min_isis` intervals *in the window*
//! (intervals that reach across a border do not count). Short windows favour short intervals,
//! so all of these are biased low for slow neurons: compare equal windows only.

use crate::summary::{Summary, coefficient_of_variation};
use crate::trains::SpikeTrains;

/// Fewest intervals of a neuron that is used, unless a caller says otherwise.
pub const DEFAULT_MIN_ISIS: usize = 5;

/// Intervals between successive spikes of one ascending train, in its unit.
pub fn isis(train: &[f64]) -> Vec<f64> {
    train.windows(2).map(|w| w[1] - w[0]).collect()
}

/// Intervals of all neurons in ms, neuron after neuron.
pub fn pooled_isis(trains: &SpikeTrains) -> Vec<f64> {
    trains.iter().flat_map(|t| t.windows(2).map(|w| w[1] - w[0])).collect()
}

/// Coefficient of variation of intervals: standard deviation (ddof 0) / mean.
///
/// 0 for a clock, 1 for a Poisson process. `None` without intervals or with all of them zero.
pub fn cv(isis: &[f64]) -> Option<f64> {
    coefficient_of_variation(isis)
}

/// Local variation of neighbouring intervals: CV2 = ⟨2·|Iₖ₊₁ − Iₖ| / (Iₖ₊₁ + Iₖ)⟩.
///
/// Source: Holt et al. (1996), J. Neurophysiol. 75:1806, equation 2. 1 for a Poisson process.
/// `None` with fewer than two intervals, or where two neighbours are both zero.
pub fn cv2(isis: &[f64]) -> Option<f64> {
    mean_contrast(isis, |c| 2.0 * c.abs())
}

/// Local variation Lv = 3·⟨((Iₖ − Iₖ₊₁) / (Iₖ + Iₖ₊₁))²⟩.
///
/// Source: Shinomoto et al. (2003), Neural Computation 15:2823, equation 2.2. 1 for a Poisson
/// process. `None` with fewer than two intervals, or where two neighbours are both zero.
pub fn lv(isis: &[f64]) -> Option<f64> {
    mean_contrast(isis, |c| 3.0 * c * c)
}

/// Mean over neighbouring intervals of `f` of their contrast (difference over sum).
fn mean_contrast(isis: &[f64], f: impl Fn(f64) -> f64) -> Option<f64> {
    if isis.len() < 2 {
        return None;
    }
    let sum: f64 = isis.windows(2).map(|w| f((w[1] - w[0]) / (w[1] + w[0]))).sum();
    let mean = sum / (isis.len() - 1) as f64;
    mean.is_finite().then_some(mean)
}

/// Mean over neurons of the [`cv`] of those with at least `min_isis` intervals.
pub fn isi_cv(trains: &SpikeTrains, min_isis: usize) -> Summary {
    over_neurons(trains, min_isis, cv)
}

/// Mean over neurons of the [`cv2`] of those with at least `min_isis` intervals.
pub fn isi_cv2(trains: &SpikeTrains, min_isis: usize) -> Summary {
    over_neurons(trains, min_isis, cv2)
}

/// Mean over neurons of the [`lv`] of those with at least `min_isis` intervals.
pub fn isi_lv(trains: &SpikeTrains, min_isis: usize) -> Summary {
    over_neurons(trains, min_isis, lv)
}

fn over_neurons(
    trains: &SpikeTrains,
    min_isis: usize,
    measure: impl Fn(&[f64]) -> Option<f64>,
) -> Summary {
    // One interval says nothing of variation: its CV would be an empty zero.
    let least_spikes = min_isis.max(2).saturating_add(1);
    Summary::of(
        trains.iter().map(
            |train| {
                if train.len() < least_spikes { None } else { measure(&isis(train)) }
            },
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Window;

    #[test]
    fn a_clock_has_no_variation() {
        let isis = isis(&[1.0, 2.0, 3.0, 4.0]);
        assert_eq!((cv(&isis), cv2(&isis), lv(&isis)), (Some(0.0), Some(0.0), Some(0.0)));
    }

    #[test]
    fn undefined_is_none() {
        assert_eq!((cv(&[]), cv2(&[1.0]), lv(&[1.0])), (None, None, None));
        assert_eq!((cv(&[0.0]), cv2(&[0.0, 0.0])), (None, None));
    }

    #[test]
    fn silent_and_sparse_neurons_are_left_out_and_counted() {
        let times = [1.0, 2.0, 3.0, 4.0, 5.0, 5.0, 6.0];
        let w = Window::new(0.0, 10.0).unwrap();
        let t = SpikeTrains::new(&times, &[0, 0, 0, 0, 0, 1, 0], 3, w).unwrap();
        let s = isi_cv(&t, DEFAULT_MIN_ISIS);
        assert_eq!((s.value, s.used, s.left_out), (Some(0.0), 1, 2));
        let s = isi_lv(&t, 6);
        assert_eq!((s.value, s.used, s.left_out), (None, 0, 3));
    }
}
