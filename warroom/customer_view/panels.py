"""The parts of a customer's screen, and its head."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from store.plan import call_name
from store.text import one_line
from store.their_hours import customer_hours
from store.worktime import next_open
from store.zones import Zone, find_zone, wall
from warroom.customer_view import lines as made
from warroom.customer_view import sums
from warroom.customer_view.content import CustomerView
from warroom.detail.words import count, time
from widgets.break_header import HeaderRow
from widgets.panel_lines import PanelLine, Part, Parts

Lines = Callable[[CustomerView, int, Zone], tuple[PanelLine, ...]]
Summary = Callable[[CustomerView, int, Zone], Parts]


class Section(NamedTuple):
    """One part of the screen."""

    name: str
    title: str
    lines: Lines
    summary: Summary
    empty: str
    """What stands in it while it is empty; a key stands between bars."""


PARTS: tuple[Section, ...] = (
    Section("breaks", "Breaks", made.break_lines, made.break_summary, "Nothing of ours ever hit them: |n| opens a break"),
    Section("reach", "People and card", made.reach_lines, made.reach_summary, "The card is empty: |v| fills it in"),
    Section("figures", "So far", made.figure_lines, made.no_summary, ""),
    Section("amends", "Amends", made.amends_lines, made.amends_summary, "Nothing was owed or given"),
    Section("mood", "Mood", made.mood_lines, made.mood_summary, "Nobody noted how they sounded"),
    Section("notes", "Notes", made.note_lines, made.no_summary, "No note yet"),
)
NAMES = tuple(part.name for part in PARTS)
COLUMNS: dict[int, tuple[tuple[str, ...], ...]] = {
    1: (NAMES,),
    2: (("breaks", "notes"), ("reach", "figures", "amends", "mood")),
    3: (("breaks",), ("reach", "notes"), ("figures", "amends", "mood")),
}
"""As `warroom.detail.panels.COLUMNS`."""


def tab_count(view: CustomerView, name: str) -> str:
    """What a part's tab counts."""
    counts = {
        "breaks": len(view.breaks),
        "reach": len(view.card.people),
        "amends": len(sums.amends(view)),
        "mood": len(sums.moods(view)),
    }
    return str(counts.get(name) or "")


def header_rows(view: CustomerView, now: int, zone: Zone) -> tuple[HeaderRow, ...]:
    """Who, what they are worth and how many breaks are open; whom to call, at what number, and how late it is there."""
    live = [one for one in view.breaks if one.row.view == "open"]
    worth = sums.worth_of(view)
    state: list[Part] = [(f"{count(len(live), 'open break')}" if live else "nothing open", "strong" if live else "fine")]
    if worth is not None:
        state.append((f"worth {worth}", "plain"))
    rows = [HeaderRow((((one_line(view.name, 80), "key"),),), tuple((part,) for part in state), most=2)]
    if reach := _reach(view, now, zone):
        rows.append(HeaderRow(tuple((part,) for part in reach), most=3))
    return tuple(rows)


def _asleep(view: CustomerView, now: int) -> bool:
    """Whether it is outside the hours in which they can be called."""
    hours = customer_hours(view.card, view.policy)
    return hours is not None and next_open(now, hours) > now


def _reach(view: CustomerView, now: int, zone: Zone) -> list[Part]:
    card = view.card
    found: list[Part] = []
    if card.do_not_contact:
        found.append((f"✋ do not contact: {one_line(card.do_not_contact, 120)}", "overdue"))
    if card.people:
        first = card.people[0]
        use = call_name(first)
        say = f" (say {one_line(use, 30)})" if use != first.name.partition(" ")[0] else ""
        found.append((one_line(first.name, 60) + say, "strong"))
        found += [(one_line(first.phone, 40), "strong")] if first.phone else []
    there = find_zone(card.zone)
    if there is not None:
        moon, outside, tone = ("☾ ", ", outside their hours", "soon") if _asleep(view, now) else ("", "", "plain")
        found.append((f"{moon}{wall(now, there):%H:%M} there{outside}", tone))
    if card.silence_until is not None and card.silence_until > now:
        found.append((f"silence until {time(card.silence_until, now, zone)}", "soon"))
    return found
