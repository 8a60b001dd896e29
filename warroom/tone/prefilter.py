"""Which patterns can match a sentence at all, told by its words: each pattern is asked for pieces of words that any match must
hold, so that of some hundred patterns a handful are tried on a sentence, and the rest are never even compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

Pieces = frozenset[str]
"""Pieces of words one of which must be in the sentence."""
CLASS = re.compile(r"\{([a-z][a-z0-9_-]*)\}")
"""A class of the lexicon in a pattern."""
WORDS = re.compile(r"[^\W_]+")
_COMMON = dict.fromkeys("the to and of a in we is that was for on you it i our be your".split(), 0.7) | dict.fromkeys(
    """have has had not with this from by at are were will as or if an any all no us me my been which when did so do can would
    should could they their them there who what but out up more one than because may""".split(),
    0.25,
)
_CLASS_SIGN = 0xF0000
"""First of the code points that stand for a class while a pattern is looked through."""
_KEPT = 3


def needed(pattern: str, of_class: Callable[[str], tuple[Pieces, ...]]) -> tuple[Pieces, ...]:
    """Sets of pieces, of each of which one must be in a sentence that the pattern matches; the rarest first, at most three.
    `of_class` says the same of a class. Empty when nothing is known: then the pattern is always tried."""
    classes: list[str] = []

    def sign(found: re.Match[str]) -> str:
        classes.append(found[1])
        return chr(_CLASS_SIGN + len(classes) - 1)

    parsed = _parse(CLASS.sub(sign, pattern))
    if parsed is None:
        return ()
    return best(_sequence(parsed, lambda code: of_class(classes[code - _CLASS_SIGN])))


def best(sets: Iterable[Pieces]) -> tuple[Pieces, ...]:
    """The three that say most."""
    return tuple(sorted({one for one in sets if one}, key=lambda one: (frequency(one), sorted(one)))[:_KEPT])


def either(ways: Iterable[tuple[Pieces, ...]]) -> tuple[Pieces, ...]:
    """What is needed where any of several ways will do."""
    found: set[str] = set()
    for way in ways:
        if not way:
            return ()
        found |= way[0]
    return (frozenset(found),) if found else ()


def frequency(pieces: Pieces) -> float:
    """How often, roughly, a sentence holds one of them."""
    return sum(_COMMON.get(piece) or _BY_LENGTH.get(len(piece), 0.01) for piece in pieces)


_BY_LENGTH = {1: 1.0, 2: 0.5, 3: 0.12, 4: 0.04}


@cache
def _parser() -> Any:
    """The standard library's reader of patterns; None where this Python has it elsewhere, and then everything is tried."""
    try:
        from re import _parser  # type: ignore[attr-defined]
    except ImportError:
        return None
    return _parser


def _parse(pattern: str) -> Any:
    parser = _parser()
    if parser is None:
        return None
    try:
        return parser.parse(pattern)
    except (re.error, OverflowError, RecursionError):
        return None


def _sequence(items: Any, of_sign: Callable[[int], tuple[Pieces, ...]]) -> Iterator[Pieces]:
    """What each part of a sequence needs."""
    run: list[str] = []
    for operation, argument in items:
        name = str(operation)
        if name == "LITERAL" and argument < _CLASS_SIGN:
            run.append(chr(argument))
            continue
        yield from _pieces(run)
        run = []
        yield from _part(name, argument, of_sign)
    yield from _pieces(run)


def _part(name: str, argument: Any, of_sign: Callable[[int], tuple[Pieces, ...]]) -> Iterator[Pieces]:
    if name == "LITERAL":
        yield from of_sign(argument)
    elif name == "SUBPATTERN":
        yield from _sequence(argument[-1], of_sign)
    elif name == "ATOMIC_GROUP":
        yield from _sequence(argument, of_sign)
    elif name == "BRANCH":
        yield from either(best(_sequence(way, of_sign)) for way in argument[1])
    elif name.endswith("_REPEAT") and argument[0] >= 1:
        yield from _sequence(argument[2], of_sign)
    elif name == "ASSERT":
        yield from _sequence(argument[1], of_sign)


def _pieces(run: Sequence[str]) -> Iterator[Pieces]:
    for found in WORDS.findall("".join(run)):
        yield frozenset((found,))


class Index:
    """Finds, by the words of a sentence, which of many patterns can match it."""

    def __init__(self, wanted: Sequence[tuple[Pieces, ...]]) -> None:
        self._always = sum(1 << bit for bit, sets in enumerate(wanted) if not sets)
        self._bits: dict[str, list[int]] = {}
        for level in range(_KEPT):
            for bit, sets in enumerate(wanted):
                for piece in sets[min(level, len(sets) - 1)] if sets else ():
                    self._bits.setdefault(piece, [0] * _KEPT)[level] |= 1 << bit
        self._lengths = sorted({len(piece) for piece in self._bits})
        self._of_word: dict[str, tuple[int, int, int]] = {}

    def candidates(self, low: str) -> Iterator[int]:
        """The numbers of the patterns that may match a sentence in small letters, in their order."""
        known = self._of_word
        first = second = third = 0
        for word in set(WORDS.findall(low)):
            found = known.get(word)
            if found is None:
                found = self._look_up(word)
            if found[0]:
                first |= found[0]
            if found[1]:
                second |= found[1]
            if found[2]:
                third |= found[2]
        bits = (first & second & third) | self._always
        while bits:
            lowest = bits & -bits
            yield lowest.bit_length() - 1
            bits ^= lowest

    def _look_up(self, word: str) -> tuple[int, int, int]:
        """The patterns that each piece of a word speaks for."""
        if len(self._of_word) > 50_000:
            self._of_word.clear()
        first = second = third = 0
        for length in self._lengths:
            for start in range(len(word) - length + 1):
                if found := self._bits.get(word[start : start + length]):
                    first |= found[0]
                    second |= found[1]
                    third |= found[2]
        self._of_word[word] = first, second, third
        return first, second, third
