"""The engine as it is shared by a simulation and its parts.

The parts hold this and not the simulation: a circle of references would keep the memory of a
network that nobody needs any more until Python's garbage collector comes round, which counts
objects and not their gigabytes.
"""

from __future__ import annotations

from rheobase import _native
from rheobase.errors import RunError

__all__ = ["Handle"]


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
            raise RunError(
                "this simulation is running: it can be read, changed and saved between its runs; "
                "to do two things at once, give each thread a copy()"
            )
        return self.engine
