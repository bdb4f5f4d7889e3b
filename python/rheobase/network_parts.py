"""The parts of a network: views by name, values by path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rheobase import paths, schema
from rheobase._names import UnknownKey, UnknownName, did_you_mean, mistake
from rheobase.inputs import Input
from rheobase.network_document import NetworkDocument
from rheobase.population import Population
from rheobase.projection import Block, BlockProjection, Projection, block_cells
from rheobase.records import Record
from rheobase.table import Collection, Table

__all__ = ["NetworkParts"]


class NetworkParts(NetworkDocument):
    """The part of a `Network` that finds what is in it."""

    __slots__ = ()

    def _tables(self, section: str) -> dict[str, Any]:
        return self._data.setdefault(section, {})

    def _collection(self, section: str, view: Any, noun: str = "") -> Collection:
        names = lambda: self._data.get(section, {})  # noqa: E731 - asked anew each time
        return Collection(noun or section, names, lambda name: view(self, name))

    @property
    def populations(self) -> Collection:
        """The populations, by name."""
        return self._collection("population", Population)

    @property
    def projections(self) -> Collection:
        """The projections, by name; those of blocks too."""
        return Collection("projection", self._projections, self._projection)

    @property
    def blocks(self) -> Collection:
        """The blocks: several projections as matrices."""
        return self._collection("block", Block)

    @property
    def inputs(self) -> Collection:
        """The inputs, by name."""
        return self._collection("input", Input)

    @property
    def records(self) -> Collection:
        """What is recorded, by name."""
        return self._collection("record", Record, "recording")

    @property
    def phases(self) -> list[Table]:
        """The phases, in order."""
        phases = self._data.get("phase", [])
        return [Table(phase, f"phase[{n}]", schema.PHASE) for n, phase in enumerate(phases)]

    @property
    def size(self) -> int:
        """The number of neurons."""
        sizes = [table.get("size") for table in self._data.get("population", {}).values()]
        return sum(size for size in sizes if isinstance(size, int))

    def _projections(self) -> dict[str, tuple]:
        """Names of all projections, those of blocks first, with where each is found."""
        found: dict[str, tuple] = {}
        for name, block in self._data.get("block", {}).items():
            found |= {key: (name, cell) for key, cell in block_cells(block).items()}
        return found | {name: () for name in self._data.get("projection", {})}

    def _projection(self, name: str) -> Projection | BlockProjection:
        place = self._projections()[name]
        if not place:
            return Projection(self, name)
        block, cell = place
        return BlockProjection(Block(self, block), name, cell)

    def __getitem__(self, name: str) -> Any:
        """The population or the projection of that name."""
        if name in self.populations:
            return self.populations[name]
        projections = self._projections()
        if name in projections:
            return self._projection(name)
        for collection, of in (("inputs", self.inputs), ("blocks", self.blocks)):
            if name in of:
                message = f"{name!r} is no population or projection"
                raise mistake("", message, f"use net.{collection}[{name!r}]", UnknownName)
        known = did_you_mean(str(name), [*self.populations, *projections])
        raise mistake("", f"there is no population or projection {name!r}", known, UnknownName)

    def __setitem__(self, name: str, value: Any) -> None:
        help = "use add_population(…) or connect(…), or set an attribute of what is there"
        raise mistake("", f"{name!r} cannot be set as a whole", help)

    def __delitem__(self, name: str) -> None:
        self[name]._remove()

    def _key(self, name: str) -> schema.Key:
        if name in schema.TOP or not isinstance(name, str) or name not in self:
            return super()._key(name)
        help = f"parts are found by their name in brackets: net[{name!r}]"
        raise mistake("a network", f"there is no attribute {name!r}", help, UnknownKey)

    def __contains__(self, name: object) -> bool:
        return name in self.populations or name in self._projections()

    def __iter__(self) -> Iterator[str]:
        return iter(self.populations)

    def get(self, path: str) -> Any:
        """The value at a path.

        Parameters
        ----------
        path : str
            Names and keys, as in `set`.

        Raises
        ------
        SpecError
            If there is no such thing.

        Examples
        --------
        >>> import rheobase as rb
        >>> rb.presets.striatum().get("FSI.input.mean")
        Quantity('22 mV')
        """
        return paths.read(self, path)

    def set(self, path: str, value: Any) -> None:
        """Sets the value at a path, for sweeps and the like.

        Parameters
        ----------
        path : str
            Names and keys: ``"FSI.input.mean"``, ``"FSI->FSI.weight"``, ``"input.drive.sd"``,
            ``"block.striatum.weight[2][2]"``, ``"phase[0].duration"``, ``"dt"``.
        value : object
            As for the attribute.

        Raises
        ------
        SpecError
            If there is no such thing, or a number has no unit.

        Examples
        --------
        >>> import rheobase as rb
        >>> net = rb.presets.striatum()
        >>> net.set("FSI->FSI.weight", "-9 mV*ms")
        >>> net["FSI->FSI"].weight
        Quantity('-9 mV*ms')
        """
        paths.write(self, path, value)

    def _ipython_key_completions_(self) -> list[str]:
        return [*self.populations, *self._projections()]

    def __repr__(self) -> str:
        sizes = [
            f"{name} {table.get('size')}"
            for name, table in self._data.get("population", {}).items()
        ]
        shown = ", ".join(sizes[:8]) + (", …" if len(sizes) > 8 else "")
        parts = [
            _counted(len(self._projections()), "projection"),
            _counted(len(self.inputs), "input"),
        ]
        if self.phases:
            parts.append(_counted(len(self.phases), "phase"))
        time = f"{self.duration} in steps of {self.dt}"
        return f"Network({self.name!r}: {shown or 'no populations'}; {', '.join(parts)}; {time})"

    def _repr_html_(self) -> str:
        from rheobase.html import network_html  # here: only notebooks need it

        return network_html(self)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
