"""`warroom tone`: lines, JSON, levels, exit codes, what can't be read, the team's rules; no board is opened without --for."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.warroom.commands.conftest import Desk
from warroom.commands.tone import SUMMARIES
from warroom.tone.elements import ASKED
from warroom.typed_text import MOST

ANY = "We apologise for any inconvenience.\n"
RULE = """
id = "drama.mine"
level = "error"
message = "Not in this house."
why = "the house says so"
trigger = ["bazooka"]
bad = ["A bazooka."]
good = ["A rule."]
"""
LETTER = "Dear Mary,\n\n" + ANY


@pytest.fixture
def letter(tmp_path: Path) -> str:
    """The path of a letter."""
    path = tmp_path / "letter.md"
    path.write_text(LETTER, "utf-8")
    return str(path)


def test_a_line_for_each_finding(desk: Desk, letter: str) -> None:
    answer = desk.run("tone", letter, "--kind", "text")
    assert answer.code == 1
    assert answer.out == f"{letter}:3:4: error hedge.any-inconvenience: The apology doubts that there was any harm.\n"
    assert answer.err == "1 error\n"


def test_from_stdin_and_without_a_board(desk: Desk) -> None:
    desk.board = desk.home / "nowhere" / "ops.warroom"
    before = set(desk.home.glob("data/**/*"))
    answer = desk.run("tone", "-", "--kind", "text", typed=ANY)
    assert answer.out.startswith("-:1:4: error ")
    assert (answer.code, answer.err) == (1, "1 error\n")
    assert set(desk.home.glob("data/**/*")) == before


def test_json(desk: Desk, letter: str) -> None:
    found = desk.run("tone", letter, "--json", "--level", "note").json
    first = next(one for one in found["findings"] if one["rule"] == "hedge.any-inconvenience")
    assert (first["line"], first["column"], first["end_line"], first["end_column"]) == (3, 4, 3, 35)
    assert (first["level"], first["text"]) == ("error", "apologise for any inconvenience")
    assert first["message"]
    assert first["suggestion"]
    assert found["missing"] == ["ownership", "explanation", "fix", "prevention", "restitution", "thanks", "contact"]
    assert found["counts"] == {
        level: sum(one["level"] == level for one in found["findings"]) for level in ("note", "warning", "error")
    }
    assert (found["checked"], found["language"], found["suppressed"]) == (True, "en", [])


@pytest.mark.parametrize(
    ("text", "level", "code", "count"),
    [
        ("We lost it.", "warning", 0, 0),
        ("<!-- tone: allow hedge.any-inconvenience: x -->\nWe lost it.", "warning", 0, 0),
        ("<!-- tone: allow hedge.any-inconvenience: x -->\nWe lost it.", "note", 1, 1),
        ("<!-- tone: allow hedge.any-inconvenience -->\nWe lost it.", "warning", 1, 1),
        ("<!-- tone: allow hedge.any-inconvenience -->\nWe lost it.", "error", 0, 0),
        (ANY, "error", 1, 1),
    ],
)
def test_the_level_says_what_counts(desk: Desk, text: str, level: str, code: int, count: int) -> None:
    answer = desk.run("tone", "-", "--kind", "text", "--level", level, typed=text)
    assert (answer.code, len(answer.out.splitlines())) == (code, count)


def test_another_language_is_never_clean(desk: Desk) -> None:
    german = "Sehr geehrte Frau Osei,\n\nes tut uns sehr leid, dass Ihre Bestellung nicht angekommen ist.\n"
    answer = desk.run("tone", "-", typed=german)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "not checked: lines 1 and 3 read as German, and the rules are for English\n"
    found = desk.run("tone", "-", "--json", typed=german).json
    assert (found["checked"], found["language"], found["findings"]) == (False, "de", [])


def test_what_is_no_text_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"PK\0\1")
    (tmp_path / "latin").write_bytes("Grüße".encode("latin-1"))
    (tmp_path / "long").write_bytes(b"a" * (MOST + 1))
    assert "is no text" in desk.bad("tone", str(tmp_path / "binary"))
    assert "is not UTF-8 (byte 3)" in desk.bad("tone", str(tmp_path / "latin"))
    assert "is longer than 2 MB" in desk.bad("tone", str(tmp_path / "long"))
    assert "can't be read" in desk.bad("tone", str(tmp_path / "nothing"))
    assert "can't be read" in desk.bad("tone", str(tmp_path))
    assert "no text is named" in desk.bad("tone")
    assert "choose from letter, text" in desk.bad("tone", "-", "--kind", "poem")
    assert "choose from note, warning, error" in desk.bad("tone", "-", "--level", "loud")


def test_a_teams_rules_are_in_force_and_a_broken_one_is_named(desk: Desk) -> None:
    (desk.home / "tone").mkdir()
    (desk.home / "tone" / "mine.toml").write_text(RULE, "utf-8")
    (desk.home / "tone" / "broken.toml").write_text(RULE.replace("good =", "fine ="), "utf-8")
    for _ in range(2):
        answer = desk.run("tone", "-", "--kind", "text", typed="We brought a bazooka.")
        assert answer.out == "-:1:14: error drama.mine: Not in this house.\n"
        assert f"warroom: {desk.home}/tone/broken.toml: rule 'drama.mine': 'fine' is no field of a rule" in answer.err


def test_rules_are_listed_and_their_examples_run(desk: Desk) -> None:
    listed = desk.good("tone", "--rules").out
    assert "hedge.any-inconvenience  error: " in listed
    assert "missing.fix  error: " in listed
    assert {"id", "level", "message", "why"} <= desk.json("tone", "--rules")["rules"][0].keys()
    assert desk.good("tone", "--check-rules").err.endswith("all hold\n")
    (desk.home / "tone").mkdir()
    (desk.home / "tone" / "mine.toml").write_text(RULE.replace("A rule.", "My bazooka."), "utf-8")
    answer = desk.run("tone", "--check-rules")
    assert (answer.code, answer.out) == (1, "mine.toml: drama.mine finds 'My bazooka.'\n")
    assert "a mixture of two forms" in desk.bad("tone", "--rules", "x.md")


def test_against_the_record_of_a_break(desk: Desk) -> None:
    id_ = desk.open("Acme Freight", "Label API down", "--contact-name", "Mary Osei", "--fault", "not-ours")
    answer = desk.run("tone", "-", "--for", id_, "--json", typed="Dear Marie,\n\nWe are sorry for your trouble.\n")
    rules = [one["rule"] for one in answer.json["findings"]]
    assert "record.name" in rules
    assert "missing.ownership" not in rules
    assert "X0X0" in desk.run("tone", "-", "--for", "X0X0", typed="x").err


def test_hostile_text_does_not_drive_the_terminal(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.md"
    path.write_text("We apologise for any \x1b]0;x\x07inconvenience \u202e.", "utf-8")
    answer = desk.run("tone", str(path), "--kind", "text")
    assert answer.code == 1
    assert "\x1b" not in answer.out
    assert "\x1b" not in desk.run("tone", str(path), "--kind", "text", "--json").out


def test_its_summaries_are_those_that_ask_for_elements() -> None:
    assert set(SUMMARIES) == set(ASKED)


def test_stdin_as_bytes(desk: Desk) -> None:
    typed = io.TextIOWrapper(io.BytesIO(ANY.encode()), "utf-8")
    assert desk.run("tone", "-", "--kind", "text", typed=typed).code == 1  # type: ignore[arg-type]
