"""Logging contacts with customers, and calls that begin."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.asking import choice, line, next_number, person_of, prose, their_zone, time_ahead, told
from store.actions.receipt import Receipt
from store.contact_clock import EMPTY_FROM, progress_of, repeats_without_news
from store.entries import Contact
from store.errors import BadInput, Refused
from store.events import Body
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.words import CHANNELS, CONTACT_KINDS, MOODS, SPOKEN
from store.zones import iso


def log_contact(
    tx: Transaction,
    typed_ids: Sequence[str],
    channel: str,
    *,
    incoming: bool = False,
    attempt: bool = False,
    with_: str = "",
    kind: str = "",
    said: str = "",
    next_: str = "",
    mood: str = "",
    conflict: bool = False,
) -> list[Receipt]:
    """Logs one contact (or an attempt) on one or several breaks, in one action. A `next_` time is what we told them, and a
    promise of news.

    Raises BadInput, NotFound, Ambiguous.
    """
    if not typed_ids:
        raise BadInput("id", "no break is named", "name at least one")
    channel = choice(channel, CHANNELS, "channel")
    body: Body = {
        "channel": channel,
        "direction": "in" if incoming else "out",
        "result": "attempt" if attempt else "spoke" if channel in SPOKEN else "wrote",
    }
    if kind:
        body["kind"] = choice(kind, CONTACT_KINDS, "kind")
    if mood:
        body["mood"] = choice(mood, MOODS, "mood")
    if words := prose(said, "said", required=False):
        body["said"] = words
    if conflict:
        body["conflict"] = True
    if next_ and attempt:
        raise BadInput("next", "an attempt tells the customer nothing", "leave out when the next news comes")
    ids = list(dict.fromkeys(tx.find_break(typed) for typed in typed_ids))
    return [_log(tx, tx.cases.case(id_), dict(body), line(with_, "with", required=False), next_) for id_ in ids]


def _log(tx: Transaction, case: Case, body: Body, with_: str, next_: str) -> Receipt:
    person = person_of(case, with_)
    if person is not None:
        body["with"] = person.name
    lines: list[str] = []
    subject = f"break:{case.brk.id}"
    if next_:
        theirs = their_zone(case.customer)
        next_at = time_ahead(tx, next_, "next", theirs)
        body["next_at"] = iso(next_at)
        lines.append(told(tx, "next word", next_at, theirs))
    tx.add(subject, "contacted", body)
    if next_:
        n = next_number(tx.events_of(case), "promised")
        lines[-1] += f", promise {n}"
        tx.add(subject, "promised", {"n": n, "kind": "news", "what": "be in touch", "sure": "firm", "due_at": body["next_at"]})
    n_contact = str(1 + sum(1 for contact in case.brk.contacts if contact.at <= tx.at))
    return Receipt(tx.spoken(case.brk.id), case.row.customer, n_contact, tuple(lines), contact_warnings(tx, case, body))


def contact_warnings(tx: Transaction, case: Case, body: Body) -> tuple[str, ...]:
    """What the practices have to say about this contact."""
    found: list[str] = []
    kind, reached = body.get("kind"), body["result"] != "attempt"
    if body["direction"] == "in" or not reached:
        return ()
    if case.customer.do_not_contact:
        found.append(f"{case.row.customer} must not be contacted: {case.customer.do_not_contact}")
    if case.customer.voice_only and body["result"] == "wrote":
        found.append(f"{case.row.customer} counts calls only: this does not reset the contact clock")
    if kind == "apology":
        if case.failure.fault == "not-ours":
            found.append("the fault is marked as not ours: own only what is ours")
        apologies = tx.apologies(case)
        if apologies.is_flood:
            others = f" ({apologies.elsewhere} on other breaks)" if apologies.elsewhere else ""
            found.append(f"apology {apologies.total + 1} to {case.row.customer}{others} without a step forward since the last one")
    if kind == "still-on-it":
        entry = Contact(
            len(case.brk.contacts) + 1, "", tx.at, body["channel"], "out", body["result"], kind, "", "", "", None, tx.actor
        )
        run = repeats_without_news((*case.brk.contacts, entry), progress_of(case.brk, case.failure)).get(entry.n, 0)
        if run == EMPTY_FROM - 1:
            found.append("the second “still on it” without anything new; a third does not reset the contact clock")
        elif run >= EMPTY_FROM:
            found.append("“still on it” without anything new for the third time: it does not reset the contact clock")
    return tuple(found)


def begin_call(tx: Transaction, typed_id: str, channel: str = "call", with_: str = "") -> Receipt:
    """Says that the actor is calling the customer right now. Raises Refused when somebody else is."""
    case = tx.case(typed_id)
    if case.brk.calling and case.brk.calling_since is not None and case.brk.calling.casefold() != tx.actor.casefold():
        from store.attention import CALL_LASTS

        if tx.now < case.brk.calling_since + CALL_LASTS:
            raise Refused("id", f"{case.brk.calling} is calling {case.row.customer} already", "speak to them first")
    body: Body = {"channel": choice(channel, SPOKEN, "channel")}
    if person := person_of(case, with_):
        body["with"] = person.name
    tx.add(f"break:{case.brk.id}", "call_begun", body)
    return Receipt(tx.spoken(case.brk.id), case.row.customer)


def end_call(tx: Transaction, typed_id: str) -> Receipt:
    """Ends the call that the actor had begun, without logging a contact."""
    case = tx.case(typed_id)
    subject = f"break:{case.brk.id}"
    begun = [event for event in tx.events(subject) if event.kind == "call_begun" and event.actor == tx.actor]
    if case.brk.calling.casefold() != tx.actor.casefold() or not begun:
        raise Refused("id", f"{tx.actor} is not calling {case.row.customer}", "nothing to end")
    tx.add(subject, "call_ended", {"call": max(begun, key=lambda event: event.order).hash})
    return Receipt(tx.spoken(case.brk.id), case.row.customer)
