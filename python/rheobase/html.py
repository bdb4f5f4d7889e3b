"""Tables of a network for notebooks: what is in it, in the order of Nordlie et al. (2009).

The colours are those of the page with more or less of grey over them, so that the tables are
readable on light and dark backgrounds alike; nothing is loaded from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from rheobase import _native
from rheobase.document import has_functions, resolved

if TYPE_CHECKING:
    from rheobase.network import Network

__all__ = ["network_html", "table_html"]

# Names of classes begin with "rheobase-", so that nothing else of the page is touched.
_STYLE = """<style>
.rheobase-network { font-size: 0.92em; line-height: 1.4; color: inherit; max-width: 76em; }
.rheobase-network summary { cursor: pointer; padding: 0.25em 0; }
.rheobase-network details > div { overflow-x: auto; padding: 0 0 0.6em 1.1em; }
.rheobase-network table { border-collapse: collapse; margin: 0.2em 0; color: inherit; }
.rheobase-network th, .rheobase-network td { text-align: left !important; vertical-align: top;
  padding: 0.2em 0.9em 0.2em 0.4em; border-bottom: 1px solid rgba(128, 128, 128, 0.25);
  background: transparent !important; color: inherit; max-width: 34em; white-space: normal; }
.rheobase-network th { font-weight: 600; border-bottom-color: rgba(128, 128, 128, 0.6); }
.rheobase-network td:first-child { white-space: nowrap; }
.rheobase-network .rheobase-quiet { opacity: 0.65; font-weight: normal; }
.rheobase-network .rheobase-swatch { display: inline-block; width: 0.7em; height: 0.7em;
  border-radius: 50%; margin-right: 0.4em; }
.rheobase-network pre { white-space: pre-wrap; color: inherit; background: transparent;
  border-left: 3px solid #c44; padding-left: 0.8em; }
</style>"""


def network_html(network: Network) -> str:
    """A network as tables; where it has mistakes, what they are."""
    title = f"<b>{escape(str(network.name))}</b> " + _quiet(_summary(network))
    try:
        sections = [_section(*table) for table in _merged(_tables(network))]
    except _native.SpecError as mistakes:
        sections = [f"<p>Not ready to run yet:</p><pre>{escape(str(mistakes))}</pre>"]
    about = f"<p>{escape(network.description)}</p>" if network.description else ""
    return _page(f"<div>{title}</div>{about}{''.join(sections)}")


def table_html(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """One table with a title."""
    return _page(f"<div><b>{escape(title)}</b></div>{_table(columns, rows)}")


def _page(inside: str) -> str:
    return f'{_STYLE}<div class="rheobase-network">{inside}</div>'


def _summary(network: Network) -> str:
    counts = f"{network.size:,} neurons, {len(network.projections)} projections"
    return f"{counts}; {network.duration} in steps of {network.dt}, seed {network.seed}"


def _tables(network: Network) -> list[tuple[str, list[str], list[list[str]]]]:
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
    rows = sum(len(rows) for _, _, rows in tables)
    count = "" if rows == 1 else _quiet(f"{rows}")
    # What is long is folded; the first glance fits a screen.
    is_open = " open" if rows <= 12 else ""
    inside = "".join(
        (f"<div class='rheobase-quiet'>{escape(title)}</div>" if title else "")
        + _table(columns, rows)
        for title, columns, rows in tables
    )
    summary = f"<summary>{escape(heading)} {count}</summary>"
    return f"<details{is_open}>{summary}<div>{inside}</div></details>"


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    head = "".join(f"<th>{escape(str(column))}</th>" for column in columns)
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table>{head}<tbody>{body}</tbody></table>"


def _quiet(text: str) -> str:
    return f'<span class="rheobase-quiet">{escape(text)}</span>'
