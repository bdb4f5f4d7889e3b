"""The function `sweep`."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from rheobase.analysis._arguments import whole
from rheobase.errors import SpecError
from rheobase.network import Network, described
from rheobase.progress import _is_watched
from rheobase.results.traces import need
from rheobase.sweep.grid import Point, SweepError, grid
from rheobase.sweep.store import Store, fingerprint
from rheobase.sweep.work import Job

__all__ = ["sweep"]

#: A sweep of which so many points failed and none was done is given up.
MOST_FAILURES = 8


def sweep(
    network: Any,
    parameters: Mapping[Any, Any],
    *,
    seeds: Any = None,
    duration: Any = None,
    workers: int | None = None,
    store: str | os.PathLike[str] | None = None,
    measure: Callable[[Any], Any] | None = None,
    progress: bool | None = None,
) -> Any:
    """Run a network for all combinations of some parameters, on the cores of this machine.

    Parameters
    ----------
    network : Network, Spec or path
        What is run; it stays as it is.
    parameters : dict
        Lists of values by path, as in ``network.set``: ``{"FSI.size": [50, 100], "FSI->FSI.weight":
        ["-3 mV*ms", "-6 mV*ms"]}``. Parameters that change together have a tuple of paths and a
        list of tuples.
    seeds : int or list of int, optional
        Seeds that every combination is run with; a number n stands for n of them, from the
        network's own on. By default that alone.
    duration : quantity, optional
        How long; by default what the network says.
    workers : int, optional
        Number of processes, each of one thread; by default one for each core. With 1 all is done in
        this process.
    store : path, optional
        A folder in which each point is kept as soon as it ends. A sweep that was killed goes on
        there: what is finished is not run again. Values and seeds may be added later.
    measure : callable, optional
        What is kept of a run: ``measure(run)`` returns a dict of numbers, text and arrays of
        numbers, or one of them. By default rate and CV of intervals of every population, and the
        spike hash.
    progress : bool, optional
        Whether to show a bar; by default at a terminal or in a notebook.

    Returns
    -------
    DataFrame
        A row for each point: its parameters, its ``seed``, and what was measured: ``FSI.rate``
        (Hz), ``FSI.isi_cv``, …, ``spike_hash``. The last parameter varies fastest, and the seed
        faster still.

    Raises
    ------
    SweepError
        Points failed; all others are done first, and are in its ``results``. Or the store belongs
        to another network, duration or measure.

    Examples
    --------
    >>> import rheobase as rb
    >>> table = rb.sweep(
    ...     rb.presets.fsi(), {"FSI.size": [10, 20]}, seeds=2, duration="50 ms", workers=1
    ... )
    >>> list(table["FSI.size"]), len(table)
    ([10, 10, 20, 20], 4)
    """
    pandas = need("pandas", "a sweep", "pandas")
    base = _network(network)
    spec, functions = described(base)
    points = grid(parameters, _seeds(seeds, spec.seed))
    _check(base, points[0], duration)
    kept = None
    if store is not None:
        kept = Store(os.path.abspath(os.fspath(store)))
        kept.claim(fingerprint(spec.toml(), duration, functions, measure))
    rows = {point.key: kept.get(point) for point in points} if kept is not None else {}
    left = [point for point in points if rows.get(point.key) is None]
    job = Job(base, duration, measure, kept)
    failures = _run(job, left, rows, len(points), workers, progress)
    found = [_line(point, row) for point in points if (row := rows.get(point.key)) is not None]
    table = pandas.DataFrame(found)
    if failures:
        raise _failed(failures, len(points), table)
    return table


def _run(
    job: Job,
    left: list[Point],
    rows: dict[str, Any],
    total: int,
    workers: int | None,
    progress: bool | None,
) -> dict[str, str]:
    """Run what is left; returns what went wrong, by point."""
    from rheobase.sweep.pool import cores, results

    failures: dict[str, str] = {}
    workers = cores() if workers is None else whole(workers, "workers", 1)
    workers = max(min(workers, len(left)), 1)
    with _bar(total, total - len(left), progress) as bar:
        for point, row, message in results(job, left, workers):
            if row is None:
                failures[str(point)] = message
            rows[point.key] = row
            bar.update()
            if len(failures) >= max(MOST_FAILURES, 2 * workers) and not any(rows.values()):
                break
    return failures


def _failed(failures: dict[str, str], total: int, table: Any) -> SweepError:
    lines = [f"  {point}: {message}" for point, message in list(failures.items())[:5]]
    more = [f"  … and {len(failures) - 5} more"] if len(failures) > 5 else []
    head = f"{len(failures)} of {total} points failed:"
    return SweepError("\n".join([head, *lines, *more]), failures, table)


def _network(network: Any) -> Network:
    """What is swept, as a network that can be changed."""
    if isinstance(network, Network):
        return network
    if isinstance(network, Mapping):
        return Network.from_dict(network)
    if isinstance(network, str | os.PathLike):
        return Network.load(network)
    return Network.from_toml(described(network)[0].toml())


def _seeds(seeds: Any, own: int) -> list[int]:
    if seeds is None:
        return [own]
    if np.ndim(seeds) == 0:
        return [own + k for k in range(whole(seeds, "seeds", 1))]
    found = [whole(seed, "a seed") for seed in seeds]
    if not found:
        raise ValueError("the list of seeds is empty")
    return found


def _check(base: Network, point: Point, duration: Any) -> None:
    """A mistake that all points have in common is told now and not by every one."""
    for path, instead in (("seed", "seeds"), ("duration", "duration" if duration else "")):
        if path in point.values and instead:
            raise ValueError(f"{path!r} is no parameter here: it is given by {instead}=")
    network = point.network(base)
    try:
        network.spec(duration=duration, seed=point.seed)
    except SpecError as error:
        raise SweepError(f"{point}: {error}") from error


def _line(point: Point, row: dict[str, Any]) -> dict[str, Any]:
    return {**point.values, "seed": point.seed, **row}


def _bar(total: int, done: int, progress: bool | None) -> Any:
    with warnings.catch_warnings():
        # In a notebook without widgets tqdm complains, and does as well without them.
        warnings.simplefilter("ignore")
        from tqdm.auto import tqdm  # type: ignore[import-untyped]

    shown = _is_watched() if progress is None else progress
    return tqdm(total=total, initial=done, unit="point", disable=not shown)
