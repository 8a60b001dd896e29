"""The events of one customer → their card and people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from store.events import Event
from store.fold.base import Fold, Handler
from store.fold.reading import Converter, as_flag, as_line, as_money, as_text, line, text, when
from store.order import Fact
from store.state import Customer, Person
from store.text import name_key

PERSON_FIELDS = ("call_name", "role", "phone", "mail", "night", "deputy", "language")


class _CustomerFold(Fold):
    fields: Mapping[str, Converter] = {
        **dict.fromkeys("name zone hours cadence channel do_not_contact".split(), as_line),
        "holidays": as_text,
        "voice_only": as_flag,
        "value": as_money,
    }

    def __init__(self, events: Iterable[Event]) -> None:
        super().__init__(events)
        self._names: dict[str, str] = {}

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "customer_edited": self.write_set,
            "person_edited": self.person_edited,
            "person_removed": self.person_removed,
            "silence_agreed": self.silence_agreed,
        }

    def person_edited(self, fact: Fact) -> None:
        name = line(fact.body, "person")
        if not name:
            return
        entry = "person " + name_key(name)
        self._names.setdefault(entry, name)
        self.write("present", True, fact, entry)
        changes = fact.body.get("set")
        for field, value in changes.items() if isinstance(changes, dict) else ():
            if field in PERSON_FIELDS:
                self.write(field, as_line(value), fact, entry)

    def person_removed(self, fact: Fact) -> None:
        self.write("present", False, fact, "person " + name_key(line(fact.body, "person")))

    def silence_agreed(self, fact: Fact) -> None:
        until = when(fact.body, "until")
        self.write("silence", (until, text(fact.body, "why")) if until is not None else None, fact)

    def people(self) -> tuple[Person, ...]:
        found = []
        for entry, name in self._names.items():
            if self.registers.get("present", entry):
                fields: dict[str, Any] = {field: self.registers.get(field, entry) or "" for field in PERSON_FIELDS}
                found.append(Person(name, **fields))
        return tuple(found)


def fold_customer(key: str, events: Iterable[Event]) -> Customer:
    """The card of the customer `key`, given all events of that subject that are here. Never fails."""
    fold = _CustomerFold(events)
    fold.run()
    plain = {name: value for name in _CustomerFold.fields if (value := fold.registers.get(name)) is not None}
    silence = fold.registers.register("silence")
    until, why = (silence.value if silence is not None else None) or (None, "")
    return Customer(
        key=key,
        **plain,
        silence_until=until,
        silence_since=silence.last.fact.at if silence is not None and until is not None else None,
        silence_why=why,
        people=fold.people(),
        notes=tuple(fold.notes),
        joined_into=fold.joined_into,
        conflicts=tuple(conflict for conflict in fold.conflicts() if conflict.field != "present"),
        newer=fold.newer,
    )
