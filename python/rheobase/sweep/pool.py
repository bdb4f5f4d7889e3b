"""Points over processes."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from rheobase.sweep.grid import Point, SweepError
from rheobase.sweep.work import Job, attempt, prepare, work

__all__ = ["cores", "results"]


def cores() -> int:
    """Number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def results(job: Job, points: list[Point], workers: int) -> Iterator[tuple[Point, Any, str]]:
    """Each point with its row or what went wrong, as they end."""
    if workers == 1:
        for point in points:
            yield point, *attempt(job, point)
        return
    pickled = _pickled(job)
    # New processes that import rheobase: forked ones would inherit the threads of a notebook.
    context = multiprocessing.get_context("spawn")
    with _script_left_out(pickled):
        pool = ProcessPoolExecutor(workers, context, prepare, (pickled,))
        try:
            yield from _spread(pool, points, 2 * workers)
        except BaseException:
            _stop(pool)
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _spread(
    pool: ProcessPoolExecutor, points: list[Point], most: int
) -> Iterator[tuple[Point, Any, str]]:
    """Hand out a few points ahead of those that are worked on, not all."""
    waiting: dict[Any, Point] = {}
    todo = iter(points)
    while True:
        for point in todo:
            waiting[pool.submit(work, _pickled(point))] = point
            if len(waiting) >= most:
                break
        if not waiting:
            return
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            try:
                done = future.result()
            except BrokenProcessPool as error:
                names = "; ".join(str(point) for point in waiting.values())
                raise SweepError(
                    f"a process ended abruptly at one of: {names}; for want of memory, or, where "
                    "cloudpickle is not installed, of if __name__ == '__main__' in a script"
                ) from error
            yield waiting.pop(future), *done


def _stop(pool: ProcessPoolExecutor) -> None:
    """End what is being worked on; finished points are in the store."""
    for process in list((pool._processes or {}).values()):
        process.terminate()


def _pickled(value: Any) -> bytes:
    """Also functions of a notebook or a script, where cloudpickle is installed."""
    try:
        from cloudpickle import dumps  # type: ignore[import-untyped]
    except ImportError:
        dumps = pickle.dumps
    try:
        return dumps(value)
    except Exception as error:
        raise SweepError(
            f"this cannot be sent to other processes: {error}; define functions in a module, "
            "install cloudpickle, or take workers=1"
        ) from error


@contextmanager
def _script_left_out(pickled: bytes) -> Iterator[None]:
    """Let new processes not run the script that asks for them, if nothing in it is needed.

    Else a script without ``if __name__ == "__main__"`` would start itself again and again.
    """
    main = sys.modules["__main__"]
    kept = {name: getattr(main, name, None) for name in ("__file__", "__spec__")}
    if b"__main__" in pickled and "cloudpickle" not in sys.modules:
        yield
        return
    try:
        main.__spec__ = None
        if kept["__file__"] is not None:
            del main.__file__
        yield
    finally:
        main.__spec__ = kept["__spec__"]
        if kept["__file__"] is not None:
            main.__file__ = kept["__file__"]
