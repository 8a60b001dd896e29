"""Plays the story of the demo board (`story.toml`): who did what, how long ago."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any, NamedTuple

from store.actions import amends, board, contacts, customers, dates, fields, house, opening, promises, stages
from store.replica.transaction import Transaction
from store.spans import parse_length

Action = Callable[[Transaction], Any]


class Scene(NamedTuple):
    """Something that somebody did, so many milliseconds ago."""

    ago: int
    who: str
    what: str
    """Name of the method of `Cast` that plays it."""
    about: str = ""
    """The customer that it is about, by the name used in this story."""
    arguments: dict[str, Any] = {}  # noqa: RUF012 (never written to)


def read_story() -> list[Scene]:
    """The scenes of `story.toml`, the oldest first."""
    text = resources.files(__package__).joinpath("story.toml").read_text("utf-8")
    scenes = [
        Scene(parse_length(ago), who, what, about, arguments) for ago, who, what, about, arguments in tomllib.loads(text)["scenes"]
    ]
    return sorted(scenes, key=lambda scene: -scene.ago)


class Cast:
    """Plays scenes as actions, and remembers which break is whose."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}

    def play(self, scene: Scene) -> Iterator[Action]:
        """The actions of a scene."""
        yield from getattr(self, scene.what)(scene.about, **scene.arguments)

    def card(self, name: str, person: str, phone: str, **details: Any) -> Iterator[Action]:
        about: dict[str, str] = {
            key: details.pop(key) for key in ("role", "mail", "call_name", "night", "deputy") if key in details
        }
        yield lambda tx: customers.edit_customer(tx, name, card=details, person=person, about_person={"phone": phone, **about})

    def open(self, names: str, what: str, **details: Any) -> Iterator[Action]:
        def act(tx: Transaction) -> None:
            if "failure" in details:
                details["failure"] = self.ids[details["failure"]]
            opened = opening.open_breaks(tx, names.split("; "), what, **details)
            self.ids.update(zip(opened.customers, opened.ids, strict=True))

        yield act

    def contact(self, name: str, channel: str, **details: Any) -> Iterator[Action]:
        yield lambda tx: contacts.log_contact(tx, [self.ids[one] for one in name.split("; ")], channel, **_named(details))

    def promise(self, name: str, what: str, **details: Any) -> Iterator[Action]:
        yield lambda tx: promises.make_promise(tx, [self.ids[one] for one in name.split("; ")], what, **_named(details))

    def settle(self, name: str, n: str, result: str, **details: Any) -> Iterator[Action]:
        yield lambda tx: promises.settle_promise(tx, self.ids[name], n, result, **details)

    def move(self, name: str, n: str, by: str, reason: str, **details: Any) -> Iterator[Action]:
        yield lambda tx: promises.move_promise(tx, self.ids[name], n, by, reason, **details)

    def stage(self, name: str, stage: str) -> Iterator[Action]:
        yield lambda tx: stages.set_stage(tx, self.ids[name], stage)

    def owe(self, name: str, kind: str, amount: str, **details: Any) -> Iterator[Action]:
        yield lambda tx: amends.owe(tx, self.ids[name], kind, amount, **details)

    def money(self, name: str, n: str, state: str, by: str = "") -> Iterator[Action]:
        yield lambda tx: amends.move_restitution(tx, self.ids[name], n, state, by)

    def remedy(self, name: str, what: str, **details: Any) -> Iterator[Action]:
        yield lambda tx: amends.propose_remedy(tx, self.ids[name], what, **details)

    def answer(self, name: str, n: str, answer: str, said: str = "") -> Iterator[Action]:
        yield lambda tx: amends.answer_remedy(tx, self.ids[name], n, answer, said)

    def deadline(self, name: str, of: str, what: str, by: str, who: str) -> Iterator[Action]:
        yield lambda tx: dates.set_deadline(tx, self.ids[name], of, what, by, who)

    def followup(self, name: str, channel: str, due: str) -> Iterator[Action]:
        yield lambda tx: dates.plan_followup(tx, self.ids[name], channel, due)

    def prevent(self, name: str, what: str, owner: str, due: str) -> Iterator[Action]:
        yield lambda tx: dates.plan_prevention(tx, self.ids[name], what, owner, due)

    def set(self, name: str, **changes: str) -> Iterator[Action]:
        yield lambda tx: fields.set_fields(tx, self.ids[name], changes)

    def note(self, name: str, text: str) -> Iterator[Action]:
        yield lambda tx: house.note(tx, self.ids[name], text)

    def explain(self, name: str, text: str) -> Iterator[Action]:
        yield lambda tx: house.explain(tx, self.ids[name], text)

    def learn(self, name: str, text: str) -> Iterator[Action]:
        yield lambda tx: house.learn(tx, self.ids[name], text)

    def block(self, name: str, what: str, who: str) -> Iterator[Action]:
        yield lambda tx: house.raise_blocker(tx, self.ids[name], what, who)

    def dispute(self, name: str, what: str) -> Iterator[Action]:
        yield lambda tx: house.dispute(tx, self.ids[name], what)

    def public(self, name: str, where: str, link: str) -> Iterator[Action]:
        yield lambda tx: house.mark_public(tx, self.ids[name], where, link)

    def affected(self, name: str, count: str, corrected: str) -> Iterator[Action]:
        yield lambda tx: amends.count_affected(tx, self.ids[name], count, corrected)

    def wait(self, name: str, on: str) -> Iterator[Action]:
        yield lambda tx: house.wait_on(tx, self.ids[name], on)

    def outcome(self, name: str, outcome: str) -> Iterator[Action]:
        yield lambda tx: house.set_outcome(tx, self.ids[name], outcome)

    def call(self, name: str) -> Iterator[Action]:
        yield lambda tx: contacts.begin_call(tx, self.ids[name])

    def duty(self, _: str, on: bool = True) -> Iterator[Action]:
        yield lambda tx: board.set_duty(tx, on)


def _named(details: dict[str, Any]) -> dict[str, Any]:
    """Arguments whose plain names are words of Python get the underscore that the actions give them."""
    return {f"{key}_" if key in ("from", "next", "with") else key: value for key, value in details.items()}
