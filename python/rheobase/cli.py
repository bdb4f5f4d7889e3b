"""The command line, called through the extension module."""

import signal
import sys
from collections.abc import Sequence

from rheobase import _native

#: Signals that the command line answers in its own way.
SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


def call(arguments: Sequence[str]) -> int:
    """Run a command line in this process.

    Parameters
    ----------
    arguments : sequence of str
        What stands behind ``rheobase``.

    Returns
    -------
    int
        The exit code.

    Examples
    --------
    >>> call(["check", "striatum", "--colour"])
    2
    """
    before = [(number, signal.getsignal(number)) for number in SIGNALS]
    try:
        return _native.main(["rheobase", *arguments])
    finally:
        # Ctrl-C must interrupt Python again.
        for number, handler in before:
            signal.signal(number, handler)


def main() -> None:
    """Run the command line with the arguments of the process, and exit with its code."""
    sys.exit(_native.main(["rheobase", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
