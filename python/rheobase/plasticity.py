"""Plasticity rules of your own: a Python class that sees every step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from rheobase.errors import RunError
from rheobase.state import numbers

if TYPE_CHECKING:
    from rheobase.simulation import Simulation
    from rheobase.state import ProjectionState

__all__ = ["PlasticityRule", "Step"]


class Step:
    """What a rule sees of one step.

    Attributes
    ----------
    time : float
        End of the step, ms: the time of its spikes.
    dt : float
        Length of the step, ms.
    pre, post : ndarray of int
        The neurons of the source and of the target population that fired in it.
    sources, targets : ndarray of int
        The two neurons of each synapse.
    weights : ndarray of float
        Weight of each synapse, in the projection's unit. The rule changes it in place.
    """

    __slots__ = ("dt", "post", "pre", "sources", "targets", "time", "weights")

    time: float
    dt: float
    pre: np.ndarray
    post: np.ndarray
    sources: np.ndarray
    targets: np.ndarray
    weights: np.ndarray


class PlasticityRule(ABC):
    """A rule that changes the weights of a projection after every step.

    Simple, correct and slow: the network advances one step at a time. Use the rules that come with
    rheobase where one of them is what you need.

    Examples
    --------
    Every synapse shrinks by a thousandth whenever its source fires:

    >>> import rheobase as rb
    >>> class Fatigue(rb.PlasticityRule):
    ...     def update(self, step):
    ...         fired = np.isin(step.sources, step.pre)
    ...         step.weights[fired] *= 0.999
    >>> sim = rb.Simulation(rb.presets.fsi())
    >>> before = sim["FSI->FSI"].weights
    >>> sim.add_rule(Fatigue(), "FSI->FSI")
    >>> run = sim.run("20 ms")
    >>> bool((abs(sim["FSI->FSI"].weights) < abs(before)).any())
    True
    """

    #: Whether it is on; may be switched at any time.
    on: bool = True

    def start(self, step: Step) -> None:  # noqa: B027 - most rules need no start
        """Called once before the first step, with no spikes: the place to make traces."""

    @abstractmethod
    def update(self, step: Step) -> None:
        """Change ``step.weights`` in place, given the spikes of the step."""


class Rules:
    """The rules of one simulation."""

    def __init__(self) -> None:
        self._rules: list[tuple[PlasticityRule, ProjectionState, Step]] = []

    @property
    def active(self) -> bool:
        """Whether any is on."""
        return any(rule.on for rule, _, _ in self._rules)

    def add(
        self, rule: PlasticityRule, projection: ProjectionState, time: float, dt: float
    ) -> None:
        step = Step()
        step.time, step.dt = time, dt
        step.pre = step.post = np.zeros(0, dtype=np.uint32)
        step.sources, step.targets = projection.sources, projection.targets
        step.weights = projection.weights
        rule.start(step)
        self._rules.append((rule, projection, step))

    def remove(self, rule: PlasticityRule) -> None:
        self._rules = [entry for entry in self._rules if entry[0] is not rule]

    def after_step(self, simulation: Simulation) -> None:
        """Show the step that was just done to the rules that are on, and take their weights."""
        native = simulation._native
        for rule, projection, step in self._rules:
            if not rule.on:
                continue
            step.time = simulation.time
            step.pre, step.post = native.fired(projection.name)
            step.weights = projection.weights
            before = step.weights.copy()
            rule.update(step)
            weights = numbers(
                step.weights,
                projection.unit,
                before.shape,
                f"weights of {projection.name} after {type(rule).__name__}",
            )
            if not np.isfinite(weights).all():
                raise RunError(
                    f"the rule {type(rule).__name__} made a weight of {projection.name} that is "
                    f"not finite at {step.time:g} ms"
                )
            if not np.array_equal(before, weights):
                projection.weights = weights
