"""A network over a grid of parameters, on all cores, stored point by point."""

from rheobase.sweep.grid import SweepError
from rheobase.sweep.sweep import sweep

__all__ = ["SweepError", "sweep"]
