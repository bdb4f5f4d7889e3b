"""Networks as network files and documents: read, written, checked, compared, copied."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from rheobase import _native, schema
from rheobase.document import copied, has_functions, plain, resolved
from rheobase.functions import Function
from rheobase.quantities import Quantity, in_unit
from rheobase.table import Table, refuse_bare_number

__all__ = ["NetworkDocument"]


class NetworkDocument(Table):
    """The part of a `Network` that goes from and to files, and what it says as a whole."""

    __slots__ = ("_base",)

    def __init__(self, name: str = "network", **keys: Any):
        super().__init__({"rheobase": 1}, "", schema.TOP)
        object.__setattr__(self, "_base", ".")
        self.update(name=name, **keys)

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], *, base: str | os.PathLike = ".") -> Self:
        """A network from nested dicts and lists, as a network file has them.

        Parameters
        ----------
        document : dict
            The network; ``rheobase = 1`` may be left out.
        base : path, optional
            Folder from which relative paths of data files start.

        Returns
        -------
        Network
            A network of its own: the document is copied, not checked.
        """
        net = cls()
        object.__setattr__(net, "_data", {"rheobase": 1, **plain(document)})
        object.__setattr__(net, "_base", os.fspath(base))
        return net

    @classmethod
    def from_toml(cls, text: str, *, base: str | os.PathLike = ".", file: str = "") -> Self:
        """A network from the text of a network file.

        Parameters
        ----------
        text : str
            The text.
        base : path, optional
            Folder from which relative paths of data files start.
        file : str, optional
            Name of the file, for messages.

        Raises
        ------
        SpecError
            With all mistakes of the text, each with its line.
        """
        _native.Spec.from_toml(text, os.fspath(base), file)
        return cls.from_dict(tomllib.loads(text), base=base)

    @classmethod
    def load(cls, path: str | os.PathLike) -> Self:
        """A network from a network file.

        Parameters
        ----------
        path : path
            The file.

        Raises
        ------
        SpecError
            With all mistakes of the file, each with its line.
        OSError
            If it cannot be read.
        """
        path = Path(path)
        text = path.read_text(encoding="utf-8")
        return cls.from_toml(text, base=path.absolute().parent, file=str(path))

    def save(self, path: str | os.PathLike) -> None:
        """Writes the network file, complete with all defaults.

        Parameters
        ----------
        path : path
            The file; it appears whole or not at all.

        Raises
        ------
        SpecError
            If the network has mistakes.
        OSError
            If it cannot be written.
        """
        path = Path(path)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        text = self.toml()
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def toml(self) -> str:
        """The text of the network file, complete with all defaults.

        Functions of time stand there as the series of their values.

        Raises
        ------
        SpecError
            If the network has mistakes.
        """
        return self.spec().toml()

    def spec(self, *, duration: Any = None, seed: int | None = None) -> _native.Spec:
        """The network as the engine takes it: checked, and immutable.

        Parameters
        ----------
        duration : time, optional
            In place of the network's own; functions of time are evaluated so far.
        seed : int, optional
            In place of the network's own.

        Returns
        -------
        Spec
            It compares, hashes and pickles.

        Raises
        ------
        SpecError
            With all mistakes of the network.
        """
        document = self._data
        if duration is not None:
            refuse_bare_number("duration", duration, "10 ms")
            document = {**document, "duration": plain(duration)}
        if seed is not None:
            document = {**document, "seed": seed}
        if has_functions(document):
            length = in_unit(document.get("duration", self._length()), "ms")
            document = resolved(document, length, in_unit(self.dt, "ms"))
        return _native.Spec(document, self._base)

    def check(self) -> dict[str, Any]:
        """Finds all mistakes, and says how large the network will be.

        Returns
        -------
        dict
            Expected numbers: ``synapses``, ``bytes`` of memory and more.

        Raises
        ------
        SpecError
            With all mistakes of the network.
        """
        return self.spec().estimate()

    @property
    def functions(self) -> dict[str, Function]:
        """The drives that follow a Python function of time, by the name of the input.

        A simulation asks them for more values where it runs beyond the duration of the network.
        """
        inputs = self._data.get("input", {})
        return {
            name: table["value"]
            for name, table in inputs.items()
            if isinstance(table.get("value"), Function)
        }

    @property
    def duration(self) -> Quantity:
        """The simulated time: that which was set, or the sum of the phases."""
        return self._length()

    def _length(self) -> Quantity:
        phases = self._data.get("phase")
        if "duration" not in self._data and phases:
            lengths = [Quantity(phase.get("duration", "0 ms")) for phase in phases]
            return sum(lengths[1:], lengths[0]).to("ms")
        return Quantity(self._data.get("duration", "1000 ms"))

    def copy(self) -> Self:
        """Another network that says the same and shares nothing that can be changed."""
        return type(self).from_dict(copied(self._data), base=self._base)

    __copy__ = copy

    def __deepcopy__(self, memo: dict[str, Any]) -> Self:
        return self.copy()

    def __reduce__(self) -> tuple:
        return _restored, (type(self), self._data, self._base)


def _restored(kind: type[NetworkDocument], document: dict[str, Any], base: str) -> NetworkDocument:
    return kind.from_dict(document, base=base)
