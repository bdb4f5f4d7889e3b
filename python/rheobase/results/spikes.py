"""All recorded spikes of a run as columns."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from rheobase.results.run import Run

__all__ = ["Spikes"]


class Spikes:
    """Recorded spikes of all populations, in order of time and neuron.

    Attributes
    ----------
    ticks : ndarray of int
        Step in which each was found.
    ids : ndarray of int
        Global id of its neuron: populations follow each other in the order of the network.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self.ticks: np.ndarray = run._ticks
        self.ids: np.ndarray = run._ids

    @cached_property
    def times(self) -> np.ndarray:
        """Time of each, ms: the end of its step."""
        return (self.ticks + 1) * self._run.dt

    @cached_property
    def population_index(self) -> np.ndarray:
        """Position of its population in ``run.populations``."""
        return np.searchsorted(self._run._ends, self.ids, side="right")

    @property
    def populations(self) -> np.ndarray:
        """Name of its population, one for each spike."""
        return np.array(self._run.populations, dtype=object)[self.population_index]

    @property
    def neurons(self) -> np.ndarray:
        """Index of its neuron in its population."""
        firsts = np.array([self._run[name]._first for name in self._run.populations])
        return (self.ids - firsts[self.population_index]).astype(np.uint32)

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Any:
        """``times, ids = run.spikes``."""
        return iter((self.times, self.ids))

    def __repr__(self) -> str:
        return f"<{len(self)} spikes in {self._run.start:g}–{self._run.stop:g} ms>"
