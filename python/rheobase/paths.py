"""Values of a network by path, as in ``FSI.input.mean``: for sweeps and the like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rheobase._names import did_you_mean, mistake
from rheobase.document import plain
from rheobase.table import Collection

if TYPE_CHECKING:
    from rheobase.network_parts import NetworkParts

__all__ = ["read", "write"]

_SECTIONS = {
    "population": "populations",
    "projection": "projections",
    "block": "blocks",
    "input": "inputs",
    "record": "records",
    "phase": "phases",
}


def read(network: NetworkParts, path: str) -> Any:
    """The value at a path."""
    here: Any = network
    steps = _steps(path)
    while steps:
        here, steps = _next(network, here, steps, path)
    return here


def write(network: NetworkParts, path: str, value: Any) -> None:
    """Sets the value at a path."""
    *steps, last = _steps(path)
    here: Any = network
    while steps:
        here, steps = _next(network, here, steps, path)
    if isinstance(last, str):
        setattr(here, last, value)
        return
    here[_index(here, last, path)] = plain(value)


def _steps(path: str) -> list[str | int]:
    """``phase[0].duration`` as ``["phase", 0, "duration"]``."""
    found: list[str | int] = []
    for part in path.split("."):
        name, *indices = re.split(r"\[(\d+)\]", part)
        found += [name] if name else []
        found += [int(index) for index in indices[::2]]
        if not part or any(indices[1::2]):
            help = "write it as in 'FSI.input.mean' or 'block.b.weight[2][2]'"
            raise mistake("", f"{path!r} is no path", help)
    return found


def _next(network: NetworkParts, here: Any, steps: list, path: str) -> tuple[Any, list]:
    """One step further: the value there, and the steps that are left."""
    first, *rest = steps
    if isinstance(first, int):
        return here[_index(here, first, path)], rest
    if here is network and first in _SECTIONS and rest:
        return getattr(network, _SECTIONS[first]), rest
    if isinstance(here, Collection) or here is network:
        # Names may hold dots: the longest that there is.
        for stop in range(len(steps), 0, -1):
            name = ".".join(map(str, steps[:stop]))
            if name in here:
                return here[name], steps[stop:]
    return (here[first] if isinstance(here, Collection) else _attribute(network, here, first)), rest


def _attribute(network: NetworkParts, here: Any, name: str) -> Any:
    """A key; at the top, what is neither a key nor a name is most likely a mistyped name."""
    return (
        network[name]
        if here is network and name not in (here._keys() or ())
        else getattr(here, name)
    )


def _index(here: Any, index: int, path: str) -> int:
    if not hasattr(here, "__len__") or isinstance(here, str):
        raise mistake("", f"{path!r}: what stands before [{index}] is no list")
    if index >= len(here):
        known = did_you_mean("", [str(n) for n in range(len(here))])
        raise mistake("", f"{path!r}: there is no item {index}", known)
    return index
