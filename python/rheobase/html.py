"""Tables of a network for notebooks: what is in it, in the order of Nordlie et al. (2009).

The colours are those of the page with more or less of grey over them, so that the tables are
readable on light and dark backgrounds alike; nothing is loaded from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from rheobase import _native
from rheobase.document import has_functions, resolved
from rheobase.quantities import as_quantity
from rheobase.table import brief

if TYPE_CHECKING:
    from rheobase.network_parts import NetworkParts

__all__ = ["block_html", "collection_html", "network_html", "table_html"]

# Names of classes begin with "rheobase-", so that nothing else of the page is touched.
_STYLE = """<style>
.rheobase-network { font-size: 0.92em; line-height: 1.4; color: inherit; max-width: 76em; }
.rheobase-network summary { cursor: pointer; padding: 0.25em 0; }
.rheobase-network details > div { overflow-x: auto; padding: 0 0 0.6em 1.1em; }
.rheobase-network table { border-collapse: collapse; margin: 0.2em 0; color: inherit;
  font-size: inherit; }
.rheobase-network th, .rheobase-network td { text-align: left !important; vertical-align: top;
  padding: 0.2em 0.9em 0.2em 0.4em; border-bottom: 1px solid rgba(128, 128, 128, 0.25);
  background: transparent !important; color: inherit; max-width: 34em; white-space: normal; }
.rheobase-network tr { background: transparent !important; }
.rheobase-network th { font-weight: 600; border-bottom-color: rgba(128, 128, 128, 0.6); }
.rheobase-network td:first-child { white-space: nowrap; }
.rheobase-network .rheobase-quiet { opacity: 0.65; font-weight: normal; }
.rheobase-network pre { white-space: pre-wrap; color: inherit; background: transparent;
  border-left: 3px solid #c44; padding-left: 0.8em; }
</style>"""


def network_html(network: NetworkParts) -> str:
    """A network as tables; where it has mistakes, what they are."""
    title = f"<b>{escape(str(network.name))}</b> " + _quiet(_summary(network))
    try:
        sections = [_section(*table) for table in _merged(_tables(network))]
    except _native.SpecError as mistakes:
        sections = [f"<p>Not ready to run yet:</p><pre>{escape(str(mistakes))}</pre>"]
    about = f"<p>{escape(network.description)}</p>" if network.description else ""
    return _page(f"<div>{title}</div>{about}{''.join(sections)}")


def table_html(title: str, table: Mapping[str, Any], defaults: Mapping[str, Any]) -> str:
    """One table as keys and values; those that were not given are pale."""
    rows = [(escape(key), escape(as_text(value))) for key, value in table.items()]
    left = {key: value for key, value in defaults.items() if key not in table}
    rows += [
        (_quiet(key), _quiet(as_text(value))) for key, value in left.items() if value is not None
    ]
    return _page(f"<div><b>{escape(title)}</b></div>{_rows((), rows)}")


def collection_html(title: str, tables: Mapping[str, Mapping]) -> str:
    """Several tables as one: a row for each, a column for each key."""
    keys = list(dict.fromkeys(key for table in tables.values() for key in table))
    rows = [
        [escape(name), *(escape(as_text(table.get(key, ""))) for key in keys)]
        for name, table in tables.items()
    ]
    count = _quiet(str(len(tables)))
    return _page(f"<div><b>{escape(title)}</b> {count}</div>{_rows(['name', *keys], rows)}")


def block_html(title: str, block: Mapping[str, Any], cells: Mapping[tuple[int, int], str]) -> str:
    """A block as one matrix of its projections, row = target, column = source, and its keys."""
    names = [str(name) for name in block.get("populations", [])]
    rows = [
        [escape(target), *(escape(cells.get((row, column), "")) for column in range(len(names)))]
        for row, target in enumerate(names)
    ]
    matrices = ("populations", "probability", "weight", "unit", "strength")
    rest = {key: value for key, value in block.items() if key not in matrices}
    keys = [(escape(key), escape(as_text(value))) for key, value in rest.items()]
    matrix = _rows(["to \\ from", *names], rows)
    return _page(f"<div><b>{escape(title)}</b></div>{matrix}{_rows((), keys)}")


def as_text(value: Any) -> str:
    """A value in a cell: text as it is, the rest in one short piece."""
    if isinstance(value, Mapping):
        return ", ".join(_pair(key, item) for key, item in value.items())
    if isinstance(value, str):
        return value if as_quantity(value) is None else value.replace(" ", "\N{NO-BREAK SPACE}")
    return brief(value)


def _pair(key: str, value: Any) -> str:
    """``tau 10 ms``; the word that says of what kind a table is stands for itself."""
    if isinstance(value, Mapping):
        return f"{key}: {as_text(value)}"
    return as_text(value) if key in ("kind", "distribution") else f"{key} {as_text(value)}"


def _page(inside: str) -> str:
    return f'{_STYLE}<div class="rheobase-network">{inside}</div>'


def _summary(network: NetworkParts) -> str:
    counts = f"{network.size:,} neurons, {len(network.projections)} projections"
    return f"{counts}; {network.duration} in steps of {network.dt}, seed {network.seed}"


def _tables(network: NetworkParts) -> list[tuple[str, list[str], list[list[str]]]]:
    """The tables of the engine's report, without calling functions of time for their values."""
    if not has_functions(network._data):
        return network.spec().tables()
    document = resolved(network._data, 0.0, 0.1)
    return _native.Spec(document, network._base).tables()


def _merged(tables: list) -> Iterable[tuple[str, list]]:
    """Tables of one part of the model under one heading: (heading, [(title, columns, rows)])."""
    parts: dict[str, list] = {}
    for heading, columns, rows in tables:
        part, _, title = heading.partition(": ")
        parts.setdefault(part, []).append((title, columns, rows))
    return parts.items()


def _section(heading: str, tables: list) -> str:
    lists = [rows for _, columns, rows in tables if columns and columns[0] == "Name"]
    count = _quiet(str(len(lists[0]))) if lists else ""
    # The first glance shows who is there, connected and driven; what is long is folded.
    is_open = " open" if lists and len(lists[0]) <= 16 else ""
    inside = "".join(
        (f"<div class='rheobase-quiet'>{escape(title)}</div>" if title else "")
        + _rows(columns, [[escape(_unbroken(cell)) for cell in row] for row in rows])
        for title, columns, rows in tables
    )
    summary = f"<summary>{escape(heading)} {count}</summary>"
    return f"<details{is_open}>{summary}<div>{inside}</div></details>"


def _rows(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already."""
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{head}<tbody>{body}</tbody></table>"


def _unbroken(text: str) -> str:
    """What is short stays on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}") if len(text) <= 16 else text


def _quiet(text: str) -> str:
    return f'<span class="rheobase-quiet">{escape(text)}</span>'
