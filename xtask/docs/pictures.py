"""Draws the pictures of the documentation anew.

    python pictures.py                       all: those of the examples, then those of the pages
    python pictures.py examples/sweep.py     of one example
    python pictures.py --check examples/…    see that it draws one figure, and keep nothing

An example draws one figure and shows it at its end; it is kept as docs/images/NAME.png.
"""

from __future__ import annotations

import argparse
import os
import runpy
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs/images"
TESTS = ROOT / "python/tests"


def draw(script: Path, keep: bool) -> None:
    """Runs an example, in a temporary folder, and keeps its figure."""
    import matplotlib.pyplot as plt

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            runpy.run_path(str(script), run_name="__main__")
        finally:
            os.chdir(ROOT)
    figures = plt.get_fignums()
    if len(figures) != 1:
        raise SystemExit(f"{script.name} draws {len(figures)} figures in place of one")
    if keep:
        plt.figure(figures[0]).savefig(
            IMAGES / f"{script.stem}.png", dpi=130, metadata={"Software": None}
        )
    plt.close("all")


def main() -> None:
    """Draws all, or the examples that are named; each in a process of its own."""
    parser = argparse.ArgumentParser(description="draws the pictures of the documentation")
    parser.add_argument("--check", action="store_true", help="keep nothing")
    parser.add_argument("scripts", nargs="*", type=Path)
    arguments = parser.parse_args()
    os.environ["MPLBACKEND"] = "Agg"
    if arguments.scripts:
        for script in arguments.scripts:
            draw(script.resolve(), not arguments.check)
        return
    IMAGES.mkdir(exist_ok=True)
    jobs = [[__file__, str(script)] for script in sorted((ROOT / "examples").glob("*.py"))]
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    with_code = [page for page in pages if "```python" in page.read_text(encoding="utf-8")]
    jobs += [[str(TESTS / "pages.py"), "--pictures", str(page)] for page in with_code]
    for job in jobs:
        started = time.monotonic()
        subprocess.run([sys.executable, *job], check=True)
        print(f"{time.monotonic() - started:5.1f} s  {Path(job[-1]).name}")


if __name__ == "__main__":
    main()
