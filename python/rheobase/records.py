"""What is recorded of a network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rheobase import schema
from rheobase._names import mistake
from rheobase.population import selection
from rheobase.table import Table

if TYPE_CHECKING:
    from rheobase.network_parts import NetworkParts

__all__ = ["Record", "recorded", "word"]

_KINDS = ("spikes", "rate", "weights", "connectivity")


class Record(Table):
    """A recording; which keys it has depends on its `kind`."""

    __slots__ = ("_name", "_network")

    def __init__(self, network: NetworkParts, name: str):
        object.__setattr__(self, "_network", network)
        object.__setattr__(self, "_name", name)
        super().__init__(network._tables("record")[name], f"record.{name}")

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    def _keys(self) -> schema.Keys:
        return schema.record_keys(self._data.get("kind"))

    def _remove(self) -> None:
        self._network._take_out("record", self._name)


def recorded(
    network: NetworkParts, what: tuple[str, ...], of: Any, keys: dict[str, Any]
) -> dict[str, Any]:
    """The table of a recording: of a kind of its own, or of variables of the state.

    Of the state, every step is kept by default; of a rate, bins of 5 ms; of weights, those at the
    start and at the end.
    """
    kinds = [name for name in what if name in _KINDS]
    if not what or (kinds and len(what) > 1):
        help = f"one of {', '.join(_KINDS)}, or variables of the state such as 'V', 'I'"
        raise mistake("record", f"{' and '.join(what) or 'nothing'} cannot be recorded", help)
    of = None if of is None else getattr(of, "name", None) or selection(of)
    match what[0]:
        case "weights":
            times = ["0 ms", network.duration]
            return {"kind": "weights", "projection": of or "*", "times": times, **keys}
        case "connectivity":
            return {"kind": "connectivity", "projection": of or "*", **keys}
        case "rate":
            return {"kind": "rate", "of": of, "bin": "5 ms", **keys}
        case "spikes":
            return {"kind": "spikes", "of": of, **keys}
        case _:
            every = network.dt
            return {"kind": "state", "of": of, "variables": list(what), "every": every, **keys}


def word(text: str) -> str:
    """A selection or a pattern as part of a name."""
    return re.sub(r"[^\w.-]+", "_", text).strip("_-.") or "all"
