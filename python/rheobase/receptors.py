"""Receptors of a population: what a spike does at a synapse."""

from __future__ import annotations

from typing import Any

from rheobase.document import plain
from rheobase.table import refuse_bare_number

__all__ = ["alpha", "conductance", "delta", "exponential"]


def _receptor(kind: str, **values: Any) -> dict[str, Any]:
    for key, value in values.items():
        refuse_bare_number(f"{kind}({key}=…)", value, "-80 mV" if key == "reversal" else "5 ms")
    return plain({"kind": kind, **values})


def delta() -> dict[str, Any]:
    """V jumps.

    Returns
    -------
    dict
        The receptor's table.

    Examples
    --------
    >>> delta()
    {'kind': 'delta'}
    """
    return _receptor("delta")


def exponential(tau: Any) -> dict[str, Any]:
    """R·I jumps and decays, exp(-t/tau).

    Parameters
    ----------
    tau : time
        Time constant.

    Returns
    -------
    dict
        The receptor's table.

    Raises
    ------
    SpecError
        If `tau` has no unit.

    Examples
    --------
    >>> exponential("5 ms")
    {'kind': 'exponential', 'tau': '5 ms'}
    """
    return _receptor("exponential", tau=tau)


def alpha(tau: Any) -> dict[str, Any]:
    """R·I rises and falls, t/tau·exp(1 - t/tau), with its peak at tau.

    Parameters
    ----------
    tau : time
        Time of the peak.

    Returns
    -------
    dict
        The receptor's table.

    Raises
    ------
    SpecError
        If `tau` has no unit.

    Examples
    --------
    >>> alpha("5 ms")["kind"]
    'alpha'
    """
    return _receptor("alpha", tau=tau)


def conductance(tau: Any, *, reversal: Any) -> dict[str, Any]:
    """A conductance jumps and decays, exp(-t/tau); its current is g·(reversal - V).

    The population needs `C_m`, the network ``scheme="exact"``.

    Parameters
    ----------
    tau : time
        Time constant.
    reversal : voltage
        Reversal potential.

    Returns
    -------
    dict
        The receptor's table.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> conductance("5 ms", reversal="0 mV")["reversal"]
    '0 mV'
    """
    return _receptor("conductance", tau=tau, reversal=reversal)
