"""What a field of an entry may be corrected to: the checks that it was entered with, by the kind of the entry."""

from __future__ import annotations

from typing import Any

from store.actions.asking import choice, line, prose, time_behind, whole_number, yes_or_no
from store.bodies import BODIES, allowed_words
from store.errors import BadInput
from store.money import parse_money
from store.replica.transaction import Transaction
from store.words import REFERENCES
from store.zones import Zone, iso

_SHORT = {"by": "due_at", "due": "due_at", "next": "next_at"}
_TIMES = frozenset(("due_at", "from_at", "next_at", "until"))
_MONEY = frozenset(("amount", "cost", "value"))
_PROSE = frozenset(("said", "text", "reason", "say", "why"))
_LONG_WHAT = frozenset(("remedy_proposed", "blocker_raised", "prevention_planned", "disputed"))
FIXED = frozenset(("n", "set", "into", "overrides", *REFERENCES))
"""Fields that tie an entry to others: no correction reaches them."""


def amended_value(tx: Transaction, kind: str, typed: str, text: str, theirs: Zone) -> tuple[str, Any]:
    """The field of a kind of entry that is meant, and its value; None clears an optional one. Raises BadInput."""
    key = typed.strip().lower().replace("-", "_")
    if key in ("at", "happened_at"):
        return "happened_at", iso(time_behind(tx, text, "at", theirs))
    shape = BODIES[kind][0]
    allowed = [name for name in shape.__annotations__ if name not in FIXED]
    key = key if key in allowed else _SHORT.get(key, key)
    if key not in allowed:
        raise BadInput("field", f"a {kind.replace('_', ' ')} entry has no field {key}", "it has: " + ", ".join(("at", *allowed)))
    if kind in ("opened", "failure_opened"):
        from store.actions.fields import field_named

        field = field_named(key)
        return key, field.parse(tx, text, theirs) if _is_there(text, key, field.required) else None
    required = key in shape.__required_keys__
    return key, _value(tx, kind, key, text, theirs) if _is_there(text, key, required) else None


def _is_there(text: str, key: str, required: bool) -> bool:
    if required and not text.strip():
        raise BadInput(key, f"{key.replace('_', ' ')} can't be empty", "give it a value")
    return bool(text.strip())


def _value(tx: Transaction, kind: str, key: str, text: str, theirs: Zone) -> Any:
    if key in _TIMES:
        from store.when import parse_when

        return iso(parse_when(text, tx.now, tx.zone, theirs=theirs, field=key))
    if key in _MONEY:
        return parse_money(text, key, tx.cases.policy().currency).to_json()
    if key in ("count", "corrected"):
        return whole_number(text, key)
    if key in ("done", "conflict") or (kind, key) == ("duty_changed", "on"):
        return yes_or_no(text, key)
    if words := allowed_words(kind, key):
        return choice(text, words, key)
    return prose(text, key) if key in _PROSE or (key == "what" and kind in _LONG_WHAT) else line(text, key)
