"""Dates to keep in view: deadlines of others, follow-ups, prevention."""

from __future__ import annotations

from collections.abc import Iterable

from store.actions.asking import choice, line, next_number, numbered, prose, their_zone, time_ahead, told
from store.actions.receipt import Receipt
from store.entries import Deadline, Promise
from store.errors import Refused
from store.events import Body
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.words import DEADLINES_OF, FOLLOWUP_CHANNELS
from store.zones import iso


def set_deadline(tx: Transaction, typed_id: str, of: str, what: str, by: str, who: str = "") -> Receipt:
    """Notes a date that is not ours. A supplier's and the law's bind the failure, so all its customers see them; the
    customer's own and a contract's belong to the break. One that lies after what we promised draws a warning."""
    case = tx.case(typed_id)
    theirs = their_zone(case.customer)
    due_at = time_ahead(tx, by, "by", theirs)
    owner = choice(of, DEADLINES_OF, "of")
    shared = owner in ("supplier", "law")
    others = [event for id_ in tx.breaks_of(case.failure.id) if id_ != case.brk.id for event in tx.events(f"break:{id_}")]
    n = next_number([*tx.events_of(case), *others], "deadline_set")
    body: Body = {"n": n, "of": owner, "what": line(what, "what"), "due_at": iso(due_at)}
    if name := line(who, "who", required=False):
        body["who"] = name
    tx.add(f"failure:{case.failure.id}" if shared else f"break:{case.brk.id}", "deadline_set", body)
    warnings = _later_than_promised(tx, case, due_at) if owner == "supplier" else ()
    record = tx.supplier(name) if owner == "supplier" else ""
    said = (told(tx, "due", due_at, theirs), *((record,) if record else ()))
    return Receipt(tx.spoken(case.brk.id), case.row.customer, str(n), said, warnings)


def _later_than_promised(tx: Transaction, case: Case, due_at: int) -> tuple[str, ...]:
    """Warnings about the promises that a supplier's date lies after."""
    theirs = their_zone(case.customer)
    return tuple(
        f"later than promise {promise.n} ({told(tx, 'due', promise.due_at, theirs)})"
        for promise in before_date(case, due_at)
        if promise.due_at is not None
    )


def before_date(case: Case, due_at: int) -> list[Promise]:
    """The open promises that are due before a date that they may rest on."""
    return [
        promise
        for promise in case.brk.promises
        if promise.is_open and promise.kind != "news" and promise.due_at is not None and promise.due_at < due_at
    ]


def deadline_of(tx: Transaction, case: Case, n: str) -> tuple[Deadline, str]:
    """A deadline by its number and the subject that holds it. Raises NotFound."""
    entry = numbered((*case.brk.deadlines, *case.failure.deadlines), n, "deadline", tx.spoken(case.brk.id))
    return entry, tx.cases.home_of(case, entry.key)


def end_deadline(tx: Transaction, typed_id: str, n: str, met: bool, to: str = "", reason: str = "") -> Receipt:
    """Notes that somebody else's date was met, or slipped (`to` a new one). Raises NotFound, Refused."""
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    entry, subject = deadline_of(tx, case, n)
    if entry.state == "met":
        raise Refused("n", f"deadline {entry.n} was met already", "undo takes that back")
    if met:
        tx.add(subject, "deadline_met", {"deadline": entry.key})
        return Receipt(spoken, case.row.customer, entry.n, ("met",))
    theirs = their_zone(case.customer)
    body: Body = {"deadline": entry.key}
    lines = ["slipped"]
    if to:
        due_at = time_ahead(tx, to, "to", theirs)
        body["due_at"] = iso(due_at)
        lines = [told(tx, "slipped to", due_at, theirs)]
    if words := prose(reason, "reason", required=False):
        body["reason"] = words
    tx.add(subject, "deadline_slipped", body)
    record = tx.supplier(entry.who, slips_now=not entry.slips) if entry.of == "supplier" else ""
    warnings = _later_than_promised(tx, case, due_at) if to and entry.of == "supplier" else ()
    return Receipt(spoken, case.row.customer, entry.n, (*lines, *((record,) if record else ())), warnings)


