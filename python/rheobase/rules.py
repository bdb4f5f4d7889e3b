"""Rules of connectivity: which pairs of neurons a projection connects."""

from __future__ import annotations

from typing import Any

from rheobase.document import plain

__all__ = [
    "all_to_all",
    "bernoulli",
    "distance",
    "fixed_in_degree",
    "fixed_out_degree",
    "fixed_total",
    "one_to_one",
    "small_world",
]


def all_to_all() -> dict[str, Any]:
    """Every source to every target.

    Returns
    -------
    dict
        The rule's table, for `Network.connect`.

    Examples
    --------
    >>> all_to_all()
    {'kind': 'all_to_all'}
    """
    return {"kind": "all_to_all"}


def one_to_one() -> dict[str, Any]:
    """The k-th source to the k-th target; as many of each.

    Returns
    -------
    dict
        The rule's table.

    Examples
    --------
    >>> one_to_one()
    {'kind': 'one_to_one'}
    """
    return {"kind": "one_to_one"}


def bernoulli(p: float) -> dict[str, Any]:
    """Each pair with a probability.

    Parameters
    ----------
    p : float
        The probability, 0 to 1.

    Returns
    -------
    dict
        The rule's table.

    Examples
    --------
    >>> bernoulli(0.1)
    {'kind': 'bernoulli', 'p': 0.1}
    """
    return plain({"kind": "bernoulli", "p": p})


def fixed_in_degree(n: int) -> dict[str, Any]:
    """Each target to n sources, drawn uniformly.

    Parameters
    ----------
    n : int
        Number of sources.

    Returns
    -------
    dict
        The rule's table.

    Examples
    --------
    >>> fixed_in_degree(10)
    {'kind': 'fixed_in_degree', 'n': 10}
    """
    return plain({"kind": "fixed_in_degree", "n": n})


def fixed_out_degree(n: int) -> dict[str, Any]:
    """Each source to n targets, drawn uniformly.

    Parameters
    ----------
    n : int
        Number of targets.

    Returns
    -------
    dict
        The rule's table.

    Examples
    --------
    >>> fixed_out_degree(8)
    {'kind': 'fixed_out_degree', 'n': 8}
    """
    return plain({"kind": "fixed_out_degree", "n": n})


def fixed_total(n: int) -> dict[str, Any]:
    """A given number of pairs, drawn uniformly.

    Parameters
    ----------
    n : int
        Number of synapses.

    Returns
    -------
    dict
        The rule's table.

    Examples
    --------
    >>> fixed_total(200)
    {'kind': 'fixed_total', 'n': 200}
    """
    return plain({"kind": "fixed_total", "n": n})


def distance(kernel: str, **keys: Any) -> dict[str, Any]:
    """Each pair with a probability that depends on its distance d.

    Populations need `positions`.

    Parameters
    ----------
    kernel : {"gaussian", "exponential", "disc"}
        p_max·exp(-d²/(2·sigma²)); p_max·exp(-d/lambda); p up to the radius.
    **keys
        ``p_max`` and ``sigma``; ``p_max`` and ``lambda_`` (a length); ``p`` and ``radius``.

    Returns
    -------
    dict
        The rule's table.

    Examples
    --------
    >>> distance("gaussian", p_max=0.8, sigma="100 um")["sigma"]
    '100 um'
    """
    named = {key.rstrip("_"): value for key, value in keys.items()}
    return plain({"kind": "distance", "kernel": kernel, **named})


def small_world(k: int, rewire: float) -> dict[str, Any]:
    """The k nearest on a ring, some replaced at random (Watts & Strogatz 1998).

    Parameters
    ----------
    k : int
        Sources of each target, even.
    rewire : float
        Probability that one is replaced by another, drawn uniformly.

    Returns
    -------
    dict
        The rule's table.

    Examples
    --------
    >>> small_world(6, 0.1)
    {'kind': 'small_world', 'k': 6, 'rewire': 0.1}
    """
    return plain({"kind": "small_world", "k": k, "rewire": rewire})
