"""The team's own history, out of the replica's folded tables, and what it teaches by now."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Mapping, Sequence

from store.row import Row
from warroom.advisor.kinds import Case, Kind
from warroom.advisor.learning import Learning

RECENT = 4000
"""Fixes that are looked back on: what lies before them has faded."""

_FIELDS = ("severity", "category", "first_fixer", "fixed_at", "closed_at")
_EXTRACTED = ", ".join(f"json_extract(row, '$[{Row._fields.index(name)}]')" for name in _FIELDS)
_BREAKS = f"SELECT failure, opened_at, {_EXTRACTED} FROM break_rows"

_Line = tuple[str, int, int, str, str, int | None, int | None]
"""failure, opened, and `_FIELDS` of one break."""


def cases_of(db: sqlite3.Connection) -> dict[Hashable, Case]:
    """Failure → its case, for every failure with a break on the board."""
    breaks: dict[str, list[_Line]] = {}
    for line in db.execute(_BREAKS):
        breaks.setdefault(line[0], []).append(line)
    return {failure: case_of(lines) for failure, lines in breaks.items()}


def case_of_failure(db: sqlite3.Connection, failure: str) -> Case | None:
    """The case of one failure; None when no break of it is here."""
    lines = db.execute(f"{_BREAKS} WHERE failure = ?", (failure,)).fetchall()
    return case_of(lines) if lines else None


def case_of(lines: Sequence[_Line]) -> Case:
    """One case out of all breaks of a failure: as severe as the worst of them, open since the first, fixed with the first
    that was. A break that was closed and never said to be fixed tells no more than how long it was open."""
    if len(lines) > 1:
        lines = sorted(lines, key=lambda line: line[1])
    first = lines[0]
    kind = Kind(min(line[2] for line in lines), first[3], next((line[4] for line in lines if line[4]), ""))
    fixed = [line[5] for line in lines if line[5] is not None and line[5] != line[6]]
    left = [line[6] for line in lines if line[6] is not None]
    fixed_at = min(fixed, default=None)
    return Case(kind, first[1], fixed_at, max(left) if fixed_at is None and len(left) == len(lines) else None)


def learned(cases: Mapping[Hashable, Case], now: int) -> Learning:
    """What the cases teach that was known at `now` (ms). One that was fixed in the moment in which it was opened
    came to us fixed, and teaches nothing about promises."""
    known = {key: case for key, case in cases.items() if case.opened_at <= now and not _came_fixed(case)}
    fixes = sorted((case.fixed_at, case.opened_at) for case in known.values() if case.fixed_at is not None and case.fixed_at <= now)
    since = fixes[-RECENT - 1][0] if len(fixes) > RECENT else 0
    learning = Learning(since)
    for fixed_at, opened_at in fixes[:-RECENT]:
        learning.rhythm.learn(opened_at, fixed_at)
    happenings = []
    for key, case in known.items():
        end = _end(case)
        if end is None or end > since:
            happenings.append((case.opened_at, False, key))
            if end is not None and end <= now:
                happenings.append((end, True, key))
    happenings.sort()
    for at, is_end, key in happenings:
        case = known[key]
        if not is_end:
            learning.opened(key, case.kind, at)
        elif case.fixed_at is None:
            learning.left(key, at)
        else:
            learning.fixed(key, at)
    return learning


def _came_fixed(case: Case) -> bool:
    end = _end(case)
    return end is not None and end <= case.opened_at


def _end(case: Case) -> int | None:
    return case.left_at if case.fixed_at is None else case.fixed_at
