"""Colours that colour-blind readers can tell apart: those of the command line's pictures.

The palette is that of Okabe & Ito (2008), "Color Universal Design", in an order that keeps
neighbours far apart; its yellow is too pale for thin lines on white and is replaced by an olive
(Tol, "muted"). A name such as ``red`` means the variant of that palette, not ``#ff0000``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rheobase.results.run import Run

__all__ = ["GRID", "INK", "colors", "nth"]

PALETTE = ("#0072b2", "#009e73", "#d55e00", "#cc79a7", "#e69f00", "#56b4e9", "#999933", "#333333")

NAMED = {
    "black": "#000000",
    "blue": "#0072b2",
    "brown": "#8c510a",
    "cyan": "#56b4e9",
    "gray": "#777777",
    "green": "#009e73",
    "grey": "#777777",
    "magenta": "#cc79a7",
    "navy": "#332288",
    "olive": "#999933",
    "orange": "#e69f00",
    "pink": "#cc79a7",
    "purple": "#882255",
    "red": "#d55e00",
    "sky": "#56b4e9",
    "skyblue": "#56b4e9",
    "teal": "#44aa99",
    "vermillion": "#d55e00",
    "violet": "#882255",
    "yellow": "#f0e442",
}

#: Lines that guide the eye.
GRID = "#d9d9d9"
#: Text and lines that belong to no population.
INK = "#333333"


def nth(index: int) -> str:
    """The colour of a population without one; beyond eight a darker and a lighter round."""
    base = PALETTE[index % len(PALETTE)]
    other, share = ((0, 0.0), (0, 0.35), (255, 0.4))[index // len(PALETTE) % 3]
    parts = (int(base[k : k + 2], 16) for k in (1, 3, 5))
    return "#" + "".join(f"{round(part + (other - part) * share):02x}" for part in parts)


def colors(run: Run) -> dict[str, str]:
    """The colour of each population: its own, or the next of the palette."""
    found = {}
    for index, part in enumerate(run.values()):
        given = (part.color or "").strip().lower()
        found[part.name] = NAMED.get(given, given) or nth(index)
    return found
