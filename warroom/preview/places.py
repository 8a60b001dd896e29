"""Where findings lie in a text that is being edited: as offsets, moved along with each edit until the next check."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from warroom.tone.model import ELEMENTS, GAP, LEVELS, Finding, Report


class Placed(NamedTuple):
    """A finding and where it lies by now: offsets into the text, equal where it lies nowhere (an element that is missing)."""

    key: str
    """The same after another check, as long as rule and words are the same."""
    finding: Finding
    start: int
    end: int
    touched: bool = False
    """Whether its words were edited since they were checked: what it says may not hold any more."""

    @property
    def is_gap(self) -> bool:
        return self.finding.rule == GAP

    @property
    def is_missing(self) -> bool:
        """Whether an element is missing: there is no place to mark."""
        family, _, element = self.finding.rule.partition(".")
        return family == "missing" and element in ELEMENTS


def line_starts(text: str) -> list[int]:
    """The offset of each line's first character."""
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))][:-1]


def location(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 0."""
    row = max(0, bisect_right(starts, offset) - 1)
    return row, offset - starts[row]


def placed(report: Report, text: str) -> tuple[Placed, ...]:
    """The findings of a text: elements that are missing first, then gaps, then the rest in the order of the text."""
    starts, found, seen = line_starts(text), [], dict[str, int]()
    for finding in report.findings:
        name = f"{finding.rule}\n{finding.text}"
        seen[name] = seen.get(name, 0) + 1
        start = _offset(starts, finding.line, finding.column, len(text))
        end = max(start, _offset(starts, finding.end_line, finding.end_column, len(text)))
        one = Placed(f"{name}\n{seen[name]}", finding, start, end)
        found.append(one._replace(end=start) if one.is_missing else one)
    return tuple(sorted(found, key=_order))


def _order(one: Placed) -> tuple[int, int, int]:
    kind = 0 if one.is_missing else 1 if one.is_gap else 2
    grave = -LEVELS.index(one.finding.level)
    return (kind, grave, one.start) if kind == 0 else (kind, one.start, grave)


def _offset(starts: Sequence[int], line: int, column: int, size: int) -> int:
    """The offset of a place that counts from 1; one outside the text is brought inside."""
    row = max(0, min(line - 1, len(starts) - 1))
    end = starts[row + 1] - 1 if row + 1 < len(starts) else size
    return max(starts[row], min(starts[row] + column - 1, end))


def moved(before: Iterable[Placed], old: str, new: str) -> tuple[Placed, ...]:
    """The findings of `old` in `new`: those behind the edit move along, those that it touched say so."""
    head = _common(old, new)
    tail = _common_end(old, new, head)
    shift, old_end = len(new) - len(old), len(old) - tail
    found = []
    for one in before:
        key, finding, start, end, touched = one
        if end <= head and (end < head or start < end or one.is_missing):
            found.append(one)
        elif start >= old_end:
            found.append(Placed(key, finding, start + shift, end + shift, touched) if shift else one)
        elif one.is_missing:
            found.append(one)
        else:
            start = min(start, head)
            found.append(one._replace(start=start, end=max(start, min(len(new), max(end, old_end) + shift)), touched=True))
    return tuple(found)


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(one: str, other: str, head: int) -> int:
    """How many characters both end with, those that both begin with left out."""
    low, high = 0, min(len(one), len(other)) - head
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


Mark = tuple[int, int, str]
"""Columns from and to in a line, and the tone."""


class Marks:
    """What is to be marked in a text, found out for a line when that is asked for: a long text shows few of its lines."""

    def __init__(self, found: Iterable[Placed], text: str, here: str = "") -> None:
        """The finding with the key `here` shows above others."""
        self._found = sorted((one for one in found if one.start < one.end), key=_start)
        self._starts = [one.start for one in self._found]
        self._longest = max((one.end - one.start for one in self._found), default=0)
        self._lines, self._size, self._here = line_starts(text), len(text), here
        self._known: dict[int, tuple[Mark, ...]] = {}

    def __call__(self, row: int) -> tuple[Mark, ...]:
        """The marks of a line, the gravest last."""
        if row >= len(self._lines):
            return ()
        if row not in self._known:
            self._known[row] = self._marks_of(row)
        return self._known[row]

    def _marks_of(self, row: int) -> tuple[Mark, ...]:
        first = self._lines[row]
        last = self._lines[row + 1] - 1 if row + 1 < len(self._lines) else self._size
        near = self._found[bisect_left(self._starts, first - self._longest) : bisect_left(self._starts, last)]
        ones = sorted((one for one in near if one.end > first < last), key=self._rank)
        return tuple((max(one.start, first) - first, min(one.end, last) - first, self._tone(one)) for one in ones)

    def _rank(self, one: Placed) -> tuple[bool, int]:
        return one.key == self._here, LEVELS.index(one.finding.level)

    def _tone(self, one: Placed) -> str:
        tone = "gap" if one.is_gap else one.finding.level
        return f"here-{tone}" if one.key == self._here else "touched" if one.touched else tone


def _start(one: Placed) -> int:
    return one.start
