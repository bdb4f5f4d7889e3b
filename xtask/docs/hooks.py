"""What the site shows otherwise than the same pages do where the code lives.

Pages link to files beside `docs/`, such as `../examples/ring.toml`. On the site these become pages
of their own; the pages of the gallery show their scripts.
"""

from __future__ import annotations

import re
from pathlib import Path

import notebooks
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[2]
#: Links to files beside the pages, which the site has as pages.
LINK = re.compile(r"\]\(\.\./((?:examples|benchmarks)(?:/[\w./-]*)?)\)")
#: Words behind the language of a block, for the tests.
TAGS = re.compile(r"^```(python|console)(?: \w+)+$", re.MULTILINE)
#: What docstrings mark references with, which here are code.
ROLES = re.compile(r":(?:attr|class|func|meth|mod):(?=<code>)")
LANGUAGES = {".py": "python", ".toml": "toml", ".ipynb": "python"}


def _source(path: Path) -> str:
    if path.suffix == ".ipynb":
        return notebooks.page(path)
    language = LANGUAGES[path.suffix]
    return f"```{language}\n{path.read_text(encoding='utf-8').strip()}\n```\n"


def _about(path: Path) -> str:
    """What an example is about: the first sentence of its docstring or its comment."""
    if path.suffix == ".ipynb":
        return notebooks.title(path)
    text = path.read_text(encoding="utf-8").lstrip('"# \n')
    text = " ".join(line.lstrip("# ") for line in text.splitlines()[:4])
    return re.split(r"(?<=\w\w[.:]) | \(|\"\"\"", text)[0].rstrip(".:")


def _examples() -> list[Path]:
    folder = ROOT / "examples"
    return sorted(path for path in folder.iterdir() if path.suffix in LANGUAGES)


def on_files(files, config):
    """Adds a page for each example, a list of them, and the pages on benchmarks."""
    listed = "# Examples\n\n"
    for path in _examples():
        # A notebook has a heading of its own.
        head = "" if path.suffix == ".ipynb" else f"# {path.name}\n\n"
        page = head + _source(path)
        files.append(File.generated(config, f"examples/{path.name}.md", content=page))
        listed += f"- [{path.name}]({path.name}.md): {_about(path)}.\n"
    files.append(File.generated(config, "examples/index.md", content=listed))
    for path in (ROOT / "benchmarks").glob("*.md"):
        files.append(File.generated(config, f"benchmarks/{path.name}", abs_src_path=str(path)))
    return files


def on_page_markdown(markdown, page, config, files):
    """Turns links to files beside the pages into links to their pages, and shows scripts."""
    markdown = TAGS.sub(r"```\1", markdown)
    markdown = LINK.sub(_to_page, markdown)
    if page.file.src_uri == "gallery.md":
        markdown = re.sub(
            r"^\[`[\w.]+`\]\(examples/([\w.]+)\.md\).*$", _with_code, markdown, flags=re.MULTILINE
        )
    if page.file.src_uri.startswith("examples/"):
        markdown = re.sub(r"\]\(([\w.]+\.ipynb)\)", r"](\1.md)", markdown)
    if page.file.src_uri.startswith("benchmarks/"):
        markdown = re.sub(r"\[([^]]*)\]\((?!http|#|\w+\.md)[^)]*\)", r"\1", markdown)
    return markdown


def on_page_content(html, page, config, files):
    """Takes the marks of references off, which only the code behind them is to be seen of."""
    return ROLES.sub("", html).replace("<code>~", "<code>")


def _to_page(link: re.Match) -> str:
    target = link[1].rstrip("/")
    if target in ("examples", "benchmarks"):
        target += "/index.md" if target == "examples" else "/README.md"
    return f"]({target if target.endswith('.md') else target + '.md'})"


def _with_code(link: re.Match) -> str:
    code = _source(ROOT / "examples" / link[1])
    indented = "\n".join("    " + line if line else "" for line in code.splitlines())
    return f'??? example "{link[1]}"\n\n{indented}\n'
