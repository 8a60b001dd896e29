"""The order of the board in memory: numbers only, so that a long board costs little and moves a row without sorting.

Rows themselves are loaded for the lines near the window. Breaks of one failure stand under its line, which folds out.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from store.ranking import (
    AT_RISK_PROMISE,
    FLAG_BITS,
    LATE_PROMISE,
    LOUD,
    NOT_TOLD,
    OVERDUE_CONTACT,
    SEVERITY_SHIFT,
    UNTOLD_MOVE,
)

LineKey = int | str
"""A break's row number, or the id of a failure that has a line of its own."""

_FLAGS = (1 << FLAG_BITS) - 1


class Totals(NamedTuple):
    """The counts of a view, or of one failure."""

    breaks: int
    overdue: int
    late: int
    at_risk: int
    not_told: int
    untold_moves: int
    severity: int
    """The worst one; 4 when there is none."""


class Listing:
    """The breaks of one view in order."""

    def __init__(self) -> None:
        self._packed: dict[int, int] = {}
        self._order: list[int] = []
        self._flags: Counter[int] = Counter()
        self._group_of: dict[int, str] = {}
        self._lines: Sequence[LineKey] | None = None
        self._heads: dict[str, list[int]] | None = None
        self._hits: Collection[int] | None = None
        self.folded_out: set[str] = set()
        """Failures whose breaks are shown."""

    def replace(self, packed: dict[int, int], groups: Mapping[int, str] | None = None) -> None:
        """Takes a whole order, most urgent first: sid → rank and flags, packed; and the failure of each grouped break."""
        self._packed = packed
        self._order = list(self._packed)
        self._flags = Counter(value & _FLAGS for value in self._packed.values())
        if groups is not None:
            self._group_of = {sid: failure for sid, failure in groups.items() if sid in self._packed}
        self._lines = self._heads = None

    def move(self, ranked: Iterable[Sequence[int]]) -> None:
        """Takes the new ranks of some rows of the view; rows that are not in it are left out."""
        place = self._place
        for sid, rank, flags, *_ in ranked:
            if sid not in self._packed:
                continue
            del self._order[bisect_left(self._order, place(sid), key=place)]
            self._flags[self._packed[sid] & _FLAGS] -= 1
            self._flags[flags] += 1
            self._packed[sid] = rank << FLAG_BITS | flags
            insort(self._order, sid, key=place)
            self._lines = self._heads = None

    def twin(self) -> Listing:
        """Another listing that holds the same, unfiltered, and goes its own way from now on."""
        twin = Listing()
        twin._packed, twin._order = dict(self._packed), list(self._order)
        twin._flags, twin._group_of = Counter(self._flags), self._group_of
        return twin

    def _place(self, sid: int) -> tuple[int, int]:
        return self._packed[sid] >> FLAG_BITS, sid

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, sid: int) -> bool:
        return sid in self._packed

    @property
    def lines(self) -> Sequence[LineKey]:
        """What stands on each line. With a filter the hits alone, without failures' lines."""
        if self._lines is None:
            if self._hits is not None:
                hits = self._hits
                self._lines = [sid for sid in self._order if sid in hits]
            else:
                self._lines = self._grouped() if self._group_of else self._order
        return self._lines

    def _grouped(self) -> list[LineKey]:
        heads = self._members
        lines: list[LineKey] = []
        begun: set[str] = set()
        for sid in self._order:
            failure = self._group_of.get(sid)
            if failure is None:
                lines.append(sid)
            elif failure not in begun:
                begun.add(failure)
                lines.append(failure)
        if not self.folded_out & heads.keys():
            return lines
        return [part for line in lines for part in self._unfolded(line, heads)]

    @property
    def _members(self) -> dict[str, list[int]]:
        """The breaks under each failure's line, in order."""
        if self._heads is None:
            self._heads = {}
            for sid in self._order if self._group_of else ():
                if failure := self._group_of.get(sid):
                    self._heads.setdefault(failure, []).append(sid)
        return self._heads

    def _unfolded(self, line: LineKey, heads: Mapping[str, list[int]]) -> list[LineKey]:
        return [line, *heads[line]] if isinstance(line, str) and line in self.folded_out else [line]

    def fold(self, failure: str, out: bool) -> None:
        """Folds a failure's breaks out or in."""
        (self.folded_out.add if out else self.folded_out.discard)(failure)
        self._lines = None

    def group_of(self, sid: int) -> str:
        """The failure under whose line a break stands; empty when it stands alone."""
        return self._group_of.get(sid, "")

    def members(self, failure: str) -> list[int]:
        """The breaks under a failure's line, in order."""
        return list(self._members.get(failure, ()))

    def lead_of(self, failure: str) -> int | None:
        """The most urgent break under a failure's line."""
        return next(iter(self._members.get(failure, ())), None)

    def in_order(self, sids: Iterable[int]) -> list[int]:
        """Some breaks, most urgent first; those of other views last."""
        return sorted(sids, key=lambda sid: (sid not in self._packed, self._packed.get(sid, 0), sid))

    def filter(self, hits: Collection[int] | None) -> None:
        """Shows only some breaks; None shows all again."""
        self._hits = hits
        self._lines = None

    def index_of(self, key: LineKey) -> int | None:
        """The line on which a break or a failure stands; None when it is folded in, filtered out or gone."""
        lines = self.lines
        if lines is self._order and isinstance(key, int):
            if key not in self._packed:
                return None
            index = bisect_left(self._order, self._place(key), key=self._place)
            return index if index < len(self._order) and self._order[index] == key else None
        try:
            return lines.index(key)
        except ValueError:
            return None

    def loud(self, sids: Iterable[int] | None = None) -> dict[int, int]:
        """The breaks (among some, if given) for which something that the customer feels is overdue, and their severity."""
        among = self._packed if sids is None else [sid for sid in sids if sid in self._packed]
        return {sid: _severity(packed) for sid in among if (packed := self._packed[sid]) & LOUD}

    def totals(self) -> Totals:
        """The counts of the whole view."""
        return count_flags(self._flags)

    def totals_of(self, failure: str) -> Totals:
        """The counts of one failure's breaks."""
        return count_flags(Counter(self._packed[sid] & _FLAGS for sid in self.members(failure)))


