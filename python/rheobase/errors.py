"""The exceptions of rheobase: one tree.

``Error`` is the root; ``SpecError`` tells all mistakes of a description at once and lists them in
``problems`` as tuples of path, message and help; ``BuildError``, ``RunError`` and ``StateError``
are what can go wrong later.
"""

from rheobase._native import BuildError, Error, RunError, SpecError, StateError

__all__ = ["BuildError", "Error", "RunError", "SpecError", "StateError"]
