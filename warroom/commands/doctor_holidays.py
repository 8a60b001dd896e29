"""What `warroom doctor` says of holidays: which are written down, and whose run out."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

from store.holiday_dates import known_until, run_out, without_dates
from store.policy import in_force
from store.replica import Replica
from store.zones import wall

WARN_BEFORE = timedelta(days=120)
"""So long before the last holiday that is written down they are to be set anew."""


def look_at_holidays(replica: Replica, now: int, problems: list[str]) -> dict[str, Any]:
    """Our holidays as they are set. Each country whose dates run out is a problem, ours or of a customer with an open break."""
    cases = replica.cases()
    ours = in_force(cases.board().settings)["holidays"]
    until = f"{wall(now, UTC) + WARN_BEFORE:%Y-%m-%d}"
    if run_out(ours, until):
        problems.append(f"our holidays run out{known_until(ours)}: warroom policy holidays={_quoted(ours)} renews them")
    open_ones = replica.db.execute("SELECT DISTINCT customer_key FROM break_rows WHERE view = 'open' ORDER BY customer_key")
    for (key,) in open_ones.fetchall():
        customer = cases.customer(key)
        if run_out(customer.holidays, until):
            command = f"warroom customer {_quoted(customer.name or key)} --holidays {_quoted(customer.holidays)}"
            problems.append(
                f"the holidays of {customer.name or key} run out{known_until(customer.holidays)}: {command} renews them"
            )
    return {"ours": without_dates(ours) + known_until(ours)}


def _quoted(text: str) -> str:
    shown = without_dates(text)
    return f'"{shown}"' if " " in shown else shown
