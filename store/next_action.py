"""The one thing to do next for a break, in a sentence: what, who, when."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from store.attention import Attention, Need
from store.row import Row, money_of
from store.when import day_and_time
from store.zones import Zone, find_zone, wall


class NextAction(NamedTuple):
    """What to do next. `who` is empty when nobody on duty owns it; `due_at` is None when it has no time."""

    rule: str
    what: str
    who: str
    due_at: int | None


class _Moment(NamedTuple):
    """What the sentences need besides the row."""

    row: Row
    attention: Attention
    need: Need
    now: int
    zone: Zone

    def time(self, at: int | None) -> str:
        return "" if at is None else day_and_time(at, self.now, self.zone)

    @property
    def call(self) -> str:
        """Whom to call, with the number and their local time: the first line of any call."""
        row = self.row
        if row.do_not_contact:
            return f"do not contact {row.customer} ({row.do_not_contact})"
        if row.try_deputy and row.deputy:
            return f"call the deputy, {row.deputy}"
        name = row.contact_name or row.customer
        there = find_zone(row.zone)
        local = f" ({wall(self.now, there):%H:%M} there)" if there is not None else ""
        return f"call {name}{' ' + row.phone if row.phone else ''}{local}"

    @property
    def them(self) -> str:
        return self.row.call_name or self.row.customer


def next_action(row: Row, attention: Attention, now: int, zone: Zone, off_duty: Collection[str] = ()) -> NextAction | None:
    """What the break of `row` needs next, said for a viewer in `zone`; None when nothing is left to do.

    It is the owner's, unless they are off duty: a next action is never given to somebody who is not there.
    """
    need = attention.next
    if need is None:
        return None
    away = {name.casefold() for name in off_duty}
    meant = row.step.who if need.rule == "step" and row.step is not None else row.owner
    who = meant if meant and meant.casefold() not in away else ""
    moment = _Moment(row, attention, need, now, zone)
    what = _SENTENCES[need.rule](moment)
    due_at = need.due_at
    waits = row.attempts and row.retry_at is not None and row.retry_at > now
    if waits and need.rule in ("contact", "not-told"):
        what, due_at = f"{what} (tried {row.attempts}×, again {moment.time(row.retry_at)})", row.retry_at
    if need.rule in ("approval", "unowned"):
        who = ""
    return NextAction(need.rule, what[:1].upper() + what[1:], who, due_at)


def _not_told(m: _Moment) -> str:
    own = m.row.fault != "not-ours"
    if m.row.found_by == "customer":
        return f"{m.call}: {'own it, ' if own else ''}thank {m.them} for telling us"
    return f"{m.call}: tell {m.them} before they find it{', and own it' if own else ''}"


def _contact(m: _Moment) -> str:
    if m.attention.contact_state in ("asleep", "silence"):
        why = "asks for silence" if m.attention.contact_state == "silence" else "sleeps"
        return f"{m.them} {why} until {m.time(m.attention.quiet_until)}: then {m.call}"
    if m.row.fixed_at is not None and (m.row.last_contact_at or 0) < m.row.fixed_at:
        return f"{m.call}: say that it is fixed"
    return f"{m.call}: say how it stands" + (", as we said we would" if m.row.contact_is_news else "")


def _promise(m: _Moment) -> str:
    promise = m.row.promise
    if promise is None:
        return "look at the promises"
    if m.attention.promise_state == "late":
        return f"promise {promise.n} ({promise.what}) is late: {m.call} with a date that holds"
    if promise.threatened:
        return f"promise {promise.n} ({promise.what}) rests on a later date: move it, and tell {m.them}"
    return f"keep promise {promise.n}: {promise.what}"


def _stage(m: _Moment) -> str:
    return {
        "open": "own it" if m.row.owned_at is None else "contain it: limit what they are exposed to",
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
    return f"{m.call}: {step.title}" if step.deed.partition(" ")[0] in _SPOKEN_DEEDS else step.title


_SPOKEN_DEEDS = frozenset(("contact", "field", "promise", "answer"))
"""What proves a step that is done in talking to them."""


def _issue(m: _Moment) -> str:
    cell = next((cell for cell in m.row.owed if cell.due_at == m.need.due_at and not cell.needs_approval), m.row.owed[0])
    return f"issue {cell.kind} {money_of(cell)}"


def _approval(m: _Moment) -> str:
    cell = next(cell for cell in m.row.owed if cell.needs_approval)
    return f"have {cell.kind} {money_of(cell)} approved"


_SENTENCES: dict[str, Callable[[_Moment], str]] = {
    "not-told": _not_told,
    "contact": _contact,
    "unanswered": lambda m: f"{m.call}: {m.them} waits for an answer since {m.time(m.row.waiting_since)}",
    "own-it": lambda m: f"{m.call}: own it to {m.them}, outright",
    "moved-not-told": lambda m: (
        f"{m.call}: tell {m.them} that promise {m.row.untold_n} moved"
        + (f" to {m.time(m.row.promise.due_at)}" if m.row.promise is not None and m.row.promise.n == m.row.untold_n else "")
    ),
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
    "deadline": lambda m: (
        f"chase {m.row.deadline.who}: {m.row.deadline.what}, due {m.time(m.row.deadline.due_at)}"
        if m.row.deadline
        else "chase the date"
    ),
    "approval": _approval,
    "issue": _issue,
    "amends": lambda m: "propose a remedy, or amends for their trouble",
    "remedy-answer": lambda m: f"ask {m.them} whether the remedy is enough",
    "follow-up": lambda m: f"follow up by {'phone: ' + m.call if m.row.followup and m.row.followup.what == 'call' else 'mail'}",
    "conflict": lambda m: "settle what two people set at once",
    "must-tell": lambda m: (
        f"{m.them} must tell {m.row.must_tell or 'somebody'} by {m.time(m.row.must_tell_by)}: give them what they need"
    ),
    "step": _step,
    "stage": _stage,
}
