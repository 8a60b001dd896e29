"""A failure that hit several customers → the cells of its line: how they stand together. Pure."""

from __future__ import annotations

from collections.abc import Collection

from store.attention import judge
from store.next_action import NextAction, next_action
from store.spans import length
from store.text import one_line
from store.when import short_time
from store.words import STAGES
from store.zones import Zone
from widgets.cells import Cell, GroupLine, sums_cell


def group_cells(line: GroupLine, now: int, zone: Zone) -> dict[str, Cell]:
    """The cells of a failure that hit several customers. `+2` behind a stage or an owner: so many stand otherwise."""
    standing = line.standing
    return {
        "id": Cell(line.spoken, "strong"),
        "sev": Cell(str(line.severity), "overdue" if line.severity == 1 else "soon" if line.severity == 2 else "dim"),
        "customer": Cell(f"{'▾' if line.folded_out else '▸'} {line.customers} customers", "strong"),
        "what": _what(line),
        "stage": _stage(standing.stages),
        "who": _who(standing.owners),
        "contact": _contact(line),
        "promise": _promise(line, now, zone),
        "owed": sums_cell(standing.owed, standing.owed_states, standing.needs_approval) if standing.owed_states else Cell(""),
    }


def put_right(line: GroupLine) -> str:
    """For how many of its customers it is fixed, and how many are put right inside them: `5 of 14 fixed`."""
    standing = line.standing
    fixed = sum(count for stage, count in standing.stages.items() if _rank(stage) >= _rank("fixed"))
    parts = [f"{fixed} of {line.customers} fixed"] if fixed else []
    if standing.affected:
        parts.append(f"{standing.corrected:,} of {standing.affected:,} corrected")
    return ", ".join(parts)


def _what(line: GroupLine) -> Cell:
    what, done = one_line(line.what), put_right(line)
    return Cell(f"{what} · {done}", "plain", (what,)) if done else Cell(what)


def lead_action(line: GroupLine, now: int, zone: Zone, off_duty: Collection[str]) -> tuple[NextAction, str] | None:
    """The next action of the most urgent customer, and the words that lead to it; None when there is none."""
    if line.lead is None:
        return None
    row = line.lead.row
    action = next_action(row, judge(row, now), now, zone, off_duty)
    if action is None:
        return None
    named = "" if row.customer in action.what else f"{row.customer}: "
    return action, f"1 of {line.customers}: {named}"


def _rank(stage: str) -> int:
    return STAGES.index(stage) if stage in STAGES else 0


def _stage(stages: dict[str, int]) -> Cell:
    """The stage of all, else the least advanced one."""
    if not stages:
        return Cell("")
    least = min(stages, key=_rank)
    more = sum(stages.values()) - stages[least]
    tone = "fine" if _rank(least) >= _rank("fixed") else "plain"
    return Cell(f"{least} +{more}", tone, (f"{least}+{more}", f"{least}+")) if more else Cell(least, tone)


def _who(owners: dict[str, int]) -> Cell:
    """The owner of all, else the one of most."""
    owned = {name: count for name, count in owners.items() if name}
    if not owned:
        return Cell("—", "soon")
    most = min(owned, key=lambda name: (-owned[name], name))
    more = sum(owners.values()) - owned[most]
    name, tone = one_line(most), "soon" if "" in owners else "plain"
    if not more:
        return Cell(name, tone)
    return Cell(f"{name} +{more}", tone, (f"{name}+{more}", *(f"{one_line(name, cells)}+{more}" for cells in (6, 4, 3, 2))))


def _contact(line: GroupLine) -> Cell:
    counts = [f"{count} {word}" for count, word in ((line.not_told, "not told"), (line.overdue, "over")) if count]
    if not counts:
        return Cell("all told", "fine")
    text = " · ".join(counts)
    return Cell(text, "overdue", (text.replace("not told", "untold"),))


def _promise(line: GroupLine, now: int, zone: Zone) -> Cell:
    """What presses most: promises that are late or were moved untold, a fix that is late, the nearest open promise, the fix."""
    standing = line.standing
    if line.late:
        return Cell(f"{line.late} late", "overdue")
    if line.untold_moves:
        return Cell(f"{line.untold_moves} moved, not told", "overdue", (f"{line.untold_moves} moved untold",))
    fixed_by, due_at = standing.fixed_by, standing.promise_due_at
    unfixed = any(_rank(stage) < _rank("fixed") for stage in standing.stages)
    if fixed_by is not None and fixed_by < now and unfixed:
        due = short_time(fixed_by, now, zone)
        return Cell(f"fix was due {due}", "overdue", (f"fix late, {due}",))
    if due_at is not None:
        at = f"{'! ' if line.at_risk else ''}{'~' if standing.promise_sure == 'window' else ''}{short_time(due_at, now, zone)}"
        left = length(max(0, due_at - now))
        return Cell(f"{at}, {left}", "soon" if line.at_risk else "plain", (f"{at} {left}", at))
    if fixed_by is not None and unfixed:
        at, left = short_time(fixed_by, now, zone), length(fixed_by - now)
        return Cell(f"fix {at}, {left}", "plain", (f"fix {at} {left}", f"fix {at}"))
    return _ended(standing.promises)


def _ended(promises: dict[str, int]) -> Cell:
    """Where no open promise has a date: that, else how they ended, the worst first."""
    if promises.get(""):
        return Cell("no date yet")
    for result, tone in (("broken", "overdue"), ("kept", "fine"), ("withdrawn", "dim")):
        if count := promises.get(result):
            return Cell(f"{count} {result}", tone)
    return Cell("—", "dim")
