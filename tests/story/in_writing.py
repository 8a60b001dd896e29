"""A text of the story at the live board: chosen, read in the preview, noted as sent, all of it by keys."""

from __future__ import annotations

import tomllib
from typing import Any

from tests.story.command_line import LETTERS
from tests.warroom.screens.conftest import LiveDesk
from warroom.preview.choices import LETTERS as KEYS
from warroom.screens.form import FormScreen
from warroom.screens.preview import PreviewScreen
from warroom.screens.verbs import VerbsScreen

CONFIG: dict[str, Any] = tomllib.loads(LETTERS)
"""What the installation at the board says of who signs: as that of the command line."""


async def open_letter(live: LiveDesk, summary: str) -> PreviewScreen:
    """From the board to the preview of a summary, which was made and checked."""
    await live.press("e")
    await live.until(lambda: isinstance(live.screen, VerbsScreen) and live.screen.is_mounted)
    await live.press(KEYS[summary])
    await live.until(lambda: isinstance(live.screen, PreviewScreen))
    preview = live.screen
    assert isinstance(preview, PreviewScreen)
    await live.until(lambda: bool(preview.area.text.strip()) and preview.checked.report is not None)
    await live.worked_off()
    return preview


async def ask_to_send(live: LiveDesk, preview: PreviewScreen) -> FormScreen:
    """From the preview to the form that notes the text as sent. What the record of the story gives leaves nothing to ask about."""
    assert not [one.finding for one in preview.found if one.finding.level == "error" or one.is_gap]
    await live.press("S")
    await live.until(lambda: live.screen is not preview)
    assert isinstance(live.screen, FormScreen), live.screen
    return live.screen
