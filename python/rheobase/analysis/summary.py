"""Means that say what they are means of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rheobase._native import analysis as _native
from rheobase.analysis._arguments import floats, number

__all__ = ["PairSummary", "Summary", "mean_sd"]


@dataclass(frozen=True)
class Summary:
    """The mean of a measure over those neurons (or pairs, or nodes) for which it is defined.

    ``float(summary)`` is the mean. A silent neuron has no interspike interval and so no CV: it is
    left out, and counted as such.

    Attributes
    ----------
    value : float
        Mean over the members used; NaN if there are none.
    sd : float
        Standard deviation over the members used (divided by n); NaN if there are none.
    used : int
        Number of members for which the measure is defined.
    left_out : int
        Number of members for which it is not.
    """

    value: float
    sd: float
    used: int
    left_out: int

    @classmethod
    def _of(cls, found: tuple[Any, ...], *more: Any) -> Any:
        value, sd, used, left_out = found
        return cls(number(value), number(sd), used, left_out, *more)

    def __float__(self) -> float:
        return self.value


@dataclass(frozen=True)
class PairSummary(Summary):
    """A `Summary` over pairs of neurons.

    Attributes
    ----------
    sampled : bool
        Whether the pairs are a random sample and not all there are.
    """

    sampled: bool


def mean_sd(values: Any) -> tuple[float, float]:
    """Mean and standard deviation (divided by n, as `numpy.std`) of numbers.

    Parameters
    ----------
    values : array_like
        The numbers, in any unit.

    Returns
    -------
    mean, sd : float
        In the unit of the values; NaN without values. Equal numbers have the deviation 0 exactly.

    Examples
    --------
    >>> mean_sd([1.0, 3.0])
    (2.0, 1.0)
    """
    return _native.mean_sd(floats(values, "values")) or (float("nan"), float("nan"))
