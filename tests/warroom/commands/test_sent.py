"""`warroom sent`: what went out is kept whole, counts as a contact, proves its step, and is taken back in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warroom.commands.conftest import Desk

ACME = ("Acme Freight", "Label API down")
SIGNER = '[letters]\nsigner = "Ana Kovač"\nrole = "head of operations"\nline = "+49 30 5550 100"\n'
TEXT = "Dear Mary,\n\nI am sorry. We broke your labels, and I own it.\n\nAna\n"


def ready(desk: Desk, *options: str, fault: str = "ours") -> str:
    """A break of which the letter has no gap."""
    (desk.home / "config.toml").write_text(f'zone = "UTC"\n{SIGNER}', "utf-8")
    id_ = desk.open(*ACME, "--severity", "1", "--fault", fault, *options)
    desk.good("customer", ACME[0], "--contact", "Mary Osei", "--mail", "mary@acme.example", "--zone", "Europe/London")
    desk.good("contact", id_, "--channel", "call", "--kind", "update")
    desk.good("set", id_, "trouble", "Nine trucks stand at the gate.")
    desk.good("explain", id_, "The certificate ran out, and we had no alarm on its date.")
    desk.good("prevent", id_, "--what", "a robot renews every certificate", "--owner", "cem", "--due", "10d")
    desk.hours(2)
    desk.good("stage", id_, "fixed")
    desk.good("restitution", id_, "--kind", "credit", "--amount", "90 EUR", "--due", "2d")
    return id_


def test_the_text_of_a_file_is_kept_whole(desk: Desk, tmp_path: Path) -> None:
    id_ = ready(desk)
    (tmp_path / "letter.md").write_text(TEXT, "utf-8")
    done = desk.good("sent", "letter", id_, str(tmp_path / "letter.md"), "--channel", "letter", "--to", "Mary Osei")
    assert f"Saved on Acme Freight ({id_}); letter sent to Mary Osei by letter" in done.err
    shown = desk.show(id_)
    [written] = shown["written"]
    assert (written["summary"], written["to"], written["by"], written["text"]) == ("letter", "Mary Osei", "ana", TEXT)
    contact = shown["contacts"][-1]
    assert (contact["channel"], contact["direction"], contact["result"], contact["kind"], contact["with"]) == (
        *("letter", "out", "wrote", "apology"),
        "Mary Osei",
    )
    assert any(entry["text"].startswith("letter sent to Mary Osei") for entry in shown["timeline"])
    assert "letter sent to Mary Osei" in desk.good("show", id_).out


def test_a_text_that_was_sent_is_not_warned_against_itself(desk: Desk, tmp_path: Path) -> None:
    id_ = ready(desk)
    (tmp_path / "l.md").write_text("“Dear” Mary,\r\n\r\nI'm sorry.  We broke your labels, and I own it.\n\nAna\n\n", "utf-8")
    desk.good("sent", "letter", id_, str(tmp_path / "l.md"))
    assert "second-apology" not in desk.run("tone", str(tmp_path / "l.md"), "--for", id_).out
    (tmp_path / "l.md").write_text("Dear Mary,\n\nI am sorry again.\n\nAna\n", "utf-8")
    assert "second-apology" in desk.run("tone", str(tmp_path / "l.md"), "--for", id_).out


def test_stdin_and_the_record_itself_give_the_text_too(desk: Desk) -> None:
    id_ = ready(desk)
    desk.good("sent", "brief", id_, "-", typed="All is well again.\n")
    desk.good("sent", "letter", id_)
    brief, letter = desk.show(id_)["written"]
    assert brief["text"] == "All is well again.\n"
    assert letter["text"].startswith("Dear Mary,\n\nI am sorry that we failed you")
    assert "[to fill" not in letter["text"]


def test_a_letter_with_gaps_can_not_have_gone_out_like_that(desk: Desk, tmp_path: Path) -> None:
    id_ = desk.open(*ACME)
    assert "has gaps (contact, trouble, " in desk.bad("sent", "letter", id_)
    forced = desk.good("sent", "letter", id_, "--force")
    assert "missing.gap" in forced.err
    assert "overriding missing.gap" in str(desk.show(id_)["timeline"])
    assert desk.show(id_)["written"][0]["overrides"] == ["missing.gap"]
    (tmp_path / "l.md").write_text("Dear Mary,\n\nI am sorry, and it is my mistake. [to fill: fix: what we did]\n", "utf-8")
    desk.good("sent", "letter", id_, str(tmp_path / "l.md"))


def test_somebody_at_a_terminal_is_asked_about_errors(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = ready(desk)
    (tmp_path / "l.md").write_text("Dear Mary,\n\n[to fill: apology: say sorry]\n", "utf-8")
    monkeypatch.setattr("warroom.commands.sent.can_ask", lambda: True)
    left = desk.run("sent", "letter", id_, str(tmp_path / "l.md"), typed="n\n")
    assert left.code == 2
    assert desk.show(id_)["written"] == []
    desk.good("sent", "letter", id_, str(tmp_path / "l.md"), typed="y\n")
    assert "missing.gap" in str(desk.show(id_)["timeline"])


def test_sending_proves_the_step_and_ends_what_closing_asks(desk: Desk) -> None:
    id_ = ready(desk)
    assert "no letter went out" in desk.good("stage", id_, "closed", "--reason", "a trial").err
    desk.good("undo", id_)
    desk.good("sent", "letter", id_)
    shown = desk.show(id_)
    step = next(step for step in shown["steps"] if step["id"] == "in-writing")
    assert (bool(step["done_at"]), step["by"], step["by_hand"]) == (True, "ana", False)
    done = desk.good("stage", id_, "closed", "--reason", "a trial")
    assert "letter" not in done.err


def test_sending_starts_the_contact_clock_and_owns_it(desk: Desk) -> None:
    id_ = ready(desk)
    assert next(step for step in desk.show(id_)["steps"] if step["id"] == "own-it")["done_at"] is None
    desk.hours(1)
    desk.good("sent", "letter", id_)
    shown = desk.show(id_)
    assert shown["last_contact_at"] == shown["written"][0]["at"]
    assert next(step for step in shown["steps"] if step["id"] == "own-it")["done_at"] == shown["last_contact_at"]


def test_a_letter_for_a_fault_that_is_not_ours_is_no_apology(desk: Desk) -> None:
    id_ = ready(desk, fault="not-ours")
    done = desk.good("sent", "letter", id_)
    assert desk.show(id_)["contacts"][-1]["kind"] == "update"
    assert "own only what is ours" not in done.err


def test_the_followup_mail_does_the_one_that_was_planned(desk: Desk) -> None:
    id_ = ready(desk)
    desk.good("followup", id_, "--channel", "mail", "--due", "2d")
    desk.good("followup", id_, "--channel", "mail", "--due", "1d")
    desk.hours(30)
    done = desk.good("sent", "followup", id_)
    assert "follow-up 2 done" in done.err
    assert [bool(item["done_at"]) for item in desk.show(id_)["followups"]] == [False, True]
    desk.good("undo", id_)
    shown = desk.show(id_)
    assert [bool(item["done_at"]) for item in shown["followups"]] == [False, False]
    assert (shown["written"], len(shown["contacts"])) == ([], 1)


def test_a_second_letter_does_not_count_as_an_apology(desk: Desk) -> None:
    id_ = ready(desk)
    desk.good("sent", "letter", id_)
    desk.hours(1)
    desk.good("sent", "letter", id_)
    assert [contact["kind"] for contact in desk.show(id_)["contacts"]] == ["update", "apology", "update"]
    assert desk.show(id_)["written"][1]["text"].count("sorry") == 0


def test_a_review_stays_with_the_failure_and_is_no_contact(desk: Desk) -> None:
    id_ = ready(desk)
    failure = desk.show(id_)["failure"]
    desk.good("sent", "review", failure, "-", "--to", "all of operations", typed="# Review\n")
    shown = desk.show(id_)
    assert (shown["written"][0]["summary"], len(shown["contacts"])) == ("review", 1)
    assert "which text went out" in desk.bad("sent", "review", id_)


def test_it_can_be_back_dated(desk: Desk) -> None:
    id_ = ready(desk)
    desk.good("sent", "letter", id_, "--at", "20m")
    assert desk.show(id_)["written"][0]["at"] == "2026-11-24T13:40:00Z"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("poem", "ID", "-"), "is no summary"),
        (("letter", "ID", "--channel", "call"), "is no channel"),
        (("letter", "ZZZZ"), "ZZZZ"),
        (("gift", "ID"), "has no gift"),
        (("letter", "ID", "-"), "is empty"),
    ],
)
def test_what_can_not_be_sent_is_refused(desk: Desk, words: tuple[str, ...], says: str) -> None:
    id_ = ready(desk)
    assert says in desk.bad("sent", *(id_ if word == "ID" else word for word in words))


def test_a_file_that_is_no_text_is_refused(desk: Desk, tmp_path: Path) -> None:
    id_ = ready(desk)
    (tmp_path / "letter.docx").write_bytes(b"PK\x03\x04\xff\xfe")
    assert "is not UTF-8" in desk.bad("sent", "letter", id_, str(tmp_path / "letter.docx"))
    assert desk.run("sent", "letter", id_, str(tmp_path / "none.md")).code == 2


def test_who_signs_and_the_teams_rules_count_as_in_the_tone_check(desk: Desk, tmp_path: Path) -> None:
    id_ = ready(desk)
    desk.good("take", id_, actor="ben")
    (tmp_path / "l.md").write_text(f"{TEXT}\n\nBen will see to that.\n", "utf-8")
    (desk.home / "tone").mkdir()
    (desk.home / "tone" / "mine.toml").write_text('id = "drama.mine"\nlevel = "loud"\n', "utf-8")
    told = desk.good("sent", "letter", id_, str(tmp_path / "l.md")).err
    assert "record.staff: Ben is one of us" in told
    assert "mine.toml" in told, "a broken rule is named"
    assert "Ben is one of us" not in desk.good("sent", "letter", id_, str(tmp_path / "l.md"), "--signer", "Ben").err


def test_who_must_not_be_contacted_is_said_and_asked_about(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = ready(desk)
    desk.good("customer", ACME[0], "--do-not-contact", "lawyers talk")
    assert "Acme Freight must not be contacted: lawyers talk" in desk.good("sent", "letter", id_).err
    monkeypatch.setattr("warroom.commands.sent.can_ask", lambda: True)
    refused = desk.run("sent", "brief", id_, typed="n\n")
    assert refused.code != 0
    assert "must not be contacted: lawyers talk" in refused.err
    assert [one["summary"] for one in desk.show(id_)["written"]] == ["letter"]
