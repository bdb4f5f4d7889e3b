"""Every block of code of the documentation runs, and shows what comes out."""

import importlib
import importlib.util
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pages
import pytest

import rheobase

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SCRIPTS = sorted((ROOT / "examples").glob("*.py"))
#: Of other simulators, whose blocks run where these are installed.
OTHERS = ["brian2", "nest"]


def name(path):
    return path.relative_to(ROOT).as_posix()


def python(*arguments, cwd=None):
    """Runs Python with the package that is tested, without a display; gives what it says."""
    package = str(Path(rheobase.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": package, "MPLBACKEND": "Agg"}
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)
    return done.stdout


@pytest.mark.parametrize("page", [p for p in PAGES if pages.blocks(p)], ids=name)
def test_the_code_of_a_page_runs(page):
    python(pages.__file__, page)


PAGES_OF_OTHERS = [
    pytest.param(page, other, id=f"{name(page)}-{other}")
    for other in OTHERS
    for page in PAGES
    if any(other in block.tags for block in pages.blocks(page))
]


@pytest.mark.parametrize(("page", "other"), PAGES_OF_OTHERS)
def test_the_code_of_other_simulators_runs(page, other):
    if importlib.util.find_spec(other) is None:
        pytest.skip(f"{other} is not installed")
    python(pages.__file__, "--with", other, page)


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_an_example_draws_one_figure(script, tmp_path):
    python(ROOT / "xtask/docs/pictures.py", "--check", script, cwd=tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_pages_show_pictures_that_are_there(page):
    for image in re.findall(r"!\[[^]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / image).exists(), f"{name(page)}: {image}"


def test_the_reference_has_every_public_name():
    pages_of_reference = (ROOT / "docs/reference").glob("*.md")
    text = "".join(page.read_text(encoding="utf-8") for page in pages_of_reference)
    found = set(re.findall(r"`rb\.(\w+)`", text))
    for path in re.findall(r"^::: ([\w.]+)", text, re.MULTILINE):
        module, _, last = path.rpartition(".")
        try:
            found.update(importlib.import_module(path).__all__)
        except ImportError:
            found.add(last)
            assert hasattr(importlib.import_module(module), last), path
    modules = {key for key in rheobase.__all__ if inspect.ismodule(getattr(rheobase, key))}
    assert set(rheobase.__all__) - modules - {"__version__", "units"} <= found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```python\n1 / 0\n```\n", "line 5, in <module>"),
        ("```python\nprint(1)\n```\n\n```text\n2\n```\n", "page.md:4: the page shows"),
        ("```python error\n1\n```\n", "page.md:4: this is no mistake"),
        (
            "```console\n$ rheobase run nothing.toml\n```\n",
            "page.md:4: `rheobase run nothing.toml`",
        ),
        ("```python\n1\n```\n\n![no](figure.png)\n", "page.md:4: 0 figures are drawn, 1 are shown"),
    ],
)
def test_a_wrong_page_is_told_with_its_line(text, message, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# A page\n\nwords\n" + text, encoding="utf-8")
    with pytest.raises(pytest.fail.Exception) as failure:
        python(pages.__file__, page)
    assert message in str(failure.value)
