"""The events of the board itself → its name, its policy's settings, who is on duty, hand-overs under way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from store.events import Event
from store.fold.base import Fold, Handler
from store.fold.reading import as_flag, as_number, as_text, line, text
from store.order import Fact
from store.playbooks.model import MOST_BYTES
from store.state import Board, Handover
from store.text import clean, one_line


class _BoardFold(Fold):
    def __init__(self, events: Iterable[Event]) -> None:
        super().__init__(events)
        self._settings: set[str] = set()
        self._playbooks: set[str] = set()
        self._people: dict[str, str] = {}
        self._offers: dict[str, Handover] = {}

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "board_named": lambda fact: self.write("name", line(fact.body, "name"), fact),
            "policy_set": self.policy_set,
            "playbook_set": self.playbook_set,
            "duty_changed": self.duty_changed,
            "handover_offered": self.handover_offered,
            "handover_accepted": lambda fact: self._drop(self.target(fact, "offer")),
        }

    def policy_set(self, fact: Fact) -> None:
        changes = fact.body.get("set")
        for key, value in changes.items() if isinstance(changes, dict) else ():
            name = one_line(key)
            self._settings.add(name)
            self.write("policy " + name, as_text(value), fact)

    def playbook_set(self, fact: Fact) -> None:
        if name := line(fact.body, "name"):
            self._playbooks.add(name)
            toml = fact.body.get("text")
            self.write("playbook " + name, clean(toml, MOST_BYTES) if isinstance(toml, str) else "", fact)

    def duty_changed(self, fact: Fact) -> None:
        who = line(fact.body, "who")
        if not who:
            return
        self._people[who.casefold()] = who
        self.write("on", as_flag(fact.body.get("on")), fact, "duty " + who.casefold())

    def handover_offered(self, fact: Fact) -> None:
        said, count = text(fact.body, "said"), as_number(fact.body.get("count"))
        self._offers[fact.hash] = Handover(fact.hash, fact.actor, line(fact.body, "to"), said, fact.at, count)

    def _drop(self, key: str) -> None:
        self._offers.pop(key, None)

    def people(self, on: bool) -> tuple[str, ...]:
        return tuple(who for key, who in sorted(self._people.items()) if bool(self.registers.get("on", "duty " + key)) is on)


def fold_board(id_: str, events: Iterable[Event]) -> Board:
    """What the board is, given all events about it that are here. Never fails."""
    fold = _BoardFold(events)
    fold.run()
    settings = ((key, fold.registers.get("policy " + key)) for key in sorted(fold._settings))
    return Board(
        id=id_,
        name=fold.registers.get("name") or "",
        settings=tuple((key, value) for key, value in settings if value),
        playbooks=tuple((name, fold.registers.get("playbook " + name)) for name in sorted(fold._playbooks)),
        on_duty=fold.people(on=True),
        off_duty=fold.people(on=False),
        handovers=tuple(fold._offers.values()),
        notes=tuple(fold.notes),
        conflicts=tuple(conflict for conflict in fold.conflicts() if not conflict.entry.startswith("duty ")),
        newer=fold.newer,
    )
