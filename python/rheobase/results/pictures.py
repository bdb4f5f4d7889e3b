"""The pictures of a run; matplotlib is imported when the first is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Pictures"]


class Pictures:
    """Pictures: each takes the axes to draw on (its own by default) and returns them.

    Populations have the colours of the network, or those of a palette that colour-blind readers can
    tell apart. Drawing needs matplotlib: ``pip install 'rheobase[plot]'``.
    """

    @property
    def _plotting(self) -> Any:
        from rheobase import plotting

        return plotting

    def plot(self) -> Figure:
        """Draw all of it: raster, rates, distributions of rates and intervals, traces, weights.

        Returns
        -------
        matplotlib.figure.Figure
            The figure.
        """
        return self._plotting.plot(self)

    def plot_raster(
        self, *, populations: Any = None, neurons: Any = None, ax: Axes | None = None
    ) -> Axes:
        """Draw the spikes, a row for each recorded neuron.

        Parameters
        ----------
        populations : str or list of str, optional
            Which, from top to bottom; by default all, in the order of the network.
        neurons : int, list of int or dict, optional
            How many neurons of each population, or which; or that by population:
            ``{"FSI": 40, "dSPN": 20}``.
        ax : Axes, optional
            Where to draw.
        """
        return self._plotting.plot_raster(self, populations=populations, neurons=neurons, ax=ax)

    def plot_rates(
        self, *, bin: Any = None, sigma: Any = None, populations: Any = None, ax: Axes | None = None
    ) -> Axes:
        """Draw the mean rate of each population over time.

        Parameters
        ----------
        bin : quantity, optional
            Width of a bin; by default that of the network's analysis, wider in long runs.
        sigma : quantity, optional
            Standard deviation of a Gaussian that smoothes the rates.
        populations : str or list of str, optional
            Which; by default all.
        ax : Axes, optional
            Where to draw.
        """
        return self._plotting.plot_rates(self, bin=bin, sigma=sigma, populations=populations, ax=ax)

    def plot_distribution(
        self, of: str = "rate", *, bins: Any = None, populations: Any = None, ax: Axes | None = None
    ) -> Axes:
        """Draw how a quantity is distributed; a mark above shows each population's mean.

        Parameters
        ----------
        of : {'rate', 'count', 'isi', 'cv'}
            Rates or spike counts of neurons, interspike intervals, or their CV in each neuron.
        bins : int or array_like, optional
            Number of bins, or their edges.
        populations : str or list of str, optional
            Which; by default all.
        ax : Axes, optional
            Where to draw.
        """
        return self._plotting.plot_distribution(self, of, bins=bins, populations=populations, ax=ax)

    def plot_voltages(
        self,
        populations: Any = None,
        *,
        variable: str = "V",
        neurons: int = 8,
        ax: Axes | None = None,
    ) -> Axes:
        """Draw recorded traces: one on an axis of its unit, several above each other.

        Spikes are drawn as upright lines where they were recorded.

        Parameters
        ----------
        populations : str or list of str, optional
            Which; by default all of which it was recorded.
        variable : str
            ``V``, ``I``, ``I.gaba`` …
        neurons : int
            Most traces.
        ax : Axes, optional
            Where to draw.
        """
        return self._plotting.plot_voltages(
            self, populations, variable=variable, neurons=neurons, ax=ax
        )

    def plot_weights(
        self, projection: str | None = None, *, times: Any = None, ax: Axes | None = None
    ) -> Axes:
        """Draw how the recorded weights of a projection are distributed.

        Parameters
        ----------
        projection : str, optional
            Which; not needed where those of one only were recorded.
        times : quantity or list of quantities, optional
            At which times; by default the first and the last.
        ax : Axes, optional
            Where to draw.
        """
        return self._plotting.plot_weights(self, projection, times=times, ax=ax)
