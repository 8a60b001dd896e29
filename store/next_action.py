"""The one thing to do next for a break, in a sentence: what, who, when."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from store.attention import Attention, Need
from store.clock import MINUTE
from store.resting import SPOKEN_DEEDS, doable, rest_of
from store.row import Quiet, Row, money_of, to_settle
from store.spans import length
from store.their_hours import clock_there, night_until, their_zone
from store.when import day_and_time
from store.zones import Zone


class NextAction(NamedTuple):
    """What to do next. `who` is empty when nobody on duty owns it; `due_at` is None when it has no time."""

    rule: str
    what: str
    who: str
    due_at: int | None
    tells_time: bool = False
    """Whether `what` says when itself, or `due_at` is since when it is needed."""

    def due(self, now: int, zone: Zone) -> str:
        """When it is due, in a few words, for a viewer in `zone`: `due 14:20`, `2 d late`; empty where `what` says it."""
        if self.due_at is None or self.tells_time:
            return ""
        if now - self.due_at >= MINUTE:
            return f"{length(now - self.due_at)} late"
        return "due now" if now >= self.due_at else f"due {day_and_time(self.due_at, now, zone)}"


class _Moment(NamedTuple):
    """What the sentences need besides the row."""

    row: Row
    attention: Attention
    need: Need
    now: int
    zone: Zone
    at_night: bool = False
    """Whether they are to be called outside their hours."""

    def time(self, at: int | None) -> str:
        return "" if at is None else day_and_time(at, self.now, self.zone)

    @property
    def call(self) -> str:
        """Whom to call, with the number and their local time: the first line of any call."""
        row = self.row
        if row.do_not_contact:
            return f"do not contact {row.customer} ({row.do_not_contact})"
        if row.try_deputy and row.deputy:
            whose = row.contact_name and f" of {row.contact_name}"
            at = f" ({clock_there(row, self.now)} there, outside their hours)" if self.at_night else ""
            return f"call the deputy{whose}, {row.deputy}{at}"
        name = row.contact_name or row.customer
        local = f"{clock_there(row, self.now)} there" if row.zone else ""
        number = row.phone
        if self.at_night:
            local = ", ".join(part for part in (local, "outside their hours") if part)
            number = f"night line {row.night_line}" if row.night_line else row.phone
        return f"call {name}{' ' + number if number else ''}{f' ({local})' if local else ''}"

    @property
    def them(self) -> str:
        return self.row.call_name or self.row.customer

    @property
    def hearer(self) -> str:
        """Who hears what is said: the one who is called, which may be the deputy."""
        row = self.row
        return row.deputy_call if row.try_deputy and row.deputy_call and not row.do_not_contact else self.them


def next_action(row: Row, attention: Attention, now: int, zone: Zone, off_duty: Collection[str] = ()) -> NextAction | None:
    """What the break of `row` needs next, said for a viewer in `zone`; None when nothing is left to do.

    It is the owner's, unless they are off duty: a next action is never given to somebody who is not there.
    """
    need = doable(row, attention, now)
    if need is None:
        return None
    away = {name.casefold() for name in off_duty}
    meant = row.step.who if need.rule == "step" and row.step is not None else row.owner
    who = meant if meant and meant.casefold() not in away else ""
    if need.rule == "step" and row.followup is not None and row.step is not None and row.step.deed.startswith("follow-up "):
        need = Need("follow-up", need.level, row.followup.due_at)
    rest = rest_of(row, need, now)
    at_night = rest is None and night_until(row, now) is not None
    moment = _Moment(row, attention, need, now, zone, at_night)
    what = _SENTENCES[need.rule](moment)
    due_at, tells_time = need.due_at, need.rule in _TELL_TIME
    if rest is not None:
        tells_time = True
        what = f"{_until_when(moment, rest)}: {'then ' if rest.kind == 'silence' else ''}{what}"
        due_at = max(rest.until, due_at or 0)
    waits = row.attempts and row.retry_at is not None and row.retry_at > now
    if waits and rest is None and need.rule in ("contact", "not-told"):
        what, due_at = f"{what} (tried {row.attempts}×, again {moment.time(row.retry_at)})", row.retry_at
        tells_time = True
    if need.rule in ("approval", "unowned"):
        who = ""
    elif need.rule == "prevention" and row.prevention is not None:
        who = "" if row.prevention.who.casefold() in away else row.prevention.who
    elif need.rule == "handover":
        who = row.owner_offered if row.owner_offered.casefold() not in away else ""
    elif who and row.known_face and moment.call in what and not row.do_not_contact:
        what += f"; introduce yourself, they know {row.known_face}"
    return NextAction(need.rule, what[:1].upper() + what[1:], who, due_at, tells_time)


def _until_when(m: _Moment, rest: Quiet) -> str:
    """What a call waits for, in their time and how far off it is."""
    if rest.kind == "silence":
        return f"{m.them} asks for silence until {m.time(rest.until)}"
    at = day_and_time(rest.until, m.now, their_zone(m.row))
    return f"{'at ' if at[0].isdigit() else ''}{at}{' their time' if m.row.zone else ''}, in {length(rest.until - m.now)}"


def _not_told(m: _Moment) -> str:
    own = m.row.fault != "not-ours"
    if m.row.found_by == "customer":
        return f"{m.call}: {'own it, ' if own else ''}thank {m.them if m.hearer == m.them else 'them'} for telling us"
    return f"{m.call}: tell {m.hearer} before they find it{', and own it' if own else ''}"


def _contact(m: _Moment) -> str:
    if m.row.fixed_at is not None and (m.row.last_contact_at or 0) < m.row.fixed_at:
        return f"{m.call}: say that it is fixed"
    return f"{m.call}: say how it stands" + (", as we said we would" if m.row.contact_is_news else "")


def _promise(m: _Moment) -> str:
    promise = m.row.promise
    if promise is None:
        return "look at the promises"
    if to_settle(m.row):
        late = promise.told_due_at is not None and (m.row.fixed_at or 0) > promise.told_due_at
        return f"settle promise {promise.n} ({promise.what}): it is fixed, so it is kept{', late' if late else ''}"
    if m.attention.promise_state == "late":
        return f"promise {promise.n} ({promise.what}) is late: {m.call} with a date that holds"
    if promise.threatened:
        return f"promise {promise.n} ({promise.what}) rests on a later date: move it, and tell {m.hearer}"
    return f"keep promise {promise.n}: {promise.what}"


def _moved_not_told(m: _Moment) -> str:
    promise = m.row.promise
    is_shown = promise is not None and promise.n == m.row.untold_n
    if is_shown and to_settle(m.row):
        return _promise(m)
    to = f" to {m.time(promise.due_at)}" if promise is not None and is_shown else ""
    return f"{m.call}: tell {m.hearer} that promise {m.row.untold_n} moved{to}"


def _stage(m: _Moment) -> str:
    return {
        "open": "own it" if m.row.owned_at is None and m.row.fault != "not-ours" else "contain it: limit what they are exposed to",
        "owned": "contain it: limit what they are exposed to",
        "contained": "fix it",
        "fixed": "make it right: remedy and amends",
        "made-right": "plan the follow-ups",
    }.get(m.row.stage, "close it")


def _step(m: _Moment) -> str:
    """The next step of the playbook; one that is said to the customer begins with whom to call."""
    step = m.row.step
    if step is None:
        return "look at the playbook"
    deed = step.deed.partition(" ")[0]
    if deed == "remedy":
        return f"{step.title}: propose a remedy first"
    if deed == "restitution" and (cell := next((cell for cell in m.row.owed if cell.state != "issued"), None)):
        return f"{step.title}: {cell.kind} {money_of(cell)} is {cell.state}"
    return f"{m.call}: {step.title}" if deed in SPOKEN_DEEDS else step.title


def _follow_up(m: _Moment) -> str:
    """The follow-up that is planned; one that only the policy wants is planned first."""
    cell = m.row.followup
    by = "phone" if cell is not None and cell.what == "call" else "mail"
    if cell is not None and not cell.n:
        return f"plan the follow-up by {by}"
    return f"follow up by {f'phone: {m.call}' if by == 'phone' else by}"


def _issue(m: _Moment) -> str:
    cell = next((cell for cell in m.row.owed if cell.due_at == m.need.due_at and not cell.needs_approval), m.row.owed[0])
    return f"issue {cell.kind} {money_of(cell)}"


def _approval(m: _Moment) -> str:
    cell = next(cell for cell in m.row.owed if cell.needs_approval)
    return f"have {cell.kind} {money_of(cell)} approved"


def _blocker(m: _Moment) -> str:
    blocker = m.row.blocker
    if blocker is None:
        return "ask who can clear the way"
    return f"ask {blocker.who or 'who can clear it'} again: {blocker.what}, in the way since {m.time(blocker.due_at)}"


_TELL_TIME = frozenset(
    (*("deadline", "doubled", "must-tell", "prevention"), *("disputed", "moved-not-told", "remedy-below", "untold-remedy"))
)
"""Rules whose sentence says when it is due; and those that are needed since a time, at once."""

_SENTENCES: dict[str, Callable[[_Moment], str]] = {
    "not-told": _not_told,
    "contact": _contact,
    "unanswered": lambda m: f"{m.call}: {m.them} waits for an answer since {m.time(m.row.waiting_since)}",
    "own-it": lambda m: f"{m.call}: own it to {m.hearer}, outright",
    "moved-not-told": _moved_not_told,
    "promise": _promise,
    "doubled": lambda m: (
        f"promises {m.row.doubled} are for one thing, made apart: the earlier counts"
        + (f" ({m.time(m.row.doubled_due_at)})" if m.row.doubled_due_at is not None else "")
        + f"; withdraw one, and {m.call}"
    ),
    "untouched": lambda m: (
        "nobody has touched it since it was opened: look at it, say how it stands"
        if m.row.owner
        else "nobody has touched it: take it, or give it to somebody"
    ),
    "retry": lambda m: f"{m.call}: tried {m.row.attempts}× since the last contact",
    "public": lambda m: "answer where it is public",
    "disputed": lambda m: f"the claim is disputed since {m.time(m.row.disputed_since)}: withdraw it",
    "unowned": lambda m: "take it: nobody owns it",
    "owner-away": lambda m: f"owner off duty: take it ({m.row.owner} is)",
    "handover": lambda m: f"accept it: {m.row.owner or 'nobody'} offered it to {m.row.owner_offered} at {m.time(m.row.offered_at)}",
    "deadline": lambda m: (
        f"chase {m.row.deadline.who}: {m.row.deadline.what}, due {m.time(m.row.deadline.due_at)}"
        if m.row.deadline
        else "chase the date"
    ),
    "approval": _approval,
    "issue": _issue,
    "amends": lambda m: "propose a remedy, or amends for their trouble",
    "remedy-answer": lambda m: f"ask {m.hearer} whether the remedy is enough",
    "untold-remedy": lambda m: f"{m.call}: propose remedy {m.row.untold_remedy} to {m.hearer}, who does not know of it",
    "remedy-below": lambda m: f"remedy was below what {m.them} expects: propose another one",
    "no-remedy": lambda m: "we owned it, so propose a remedy: what puts it right for them",
    "blocker": _blocker,
    "follow-up": _follow_up,
    "conflict": lambda m: "settle what two people set at once",
    "must-tell": lambda m: (
        f"{m.them} must tell {m.row.must_tell or 'somebody'} by {m.time(m.row.must_tell_by)}: give them what they need"
    ),
    "step": _step,
    "stage": _stage,
    "check-in": lambda m: f"{m.call}: check in {m.row.check_in.what if m.row.check_in else ''}, how is it going since?",
    "outcome": lambda m: (
        f"look again at how it ended with {m.row.customer}" + (f", {m.row.outcome} so far" if m.row.outcome else "")
    ),
    "prevention": lambda m: (
        f"prevention {m.row.prevention.n}: {m.row.prevention.what}, due {m.time(m.row.prevention.due_at)}"
        if m.row.prevention
        else "look at the prevention actions"
    ),
}
