"""What the board shows: one view in order, the lines near the window, the totals. It knows no widget and no Textual."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from store.clock import SECOND
from store.ids import FAILURE_PREFIX, shortest
from store.money import Money, totals
from store.replica.queries import Loaded
from warroom.listing import Filter, LineKey, Listing
from warroom.reader import BoardReader
from widgets.board_header import HeaderValues
from widgets.cells import BoardLine, GroupLine

if TYPE_CHECKING:
    from store.state import Board

Line = BoardLine | GroupLine

MOST_KEPT = 600
"""Loaded lines that are kept; beyond that all but the window's are forgotten."""


class BoardContent:
    """One view of the board, read through a `BoardReader`."""

    def __init__(self, reader: BoardReader, view: str = "open") -> None:
        self._reader = reader
        self.view = view
        self.listing = Listing()
        self.lines: dict[LineKey, Line] = {}
        """The loaded lines, by what stands on them."""
        self.board: Board | None = None
        self.bell = 2
        """Highest severity number that rings, by the policy."""
        self.owed: tuple[str, ...] = ()
        self.filter_text = ""
        self._filter: Filter | None = None
        self._failures: dict[str, tuple[Any, ...]] = {}
        self._judged_at = 0
        self._next_change: int | None = None

    async def load(self, now: int, view: str | None = None) -> None:
        """Reads the order of the view (another one, if given), the totals and the board. Five awaited calls."""
        from store.policy import policy_of

        self.view = view or self.view
        ranked = await self._reader.order(self.view, now)
        self.listing.replace(ranked, await self._reader.groups(self.view))
        self._judged_at, self._next_change = now, await self._reader.next_change(now)
        self.owed = _sums(await self._reader.owed(self.view))
        self.board = await self._reader.board()
        self.bell = policy_of(self.board.settings).bell
        self._filter = None
        if self.filter_text:
            await self.filter(self.filter_text)

    async def waiting(self, now: int) -> int:
        """How many breaks of the view are not in the listing yet. One awaited call."""
        return sum(1 for sid, *_ in await self._reader.order(self.view, now) if sid not in self.listing)

    async def advance(self, now: int) -> set[int] | None:
        """Follows the time: moves the rows whose rank changed, and gives them. None when the whole order was read anew,
        because the clock was set back. Two awaited calls, none where nothing was due to change."""
        if now < self._judged_at - SECOND:
            await self.load(now)
            return None
        if self._next_change is None or now < self._next_change or now <= self._judged_at:
            return set()
        moved = await self._reader.moved(self.view, self._judged_at, now)
        self._judged_at, self._next_change = now, await self._reader.next_change(now)
        self.listing.move(moved)
        self._count_groups()
        return {row[0] for row in moved}

    async def filter(self, text: str) -> int:
        """Shows only breaks that have all words of `text`. How many there are."""
        self.filter_text = text
        if text.split() and self._filter is None:
            self._filter = Filter(await self._reader.haystacks(self.view))
        hits = self._filter.hits(text) if self._filter else None
        self.listing.filter(None if hits is None else set(hits))
        return len(self.listing) if hits is None else len(self.listing.lines)

    async def fill(self, first: int, last: int, fresh: bool = False) -> None:
        """Loads the lines from `first` to before `last` that are not loaded, or all of them with `fresh`. At most two
        awaited calls; `lines` is replaced at the end, never half filled."""
        window = self.listing.lines[max(0, first) : last]
        known = {} if fresh else self.lines
        wanted = [key for key in window if key not in known]
        rows = await self._reader.rows([key for key in wanted if isinstance(key, int)])
        groups = [key for key in wanted if isinstance(key, str)]
        if groups:
            self._failures.update(await self._reader.failures(groups))
        if len(known) > MOST_KEPT:
            known = {key: known[key] for key in window if key in known}
        new: dict[LineKey, Line] = {sid: self._line(sid, loaded) for sid, loaded in rows.items()}
        new.update({key: self._group(key) for key in groups if key in self._failures})
        self.lines = {**known, **new}

    def _line(self, sid: int, loaded: Loaded) -> BoardLine:
        indent = bool(self.listing.group_of(sid))
        return BoardLine(loaded.row.id, loaded.spoken, loaded.row, loaded.repeat, indent)

    def _count_groups(self) -> None:
        groups = [key for key in self.lines if isinstance(key, str)]
        if groups:
            self.lines = {**self.lines, **{key: self._group(key) for key in groups}}

    def _group(self, failure: str) -> GroupLine:
        _, what, fixed_by, before, after = self._failures[failure]
        counts = self.listing.totals_of(failure)
        return GroupLine(
            key=failure,
            spoken=FAILURE_PREFIX + shortest(failure, before or "", after or ""),
            what=what,
            customers=counts.breaks,
            severity=counts.severity,
            not_told=counts.not_told,
            overdue=counts.overdue,
            late=counts.late + counts.untold_moves,
            fixed_by=fixed_by,
            folded_out=failure in self.listing.folded_out,
        )

    def fold(self, failure: str, out: bool) -> None:
        """Folds a failure's breaks out or in."""
        self.listing.fold(failure, out)
        self._count_groups()

    def index_of(self, key: LineKey | None) -> int | None:
        """The line of a break or a failure; of one that is folded in, its failure's line."""
        if key is None:
            return None
        index = self.listing.index_of(key)
        if index is None and isinstance(key, int) and (failure := self.listing.group_of(key)):
            index = self.listing.index_of(failure)
        return index

    def key_at(self, index: int) -> LineKey | None:
        """What stands on a line."""
        lines = self.listing.lines
        return lines[index] if 0 <= index < len(lines) else None

    def header(self, who: str, sync: tuple[str, str], held: str) -> HeaderValues:
        """The values of the header."""
        counts = self.listing.totals()
        board = self.board
        on_duty: bool | None = None
        if board is not None and who.casefold() in {name.casefold() for name in (*board.on_duty, *board.off_duty)}:
            on_duty = who.casefold() in {name.casefold() for name in board.on_duty}
        return HeaderValues(
            board=board.name if board else "",
            view=self.view,
            shown=counts.breaks,
            overdue=counts.overdue,
            late=counts.late,
            not_told=counts.not_told,
            untold_moves=counts.untold_moves,
            owed=self.owed,
            who=who,
            on_duty=on_duty,
            sync=sync[0],
            sync_tone=sync[1],
            held=held,
        )


def _sums(lines: Sequence[tuple[Any, ...]]) -> tuple[str, ...]:
    """The pending amounts, one text for each currency."""
    return tuple(str(money) for money in totals(Money(Decimal(amount), currency) for amount, currency in lines))
