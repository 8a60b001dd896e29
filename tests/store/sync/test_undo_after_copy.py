"""Undo goes on where it was after an installation took another id, and never takes back what its twin wrote."""

from __future__ import annotations

from pathlib import Path

from store.actions.corrections import undo, what_undo_takes_back
from tests.store.sync.conftest import Joiner, Member
from tests.store.sync.test_exchange import copied


def last_text(member: Member) -> str:
    """What an undo would take back."""
    return " ".join(member.replica.act(what_undo_takes_back, "ana").lines)


def test_what_was_written_under_the_former_id_can_be_undone(ana: Member, join: Joiner, tmp_path: Path) -> None:
    id_ = ana.open_break()
    ana.note(id_, "before the copy")
    copied(ana, tmp_path / "copy")
    ana, twin = join("ana"), join("copy")
    twin.name = "ana"
    ana.note(id_, "on the original")
    twin.note(id_, "on the copy")
    twin.note(id_, "on the copy again")
    twin.sync()
    assert ana.sync().new_id
    assert twin.sync().new_id
    ana.sync()
    assert ana.hashes == twin.hashes
    assert "on the original" in last_text(ana)
    assert "on the copy again" in last_text(twin)
    ana.replica.act(undo, "ana")
    assert "before the copy" in last_text(ana)
    ana.note(id_, "under the new id")
    assert "under the new id" in last_text(ana)
    for _ in range(2):
        ana.replica.act(undo, "ana")
    assert "opened" in last_text(ana), "its twin's notes stay"
    twin.replica.act(undo, "ana")
    assert "on the copy" in last_text(twin)
