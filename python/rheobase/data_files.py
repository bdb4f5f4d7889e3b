"""Large arrays of a network beside its file, where they would make the text unreadable."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["Folder", "large"]

# Numbers that stand in the text itself; more of them go to a file.
FEW = 1000


class Folder:
    """The folder of data files of one network file; nothing is written until `write`."""

    def __init__(self, path: Path):
        self.path = path.with_suffix(".data")
        self.files: dict[str, tuple[np.ndarray, tuple[str, ...]]] = {}

    def write(self) -> None:
        """Writes the arrays; without any, there is no folder."""
        for name, (array, names) in self.files.items():
            self.path.mkdir(exist_ok=True)
            part = self.path / f".{name}.part"
            try:
                with part.open("wb") as file:
                    if names:
                        np.savetxt(file, array, "%.17g", ",", header=",".join(names), comments="")
                    else:
                        np.save(file, array, allow_pickle=False)
                part.replace(self.path / name)
            finally:
                part.unlink(missing_ok=True)

    def relative(self, text: str) -> str:
        """The text with its paths to files as seen from the network file, where they lie near it.

        Those are the files of this folder, of this time and of an earlier one: a network that was
        loaded, changed and saved can be moved with its folder like any other.
        """
        return text.replace(f'file = "{self.path.parent.as_posix()}/', 'file = "')

    def moved(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document with large arrays as files of this folder."""
        return {
            section: self._section(section, tables) if isinstance(tables, dict) else tables
            for section, tables in document.items()
        }

    def _section(self, section: str, tables: dict[str, Any]) -> dict[str, Any]:
        return {
            name: self._table(f"{section}.{name}", table) if isinstance(table, dict) else table
            for name, table in tables.items()
        }

    def _table(self, path: str, table: dict[str, Any]) -> dict[str, Any]:
        """One table, and those within it: each form that lists of numbers have in a file."""
        if table.get("kind") == "edges" and large(table.get("source")):
            return self._columns(path, table, ("source", "target", "weight", "delay"))
        if table.get("kind") == "spike_train" and large(table.get("ids")):
            times = table["times"]
            if isinstance(times, dict):
                flat = {**table, "times": times["values"], "unit": times["unit"]}
                return self._columns(path, flat, ("times", "ids"))
        for key in ("values", "table"):
            if large(table.get(key)):
                rest = {name: item for name, item in table.items() if name != key}
                return {**rest, "file": self._file(path, table[key])}
        return {
            key: self._table(f"{path}.{key}", item) if isinstance(item, dict) else item
            for key, item in table.items()
        }

    def _columns(self, path: str, table: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
        present = [key for key in keys if key in table]
        columns = np.stack([np.asarray(table[key], dtype=float) for key in present], axis=1)
        rest = {key: item for key, item in table.items() if key not in keys}
        # Columns of an array are told by their order: where one is left out, they need names.
        names = () if tuple(present) == keys[: len(present)] else tuple(present)
        return {**rest, "file": self._file(path, columns, names)}

    def _file(self, path: str, array: Any, names: tuple[str, ...] = ()) -> str:
        stem, ending = re.sub(r"[^\w.-]+", "_", path), "csv" if names else "npy"
        name, number = f"{stem}.{ending}", 2
        while name in self.files:  # two names that differ only in what a file's cannot hold
            name, number = f"{stem}.{number}.{ending}", number + 1
        self.files[name] = np.asarray(array, dtype=float), names
        return str(self.path / name)


def large(value: Any) -> bool:
    """Whether it is more numbers than a text should hold."""
    if isinstance(value, list):
        return len(value) > FEW or (bool(value) and isinstance(value[0], list) and large(value[0]))
    return isinstance(value, np.ndarray) and value.size > FEW
