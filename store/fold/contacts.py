"""Contacts with the customer, and calls that somebody has begun."""

from __future__ import annotations

from store.entries import Contact
from store.fold.reading import as_flag, line, text, when, word
from store.order import Fact
from store.words import CHANNELS, CONTACT_KINDS, DIRECTIONS, MOODS, RESULTS, SPOKEN


class Contacts:
    """The contact log of one break."""

    def __init__(self) -> None:
        self._facts: list[Fact] = []
        self._calls: dict[str, Fact] = {}

    def contacted(self, fact: Fact) -> None:
        """Takes a contact; it ends the calls that its author had begun."""
        self._facts.append(fact)
        self._calls = {key: call for key, call in self._calls.items() if call.actor != fact.actor}

    def call_begun(self, fact: Fact) -> None:
        """Somebody is on the telephone with the customer, or about to be."""
        self._calls[fact.hash] = fact

    def end_call(self, key: str) -> None:
        """A call that was begun and led to nothing."""
        self._calls.pop(key, None)

    def calling(self) -> tuple[str, int | None]:
        """Who is calling the customer and since when; empty when nobody is."""
        for call in sorted(self._calls.values(), key=lambda fact: fact.at):
            return call.actor, call.at
        return "", None

    def log(self) -> tuple[Contact, ...]:
        """The contacts by the time at which they happened."""
        facts = sorted(self._facts, key=lambda fact: (fact.at, fact.event.order))
        return tuple(_contact(n, fact) for n, fact in enumerate(facts, 1))


def _contact(n: int, fact: Fact) -> Contact:
    body = fact.body
    channel = word(body, "channel", CHANNELS, "call")
    return Contact(
        n=n,
        key=fact.hash,
        at=fact.at,
        channel=channel,
        direction=word(body, "direction", DIRECTIONS, "out"),
        result=word(body, "result", RESULTS, "spoke" if channel in SPOKEN else "wrote"),
        kind=word(body, "kind", CONTACT_KINDS),
        with_=line(body, "with"),
        said=text(body, "said"),
        mood=word(body, "mood", MOODS),
        next_at=when(body, "next_at"),
        actor=fact.actor,
        conflict=as_flag(body.get("conflict")),
    )
