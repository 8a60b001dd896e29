"""The story on the command line: each deed in the commands that do it, typed by the one who acts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from tests.story.telling import BEGIN, CUSTOMER, ZONE, Chapter, Deed, instant
from tests.warroom.commands.conftest import Desk

COMMANDS: dict[str, str] = {
    "open": "open",
    "card": "customer CUSTOMER",
    "person": "customer CUSTOMER --contact {person}",
    "contact": "contact ID",
    "lesson": "lesson ID {text}",
    "stage": "stage ID {stage}",
    "edit": "edit ID",
    "dispute": "dispute ID",
    "withdraw": "dispute ID withdrawn",
    "promise": "promise ID",
    "repromise": "repromise ID {n}",
    "deadline": "deadline ID",
    "slipped": "deadline ID {n} slipped",
    "met": "deadline ID {n} met",
    "note": "note ID {text}",
    "blocker": "blocker ID",
    "nudge": "blocker ID {n} asked",
    "clear": "unblock ID {n}",
    "fixed": "stage ID fixed",
    "confirm": "confirm-fix ID",
    "explain": "explain ID {text}",
    "remedy": "remedy ID",
    "answer": "answer ID {n} {answer}",
    "owe": "restitution ID",
    "restitution": "restitution ID {n} {state}",
    "prevention": "prevent ID",
    "prevented": "prevent ID {n} done",
    "step": "step ID {step} {state}",
    "sent": "sent {summary} ID",
    "followed-up": "followup ID {n} done",
    "debrief": "debrief ID",
    "close": "stage ID closed",
    "silence": "customer CUSTOMER",
    "outcome": "outcome ID {outcome}",
}
"""By verb: what is typed. What is in braces is typed there, the rest of the deed as options after it."""

LETTERS = """[letters]
signer = "Ana Kovač"
role = "head of operations"
line = "+49 30 5550 100"
company = "Northwind"
[letters.names]
cem = "Cem Aydın"
"""
"""Who signs the story's letter, and whom it may name."""


def commands_of(deed: Deed, id_: str) -> Iterator[list[str]]:
    """The commands of a deed: what is one form on the board may be several of them."""
    typed = dict(deed.typed)
    besides = {name: typed.pop(name) for name in ("tells", "followup", "keeps") if name in typed}
    words = []
    for word in COMMANDS[deed.verb].split():
        word = {"ID": id_, "CUSTOMER": CUSTOMER}.get(word, word)
        words.append(typed.pop(word.strip("{}")) if word.startswith("{") else word)
    for name, text in typed.items():
        words += [f"--{name.replace('_', '-')}", text]
    if deed.verb == "repromise" and "told" not in deed.typed:
        words.append("--not-told")
    yield words
    if "keeps" in besides:
        yield ["settle", id_, besides["keeps"], "kept"]
    if "tells" in besides:
        yield ["told", id_, besides["tells"], "--channel", deed.typed["channel"]]
    if "followup" in besides:
        yield ["followup", id_, besides["followup"], "done", "--said", deed.typed["said"]]


class Told:
    """The story as it goes on at a terminal."""

    def __init__(self, home: Path) -> None:
        self.desk = Desk(home)
        self.desk.offline = True
        (home / "config.toml").write_text(f'zone = "{ZONE}"\n{LETTERS}', "utf-8")
        self.ids: dict[bool, str] = {}
        """Of the earlier break (True), and of the story's own."""
        self.desk.clock.at = instant(BEGIN)
        self.desk.good("init", str(self.desk.board))
        self.desk.good("policy", f"zone={ZONE}")

    def tell(self, chapter: Chapter) -> None:
        """Does what a chapter says."""
        self.desk.clock.at = chapter.at
        for deed in chapter.deeds:
            if chapter.asks:
                words = next(commands_of(deed._replace(typed={**deed.typed, "reason": ""}), self.ids[chapter.before]))
                with mock.patch("warroom.commands.stages.can_ask", return_value=True):
                    refused = self.desk.run(*words, actor=chapter.who, typed="\n")
                assert refused.code == 2
                assert all(ask in refused.err for ask in chapter.asks), refused.err
            for words in commands_of(deed, self.ids.get(chapter.before, "")):
                answer = self.desk.good(*words, actor=chapter.who)
                if deed.verb == "open":
                    self.ids[chapter.before] = answer.word
