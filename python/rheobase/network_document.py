"""Networks as network files and documents: read, written, checked, compared, copied."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np

from rheobase import _native, schema
from rheobase._names import mistake
from rheobase.data_files import Folder
from rheobase.document import (
    copied,
    has_functions,
    plain,
    quantity_or,
    refuse_other_forms,
    resolved,
)
from rheobase.errors import Error
from rheobase.functions import Function
from rheobase.quantities import Quantity, in_unit
from rheobase.table import Table, refuse_bare_number

__all__ = ["NetworkDocument"]


class NetworkDocument(Table):
    """The part of a `Network` that goes from and to files, and what it says as a whole."""

    __slots__ = ("_base",)

    # For editors: the keys of the table.
    name: str
    description: str
    dt: Any
    scheme: Any
    seed: Any
    seeds: Table
    analysis: Table

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

        Raises
        ------
        SpecError
            If a part is not of the form that parts have: a dict of dicts, a list of phases.
        TypeError
            If there is something in it that cannot stand in a network.
        """
        if not isinstance(document, Mapping):
            raise mistake(
                "", f"{document!r} is no network", "a dict as in a network file is needed"
            )
        try:
            copy = {"rheobase": 1, **plain(document)}
        except RecursionError:
            raise mistake("", "this is nested too deeply: it contains itself") from None
        refuse_other_forms(copy)
        return _of(cls, copy, os.fspath(base))

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
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise mistake("", f"{path} is no network file: it is no text ({error})") from None
        return cls.from_toml(text, base=path.absolute().parent, file=str(path))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the network file, complete with all defaults.

        Arrays of more than a thousand numbers go to files of their own, in a folder beside it
        (``net.data`` for ``net.toml``).

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
        path = Path(path).absolute()
        self.check()
        folder = Folder(path)
        document = folder.moved(self._resolved(self._data))
        folder.write()
        text = folder.relative(_native.Spec(document, self._base).toml())
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
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
            In place of the network's own; functions of time are evaluated so far. An end of the
            window of statistics that lies behind it does not count.
        seed : int, optional
            In place of the network's own.

        Returns
        -------
        Spec
            It compares and pickles.

        Raises
        ------
        SpecError
            With all mistakes of the network.
        """
        document = self._data
        if duration is not None:
            refuse_bare_number("duration", duration, "10 ms")
            document = {**document, "duration": plain(duration)}
            document["analysis"] = self._window_within(document["duration"])
        if seed is not None:
            document = {**document, "seed": plain(seed)}
        return _native.Spec(self._resolved(document), self._base)

    def _window_within(self, duration: str) -> dict[str, Any]:
        """The window of statistics without an end that a shorter run does not reach."""
        window = dict(self._data.get("analysis", {}))
        length = _milliseconds(duration)
        start, stop = (_milliseconds(window.get(end, "0 ms")) for end in ("start", "stop"))
        if length and start and start >= length:
            del window["start"]
        if length and stop and stop > length:
            del window["stop"]
        return window

    def _resolved(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document with the values of its functions of time, as far as it lasts."""
        if not has_functions(document):
            return document
        length = _milliseconds(document.get("duration", self._length()))
        dt = _milliseconds(self.dt)
        # The engine will say what is wrong with them.
        return resolved(document, length or 0.0, dt or 0.1)

    def check(self) -> dict[str, Any]:
        """Finds all mistakes, and says how large the network will be.

        Returns
        -------
        dict
            Expected numbers: ``synapses``, and ``bytes`` of memory.

        Raises
        ------
        SpecError
            With all mistakes of the network.
        """
        return {what: round(number) for what, number in self.spec().estimate().items()}

    @property
    def functions(self) -> dict[str, Function]:
        """The drives and rates that follow a Python function of time, by the name of the input.

        A simulation asks them for more values where it runs beyond the duration of the network.
        """
        inputs = self._data.get("input", {})
        found = {name: table.get("value", table.get("rate")) for name, table in inputs.items()}
        return {name: value for name, value in found.items() if isinstance(value, Function)}

    @property
    def duration(self) -> Any:
        """The simulated time: that which was set, or the sum of the phases."""
        return self._length()

    def _length(self) -> Any:
        phases = self._data.get("phase")
        if "duration" in self._data or not phases:
            return quantity_or(self._data.get("duration", "1000 ms"))
        try:
            lengths = [in_unit(phase.get("duration"), "ms") for phase in phases]
        except ValueError:
            return None  # the check of the network says what is wrong
        return Quantity(np.sum(lengths), "ms")

    def __eq__(self, other: object) -> bool:
        """Whether both say the same, defaults that only one of them writes included."""
        if super().__eq__(other) is True:
            return True
        if not isinstance(other, NetworkDocument):
            return NotImplemented if not isinstance(other, dict) else False
        if self.functions or other.functions:
            return False  # nobody knows what they are beyond the duration
        try:
            return self.spec() == other.spec()
        except (Error, TypeError, ValueError):
            return False  # at least one is none that the engine would take

    __hash__ = None  # type: ignore[assignment]

    def copy(self) -> Self:
        """Another network that says the same and shares nothing that can be changed."""
        return _of(type(self), copied(self._data), self._base)

    __copy__ = copy

    def __deepcopy__(self, memo: dict[str, Any]) -> Self:
        return self.copy()

    def __reduce__(self) -> tuple:
        return _of, (type(self), self._data, self._base)


def _milliseconds(value: Any) -> float | None:
    """A positive time; None for all else."""
    try:
        number = in_unit(value, "ms")
    except ValueError:
        return None
    return number if isinstance(number, float) and number > 0 else None


def _of(kind: type[Any], document: dict[str, Any], base: str) -> Any:
    """A network that owns this document."""
    net = kind()
    object.__setattr__(net, "_data", document)
    object.__setattr__(net, "_base", base)
    return net
