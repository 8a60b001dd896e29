"""The promise register of one break: promised, moved (told or not), kept, broken, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from store.entries import Contact, Promise, Slip
from store.fold.base import Fold, labels
from store.fold.reading import line, number, text, when, word
from store.order import Fact
from store.words import CHANNELS, PROMISE_KINDS, SETTLEMENTS, SURENESS


class _Move:
    """One slip while it is folded."""

    def __init__(self, fact: Fact, from_at: int | None) -> None:
        self.fact = fact
        self.from_at = from_at
        self.told_at = fact.at if word(fact.body, "told", CHANNELS) else None


class Promises:
    """Folds promises into the fold of their break; a promise's date and result are fields that can be in conflict."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._facts: dict[str, Fact] = {}
        self._moves: dict[str, list[_Move]] = {}

    def promised(self, fact: Fact) -> None:
        self._facts[fact.hash] = fact
        self._fold.write("due_at", when(fact.body, "due_at"), fact, fact.hash)
        self._fold.write("result", "", fact, fact.hash)

    def settled(self, fact: Fact) -> None:
        if (key := self._find(fact)) is not None:
            self._fold.write("result", word(fact.body, "result", SETTLEMENTS), fact, key)

    def moved(self, fact: Fact) -> None:
        key = self._find(fact)
        if key is None:
            return
        self._moves.setdefault(key, []).append(_Move(fact, self._fold.registers.get("due_at", key)))
        self._fold.write("due_at", when(fact.body, "due_at"), fact, key)

    def told(self, fact: Fact) -> None:
        """The customer now knows every move that the teller had seen."""
        for move in self._moves.get(self._find(fact) or "", ()):
            if move.told_at is None and fact.saw(move.fact):
                move.told_at = fact.at

    def register(self, contacts: Sequence[Contact]) -> tuple[Promise, ...]:
        """All promises, in the order in which they were made. A promise of news is kept by the next real contact."""
        named = labels((key, number(fact.body, "n")) for key, fact in self._facts.items())
        found = tuple(self._promise(key, fact, named[key], contacts) for key, fact in self._facts.items())
        matter = [promise for promise in found if promise.is_open and promise.kind != "news"]
        if len(matter) < 2:
            return found
        apart = {one.key: tuple(two.n for two in matter if self._made_apart(one, two)) for one in matter}
        return tuple(promise._replace(apart=apart.get(promise.key, ())) for promise in found)

    def _made_apart(self, one: Promise, two: Promise) -> bool:
        """Whether two open promises are for one thing: of one number or one kind, neither made in knowledge of the other, and
        neither moved since by somebody who knew of both."""
        first, second = self._facts[one.key], self._facts[two.key]
        alike = one.kind == two.kind or number(first.body, "n") == number(second.body, "n")
        if one.key == two.key or not alike or first.saw(second) or second.saw(first):
            return False
        moves = (*self._moves.get(one.key, ()), *self._moves.get(two.key, ()))
        return not any(move.fact.saw(first) and move.fact.saw(second) for move in moves)

    def _find(self, fact: Fact) -> str | None:
        key = self._fold.target(fact, "promise")
        if key in self._facts:
            return key
        self._fold.missing(fact, "promise")
        return None

    def _promise(self, key: str, fact: Fact, n: str, contacts: Sequence[Contact]) -> Promise:
        body = fact.body
        moves = self._moves.get(key, [])
        told = [when(move.fact.body, "due_at") for move in moves if move.told_at is not None]
        last = self._fold.registers.register("result", key)
        result, settled_at, reason, settled = "", None, "", ("", "")
        if last is not None and last.value:
            result, settled_at, reason = str(last.value), last.last.fact.at, text(last.last.fact.body, "reason")
            settled = (last.last.fact.actor, last.last.fact.hash)
        kind = word(body, "kind", PROMISE_KINDS, "other")
        if not result and kind == "news":
            word_of_news = next((contact for contact in contacts if contact.reached and contact.at > fact.at), None)
            if word_of_news is not None:
                result, settled_at, settled = "kept", word_of_news.at, (word_of_news.actor, word_of_news.key)
        return Promise(
            n=n,
            key=key,
            kind=kind,
            what=line(body, "what"),
            sure=word(body, "sure", SURENESS, "firm"),
            made_at=fact.at,
            due_at=self._fold.registers.get("due_at", key),
            told_due_at=told[-1] if told else when(body, "due_at"),
            from_at=when(body, "from_at"),
            actor=fact.actor,
            result=result,
            settled_at=settled_at,
            reason=reason,
            slips=tuple(_slip(move) for move in moves),
            settled_by=settled[0],
            settled_key=settled[1],
        )


def _slip(move: _Move) -> Slip:
    body = move.fact.body
    return Slip(move.fact.at, move.from_at, when(body, "due_at"), text(body, "reason"), text(body, "say"), move.told_at)
