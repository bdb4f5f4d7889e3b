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
            _rate(p, q, a.dt)
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
    # Parts of a run both have the sample at their border.
    end = int(p["start"]) + len(p["samples"]) * int(p["every"])
    shared = max((end - int(q["start"])) // int(p["every"]), 0)
    return {**p, "samples": np.concatenate([p["samples"], q["samples"][shared:]])}


def _rate(p: dict[str, Any], q: dict[str, Any], dt: float) -> dict[str, Any]:
    bin = int(p["bin"])
    counts, more = np.array(p["counts"]), np.asarray(q["counts"])
    end, border = int(p["start"]) // bin + len(counts), int(q["start"])
    if len(counts) and len(more):
        if end == border // bin + 1:
            # The bin at the border was cut in two.
            counts[-1] += more[0]
            more = more[1:]
        elif end * bin != border:
            name, time = p["name"], end * bin * dt
            raise ValueError(f"the rates of {name!r} were cut within a bin at {time:g} ms")
    return {**(p if len(counts) else q), "counts": np.concatenate([counts, more])}


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
        "traces": [_cut_trace(t, steps) for t in taken["traces"]],
        "rates": [_cut_rate(r, run._steps, steps) for r in taken["rates"]],
        "weights": [w for w in taken["weights"] if steps.start <= w["tick"] <= steps.stop],
    }
    if steps == run._steps and "counts" in taken:
        part["counts"] = taken["counts"]
    made = _made(run, steps, part)
    made._window = steps
    return made


def _cut_trace(entry: dict[str, Any], steps: range) -> dict[str, Any]:
    start, every = int(entry["start"]), int(entry["every"])
    first = max(-(-(steps.start - start) // every), 0)
    last = max((steps.stop - start) // every + 1, first)
    samples = entry["samples"][first:last]
    return {**entry, "start": start + first * every, "samples": samples}


def _cut_rate(entry: dict[str, Any], whole: range, steps: range) -> dict[str, Any]:
    """The bins that lie in the steps; one that is cut by them is left out, as its count is unknown.

    Bins that the run itself has cut stay.
    """
    start, bin = int(entry["start"]), int(entry["bin"])
    first = start // bin
    low = first if steps.start <= start else -(-steps.start // bin)
    high = first + len(entry["counts"]) if steps.stop == whole.stop else steps.stop // bin
    counts = entry["counts"][low - first : max(high - first, 0)]
    return {**entry, "start": max(low * bin, start), "counts": counts}


def _made(like: Run, steps: range, taken: dict[str, Any]) -> Run:
    made = object.__new__(type(like))
    made._spec, made._steps = like._spec, steps
    made._taken = {**taken, "start": steps.start, "stop": steps.stop}
    populations = [(part.name, part.size, part.color) for part in like.values()]
    made._set_up(like.name, like.dt, like.seed, populations, like._analysis)
    return made
