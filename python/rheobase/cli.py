"""The command line, called through the extension module."""

import sys

from rheobase import _native


def main() -> None:
    """Run the command line with the arguments of the process, and exit with its code."""
    sys.exit(_native.main(["rheobase", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
