"""Statistics of spike trains, of signals and of wiring, as plain functions of arrays.

Nothing here knows of a simulator: spikes are a column of times in ms and a column of neurons,
signals are arrays, wiring is an edge list or a matrix. So it works on anybody's spikes.

Group spikes by neuron once, with `SpikeTrains`, and hand them to the measures. Arrays of times
are in ms; a single time, such as a bin, has its unit: ``"5 ms"`` or ``5 * rb.ms``.

Standard deviations are divided by n. A measure that is undefined for a neuron leaves that neuron
out and says so (`Summary`); one that is undefined altogether is NaN. A wrong argument is a
`ValueError` that names it. The formulas are those of the crate ``rheobase-analysis``, which is
compared with elephant, SciPy and NetworkX.

Examples
--------
>>> from rheobase import analysis
>>> trains = analysis.SpikeTrains([10.0, 12.5, 30.0, 31.0], [0, 1, 0, 2], 4, stop="100 ms")
>>> analysis.rate_stats(trains).mean
10.0
>>> analysis.isi_cv(trains)  # no neuron has five intervals
Summary(value=nan, sd=nan, used=0, left_out=4)
"""

from rheobase.analysis.graph import (
    clustering,
    clustering_coefficients,
    degree_histogram,
    density,
    graph_stats,
    reciprocity,
)
from rheobase.analysis.isi import (
    cv,
    cv2,
    isi_cv,
    isi_cv2,
    isi_cvs,
    isi_lv,
    isis,
    lv,
    pooled_isis,
)
from rheobase.analysis.pairs import (
    Correlogram,
    auto_correlogram,
    cross_correlogram,
    pairwise_correlation,
    spike_synchrony,
    synchrony,
)
from rheobase.analysis.paths import (
    Components,
    ShortestPaths,
    shortest_paths,
    strong_components,
    weak_components,
)
from rheobase.analysis.rate import (
    RateSeries,
    RateStats,
    cv_population_rate,
    fano_factors,
    population_rate,
    population_stats,
    rate_stats,
    rates,
    smoothed_rate,
    spike_count_histogram,
)
from rheobase.analysis.signals import (
    CorrelationFunction,
    Histogram,
    PowerSpectrum,
    auto_correlation,
    cross_correlation,
    histogram,
    power_spectrum,
)
from rheobase.analysis.summary import (
    PairSummary,
    Summary,
    mean_sd,
)
from rheobase.analysis.trains import (
    SpikeTrains,
)
from rheobase.analysis.wiring import (
    Graph,
)

__all__ = [
    "Components",
    "CorrelationFunction",
    "Correlogram",
    "Graph",
    "Histogram",
    "PairSummary",
    "PowerSpectrum",
    "RateSeries",
    "RateStats",
    "ShortestPaths",
    "SpikeTrains",
    "Summary",
    "auto_correlation",
    "auto_correlogram",
    "clustering",
    "clustering_coefficients",
    "cross_correlation",
    "cross_correlogram",
    "cv",
    "cv2",
    "cv_population_rate",
    "degree_histogram",
    "density",
    "fano_factors",
    "graph_stats",
    "histogram",
    "isi_cv",
    "isi_cv2",
    "isi_cvs",
    "isi_lv",
    "isis",
    "lv",
    "mean_sd",
    "pairwise_correlation",
    "pooled_isis",
    "population_rate",
    "population_stats",
    "power_spectrum",
    "rate_stats",
    "rates",
    "reciprocity",
    "shortest_paths",
    "smoothed_rate",
    "spike_count_histogram",
    "spike_synchrony",
    "strong_components",
    "synchrony",
    "weak_components",
]
