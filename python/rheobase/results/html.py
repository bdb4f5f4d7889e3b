"""A run as a notebook shows it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from rheobase.results.table import Columns

if TYPE_CHECKING:
    from rheobase.results.run import Run

__all__ = ["run_html"]


def run_html(run: Run) -> str:
    """Name, stretch of time and a row for each population; no more than is at hand."""
    rates = run.rates
    columns = {
        "population": list(run.populations),
        "neurons": [run[name].size for name in run.populations],
        "spikes recorded": [_spikes(run, name) for name in run.populations],
        "rate (Hz)": [rates[name] for name in run.populations],
    }
    start, stop = run.window
    head = (
        f"<b>{html.escape(run.name)}</b>, {run.start:g}–{run.stop:g} ms, seed {run.seed}, "
        f"spike hash <code>{html.escape(run.spike_hash)}</code>"
    )
    foot = f"<small>rates from {start:g} to {stop:g} ms</small>"
    return f"<div>{head}{Columns(columns)._repr_html_()}{foot}</div>"


def _spikes(run: Run, name: str) -> str:
    population = run[name]
    if not population._has_spikes:
        return "–"
    few = len(population.recorded) < population.size
    of = f" (of {len(population.recorded)} neurons)" if few else ""
    return f"{len(population.ids)}{of}"
