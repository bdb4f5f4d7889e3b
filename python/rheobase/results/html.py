"""A run as a notebook shows it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from rheobase.results.table import Columns, page

if TYPE_CHECKING:
    from rheobase.results.run import Run

__all__ = ["run_html"]


def run_html(run: Run) -> str:
    """Name, stretch of time and a row for each population; no more than is at hand."""
    rates = run.rates
    columns: dict[str, list] = {
        "population": list(run.populations),
        "neurons": [run[name].size for name in run.populations],
        "spikes recorded": [_spikes(run, name) for name in run.populations],
        "rate (Hz)": [rates[name] for name in run.populations],
    }
    start, stop = run.window
    told = f"{run.start:g}–{run.stop:g} ms, seed {run.seed}, spike hash"
    head = (
        f"<b>{html.escape(run.name)}</b> "
        f'<span class="rheobase-quiet">{told} <code>{html.escape(run.spike_hash)}</code></span>'
    )
    foot = f'<span class="rheobase-quiet">rates from {start:g} to {stop:g} ms</span>'
    return page(f"<div>{head}</div>{Columns(columns).html()}<div>{foot}</div>")


def _spikes(run: Run, name: str) -> str:
    population = run[name]
    if not population._has_spikes:
        return "–"
    few = len(population.recorded) < population.size
    of = f" (of {len(population.recorded)} neurons)" if few else ""
    return f"{len(population.ids)}{of}"
