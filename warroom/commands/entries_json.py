"""The entries of a break, as the JSON interface has them (docs/cli.md)."""

from __future__ import annotations

from typing import Any

from store.attention import promise_state
from store.entries import Contact, Promise
from store.fold.reading import as_money
from store.money import Money
from store.plan import promise_cell
from store.playbooks.progress import StepState
from store.register import Conflict
from store.text import one_line
from store.zones import iso_seconds
from warroom.commands.show import Shown
from warroom.rows import number


def with_gaps(contacts: tuple[Contact, ...], since: int) -> list[tuple[Contact, int]]:
    """Each contact with the milliseconds that the customer had gone without a real one before it."""
    found, last_at = [], since
    for contact in contacts:
        found.append((contact, max(0, contact.at - last_at)))
        if contact.reached:
            last_at = max(last_at, contact.at)
    return found


def contact_json(contact: Contact, before: int, names: dict[str, str]) -> dict[str, Any]:
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


def promise_json(shown: Shown, promise: Promise, names: dict[str, str]) -> dict[str, Any]:
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


def step_json(state: StepState, names: dict[str, str]) -> dict[str, Any]:
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


def conflict_json(conflict: Conflict, names: dict[str, str]) -> dict[str, Any]:
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
