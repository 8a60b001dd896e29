"""Breaks to test with: one to which everything has happened, one to which nothing has, and hostile ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from store.actions import amends, board, contacts, customers, dates, fields, house, opening, promises, stages
from store.clock import HOUR, MINUTE, ManualClock
from store.replica import Replica
from store.replica.transaction import Transaction
from warroom.forms import Subject

NOW = 1_772_717_527_000
"""5 March 2026, 14:32:07 in Berlin; a Thursday."""
ZONE = ZoneInfo("Europe/Berlin")
BOARD = "testboard"
ME = "ana"

HOSTILE = (
    "[/foo] [bold red]x[/] [@click=app.quit]q[/]",
    "\x1b]0;pwned\x07\x1b[2J\x9b31m\u202edlrow\u2066",
    "line one\nline two\r\nline three\ttab\u2028four",
    "👩‍👩‍👧‍👦 ｗｉｄｅ 漢字 ❤️ e\u0301" * 6,
    "$text-error {braces} %s %(x)s \\ '\" `tick`",
    "A" * 480,
)

Write = Callable[[Transaction], Any]


def act(replica: Replica, write: Write, actor: str = ME) -> Any:
    """Runs an action."""
    return replica.act(write, actor)


def opened(replica: Replica, customer: str, what: str, actor: str = ME, **details: Any) -> str:
    """Opens a break. Its id."""
    ids: tuple[str, ...] = act(replica, lambda tx: opening.open_breaks(tx, [customer], what, **details), actor).ids
    return ids[0]


def plain_break(replica: Replica) -> str:
    """A break to which nothing has happened yet."""
    return opened(replica, "Harbor Foods", "Orders stuck")


def rich_break(replica: Replica, clock: ManualClock, customer: str = "Acme Freight", what: str = "Label API down") -> str:
    """A break with one or more of everything that can happen to a break and its failure."""
    clock.at = NOW - 2 * HOUR
    id_ = opened(replica, customer, what, severity=1, owner=ME, contact_name="Mary Osei", fault="ours", cause="label queue")

    def after(minutes: int, write: Write, actor: str = ME) -> None:
        clock.advance(minutes * MINUTE)
        act(replica, write, actor)

    people = {"phone": "+44 20 7946 0018", "role": "head of logistics"}
    card = {"zone": "Europe/London", "hours": "8-18"}
    after(0, lambda tx: customers.edit_customer(tx, customer, card=card, person="Mary Osei", about_person=people))
    after(5, lambda tx: contacts.log_contact(tx, [id_], "call", kind="apology", said="Third time this month."))
    after(1, lambda tx: stages.set_stage(tx, id_, "owned"))
    after(1, lambda tx: promises.make_promise(tx, [id_], "labels by hand", kind="workaround", by="in 1h"))
    after(1, lambda tx: promises.make_promise(tx, [id_], "full fix of the label API", by="in 3h"))
    after(1, lambda tx: promises.settle_promise(tx, id_, "1", "kept"))
    after(1, lambda tx: stages.set_stage(tx, id_, "contained", "manual labels"))
    after(1, lambda tx: dates.set_deadline(tx, id_, "supplier", "a new certificate", "in 2h", "Certway"))
    after(1, lambda tx: dates.set_deadline(tx, id_, "contract", "service credit report", "tomorrow 9"))
    after(1, lambda tx: amends.propose_remedy(tx, id_, "a second label path"))
    after(1, lambda tx: amends.owe(tx, id_, "credit", "1200 EUR", why="waiting hours"))
    after(1, lambda tx: amends.owe(tx, id_, "refund", "80 EUR"))
    after(1, lambda tx: house.raise_blocker(tx, id_, "change freeze", "Dana"))
    after(1, lambda tx: house.dispute(tx, id_, "claims desk doubts the count"))
    after(1, lambda tx: house.mark_public(tx, id_, "a forum", "https://forum.example/1"))
    after(1, lambda tx: house.explain(tx, id_, "A certificate ran out."))
    after(1, lambda tx: dates.plan_prevention(tx, id_, "renew by robot", "ben", "in 2w"))
    after(1, lambda tx: dates.plan_followup(tx, id_, "call", "in 5d"))
    after(1, lambda tx: amends.count_affected(tx, id_, "65000", "41200"))
    after(1, lambda tx: house.note(tx, id_, "seen"))
    after(1, lambda tx: promises.move_promise(tx, id_, "2", "in 90m", "supplier late", say="a part comes later"))
    after(1, lambda tx: fields.set_fields(tx, id_, {"owner": "ben", "must_tell": "her COO", "must_tell_by": "in 3h"}))
    after(1, lambda tx: board.set_duty(tx, True, "ben"))
    after(1, lambda tx: board.offer_handover(tx, ME, "mind Acme"), "cem")
    clock.at = NOW
    return id_


def hostile_break(replica: Replica, clock: ManualClock, text: str) -> str:
    """A break that has a hostile text wherever there is room for one."""
    clock.at = NOW - HOUR
    id_ = opened(
        replica, f"Evil {text}"[:490], text[:490], owner=text[:70], contact_name=text, cause=text, category=text, fault="ours"
    )
    name = replica.cases().brk(id_).customer

    def after(write: Write) -> None:
        clock.advance(MINUTE)
        act(replica, write, text[:70])

    about = dict.fromkeys(("role", "phone", "deputy", "mail", "language"), text)
    after(lambda tx: customers.edit_customer(tx, name, card={"do_not_contact": text}, person=text, about_person=about))
    after(lambda tx: contacts.log_contact(tx, [id_], "call", with_=text, said=text))
    after(lambda tx: promises.make_promise(tx, [id_], text, by="in 3h"))
    after(lambda tx: promises.move_promise(tx, id_, "1", "in 4h", text, say=text))
    after(lambda tx: dates.set_deadline(tx, id_, "supplier", text, "in 2h", text))
    after(lambda tx: amends.propose_remedy(tx, id_, text, effort=text))
    after(lambda tx: amends.owe(tx, id_, "credit", "1200 EUR", why=text))
    after(lambda tx: house.raise_blocker(tx, id_, text, text))
    after(lambda tx: house.dispute(tx, id_, text))
    after(lambda tx: house.mark_public(tx, id_, text, text))
    after(lambda tx: house.explain(tx, id_, text))
    after(lambda tx: dates.plan_prevention(tx, id_, text, text))
    after(lambda tx: dates.plan_followup(tx, id_, "call", "in 5d"))
    after(lambda tx: house.note(tx, id_, text))
    after(lambda tx: fields.set_fields(tx, id_, dict.fromkeys(("trouble", "expectation", "must_tell", "exposure", "fixer"), text)))
    after(lambda tx: board.set_duty(tx, True, text[:60]))
    after(lambda tx: board.offer_handover(tx, ME, text))
    clock.at = NOW
    return id_


def about(replica: Replica, id_: str, actor: str = ME) -> Subject:
    """The subject of a form about a break, as a screen makes it."""
    cases = replica.cases()
    case = cases.case(id_)
    events = (*cases.events(f"break:{id_}"), *cases.events(f"failure:{case.failure.id}"))
    return Subject(case, (id_,), (case.row.customer,), (id_[:4],), "", replica.clock.now(), ZONE, actor, cases.board(), events)
