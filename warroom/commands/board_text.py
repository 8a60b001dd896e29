"""The board for people who read `list`: plain lines for a pipe, a Rich table on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from store.attention import again_at
from store.next_action import NextAction
from store.row import Row
from store.spans import length
from store.text import one_line
from store.when import day_and_time
from store.zones import Zone
from warroom.rows import owed_of

if TYPE_CHECKING:
    from warroom.commands.list import Judged

HEADINGS = ("ID", "SEV", "CUSTOMER", "WHAT BROKE", "STAGE", "WHO", "LAST CONTACT", "PROMISED", "OWED", "NEXT")


def _cells(found: Judged, now: int, zone: Zone) -> tuple[str, ...]:
    row, attention = found.row, found.attention
    return (
        found.spoken,
        str(row.severity),
        row.customer + (" (repeat)" if found.repeat else ""),
        row.what,
        row.stage,
        (row.owner or "nobody") + (f" →{row.owner_offered}?" if row.owner_offered else ""),
        _contact(found, now, zone),
        _promised(row, attention.promise_state, now, zone),
        ", ".join(str(money) for money in owed_of(row)),
        _next(found.action, now, zone) if found.action else "",
    )


def _next(action: NextAction, now: int, zone: Zone) -> str:
    due = action.due(now, zone)
    return action.what + (f" · {due}" if due else "")


def _contact(found: Judged, now: int, zone: Zone) -> str:
    told, row = _told(found, now), found.row
    if found.attention.calling and row.calling_since is not None:
        return f"{row.calling} calling {length(now - row.calling_since)}; {told}"
    retry_at = again_at(row, found.attention)
    if retry_at is None or row.view != "open":
        return told
    again = f"again {day_and_time(retry_at, now, zone)}" if now < retry_at else f"{length(now - retry_at)} over"
    return f"{told}; tried {row.attempts}×, {again}"


def _told(found: Judged, now: int) -> str:
    row, attention = found.row, found.attention
    if attention.contact_state == "not-told":
        return f"not told {length(now - row.known_at)}"
    since = f"{length(now - row.last_contact_at)} ago" if row.last_contact_at is not None else "never"
    if attention.clock_ahead:
        since = "just now · clock off!"
    due = attention.contact_due_at
    if due is None or attention.contact_state == "none":
        return since
    return f"{since}, {length(now - due)} over" if now >= due else f"{since}, next in {length(due - now)}"


def _promised(row: Row, state: str, now: int, zone: Zone) -> str:
    promise = row.promise
    if promise is None:
        return ""
    if promise.result or promise.told_due_at is None:
        return state if promise.result else "no date yet"
    if not promise.told:
        return "moved, not told"
    at = day_and_time(promise.told_due_at, now, zone)
    return (
        f"late {length(now - promise.told_due_at)}"
        if now > promise.told_due_at
        else f"{at}, in {length(promise.told_due_at - now)}"
    )


def board_lines(judged: Iterable[Judged], now: int, zone: Zone) -> Iterator[str]:
    """One line a break, the fields set apart by tabs."""
    for found in judged:
        yield "\t".join(one_line(cell) for cell in _cells(found, now, zone))


def print_board(judged: list[Judged], now: int, zone: Zone, name: str) -> None:
    """The board as a Rich table on stdout."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(name), box=None, pad_edge=False, header_style="bold")
    for heading in HEADINGS:
        table.add_column(heading, overflow="ellipsis", no_wrap=heading not in ("NEXT", "WHAT BROKE"))
    for found in judged:
        table.add_row(*(Text(one_line(cell)) for cell in _cells(found, now, zone)))
    Console().print(table if judged else Text("Nothing is open. `warroom open --customer … --what …` opens a break."))
