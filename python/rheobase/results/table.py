"""Small tables: one value for each population, as text and as HTML."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["ByPopulation", "Columns", "as_frame", "cell", "page"]

# Colours are those of the page, so that tables are readable on light and dark backgrounds.
_STYLE = """<style>
.rheobase-run { font-size: 0.92em; line-height: 1.4; color: inherit; }
.rheobase-run table { border-collapse: collapse; margin: 0.2em 0; color: inherit;
  font-size: inherit; font-variant-numeric: tabular-nums; }
.rheobase-run th, .rheobase-run td { text-align: right !important; color: inherit;
  padding: 0.15em 0.5em 0.15em 0.9em; border-bottom: 1px solid rgba(128, 128, 128, 0.25);
  background: transparent !important; }
.rheobase-run th { font-weight: 600; border-bottom-color: rgba(128, 128, 128, 0.6); }
.rheobase-run th:first-child, .rheobase-run td:first-child { text-align: left !important;
  padding-left: 0.4em; }
.rheobase-run .rheobase-quiet { opacity: 0.65; }
</style>"""


def cell(value: Any) -> str:
    """A value for people: four digits, a dash for NaN."""
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{value:.4g}"
    return str(value)


class ByPopulation(Mapping[str, Any]):
    """A value for each population, by name, in the order of the network.

    Parameters
    ----------
    values : dict
        The values.
    label : str
        What they are, with the unit.
    """

    def __init__(self, values: dict[str, Any], label: str) -> None:
        self._values = values
        #: What the values are, with their unit.
        self.label = label

    def __getitem__(self, population: str) -> Any:
        try:
            return self._values[population]
        except KeyError:
            names = ", ".join(self._values)
            raise KeyError(f"there is no population {population!r}; there are {names}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        words = ", ".join(f"{name}: {cell(value)}" for name, value in self._values.items())
        return f"<{self.label}: {words}>"

    def _repr_html_(self) -> str:
        return Columns(
            {"population": list(self), self.label: list(self._values.values())}
        )._repr_html_()


class Columns(Mapping[str, list]):
    """A table, column by column; what is shown where pandas is not installed."""

    def __init__(self, columns: dict[str, list]) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> list:
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def _rows(self) -> list[list[str]]:
        return [[cell(value) for value in row] for row in zip(*self._columns.values(), strict=True)]

    def __repr__(self) -> str:
        rows = [list(self._columns), *self._rows()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ("  ".join(t.rjust(w) for t, w in zip(row, widths, strict=True)) for row in rows)
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return page(self.html())

    def html(self) -> str:
        """The table alone."""
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self._columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>"
            for row in self._rows()
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def page(inside: str) -> str:
    """HTML with the looks of our tables."""
    return f'{_STYLE}<div class="rheobase-run">{inside}</div>'


def as_frame(columns: dict[str, Any], index: str | None = None) -> Any:
    """A DataFrame where pandas is installed, else `Columns`."""
    try:
        import pandas
    except ImportError:
        return Columns({name: list(values) for name, values in columns.items()})
    frame = pandas.DataFrame(columns)
    return frame.set_index(index) if index else frame
