"""Random actions on a replica, as people do them, and what its folded tables say."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from store.actions import amends, board, contacts, corrections, customers, dates, fields, house, opening, promises, stages
from store.errors import BadInput
from store.replica import Replica
from store.replica.transaction import Transaction
from store.words import ANSWERS, CHANNELS, RESTITUTION_STATES, SETTABLE_STAGES, SETTLEMENTS

NAMES = ("Acme Freight", "Bluebird Hotels", "Cobalt Clinics")
NUMBERS = ("1", "1", "2")
AHEADS = ("20m", "3h", "2d", "2wd")

Act = Callable[[Random, Transaction, str, str], Any]
"""(dice, transaction, an id, another id or the same)."""

ACTS: dict[str, Act] = {
    "open": lambda dice, tx, a, b: opening.open_breaks(
        tx, dice.sample(NAMES, dice.randint(1, 2)), "API", severity=dice.randint(1, 4)
    ),
    "open on a failure": lambda dice, tx, a, b: opening.open_breaks(tx, [NAMES[2]], "", failure=a, cause="cert", owner="ben"),
    "contact": lambda dice, tx, a, b: contacts.log_contact(
        tx,
        [a, b],
        dice.choice(CHANNELS),
        incoming=dice.choice((True, False)),
        attempt=dice.choice((True, False)),
        kind=dice.choice(["", "apology", "still-on-it"]),
        said="third time",
    ),
    "contact and next": lambda dice, tx, a, b: contacts.log_contact(tx, [a], "call", next_=dice.choice(AHEADS), with_="Mary Osei"),
    "begin call": lambda dice, tx, a, b: contacts.begin_call(tx, a),
    "promise": lambda dice, tx, a, b: promises.make_promise(tx, [a, b], "full fix", by=dice.choice(AHEADS)),
    "settle": lambda dice, tx, a, b: promises.settle_promise(tx, a, dice.choice(NUMBERS), dice.choice(SETTLEMENTS)),
    "move promise": lambda dice, tx, a, b: promises.move_promise(
        tx, a, dice.choice(NUMBERS), dice.choice(AHEADS), "parts late", told_by=dice.choice(["", "call"])
    ),
    "tell": lambda dice, tx, a, b: promises.tell_promise(tx, a, dice.choice(NUMBERS), "mail"),
    "remedy": lambda dice, tx, a, b: amends.propose_remedy(tx, a, "a courier today"),
    "answer": lambda dice, tx, a, b: amends.answer_remedy(tx, a, dice.choice(NUMBERS), dice.choice(ANSWERS)),
    "owe": lambda dice, tx, a, b: amends.owe(tx, a, "credit", dice.choice(["90 EUR", "900 EUR", "5 USD"])),
    "move amends": lambda dice, tx, a, b: amends.move_restitution(tx, a, dice.choice(NUMBERS), dice.choice(RESTITUTION_STATES[1:])),
    "stage": lambda dice, tx, a, b: stages.set_stage(tx, a, dice.choice(SETTABLE_STAGES)),
    "edit": lambda dice, tx, a, b: fields.set_fields(
        tx, a, {dice.choice(["owner", "what", "cause", "contact_name"]): dice.choice(["ana", "cert"])}
    ),
    "severity": lambda dice, tx, a, b: fields.set_fields(tx, a, {"severity": str(dice.randint(1, 4))}),
    "customer of": lambda dice, tx, a, b: fields.set_fields(tx, a, {"customer": dice.choice(NAMES)}),
    "failure of": lambda dice, tx, a, b: fields.set_fields(tx, a, {"failure": b}),
    "fixed by": lambda dice, tx, a, b: fields.set_fields(tx, a, {"fixed_by": dice.choice(AHEADS)}),
    "take": lambda dice, tx, a, b: fields.take(tx, a),
    "acknowledge": lambda dice, tx, a, b: fields.acknowledge(tx, a, dice.choice(AHEADS)),
    "deadline": lambda dice, tx, a, b: dates.set_deadline(
        tx, a, dice.choice(["supplier", "customer"]), "part", dice.choice(AHEADS)
    ),
    "end deadline": lambda dice, tx, a, b: dates.end_deadline(tx, a, dice.choice(NUMBERS), met=dice.choice((True, False))),
    "follow-up": lambda dice, tx, a, b: dates.plan_followup(tx, a, "mail", dice.choice(AHEADS)),
    "do follow-up": lambda dice, tx, a, b: dates.do_followup(tx, a, dice.choice(NUMBERS)),
    "note": lambda dice, tx, a, b: house.note(tx, a, "looked at the queue"),
    "explain": lambda dice, tx, a, b: house.explain(tx, a, "a certificate ran out"),
    "dispute": lambda dice, tx, a, b: house.dispute(tx, a, "the count"),
    "public": lambda dice, tx, a, b: house.mark_public(tx, a, "a forum"),
    "card": lambda dice, tx, a, b: customers.edit_customer(
        tx,
        dice.choice(NAMES),
        card={dice.choice(["zone", "hours", "cadence"]): ""}
        if dice.choice((True, False))
        else {"zone": "Europe/Berlin", "hours": "8-18", "value": "5000 EUR"},
        person="Mary Osei",
        about_person={"phone": dice.choice(["1", "2"])},
    ),
    "silence": lambda dice, tx, a, b: customers.edit_customer(tx, dice.choice(NAMES), silence_until=dice.choice(AHEADS)),
    "join": lambda dice, tx, a, b: corrections.join(tx, a, b),
    "join failures": lambda dice, tx, a, b: corrections.join(
        tx, tx.spoken_failure(tx.case(a).failure.id), tx.spoken_failure(tx.case(b).failure.id)
    ),
    "join customers": lambda dice, tx, a, b: customers.join_customers(tx, dice.choice(NAMES), dice.choice(NAMES)),
    "undo": lambda dice, tx, a, b: corrections.undo(tx, dice.choice(["", a])),
    "retract any": lambda dice, tx, a, b: corrections.retract(tx, _any_event(dice, tx, a)),
    "redact any": lambda dice, tx, a, b: corrections.redact(tx, _any_event(dice, tx, a)),
    "amend any": lambda dice, tx, a, b: corrections.amend(tx, _any_event(dice, tx, a), {"at": "2h", "said": "no"}),
    "move any": lambda dice, tx, a, b: corrections.move_entry(tx, _any_event(dice, tx, a), b),
    "policy": lambda dice, tx, a, b: board.set_policy(
        tx, [dice.choice(["cadence=1h", "retry=5m", "resets=mail", "currency=USD", "unanswered.2=off"])]
    ),
    "duty": lambda dice, tx, a, b: board.set_duty(tx, dice.choice((True, False))),
    "hand over": lambda dice, tx, a, b: board.offer_handover(tx, "ben"),
    "accept": lambda dice, tx, a, b: board.accept_handover(tx),
}


def _any_event(dice: Random, tx: Transaction, id_: str) -> str:
    events = sorted(tx.events(f"break:{tx.find_break(id_)}"), key=lambda event: event.order)
    return tx.spoken_event(dice.choice(events))


def do_something(dice: Random, replica: Replica, name: str = "") -> str:
    """One random action by a random person; one that does not apply writes nothing. Returns its name."""
    ids = [id_ for (id_,) in replica.db.execute("SELECT id FROM break_rows ORDER BY id")]
    name = name or (dice.choice(sorted(ACTS)) if ids else "open")
    a, b = (dice.choice(ids), dice.choice(ids)) if ids else ("", "")
    before = replica.arrivals()
    try:
        replica.act(lambda tx: ACTS[name](dice, tx, a, b), actor=dice.choice(["ana", "ben"]))
    except BadInput:
        assert replica.arrivals() == before
    return name


def folded(replica: Replica) -> dict[str, list[tuple[Any, ...]]]:
    """The folded tables, without the numbers that mean something in one replica only."""
    queries = {
        "rows": "SELECT id, view, customer_key, failure, cause, opened_at, hay, row FROM break_rows ORDER BY id",
        "steps": "SELECT subject, view, from_at, until_at, rank, flags FROM steps JOIN subjects USING (sid) ORDER BY 1, 3",
        "failures": "SELECT id, joined_into, what, learned, prevention_due FROM failures ORDER BY id",
        "customers": "SELECT key, joined_into, name FROM customers ORDER BY key",
        "joined": "SELECT id, joined_into FROM joined_breaks WHERE joined_into <> '' ORDER BY id",
    }
    return {name: replica.db.execute(sql).fetchall() for name, sql in queries.items()}
