"""The advisor's answers in words."""

from __future__ import annotations

from store.spans import length
from store.text import one_line
from store.when import day_and_time
from store.zones import Zone
from warroom.advisor.advice import Advice, Basis

_SCOPE_ALL = "all failures"


def scope_text(basis: Basis) -> str:
    """What an answer rests on: `severity 2, category printing`; and what had to be left out of it."""
    said = ", ".join(f"{name} {one_line(value, 40)}" for name, value in basis.scope) or _SCOPE_ALL
    return f"{said} (too few of its {' and its '.join(basis.widened)})" if basis.widened else said


def chance_text(chance: float) -> str:
    """`55 of 100`; never none and never all, which no history shows."""
    return f"{min(99, max(1, round(100 * chance)))} of 100"


def history_text(advice: Advice, due_at: int | None, wanted: int, zone: Zone) -> str:
    """What the promise form says while a time is typed. `wanted`: the chance (in 100) that a promise should have."""
    basis, now = advice.basis, advice.now
    half, most, sure = advice.sure_at(0.5), advice.sure_at(0.8), advice.sure_at(min(wanted, 99) / 100)
    if advice.is_empty:
        return f"history {basis.sample} like it: too few to tell"
    parts = [f"history {basis.sample} like it, still open at this age ({scope_text(basis)})"]
    found = [f"half within {length(half - now)} more"] if half is not None else []
    found += [f"80 % within {length(most - now)}"] if most is not None else []
    parts.append(", ".join(found) or "it does not reach far enough for more")
    said = ": ".join(parts)
    if due_at is not None and due_at > now and (chance := advice.chance(due_at)) is not None:
        said += f" → this holds in {chance_text(chance)}"
        if 100 * chance < wanted:
            said += " ⚠"
    return said + (f". {wanted} % sure: {day_and_time(sure, now, zone)}" if sure is not None else "")


def warning_text(advice: Advice, due_at: int, wanted: int, zone: Zone) -> str:
    """What is said of a promise that will probably not hold; empty when it is as likely to hold as the team wants."""
    chance = advice.chance(due_at)
    if chance is None or due_at <= advice.now or 100 * chance >= wanted:
        return ""
    sure = advice.sure_at(min(wanted, 99) / 100)
    better = f"; {wanted} % sure: {day_and_time(sure, advice.now, zone)}" if sure is not None else ""
    return f"our history says that this holds in {chance_text(chance)} ({advice.basis.sample} like it){better}"
