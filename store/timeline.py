"""The record in words: each event as one line of the timeline, and the timeline of a break."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from store.events import Body, Event
from store.fold.reading import as_money, text
from store.holiday_dates import without_dates
from store.order import Fact, put_in_order
from store.text import one_line, without_stop
from store.when import day_and_time
from store.zones import Zone, from_iso

_SHOWN = 160
"""Characters of a free text that a line of the timeline shows."""


class Entry(NamedTuple):
    """One line of a timeline."""

    event: Event
    text: str
    taken_back_by: str
    """Hash of the event that took it back or moved it away; empty while it is in force."""
    corrected: bool


def timeline(events: Iterable[Event], zone: Zone, now: int) -> list[Entry]:
    """The entries of one subject, by the time at which they happened; corrections and undone entries are shown as such."""
    ordered = put_in_order(events)
    facts = {fact.hash: fact for fact in ordered.facts}
    by_hash = {event.hash: event for event in ordered.events}
    found = []
    for event in ordered.events:
        if ordered.canonical.get(event.hash, event.hash) != event.hash:
            continue
        fact = facts.get(event.hash)
        current = event._replace(actor=one_line(event.actor))
        if fact is not None and fact.amended:
            current = _corrected(current, fact)
        found.append(
            Entry(
                current,
                describe(current, zone, now, by_hash),
                ordered.retracted.get(event.hash, ""),
                fact is not None and fact.amended,
            )
        )
    return sorted(found, key=lambda entry: (entry.event.happened_at, entry.event.order))


def whole_timeline(subjects: Iterable[Iterable[Event]], zone: Zone, now: int) -> list[Entry]:
    """The entries of several subjects in one timeline: a break's, with its failure's."""
    found = [entry for events in subjects for entry in timeline(events, zone, now)]
    return sorted(found, key=lambda entry: (entry.event.happened_at, entry.event.order))


def _corrected(event: Event, fact: Fact) -> Event:
    """An event as it stands after its corrections; one that was moved here keeps where it came from."""
    moved_here = event.kind == "moved_in" and event.body is not None
    body = {**(event.body or {}), "body": fact.body} if moved_here else fact.body
    return event._replace(body=body, happened_at=fact.at)


def describe(event: Event, zone: Zone, now: int, others: Mapping[str, Event] | None = None) -> str:
    """One event in words: what happened, without who and when."""
    if event.body is None:
        return f"{event.kind.replace('_', ' ')} (blanked)"
    say = _SAYINGS.get(event.kind)
    if say is None:
        return f"{event.kind.replace('_', ' ')} (from a newer version)"
    return " ".join(say(_Saying(event.body, zone, now, others or {})).split())


class _Saying:
    """A body being put into words."""

    def __init__(self, body: Body, zone: Zone, now: int, others: Mapping[str, Event]) -> None:
        self.body = body
        self._zone = zone
        self._now = now
        self._others = others

    def __getitem__(self, key: str) -> str:
        value = self.body.get(key)
        found = str(value) if isinstance(value, int) else text(self.body, key)
        return without_stop(found) if key == "what" else found

    def quoted(self, key: str, before: str = ": ") -> str:
        """A free text, shortened, with something before it; empty when there is none."""
        found = one_line(text(self.body, key), _SHOWN)
        return before + found if found else ""

    def time(self, key: str, before: str = "") -> str:
        """A time, empty when there is none."""
        at = from_iso(self.body.get(key))
        return "" if at is None else before + day_and_time(at, self._now, self._zone)

    def money(self, key: str, before: str = "") -> str:
        found = as_money(self.body.get(key))
        return before + str(found) if found else ""

    def about(self, key: str) -> str:
        """The number (and the name) of the entry that this one is about."""
        other = self._others.get(text(self.body, key))
        if other is None or other.body is None:
            return key
        body = other.body["body"] if other.kind == "moved_in" and isinstance(other.body.get("body"), dict) else other.body
        what = without_stop(text(body, "what")) or text(body, "kind") or text(body, "channel")
        return f"{key} {body.get('n', '')}" + (f" ({what[:60]})" if what else "")

    def other(self, key: str) -> str:
        """The event that this one corrects, in words."""
        other = self._others.get(text(self.body, key))
        return describe(other, self._zone, self._now, {}) if other is not None else "an entry that is not here"


def _changes(say: _Saying) -> str:
    changes = say.body.get("set")
    parts = [_change(say, str(name), value) for name, value in changes.items()] if isinstance(changes, dict) else []
    return ", ".join(parts)


def _change(say: _Saying, name: str, value: Any) -> str:
    shown = one_line(name, 40).replace("_", " ").removesuffix(" at")
    if value is None or value == "":
        return f"{shown} cleared"
    if isinstance(value, dict):
        return f"{shown} {as_money(value) or ''}".rstrip()
    if name == "holidays" and isinstance(value, str):
        value = without_dates(value)
    at = from_iso(value)
    if at is not None:
        return f"{shown} {day_and_time(at, say._now, say._zone)}"
    return f"{shown} {one_line(str(value), _SHOWN)}"


def _contacted(say: _Saying) -> str:
    who = f" with {say['with']}" if say["with"] else ""
    direction = "from them" if say["direction"] == "in" else "to them"
    result = {"attempt": "attempt", "spoke": "reached", "wrote": "written"}.get(say["result"], say["result"])
    kind = f", {say['kind']}" if say["kind"] else ""
    mood = f", {say['mood']}" if say["mood"] else ""
    return f"{say['channel']} {direction}, {result}{who}{kind}{mood}{say.time('next_at', ', next word ')}{say.quoted('said')}"


def _promised(say: _Saying) -> str:
    when = "no date yet" if say["sure"] == "none" else f"{say.time('from_at', 'from ')} {say.time('due_at', 'by ')}"
    return f"promise {say['n']} ({say['sure']} {say['kind']}): {say['what']}, {when}"


def _moved(say: _Saying) -> str:
    told = f", told by {say['told']}" if say["told"] else ", not told yet"
    return f"{say.about('promise')} moved to {say.time('due_at')}{told}{say.quoted('reason')}"


def _without(say: _Saying) -> str:
    """What a closing went without."""
    found = say.body.get("overrides")
    words = [_as_said(one_line(word, 80)) for word in found if isinstance(word, str)] if isinstance(found, list) else []
    return f" without {', '.join(words)}" if words else ""


def _overriding(say: _Saying) -> str:
    """Which rules of the tone check were overridden."""
    found = say.body.get("overrides")
    rules = [one_line(rule, 80) for rule in found if isinstance(rule, str)] if isinstance(found, list) else []
    return f", overriding {', '.join(rules)}" if rules else ""


def _as_said(name: str) -> str:
    """The name of an ask in words: `follow-ups planned`; a step keeps its id."""
    return name if name.startswith("step ") else name.replace("-", " ").replace("follow up", "follow-up")


_SAYINGS: dict[str, Callable[[_Saying], str]] = {
    "board_named": lambda say: f"board named {say['name']}",
    "policy_set": lambda say: f"policy: {_changes(say)}",
    "playbook_set": lambda say: f"playbook {say['name']} in force",
    "duty_changed": lambda say: f"{say['who']} {'on' if say.body.get('on') else 'off'} duty",
    "handover_offered": lambda say: f"hand-over offered to {say['to']}{say.quoted('said')}",
    "handover_accepted": lambda say: f"hand-over accepted{say.quoted('said')}",
    "customer_edited": lambda say: f"card: {_changes(say)}",
    "person_edited": lambda say: f"contact {say['person']}{': ' if say.body.get('set') else ''}{_changes(say)}",
    "person_removed": lambda say: f"contact {say['person']} removed",
    "silence_agreed": lambda say: (
        f"silence until {say.time('until')}{say.quoted('why')}" if say.body.get("until") else "silence ended"
    ),
    "joined": lambda say: f"goes on as {say['into'][:8]}",
    "failure_opened": lambda say: f"failure opened: {say['what']}",
    "opened": lambda say: (
        f"opened for {say['customer']}: {say['what']}, severity {say['severity']}{say.quoted('owner', ', owner ')}"
    ),
    "edited": _changes,
    "explained": lambda say: f"explanation{say.quoted('text')}",
    "lesson_learned": lambda say: f"lesson{say.quoted('text')}",
    "prevention_planned": lambda say: (
        f"prevention {say['n']}: {say['what']}{say.quoted('owner', ', ')}{say.time('due_at', ', due ')}"
    ),
    "prevention_done": lambda say: f"{say.about('prevention')} done{say.quoted('said')}",
    "debriefed": lambda say: f"debrief with {say['who']}{say.quoted('said')}",
    "deadline_set": lambda say: f"deadline {say['n']} of {say['who'] or say['of']}: {say['what']}{say.time('due_at', ', due ')}",
    "deadline_met": lambda say: f"{say.about('deadline')} met",
    "deadline_slipped": lambda say: f"{say.about('deadline')} slipped{say.time('due_at', ' to ')}{say.quoted('reason')}",
    "deadline_chased": lambda say: f"{say.about('deadline')} chased{say.quoted('said')}",
    "staged": lambda say: f"{say['stage']}{_without(say)}{say.quoted('reason')}{say.quoted('note', ', how it ended: ')}",
    "owner_offered": lambda say: f"offered to {say['to']}",
    "owner_taken": lambda say: f"taken over{say.quoted('said')}",
    "contacted": _contacted,
    "call_begun": lambda say: f"calling{say.quoted('with', ' ')}",
    "call_ended": lambda say: "call ended",
    "promised": _promised,
    "promise_settled": lambda say: f"{say.about('promise')} {say['result']}{say.quoted('reason')}",
    "promise_moved": _moved,
    "promise_told": lambda say: f"{say.about('promise')}: told by {say['channel']}",
    "disputed": lambda say: f"disputed{say.quoted('what')}",
    "dispute_withdrawn": lambda say: f"dispute withdrawn{say.quoted('said')}",
    "public_marked": lambda say: f"public: {say['where']}{say.quoted('link', ' ')}{say.quoted('knows', ', known to ')}",
    "public_answered": lambda say: f"{say.about('mark')} answered in public{say.quoted('said')}",
    "affected_counted": lambda say: (
        f"{say['count']} affected" + (f", {say['corrected']} corrected" if "corrected" in say.body else "")
    ),
    "fix_confirmed": lambda say: f"fix confirmed by {say['by']}",
    "outcome_set": lambda say: f"outcome: {say['outcome']}",
    "remedy_proposed": lambda say: (
        f"remedy {say['n']}: {say['what']}{say.quoted('effort', ', effort ')}{say.money('cost', ', costs them ')}"
        + (", not told yet" if say.body.get("inside") is True else "")
    ),
    "remedy_told": lambda say: f"{say.about('remedy')}: told by {say['channel']}",
    "remedy_answered": lambda say: f"{say.about('remedy')}: {say['answer']}{say.quoted('said')}",
    "restitution_proposed": lambda say: (
        f"restitution {say['n']}: {say['kind']} {say.money('amount')}{say.time('due_at', ', due ')}{say.quoted('why')}"
    ),
    "restitution_moved": lambda say: f"{say.about('restitution')} {say['state']}{say.quoted('by', ' by ')}",
    "blocker_raised": lambda say: f"blocker {say['n']}: {say['what']}{say.quoted('who', ', can be cleared by ')}",
    "blocker_nudged": lambda say: f"{say.about('blocker')} asked again{say.quoted('said')}",
    "blocker_cleared": lambda say: f"{say.about('blocker')} cleared{say.quoted('said')}",
    "waiting_set": lambda say: f"waits on {say['on']}" if say["on"] != "none" else "waits on nobody",
    "followup_planned": lambda say: f"follow-up {say['n']} by {say['channel']}{say.time('due_at', ', due ')}",
    "followup_done": lambda say: f"{say.about('followup')} done{say.quoted('said')}",
    "noted": lambda say: f"note{say.quoted('text')}",
    "step_set": lambda say: f"step {say['step']} {'done' if say.body.get('done') else 'not done'}{say.quoted('reason')}",
    "acknowledged": lambda say: f"alerts acknowledged{say.time('until', ', quiet until ')}",
    "written": lambda say: f"{say['summary']} sent{say.quoted('to', ' to ')}{_overriding(say)}",
    "retracted": lambda say: f"took back: {say.other('event')}{say.quoted('reason', ' because ')}",
    "amended": lambda say: f"corrected ({say.other('event')}): {_changes(say)}",
    "moved_out": lambda say: f"moved to another break: {say.other('event')}",
    "moved_in": lambda say: f"{_inner(say)} (moved here)",
    "redacted": lambda say: f"blanked: {say.other('event')}",
}


def _inner(say: _Saying) -> str:
    inner = say.body.get("body")
    saying = _SAYINGS.get(say["kind"])
    return saying(_Saying(inner, say._zone, say._now, say._others)) if isinstance(inner, dict) and saying else say["kind"]
