"""The entries of a break in words, a line each: promises, contacts, remedies, what we owe, blockers, dates."""

from __future__ import annotations

from collections.abc import Iterator

from store.attention import promise_state
from store.contact_clock import cadence_of
from store.due_times import chase_at, nudge_at
from store.entries import Promise
from store.learned import learned_words
from store.plan import needs_approval, promise_cell
from store.playbooks.progress import next_step
from store.policy import cadence_text
from store.replica.around import record_text
from store.spans import length
from store.text import one_line
from store.when import distance
from warroom.amends_words import amends_so_far
from warroom.commands.entries_json import with_gaps
from warroom.commands.show import Shown

_APART = {"correction": " (no amends: their own money)", "gift-card": " (told apart, never in the letter)"}
MOST_CONTACTS = 20
"""Contacts on the page."""


def promise_lines(shown: Shown, promise: Promise) -> Iterator[str]:
    """A promise versus what became of it, and how it moved."""
    sure = "" if promise.sure == "none" else f"{promise.sure} "
    due = f"by {shown.time(promise.due_at)}" if promise.due_at is not None else "no date yet"
    if promise.from_at is not None:
        due = f"from {shown.time(promise.from_at)} {due}"
    reason = f": {one_line(promise.reason)}" if promise.reason else ""
    yield f"{promise.n}  {sure}{promise.kind}: {one_line(promise.what)}, {due} — {_became(shown, promise)}{reason}"
    for slip in promise.slips:
        told = f"told {shown.time(slip.told_at)}" if slip.told_at is not None else "NOT TOLD"
        was = shown.time(slip.from_at) or "no date"
        yield f"     moved {was} → {shown.time(slip.to_at)}, {told}: {one_line(slip.reason)}"


def _became(shown: Shown, promise: Promise) -> str:
    """How a promise stands, or ended: `kept 13:46, 14 m early`, `late, 18 m over`."""
    state = promise_state(promise_cell(promise, shown.case.brk, shown.case.failure, shown.case.policy), shown.now)
    late_by, due_at = promise.late_by, promise.told_due_at
    if promise.result:
        early = f", {length(late_by)} {'late' if late_by > 0 else 'early'}" if late_by is not None and abs(late_by) >= 1000 else ""
        return f"{promise.result} {shown.time(promise.settled_at)}{early}"
    if due_at is None:
        return state
    return f"late, {length(shown.now - due_at)} over" if state == "late" else f"{state}, {distance(due_at, shown.now)}"


def contacts(shown: Shown) -> Iterator[str]:
    """The contacts with the gap before each, and the gap that runs now."""
    case, now = shown.case, shown.now
    found = with_gaps(case.brk.contacts, case.brk.known_at)
    if len(found) > MOST_CONTACTS:
        yield f"{len(found) - MOST_CONTACTS} earlier ones (--timeline and --json have all)"
    for contact, before in found[-MOST_CONTACTS:]:
        who = f" {contact.with_}" if contact.with_ else ""
        about = "".join(f", {word}" for word in (contact.kind, contact.mood, "argument" if contact.conflict else "") if word)
        said = f": {one_line(contact.said)}" if contact.said else ""
        how = f"{contact.channel} {contact.direction}, {contact.result}"
        yield f"{contact.n}  {shown.time(contact.at)}  after {length(before)}  {how}{who}{about}{said}"
    last_at, due_at = shown.row.last_contact_at, shown.attention.contact_due_at
    if last_at is None and shown.row.view == "open":
        yield f"no real contact for {length(now - case.brk.known_at)}: they have not heard of it from us"
    if due_at is not None and shown.row.view == "open":
        cadence = cadence_text(cadence_of(case.brk, case.customer, case.policy))
        state = f"{length(now - due_at)} overdue" if now >= due_at else f"next due {shown.time(due_at)}, {distance(due_at, now)}"
        yield f"{state} (cadence {cadence})"


def remedies(shown: Shown) -> Iterator[str]:
    for remedy in shown.case.brk.remedies:
        cost = f", costs them {remedy.cost}" if remedy.cost else ""
        effort = f", effort for them: {one_line(remedy.effort)}" if remedy.effort else ""
        waits = "NOT TOLD" if remedy.untold else "no answer yet"
        answer = f"{remedy.answer} {shown.time(remedy.answered_at)}" if remedy.answer else waits
        again = f" (round {remedy.round})" if remedy.round > 1 else ""
        yield f"{remedy.n}  {one_line(remedy.what)}{again}{effort}{cost} — {answer}" + (
            f": {one_line(remedy.said)}" if remedy.said else ""
        )


