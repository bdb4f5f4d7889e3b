"""Projections of a network: tables of their own, or cells of a block's matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase import schema
from rheobase._names import UnknownKey, did_you_mean, mistake
from rheobase.document import copied
from rheobase.quantities import Quantity, as_quantity
from rheobase.table import Table, brief, refuse_bare_number

if TYPE_CHECKING:
    from rheobase.network_parts import NetworkParts

__all__ = ["Block", "BlockProjection", "Projection", "block_cells"]


class Projection(Table):
    """A projection: its keys as attributes.

    Examples
    --------
    >>> import rheobase as rb
    >>> net = rb.presets.brunel()
    >>> net["E->E"].delay = "2 ms"
    >>> net["E->E"].delay
    Quantity('2 ms')
    """

    __slots__ = ("_name", "_network")

    # For editors: the keys of the table.
    source: str
    target: str
    receptor: str | None
    rule: Any
    weight: Any
    delay: Any
    allow_self: bool
    allow_multiple: bool
    failure: Any
    plasticity: Any

    def __init__(self, network: NetworkParts, name: str):
        object.__setattr__(self, "_network", network)
        object.__setattr__(self, "_name", name)
        data = network._tables("projection")[name]
        super().__init__(data, f"projection.{name}", schema.PROJECTION)

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    def _remove(self) -> None:
        self._network._take_out("projection", self._name)

    def __repr__(self) -> str:
        shown = {
            key: self._data[key]
            for key in ("source", "target", "rule", "weight", "delay")
            if key in self._data
        }
        inside = ", ".join(f"{key}={brief(value)}" for key, value in shown.items())
        return f"Projection({self._name!r}, {inside})"


class Block(Table):
    """A block: several projections as matrices, row = target, column = source."""

    __slots__ = ("_name", "_network")

    # For editors: the keys of the table.
    populations: list[str]
    receptor: Any
    probability: Any
    weight: Any
    unit: str
    strength: Any
    delay: Any
    allow_self: bool
    failure: Any
    plasticity: Any

    def __init__(self, network: NetworkParts, name: str):
        object.__setattr__(self, "_network", network)
        object.__setattr__(self, "_name", name)
        super().__init__(network._tables("block")[name], f"block.{name}", schema.BLOCK)

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    def _remove(self) -> None:
        self._network._take_out("block", self._name)

    def _repr_html_(self) -> str:
        from rheobase.html import block_html  # here: only notebooks need it

        cells = block_cells(self._data)
        shown = {at: _cell_text(BlockProjection(self, name, at)) for name, at in cells.items()}
        return block_html(self._path, self._data, shown)


def _cell_text(cell: BlockProjection) -> str:
    return f"p {cell.probability:g}, {cell.weight}"


def block_cells(block: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """The projections that a block stands for: name to (row = target, column = source)."""
    names = block.get("populations")
    try:
        probability = np.asarray(block.get("probability"), dtype=float)
    except (TypeError, ValueError):
        return {}  # the check of the network says what is wrong
    if not isinstance(names, list) or probability.shape != (len(names), len(names)):
        return {}
    return {
        f"{source}->{target}": (row, column)
        for row, target in enumerate(names)
        for column, source in enumerate(names)
        if probability[row, column] > 0
    }


class BlockProjection:
    """One projection of a block; setting its weight or probability changes the block's matrices.

    What holds for the whole block (delay, receptor, plasticity …) is read here and set there.

    Examples
    --------
    >>> import rheobase as rb
    >>> net = rb.presets.striatum()
    >>> net["FSI->FSI"].weight
    Quantity('-6 mV*ms')
    >>> net["FSI->FSI"].weight = "-9 mV*ms"
    >>> net.blocks["striatum"].weight[2][2]
    -0.9
    """

    __slots__ = ("_block", "_cell", "_name")

    def __init__(self, block: Block, name: str, cell: tuple[int, int]):
        for slot, value in (("_block", block), ("_name", name), ("_cell", cell)):
            object.__setattr__(self, slot, value)

    @property
    def name(self) -> str:
        """Its name, ``"SOURCE->TARGET"``."""
        return self._name

    @property
    def source(self) -> str:
        """The presynaptic population."""
        return self._block.populations[self._cell[1]]

    @property
    def target(self) -> str:
        """The postsynaptic population."""
        return self._block.populations[self._cell[0]]

    @property
    def probability(self) -> float:
        """The probability of a connection."""
        return _read(self._block._data["probability"], self._cell)

    @property
    def rule(self) -> dict[str, Any]:
        """The rule as a projection of its own would have it."""
        return {"kind": "bernoulli", "p": self.probability}

    @property
    def weight(self) -> Quantity:
        """The weight, the block's `strength` included."""
        data = self._block._data
        return Quantity(_read(data["weight"], self._cell) * data.get("strength", 1), data["unit"])

    @property
    def failure(self) -> dict[str, Any] | None:
        """The failures of its synapses, as a projection of its own would have them."""
        table = self._block._data.get("failure")
        if table is None:
            return None
        return {**copied(table), "probability": _read(table["probability"], self._cell)}

    def _set_weight(self, value: Any) -> None:
        data = self._block._data
        path = f"{self._name}.weight"
        refuse_bare_number(path, value, f"-50 {data['unit']}")
        quantity = as_quantity(value)
        if quantity is None or np.ndim(quantity.value):
            help = (
                f"write a quantity in {data['unit']}, or connect {self.source!r} and "
                f"{self.target!r} by a projection of their own"
            )
            raise mistake(path, f"{value!r} is no weight that a block's matrix can hold", help)
        strength = data.get("strength", 1)
        if strength == 0:
            raise mistake(path, "the strength of the block is 0, and so is every weight")
        try:
            number = quantity.to(data["unit"]).value / strength
        except ValueError as wrong:
            help = f"the weights of the block are in {data['unit']}"
            raise mistake(path, str(wrong), help) from None
        _write(data, "weight", self._cell, number)

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        if key in ("delay", "receptor", "allow_self", "plasticity"):
            return getattr(self._block, key)
        known = [*schema.PROJECTION, "probability"]
        raise mistake(self._name, f"there is no {key!r}", did_you_mean(key, known), UnknownKey)

    def __setattr__(self, key: str, value: Any) -> None:
        if key == "weight":
            self._set_weight(value)
        elif key == "probability":
            _write(self._block._data, "probability", self._cell, float(value))
        elif key in schema.BLOCK:
            where = f"net.blocks[{self._block.name!r}].{key}"
            raise mistake(self._name, f"{key!r} holds for the whole block", f"set {where}")
        elif key in (*schema.PROJECTION, "name"):
            message = f"{key!r} cannot be set in a cell of the block {self._block.name!r}"
            raise mistake(self._name, message, "weight and probability can")
        else:
            getattr(self, key)

    def _remove(self) -> None:
        _write(self._block._data, "probability", self._cell, 0.0)

    def _summary(self) -> dict[str, Any]:
        shown = {"source": self.source, "target": self.target, "rule": self.rule}
        return {**shown, "weight": str(self.weight), "delay": str(self.delay)}

    def _repr_html_(self) -> str:
        from rheobase.html import table_html  # here: only notebooks need it

        return table_html(f"{self.name} (block {self._block.name})", self._summary(), {})

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), "delay", "receptor", "allow_self", "plasticity"]

    def __repr__(self) -> str:
        inside = f"p={self.probability:g}, weight={str(self.weight)!r}, delay={str(self.delay)!r}"
        return f"BlockProjection({self._name!r}, {inside}, block={self._block.name!r})"


def _read(matrix: Any, cell: tuple[int, int]) -> float:
    return float(matrix[cell[0]][cell[1]])


def _write(data: dict[str, Any], key: str, cell: tuple[int, int], number: float) -> None:
    matrix = data[key]
    if isinstance(matrix, np.ndarray):
        matrix = data[key] = matrix.astype(float)  # a copy: an array that was given may be locked
    matrix[cell[0]][cell[1]] = number