def loud_among(ranked: Iterable[Sequence[int]]) -> dict[int, int]:
    """As `Listing.loud`, of rows (sid, rank, flags, …) of any view."""
    return {row[0]: _severity(row[2]) for row in ranked if row[2] & LOUD}


def loud_in(packed: Mapping[int, int]) -> dict[int, int]:
    """As `Listing.loud`, of the order of any view."""
    return {sid: _severity(flags) for sid, flags in packed.items() if flags & LOUD}


def _severity(flags: int) -> int:
    return (flags >> SEVERITY_SHIFT & 3) + 1


def count_flags(flags: Counter[int]) -> Totals:
    """The counts of breaks that have these flags: flags → how many."""

    def having(flag: int) -> int:
        return sum(count for value, count in flags.items() if value & flag)

    return Totals(
        breaks=sum(flags.values()),
        overdue=having(OVERDUE_CONTACT),
        late=having(LATE_PROMISE),
        at_risk=having(AT_RISK_PROMISE),
        not_told=having(NOT_TOLD),
        untold_moves=having(UNTOLD_MOVE),
        severity=min((_severity(value) for value, count in flags.items() if count), default=4),
    )


class Filter:
    """The board's filter: all words must be there, text lowered once, narrowed from the last hits as one types on."""

    def __init__(self, hay: Mapping[int, str]) -> None:
        self._hay = hay
        self._text = ""
        self._hits: list[int] = []

    def hits(self, text: str) -> list[int] | None:
        """The breaks that have all words of `text`; None for no words."""
        words = text.lower().split()
        if not words:
            self._text = ""
            return None
        narrowing = self._text and text.startswith(self._text)
        among: Iterable[int] = self._hits if narrowing else self._hay
        for word in words:
            among = [sid for sid in among if word in self._hay[sid]]
        self._text, self._hits = text, list(among)
        return self._hits
