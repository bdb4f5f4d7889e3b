"""The engine as it is shared by a simulation and its parts.

The parts hold this and not the simulation: a circle of references would keep the memory of a
network that nobody needs any more until Python's garbage collector comes round, which counts
objects and not their gigabytes.
"""

from __future__ import annotations

from typing import Any, cast

from rheobase import _native
from rheobase.errors import RunError

__all__ = ["Handle"]

#: What the binding says where two threads ask at once.
AT_ONCE = ("Already borrowed", "Already mutably borrowed")


class Handle:
    """An engine, and whether it makes steps."""

    __slots__ = ("engine", "running")

    def __init__(self, engine: _native.Simulation) -> None:
        self.engine = engine
        self.running = False

    @property
    def native(self) -> _native.Simulation:
        """The engine.

        Raises
        ------
        RunError
            While it makes steps: another thread asks, or a function that is called meanwhile.
        """
        if self.running:
            raise _busy()
        return cast(_native.Simulation, _Guarded(self.engine))


class _Guarded:
    """An engine that answers with an error of rheobase while it answers another thread."""

    __slots__ = ("_engine",)

    def __init__(self, engine: _native.Simulation) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        found = _told(getattr, self._engine, name)
        if not callable(found):
            return found
        return lambda *values, **options: _told(found, *values, **options)


def _told(call: Any, *values: Any, **options: Any) -> Any:
    try:
        return call(*values, **options)
    except RuntimeError as error:
        if str(error) in AT_ONCE:
            raise _busy() from None
        raise


def _busy() -> RunError:
    return RunError(
        "this simulation is running: it can be read, changed and saved between its runs; "
        "to do two things at once, give each thread a copy()"
    )
