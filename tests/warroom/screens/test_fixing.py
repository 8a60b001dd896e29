"""On the screens: the case for priority, apologies and suppliers counted as one types, remedies that they don't know of yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.actions import amends, contacts, dates, house
from store.replica import Replica
from tests.warroom.casting import act, opened
from tests.warroom.screens.conftest import OpenDesk
from warroom.screens.line import LineScreen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_case_for_priority_is_read_copied_and_written_from_the_board(
    replica: Replica, open_desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    id_ = opened(replica, "Acme Freight", "API [/down]", severity=1)
    act(replica, lambda tx: house.raise_blocker(tx, id_, "a change freeze [/x]", "Dana"))
    async with open_desk(size=size) as desk:
        await desk.select("Acme")
        spoken = desk.spoken("Acme Freight")
        for key, told in (("Y", "Copied"), ("w", "Written to"), ("w", f"case-{spoken}-1-2.txt")):
            await desk.press("b")
            await desk.press("h")
            await desk.on(LineScreen)
            assert "a change freeze [/x]" in desk.text
            await desk.press(key)
            await desk.hears(told)
            await desk.board()
        assert desk.app.clipboard.startswith("Case for priority: Acme Freight, API [/down]")
        assert (tmp_path / f"case-{spoken}-1.txt").read_text("utf-8") == desk.app.clipboard
        await desk.press("b", "h")
        await desk.on(LineScreen)
        await desk.press("escape")
        await desk.board()


async def test_the_contact_form_counts_apologies_over_all_breaks(replica: Replica, open_desk: OpenDesk) -> None:
    first = opened(replica, "Acme", "Invoices twice", severity=4)
    act(replica, lambda tx: contacts.log_contact(tx, [first], "call", kind="apology"))
    opened(replica, "Elm", "API down", severity=1, fault="not-ours")
    opened(replica, "Acme", "API down", severity=1)
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("c")
        form = await desk.form("contact")
        await desk.until(lambda: form.body._subject.around is not None)
        assert desk.note("kind") == ""
        desk.field("kind").value = "apology"
        await desk.until(lambda: "apology 2 to them (1 on other breaks), and nothing moved" in desk.note("kind"))
        assert "not known yet" in desk.note("kind")


async def test_the_deadline_form_says_how_the_supplier_kept_other_dates(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = opened(replica, "Acme", "API down", severity=1)
    act(replica, lambda tx: dates.set_deadline(tx, id_, "supplier", "a part", "2h", "PostNet"))
    act(replica, lambda tx: dates.end_deadline(tx, id_, "1", met=False, to="3h"))
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("d")
        await desk.until(lambda: "PostNet slipped 1 of 1 here" in desk.text)
        await desk.press("escape")
        await desk.board()
        await desk.press("x", "n")
        await desk.form("deadline")
        desk.field("who").value = "postnet"
        await desk.until(lambda: "PostNet slipped 1 of 1 here" in desk.note("who"))


async def test_a_remedy_that_the_house_agreed_on_is_told_with_a_contact(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = opened(replica, "Acme", "API down", severity=1)
    act(replica, lambda tx: amends.propose_remedy(tx, id_, "a courier", inside=True))
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("c")
        await desk.form("contact")
        desk.field("tells").value = "remedy-1"
        await desk.press("ctrl+s")
        await desk.hears("they know of remedy 1")
        assert not desk.brk(id_).remedies[0].untold
