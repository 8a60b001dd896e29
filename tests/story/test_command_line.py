"""The story on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.story.agreement import agree, as_the_table_says, see
from tests.story.command_line import Told
from tests.story.telling import CHAPTERS


def test_the_story_on_the_command_line(tmp_path: Path) -> None:
    told = Told(tmp_path / "home")
    for chapter in CHAPTERS:
        told.tell(chapter)
        id_ = told.ids[chapter.before]
        seen = see(told.desk, id_, chapter.who)
        as_the_table_says(seen, chapter.after)
        agree(seen)
        if seen.record["next"] is not None:
            assert seen.record["next"]["what"] in told.desk.good("list", "--all").out
    the_repeat_is_linked(told)
    the_end(told)


def the_repeat_is_linked(told: Told) -> None:
    """Both breaks name each other, with what was learned."""
    now, then = (told.desk.show(told.ids[before])["repeats"] for before in (False, True))
    assert [(link["id"], link["later"], link["lessons"]) for link in now] == [
        (told.ids[True], False, ["Renew certificates a month early."])
    ]
    assert [(link["id"], link["later"]) for link in then] == [(told.ids[False], True)]


def the_end(told: Told) -> None:
    """How it ended is on record, and nothing is left to do."""
    record = told.desk.show(told.ids[False])
    assert [mark["outcome"] for mark in record["outcomes"]] == ["stronger", "advocate"]
    assert (record["outcome"], record["next"], record["watch"]) == ("advocate", None, None)
    assert not any(step["by_hand"] for step in record["steps"]), "the letter itself proves that it is in writing"
    assert told.desk.json("list")["breaks"] == []
