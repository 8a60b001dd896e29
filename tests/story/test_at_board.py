"""The story at the live board, by keys."""

from __future__ import annotations

from pathlib import Path

from tests.story.agreement import agree, as_the_table_says, see
from tests.story.at_board import at_board
from tests.story.command_line import Told
from tests.story.telling import CHAPTERS
from tests.story.written import written


async def test_the_story_at_the_board(tmp_path: Path) -> None:
    told = Told(tmp_path / "board")
    async with at_board(told) as teller:
        for chapter in CHAPTERS:
            await teller.tell(chapter)
            seen = see(told.desk, told.ids[chapter.before], chapter.who)
            as_the_table_says(seen, chapter.after)
            agree(seen)
            await teller.shows(seen, chapter.after.view)
    again = Told(tmp_path / "command-line")
    for chapter in CHAPTERS:
        again.tell(chapter)
    assert written(told.desk) == written(again.desk)
