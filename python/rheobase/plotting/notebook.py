"""A figure that notebooks show once; imported when the first is drawn, for it needs matplotlib."""

from __future__ import annotations

import matplotlib
from matplotlib.figure import Figure

__all__ = ["NotebookFigure"]


class NotebookFigure(Figure):
    """A figure that a function returns, and so may be the value of a cell.

    A notebook shows the value of a cell, and behind it all figures that are open: an ordinary
    figure twice. This one is closed when it has been shown.
    """

    def _ipython_display_(self) -> None:
        from IPython.display import display
        from matplotlib import pyplot

        # In the ordinary way, with the formats that the user has chosen.
        self.__dict__["_ipython_display_"] = None
        try:
            display(self)
        finally:
            del self.__dict__["_ipython_display_"]
        if "inline" in matplotlib.get_backend().lower():
            pyplot.close(self)
