"""``python -m rheobase`` is the command line."""

from rheobase.cli import main

main()
