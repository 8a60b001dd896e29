"""`warroom log`: the events as they arrived here, one a line; with --json an export that `import events` takes back."""

from __future__ import annotations

import json
import sys
from functools import lru_cache

import click

from store.errors import BadInput
from store.events import Event, to_json
from store.replica import Replica
from store.replica.finding import spoken_break, spoken_event, spoken_failure
from store.replica.log import arrivals_since
from store.text import one_line, without_controls
from store.timeline import describe
from store.zones import iso_seconds
from warroom.answers import put
from warroom.command import command, text_option
from warroom.session import Session


@command("log", "The events in the order in which they came here, one a line; --json is an export.")
@text_option("--after", "Leave out the first N.", "N")
@click.pass_obj
def log_command(session: Session, after: str) -> None:
    if after and not (after.isascii() and after.isdigit() and len(after) < 16):
        raise BadInput("after", f"“{after[:40]}” is no count of events", "write it in digits, as 120")
    replica = session.replica
    events = arrivals_since(replica.db, int(after or 0))
    if session.json:
        for _, event in events:
            sys.stdout.write(without_controls(json.dumps(to_json(event), ensure_ascii=not _is_utf8())) + "\n")
        return
    in_words = _InWords(replica, session)
    for arrival, event in events:
        put("\t".join((str(arrival), *in_words.cells(event))))


def _is_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().startswith("utf")


class _InWords:
    """Events in words: what each is about is looked up once."""

    def __init__(self, replica: Replica, session: Session) -> None:
        self._replica = replica
        self._zone = session.zone
        self._now = session.clock.now()
        self._about = lru_cache(maxsize=512)(self._about_subject)
        self._others = lru_cache(maxsize=64)(self._of_subject)

    def cells(self, event: Event) -> tuple[str, ...]:
        """Name, time, who, about what, and the event in words."""
        others = {} if event.body is None else self._others(event.subject) if _refers(event) else {}
        return (
            spoken_event(self._replica.db, event.replica, event.number),
            iso_seconds(event.happened_at) or "",
            one_line(event.actor),
            self._about(event.subject),
            one_line(describe(event, self._zone, self._now, others)),
        )

    def _of_subject(self, subject: str) -> dict[str, Event]:
        return {event.hash: event for event in self._replica.cases().events(subject)}

    def _about_subject(self, subject: str) -> str:
        kind, _, key = subject.partition(":")
        if kind == "break":
            return spoken_break(self._replica.db, key)
        if kind == "failure":
            return spoken_failure(self._replica.db, key)
        return one_line(f"customer {key}") if kind == "customer" else one_line(kind)


def _refers(event: Event) -> bool:
    """Whether the words need other events of the subject: those that it names by their hash."""
    from store.words import REFERENCES

    return bool(event.body) and any(key in (event.body or {}) for key in (*REFERENCES, "event"))
