"""Pictures of a run, drawn with matplotlib."""

from rheobase.plotting.distribution import plot_distribution
from rheobase.plotting.overview import plot
from rheobase.plotting.raster import plot_raster
from rheobase.plotting.rates import plot_rates
from rheobase.plotting.voltages import plot_voltages
from rheobase.plotting.weights import plot_weights

__all__ = [
    "plot",
    "plot_distribution",
    "plot_raster",
    "plot_rates",
    "plot_voltages",
    "plot_weights",
]
