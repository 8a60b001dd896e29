"""Measures written by hand: a plain break, and what is said otherwise."""

from __future__ import annotations

from typing import Any

from store.clock import HOUR
from store.measures.model import Measures

T0 = 1_795_341_600_000
"""Sunday, 22 November 2026, 10:00 UTC: when a plain break was opened."""
NOW = T0 + 100 * HOUR
PLAIN = Measures(
    id="A1", customer="Acme", customer_key="acme", severity=2, category="", cause="", owner="ana", failure="F1", found_by="us",
    stage="open", opened_at=T0, known_at=T0, told_at=None, first_out_at=None, first_in_at=None, owned_at=None, contained_at=None,
    fixed_at=None, made_right_at=None, closed_at=None, reopened_at=(), outcome="", value="", value_currency="", gaps=(),
    promises=(), amends=(), remedies=(), deadlines=(), followups=(), prevention=(), blockers=(), disputes=(), public=(),
)  # fmt: skip


def measures(id_: str = "A1", **said: Any) -> Measures:
    """A plain break, but for what is said."""
    return PLAIN._replace(id=id_, **said)


def hour(count: float) -> int:
    """The instant so many hours after the opening of a plain break."""
    return T0 + round(count * HOUR)
