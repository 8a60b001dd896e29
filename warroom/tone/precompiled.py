"""Compiled patterns as bytes, so that a command does not compile hundreds of them each time.

The only module that rests on the inside of the standard library's `re`. Where that is other than expected, `code_of` answers None
and everything is compiled as usual; what it made is used by the very same Python only (`warroom.tone.keeping`).
"""

from __future__ import annotations

import re
from array import array
from functools import cache
from typing import Any, NamedTuple

_SAMPLE = r"(?<!\w)(?:a|bc+?|[d-fé])(?P<name>\d{2,3})?(?!x)(?<=y)\b(z)$"


class Code(NamedTuple):
    """A compiled pattern: what `_sre.compile` takes."""

    pattern: str
    flags: int
    code: bytes
    groups: int
    names: dict[str, int]


def code_of(pattern: str) -> Code | None:
    """A pattern's code; None where this Python does not give it. Raises what `re.compile` raises."""
    return _code_of(pattern) if _can() else None


@cache
def _can() -> bool:
    """Whether it comes out right for a pattern that has something of everything."""
    code = _code_of(_SAMPLE)
    try:
        return code is not None and pattern_of(code) == re.compile(_SAMPLE)
    except (ImportError, AttributeError, TypeError, ValueError, RuntimeError):
        return False


def _code_of(pattern: str) -> Code | None:
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(pattern, 0)
        code = _compiler._code(parsed, 0)
        return Code(pattern, parsed.state.flags, array("I", code).tobytes(), parsed.state.groups - 1, dict(parsed.state.groupdict))
    except (ImportError, AttributeError, TypeError, ValueError):
        return None


def pattern_of(code: Code) -> re.Pattern[str]:
    """The pattern again. Raises what it likes for code that is none."""
    import _sre  # type: ignore[import-not-found]

    names: list[Any] = [None] * (code.groups + 1)
    for name, number in code.names.items():
        names[number] = name
    found: re.Pattern[str] = _sre.compile(
        code.pattern, code.flags, array("I", code.code).tolist(), code.groups, code.names, tuple(names)
    )
    return found
