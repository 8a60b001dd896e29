"""`warroom template`: checks, shows, copies."""

from __future__ import annotations

import pytest

from tests.warroom.commands.conftest import Desk


def test_without_a_template_of_its_own_there_is_nothing_to_check(desk: Desk) -> None:
    answer = desk.good("template", "check")
    assert answer.out == ""
    assert "No template is overridden" in answer.err


def test_one_is_copied_changed_checked_and_shown(desk: Desk) -> None:
    own = desk.home / "templates" / "letter.md.j2"
    assert desk.good("template", "copy", "letter").word == str(own)
    assert desk.good("template", "check").err.strip().endswith("letter: fine")
    own.write_text("Dear {{ frist_name }},\n", "utf-8")
    answer = desk.run("template", "check")
    assert answer.code == 1
    assert answer.out == "templates/letter.md.j2:1: error there is no field frist_name (did you mean first_name?)\n"
    assert desk.good("template", "show", "letter").out == "Dear {{ frist_name }},\n"
    assert desk.run("template", "check", "brief").code == 0
    assert "is there already" in desk.bad("template", "copy", "letter")
    assert own.read_text("utf-8") == "Dear {{ frist_name }},\n"


def test_it_answers_in_json(desk: Desk) -> None:
    (desk.home / "templates").mkdir()
    (desk.home / "templates" / "brief.md.j2").write_text("{% if %}", "utf-8")
    answer = desk.run("template", "check", "--json")
    assert answer.code == 1
    (only,) = answer.json["findings"]
    assert (only["file"], only["line"], only["level"]) == ("templates/brief.md.j2", 1, "error")
    assert (answer.json["checked"], answer.json["counts"]) == (["brief"], {"note": 0, "warning": 0, "error": 1})
    assert desk.json("template", "show", "review")["from"] == "built-in/review.md.j2"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "lettr"), "is no summary"),
        (("show", "../letter"), "is no summary"),
        (("copy",), "the name is missing"),
        (("burn", "letter"), "is nothing that template does"),
    ],
)
def test_wrong_use_is_said_in_one_line(words: tuple[str, ...], said: str, desk: Desk) -> None:
    assert said in desk.bad("template", *words)


def test_a_hostile_template_drives_no_terminal(desk: Desk) -> None:
    (desk.home / "templates").mkdir()
    (desk.home / "templates" / "brief.md.j2").write_text("\x1b]0;pwned\x07{{ \x1b[31m }}", "utf-8")
    for words in (("check",), ("show", "brief")):
        answer = desk.run("template", *words)
        assert "\x1b" not in answer.out + answer.err
