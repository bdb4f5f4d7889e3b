"""Views of the tables of a document: attributes read and write it."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from rheobase import schema
from rheobase._names import UnknownKey, UnknownName, did_you_mean, mistake
from rheobase.document import copied, plain, quantity_or, same
from rheobase.functions import Function
from rheobase.quantities import as_quantity

__all__ = ["Collection", "Table"]


class Table:
    """A table of a network; its keys are attributes.

    Reading gives the value, or the default of a key that was not given, quantities as `Quantity`.
    Setting changes the network; setting to None takes a key out, which brings back its default.
    An attribute that does not exist is an error, when it is set too.
    """

    __slots__ = ("_attach", "_data", "_fixed", "_path")
    _rheobase_table = True

    def __init__(
        self,
        data: dict[str, Any],
        path: str,
        keys: schema.Keys | None = None,
        attach: tuple[dict, str] | None = None,
    ):
        for slot, value in zip(
            ("_data", "_path", "_fixed", "_attach"), (data, path, keys, attach), strict=True
        ):
            object.__setattr__(self, slot, value)

    def _keys(self) -> schema.Keys | None:
        """The keys that there are; None where names are free."""
        return self._fixed

    def _key(self, name: str) -> schema.Key:
        keys = self._keys()
        if keys is None:
            return schema.Key()
        if name not in keys:
            where = self._path or "a network"
            raise mistake(where, f"there is no {name!r}", did_you_mean(name, keys), UnknownKey)
        return keys[name]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        key = self._key(name)
        if name in self._data:
            return self._view(name, self._data[name])
        if key.table:
            keys = schema.nested(name, {})
            return self._make(name, {}, keys, attach=(self._data, name))
        if self._keys() is None:
            known = did_you_mean(name, self._data)
            raise mistake(self._path, f"there is no {name!r}", known, UnknownKey)
        return quantity_or(key.default) if key.example else key.default

    def _view(self, name: str, value: Any) -> Any:
        """A value as it is shown: quantities as such, tables as views."""
        shown = quantity_or(value) if self._needs_unit(name) else value
        if not isinstance(shown, dict):
            return shown
        return self._make(name, shown, schema.nested(name, shown))

    def _needs_unit(self, name: str) -> bool:
        keys = self._keys()
        return keys is None or bool(keys.get(name, schema.Key()).example)

    def _make(
        self, name: str, data: dict[str, Any], keys: schema.Keys | None, **more: Any
    ) -> Table:
        if name == "receptors":
            return Receptors(data, self._join(name), None, **more)
        return Table(data, self._join(name), keys, **more)

    def _join(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            raise mistake(self._path, f"there is no {name!r}", kind=UnknownKey)
        if isinstance(getattr(type(self), name, None), property) and name not in (
            self._keys() or ()
        ):
            raise mistake(f"{self._path}.{name}".lstrip("."), "this cannot be set as a whole")
        key = self._key(name)
        if value is None:
            self._data.pop(name, None)
            return
        if key.example:
            refuse_bare_number(self._join(name), value, key.example)
        self._data[name] = plain(value)
        if self._attach:
            parent, place = self._attach
            parent[place] = self._data

    def __delattr__(self, name: str) -> None:
        self._key(name)
        self._data.pop(name, None)

    __getitem__ = __getattr__
    __setitem__ = __setattr__
    __delitem__ = __delattr__

    def __contains__(self, name: object) -> bool:
        return name in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def update(self, **values: Any) -> None:
        """Sets several keys.

        Raises
        ------
        UnknownKey
            If one does not exist; then nothing is changed.
        """
        for name in values:
            self._key(name)
        for name, value in values.items():
            setattr(self, name, value)

    def _summary(self) -> dict[str, Any]:
        """What a row of a table of many shows."""
        return self._data

    def to_dict(self) -> dict[str, Any]:
        """What was given, as a copy: a dict as in a network file."""
        return copied(self._data)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Table):
            other = other._data
        return same(self._data, other) if isinstance(other, dict) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __dir__(self) -> list[str]:
        keys = self._keys()
        return [*super().__dir__(), *(self._data if keys is None else keys)]

    def __repr__(self) -> str:
        inside = ", ".join(f"{key}={brief(value)}" for key, value in self._data.items())
        return f"{type(self).__name__}({self._path}: {inside})"

    def _repr_html_(self) -> str:
        from rheobase.html import table_html  # here: only notebooks need it

        keys = self._keys() or {}
        return table_html(self._path, self._data, {key: keys[key].default for key in keys})


class Receptors(Table):
    """The receptors of a population, by name: ``net["E"].receptors.exc.tau``."""

    __slots__ = ()

    def _make(
        self, name: str, data: dict[str, Any], keys: schema.Keys | None, **more: Any
    ) -> Table:
        return Table(data, self._join(name), schema.RECEPTOR, **more)

    def _needs_unit(self, name: str) -> bool:
        return False


def refuse_bare_number(path: str, value: Any, example: str) -> None:
    """A number where a quantity is needed is told where it is set, not when the network runs."""
    if as_quantity(value) is not None:
        return
    bare = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if bare or (isinstance(value, np.ndarray) and value.dtype.kind in "iuf"):
        unit = example.split(maxsplit=1)[1]
        product = f"{{}} * rb.{unit}" if unit.isidentifier() else f"rb.Quantity({{}}, {unit!r})"
        shown = f"{value}" if bare else "values"
        said = f"the number {value}" if bare else "an array of numbers"
        help = f"write it as in {example!r}, or {product.format(shown)}"
        raise mistake(path, f"{said} has no unit", help)


def brief(value: Any) -> str:
    """A value in one short piece, for representations."""
    if isinstance(value, np.ndarray):
        return f"array{value.shape}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={brief(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        inside = ", ".join(brief(item) for item in value[:6])
        return f"[{inside}{', …' if len(value) > 6 else ''}]"
    return str(value) if isinstance(value, Function) else repr(value)


class Collection(Mapping):
    """Named parts of a network, as a mapping from names to views.

    ``net.inputs["drive"]`` reads one, ``del net.inputs["drive"]`` takes it out.
    """

    def __init__(self, noun: str, names: Callable[[], Mapping], view: Callable[[str], Any]):
        self._noun, self._names, self._view = noun, names, view

    def __getitem__(self, name: str) -> Any:
        if name not in self._names():
            known = did_you_mean(str(name), self._names())
            raise mistake("", f"there is no {self._noun} {name!r}", known, UnknownName)
        return self._view(name)

    def __delitem__(self, name: str) -> None:
        self[name]._remove()

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def __repr__(self) -> str:
        return "{" + ",\n ".join(f"{name!r}: {self[name]!r}" for name in self) + "}"

    def _repr_html_(self) -> str:
        from rheobase.html import collection_html  # here: only notebooks need it

        noun, *of = self._noun.split(maxsplit=1)
        title = " ".join([f"{noun}s", *of])
        return collection_html(title, {name: self[name]._summary() for name in self})
