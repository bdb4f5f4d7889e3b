"""Mistakes that are told where they are made, before the engine sees the network."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from rheobase.errors import SpecError

__all__ = ["UnknownKey", "UnknownName", "did_you_mean", "mistake"]


class UnknownName(SpecError, KeyError):
    """There is no population, projection, input … of that name; also a `KeyError`."""

    __str__ = Exception.__str__


class UnknownKey(SpecError, AttributeError):
    """What was read or set has no such key; also an `AttributeError`."""


def mistake(path: str, message: str, help: str = "", kind: Any = SpecError) -> SpecError:
    """One mistake, as the engine tells its own: with the list `problems`."""
    text = f"{path}: {message}" if path else message
    error = kind(f"{text}\n  help: {help}" if help else text)
    error.problems = [(path, message, help)]
    return error


def did_you_mean(word: object, accepted: Iterable[str]) -> str:
    """``did you mean 'x'? Accepted: a, b, c``, or the list alone."""
    word, accepted = str(word), list(accepted)
    by_lower = {name.lower(): name for name in accepted}
    near = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    listed = ", ".join(accepted[:30]) + (", …" if len(accepted) > 30 else "")
    if not accepted:
        return "there is none"
    if near:
        return f"did you mean {by_lower[near[0]]!r}? Accepted: {listed}"
    return f"accepted: {listed}"
