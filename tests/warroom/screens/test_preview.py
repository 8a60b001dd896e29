"""The preview of a text: read, edited, findings beside it, drafts, on small and large terminals."""

from __future__ import annotations

import pytest

from tests.warroom.desk import Desk
from tests.warroom.screens.opened import Opener, press, screen_text
from tests.warroom.screens.previewing import open_preview, preview

SIZES = [(80, 24), (120, 40), (200, 50)]


@pytest.mark.parametrize("size", SIZES)
async def test_text_and_findings_are_seen(desk: Desk, opened: Opener, size: tuple[int, int]) -> None:
    id_ = desk.open()
    async with opened(size) as pilot:
        await open_preview(pilot, desk, id_)
        text = screen_text(pilot)
        assert "The letter to Acme Freight" in text
        assert "Mary Osei <mary@acme.example>" in text
        assert "I am sorry for any inconvenience." in text
        assert "error" in text
        assert "missing.fix is missing" in text
        assert "to fill" in text
        assert "2 errors" in text


async def test_edits(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_)
        await press(pilot, "i", "X", "S", "q", "escape")
        assert screen.area.text.startswith("XSqDear Mary")
        assert preview(pilot) is screen
        await press(pilot, "escape")
        again = await open_preview(pilot, desk, id_)
        assert again.area.text.startswith("XSqDear Mary")
