"""Which patterns can match a sentence at all, told by its words: each pattern is asked for pieces of words that any match must
hold, so that of some hundred patterns a handful are tried on a sentence, and the rest are never even compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

Pieces = frozenset[str]
"""Pieces of words one of which must be in the sentence: `=word`, `^beginning` of a word, `~any` part of one."""
DIGIT = "#"
"""The piece that every word with a digit in it has."""
OfSign = Callable[[int], "tuple[Pieces, ...]"]
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
_KEPT = 4


def needed(pattern: str, of_class: Callable[[str], tuple[Pieces, ...]], whole: bool = False) -> tuple[Pieces, ...]:
    """Sets of pieces, of each of which one must be in a sentence that the pattern matches; the rarest first, at most four.
    `of_class` says the same of a class; `whole`: the pattern stands for whole words. Empty when nothing is known: then the
    pattern is always tried."""
    classes: list[str] = []

    def sign(found: re.Match[str]) -> str:
        classes.append(found[1])
        return chr(_CLASS_SIGN + len(classes) - 1)

    parsed = _parse(CLASS.sub(sign, pattern))
    if parsed is None:
        return ()
    return best(_sequence(parsed, lambda code: of_class(classes[code - _CLASS_SIGN]), whole, whole))


def best(sets: Iterable[Pieces]) -> tuple[Pieces, ...]:
    """The four that say most; those that next to any sentence has say nothing, and count only where there is no other."""
    found = sorted((frequency(one), sorted(one), one) for one in {one for one in sets if one})
    return tuple(one[2] for one in found[:_KEPT] if one is found[0] or not any(map(_says_nothing, one[2])))


def _says_nothing(piece: str) -> bool:
    """Whether next to any sentence has it: a letter somewhere in a word."""
    return len(piece) == 2 and piece[0] == "~"


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
    if DIGIT in pieces:
        return 0.3 + sum(0.01 for piece in pieces)
    return sum(_COMMON.get(piece[1:]) or (0.01 if piece[0] == "=" else _BY_LENGTH.get(len(piece) - 1, 0.01)) for piece in pieces)


_BY_LENGTH = {1: 1.0, 2: 0.5, 3: 0.12, 4: 0.04}
"""How often, roughly, a sentence holds a piece that is no whole word."""


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


def _sequence(items: Any, of_sign: OfSign, left: bool, right: bool) -> Iterator[Pieces]:
    """What each part of a sequence needs. `left` and `right`: whether a word can't go on beyond its ends."""
    parts = [(str(operation), argument) for operation, argument in items]
    at = 0
    while at < len(parts):
        name, argument = parts[at]
        begins = _edge(parts[:at][::-1], left, -1)
        if name != "LITERAL" or argument >= _CLASS_SIGN:
            yield from _part(name, argument, of_sign, begins, _edge(parts[at + 1 :], right, 1))
            at += 1
            continue
        run = ""
        while at < len(parts) and parts[at][0] == "LITERAL" and parts[at][1] < _CLASS_SIGN:
            run += chr(parts[at][1])
            at += 1
        yield from _pieces(run, begins, _edge(parts[at:], right, 1))


def _edge(parts: Any, otherwise: bool, way: int) -> bool:
    """Whether no word goes on into what comes next: an anchor, a class, a sign that is no letter. `parts` are those that come, in
    the direction of `way`: 1 on, -1 back; `otherwise` holds beyond them."""
    for operation, argument in parts:
        name = str(operation)
        if name == "LITERAL":
            return argument >= _CLASS_SIGN or not WORDS.match(chr(argument))
        if name == "AT":
            return str(argument) != "AT_NON_BOUNDARY"
        if name == "SUBPATTERN":
            return _edge(argument[-1][::way], False, way)
        if name == "BRANCH":
            return all(_edge(one[::way], False, way) for one in argument[1])
        if not name.endswith("_REPEAT") or not _edge(argument[2][::way], False, way):
            return False
        if argument[0] > 0:
            return True
    return otherwise


