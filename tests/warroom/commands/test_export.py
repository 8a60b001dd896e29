"""`warroom export`, and what it says before something goes out."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.tables import ROOT
from tests.warroom.commands.conftest import Desk

SIGNED = '[letters]\nsigner = "Ana Kovač"\nline = "+44 20 7946 0018"\ncompany = "Northwind"\n'


class Terminal(io.StringIO):
    """Somebody at the keyboard."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def id_(desk: Desk) -> str:
    """A break about which little is known, at a desk that signs."""
    with (desk.home / "config.toml").open("a", encoding="utf-8") as file:
        file.write(SIGNED)
    return desk.open("Ōkubo *& Co* <b>", "Label API down", "--fault", "ours")


def hit(desk: Desk, *customers: str) -> list[str]:
    """A failure that hit several customers: the ids of their breaks."""
    found: list[str] = desk.run("open", "--customers", "-", "--what", "Label API down", typed="\n".join(customers)).out.split()
    assert len(found) == len(customers)
    return found


def test_to_stdout_as_markdown_and_nothing_is_written(desk: Desk, id_: str) -> None:
    before = desk.events()
    answer = desk.good("export", "letter", id_)
    assert answer.out.startswith("Dear [to fill: contact:")
    assert "Ana Kovač" in answer.out
    assert answer.err.startswith("letter: to fill in: contact")
    assert desk.events() == before


@pytest.mark.parametrize("ending", ["md", "txt", "html", "eml", "json"])
def test_the_ending_of_the_file_says_the_format(desk: Desk, id_: str, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    answer = desk.good("export", "letter", id_, "-o", str(path))
    assert answer.word == str(path)
    assert "Ana Kova" in path.read_text("utf-8")
    assert answer.err.splitlines()[-1] == f"The letter to Ōkubo *& Co* <b> is in {path}"
    assert desk.good("export", "letter", id_, "--format", ending).out.encode() == path.read_bytes()


def test_an_eml_is_a_draft_to_whom_we_talk(desk: Desk, tmp_path: Path) -> None:
    desk.good("customer", "Acme", "--contact", "Mary Osei", "--mail", "mary@acme.example")
    id_ = desk.open("Acme", "Label API down", "--contact-name", "Mary Osei")
    desk.good("export", "letter", id_, "-o", str(tmp_path / "x.eml"))
    mail = message_from_bytes((tmp_path / "x.eml").read_bytes())
    assert (mail["X-Unsent"], mail["To"], mail["Date"], mail["Message-ID"]) == ("1", "Mary Osei <mary@acme.example>", None, None)


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_binary_format_goes_to_a_file_or_through_a_pipe(desk: Desk, id_: str, tmp_path: Path, ending: str) -> None:
    pytest.importorskip({"pdf": "typst", "docx": "docx"}[ending])
    path = tmp_path / f"x.{ending}"
    desk.good("export", "letter", id_, "-o", str(path))
    env = {**os.environ, "WARROOM_HOME": str(desk.home), "WARROOM_BOARD": str(desk.board), "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "warroom", "export", "letter", id_, "--format", ending]
    done = subprocess.run(words, env=env, capture_output=True, check=True)
    assert done.stdout[:4] == path.read_bytes()[:4]
    assert "-o FILE" in desk.bad("export", "letter", id_, "--format", ending, "--json")


def test_a_terminal_gets_no_pdf(desk: Desk, id_: str) -> None:
    """Under a pseudo-terminal, as a person would see it."""
    import pty

    env = {**os.environ, "WARROOM_HOME": str(desk.home), "WARROOM_BOARD": str(desk.board), "PYTHONPATH": str(ROOT)}
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "warroom", "export", "letter", id_, "--format", "pdf"]
    done = subprocess.run(words, env=env, stdout=theirs, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False)
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, b"nothing for a terminal" in done.stderr) == (2, True)


def test_what_contradicts_or_is_missing(desk: Desk, id_: str, tmp_path: Path) -> None:
    out = str(tmp_path / "x.pdf")
    assert "contradict" in desk.bad("export", "letter", id_, "-o", out, "--format", "html")
    assert "no ending" in desk.bad("export", "letter", id_, "-o", str(tmp_path / "x"))
    assert "is no ending of a format" in desk.bad("export", "letter", id_, "-o", str(tmp_path / "x.doc"))
    assert "-o is empty" in desk.bad("export", "letter", id_, "-o", "")
    assert "is no format" in desk.bad("export", "letter", id_, "--format", "odt")
    assert "letter of what" in desk.bad("export", "letter")
    assert "no break has the id" in desk.bad("export", "letter", "ZZZZ")
    assert "writes a file for each" in desk.bad("export", "letter", id_, "--all-affected")
    assert "is for us" in desk.bad("export", "review", id_, "--all-affected", "-o", f"{tmp_path}/")
    assert "no gift" in desk.bad("export", "gift", id_)
    assert desk.run("export", "letter", id_, "-o", str(tmp_path / "no" / "x.md")).code == 3
    assert list(tmp_path.glob("x*")) == []


