"""A break with everything on it, as the JSON interface has it (docs/cli.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store.attention import promise_state
from store.entries import Contact, Promise
from store.events import Event
from store.fold.reading import as_money
from store.money import Money
from store.plan import needs_approval, promise_cell
from store.playbooks.progress import StepState
from store.register import Conflict
from store.text import one_line
from store.zones import iso_seconds
from warroom.commands.show import Shown
from warroom.rows import number, row_json


def break_json(
    shown: Shown, past: bool = False, seen_by: Callable[[Event], list[int] | None] = lambda event: None
) -> dict[str, Any]:
    """The row's fields and all entries. `past` says that it is as it was known at a time; `seen_by` tells how many of the
    people here have a decision, and how many are here."""
    brk, failure, policy = shown.case.brk, shown.case.failure, shown.case.policy
    names = {entry.event.hash: name for name, entry in shown.entries}
    return {
        **row_json(shown.row, shown.attention, shown.action, shown.spoken, shown.failure, shown.repeat),
        "as_of": iso_seconds(shown.now) if past else None,
        "fault": failure.fault,
        "fixed_by": iso_seconds(failure.fixed_by),
        "fixed_at": iso_seconds(brk.fixed_at),
        "fix_confirmed_by": brk.fix_confirmed_by or None,
        "closed_at": iso_seconds(brk.closed_at),
        "outcome": brk.outcome or None,
        "fixer": brk.fixer or None,
        "trouble": brk.trouble or None,
        "expectation": brk.expectation or None,
        "must_tell": brk.must_tell or None,
        "must_tell_by": iso_seconds(brk.must_tell_by),
        "exposure": brk.exposure or None,
        "value": brk.value.to_json() if brk.value else None,
        "cadence": brk.cadence or None,
        "affected": brk.affected,
        "corrected": brk.corrected,
        "contacts": [_contact(contact, before, names) for contact, before in with_gaps(brk.contacts, brk.known_at)],
        "promises": [_promise(shown, promise, names) for promise in brk.promises],
        "remedies": [
            {
                "n": number(remedy.n),
                "what": remedy.what,
                "effort": remedy.effort or None,
                "cost": remedy.cost.to_json() if remedy.cost else None,
                "answer": remedy.answer or None,
                "said": remedy.said or None,
                "event": names.get(remedy.key),
            }
            for remedy in brk.remedies
        ],
        "restitution": [
            {
                "n": number(line.n),
                "kind": line.kind,
                "amount": line.amount.to_json(),
                "state": line.state,
                "due_at": iso_seconds(line.due_at),
                "why": line.why or None,
                "by": line.by or None,
                "needs_approval": needs_approval(line, brk.severity, policy),
                "event": names.get(line.key),
            }
            for line in brk.restitution
        ],
        "blockers": [
            {
                "n": number(blocker.n),
                "what": blocker.what,
                "who": blocker.who or None,
                "since": iso_seconds(blocker.since),
                "cleared_at": iso_seconds(blocker.cleared_at),
                "asked": blocker.nudges,
                "event": names.get(blocker.key),
            }
            for blocker in brk.blockers
        ],
        "deadlines": [
            {
                "n": number(deadline.n),
                "of": deadline.of,
                "who": deadline.who or None,
                "what": deadline.what,
                "due_at": iso_seconds(deadline.due_at),
                "state": deadline.state,
                "slips": deadline.slips,
                "chased": deadline.chased,
                "event": names.get(deadline.key),
            }
            for deadline in (*brk.deadlines, *failure.deadlines)
        ],
        "prevention": [
            {
                "n": number(action.n),
                "what": action.what,
                "owner": action.owner or None,
                "due_at": iso_seconds(action.due_at),
                "done_at": iso_seconds(action.done_at),
                "event": names.get(action.key),
            }
            for action in failure.prevention
        ],
        "followups": [
            {
                "n": number(followup.n),
                "channel": followup.channel,
                "due_at": iso_seconds(followup.due_at),
                "done_at": iso_seconds(followup.done_at),
                "said": followup.said or None,
                "event": names.get(followup.key),
            }
            for followup in brk.followups
        ],
        "debriefs": [{"who": told.who, "said": told.said or None, "at": iso_seconds(told.at)} for told in failure.debriefs],
        "disputes": [
            {
                "what": dispute.what,
                "by": dispute.by,
                "since": iso_seconds(dispute.since),
                "withdrawn_at": iso_seconds(dispute.withdrawn_at),
            }
            for dispute in brk.disputes
        ],
        "public": [
            {
                "n": number(mark.n),
                "where": mark.where,
                "link": mark.link or None,
                "since": iso_seconds(mark.since),
                "answered_at": iso_seconds(mark.answered_at),
            }
            for mark in brk.public
        ],
        "notes": [{"text": note.text, "by": note.actor, "at": iso_seconds(note.at)} for note in (*brk.notes, *failure.notes)],
        "lessons": [{"text": note.text, "by": note.actor, "at": iso_seconds(note.at)} for note in failure.lessons],
        "conflicts": [_conflict(conflict, names) for conflict in (*brk.conflicts, *failure.conflicts)],
        "steps": [_step(state, names) for state in shown.case.steps],
        "explanation": failure.explanation or None,
        "problems": [*brk.problems, *failure.problems],
        "timeline": [
            {
                "event": name,
                "kind": entry.event.kind,
                "happened_at": iso_seconds(entry.event.happened_at),
                "recorded_at": iso_seconds(entry.event.recorded_at),
                "actor": one_line(entry.event.actor),
                "text": one_line(entry.text),
                "taken_back_by": names.get(entry.taken_back_by),
                "corrected": entry.corrected,
                "seen_by": seen_by(entry.event),
            }
            for name, entry in shown.entries
        ],
    }


def with_gaps(contacts: tuple[Contact, ...], since: int) -> list[tuple[Contact, int]]:
    """Each contact with the milliseconds that the customer had gone without a real one before it."""
    found, last_at = [], since
    for contact in contacts:
        found.append((contact, max(0, contact.at - last_at)))
        if contact.reached:
            last_at = max(last_at, contact.at)
    return found


def _contact(contact: Contact, before: int, names: dict[str, str]) -> dict[str, Any]:
    return {
        "n": contact.n,
        "at": iso_seconds(contact.at),
        "channel": contact.channel,
        "direction": contact.direction,
        "result": contact.result,
        "kind": contact.kind or None,
        "with": contact.with_ or None,
        "said": contact.said or None,
        "mood": contact.mood or None,
        "next_at": iso_seconds(contact.next_at),
        "conflict": contact.conflict,
        "by": contact.actor,
        "gap_s": before // 1000,
        "event": names.get(contact.key),
    }


def _promise(shown: Shown, promise: Promise, names: dict[str, str]) -> dict[str, Any]:
    brk, failure, policy = shown.case.brk, shown.case.failure, shown.case.policy
    return {
        "n": number(promise.n),
        "kind": promise.kind,
        "what": promise.what,
        "made_at": iso_seconds(promise.made_at),
        "due_at": iso_seconds(promise.due_at),
        "from_at": iso_seconds(promise.from_at),
        "told_due_at": iso_seconds(promise.told_due_at),
        "sure": promise.sure,
        "state": promise_state(promise_cell(promise, brk, failure, policy), shown.now),
        "settled_at": iso_seconds(promise.settled_at),
        "late_s": None if promise.late_by is None else int(promise.late_by / 1000),
        "reason": promise.reason or None,
        "told": promise.told,
        "apart": [number(n) for n in promise.apart],
        "by": promise.actor,
        "slips": [
            {
                "from": iso_seconds(slip.from_at),
                "to": iso_seconds(slip.to_at),
                "reason": slip.reason,
                "say": slip.say or None,
                "told_at": iso_seconds(slip.told_at),
            }
            for slip in promise.slips
        ],
        "event": names.get(promise.key),
    }


def _step(state: StepState, names: dict[str, str]) -> dict[str, Any]:
    done = state.done
    return {
        "id": state.step.id,
        "title": state.step.title,
        "why": state.step.why,
        "practices": list(state.step.practices),
        "who": state.step.who,
        "due_at": iso_seconds(state.due_at),
        "closing": state.step.closing,
        "done_at": iso_seconds(done.at) if done else None,
        "by": done.by or None if done else None,
        "by_hand": state.by_hand,
        "reason": state.reason or None,
        "event": names.get(done.key) if done else None,
    }


def _conflict(conflict: Conflict, names: dict[str, str]) -> dict[str, Any]:
    return {
        "field": conflict.field,
        "values": [_value(conflict.field, value) for value in conflict.values],
        "actors": [one_line(actor) for actor in conflict.actors],
        "event": names.get(conflict.entry),
    }


def _value(field: str, value: object) -> object:
    """A value in conflict: text and numbers as they are, times as times, money as money."""
    if isinstance(value, Money):
        return value.to_json()
    if isinstance(value, dict):
        money = as_money(value)
        return money.to_json() if isinstance(money, Money) else None
    if isinstance(value, int) and field.endswith(("_at", "_by", "_until")):
        return iso_seconds(value)
    if isinstance(value, str):
        return one_line(value)
    return value if isinstance(value, int | None) else str(value)
