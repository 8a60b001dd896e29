"""For each thing that can prove a step: what is done to a break that does not prove it, and what then does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from store.actions import amends, contacts, dates, fields, house, promises, stages
from store.replica.transaction import Transaction

Deed = Callable[[Transaction, str], Any]
"""What somebody does to the break of that id."""


class Proving(NamedTuple):
    """A proof as a playbook has it, and what does and does not make it true."""

    proof: str
    """TOML, as behind `proof =`."""
    not_yet: tuple[Deed | tuple[Deed, ...], ...]
    """After each of these (of several together, after the last) it is not proved."""
    then: Deed


def contact(channel: str = "call", **how: Any) -> Deed:
    """Logs a contact."""
    return lambda tx, id_: contacts.log_contact(tx, [id_], channel, **how)


def promise(kind: str = "fix") -> Deed:
    """Makes a promise."""
    return lambda tx, id_: promises.make_promise(tx, [id_], "it works", by="in 2h", kind=kind)


def settle(n: str, result: str) -> Deed:
    """Ends a promise."""
    return lambda tx, id_: promises.settle_promise(tx, id_, n, result, "so it came")


def owe(kind: str = "credit") -> Deed:
    """Proposes amends that need no approval."""
    return lambda tx, id_: amends.owe(tx, id_, kind, "20 EUR")


def moved(n: str, state: str) -> Deed:
    """Moves a line of the ledger."""
    return lambda tx, id_: amends.move_restitution(tx, id_, n, state, "Dana")


def stage(word: str) -> Deed:
    """Moves the break."""
    return lambda tx, id_: stages.set_stage(tx, id_, word)


def put(name: str, value: str) -> Deed:
    """Sets a field."""
    return lambda tx, id_: fields.set_fields(tx, id_, {name: value})


def written(summary: str) -> Deed:
    """Notes that a summary went out."""
    return lambda tx, id_: tx.add(f"break:{id_}", "written", {"summary": summary, "to": "Mary", "text": "…"})


def plan(channel: str) -> Deed:
    """Plans a follow-up."""
    return lambda tx, id_: dates.plan_followup(tx, id_, channel, "in 2d")


def follow_up(n: str) -> Deed:
    """Does a follow-up."""
    return lambda tx, id_: dates.do_followup(tx, id_, n, "all is well")


def remedy(tx: Transaction, id_: str) -> Any:
    """Proposes a remedy."""
    return amends.propose_remedy(tx, id_, "a courier")


def answered(n: str, answer: str) -> Deed:
    """Notes what the customer said to a remedy."""
    return lambda tx, id_: amends.answer_remedy(tx, id_, n, answer)


PROVINGS: tuple[Proving, ...] = (
    Proving(
        '{ contact = "apology" }',
        (contact(kind="apology", attempt=True), contact(kind="update"), contact(incoming=True, kind="apology")),
        contact(kind="apology"),
    ),
    Proving('{ contact = "any", direction = "out" }', (contact(incoming=True), contact(attempt=True)), contact("mail")),
    Proving('{ contact = "any", direction = "in" }', (contact(), contact("mail")), contact("mail", incoming=True)),
    Proving('{ contact = "any", direction = "both" }', (contact(attempt=True),), contact("mail", incoming=True)),
    Proving('{ contact = ["update", "check-in"], channel = ["mail", "chat"] }', (contact(kind="update"), contact("mail")),
            contact("chat", kind="check-in")),
    Proving('{ contact = "any", since = "fixed" }', (contact(), stage("fixed")), contact()),
    Proving('{ stage = "contained" }', (stage("owned"),), stage("contained")),
    Proving('{ stage = "contained" }', (stage("owned"),), stage("fixed")),
    Proving('{ stage = "owned" }', (contact(kind="update"),), contact(kind="apology")),
    Proving('{ stage = "fixed" }', (stage("contained"), (stage("fixed"), stage("reopened"))), stage("fixed")),
    Proving('{ stage = "made-right" }', (stage("fixed"),), stage("made-right")),
    Proving('{ stage = ["follow-up", "closed"] }', (stage("made-right"),), stage("follow-up")),
    Proving('{ stage = "closed" }', (stage("follow-up"), (stage("closed"), stage("reopened"))), stage("closed")),
    Proving('{ field = "trouble" }',
            (put("expectation", "tonight"), (put("trouble", "x"), put("trouble", ""))), put("trouble", "y")),
    Proving('{ field = ["must-tell", "exposure"] }', (put("trouble", "x"),), put("must_tell", "their board")),
    Proving('{ field = "contact-name" }', (put("what", "more"),), put("contact_name", "Mary")),
    Proving('{ field = "value" }', (), put("value", "50000 EUR")),
    Proving('{ field = "owner" }', (put("fixer", "cem"),), lambda tx, id_: fields.take(tx, id_)),
    Proving('{ field = "affected" }', (), lambda tx, id_: amends.count_affected(tx, id_, "41200")),
    Proving('{ promise = "any" }', (promise("news"),), promise("other")),
    Proving('{ promise = "news" }', (promise("fix"),), contact(next_="1h")),
    Proving('{ kept = "fix" }', (promise("fix"), promise("news"), settle("2", "kept")), settle("1", "kept")),
    Proving('{ kept = "any" }', (promise("fix"), settle("1", "broken"), promise("fix")), settle("2", "kept")),
    Proving('{ remedy = "any" }', (owe(),), remedy),
    Proving('{ answer = ["meets", "exceeds"] }', (remedy, answered("1", "below"), remedy), answered("2", "exceeds")),
    Proving('{ restitution = "proposed" }', (owe("correction"),), owe()),
    Proving('{ restitution = "approved" }', (owe(),), moved("1", "approved")),
    Proving('{ restitution = ["issued", "confirmed"] }', (owe(), moved("1", "approved")), moved("1", "issued")),
    Proving('{ restitution = "issued" }', (owe("correction"), moved("1", "issued"), (owe(), moved("2", "declined")), owe()),
            moved("3", "issued")),
    Proving('{ entry = "explanation" }', (contact(kind="explanation"),), lambda tx, id_: house.explain(tx, id_, "a cable")),
    Proving('{ entry = "lesson" }', (lambda tx, id_: house.note(tx, id_, "n"),),
            lambda tx, id_: house.learn(tx, id_, "two cables")),
    Proving('{ entry = "prevention" }', (), lambda tx, id_: dates.plan_prevention(tx, id_, "a second cable", "cem")),
    Proving('{ entry = "debrief" }', (), lambda tx, id_: house.debrief(tx, id_, "cem", "no alarm rang")),
    Proving(
        '{ cleared = "blockers" }',
        (lambda tx, id_: house.raise_blocker(tx, id_, "a"), lambda tx, id_: house.raise_blocker(tx, id_, "b"),
         lambda tx, id_: house.clear_blocker(tx, id_, "1")),
        lambda tx, id_: house.clear_blocker(tx, id_, "2"),
    ),
    Proving('{ cleared = "disputes" }', (lambda tx, id_: house.dispute(tx, id_, "the count"),),
            lambda tx, id_: house.withdraw_dispute(tx, id_)),
    Proving('{ follow-up = "mail" }', (plan("call"), plan("mail"), follow_up("1")), follow_up("2")),
    Proving('[{ follow-up = "mail" }, { follow-up = "call" }]', (plan("call"), plan("mail"), follow_up("1")), follow_up("2")),
    Proving('{ written = "letter" }', (written("brief"),), written("letter")),
    Proving('{ written = "any" }', (), written("review")),
    Proving('{ confirmed = "fix" }', (stage("fixed"),), lambda tx, id_: house.confirm_fix(tx, id_, "ben")),
    Proving('{ outcome = ["stronger", "advocate"] }', (lambda tx, id_: house.set_outcome(tx, id_, "kept"),),
            lambda tx, id_: house.set_outcome(tx, id_, "advocate")),
)  # fmt: skip
