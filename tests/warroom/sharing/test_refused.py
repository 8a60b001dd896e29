"""What is refused as things stand here is asked of the shared folder once, before anybody is told that it is not so."""

from __future__ import annotations

import pytest

from store.errors import Refused
from tests.warroom.commands.conftest import Desk
from warroom.session import Session

OURS = """
name = "ours"
title = "Our own way"

[[step]]
id = "call"
title = "Call them"
why = "They wait for it."
"""


@pytest.fixture
def met(ana: Desk, ben: Desk) -> str:
    """The id of a break of ana's that ben has seen, so that what ben runs next takes the short way."""
    id_ = ana.open("Acme")
    ana.good("take", id_)
    ben.good("list")
    return id_


def test_a_handover_that_was_offered_a_moment_ago_is_accepted(ana: Desk, ben: Desk, met: str) -> None:
    ana.good("handover", "--to", "ben", "--said", "call them at four")
    assert "ben took 1 break" in ben.good("handover", "accept", "--said", "I call them", actor="ben").err
    assert {row["owner"] for row in ana.json("list")["breaks"]} == {"ben"}


def test_a_playbook_that_was_added_a_moment_ago_is_known(ana: Desk, ben: Desk, met: str) -> None:
    file = ana.home / "ours.toml"
    file.write_text(OURS, "utf-8")
    ana.good("playbooks", "use", str(file), "--add")
    ben.good("edit", met, "--playbook", "ours", actor="ben")
    assert {row["playbook"] for row in ana.json("list")["breaks"]} == {"ours"}


def test_a_playbook_that_was_added_a_moment_ago_is_put_in_force(ana: Desk, ben: Desk, met: str) -> None:
    file = ana.home / "ours.toml"
    file.write_text(OURS, "utf-8")
    ana.good("playbooks", "use", str(file), "--add")
    ben.good("playbooks", "use", "ours", "--severity", "3", actor="ben")
    assert ana.open("Elm") in {row["id"] for row in ana.json("list")["breaks"] if row["playbook"] == "ours"}


def test_a_dispute_of_a_moment_ago_is_withdrawn_once(ana: Desk, ben: Desk, met: str) -> None:
    ana.good("dispute", met, "--what", "that we were warned")
    ben.good("dispute", met, "withdrawn", "--said", "they were right", actor="ben")
    assert len([entry for entry in ana.show(met)["timeline"] if "withdraw" in entry["text"] or "withdrew" in entry["text"]]) == 1
    assert "is disputed" in ben.bad("dispute", met, "withdrawn")


def test_it_is_asked_once_and_not_at_all_offline(ana: Desk, ben: Desk, met: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    take_in = Session.take_in

    def counted(session: Session) -> int:
        looks.append(1)
        return take_in(session)

    monkeypatch.setattr(Session, "take_in", counted)
    ana.good("note", met, "something came, and it is no offer")
    assert "nothing was offered to ben" in ben.run("handover", "accept", actor="ben").err
    assert len(looks) == 1
    ana.good("handover", "--to", "ben", "--said", "call them at four")
    looks.clear()
    assert "nothing was offered to ben" in ben.run("handover", "accept", "--offline", actor="ben").err
    assert ben.json("list", "--offline")["breaks"][0]["owner_offered"] is None


def test_a_list_that_was_typed_in_is_read_once(ana: Desk, ben: Desk, met: str) -> None:
    """What is tried again is the action, with what the command read of the keyboard or of a pipe."""
    file = ana.home / "ours.toml"
    file.write_text(OURS, "utf-8")
    ana.good("playbooks", "use", str(file), "--add")
    made = ben.good("open", "--customers", "-", "--what", "x", "--playbook", "ours", actor="ben", typed="Elm\nOak\n")
    assert len(made.out.splitlines()) == 2
    assert sorted(row["customer"] for row in ana.json("list")["breaks"]) == ["Acme", "Elm", "Oak"]


def test_after_something_was_written_nothing_is_run_again(ana: Desk, ben: Desk, met: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that refuses after it wrote is not begun anew: it would write twice."""

    def refuse(*_: object, **__: object) -> None:
        ana.good("note", met, "something came")
        raise Refused("id", "it can't be answered")

    monkeypatch.setattr("warroom.answers.answer", refuse)
    ben.run("note", met, "once", actor="ben")
    assert [note["text"] for note in ben.show(met)["notes"] if note["by"] == "ben"] == ["once"]
