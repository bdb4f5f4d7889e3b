"""Runs in files: an archive of NumPy arrays with a table of contents."""

from __future__ import annotations

import json
import os
import tempfile
from typing import Any

import numpy as np

from rheobase.errors import Error
from rheobase.results.run import Run

__all__ = ["header", "load_run", "restore", "save"]

FORMAT = 1

_LISTS = {"traces": "samples", "rates": "counts", "weights": "weights"}


def header(run: Run) -> dict[str, Any]:
    """What a run says of its network, as plain values."""
    return {
        "name": run.name,
        "dt": run.dt,
        "seed": run.seed,
        "populations": [(part.name, part.size, part.color) for part in run.values()],
        "analysis": run._analysis,
        "steps": (run._steps.start, run._steps.stop),
        "spec": run._spec if isinstance(run._spec, str) else run._spec.toml(),
    }


def restore(run: Run, header: dict[str, Any], taken: dict[str, Any]) -> None:
    """Fill an empty run from its header and its arrays."""
    run._spec, run._taken = header["spec"], taken
    run._steps = range(*header["steps"])
    populations = [tuple(entry) for entry in header["populations"]]
    run._set_up(
        header["name"], header["dt"], header["seed"], populations, tuple(header["analysis"])
    )


def save(run: Run, path: str | os.PathLike[str]) -> None:
    """Write a run to one file, whole or not at all."""
    arrays: dict[str, np.ndarray] = {}
    contents: dict[str, Any] = {"format": FORMAT, "header": header(run), "plain": {}, "lists": {}}
    contents["window"] = (run._window.start, run._window.stop)
    for key, value in run._taken.items():
        if isinstance(value, np.ndarray):
            arrays[key] = value
        elif key not in _LISTS:
            contents["plain"][key] = value
    for kind in _LISTS:
        contents["lists"][kind] = [
            _entry(kind, k, e, arrays) for k, e in enumerate(run._taken[kind])
        ]
    arrays["contents"] = np.frombuffer(json.dumps(contents).encode(), dtype=np.uint8)
    named: dict[str, Any] = arrays
    write_whole(path, lambda file: np.savez(file, **named))


def _entry(
    kind: str, position: int, entry: dict[str, Any], arrays: dict[str, np.ndarray]
) -> dict[str, Any]:
    plain = {}
    for key, value in entry.items():
        if isinstance(value, np.ndarray):
            arrays[f"{kind}.{position}.{key}"] = value
        else:
            plain[key] = value.item() if isinstance(value, np.generic) else value
    return plain


def load_run(path: str | os.PathLike[str]) -> Run:
    """Read a run that `Run.save` has written.

    Parameters
    ----------
    path : path
        The file.

    Raises
    ------
    Error
        The file is not such a run.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import rheobase as rb
    >>> run = rb.run(rb.presets.fsi(), "100 ms")
    >>> path = pathlib.Path(tempfile.mkdtemp(), "run.npz")
    >>> run.save(path)
    >>> rb.load_run(path).spike_hash == run.spike_hash
    True
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        contents = json.loads(arrays.pop("contents").tobytes())
        known = contents["format"] == FORMAT
    except FileNotFoundError:
        raise
    except Exception as error:
        # NumPy takes whatever it does not know for a pickle, and advises to load it all the same.
        why = "it is no .npz file" if "allow_pickle" in str(error) else error
        raise Error(f"{os.fspath(path)} is no run that rheobase has saved: {why}") from None
    if not known:
        raise Error(
            f"{os.fspath(path)} has the format {contents['format']}; this version reads {FORMAT}"
        )
    taken = dict(contents["plain"])
    taken.update({kind: [dict(entry) for entry in contents["lists"][kind]] for kind in _LISTS})
    for name, array in arrays.items():
        kind, _, rest = name.partition(".")
        if rest:
            position, key = rest.split(".", 1)
            taken[kind][int(position)][key] = array
        else:
            taken[name] = array
    run = object.__new__(Run)
    restore(run, contents["header"], taken)
    run._window = range(*contents["window"])
    return run


def write_whole(path: str | os.PathLike[str], write: Any) -> None:
    """Let `write(file)` write a file that appears whole or not at all."""
    folder, name = os.path.split(os.path.abspath(os.fspath(path)))
    descriptor, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
