"""The panels of a break's screen: their names, what they hold, and where they stand on a screen of a given size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from store.zones import Zone
from warroom.detail.contacts import contact_count, contact_lines, contact_now, contact_summary
from warroom.detail.content import Detail
from warroom.detail.dues import due_count, due_lines, due_summary
from warroom.detail.facts import fact_count, fact_lines, fact_summary
from warroom.detail.owed import owed_count, owed_lines, owed_summary
from warroom.detail.promises import promise_count, promise_lines, promise_summary
from warroom.detail.record import note_count, note_lines, note_summary, timeline_count, timeline_lines, timeline_summary
from warroom.detail.steps import step_count, step_lines, step_summary
from widgets.panel_lines import PanelLine, Parts

LOUD = frozenset(("overdue",))


class PanelSpec(NamedTuple):
    """One panel."""

    name: str
    title: str
    short: str
    """Its name on a tab."""
    lines: Callable[[Detail, int, Zone], tuple[PanelLine, ...]]
    summary: Callable[[Detail, int, Zone], Parts]
    number: Callable[[Detail], str]
    """What its tab counts; empty for nothing."""
    empty: str
    """What stands in it while it is empty; a key that fills it stands between bars, as `|p|`."""
    ticks: bool = True
    """Whether its lines change with the time, not with the day alone."""
    head: Callable[[Detail, int, Zone], tuple[PanelLine, ...]] = lambda detail, now, zone: ()
    """Lines before the others, which do change with the time."""


PANELS: tuple[PanelSpec, ...] = (
    PanelSpec("promises", "Promises", "Promises", promise_lines, promise_summary, promise_count, "Nothing promised yet: |p|"),
    PanelSpec(
        "steps", "Playbook", "Steps", step_lines, step_summary, step_count, "This playbook has no steps: |i| chooses another"
    ),
    PanelSpec(
        "contact",
        "Contact",
        "Contact",
        contact_lines,
        contact_summary,
        contact_count,
        "No contact yet: |c|",
        ticks=False,
        head=contact_now,
    ),
    PanelSpec("owed", "Owed", "Owed", owed_lines, owed_summary, owed_count, "Nothing owed, no remedy: |m| proposes one, |r| owes"),
    PanelSpec(
        "due", "In the way, and due", "Due", due_lines, due_summary, due_count, "Nothing is: |b| red tape, |x| dates of others"
    ),
    PanelSpec("facts", "Facts", "Facts", fact_lines, fact_summary, fact_count, ""),
    PanelSpec(
        "timeline",
        "Timeline",
        "Timeline",
        timeline_lines,
        timeline_summary,
        timeline_count,
        "Nothing has happened yet",
        ticks=False,
    ),
    PanelSpec("notes", "Notes", "Notes", note_lines, note_summary, note_count, "No note yet: |t|", ticks=False),
)
NAMES = tuple(spec.name for spec in PANELS)

TWO_FROM, THREE_FROM = 100, 170
"""Cells from which on there are two and three columns."""
BESIDE_FROM, STACKED_FROM = 24, 44
"""Rows from which on columns, and one column, show all panels, not one at a time."""
COLUMNS: dict[int, tuple[tuple[str, ...], ...]] = {
    1: (NAMES,),
    2: (("steps", "promises", "contact"), ("owed", "due", "facts", "timeline", "notes")),
    3: (("steps", "promises", "owed"), ("contact", "due", "facts", "notes"), ("timeline",)),
}
_GAP = 2
"""Cells between columns."""


class Place(NamedTuple):
    """Where something stands, in cells from the top left."""

    x: int
    y: int
    width: int
    height: int


def columns_of(width: int, height: int) -> int:
    """How many columns a screen has; 0 shows one panel at a time."""
    if width < TWO_FROM:
        return 1 if height >= STACKED_FROM else 0
    if height < BESIDE_FROM:
        return 0
    return 3 if width >= THREE_FROM else 2


def column_widths(width: int, columns: int) -> list[int]:
    """The widths of the columns, gaps left out."""
    inner = width - _GAP * (columns - 1)
    return [inner // columns + (index < inner % columns) for index in range(columns)]


def places(
    area: Place,
    columns: int,
    wanted: Callable[[str, int], int],
    current: str,
    layout: Mapping[int, tuple[tuple[str, ...], ...]] = COLUMNS,
) -> dict[str, Place]:
    """Where each panel that is shown stands in `area`. `wanted` says how many rows a panel needs at a width; `current`
    is the one that is shown when there is room for one."""
    if columns == 0:
        return {current: area}
    found: dict[str, Place] = {}
    x = area.x
    for names, width in zip(layout[columns], column_widths(area.width, columns), strict=True):
        y = area.y
        heights = shared_heights([wanted(name, width) for name in names], area.height)
        for name, height in zip(names, heights, strict=True):
            if height > 0:
                found[name] = Place(x, y, width, height)
            y += height
        x += width + _GAP
    return found


def shared_heights(wanted: Sequence[int], room: int) -> list[int]:
    """The rows of panels under each other: each has what it wants while that fits; else the small ones have it and the
    others share what is left. Rows that nobody wants go to the last one."""
    if sum(wanted) <= room:
        return [*wanted[:-1], room - sum(wanted[:-1])]
    given = [0] * len(wanted)
    left, open_ = room, sorted(range(len(wanted)), key=lambda index: wanted[index])
    while open_:
        share = left // len(open_)
        index = open_.pop(0)
        given[index] = min(wanted[index], share)
        left -= given[index]
    spare = room - sum(given)
    for index in reversed(range(len(wanted))):
        more = min(spare, wanted[index] - given[index])
        given[index] += more
        spare -= more
    return given


def tab_label(spec: PanelSpec, detail: Detail, lines: Sequence[PanelLine]) -> Parts:
    """A panel's name on a tab, with its count, and a sign where something in it is overdue."""
    count = spec.number(detail)
    loud = any(
        tone in LOUD
        for line in lines
        for _, tone in (*line.lead, *line.body, *line.tail, *(part for row in line.under for part in row))
    )
    name = f"{spec.short} {count}".rstrip()
    return ((name, "dim"), ("‼", "overdue")) if loud else ((name, "dim"),)


def empty_parts(text: str, keys: Mapping[str, str]) -> Parts:
    """The text of an empty panel; keys between bars are shown as they are set (`keys`: built-in key → shown one)."""
    parts = text.split("|")
    return tuple((keys.get(part, part), "key") if index % 2 else (part, "dim") for index, part in enumerate(parts) if part)