def _part(name: str, argument: Any, of_sign: OfSign, left: bool, right: bool) -> Iterator[Pieces]:
    if name == "LITERAL":
        yield from of_sign(argument)
    elif name == "IN" and argument and all(_is_digits(str(kind), what) for kind, what in argument):
        yield frozenset((DIGIT,))
    elif name == "SUBPATTERN":
        yield from _sequence(argument[-1], of_sign, left, right)
    elif name == "ATOMIC_GROUP":
        yield from _sequence(argument, of_sign, left, right)
    elif name == "BRANCH":
        yield from either([best(_sequence(way, of_sign, left, right)) for way in argument[1]])
    elif name.endswith("_REPEAT") and argument[0] >= 1:
        once = argument[1] == 1
        yield from _sequence(argument[2], of_sign, left and once, right and once)
    elif name == "ASSERT":
        yield from _sequence(argument[1], of_sign, left and argument[0] > 0, False)


def _is_digits(kind: str, what: Any) -> bool:
    return (kind, str(what)) == ("CATEGORY", "CATEGORY_DIGIT") or (kind, what) == ("RANGE", (48, 57))


def _pieces(run: str, left: bool, right: bool) -> Iterator[Pieces]:
    for found in WORDS.finditer(run):
        begins, ends = found.start() > 0 or left, found.end() < len(run) or right
        yield frozenset((("=" if ends else "^" if begins else "~") + found[0] if begins else "~" + found[0],))


def pieces_to_bits(wanted: Sequence[Sequence[Iterable[str]]]) -> tuple[dict[str, int], int, int]:
    """For each piece, which patterns it speaks for: four numbers of as many bits as there are patterns, in one, a number for each
    of the four sets; the bits of those sets that are not asked for; and how many patterns there are."""
    found: dict[str, int] = {}
    unasked, count = 0, len(wanted)
    for number, sets in enumerate(wanted):
        for level in range(_KEPT):
            bit = 1 << level * count + number
            unasked |= 0 if level < len(sets) else bit
            for piece in sets[level] if level < len(sets) else ():
                found[piece] = found.get(piece, 0) | bit
    return found, unasked, count


class Index:
    """Finds, by the words of a sentence, which of many patterns can match it."""

    def __init__(self, bits: dict[str, int], unasked: int, count: int) -> None:
        self._bits, self._unasked, self._count = bits, unasked, count
        self._inside = {piece[1:]: bits for piece, bits in self._bits.items() if piece[0] == "~"}
        self._lengths = sorted({len(piece) for piece in self._inside})
        self._of_word: dict[str, int] = {}

    @property
    def parts(self) -> tuple[dict[str, int], int, int]:
        """What it is made of."""
        return self._bits, self._unasked, self._count

    def candidates(self, low: str, among: int = -1) -> list[int]:
        """The numbers of the patterns that may match a sentence in small letters, in their order; of `among` only, a bit each."""
        known, count, speaks = self._of_word, self._count, self._unasked
        for word in WORDS.findall(low):
            found = known.get(word)
            speaks |= self._look_up(word) if found is None else found
        half = speaks & speaks >> 2 * count
        bits = half & half >> count & (1 << count) - 1 & among
        numbers = []
        while bits:
            lowest = bits & -bits
            numbers.append(lowest.bit_length() - 1)
            bits ^= lowest
        return numbers

    def _look_up(self, word: str) -> int:
        """The patterns for which a word speaks."""
        if len(self._of_word) > 50_000:
            self._of_word.clear()
        bits, inside = self._bits, self._inside
        speaks = bits.get("=" + word, 0)
        for end in range(1, min(len(word), 40) + 1):
            speaks |= bits.get("^" + word[:end], 0)
        if DIGIT in bits and any(letter.isdigit() for letter in word):
            speaks |= bits[DIGIT]
        for length in self._lengths:
            for at in range(len(word) - length + 1):
                if (part := word[at : at + length]) in inside:
                    speaks |= inside[part]
        self._of_word[word] = speaks
        return speaks
