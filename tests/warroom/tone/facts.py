"""One break as its customer may read of it, for comparing texts with."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal

from store.facing import Facing, FacingAmends, FacingChange, FacingContact, FacingPromise, Sent
from store.money import Money
from store.zones import find_zone, instant
from warroom.tone.against import Against

LONDON = find_zone("Europe/London")


def at(day: int, hour: int, minute: int = 0) -> int:
    """An instant of March 2026, on the clocks of London (which are at UTC until the 29th)."""
    from datetime import datetime

    return instant(datetime(2026, 3, day, hour, minute), LONDON)


ACME = Facing(
    customer="Acme Freight",
    person="Mary Osei",
    first_name="Mary",
    role="head of logistics",
    mail="mary@acme.example",
    language="",
    zone="Europe/London",
    what="Label API down",
    fault="ours",
    stage="fixed",
    found_by="us",
    known_at=at(3, 13, 4),
    told_at=at(3, 13, 13),
    owned_at=at(3, 13, 13),
    contained_at=at(3, 13, 46),
    fixed_at=at(3, 15, 12),
    closed_at=None,
    reopened=0,
    trouble="Three depots stood still and two lorries left empty.",
    affected=312,
    corrected=300,
    explanation="We let a certificate run out at 12:58; 41 depots could print nothing.",
    promises=(
        FacingPromise(
            "1", "fix", "the label API works", "firm", at(3, 13, 13), at(3, 14, 45), at(3, 15, 30), None, "kept", at(3, 15, 12)
        ),
        FacingPromise(
            "2", "other", "a report", "firm", at(3, 15, 20), at(6, 17, 0), at(6, 17, 0), None, "open", None
        ),
    ),
    amends=(FacingAmends("1", "credit", Money(Decimal("300.00"), "USD"), "approved", at(9, 12), None),),
    gifts=(FacingAmends("2", "gift-card", Money(Decimal("75.00"), "USD"), "approved", None, None),),
    changes=(FacingChange("1", "a second alarm for certificates", "", at(20, 12), None),),
    contacts=(FacingContact(at(3, 13, 13), "call", "out", "apology", True, "Mary"),),
)  # fmt: skip


def against(facing: Facing = ACME, **changed: object) -> Against:
    """The comparison for it, as it is on the 4th in the morning."""
    made = Against(facing, at(4, 9), UTC, ("Ana Sousa",), ("ben", "cem"), (Money(Decimal("420000.00"), "EUR"),))
    return made._replace(**changed)  # type: ignore[arg-type]


SENT = Sent("letter", at(4, 8), "We are sorry that you could print no labels.")
