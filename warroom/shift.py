"""What is handed over: the offers to somebody and from them, how long they have waited, and the breaks one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.actions.board import READ_BACK_UPTO
from store.attention import judge
from store.next_action import NextAction, next_action
from store.policy import policy_of
from store.replica.queries import Loaded
from store.row import Row
from store.spans import length
from store.state import Board, Handover
from store.text import one_line
from store.when import day_and_time
from store.zones import Zone
from warroom.detail.words import count, said
from warroom.reader import BoardReader
from widgets.cells import contact_cell, owed_cell, promise_cell
from widgets.panel_lines import PanelLine, Part, Parts


class Offered(NamedTuple):
    """What waits for one person to accept it."""

    board: Board
    words: tuple[Handover, ...]
    """The hand-overs, with what their authors say."""
    breaks: tuple[Loaded, ...]
    """The most urgent first."""


class Waiting(NamedTuple):
    """One hand-over that is not over: between whom, since when, how many breaks are left."""

    by: str
    to: str
    since: int
    due_at: int | None
    left: int


async def read_offered(reader: BoardReader, to: str, now: int) -> Offered:
    """What is offered to somebody. Four awaited calls."""
    board = await reader.board()
    ids = [id_ for id_, _, offered in await reader.owners() if offered.casefold() == to.casefold()]
    rows = (await reader.rows(await reader.sids_of(ids))).values()
    breaks = sorted(rows, key=lambda one: (-judge(one.row, now).urgency, one.row.id))
    words = tuple(offer for offer in board.handovers if offer.to.casefold() == to.casefold())
    return Offered(board, words, tuple(breaks))


def waiting_for(board: Board, owners: Sequence[tuple[str, str, str]], who: str) -> list[Waiting]:
    """The hand-overs of which somebody is a side, and of which something is left; the oldest first."""
    within, me = policy_of(board.settings).handover_within, who.casefold()
    found = []
    for offer in board.handovers:
        by, to = offer.by.casefold(), offer.to.casefold()
        left = sum(1 for _, owner, offered in owners if (owner.casefold(), offered.casefold()) == (by, to))
        if me in (by, to) and (left or offer.breaks == 0):
            found.append(Waiting(offer.by, offer.to, offer.at, offer.at + within if within else None, left))
    return sorted(found, key=lambda one: one.since)


def is_loud(waiting: Waiting, now: int) -> bool:
    """Whether it should have been accepted by now."""
    return waiting.due_at is not None and now >= waiting.due_at


def shift_line(found: Sequence[Waiting], who: str, key: str, now: int, zone: Zone) -> Parts:
    """`‼ ben has not accepted 3 breaks that you offered 16 m ago   h hands over`; the loudest of several, and how many more."""
    if not found:
        return ()
    first = next((one for one in found if is_loud(one, now)), found[0])
    loud, mine = is_loud(first, now), first.by.casefold() == who.casefold()
    what = count(first.left, "break") if first.left else "the shift"
    since = f"{length(max(0, now - first.since))} ago"
    if mine:
        text = f"{one_line(first.to, 30)} has not accepted {what} that you offered {since}"
    else:
        text = f"{one_line(first.by, 30)} offered you {what} {since}"
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    does = " offers it to somebody else" if mine else " goes through it"
    return (
        ("‼ " if loud else "", "overdue"),
        (text + more, "overdue" if loud else "soon"),
        ("   ", "plain"),
        (key, "key"),
        (does, "dim"),
    )


def needs_read_back(row: Row) -> bool:
    """Whether accepting it asks for a sentence of what was understood."""
    return row.severity <= READ_BACK_UPTO


def offered_lines(offered: Offered, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """A line for each break."""
    return tuple(_line(one) for one in offered.breaks)


def _line(one: Loaded) -> PanelLine:
    row = one.row
    tone = "overdue" if row.severity == 1 else "soon" if row.severity == 2 else "plain"
    read_back: Parts = ((" · read back", "soon"),) if needs_read_back(row) else ()
    return PanelLine(
        key=row.id,
        lead=((f"{one.spoken:<6}", "key"), (f"sev {row.severity} ", tone)),
        body=((one_line(row.customer, 60), "strong"), (f" · {one_line(row.what, 160)}", "plain")),
        tail=((f"from {one_line(row.owner, 20) or 'nobody'}", "dim"), *read_back),
        most=1,
    )


def about_lines(offered: Offered, one: Loaded, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """What to know before one takes it: the next thing, contact, promise, what is owed, their words, what is in the way."""
    row = one.row
    attention = judge(row, now)
    action = next_action(
        row._replace(offered_at=None), judge(row._replace(offered_at=None), now), now, zone, offered.board.off_duty
    )
    contact, promise, owed = contact_cell(row, attention, now, zone), promise_cell(row, attention, now, zone), owed_cell(row.owed)
    who = " ".join(part for part in (row.contact_name, row.phone) if part)
    when = f", due {day_and_time(row.contact_due_at, now, zone)}" if row.contact_due_at is not None and row.view == "open" else ""
    facts: list[tuple[str, Part]] = [
        ("next", (_next(action, now, zone) if action else "nothing", "strong")),
        ("who", (one_line(who, 120), "plain")),
        ("contact", (contact.text + when, contact.tone)),
        ("promised", ((f"{said(row.promise.what)}: " if row.promise else "") + promise.text, promise.tone)),
        ("owed", (owed.text, owed.tone)),
        ("trouble", (said(row.trouble), "plain")),
        ("must tell", (_must_tell(row, now, zone), "plain")),
        ("stage", (row.stage + (f", waits on the {row.waiting_on}" if row.waiting_on else ""), "plain")),
        ("in the way", (count(row.blockers, "blocker") if row.blockers else "", "soon")),
        ("disputed", ("a claim is disputed" if row.disputed_since is not None else "", "overdue")),
    ]
    return tuple(
        PanelLine(f"about {name}", (part,), ((f"{name:<10} ", "dim"),), selectable=False, most=2) for name, part in facts if part[0]
    )


def _next(action: NextAction, now: int, zone: Zone) -> str:
    return " · ".join(part for part in (said(action.what), action.due(now, zone)) if part)


def _must_tell(row: Row, now: int, zone: Zone) -> str:
    if not row.must_tell and row.must_tell_by is None:
        return ""
    by = f" by {day_and_time(row.must_tell_by, now, zone)}" if row.must_tell_by is not None else ""
    return (one_line(row.must_tell, 60) or "somebody") + by
