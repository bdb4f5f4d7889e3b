//! Functions of time on the grid.

use super::{CompileError, ticks};
use crate::data;
use crate::spec::{Samples, TimeFunction};
use std::f64::consts::TAU;

/// A function of time with its times in ticks.
#[derive(Clone, Debug)]
pub enum Function {
    /// Constant.
    Constant(f64),
    /// Base value and steps (start, stop, value).
    Steps {
        /// Value outside of the steps.
        base: f64,
        /// First tick, first tick after, value added.
        steps: Vec<(u64, u64, f64)>,
    },
    /// Linear between two times in ms.
    Ramp {
        /// Start, ms.
        start: f64,
        /// Stop, ms.
        stop: f64,
        /// Value before.
        from: f64,
        /// Value after.
        to: f64,
    },
    /// Sine wave; angular frequency per ms.
    Sine {
        /// Mean.
        offset: f64,
        /// Amplitude.
        amplitude: f64,
        /// Angular frequency, rad/ms.
        omega: f64,
        /// Phase, rad.
        phase: f64,
    },
    /// Samples in rows of `columns` values, each row held for `interval` ms from `start` ms on.
    Series {
        /// All samples, row after row.
        samples: Vec<f64>,
        /// Values per row: one, or one per neuron.
        columns: usize,
        /// Length of a row, ms.
        interval: f64,
        /// Time of the first row, ms.
        start: f64,
    },
}

impl Function {
    pub(super) fn compile(
        function: &TimeFunction,
        neurons: usize,
        dt: f64,
        path: &str,
    ) -> Result<Function, CompileError> {
        Ok(match function {
            TimeFunction::Constant(value) => Function::Constant(*value),
            TimeFunction::Steps { base, steps } => {
                let on_grid = |(index, s): (usize, &crate::spec::Step)| {
                    let path = format!("{path}.steps[{index}]");
                    let start = ticks(s.start, dt, &format!("{path}.start"))?;
                    let length = ticks(s.duration, dt, &format!("{path}.duration"))?;
                    Ok((start, start + length, s.value))
                };
                let steps = steps.iter().enumerate().map(on_grid);
                let steps = steps.collect::<Result<_, CompileError>>()?;
                Function::Steps { base: *base, steps }
            }
            &TimeFunction::Ramp { start, stop, from, to } => {
                Function::Ramp { start, stop, from, to }
            }
            &TimeFunction::Sine { offset, amplitude, frequency, phase } => {
                // Hz is 1/s and time is in ms.
                Function::Sine { offset, amplitude, omega: TAU * frequency / 1000.0, phase }
            }
            TimeFunction::Series { samples, interval, start } => {
                let (samples, columns) = load_samples(samples, neurons, path)?;
                Function::Series { samples, columns, interval: *interval, start: *start }
            }
        })
    }

    /// Refuses rates in a file that are none, or more than `most` Hz. (The others were checked with
    /// the description.)
    pub(super) fn check_rates(&self, most: f64, path: &str) -> Result<(), CompileError> {
        let Function::Series { samples, columns, .. } = self else { return Ok(()) };
        let Some(index) = samples.iter().position(|&rate| rate < 0.0 || rate > most) else {
            return Ok(());
        };
        let (row, column) = (index / columns, index % columns);
        let message = format!(
            "a rate of {} Hz in row {row}, column {column} (from 0); accepted: 0 to {most} Hz",
            samples[index]
        );
        Err(CompileError::new(path, message))
    }

    /// Number of values at a time: 1, or one per neuron.
    pub fn columns(&self) -> usize {
        match self {
            Function::Series { columns, .. } => *columns,
            _ => 1,
        }
    }

    /// Value of a column in the step that begins at `tick`.
    pub fn at(&self, tick: u64, dt: f64, column: usize) -> f64 {
        let time = tick as f64 * dt;
        match self {
            Function::Constant(value) => *value,
            Function::Steps { base, steps } => steps
                .iter()
                .filter(|&&(start, stop, _)| (start..stop).contains(&tick))
                .fold(*base, |sum, &(_, _, value)| sum + value),
            &Function::Ramp { start, stop, from, to } => {
                if time <= start {
                    from
                } else if time >= stop {
                    to
                } else {
                    from + (to - from) * ((time - start) / (stop - start))
                }
            }
            &Function::Sine { offset, amplitude, omega, phase } => {
                offset + amplitude * libm::sin(omega * time + phase)
            }
            Function::Series { samples, columns, interval, start } => {
                let row = sample_at((time - start) / interval);
                if !(0.0..(samples.len() / columns.max(&1)) as f64).contains(&row) {
                    return 0.0;
                }
                samples[row as usize * columns + column % columns]
            }
        }
    }
}

/// The sample in force after so many intervals. One that begins on the grid must not begin a step
/// late by rounding, whose error grows with the number of intervals.
fn sample_at(intervals: f64) -> f64 {
    let nearest = libm::round(intervals);
    let on_grid = (intervals - nearest).abs() <= 1e-9f64.max(1e-12 * nearest);
    if on_grid { nearest } else { libm::floor(intervals) }
}

fn load_samples(
    samples: &Samples,
    neurons: usize,
    path: &str,
) -> Result<(Vec<f64>, usize), CompileError> {
    let path = match samples {
        Samples::Values(_) => format!("{path}.values"),
        Samples::Table(_) => format!("{path}.table"),
        Samples::File(_) => format!("{path}.file"),
    };
    let (values, columns) = match samples {
        Samples::Values(values) => (values.clone(), 1),
        Samples::Table(rows) => {
            let columns = rows.first().map_or(1, Vec::len);
            if rows.iter().any(|r| r.len() != columns) {
                return Err(CompileError::new(path, "rows of samples of different lengths"));
            }
            (rows.concat(), columns)
        }
        Samples::File(file) => {
            let table = data::read_series(&file.path, None)
                .map_err(|e| CompileError::new(&path, e.to_string()))?;
            let columns = if table.shape.len() == 2 { table.shape[1] } else { 1 };
            (table.data.iter().map(|v| v * file.scale).collect(), columns)
        }
    };
    if columns != 1 && columns != neurons {
        let message =
            format!("{columns} columns of samples for {neurons} neurons; accepted: 1 or {neurons}");
        return Err(CompileError::new(path, message));
    }
    if let Some(bad) = values.iter().find(|v| !v.is_finite()) {
        return Err(CompileError::new(path, format!("a sample is {bad}; it must be finite")));
    }
    Ok((values, columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With one sample per step, step k has sample k, also late in a long run.
    #[test]
    fn samples_keep_in_step_over_long_runs() {
        for dt in [0.1, 0.05, 0.3, 0.025] {
            for tick in (0..20_000u64).chain(80_000_000..80_020_000) {
                assert_eq!(sample_at(tick as f64 * dt / dt), tick as f64, "{tick}");
                for every in [1, 4] {
                    let since = tick as f64 * dt - 7.0 * dt;
                    let expected = (tick as i64 - 7).div_euclid(every) as f64;
                    assert_eq!(sample_at(since / (every as f64 * dt)), expected, "{tick}");
                }
            }
        }
    }
}
