"""Deadlines that are not ours: a supplier's, the customer's own, a contract's, the law's."""

from __future__ import annotations

from store.entries import Deadline
from store.fold.base import Fold, labels
from store.fold.reading import line, number, when, word
from store.order import Fact
from store.words import DEADLINES_OF


class Deadlines:
    """Folds the deadlines of one break or failure."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._facts: dict[str, Fact] = {}
        self._slips: dict[str, int] = {}
        self._chased: dict[str, list[int]] = {}

    def set(self, fact: Fact) -> None:
        self._facts[fact.hash] = fact
        self._fold.write("due_at", when(fact.body, "due_at"), fact, fact.hash)
        self._fold.write("state", "open", fact, fact.hash)

    def met(self, fact: Fact) -> None:
        if (key := self._find(fact)) is not None:
            self._fold.write("state", "met", fact, key)

    def slipped(self, fact: Fact) -> None:
        """It passed; with a new date it is open again, without one it stays slipped."""
        key = self._find(fact)
        if key is None:
            return
        self._slips[key] = self._slips.get(key, 0) + 1
        due_at = when(fact.body, "due_at")
        if due_at is not None:
            self._fold.write("due_at", due_at, fact, key)
        self._fold.write("state", "slipped" if due_at is None else "open", fact, key)

    def chased(self, fact: Fact) -> None:
        if (key := self._find(fact)) is not None:
            self._chased.setdefault(key, []).append(fact.at)

    def _find(self, fact: Fact) -> str | None:
        key = self._fold.target(fact, "deadline")
        if key in self._facts:
            return key
        self._fold.missing(fact, "deadline")
        return None

    def all(self) -> tuple[Deadline, ...]:
        """All deadlines, in the order in which they were entered."""
        named = labels((key, number(fact.body, "n")) for key, fact in self._facts.items())
        return tuple(
            Deadline(
                n=named[key],
                key=key,
                of=word(fact.body, "of", DEADLINES_OF, "supplier"),
                who=line(fact.body, "who"),
                what=line(fact.body, "what"),
                due_at=self._fold.registers.get("due_at", key) or fact.at,
                state=str(self._fold.registers.get("state", key)),
                slips=self._slips.get(key, 0),
                set_at=fact.at,
                chased=len(self._chased.get(key, ())),
                dated_at=self._dated_at(key, fact),
                chased_at=max(self._chased.get(key, ()), default=None),
            )
            for key, fact in self._facts.items()
        )

    def _dated_at(self, key: str, made: Fact) -> int:
        """When the date as it stands was set."""
        register = self._fold.registers.register("due_at", key)
        return register.since.at if register is not None else made.at
