"""The lines above a text: what it is and for whom, how it stands."""

from __future__ import annotations

from typing import NamedTuple

from store.spans import length
from store.state import Written
from store.text import one_line
from store.zones import Zone
from warroom.forms.spec import Subject
from warroom.preview.choices import sent_words
from warroom.summaries.model import TITLES, Summary
from widgets.panel_lines import Part, Parts


class Standing(NamedTuple):
    """How a text stands."""

    editing: bool = False
    edited_at: int | None = None
    """When what differs from the record's own text was typed last, None when nothing does."""
    sent: Written | None = None
    """The one that is shown, when it went out."""
    before: Written | None = None
    """The one that went out before this one."""


def title_parts(name: str, subject: Subject) -> Parts:
    """`The letter to Acme Freight  K7Q2`."""
    title = TITLES[name]
    if not subject.ids:
        return ((title[:1].upper() + title[1:], "strong"), ("  all that is open", "plain"))
    to = "for" if name in ("brief", "review", "handover") else "to"
    whom = one_line(subject.customers[0], 60)
    return ((f"{title[:1].upper()}{title[1:]} {to} {whom}", "strong"), (f"  {subject.spoken[0]}", "dim"))


def state_parts(standing: Standing, now: int, zone: Zone) -> Parts:
    """Whether it is edited, kept as a draft, sent, or another one after one that was sent."""
    if standing.sent is not None:
        return ((sent_words(standing.sent, now, zone), "fine"), (" · read only", "dim"))
    parts: list[Part] = []
    if standing.before is not None:
        parts.append((f"another one: the last was {sent_words(standing.before, now, zone)} · ", "soon"))
    if standing.editing:
        parts.append(("editing", "key"))
    elif standing.edited_at is not None:
        ago = length(max(0, now - standing.edited_at))
        parts.append(
            (f"your draft of {ago} ago, not sent" if now - standing.edited_at >= 60_000 else "your draft, not sent", "plain")
        )
    else:
        parts.append(("as the record gives it, not sent", "dim"))
    return tuple(parts)


def mail_parts(summary: Summary | None) -> Parts:
    """To whom, and the subject of the mail."""
    if summary is None:
        return ()
    name, mail = one_line(summary.to_name, 60), one_line(summary.to, 80)
    to = f"{name} <{mail}>" if name and mail else name or mail
    return (*((("to ", "dim"), (to, "plain"), ("  ·  ", "dim")) if to else ()), (one_line(summary.title), "plain"))
