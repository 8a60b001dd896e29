"""More breaks for a demo board of any size: made by chance, the same for the same size."""

from __future__ import annotations

import random

from store.clock import MINUTE, ManualClock
from store.replica import Replica
from store.replica.transaction import Transaction
from store.zones import iso

_FIRST = "Alder Basalt Cedar Delta Ember Falcon Garnet Hazel Indigo Jasper Kestrel Linden Maple Nimbus Onyx Pine Quartz".split()
_SECOND = "Airlines Bakery Clinics Dairy Energy Freight Grocers Hotels Insurance Logistics Media Motors Optics Press".split()
_WHAT = (
    "Invoices wrong", "Deliveries late", "Login fails", "Data export empty", "Wrong items shipped", "Calls dropped",
    "Payments declined", "Reports delayed", "Label printing slow", "Sensor data missing",
)  # fmt: skip
_OWNERS = ("ana", "ben", "cem", "dana", "eli", "")
BATCH = 100
"""Breaks written in one transaction."""


def more_breaks(replica: Replica, clock: ManualClock, now: int, count: int) -> None:
    """Adds `count` open breaks with contacts, promises and amends, over the last six hours."""
    chance = random.Random(count)
    for start in range(0, count, BATCH):
        clock.at = now - 400 * MINUTE
        replica.act(lambda tx, size=min(BATCH, count - start): _some(tx, chance, now, size), "ana", fold=False)  # type: ignore[misc]
    clock.at = now


def _some(tx: Transaction, chance: random.Random, now: int, count: int) -> None:
    for _ in range(count):
        customer = f"{chance.choice(_FIRST)} {chance.choice(_SECOND)} {chance.randint(2, 999)}"
        what = f"{chance.choice(_WHAT)} in region {chance.randint(1, 30)}"
        opened_at = now - chance.randint(5, 360) * MINUTE - chance.randint(0, 59_999)
        failure = tx.create("failure", "failure_opened", {"what": what}, at=opened_at)
        body = {
            "customer": customer,
            "what": what,
            "failure": failure,
            "severity": chance.choice((1, 2, 2, 3, 3, 3, 4)),
            "found_by": "us",
        }
        if owner := chance.choice(_OWNERS):
            body["owner"] = owner
        subject = f"break:{tx.create('break', 'opened', body, at=opened_at)}"
        spoke_at = chance.randint(opened_at, now)
        if chance.random() < 0.92:
            tx.add(subject, "contacted", {"channel": "call", "direction": "out", "result": "spoke", "kind": "apology"}, at=spoke_at)
        if chance.random() < 0.8:
            due_at = now + chance.randint(-60, 400) * MINUTE
            tx.add(
                subject,
                "promised",
                {"n": 1, "kind": "fix", "what": "put it right", "sure": "firm", "due_at": iso(due_at)},
                at=spoke_at,
            )
        if chance.random() < 0.15:
            amount = {"amount": f"{chance.randint(20, 900)}.00", "currency": chance.choice(("EUR", "EUR", "USD"))}
            tx.add(subject, "restitution_proposed", {"n": 1, "kind": "credit", "amount": amount}, at=spoke_at)
