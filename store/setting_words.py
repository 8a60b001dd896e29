"""Values of the policy that are words of a short list, and hours of the day."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from store.errors import BadInput
from store.text import quoted
from store.worktime import parse_slots


def is_off(text: str) -> bool:
    """Whether a value switches its setting off."""
    return text.strip().lower() in ("off", "none", "never", "-", "–")


def asked_at_closing(text: str) -> str:
    """What closing asks for. Raises BadInput."""
    word = " ".join(text.lower().split())
    if word not in ("letter and debrief", "letter", "mail", "nothing"):
        raise BadInput(
            "value", f"{quoted(text)} is nothing that closing can ask for", "letter and debrief, letter, mail or nothing"
        )
    return word


def daily_hours(text: str) -> tuple[tuple[int, int], ...]:
    """Hours of every day as minutes of the day; none when it is off. Raises BadInput."""
    return () if is_off(text) else parse_slots(text, "value")


def kind_of_time(text: str) -> str:
    """`elapsed` or `working`. Raises BadInput."""
    word = text.strip().lower()
    if word not in ("elapsed", "working"):
        raise BadInput("value", f"{quoted(text)} is no kind of time", "write elapsed or working")
    return word


def waited_for(text: str) -> tuple[str, ...]:
    """Whom a fix may wait for: supplier, customer, both or none. Raises BadInput."""
    found = () if is_off(text) else tuple(part.strip().lower() for part in text.split(","))
    if set(found) - {"supplier", "customer"}:
        raise BadInput("value", f"{quoted(text)} names others than supplier and customer", "write supplier, customer, both or none")
    return found
