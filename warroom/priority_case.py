"""The half-page case for priority: what a manager reads who can clear something out of the way. Pure, from the record.

It stays inside the house: it names worth and mood, which a customer never reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import NamedTuple

from store.entries import Blocker
from store.money import totals
from store.replica.cases import Case
from store.spans import length
from store.text import clean, one_line
from store.when import day_and_time, distance
from store.zones import Zone

_LABEL, _WIDTH = 13, 76
"""Columns of a label, and of a line: it is read in a mail and on a narrow terminal too."""
_QUOTED = 400


class Asked(NamedTuple):
    """Who asks, when, from where, for what by when."""

    spoken: str
    """Spoken id of the break."""
    actor: str
    now: int
    zone: Zone
    by: int | None = None
    """By when we need it; None for the nearest date that we have to keep."""


def priority_case(case: Case, blocker: Blocker, asked: Asked) -> str:
    """The case for clearing one blocker, as plain text with a label before each line."""
    row, now = case.row, asked.now
    head = f"Case for priority: {one_line(row.customer)}, {one_line(row.what)} ({asked.spoken}, severity {row.severity})"
    at = day_and_time(now, now, asked.zone)
    lines = [head, f"{one_line(asked.actor)}, {at}", ""]
    for label, text in _parts(case, blocker, asked):
        lines += wrap(f"{label:<{_LABEL}}{one_line(text, 2 * _QUOTED)}", _WIDTH, subsequent_indent=" " * _LABEL)
    return clean("\n".join(lines)) + "\n"


def needed_by(case: Case, now: int) -> tuple[int, str] | None:
    """The nearest date ahead that we have to keep, and what it is; None without one."""
    brk = case.brk
    found = [
        (promise.told_due_at, f"we promised {one_line(promise.what, 80)}")
        for promise in brk.promises
        if promise.is_open and promise.kind != "news" and promise.told_due_at is not None
    ]
    if brk.must_tell_by is not None:
        found.append((brk.must_tell_by, f"they must tell {one_line(brk.must_tell, 80) or 'their own management'}"))
    for deadline in (*brk.deadlines, *case.failure.deadlines):
        if deadline.of != "supplier" and deadline.state != "met":
            found.append((deadline.due_at, one_line(deadline.what, 80)))
    return min((one for one in found if one[0] > now), default=None)


def _parts(case: Case, blocker: Blocker, asked: Asked) -> Iterator[tuple[str, str]]:
    brk, now = case.brk, asked.now

    def when(at: int) -> str:
        return f"{day_and_time(at, now, asked.zone)}, {distance(at, now)}"

    yield "what we ask", _ask(case, blocker, asked)
    times = f"asked {blocker.nudges + 1}×, last {when(blocker.nudged_at)}" if blocker.nudged_at is not None else "asked once"
    yield "in the way", f"{one_line(blocker.what, _QUOTED)}: for {length(max(0, now - blocker.since))}, {times}"
    yield "customer", _customer(case)
    found = "the customer found it" if brk.found_by == "customer" else "we found it"
    told = f"told after {length(max(0, brk.told_at - brk.known_at))}" if brk.told_at is not None else "they are not told yet"
    yield "since", f"{when(brk.known_at)}; {found}, {told}; now {brk.stage}"
    if costs := "; ".join(_costs(case, asked)):
        yield "costs them", costs
    for promise in brk.promises:
        if promise.is_open and promise.kind != "news" and promise.told_due_at is not None:
            late = " — LATE" if now > promise.told_due_at else ""
            moved = f", moved {len(promise.slips)}× before" if promise.slips else ""
            yield "promised", f"{one_line(promise.what, _QUOTED)} by {when(promise.told_due_at)}{moved}{late}"
    if costs := "; ".join(_costs_us(case)):
        yield "costs us", costs


def _ask(case: Case, blocker: Blocker, asked: Asked) -> str:
    who = f"{one_line(blocker.who)}: " if blocker.who else ""
    nearest = needed_by(case, asked.now)
    if asked.by is not None:
        until, why = asked.by, ""
    elif nearest is not None:
        until, why = nearest[0], f" ({nearest[1]})"
    else:
        return f"{who}clear it as soon as you can; no date of ours presses yet"
    return f"{who}clear it by {day_and_time(until, asked.now, asked.zone)}, {distance(until, asked.now)}{why}"


def _customer(case: Case) -> str:
    brk, row = case.brk, case.row
    worth = brk.value or case.customer.value
    mood = next((one.mood for one in reversed(brk.contacts) if one.mood), "")
    parts = [
        row.customer,
        f"worth {worth}" if worth else "",
        f"{mood} when we last spoke" if mood else "",
        f"exposure: {one_line(brk.exposure)}" if brk.exposure else "",
        *(f"public: {one_line(mark.where)}" for mark in brk.public),
    ]
    return ", ".join(part for part in parts if part)


def _costs(case: Case, asked: Asked) -> Iterator[str]:
    """What it does to them, in their words first."""
    brk = case.brk
    for text in (brk.trouble, brk.still_hurts and f"still hurts: {brk.still_hurts}"):
        if text:
            yield one_line(text, _QUOTED).removesuffix(".")
    if brk.affected is not None:
        yield f"{brk.affected:,} hit, {brk.corrected or 0:,} put right"
    if brk.must_tell or brk.must_tell_by is not None:
        by = f" by {day_and_time(brk.must_tell_by, asked.now, asked.zone)}" if brk.must_tell_by is not None else ""
        yield f"they answer to {one_line(brk.must_tell) or 'their management'}{by}"


def _costs_us(case: Case) -> Iterator[str]:
    brk = case.brk
    broken = sum(1 for promise in brk.promises if promise.result == "broken")
    slips = sum(len(promise.slips) for promise in brk.promises)
    if broken or slips:
        yield f"{broken} promise{'s' if broken != 1 else ''} broken, {slips} moved"
    if pending := totals(line.amount for line in brk.restitution if line.is_pending):
        yield "owed " + " · ".join(map(str, pending))
    if brk.reopened:
        yield f"reopened {brk.reopened}×"
