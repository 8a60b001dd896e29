"""What the board shows: one view in order, the lines near the window, the totals. It knows no widget and no Textual."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from store.clock import SECOND
from store.money import Money, totals
from store.replica.queries import Loaded
from store.standing import Standing
from warroom.listing import Filter, LineKey, Listing, Totals
from warroom.reader import BoardReader
from widgets.board_header import HeaderValues
from widgets.cells import BoardLine, GroupLine

if TYPE_CHECKING:
    from store.state import Board

Line = BoardLine | GroupLine

MOST_KEPT = 600
"""Loaded lines that are kept; beyond that all but the window's are forgotten."""


EMPTY = (
    ("Nothing is open.  ", "strong"),
    ("n", "key"),
    (" opens the first break; ", "dim"),
    ("warroom demo", "key"),
    (" shows a living board.", "dim"),
)
"""What the open view says on a board without any break."""
ALL_DONE = (
    ("Nothing is open.  ", "strong"),
    ("n", "key"),
    (" opens a break; ", "dim"),
    ("2", "key"),
    (" shows follow-ups, ", "dim"),
    ("3", "key"),
    (" what is closed.", "dim"),
)
"""The same where all are further on."""


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
        self.is_new = False
        """Whether there is no break at all, as far as it was asked: while the open view is empty."""
        self.filter_text = ""
        self._filter: Filter | None = None
        self._standings: dict[str, Standing] = {}
        self._ahead: Listing | None = None
        """What the view holds by now, while `listing` keeps its order under an open form."""
        self._judged_at = 0
        self.next_change: int | None = None
        """When the rank of a break changes next, by time alone."""

    @property
    def empty_text(self) -> tuple[tuple[str, str], ...]:
        """What stands in the view while nothing else does, as (text, tone) parts."""
        if self.view != "open" or self.filter_text:
            return (("Nothing here.", "dim"),)
        return EMPTY if self.is_new else ALL_DONE

    async def load(self, now: int, view: str | None = None) -> None:
        """Reads the order of the view (another one, if given), the totals and the board. Five awaited calls, one more where
        nothing is open."""
        from store.policy import policy_of

        other, self.view = view not in (None, self.view), view or self.view
        ranked = await self._reader.order(self.view, now)
        self.listing.replace(ranked, await self._reader.groups(self.view))
        self._ahead = None
        self.is_new = self.view == "open" and not ranked and not await self._reader.starting("")
        if other:
            self.lines = {}
        self._judged_at, self.next_change = now, await self._reader.next_change(now)
        self.owed = _sums(await self._reader.owed(self.view))
        self.board = await self._reader.board()
        self.bell = policy_of(self.board.settings).bell
        self._filter = None
        if self.filter_text:
            await self.filter(self.filter_text)

    async def hold(self, now: int) -> int:
        """Reads the totals anew and leaves the order as it is: how many breaks of the view are not in it yet. Three awaited
        calls."""
        ranked = await self._reader.order(self.view, now)
        ahead = self.listing.twin()
        ahead.replace(ranked)
        self._judged_at, self.next_change = now, await self._reader.next_change(now)
        self.owed = _sums(await self._reader.owed(self.view))
        self._ahead = ahead
        return sum(1 for sid in ranked if sid not in self.listing)

    async def advance(self, now: int, held: bool = False) -> set[int] | None:
        """Follows the time: moves the rows whose rank changed (`held`: for the totals alone), and gives them. None when all was
        read anew: the clock was set back, or a break came into the view by time alone. Two awaited calls, one more where another
        customer of a failure became its most urgent one; none where nothing was due to change."""
        if now < self._judged_at - SECOND:
            await (self.hold(now) if held else self.load(now))
            return None
        if self.next_change is None or now < self.next_change or now <= self._judged_at:
            return set()
        moved = await self._reader.moved(self.view, self._judged_at, now)
        if any(row[0] not in self._latest for row in moved):  # a closed break that came up again
            await (self.hold(now) if held else self.load(now))
            return None
        self._judged_at, self.next_change = now, await self._reader.next_change(now)
        if held and self._ahead is None:
            self._ahead = self.listing.twin()
        self._latest.move(moved)
        await self._load_leads()
        self._count_groups()
        return {row[0] for row in moved}

    @property
    def _latest(self) -> Listing:
        return self._ahead or self.listing

    def loud(self) -> dict[int, int]:
        """The breaks of the view for which something that the customer feels is overdue, and their severity."""
        return self._latest.loud()

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
        awaited calls; `lines` is replaced at the end."""
        window = self.listing.lines[max(0, first) : last]
        known = {} if fresh else self.lines
        wanted = [key for key in window if key not in known]
        groups = [key for key in wanted if isinstance(key, str)]
        leads = [sid for sid in map(self._latest.lead_of, groups) if sid is not None and sid not in known]
        rows = await self._reader.rows({*leads, *(key for key in wanted if isinstance(key, int))})
        self._standings.update(await self._reader.standings(self.view, groups))
        if len(known) > MOST_KEPT:
            kept = {*window, *(self._latest.lead_of(key) for key in window if isinstance(key, str))}
            known = {key: line for key, line in known.items() if key in kept}
        self.lines = {**known, **{sid: self._line(sid, loaded) for sid, loaded in rows.items()}}
        self._count_groups(groups)

    async def _load_leads(self) -> None:
        """Loads the most urgent break of each failure that is shown, where it is not."""
        leads = {self._latest.lead_of(key) for key in self.lines if isinstance(key, str)}
        if missing := [sid for sid in leads if sid is not None and sid not in self.lines]:
            rows = await self._reader.rows(missing)
            self.lines = {**self.lines, **{sid: self._line(sid, loaded) for sid, loaded in rows.items()}}

    def _line(self, sid: int, loaded: Loaded) -> BoardLine:
        indent = bool(self.listing.group_of(sid))
        return BoardLine(loaded.row.id, loaded.spoken, loaded.row, loaded.repeat, indent)

    def _count_groups(self, groups: Collection[str] | None = None) -> None:
        """Makes the lines of some failures, or of all that are loaded, once more."""
        if groups is None:
            groups = [key for key in self.lines if isinstance(key, str)]
        if groups:
            self.lines = {**self.lines, **{key: self._group(key) for key in groups if key in self._standings}}

    def _group(self, failure: str) -> GroupLine:
        lead_sid = self._latest.lead_of(failure)
        lead = self.lines.get(lead_sid) if lead_sid is not None else None
        return failure_line(
            failure,
            self._standings[failure],
            self._latest.totals_of(failure),
            lead if isinstance(lead, BoardLine) else None,
            failure in self.listing.folded_out,
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

    def header(self, who: str, sync: tuple[str, str], held: str, present: str = "") -> HeaderValues:
        """The values of the header."""
        counts = self._latest.totals()
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
            present=present,
        )


def failure_line(failure: str, standing: Standing, counts: Totals, lead: BoardLine | None, folded_out: bool = False) -> GroupLine:
    """A failure's line: how its breaks stand together, with the most urgent one of them."""
    return GroupLine(
        key=failure,
        standing=standing,
        customers=counts.breaks,
        severity=counts.severity,
        not_told=counts.not_told,
        overdue=counts.overdue,
        late=counts.late,
        at_risk=counts.at_risk,
        untold_moves=counts.untold_moves,
        folded_out=folded_out,
        lead=lead,
    )


def _sums(lines: Sequence[tuple[Any, ...]]) -> tuple[str, ...]:
    """The pending amounts, one text for each currency: amends, then gift cards and corrections, which are none."""
    apart = {"gift-card": "gift cards ", "correction": "corrections "}
    found: list[str] = []
    for kind, word in (("", ""), *apart.items()):
        sums = totals(
            Money(Decimal(amount), currency) for amount, currency, what in lines if what == kind or (not kind and what not in apart)
        )
        found += [f"{word}{money}" for money in sums]
    return tuple(found)