def test_nothing_is_overwritten_without_force(desk: Desk, id_: str, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("mine", "utf-8")
    assert "--force" in desk.bad("export", "letter", id_, "-o", str(path))
    assert path.read_text("utf-8") == "mine"
    desk.good("export", "letter", id_, "-o", str(path), "--force")
    assert path.read_text("utf-8").startswith("Dear")


def test_a_folder_takes_a_name_made_from_the_customer(desk: Desk, id_: str, tmp_path: Path) -> None:
    answer = desk.good("export", "letter", id_, "-o", f"{tmp_path}/new/", "--format", "txt")
    assert Path(answer.word) == tmp_path / "new" / f"letter-Ōkubo-Co-b-{id_}.txt"
    assert Path(answer.word).is_file()


def test_json_says_what_was_written(desk: Desk, id_: str, tmp_path: Path) -> None:
    told = desk.json("export", "letter", id_, "-o", str(tmp_path / "x.txt"))
    assert (told["file"], told["format"], told["id"], told["customer"]) == (str(tmp_path / "x.txt"), "txt", id_, "Ōkubo *& Co* <b>")
    assert told["bytes"] == (tmp_path / "x.txt").stat().st_size
    assert {gap["element"] for gap in told["gaps"]} >= {"explanation", "prevention"}
    assert told["tone"]["checked"] is True
    assert "text" not in told
    shown = desk.json("export", "letter", id_)
    assert shown["file"] is None
    assert shown["text"].startswith("Dear")
    assert json.loads(desk.good("export", "letter", id_, "--format", "json").out)["summary"] == "letter"


def test_the_signer_is_never_who_types(desk: Desk, tmp_path: Path) -> None:
    id_ = desk.open()
    said = desk.good("export", "letter", id_, actor="Zoran Secret").out
    assert "[to fill: signer" in said
    assert "Zoran" not in said
    assert "Ben Ito" in desk.good("export", "letter", id_, "--signer", "Ben Ito").out


@pytest.mark.parametrize(("word", "code"), [("y\n", 0), ("n\n", 1), ("", 1)])
def test_somebody_at_the_keyboard_is_asked_about_a_gap(desk: Desk, id_: str, tmp_path: Path, word: str, code: int) -> None:
    path = tmp_path / "x.md"
    answer = desk.run("export", "letter", id_, "-o", str(path), typed=Terminal(word))
    assert (answer.code, path.exists()) == (code, code == 0)
    assert "Write it all the same? [y/N]" in answer.err
    assert "Write it" not in desk.run("export", "letter", id_, "--yes", typed=Terminal("")).err


def test_a_letter_for_each_customer_who_was_hit(desk: Desk, id_: str, tmp_path: Path) -> None:
    ids = hit(desk, "Acme", "../../etc", "李小龍")
    failure = desk.show(ids[0])["failure"]
    other = desk.open("Somebody else", "Another thing")
    for number, named in enumerate((ids[1], failure)):
        folder = tmp_path / str(number)
        answer = desk.good("export", "letter", named, "--all-affected", "-o", f"{folder}/", "--format", "txt")
        names = [f"letter-Acme-{ids[0]}.txt", f"letter-etc-{ids[1]}.txt", f"letter-李小龍-{ids[2]}.txt"]
        assert sorted(path.name for path in folder.iterdir()) == sorted(names)
        assert [Path(line).name for line in answer.out.splitlines()] == names
        assert "3 of 3 written" in answer.err
        assert other not in answer.out


def test_what_could_not_be_written_is_left_and_named(desk: Desk, id_: str, tmp_path: Path) -> None:
    ids = hit(desk, "Acme", "Birch", "Cedar")
    desk.good("stage", ids[1], "fixed")
    (tmp_path / f"followup-Birch-{ids[1]}.md").write_text("mine", "utf-8")
    answer = desk.run("export", "followup", ids[0], "--all-affected", "-o", f"{tmp_path}/")
    assert answer.code == 1
    assert answer.out == ""
    left = [line.split(":")[0] for line in answer.err.splitlines() if line.startswith("  left: ")]
    assert len(left) == 3
    assert "Birch" in answer.err
    assert "is there already" in answer.err
    assert (tmp_path / f"followup-Birch-{ids[1]}.md").read_text("utf-8") == "mine"
    told = desk.run("export", "followup", ids[0], "--all-affected", "-o", f"{tmp_path}/", "--force", "--json").json
    assert [one["customer"] for one in told["written"]] == ["Birch"]
    assert [(one["id"], one["customer"]) for one in told["left"]] == [(ids[0], "Acme"), (ids[2], "Cedar")]


@pytest.mark.parametrize("name", ["review", "handover"])
def test_what_stays_inside_has_no_tone_check(desk: Desk, id_: str, name: str) -> None:
    pytest.importorskip("warroom.summaries.inside")
    told = desk.json("export", name, id_)
    assert (told["tone"], told["summary"]) == (None, name)


def test_the_hand_over_of_the_whole_board_needs_no_id(desk: Desk, id_: str) -> None:
    pytest.importorskip("warroom.summaries.inside")
    assert "Ōkubo" in desk.good("export", "handover", "--format", "txt").out


def test_a_long_name_is_cut_where_it_is_left(desk: Desk, id_: str, tmp_path: Path) -> None:
    ids = hit(desk, "Ō" * 500, "Birch")
    answer = desk.run("export", "followup", ids[0], "--all-affected", "-o", f"{tmp_path}/")
    left = [line for line in answer.err.splitlines() if line.startswith("  left: ")]
    assert len(left) == 2
    assert max(map(len, left)) < 240


def test_a_draft_to_somebody_who_must_not_be_contacted_has_no_address_and_says_so(desk: Desk, id_: str, tmp_path: Path) -> None:
    acme = desk.open("Acme", "Label API down", "--fault", "ours")
    desk.good("customer", "Acme", "--contact", "Mary Osei", "--mail", "mary@acme.example", "--do-not-contact", "zq lawyers")
    answer = desk.good("export", "letter", acme, "-o", str(tmp_path / "g.eml"))
    assert "note: Acme must not be contacted (their card says why): send nothing before that is cleared" in answer.err
    draft = (tmp_path / "g.eml").read_bytes()
    assert message_from_bytes(draft)["To"] is None
    assert b"mary@acme.example" not in draft
    for ending in ("eml", "json", "md", "html"):
        assert "lawyers" not in desk.good("export", "letter", acme, "--format", ending).out
    desk.good("customer", "Acme", "--do-not-contact", "")
    answer = desk.good("export", "letter", acme, "-o", str(tmp_path / "h.eml"))
    assert "must not be contacted" not in answer.err
    assert b"mary@acme.example" in (tmp_path / "h.eml").read_bytes()


ROTTEN = "Dear {{ customer }},\n\nWe apologise for any inconvenience this may have caused.\n"


def rotten(desk: Desk) -> None:
    """The team's own template has errors."""
    (desk.home / "templates").mkdir()
    (desk.home / "templates" / "letter.md.j2").write_text(ROTTEN, "utf-8")


def noted(desk: Desk, id_: str) -> list[str]:
    """What the notes of a break say."""
    return [note["text"] for note in desk.show(id_)["notes"]]


@pytest.mark.parametrize("options", [(), ("--yes",), ("--json",)])
def test_a_file_in_spite_of_errors_is_on_the_record(desk: Desk, id_: str, tmp_path: Path, options: tuple[str, ...]) -> None:
    rotten(desk)
    answer = desk.good("export", "letter", id_, "-o", str(tmp_path / "x.md"), *options)
    [text] = noted(desk, id_)
    assert text.startswith("exported the letter to x.md in spite of: ")
    assert f"noted on {id_}: exported in spite of " in answer.err
    assert any("exported the letter to x.md in spite of" in entry["text"] for entry in desk.show(id_)["timeline"])
    review = desk.good("export", "review", id_).out
    assert "the letter was exported against findings: " in review.partition("## Decided against what was asked")[2]


def test_what_was_answered_at_a_terminal_is_on_the_record(
    desk: Desk, id_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotten(desk)
    monkeypatch.setattr("warroom.commands.export.can_ask", lambda: True)
    assert desk.run("export", "letter", id_, "-o", str(tmp_path / "x.md"), typed=Terminal("n\n")).code == 1
    assert noted(desk, id_) == []
    assert desk.run("export", "letter", id_, "-o", str(tmp_path / "x.md"), typed=Terminal("y\n")).code == 0
    assert len(noted(desk, id_)) == 1


def test_stdout_and_gaps_alone_are_not_on_the_record(desk: Desk, id_: str, tmp_path: Path) -> None:
    desk.good("export", "letter", id_, "-o", str(tmp_path / "gaps.md"))
    rotten(desk)
    desk.good("export", "letter", id_)
    assert noted(desk, id_) == []


def test_each_file_of_a_failure_is_on_the_record_of_its_break(desk: Desk, tmp_path: Path) -> None:
    ids = hit(desk, "Acme", "Elm")
    rotten(desk)
    desk.good("export", "letter", ids[0], "--all-affected", "-o", f"{tmp_path}/letters/")
    assert [len(noted(desk, one)) for one in ids] == [1, 1]
