"""Last-writer-wins fields that know what each writer had seen.

A field's value is the largest (hlc, replica, hash) among the writes that no other write of it had seen; so an edit that
knew of another beats it whatever the clocks say. More than one such write with different values is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from store.text import clean, one_line

if TYPE_CHECKING:
    from store.order import Fact

Key = tuple[str, str]
"""(hash of the entry or "" for the subject itself, field name)."""


class Write(NamedTuple):
    """One write of a field."""

    value: Any
    fact: Fact


class Conflict(NamedTuple):
    """A field that several people set without having seen each other's value."""

    entry: str
    """Hash of the entry whose field it is; empty for a field of the subject itself."""
    field: str
    values: tuple[Any, ...]
    actors: tuple[str, ...]


class Register:
    """One field. Writes must come in the linear order."""

    __slots__ = ("history", "writes")

    def __init__(self) -> None:
        self.writes: list[Write] = []
        """The writes that no other write had seen."""
        self.history: list[Write] = []
        """Every write, in order."""

    def write(self, value: Any, fact: Fact) -> None:
        """Adds a write, which replaces those that its author had seen."""
        new = Write(value, fact)
        self.history.append(new)
        self.writes = [*(write for write in self.writes if write.fact is not fact and not fact.saw(write.fact)), new]

    @property
    def agreed(self) -> Any:
        """The latest value that every writer in conflict had seen; None when there is none."""
        for write in reversed(self.history):
            if all(present is not write and present.fact.saw(write.fact) for present in self.writes):
                return write.value
        return None

    @property
    def last(self) -> Write:
        """The write that counts."""
        return max(self.writes, key=lambda write: write.fact.event.order)

    @property
    def since(self) -> Fact:
        """Since when the value has held: writing it again changes nothing."""
        found = self.last
        for write in reversed(self.history[: self.history.index(found)]):
            if write.value != found.value:
                break
            found = write
        return found.fact

    @property
    def value(self) -> Any:
        return self.last.value

    @property
    def in_conflict(self) -> bool:
        first = self.writes[0].value
        return any(write.value != first for write in self.writes[1:])


class Registers:
    """The fields of one subject and of its entries."""

    def __init__(self) -> None:
        self._fields: dict[Key, Register] = {}

    def write(self, key: Key, value: Any, fact: Fact) -> None:
        """Writes a field; writes must come in the linear order."""
        register = self._fields.get(key)
        if register is None:
            register = self._fields[key] = Register()
        register.write(value, fact)

    def __contains__(self, key: Key) -> bool:
        return key in self._fields

    def items(self) -> Iterator[tuple[Key, Register]]:
        """Every field with its register."""
        return iter(self._fields.items())

    def get(self, field: str, entry: str = "") -> Any:
        """The value of a field, None when nobody wrote it."""
        register = self._fields.get((entry, field))
        return None if register is None else register.value

    def register(self, field: str, entry: str = "") -> Register | None:
        """The register of a field, None when nobody wrote it."""
        return self._fields.get((entry, field))

    def conflicts(self) -> tuple[Conflict, ...]:
        """The fields whose value is in dispute, in order of their names."""
        return tuple(
            Conflict(
                one_line(entry),
                one_line(field),
                tuple(clean(write.value) if isinstance(write.value, str) else write.value for write in register.writes),
                tuple(write.fact.actor for write in register.writes),
            )
            for (entry, field), register in sorted(self._fields.items())
            if register.in_conflict
        )
