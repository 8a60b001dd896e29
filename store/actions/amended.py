"""What a field of an entry may be corrected to: the checks that it was entered with, by the kind of the entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.actions.asking import choice, line, prose, time_behind, whole_number, yes_or_no
from store.bodies import BODIES, allowed_words
from store.errors import BadInput, Refused
from store.events import Body
from store.money import parse_money
from store.order import Fact
from store.replica.transaction import Transaction
from store.words import REFERENCES
from store.zones import Zone, from_iso, iso

_SHORT = {"by": "due_at", "due": "due_at", "next": "next_at"}
_TIMES = frozenset(("due_at", "from_at", "next_at", "until"))
_AHEAD = ("due_at", "from_at", "next_at")
"""Times that lie after the entry that names them."""
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


def check_ledger(tx: Transaction, entry: Fact, values: Mapping[str, Any]) -> None:
    """Raises Refused for another amount or kind of a line of the ledger that was approved, issued or settled: who decided it
    did not decide that."""
    changed = [name for name in ("amount", "kind") if name in values and values[name] != entry.body.get(name)]
    if entry.kind != "restitution_proposed" or not changed:
        return
    ledger = tx.cases.alone(entry.event.subject.partition(":")[2]).restitution
    line_ = next((line for line in ledger if line.key == entry.hash), None)
    if line_ is not None and line_.state != "proposed":
        hint = "decline it, and owe a new one" if line_.is_pending else "owe a new one"
        raise Refused(changed[0], f"it is {line_.state}: its {changed[0]} stays as it was decided", hint)


def check_times(tx: Transaction, at: int, body: Body, values: Mapping[str, Any], theirs: Zone) -> None:
    """Raises BadInput where an entry of the time `at`, corrected by `values`, would be due before it was made, or would be a
    window that ends before it begins. What a correction does not touch is not judged."""
    made_at = from_iso(str(values.get("happened_at") or "")) or at
    times = {key: from_iso(str({**body, **values}.get(key) or "")) for key in _AHEAD}
    for key, due_at in times.items():
        if due_at is None or due_at > made_at or not (key in values or "happened_at" in values):
            continue
        from store.when import understood

        if key in values:
            said = f"{understood(due_at, tx.now, tx.zone, theirs)}: that is before it was made"
            raise BadInput(key, said, f"name a time after {understood(made_at, tx.now, tx.zone, theirs)}")
        said = f"{understood(made_at, tx.now, tx.zone, theirs)}: it was due before that"
        raise BadInput("at", said, f"correct {key} with it")
    due_at, from_at = times["due_at"], times["from_at"]
    if due_at is not None and from_at is not None and from_at >= due_at and ("due_at" in values or "from_at" in values):
        key = "from_at" if "from_at" in values else "due_at"
        raise BadInput(key, "the window ends before it begins", "correct its beginning and its end together")


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
