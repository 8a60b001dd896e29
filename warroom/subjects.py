"""From the rows that are selected or marked to what a form is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.attention import judge
from store.row import Row
from warroom.reader import BoardReader

if TYPE_CHECKING:
    from warroom.forms import Subject


async def subject_of(reader: BoardReader, sids: Sequence[int], now: int) -> Subject | None:
    """The breaks of those rows, in their order; of a single one everything that belongs to it. None when none is here.

    Four awaited calls at most.
    """
    from warroom.forms import Subject

    found = await reader.rows(sids)
    rows = [found[sid] for sid in sids if sid in found]
    if not rows:
        return None
    case = (await reader.case(rows[0].row.id))[0] if len(rows) == 1 else None
    calling = calling_of(rows[0].row, now) if len(rows) == 1 else None
    failures = {loaded.row.failure for loaded in rows}
    return Subject(
        case,
        tuple(loaded.row.id for loaded in rows),
        tuple(loaded.row.customer for loaded in rows),
        tuple(loaded.spoken for loaded in rows),
        failure=failures.pop() if len(failures) == 1 else "",
        calling=calling,
    )


def calling_of(row: Row, now: int) -> tuple[str, int] | None:
    """Who is calling the customer of a break, and since when; None when nobody is."""
    return (row.calling, row.calling_since) if judge(row, now).calling and row.calling_since is not None else None
