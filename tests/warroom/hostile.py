"""A break whose every text would break a screen that believed it: markup, escape codes, overrides, too much, wide, right to left.

The texts are written past the actions, as another program's events would come in.
"""

from __future__ import annotations

import re
from typing import Any

from store.clock import HOUR
from store.replica.transaction import Transaction
from store.text import name_key
from store.zones import iso
from tests.warroom.desk import NOW, Desk

TEXTS = (
    "[/foo] [b] [@click=app.bell]x[/] a[/ [int]",
    "\x1b]52;c;aGk=\x07\x1b[2J\x1b[31mred \x9b31m \x85 \x00 \x7f",
    "‮evil‬ ⁦isolate⁩ ‏ ‎ \u2028 \u2029 ﻿ \U000e0041",
    "👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301\u0301\u0301 漢字かな交じり文 한국어 🇩🇪",
    "שלום עולם مرحبا بالعالم",
    "long " * 20_000,
    "x" * 100_000,
    "line one\nline two\r\n\tline three",
)
HOSTILE = " ".join(text[:60] for text in TEXTS)
FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
"""What must never reach a terminal from stored text."""


def hostile_break(desk: Desk, text: str = HOSTILE) -> str:
    """Opens a break with `text` in every field of every kind of entry. Its full id."""
    whole, name = text, text[:300]
    text = text[:20_000]  # several of them in one entry stay below the largest that a body may be

    def write(tx: Transaction) -> str:
        tx.actor = text[:80]
        failure = tx.create("failure", "failure_opened", {"what": whole, "category": text, "cause": text})
        opened = {"customer": name, "what": text, "failure": failure, "severity": 1, "owner": text, "contact_name": text}
        brk = tx.create("break", "opened", opened)
        on, shared, card = f"break:{brk}", f"failure:{failure}", f"customer:{name_key(name)}"
        due, late = iso(NOW + HOUR), iso(NOW - HOUR)

        def add(kind: str, body: dict[str, Any], subject: str = on) -> str:
            return tx.add(subject, kind, body).hash

        fields = dict.fromkeys("fixer trouble expectation must_tell exposure cadence playbook".split(), text)
        add("edited", {"set": {**fields, "must_tell_by": due, "waiting_on": "supplier", text[:40]: text}})
        add("customer_edited", {"set": dict.fromkeys("zone hours cadence channel do_not_contact name".split(), text)}, card)
        about = dict.fromkeys("call_name role phone mail night deputy language".split(), text)
        add("person_edited", {"person": text, "set": about}, card)
        add("silence_agreed", {"until": due, "why": text}, card)
        add("noted", {"text": text}, card)
        for result, direction in (("spoke", "out"), ("attempt", "out"), ("wrote", "in")):
            add(
                "contacted",
                {"channel": "call", "direction": direction, "result": result, "with": text, "said": text, "mood": "furious"},
            )
        first = add("promised", {"n": 1, "kind": "fix", "what": text, "sure": "firm", "due_at": late})
        add("promise_moved", {"promise": first, "due_at": due, "reason": text, "say": text})
        ended = add("promised", {"n": 2, "kind": "other", "what": text, "sure": "none"})
        add("promise_settled", {"promise": ended, "result": "broken", "reason": text})
        remedy = add("remedy_proposed", {"n": 1, "what": text, "effort": text, "cost": {"amount": "5.00", "currency": "EUR"}})
        add("remedy_answered", {"remedy": remedy, "answer": "below", "said": text})
        for n, kind in ((1, "credit"), (2, "correction")):
            amount = {"amount": "900.00", "currency": "EUR"}
            add("restitution_proposed", {"n": n, "kind": kind, "amount": amount, "why": text, "due_at": due})
        add("restitution_moved", {"restitution": add_owed(tx, on, text), "state": "approved", "by": text})
        add("blocker_nudged", {"blocker": add("blocker_raised", {"n": 1, "what": text, "who": text}), "said": text})
        add("deadline_set", {"n": 1, "of": "supplier", "who": text, "what": text, "due_at": iso(NOW + 2 * HOUR)}, shared)
        add("followup_planned", {"n": 1, "channel": "mail", "due_at": late})
        add("prevention_planned", {"n": 1, "what": text, "owner": text, "due_at": due}, shared)
        add("public_marked", {"n": 1, "where": text, "link": text})
        add("disputed", {"what": text})
        for kind in ("explained", "lesson_learned", "noted"):
            add(kind, {"text": text}, shared)
        add("debriefed", {"who": text, "said": text}, shared)
        add("written", {"summary": text, "to": text, "text": text})
        note = add("noted", {"text": whole})
        add("amended", {"event": note, "set": {"text": text + " again"}})
        add("retracted", {"event": add("noted", {"text": text}), "reason": text})
        add("waiting_set", {"on": "supplier"})
        add("owner_offered", {"to": text})
        add("affected_counted", {"count": 10, "corrected": 3})
        add("from_the_future", {"what": text})
        return brk

    return desk.do(write, 30)


def add_owed(tx: Transaction, subject: str, text: str) -> str:
    """A further line of the ledger. Its key."""
    amount = {"amount": "10.00", "currency": text[:10]}
    return tx.add(subject, "restitution_proposed", {"n": 3, "kind": "other", "amount": amount, "why": text}).hash


def conflicting(desk: Desk, other: Desk, id_: str, text: str = HOSTILE) -> None:
    """Lets two people set one field at once, each to another hostile value."""
    desk.meets(other)
    desk.do(lambda tx: tx.add(f"break:{id_}", "edited", {"set": {"fixer": text}}))
    other.do(lambda tx: tx.add(f"break:{id_}", "edited", {"set": {"fixer": f"other {text}"}}))
    desk.meets(other)
