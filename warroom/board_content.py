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


class BoardContent:
    """One view of the board, read through a `BoardReader`."""

    def __init__(self, reader: BoardReader, view: str = "open") -> None:
        self._reader = reader
        self.view = view
        self.listing = Listing()
        self.board: Board | None = None
        self.bell = 2
        """Highest severity number that rings, by the policy."""
        self.owed: tuple[str, ...] = ()
        self.filter_text = ""
        self._filter: Filter | None = None
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

    async def advance(self, now: int) -> bool:
        """Follows the time: moves the rows whose rank changed. Whether anything changed."""
        if self._next_change is None or now < self._next_change or now <= self._judged_at:
            if now < self._judged_at - SECOND:
                await self.load(now)
                return True
            return False
        moved = await self._reader.moved(self.view, self._judged_at, now)
        self._judged_at, self._next_change = now, await self._reader.next_change(now)
        self.listing.move(moved)
        return bool(moved)

    async def filter(self, text: str) -> int:
        """Shows only breaks that have all words of `text`. How many there are."""
        self.filter_text = text
        if text.split() and self._filter is None:
            self._filter = Filter(await self._reader.haystacks(self.view))
        hits = self._filter.hits(text) if self._filter else None
        self.listing.filter(None if hits is None else set(hits))
        return len(self.listing.lines)

    async def window(self, first: int, last: int) -> dict[int, Line]:
        """The lines from `first` to before `last`. At most two awaited calls."""
        keys = self.listing.lines[max(0, first) : last]
        rows = await self._reader.rows([key for key in keys if isinstance(key, int)])
        failures = await self._reader.failures([key for key in keys if isinstance(key, str)])
        found: dict[int, Line] = {}
        for index, key in enumerate(keys, max(0, first)):
            line = self._group(key, failures) if isinstance(key, str) else self._line(key, rows)
            if line is not None:
                found[index] = line
        return found

    def _line(self, sid: int, rows: dict[int, Loaded]) -> BoardLine | None:
        loaded = rows.get(sid)
        if loaded is None:
            return None
        indent = bool(self.listing.group_of(sid)) and not self.filter_text.split()
        return BoardLine(loaded.row.id, loaded.spoken, loaded.row, loaded.repeat, indent)

    def _group(self, failure: str, failures: dict[str, tuple[Any, ...]]) -> GroupLine | None:
        row = failures.get(failure)
        if row is None:
            return None
        counts = self.listing.totals_of(failure)
        return GroupLine(
            key=failure,
            spoken=FAILURE_PREFIX + shortest(failure, row[3] or "", row[4] or ""),
            what=row[1],
            customers=counts.breaks,
            severity=counts.severity,
            not_told=counts.not_told,
            overdue=counts.overdue,
            late=counts.late + counts.untold_moves,
            fixed_by=row[2],
            folded_out=failure in self.listing.folded_out,
        )

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
        lines: Sequence[LineKey] = self.listing.lines
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
