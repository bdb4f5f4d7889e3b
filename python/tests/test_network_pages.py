"""The how-to pages on networks: their blocks run from top to bottom, those of others too."""

import re
from pathlib import Path

import numpy as np
import pytest

import rheobase as rb

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```python ?(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run_blocks(page, others=()):
    """Runs the blocks of a page in one namespace, with those of `others`."""
    text = (DOCS / page).read_text(encoding="utf-8")
    names = {"rb": rb, "np": np}
    blocks = list(BLOCK.finditer(text))
    assert blocks
    for block in blocks:
        if block[1] in ("", *others):
            line = text.count("\n", 0, block.start()) + 1
            code = "\n" * line + block[2]  # so that an error tells the line of the page
            exec(compile(code, f"docs/{page}", "exec"), names)
    return names


@pytest.mark.parametrize(
    "page",
    ["howto-connectivity.md", "howto-input.md", "howto-from-brian2.md", "howto-from-nest.md"],
)
def test_the_blocks_of_a_page_run(page):
    run_blocks(page)


def test_brian2_gives_the_same():
    brian2 = pytest.importorskip("brian2")
    brian2.prefs.codegen.target = "numpy"
    run_blocks("howto-from-brian2.md", others=("brian2",))


def test_nest_gives_about_the_same():
    pytest.importorskip("nest")
    names = run_blocks("howto-from-nest.md", others=("nest",))
    assert abs(names["rate"] / names["rates"]["E"] - 1) < 0.05
