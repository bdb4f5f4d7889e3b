"""Axes to draw on, and what all pictures have in common."""

from __future__ import annotations

from typing import Any

from rheobase.results.traces import need

__all__ = ["axes", "label_time", "legend", "pyplot", "remark", "tidy"]

#: Populations with a name longer than this are shortened in legends.
MOST_OF_NAME = 18


def pyplot() -> Any:
    """matplotlib, imported when the first picture is drawn."""
    need("matplotlib", "a picture", "plot")
    import matplotlib.pyplot

    return matplotlib.pyplot


def axes(ax: Any, size: tuple[float, float] = (8.0, 4.0)) -> Any:
    """The given axes, or new ones of a figure of their own (size in inches)."""
    if ax is not None:
        return ax
    return pyplot().subplots(figsize=size, layout="constrained")[1]


def tidy(ax: Any) -> None:
    """No frame where no axis is."""
    ax.spines[["top", "right"]].set_visible(False)


def time_unit(start: float, stop: float) -> tuple[float, str]:
    """ms for short stretches, s for long ones: what to divide by, and the unit."""
    return (1000.0, "s") if stop - start > 5000 else (1.0, "ms")


def label_time(ax: Any, start: float, stop: float, unit: tuple[float, str]) -> None:
    """The axis of time from start to stop, ms."""
    # A run of no time has an axis, too.
    ax.set_xlim(start / unit[0], max(stop, start + 1e-3) / unit[0])
    ax.set_xlabel(f"Time ({unit[1]})")


def shortened(name: str) -> str:
    """A name that fits into a legend."""
    return name if len(name) <= MOST_OF_NAME else name[: MOST_OF_NAME - 1] + "…"


def hertz(rate: float) -> str:
    """A rate for a legend."""
    if rate != rate:
        return "–"
    return f"{rate:.1f} Hz" if rate >= 1 or rate == 0 else f"{rate:.2g} Hz"


def legend(ax: Any, count: int, title: str | None = None) -> None:
    """A legend beside the picture, where it covers nothing.

    In a figure of the caller's that makes no room for what is beside its axes it stands inside.
    """
    if not count:
        return
    beside = ax.get_figure().figure.get_layout_engine() is not None
    place = {"loc": "upper left", "bbox_to_anchor": (1.0, 1.0)} if beside else {"loc": "best"}
    style = {"frameon": not beside, "fontsize": "small", "title_fontsize": "small"}
    ax.legend(**place, **style, title=title, alignment="left", handlelength=1.2, borderaxespad=0.2)


def remark(ax: Any, text: str) -> None:
    """Why there is nothing to see."""
    ax.text(0.5, 0.5, text, transform=ax.transAxes, ha="center", va="center", color="#777777")


def side_labels(ax: Any, labels: list[tuple[str, str, float]]) -> None:
    """Names at the right side at the height (0 to 1, from below) of what they name.

    Labels that would overlap are moved apart, no further than they must.
    """
    figure = ax.get_figure()
    size = 9.0
    height = ax.get_window_extent().height / figure.dpi * 72
    least = min(size * 1.25 / max(height, 1.0), 1.0 / max(len(labels), 1))
    places = spread([place for _, _, place in labels], least)
    for (text, color, _), place in zip(labels, places, strict=True):
        ax.text(
            1.01,
            place,
            text,
            transform=ax.transAxes,
            color=color,
            fontsize=size,
            va="center",
            clip_on=False,
        )


def spread(places: list[float], least: float) -> list[float]:
    """Descending places moved apart to a least distance, within 0 to 1 if they fit."""
    # Groups of labels that touch each other lie about the mean of the places they want.
    groups: list[list[float]] = []
    for place in places:
        groups.append([place])
        while (
            len(groups) > 1
            and _middle(groups[-2], least) - _middle(groups[-1], least)
            < least * (len(groups[-2]) + len(groups[-1])) / 2
        ):
            last = groups.pop()
            groups[-1] = groups[-1] + last
    found: list[float] = []
    for group in groups:
        top = _middle(group, least) + least * (len(group) - 1) / 2
        found += [top - k * least for k in range(len(group))]
    return found


def _middle(group: list[float], least: float) -> float:
    half = least * len(group) / 2
    return min(max(sum(group) / len(group), half), max(1 - half, half))
