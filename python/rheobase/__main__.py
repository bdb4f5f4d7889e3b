"""``python -m rheobase`` is the command line."""

from rheobase.cli import main

if __name__ == "__main__":
    main()
