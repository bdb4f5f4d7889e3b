//! Power spectra of sampled signals, such as population rates.

use std::f64::consts::TAU;

use realfft::RealFftPlanner;
use serde::Serialize;

use crate::error::{Error, all_finite, positive};

/// A one-sided power spectral density.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PowerSpectrum {
    /// Frequencies in Hz, from 0 to half the sampling rate.
    pub frequency_hz: Vec<f64>,
    /// Density in the signal's unit squared per Hz; for a rate in Hz this is Hz²/Hz = Hz.
    pub density: Vec<f64>,
    /// Number of segments averaged.
    pub segments: usize,
}

/// Power spectral density by Welch's method: the signal is cut into segments of
/// `segment` samples that share `overlap` with the next, each loses its mean, is multiplied by
/// a periodic Hann window w and transformed; the density is the mean over segments of
/// |Xₖ|² · `sample_ms`/(1000 · Σw²), doubled between zero and the highest frequency so that it
/// is one-sided and its integral is the signal's variance.
///
/// Same conventions as `scipy.signal.welch(x, fs, "hann", nperseg, noverlap)`. Samples after
/// the last whole segment are not used. `None` if the signal is shorter than one segment.
/// Usual overlap: half a segment. Source: Welch (1967), IEEE Trans. Audio Electroacoust. 15:70.
///
/// # Errors
/// A sample interval that is not positive, a segment of fewer than 2 samples or an overlap that
/// is not below it, a sample that is not finite.
pub fn power_spectrum(
    signal: &[f64],
    sample_ms: f64,
    segment: usize,
    overlap: usize,
) -> Result<Option<PowerSpectrum>, Error> {
    positive("sample_ms", sample_ms)?;
    all_finite("signal", signal)?;
    if segment < 2 || overlap >= segment {
        return Err(Error::BadSegment { segment, overlap });
    }
    if signal.len() < segment {
        return Ok(None);
    }
    let window = hann(segment);
    let (mut density, segments) = summed_periodograms(signal, &window, segment - overlap);
    let energy: f64 = window.iter().map(|w| w * w).sum();
    let scale = sample_ms / (1000.0 * energy * segments as f64);
    for (k, d) in density.iter_mut().enumerate() {
        // Zero and, in an even segment, the Nyquist frequency have no mirror image to fold in.
        let alone = k == 0 || 2 * k == segment;
        *d *= if alone { scale } else { 2.0 * scale };
    }
    let step_hz = 1000.0 / (segment as f64 * sample_ms);
    let frequency_hz = (0..density.len()).map(|k| k as f64 * step_hz).collect();
    Ok(Some(PowerSpectrum { frequency_hz, density, segments }))
}

/// Sum over segments of |Xₖ|², and how many there are.
fn summed_periodograms(signal: &[f64], window: &[f64], stride: usize) -> (Vec<f64>, usize) {
    let fft = RealFftPlanner::<f64>::new().plan_fft_forward(window.len());
    let (mut buffer, mut spectrum) = (fft.make_input_vec(), fft.make_output_vec());
    let mut sums = vec![0.0; spectrum.len()];
    let mut segments = 0;
    for part in signal.windows(window.len()).step_by(stride) {
        let mean = part.iter().sum::<f64>() / part.len() as f64;
        for ((x, v), w) in buffer.iter_mut().zip(part).zip(window) {
            *x = (v - mean) * w;
        }
        // Lengths come from the plan, the only thing that `process` can object to.
        if fft.process(&mut buffer, &mut spectrum).is_ok() {
            segments += 1;
            for (s, x) in sums.iter_mut().zip(&spectrum) {
                *s += x.norm_sqr();
            }
        }
    }
    (sums, segments)
}

/// Periodic Hann window.
fn hann(n: usize) -> Vec<f64> {
    (0..n).map(|k| 0.5 - 0.5 * libm::cos(TAU * k as f64 / n as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sine_has_its_power_at_its_frequency() {
        // 3·sin at 50 Hz, sampled at 1 kHz: variance 4.5.
        let x: Vec<f64> = (0..4000).map(|k| 3.0 * libm::sin(TAU * 0.05 * k as f64)).collect();
        let s = power_spectrum(&x, 1.0, 1000, 500).unwrap().unwrap();
        let peak = (0..s.density.len()).max_by(|&i, &j| s.density[i].total_cmp(&s.density[j]));
        assert_eq!(s.frequency_hz[peak.unwrap()], 50.0);
        let power: f64 = s.density.iter().sum::<f64>() * s.frequency_hz[1];
        assert!((power - 4.5).abs() < 1e-9, "{power}");
        assert_eq!(s.segments, 7);
    }

    #[test]
    fn short_or_bad_signals() {
        assert_eq!(power_spectrum(&[1.0], 1.0, 2, 0).unwrap(), None);
        assert!(power_spectrum(&[1.0], 1.0, 1, 0).is_err());
        assert!(power_spectrum(&[1.0], 1.0, 4, 4).is_err());
        assert!(power_spectrum(&[f64::NAN], 1.0, 4, 2).is_err());
        assert!(power_spectrum(&[1.0], 0.0, 4, 2).is_err());
    }
}
