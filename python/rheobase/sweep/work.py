"""What is done for a point, here or in another process."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from typing import Any

from rheobase.sweep.grid import Point
from rheobase.sweep.store import Store, row_of

__all__ = ["Job", "prepare", "standard_measure", "work"]


def standard_measure(run: Any) -> dict[str, Any]:
    """Rate (Hz) and CV of intervals of each population, and the hash of all spikes."""
    rates, cvs = run.rates, run.isi_cv()
    row: dict[str, Any] = {f"{name}.rate": rates[name] for name in run.populations}
    row.update({f"{name}.isi_cv": cvs[name] for name in run.populations})
    row["spike_hash"] = run.spike_hash
    return row


class Job:
    """What all points of a sweep share."""

    def __init__(self, network: Any, duration: Any, measure: Any, store: Store | None) -> None:
        self.network, self.duration, self.measure, self.store = network, duration, measure, store

    def do(self, point: Point) -> dict[str, Any]:
        """Run a point and keep what was measured."""
        from rheobase.simulation import run

        # Points are spread over processes, so each gets by with one thread.
        done = run(
            point.network(self.network), self.duration, seed=point.seed, threads=1, progress=False
        )
        measure = self.measure or standard_measure
        row = row_of(measure(done), measure)
        if self.store is not None:
            self.store.put(point, row)
        return row


_job: Job | None = None


def prepare(job: bytes) -> None:
    """Begin the work of a process."""
    global _job
    # Ctrl-C reaches all processes of a terminal; the one that was asked answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _job = pickle.loads(job)


def _leave_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work(point: bytes) -> tuple[dict[str, Any] | None, str]:
    """Row of a point, or what went wrong: others' exceptions may not survive the way back."""
    assert _job is not None, "prepare() begins a process"
    return attempt(_job, pickle.loads(point))


def attempt(job: Job, point: Point) -> tuple[dict[str, Any] | None, str]:
    """Row of a point, or what went wrong."""
    try:
        return job.do(point), ""
    except Exception as error:
        return None, f"{type(error).__name__}: {error}"
