"""A call sheet as the lines of its screen: what to say and not to say, what to know; the head with the number and the clocks."""

from __future__ import annotations

from collections.abc import Iterator

from store.spans import length
from store.text import one_line
from store.zones import wall
from warroom.call_sheet.lines import Lines
from warroom.call_sheet.look import Look
from warroom.call_sheet.sheet import CallSheet
from widgets.break_header import HeaderRow
from widgets.panel_lines import PanelLine, Parts, wrapped

WIDE = 110
"""Cells from which on what to know and what to say stand side by side."""
_LABEL = 12
"""Cells of the labels, the blank after them included."""
_ALARM_ROWS = 3
"""Most rows of what is loud."""
_MOST = 6
"""Most rows of one line."""


def head_rows(sheet: CallSheet, look: Look, opened_at: int, width: int) -> tuple[HeaderRow, ...]:
    """The number and whose it is, the clocks there and here; what is loud, whole; who it is about and how long ago they heard."""
    clocks: list[Parts] = []
    room = max(1, width - 2)
    if look.there is not None:
        clocks.append(((f"{wall(look.now, look.there):%H:%M:%S}", "strong"), (" there", "dim")))
    clocks.append(((f"{wall(look.now, look.zone):%H:%M:%S}", "plain"), (" here", "dim")))
    since = look.row.last_contact_at
    last = f"last word {length(max(0, look.now - since))} ago" if since is not None else "NOT TOLD YET"
    about: Parts = ((f"{sheet.spoken} ", "key"), (one_line(f"{sheet.customer} · {sheet.what}", 120), "plain"))
    kind: tuple[Parts, ...] = ((("follow-up call", "soon"),),) if sheet.kind == "follow-up" else ()
    elapsed: Parts = ((f"open {length(max(0, look.now - opened_at))}", "dim"),)
    return (
        HeaderRow((((sheet.ring.text, sheet.ring.tone),),), tuple(clocks), most=2),
        *(HeaderRow((row,)) for alarm in sheet.alarms for row in wrapped(((f"‼ {alarm.text}", "overdue"),), room, _ALARM_ROWS)),
        HeaderRow((about, *kind), (((last, "plain" if since is not None else "overdue"),), elapsed), most=2),
    )


_MIND = {
    "disputed": "disputed claim",
    "fault-unknown": "no fault yet",
    "not-ours": "not our fault",
    "apologised": "no more sorry",
    "repeat": "not the first time",
    "no-date": "no date",
    "will-not-hold": "a date that won't hold",
    "not-approved": "not approved",
    "gift-card": "no gift",
    "supplier": "no blame",
}
"""What not to say, in a word or two."""


def mind_parts(sheet: CallSheet) -> Parts:
    """What not to say in a few words, for a title: it is in sight also where its lines are not."""
    found = dict.fromkeys(_MIND.get(line.name, line.name) for line in sheet.avoid)
    return ((f"mind: {' · '.join(found)}", "soon"),) if found else ()


def say_lines(sheet: CallSheet) -> tuple[PanelLine, ...]:
    """What to say, then what not to say."""
    return (*_listed("say", "say", sheet.say), *_listed("avoid", "not here", sheet.avoid))


def fact_lines(sheet: CallSheet) -> tuple[PanelLine, ...]:
    """What to know, each kind with its label before its first line."""
    return tuple(_known(sheet.facts))


def all_lines(sheet: CallSheet) -> tuple[PanelLine, ...]:
    """Everything under each other, what is said first: for a narrow screen."""
    return (*say_lines(sheet), *fact_lines(sheet))


def _listed(section: str, label: str, lines: Lines) -> Iterator[PanelLine]:
    for number, line in enumerate(lines):
        lead = label if number == 0 else ""
        yield _line(f"{section}:{line.name}:{number}", lead, "✗ " if section == "avoid" else "", line.text, line.tone)


def _known(lines: Lines) -> Iterator[PanelLine]:
    before = ""
    for number, line in enumerate(lines):
        lead = line.label if line.label != before else ""
        before = line.label
        yield _line(f"fact:{line.name}:{number}", lead, "", line.text, line.tone)


def _line(key: str, lead: str, sign: str, text: str, tone: str) -> PanelLine:
    body: Parts = ((sign, tone), (text, tone)) if sign else ((text, tone),)
    return PanelLine(key, body, lead=((f"{lead:<{_LABEL}}", "dim"),), most=_MOST, full=text)
