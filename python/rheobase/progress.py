"""A bar for runs that take a while."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

__all__ = ["watching"]

Observer = Callable[[int, int, int], None]

#: Seconds after which a run gets a bar by itself.
PATIENCE = 2.0


@contextmanager
def watching(ticks: int, dt: float, progress: bool | None) -> Iterator[Observer | None]:
    """Give what a run is to call: steps done, steps in all, spikes so far.

    Parameters
    ----------
    ticks : int
        Steps of the run.
    dt : float
        Time step, ms.
    progress : bool or None
        Whether to show a bar; None: after two seconds, where somebody may be looking.
    """
    if progress is False or (progress is None and not _is_watched()):
        yield None
        return
    bar = _Bar(ticks * dt, time.monotonic() + (0.0 if progress else PATIENCE))
    try:
        yield lambda done, total, spikes: bar.show(done * dt)
    finally:
        bar.close()


def _is_watched() -> bool:
    # Windows without a console have no stderr.
    is_terminal = sys.stderr is not None and sys.stderr.isatty()
    return is_terminal or "ipykernel" in sys.modules


class _Bar:
    """A bar of tqdm that appears when it is due."""

    def __init__(self, duration: float, due: float) -> None:
        self._duration = duration
        self._due = due
        self._bar: Any = None

    def show(self, done: float) -> None:
        # A bar that cannot be shown is no reason to lose a run.
        with suppress(OSError, ValueError, AttributeError):
            self._show(done)

    def _show(self, done: float) -> None:
        if self._bar is None:
            if time.monotonic() < self._due:
                return
            with warnings.catch_warnings():
                # In a notebook without widgets tqdm complains, and does as well without them.
                warnings.simplefilter("ignore")
                from tqdm.auto import tqdm

            form = "{l_bar}{bar}| {n:.0f}/{total:.0f} ms [{elapsed}<{remaining}]"
            self._bar = tqdm(total=self._duration, bar_format=form, leave=False)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        with suppress(OSError, ValueError, AttributeError):
            if self._bar is not None:
                self._bar.close()
