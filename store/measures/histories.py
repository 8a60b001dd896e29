"""What held when: the severity and the cadence of a break, a customer's agreed silences, the team's policy, over time."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from store.events import Event
from store.fold.reading import as_line, as_severity, as_text, when
from store.order import put_in_order
from store.policy import Policy, policy_of
from store.text import one_line

T = TypeVar("T")


class History(Generic[T]):
    """The values of one thing, each from an instant (ms) on. Saying the same again changes nothing."""

    def __init__(self, first: T, changes: Iterable[tuple[int, T]] = ()) -> None:
        self.starts: list[int] = []
        """When it changed, in order."""
        self._values: list[T] = [first]
        for at, value in sorted(changes, key=lambda change: change[0]):
            if value != self._values[-1]:
                self.starts.append(at)
                self._values.append(value)

    def at(self, instant: int) -> T:
        """The value that held then."""
        return self._values[bisect_right(self.starts, instant)]

    def since(self, instant: int) -> int:
        """Since when the value that held then had held; 0 for the first one."""
        place = bisect_right(self.starts, instant)
        return self.starts[place - 1] if place else 0


class Silence(NamedTuple):
    """A time in which the customer asked not to be called, as it was agreed."""

    since: int
    until: int


class BreakHistory(NamedTuple):
    """What of a break changed the pace of contact."""

    severity: History[int]
    cadence: History[str]


class CustomerHistory(NamedTuple):
    """What of a customer's card did."""

    cadence: History[str]
    silences: tuple[Silence, ...]


def break_history(events: Iterable[Event]) -> BreakHistory:
    """Reads it out of a break's events."""
    severities: list[tuple[int, int]] = []
    cadences: list[tuple[int, str]] = []
    opened_as = 3
    for fact in put_in_order(events).facts:
        if fact.kind == "opened":
            opened_as = as_severity(fact.body.get("severity")) or 3
            cadences.append((0, as_line(fact.body.get("cadence"))))
        elif fact.kind == "edited" and isinstance(changes := fact.body.get("set"), dict):
            if "severity" in changes:
                severities.append((fact.at, as_severity(changes["severity"]) or 3))
            if "cadence" in changes:
                cadences.append((fact.at, as_line(changes["cadence"])))
    return BreakHistory(History(opened_as, severities), History("", cadences))


def customer_history(events: Iterable[Event]) -> CustomerHistory:
    """Reads it out of a customer's events."""
    cadences: list[tuple[int, str]] = []
    agreed: list[tuple[int, int | None]] = []
    for fact in put_in_order(events).facts:
        changes = fact.body.get("set")
        if fact.kind == "customer_edited" and isinstance(changes, dict) and "cadence" in changes:
            cadences.append((fact.at, as_line(changes["cadence"])))
        elif fact.kind == "silence_agreed":
            agreed.append((fact.at, when(fact.body, "until")))
    agreed.sort(key=lambda one: one[0])
    silences = []
    for place, (at, until) in enumerate(agreed):
        if until is not None:
            followed = place + 1 < len(agreed)
            silences.append(Silence(at, min(until, agreed[place + 1][0]) if followed else until))
    return CustomerHistory(History("", cadences), tuple(silence for silence in silences if silence.until > silence.since))


def policy_history(events: Iterable[Event]) -> History[Policy]:
    """Reads the team's policy over time out of the board's events."""
    written: list[tuple[int, Mapping[str, Any]]] = []
    for fact in put_in_order(events).facts:
        changes = fact.body.get("set")
        if fact.kind == "policy_set" and isinstance(changes, dict):
            written.append((fact.at, changes))
    settings: dict[str, str] = {}
    found: list[tuple[int, Policy]] = []
    for at, changes in sorted(written, key=lambda one: one[0]):
        settings.update({one_line(key): as_text(value) for key, value in changes.items()})
        found.append((at, policy_of([(key, value) for key, value in sorted(settings.items()) if value])))
    return History(policy_of(), found)


def pace_of(history: History[Policy]) -> str:
    """All that a history of the policy says of the pace of contact, as text: measures rest on it."""
    return repr([(start, _pace(history.at(start))) for start in (0, *history.starts)])


def _pace(policy: Policy) -> tuple[Any, ...]:
    word = (policy.cadence, policy.first_word, policy.night, policy.resets, policy.attempt_resets, policy.hours)
    return (*word, policy.followups)