def owed(shown: Shown) -> Iterator[str]:
    for line in shown.case.brk.restitution:
        due = f", due {shown.time(line.due_at)}" if line.due_at is not None else ""
        waits = ", waits for approval" if needs_approval(line, shown.case.brk.severity, shown.case.policy) else ""
        waits = f", changed since{waits}" if line.changed else waits
        why = f": {one_line(line.why)}" if line.why else ""
        apart = _APART.get(line.kind, "")
        yield f"{line.n}  {line.kind} {line.amount}{apart} — {line.state} {shown.time(line.state_at)} by {line.by}{due}{waits}{why}"
    brk = shown.case.brk
    worth = brk.value or shown.case.customer.value
    counted = any(line.kind != "correction" and line.state != "declined" for line in brk.restitution)
    if counted and (worth or brk.exposure):
        beside = [f"they are worth {worth}" if worth else "", f"they may tell: {one_line(brk.exposure)}" if brk.exposure else ""]
        yield " · ".join((amends_so_far(brk.restitution), *(part for part in beside if part)))


def blockers(shown: Shown) -> Iterator[str]:
    for blocker in shown.case.brk.blockers:
        end = (
            f"cleared {shown.time(blocker.cleared_at)}"
            if blocker.cleared_at is not None
            else f"stands for {length(shown.now - blocker.since)}"
        )
        asked = f", asked {blocker.nudges} more time{'s' if blocker.nudges > 1 else ''}" if blocker.nudges else ""
        again = nudge_at(blocker, shown.case.brk, shown.case.policy) if blocker.cleared_at is None else None
        asked += f", ask again {shown.time(again)}" if again is not None else ""
        yield (
            f"{blocker.n}  {one_line(blocker.what)}"
            + (f" ({blocker.who} can clear it)" if blocker.who else "")
            + f" — {end}{asked}"
        )


def deadlines(shown: Shown) -> Iterator[str]:
    for deadline in (*shown.case.brk.deadlines, *shown.case.failure.deadlines):
        slips = f", slipped {deadline.slips}×" if deadline.slips else ""
        left = f", {distance(deadline.due_at, shown.now)}" if deadline.state != "met" else ""
        what = f"{deadline.who or deadline.of} ({deadline.of}): {one_line(deadline.what)}"
        asked = f", chased {deadline.chased}×" if deadline.chased else ""
        again = chase_at(deadline) if deadline.state != "met" else None
        asked += f", chase {shown.time(again)}" if again is not None else ""
        yield f"{deadline.n}  {what}, due {shown.time(deadline.due_at)} — {deadline.state}{left}{slips}{asked}"
    for record in shown.around.suppliers:
        if text := record_text(record):
            yield text


def followups(shown: Shown) -> Iterator[str]:
    for item in shown.case.brk.followups:
        done = f"done {shown.time(item.done_at)}" if item.done_at is not None else distance(item.due_at, shown.now)
        yield f"{item.n}  {item.channel}, due {shown.time(item.due_at)} — {done}" + (
            f": {one_line(item.said)}" if item.said else ""
        )


def prevention(shown: Shown) -> Iterator[str]:
    for item in shown.case.failure.prevention:
        due = f", due {shown.time(item.due_at)}" if item.due_at is not None else ""
        yield f"{item.n}  {one_line(item.what)} ({item.owner}){due} — " + (
            f"done {shown.time(item.done_at)}" if item.done_at is not None else "open"
        )


def conflicts(shown: Shown) -> Iterator[str]:
    for conflict in (*shown.case.brk.conflicts, *shown.case.failure.conflicts):
        values = " or ".join(
            f"{one_line(str(value))} ({one_line(actor)})" for value, actor in zip(conflict.values, conflict.actors, strict=True)
        )
        yield f"{conflict.field.replace('_', ' ')}: {values}"


def steps(shown: Shown) -> Iterator[str]:
    """The steps of its playbook: done by whom, or due when."""
    ahead = next_step(shown.case.steps)
    for state in shown.case.steps:
        sign = "✓" if state.done else "–" if state.idle else "▸" if state is ahead else "·"
        by = f" ({one_line(state.done.by)})" if state.done and state.done.by else ""
        if state.done is not None:
            how = f" — {shown.time(state.done.at)}{by}" + (", by hand" if state.by_hand else "")
        else:
            how = f" — due {shown.time(state.due_at)}, {distance(state.due_at, shown.now)}" if state.due_at is not None else ""
        yield f"{sign} {state.step.id}: {one_line(state.step.title)}{how}"


def same_cause(shown: Shown) -> Iterator[str]:
    """Other breaks of the same cause, with what was learned from each."""
    for link in shown.links:
        when = f"came after it, {shown.time(link.opened_at)}" if link.later else shown.time(link.opened_at)
        then = learned_words(link.learned) or ("" if link.later else "nothing was learned from it")
        whose = "same customer" if link.same_customer else one_line(link.customer)
        yield f"{link.spoken}  {whose}, {when}" + (f" — {then}" if then else "")