def chase_deadline(tx: Transaction, typed_id: str, n: str, said: str = "") -> Receipt:
    """Notes that we asked again about somebody else's date. Raises NotFound."""
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    entry, subject = deadline_of(tx, case, n)
    words = prose(said, "said", required=False)
    tx.add(subject, "deadline_chased", {"deadline": entry.key, **({"said": words} if words else {})})
    return Receipt(spoken, case.row.customer, entry.n)


def plan_followup(tx: Transaction, typed_id: str, channel: str, due: str) -> Receipt:
    """Plans a follow-up by mail or by phone."""
    case = tx.case(typed_id)
    theirs = their_zone(case.customer)
    subject = f"break:{case.brk.id}"
    due_at = time_ahead(tx, due, "due", theirs)
    n = next_number(tx.events_of(case), "followup_planned")
    tx.add(subject, "followup_planned", {"n": n, "channel": choice(channel, FOLLOWUP_CHANNELS, "channel"), "due_at": iso(due_at)})
    return Receipt(tx.spoken(case.brk.id), case.row.customer, str(n), (told(tx, "due", due_at, theirs),))


def plan_followups(tx: Transaction, typed_id: str, after_fix: Iterable[tuple[str, int]]) -> list[Receipt]:
    """Plans follow-ups, each (channel, ms after the fix), as the policy has them. What is not fixed counts as
    fixed by this action."""
    case = tx.case(typed_id)
    fixed_at = case.brk.fixed_at if case.brk.fixed_at is not None else tx.at
    made: list[Receipt] = []
    for channel, after in after_fix:
        due_at = fixed_at + after
        n = next_number(tx.events_of(case), "followup_planned")
        body: Body = {"n": n, "channel": choice(channel, FOLLOWUP_CHANNELS, "channel"), "due_at": iso(due_at)}
        tx.add(f"break:{case.brk.id}", "followup_planned", body)
        how = f"follow-up by {'phone' if channel == 'call' else channel}"
        said = told(tx, how, due_at, their_zone(case.customer))
        made.append(Receipt(tx.spoken(case.brk.id), case.row.customer, str(n), (said,)))
    return made


def do_followup(tx: Transaction, typed_id: str, n: str, said: str = "") -> Receipt:
    """Notes that a follow-up was done. Raises NotFound, Refused."""
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    entry = numbered(case.brk.followups, n, "follow-up", spoken)
    if entry.done_at is not None:
        raise Refused("n", f"follow-up {entry.n} is done already", "undo takes that back")
    words = prose(said, "said", required=False)
    tx.add(tx.cases.home_of(case, entry.key), "followup_done", {"followup": entry.key, **({"said": words} if words else {})})
    return Receipt(spoken, case.row.customer, entry.n)


def plan_prevention(tx: Transaction, typed_id: str, what: str, owner: str, due: str = "") -> Receipt:
    """Plans what we change so that it can't happen again; it belongs to the failure and outlives the break."""
    case = tx.case(typed_id)
    subject = f"failure:{case.failure.id}"
    n = next_number(tx.events_of(case), "prevention_planned")
    body: Body = {"n": n, "what": prose(what, "what"), "owner": line(owner, "owner")}
    lines: tuple[str, ...] = ()
    if due:
        due_at = time_ahead(tx, due, "due")
        body["due_at"] = iso(due_at)
        lines = (told(tx, "due", due_at),)
    tx.add(subject, "prevention_planned", body)
    return Receipt(tx.spoken(case.brk.id), case.row.customer, str(n), lines)


def do_prevention(tx: Transaction, typed_id: str, n: str, said: str = "") -> Receipt:
    """Notes that a prevention action was done. Raises NotFound, Refused."""
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    entry = numbered(case.failure.prevention, n, "prevention action", spoken)
    if entry.done_at is not None:
        raise Refused("n", f"prevention {entry.n} is done already", "undo takes that back")
    words = prose(said, "said", required=False)
    tx.add(tx.cases.home_of(case, entry.key), "prevention_done", {"prevention": entry.key, **({"said": words} if words else {})})
    return Receipt(spoken, case.row.customer, entry.n)
