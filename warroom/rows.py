"""Breaks as the JSON interface has them: the line of the board, the totals of its header."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from store.attention import Attention
from store.money import Money, totals
from store.next_action import NextAction
from store.row import Row, money_of
from store.zones import iso_seconds
from warroom.next_deed import deed_of


def number(n: str) -> int | str:
    """The number of an entry as JSON has it: whole where it is plain, text where it is `2a`."""
    return int(n) if n.isdigit() else n


def promise_json(row: Row, attention: Attention) -> dict[str, Any] | None:
    """The promise that a row shows."""
    promise = row.promise
    if promise is None:
        return None
    return {
        "n": number(promise.n),
        "kind": promise.kind,
        "what": promise.what,
        "due_at": iso_seconds(promise.due_at),
        "told_due_at": iso_seconds(promise.told_due_at),
        "sure": promise.sure,
        "state": attention.promise_state,
        "settled_at": iso_seconds(promise.settled_at),
        "slips": promise.slips,
        "told": promise.told,
    }


def owed_json(row: Row) -> list[dict[str, str]]:
    """All that is pending on a row, gift cards and corrections too, one sum for each currency."""
    return [money.to_json() for money in totals(money_of(cell) for cell in row.owed)]


def row_json(row: Row, attention: Attention, action: NextAction | None, spoken: str, failure: str, repeat: int) -> dict[str, Any]:
    """A line of the board, as the JSON interface has it. `spoken` and `failure` are the spoken ids."""
    return {
        "id": spoken,
        "full_id": row.id,
        "customer": row.customer,
        "contact_name": row.contact_name or None,
        "what": row.what,
        "severity": row.severity,
        "stage": row.stage,
        "view": attention.view,
        "owner": row.owner or None,
        "owner_offered": row.owner_offered or None,
        "opened_at": iso_seconds(row.opened_at),
        "found_by": row.found_by,
        "found_at": iso_seconds(row.known_at),
        "owned_at": iso_seconds(row.owned_at),
        "failure": failure,
        "category": row.category or None,
        "cause": row.cause or None,
        "told_at": iso_seconds(row.told_at),
        "last_contact_at": iso_seconds(row.last_contact_at),
        "contact_due_at": iso_seconds(attention.contact_due_at),
        "contact_state": attention.contact_state,
        "attempts": row.attempts,
        "calling": {"who": row.calling, "since": iso_seconds(row.calling_since)} if attention.calling else None,
        "waiting_since": iso_seconds(row.waiting_since),
        "waiting_on": row.waiting_on or None,
        "promise": promise_json(row, attention),
        "owed": owed_json(row),
        "next": _next_json(row, action),
        "repeat": repeat > 0,
        "disputed": row.disputed_since is not None,
        "conflict_count": row.conflicts,
        "playbook": row.playbook or None,
        "playbook_missing": row.playbook_missing or None,
        "steps_done": row.steps_done,
        "step_count": row.steps,
        "urgency": attention.urgency,
    }


def _next_json(row: Row, action: NextAction | None) -> dict[str, Any] | None:
    """The next action: what, who, when, by which rule, and the key of the board that starts it."""
    if action is None:
        return None
    deed = deed_of(row, action.rule, 0)  # which key it is does not depend on the time
    return {
        "what": action.what,
        "who": action.who or None,
        "due_at": iso_seconds(action.due_at),
        "rule": action.rule,
        "step": row.step.id if action.rule == "step" and row.step is not None else None,
        "key": deed.key or None if deed else None,
    }


def totals_json(judged: Iterable[tuple[Row, Attention]]) -> dict[str, Any]:
    """The totals of the board's header."""
    open_, overdue, late, at_risk = 0, 0, 0, 0
    owed: list[Money] = []
    apart: dict[str, list[Money]] = {"correction": [], "gift-card": []}
    for row, attention in judged:
        open_ += 1
        overdue += any(need.rule in ("contact", "not-told") and need.level == "overdue" for need in attention.needs)
        unsettled = row.promise is not None and not row.promise.result
        late += unsettled and attention.promise_state == "late"
        at_risk += unsettled and attention.promise_state == "at-risk"
        owed += [money_of(cell) for cell in row.owed]
        for cell in row.owed:
            apart.setdefault(cell.kind, []).append(money_of(cell))
    return {
        "open": open_,
        "contact_overdue": overdue,
        "promise_late": late,
        "promise_at_risk": at_risk,
        "owed": [money.to_json() for money in totals(owed)],
        "corrections": [money.to_json() for money in totals(apart["correction"])],
        "gift_cards": [money.to_json() for money in totals(apart["gift-card"])],
    }
