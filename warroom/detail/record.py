"""The timeline of a break, the latest first, with corrections and what was taken back shown as such; and the notes."""

from __future__ import annotations

from store.entries import Note
from store.text import one_line
from store.timeline import Entry
from store.zones import Zone
from warroom.detail.content import Detail
from warroom.detail.team import seen_words
from warroom.detail.words import aligned, count, paragraphs, said, stamp, time
from widgets.panel_lines import PanelLine, Part, Parts


def timeline_lines(detail: Detail, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """A line for each event: when, who, what."""
    stamps = aligned([stamp(entry.event.happened_at, now, zone) for entry in detail.entries])
    whom = min(10, max((len(one_line(entry.event.actor, 10)) for entry in detail.entries), default=0))
    by_hash = {entry.event.hash: entry for entry in detail.entries}
    return tuple(_entry(detail, entry, by_hash, at, whom, now, zone) for entry, at in zip(detail.entries, stamps, strict=True))


def _entry(detail: Detail, entry: Entry, by_hash: dict[str, Entry], at: str, whom: int, now: int, zone: Zone) -> PanelLine:
    event = entry.event
    text = one_line(entry.text)
    actor = one_line(event.actor, 10)
    body: list[Part] = []
    if entry.taken_back_by:
        undoing = by_hash.get(entry.taken_back_by)
        verb = "moved away" if undoing is not None and undoing.event.kind == "moved_out" else "taken back"
        by = f" by {one_line(undoing.event.actor, 30)}" if undoing is not None else ""
        body = [(text, "struck"), (f" ({verb}{by})", "dim")]
    else:
        body = [(text, "dim" if event.kind in ("retracted", "amended", "redacted", "moved_out") else "plain")]
        if entry.corrected:
            body.append((" (corrected)", "soon"))
    if event.hash in detail.seen_by:
        body.append((f" · {seen_words(*detail.seen_by[event.hash])}", "dim"))
    late = event.recorded_at - event.happened_at
    noted = f", written down {time(event.recorded_at, now, zone)}" if late > 60_000 else ""
    on = "" if event.subject_kind == "break" else f" · on the {event.subject_kind}"
    name = detail.names.get(event.hash, "")
    return PanelLine(
        key=f"event:{event.hash}",
        lead=((f"{at} ", "dim"), (f"{actor:<{whom}} ", "strong" if not entry.taken_back_by else "dim")),
        body=tuple(body),
        most=2,
        full=paragraphs(
            f"{time(event.happened_at, now, zone)} {one_line(event.actor)}{noted} · {name}{on}",
            "".join(text for text, _ in body),
            *_free_text(event.body),
        ),
    )


def _free_text(body: object) -> list[str]:
    """Long texts of an event in full, which its line cuts."""
    if not isinstance(body, dict):
        return []
    inner = body.get("body") if isinstance(body.get("body"), dict) else body
    found = inner if isinstance(inner, dict) else {}
    return [
        value for key in ("said", "text", "reason", "say", "why") if isinstance(value := found.get(key), str) and len(value) > 100
    ]


def timeline_summary(detail: Detail, now: int, zone: Zone) -> Parts:
    """How long it is."""
    return ((count(len(detail.entries), "entry", "entries"), "dim"),)


def timeline_count(detail: Detail) -> str:
    """All of it, for the tab."""
    return str(len(detail.entries) or "")


def note_lines(detail: Detail, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """Notes, lessons, debriefs and what was written to the customer, the latest first."""
    brk, failure, customer = detail.case.brk, detail.case.failure, detail.case.customer
    found: list[tuple[int, str, str, str, str]] = []
    found += [_of(note, "") for note in brk.notes]
    found += [_of(note, "on the failure") for note in failure.notes]
    found += [_of(note, "on the customer") for note in customer.notes]
    found += [_of(note, "lesson") for note in failure.lessons]
    found += [(told.at, told.key, told.who, "debrief", told.said) for told in failure.debriefs]
    for sent in (*brk.written, *failure.written):
        to = f" to {said(sent.to)}" if sent.to else ""
        found.append((sent.at, f"written{sent.at}{sent.summary}", sent.actor, f"{one_line(sent.summary, 20)}{to}", sent.text))
    found.sort(key=lambda item: -item[0])
    stamps = aligned([stamp(at, now, zone) for at, *_ in found])
    return tuple(
        PanelLine(
            key=f"note:{key}",
            lead=((f"{shown} ", "dim"), (f"{one_line(who, 10)} ", "strong")),
            body=((f"{word}: " if word else "", "dim"), (said(text), "plain")),
            most=4,
            full=paragraphs(f"{time(at, now, zone)} {one_line(who)}{', ' + word if word else ''}", text),
        )
        for (at, key, who, word, text), shown in zip(found, stamps, strict=True)
    )


def _of(note: Note, word: str) -> tuple[int, str, str, str, str]:
    return note.at, note.key, note.actor, word, note.text


def note_summary(detail: Detail, now: int, zone: Zone) -> Parts:
    """Nothing: the lines speak."""
    return ()


def note_count(detail: Detail) -> str:
    """Notes, lessons, debriefs and letters, for the tab."""
    brk, failure = detail.case.brk, detail.case.failure
    notes = (brk.notes, failure.notes, detail.case.customer.notes, failure.lessons, failure.debriefs, brk.written, failure.written)
    return str(sum(map(len, notes)) or "")
