"""The code of the page for those who come from the original."""

import re
from pathlib import Path

import pytest

from rheobase.neurosimulator import populations
from rheobase.neurosimulator import spiking as ns

PAGE = Path(__file__).parents[2] / "docs" / "howto-original.md"


@pytest.mark.filterwarnings("ignore:.*non-interactive")
def test_the_page_runs_from_start_to_end(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(populations.Striatum, "SigmaNoise", populations.Striatum.SigmaNoise.copy())
    monkeypatch.setattr(ns, "faithful", True)
    scope = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL):
        exec(compile(block, str(PAGE), "exec"), scope)
    ns.stopPlasticity()
