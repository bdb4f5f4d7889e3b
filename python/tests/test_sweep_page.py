"""The how-to page on sweeps: its blocks run from top to bottom, each with the tool it is about."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs/howto-cluster.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_blocks_of_the_page_run(tmp_path, monkeypatch):
    for tool in ("pandas", "joblib", "distributed", "cloudpickle"):
        pytest.importorskip(tool)
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    names = {"__name__": "page"}
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start()) + 1
        # So that an error tells the line of the page.
        exec(compile("\n" * line + block[1], "docs/howto-cluster.md", "exec"), names)
    assert len(names["table"]) == 6 and set(names["table"]["seed"]) == {1, 2, 3}
    assert len(list((tmp_path / "sizes/points").iterdir())) == 6
    assert len(names["rates"]) == 4
    assert names["rates"] == [run.rates["FSI"] for run in names["runs"]]
    assert len({row["hash"] for row in names["rows"]}) == 4
