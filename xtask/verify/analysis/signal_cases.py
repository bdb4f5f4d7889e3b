"""Sampled signals: correlation functions, spectra, synchrony."""

import numpy as np
import scipy.signal


def correlation(a, b):
    """Each lag's mean product over its overlap, of signals standardised as a whole."""
    x, y = ((s - np.mean(s)) / np.std(s) for s in (a, b))
    products = np.correlate(x, y, "full")
    overlap = np.correlate(np.ones(len(x)), np.ones(len(y)), "full")
    return {
        "first_lag": 1 - len(b),
        "values": (products / overlap).tolist(),
    }


def spectrum(x, sample_ms, segment, overlap):
    f, p = scipy.signal.welch(
        x, 1000.0 / sample_ms, "hann", nperseg=segment, noverlap=overlap, detrend="constant"
    )
    return {
        "sample_ms": sample_ms,
        "segment": segment,
        "overlap": overlap,
        "samples": len(x),
        "frequency_hz": f.tolist(),
        "density": p.tolist(),
    }


def make():
    rng = np.random.default_rng(21)
    noise = rng.normal(size=260)
    a = np.round(20 + 5 * np.convolve(noise, np.ones(6), "valid"), 3)
    b = np.round(10 + 3 * noise[:180] + rng.normal(size=180), 3)
    common = rng.normal(size=(80, 1))
    v = np.round(-60 + 3 * common + rng.normal(size=(80, 7)) * np.arange(1, 8), 3)
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "auto_a": correlation(a, a),
        "cross_ab": correlation(a, b),
        "spectra": [
            spectrum(a, 0.5, 64, 32),
            spectrum(a, 2.0, 51, 17),
            spectrum(a[:100], 1.0, 100, 0),
        ],
        "voltages": v.ravel().tolist(),
        "voltage_signals": v.shape[1],
        "synchrony": float(np.sqrt(np.var(v.mean(axis=1)) / np.var(v, axis=0).mean())),
    }
