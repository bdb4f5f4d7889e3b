"""Runs the code of a page of the documentation, as its reader would.

    python pages.py docs/tutorial.md                  all blocks, in a folder of their own
    python pages.py --with nest docs/howto-nest.md    those of another simulator too
    python pages.py --pictures docs/tutorial.md       and keep the pictures that they draw

Blocks of Python share one namespace, `$ rheobase …` of a console block runs the command line. What
follows a block with nothing in between belongs to it: a block of text is what it prints (or, after
```python error, the message of the mistake), with … for what may differ; an image is the figure
that it draws.
"""

from __future__ import annotations

import argparse
import contextlib
import doctest
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
import traceback
from dataclasses import dataclass, field
from pathlib import Path

PART = re.compile(
    r"^```(?P<language>\w+)(?P<tags>[ \w]*)\n(?P<code>.*?)^```$|^!\[[^]]*\]\((?P<image>[^)]+)\)",
    re.MULTILINE | re.DOTALL,
)
#: Blocks with these tags need another simulator, or cannot run at all.
NOT_HERE = {"notest", "nest", "brian2"}


@dataclass
class Block:
    """A block of code, and what the page shows of its effect."""

    language: str
    tags: set[str]
    code: str
    line: int
    output: str | None = None
    images: list[str] = field(default_factory=list)


class PageError(Exception):
    """A page is not right, at a line."""


def blocks(page: Path) -> list[Block]:
    """The blocks of Python and of the console."""
    text = page.read_text(encoding="utf-8")
    found: list[Block] = []
    last = -1  # where what belongs to the latest block ends
    for part in PART.finditer(text):
        follows = last >= 0 and not text[last : part.start()].strip()
        last = part.end() if follows else -1
        if part["language"] in ("python", "console"):
            line = text.count("\n", 0, part.start()) + 1
            found.append(Block(part["language"], set(part["tags"].split()), part["code"], line))
            last = part.end()
        elif follows and part["image"]:
            found[-1].images.append(part["image"])
        elif follows and part["language"] == "text":
            found[-1].output = part["code"]
        else:
            last = -1
    return found


def compiled(block: Block, page: Path):
    """The code, such that a traceback tells the page and its line."""
    return compile("\n" * block.line + block.code, str(page), "exec")


def run_python(block: Block, page: Path, names: dict) -> str:
    """Runs a block and gives what it printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        if "error" not in block.tags:
            exec(compiled(block, page), names)
            return printed.getvalue()
        try:
            exec(compiled(block, page), names)
        except Exception as error:
            return f"{type(error).__name__}: {error}\n"
    raise PageError("this is no mistake")


def run_console(block: Block, page: Path) -> str:
    """Runs the commands of a block and gives what they printed."""
    import rheobase

    package = Path(rheobase.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(package), "NO_COLOR": "1"}
    printed = ""
    for line in block.code.splitlines():
        if not line.startswith("$ "):
            continue
        words = shlex.split(line[2:], comments=True)
        if words[0] != "rheobase":
            raise PageError(f"`{words[0]}` is not run here; use a block of sh")
        command = [sys.executable, "-m", "rheobase", *words[1:]]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PageError(f"`{line[2:]}` failed with {done.returncode}:\n{done.stderr}")
        printed += done.stdout
    return printed


def compare(block: Block, printed: str) -> None:
    """Complains where the page shows something else than what was printed."""
    if block.output is None:
        return
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    wanted = block.output.replace("…", "...")
    if not doctest.OutputChecker().check_output(wanted, printed, flags):
        raise PageError(f"the page shows\n{block.output}but this comes out:\n{printed}")


def keep_figures(block: Block, page: Path, write: bool) -> None:
    """Sees that a block with a picture has drawn it, and writes it if asked to."""
    if "matplotlib" not in sys.modules and not block.images:
        return
    import matplotlib.pyplot as plt

    figures = [plt.figure(number) for number in plt.get_fignums()]
    if len(block.images) > len(figures):
        raise PageError(f"{len(figures)} figures are drawn, {len(block.images)} are shown")
    for figure, image in zip(figures[-len(block.images) :], block.images, strict=False):
        if write:
            figure.savefig(page.parent / image, dpi=130, metadata={"Software": None})
        elif not (page.parent / image).exists():
            raise PageError(f"{image} is not there; `cargo xtask pictures` draws it")
    plt.close("all")


def run_page(page: Path, others: set[str], pictures: bool) -> None:
    """Runs all blocks of a page; those of other simulators are compiled, or run if in `others`."""
    names: dict = {"__name__": "__page__"}
    if "brian2" in others:
        import brian2

        brian2.prefs.codegen.target = "numpy"  # compiling would take minutes
    for block in blocks(page):
        try:
            if block.language == "console":
                compare(block, run_console(block, page))
            elif block.tags & (NOT_HERE - others):
                compiled(block, page)
            else:
                compare(block, run_python(block, page, names))
                keep_figures(block, page, pictures)
        except PageError as error:
            raise SystemExit(f"{page}:{block.line}: {error}") from None
        except Exception:
            traceback.print_exc()
            raise SystemExit(f"{page}:{block.line}: this block fails") from None


def main() -> None:
    """Runs one page, in a temporary folder."""
    parser = argparse.ArgumentParser(description="runs the code of a page")
    parser.add_argument("--with", dest="others", action="append", default=[], help="a simulator")
    parser.add_argument("--pictures", action="store_true", help="keep the pictures")
    parser.add_argument("page", type=Path)
    arguments = parser.parse_args()
    os.environ["MPLBACKEND"] = "Agg"
    page = arguments.page.resolve()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            run_page(page, set(arguments.others), arguments.pictures)
        finally:
            os.chdir(page.parent)


if __name__ == "__main__":
    main()
