"""Hostile text through every option and argument of every command: nothing crashes, nothing reaches a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from store.validate import read_event
from tests.warroom.commands.conftest import Answer, Desk
from warroom.cli import COMMANDS, find_command

NASTY = (
    "[/foo] [bold]x[/] \x1b[31mred\x1b]0;title\x07 \x9b31m \u202eevil\u2066 \u200b\ufeff"
    " 😀 \U0001f469\u200d\U0001f467 漢字 naïve\r\nsecond\tline\u2028third \x7f"
)
LONG = "[/x]\x1b" + "ä" * 100_000
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")

CALLS: dict[str, tuple[str, ...]] = {
    "ack": ("ID",),
    "advise": ("ID", "--by", "2h"),
    "affected": ("ID", "--count", "5"),
    "amend": ("EVENT", "text=x"),
    "answer": ("ID", "1", "meets"),
    "blocker": ("ID", "--what", "w"),
    "config": (),
    "confirm-fix": ("ID", "--by", "ben"),
    "call": ("ID",),
    "contact": ("ID", "--channel", "call"),
    "customer": ("Acme", "--role", "r", "--contact", "Mary"),
    "customer-merge": ("Acme", "Elm"),
    "deadline": ("ID", "--of", "law", "--what", "w", "--by", "2h"),
    "debrief": ("ID", "--who", "cem"),
    "dispute": ("ID", "--what", "w"),
    "doctor": (),
    "duty": ("on",),
    "edit": ("ID", "--severity", "2"),
    "explain": ("ID", "x"),
    "export": ("letter", "ID"),
    "failure": ("ID", "--cause", "c"),
    "followup": ("ID", "--channel", "mail", "--due", "2d"),
    "handover": ("--to", "ben"),
    "init": ("/nowhere/x",),
    "keys": (),
    "late": (),
    "lessons": (),
    "lesson": ("ID", "x"),
    "list": (),
    "log": (),
    "merge": ("ID", "ID"),
    "move-entry": ("EVENT", "ID"),
    "note": ("ID", "x"),
    "open": ("--customer", "Acme", "--what", "w"),
    "outcome": ("ID", "kept"),
    "pack": ("/nowhere/x.warroom",),
    "playbooks": ("use", "five-rules", "--severity", "1"),
    "policy": ("bell=2",),
    "prevent": ("ID", "--what", "w", "--owner", "o"),
    "promise": ("ID", "--what", "w", "--by", "2h"),
    "public": ("ID", "--where", "w"),
    "redact": ("EVENT",),
    "remedy": ("ID", "--what", "w"),
    "repromise": ("ID", "1", "--by", "9h", "--reason", "r", "--not-told"),
    "restitution": ("ID", "--kind", "credit", "--amount", "5 EUR"),
    "retract": ("EVENT",),
    "search": ("x",),
    "sent": ("letter", "ID", "--force"),
    "set": ("ID", "trouble", "x"),
    "settle": ("ID", "1", "kept"),
    "show": ("ID",),
    "stage": ("ID", "owned"),
    "stats": ("promises-first", "--explain", "--by", "severity", "--severity", "1", "--customer", "Acme"),
    "step": ("ID", "own", "done"),
    "sync": (),
    "take": ("ID",),
    "template": ("check",),
    "tidy": (),
    "tone": ("/nowhere/x.md",),
    "told": ("ID", "1", "--channel", "call"),
    "unblock": ("ID", "1"),
    "undo": ("ID",),
    "wait": ("ID", "--on", "supplier"),
}
"""A call of every command that is right but for what the test puts in."""
NOT_HERE = {"demo", "import"}
"""Commands that are tested elsewhere."""


def assert_clean(answer: Answer) -> None:
    """No traceback, no control code, one line for an error."""
    assert answer.code in (0, 1, 2, 3)
    assert not CONTROL.search(answer.out + answer.err), ascii(CONTROL.findall(answer.out + answer.err)[:5])
    assert "should not happen" not in answer.err
    if answer.code >= 2:
        assert answer.err.count("\n") == 1


def test_every_command_is_here() -> None:
    assert set(CALLS) == set(COMMANDS) - NOT_HERE


def places(name: str) -> list[tuple[str, int]]:
    """Where text goes into a command: an option's name, or the place of a word."""
    options = [
        (parameter.opts[0], -1)
        for parameter in find_command(name).params
        if isinstance(parameter, click.Option) and not parameter.is_flag
    ]
    words = [("", index) for index, word in enumerate(CALLS[name]) if not word.startswith("--")]
    return [*options, *words, ("--as", -1), ("--board", -1)]


@pytest.mark.parametrize("name", sorted(CALLS))
def test_hostile_text_through_every_opening(desk: Desk, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a name of a file is text as well
    id_ = desk.open("Acme", "Label API down")
    desk.good("promise", id_, "--what", "fix", "--by", "2h")
    desk.good("note", id_, "x")
    event = desk.show(id_)["timeline"][-1]["event"]
    call = [{"ID": id_, "EVENT": event}.get(word, word) for word in CALLS[name]]
    for option, index in places(name):
        for text in (NASTY, LONG):
            words = [*call, option, text] if option else [*call[:index], text, *call[index + 1 :]]
            assert_clean(desk.run(name, *words))
    reading: tuple[tuple[str, ...], ...]
    reading = (
        ("list", "--all"),
        ("show", id_),
        ("show", id_, "--timeline"),
        ("call", id_),
        ("log",),
        ("search", "foo"),
        ("failure", id_),
        ("policy",),
    )
    for command in reading:
        assert_clean(desk.good(*command))
        assert_clean(desk.good(*command, "--json"))
    for line in desk.good("log", "--json").out.splitlines():
        read_event(line)


def test_what_was_typed_stays_but_for_its_control_codes(desk: Desk) -> None:
    id_ = desk.open("[/foo] 漢字 😀", "x")
    desk.good("note", id_, NASTY)
    shown = desk.show(id_)
    assert shown["customer"] == "[/foo] 漢字 😀"
    note = shown["notes"][0]["text"]
    assert "[/foo] [bold]x[/] [31mred" in note
    assert "漢字" in note
    assert "second\tline\nthird" in note
    lines = desk.good("show", id_).out.splitlines()
    assert sum("second" in line for line in lines) == 1
    assert "[/foo] 漢字 😀" in desk.good("list").out
