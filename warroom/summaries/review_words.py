"""What people said of a failure, for its review: notes with a mark, debriefs, decisions against what was asked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from store.afterwards import not_debriefed
from store.entries import Note
from store.exported import read_exported
from store.fold.reading import text
from store.text import clean, one_line
from warroom.summaries.looks import ReviewLook

Plain = dict[str, Any]

_ALLOWED = re.compile(r"<!--\s*tone:\s*allow\s+(?P<rule>[\w.-]+)\s*:\s*(?P<reason>.*?)\s*-->", re.S)
_MARKED = re.compile(r"^\s*(?:what )?(?P<mark>helped|lucky|luck)\s*:\s*(?P<text>.+)", re.I | re.S)


def _notes(look: ReviewLook) -> Iterator[Note]:
    """Every text in which somebody may have said what helped, or where we were lucky."""
    failure = look.failure
    yield from (*failure.notes, *failure.lessons)
    yield from (Note(told.said, told.who, told.at, told.key) for told in failure.debriefs)
    for hit in look.hits:
        yield from hit.case.brk.notes


def marked(look: ReviewLook, marks: Iterable[str]) -> list[Plain]:
    """What was noted with one of those words before it, each text once."""
    found: dict[str, Plain] = {}
    for note in _notes(look):
        begun = _MARKED.match(note.text)
        if begun and begun["mark"].lower() in marks:
            said = clean(begun["text"])
            found.setdefault(said, {"text": said, "who": one_line(note.actor, 60)})
    return list(found.values())


def unmarked(notes: Iterable[Note]) -> Iterator[Note]:
    """The notes without such a word."""
    return (note for note in notes if not _MARKED.match(note.text))


def debriefs(look: ReviewLook) -> tuple[list[Plain], list[str]]:
    """What those who were in it told, and who was not asked yet."""
    told = [{"who": one_line(one.who, 60), "said": clean(one.said)} for one in look.failure.debriefs if one.is_done]
    missing: dict[str, None] = {}
    for hit in look.hits:
        missing.update(dict.fromkeys(one_line(name, 60) for name in not_debriefed(hit.case.brk, look.failure)))
    return told, list(missing)


def overrides(look: ReviewLook) -> Iterator[Plain]:
    """What was decided against what the program asked for: closings, findings of the tone check."""
    for name, whose, entry in look.entries:
        event = entry.event
        if event.body is None or entry.taken_back_by:
            continue
        about = {"at": event.happened_at, "event": name, "who": one_line(event.actor, 60), "customer": one_line(whose, 60)}
        without = event.body.get("overrides")
        rules = [one_line(word, 80) for word in without if isinstance(word, str)] if isinstance(without, list) else []
        if event.kind == "written":
            summary, sent = text(event.body, "summary"), text(event.body, "text")
            if rules:
                yield {**about, "what": f"the {summary} went out against findings", "went_without": rules, "reason": ""}
            for allowed in _ALLOWED.finditer(sent):
                reason = one_line(allowed["reason"])
                yield {
                    **about,
                    "what": f"a finding was allowed in the {summary}",
                    "went_without": [allowed["rule"]],
                    "reason": reason,
                }
        elif event.kind == "noted":
            if exported := read_exported(text(event.body, "text")):
                called, broken = exported
                yield {**about, "what": f"the {called} was exported against findings", "went_without": list(broken), "reason": ""}
        elif rules:
            yield {**about, "what": "closed without", "went_without": rules, "reason": one_line(text(event.body, "reason"))}
