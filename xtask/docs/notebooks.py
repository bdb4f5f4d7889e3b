"""Executed notebooks as pages of the site: words, code and what came out."""

from __future__ import annotations

import json
from pathlib import Path


def page(path: Path) -> str:
    """The Markdown of a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join(part for cell in cells for part in _cell(cell))


def title(path: Path) -> str:
    """The heading of a notebook."""
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    return _text(first["source"]).splitlines()[0].lstrip("# ")


def _cell(cell: dict) -> list[str]:
    source = _text(cell["source"]).strip()
    if cell["cell_type"] == "markdown":
        return [source + "\n"]
    if not source:
        return []
    return [f"```python\n{source}\n```\n", *filter(None, map(_output, cell["outputs"]))]


def _output(output: dict) -> str:
    data = output.get("data", {})
    if "image/png" in data:
        image = _text(data["image/png"]).replace("\n", "")
        return f'<img alt="A figure" src="data:image/png;base64,{image}">\n'
    if "text/html" in data:
        # In one line, so that Markdown takes none of it for its own.
        return f"<div>{' '.join(_text(data['text/html']).split())}</div>\n"
    text = _text(output.get("text", data.get("text/plain", ""))).rstrip()
    return f"```text\n{text}\n```\n" if text else ""


def _text(lines: str | list[str]) -> str:
    return lines if isinstance(lines, str) else "".join(lines)
