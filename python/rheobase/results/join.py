"""Runs that follow each other as one, and a part of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase.analysis._arguments import signed

if TYPE_CHECKING:
    from rheobase.results.run import Run

__all__ = ["concatenate", "cut"]


def concatenate(runs: Sequence[Run]) -> Run:
    """Runs of one simulation that follow each other without a gap, as one run.

    Parameters
    ----------
    runs : sequence of Run
        In their order.

    Returns
    -------
    Run
        As if it had been one call; ``a + b`` does the same for two.

    Raises
    ------
    ValueError
        The runs are of different networks, or the next does not begin where one ends, or they
        recorded different things.

    Examples
    --------
    >>> import rheobase as rb
    >>> sim = rb.Simulation(rb.presets.fsi())
    >>> both = rb.concatenate([sim.run("100 ms"), sim.run("50 ms")])
    >>> both.stop
    150.0
    """
    runs = list(runs)
    if not runs:
        raise ValueError("there is no run to concatenate")
    whole = runs[0]
    for following in runs[1:]:
        whole = _pair(whole, following)
    return whole


def _pair(a: Run, b: Run) -> Run:
    sizes = [[(part.name, part.size) for part in run.values()] for run in (a, b)]
    if sizes[0] != sizes[1] or a.dt != b.dt or a.seed != b.seed:
        raise ValueError(f"{a!r} and {b!r} are of different simulations")
    if a._steps.stop != b._steps.start:
        raise ValueError(f"a run ends at {a.stop:g} ms and the next begins at {b.start:g} ms")
    x, y = a._taken, b._taken
    if not np.array_equal(x["recorded"], y["recorded"]):
        raise ValueError(f"at {a.stop:g} ms it was changed of which neurons spikes are recorded")
    taken = {
        "spike_ticks": np.concatenate([x["spike_ticks"], y["spike_ticks"]]),
        "spike_ids": np.concatenate([x["spike_ids"], y["spike_ids"]]),
        "recorded": x["recorded"],
        "spike_hash": y["spike_hash"],
        "traces": [
            _trace(p, q)
            for p, q in _matched(x, y, "traces", ("name", "population", "variable", "every"))
        ],
        "rates": [
            _rate(p, q, a._steps.stop)
            for p, q in _matched(x, y, "rates", ("name", "population", "bin", "neurons"))
        ],
        "weights": x["weights"] + [w for w in y["weights"] if not _has(x["weights"], w)],
    }
    if x.get("counts") is not None and y.get("counts") is not None:
        taken["counts"] = signed(x["counts"]) + signed(y["counts"])
    return _made(a, range(a._steps.start, b._steps.stop), taken)


def _matched(x: Any, y: Any, kind: str, keys: tuple[str, ...]) -> list[tuple[Any, Any]]:
    first, second = ([[e[k] for k in keys] for e in taken[kind]] for taken in (x, y))
    if first != second:
        raise ValueError(f"the runs have other {kind}: {first} and {second}")
    return list(zip(x[kind], y[kind], strict=True))


def _trace(p: dict[str, Any], q: dict[str, Any]) -> dict[str, Any]:
    if not np.array_equal(p["ids"], q["ids"]):
        raise ValueError(f"the runs recorded other neurons in {p['name']!r}")
    return {**p, "samples": np.concatenate([p["samples"], q["samples"]])}


def _rate(p: dict[str, Any], q: dict[str, Any], border: int) -> dict[str, Any]:
    counts, more = np.array(p["counts"]), np.asarray(q["counts"])
    if border % int(p["bin"]) and len(counts) and len(more):
        # The bin at the border was cut in two.
        counts[-1] += more[0]
        more = more[1:]
    return {**p, "counts": np.concatenate([counts, more])}


def _has(weights: list[dict[str, Any]], entry: dict[str, Any]) -> bool:
    return any(
        w["tick"] == entry["tick"] and w["projection"] == entry["projection"] for w in weights
    )


def cut(run: Run, steps: range) -> Run:
    """The part of a run in these steps, which is its window of statistics, too."""
    taken = run._taken
    ticks = taken["spike_ticks"]
    spikes = slice(*np.searchsorted(ticks, [steps.start, steps.stop]))
    part = {
        **{key: value for key, value in taken.items() if key != "counts"},
        "spike_ticks": ticks[spikes],
        "spike_ids": taken["spike_ids"][spikes],
        "traces": [_cut_trace(t, run._steps.stop, steps) for t in taken["traces"]],
        "rates": [_cut_rate(r, run._steps.stop, steps) for r in taken["rates"]],
        "weights": [w for w in taken["weights"] if steps.start <= w["tick"] <= steps.stop],
    }
    if steps == run._steps and "counts" in taken:
        part["counts"] = taken["counts"]
    made = _made(run, steps, part)
    made._window = steps
    return made


def _cut_trace(entry: dict[str, Any], stop: int, steps: range) -> dict[str, Any]:
    every = int(entry["every"])
    first = stop // every - len(entry["samples"]) + 1
    rows = slice(max(-(-steps.start // every) - first, 0), max(steps.stop // every + 1 - first, 0))
    return {**entry, "samples": entry["samples"][rows]}


def _cut_rate(entry: dict[str, Any], stop: int, steps: range) -> dict[str, Any]:
    """Bins that lie wholly within the steps; those that are cut are left out, as is their count."""
    bin = int(entry["bin"])
    first = -(-stop // bin) - len(entry["counts"])
    low, high = -(-steps.start // bin), steps.stop // bin
    if steps.stop == stop:
        high = -(-stop // bin)
    counts = entry["counts"][max(low - first, 0) : max(high - first, 0)]
    # Bins are told from their end, so that one may only be missing where the next is, too.
    return {**entry, "counts": counts if high * bin >= steps.stop else counts[:0]}


def _made(like: Run, steps: range, taken: dict[str, Any]) -> Run:
    made = object.__new__(type(like))
    made._spec, made._steps = like._spec, steps
    made._taken = {**taken, "start": steps.start, "stop": steps.stop}
    populations = [(part.name, part.size, part.color) for part in like.values()]
    made._set_up(like.name, like.dt, like.seed, populations, like._analysis)
    return made
