"""The original's example in both interfaces: the notebooks of `examples/`.

By default with shorter runs and fewer networks. With RHEOBASE_FULL=1 as they stand (a minute or
two), and what they print must be what is stored in them.
"""

import contextlib
import io
import json
import os
import re
from pathlib import Path

import pytest

from rheobase.neurosimulator import populations
from rheobase.neurosimulator import spiking as ns

FOLDER = Path(__file__).parents[2] / "examples"
FULL = bool(os.environ.get("RHEOBASE_FULL"))

#: What is written shorter, by notebook; every pattern must be there.
SHORTER = {
    "original": [
        (r"runplot\(5000", "runplot(200"),
        (r"count_spikes\((10|3)\)", "count_spikes(1)"),
        (r"rundynamics\(1000\)", "rundynamics(100)"),
        (r"range\(-6, -600, -60\)", "range(-6, -600, -300)"),
    ],
    "original_new_api": [
        (r'"5 s"', '"200 ms"'),
        (r"range\(1, 11\)", "range(1, 3)"),
        (r'"1\.2 s"', '"300 ms"'),
        (r"seeds=3", "seeds=1, workers=1"),
    ],
}


def cells(name):
    notebook = json.loads((FOLDER / f"{name}.ipynb").read_text())
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


@pytest.fixture
def quiet(monkeypatch):
    """No windows, and the classes that a script edits as they were."""
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    monkeypatch.setattr(plt, "show", lambda: None)
    for field in ("CW", "MeanIx"):
        value = getattr(populations.Striatum, field)
        monkeypatch.setattr(populations.Striatum, field, value.copy())
    monkeypatch.setattr(ns, "faithful", True)
    plt.close("all")
    yield plt
    plt.close("all")


@pytest.mark.parametrize("name", list(SHORTER))
def test_a_notebook_runs(name, quiet):
    if name == "original_new_api":
        pytest.importorskip("pandas")
    source = "\n".join("".join(cell["source"]) for cell in cells(name))
    if not FULL:
        for pattern, shorter in SHORTER[name]:
            source, found = re.subn(pattern, shorter, source)
            assert found, f"{pattern} is not in {name}.ipynb"
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, f"{name}.ipynb", "exec"), {"__name__": "notebook"})
    assert len(quiet.get_fignums()) >= 3
    if FULL:
        assert printed.getvalue() == stored(name)


def stored(name):
    """What the notebook printed when it was executed."""
    outputs = [output for cell in cells(name) for output in cell["outputs"]]
    texts = [output["text"] for output in outputs if output["output_type"] == "stream"]
    return "".join("".join(text) for text in texts)


@pytest.mark.parametrize("name", list(SHORTER))
def test_a_notebook_was_executed(name):
    """In order, without errors, with its pictures; nothing in it tells where."""
    counts = [cell["execution_count"] for cell in cells(name)]
    assert counts == list(range(1, len(counts) + 1))
    outputs = [output for cell in cells(name) for output in cell["outputs"]]
    assert {output["output_type"] for output in outputs} <= {
        "display_data",
        "execute_result",
        "stream",
    }
    assert not [output for output in outputs if output.get("name") == "stderr"]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 5
    assert not re.search(r"/(home|root|work|tmp|Users)/", (FOLDER / f"{name}.ipynb").read_text())
