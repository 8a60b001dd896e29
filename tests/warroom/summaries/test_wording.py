"""What the letters of the different breaks say, word by word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warroom.desk import Desk
from tests.warroom.summaries.breaks import BREAKS

CASES: dict[str, tuple[str, ...]] = {
    "only_opened": ("[to fill: fix: ", "[to fill: contact: the first name", "since Sunday"),
    "found_by_them": (
        "You told us of it at 10:00 CET.",
        "It hit 312 cases on your side, and we have put 240 of them right so far",
        "Thank you for telling us, and for being plain with us about what it meant: we learned of it from you.",
        "Ben Carter will have it done by Wednesday 2 December, and I answer for it.",
        "we credited you €840 on Sunday 22 November. We returned €1,310.40 to you on Sunday 22 November; that is your own money",
    ),
    "open_with_promise": ("had it done at 12:20. We have promised you a fix by 17:00 GMT on Sunday 22 November.",),
    "fixed_and_not_settled": ("We promised you a fix by 10:20 and were late with it.",),
    "moved_without_telling": (
        "and can’t keep that; the new time is 08:20 GMT on Monday 23 November. Moving that date is a failure",
    ),
    "open_and_late": (
        "by 10:20 and have not done it yet",
        "We promised you this by 11:20: a report. We did not keep that promise.",
        "I own them as well",
    ),
    "window_and_no_date": (
        "Dear Ōkubo-san",
        "between 14:20 JST on Monday 23 November and 02:20 JST on Tuesday 24 November: new lenses in Tokyo.",
        "We can’t give you a time yet for this: a list of the lots.",
    ),
    "not_ours": ("The cause lies outside our company", "closed by the city"),
    "cause_unknown": ("We do not know the cause yet", "I take responsibility for finding it"),
    "cause_unknown_fixed": ("What we know so far: The schedule was written twice on that evening.", "offer to refund you €90 by"),
    "reopened": ("it came back at 10:40 GMT on Sunday 22 November. That is a second failure of ours. We have not fixed it yet.",),
    "reopened_and_fixed": ("We fixed it at 13:30.", "waived €250", "you have confirmed it"),
    "made_right": ("sent you a replacement worth €120", "make amends worth €75"),
    "several_changes": (
        "- the second key is installed on every server (done on Sunday 22 November)",
        "a new alarm (by [to fill: prev",
    ),
    "late_change": ("We meant to finish that by Monday 16 November and have not; [to fill: prevention: the new date]",),
    "second_letter": ("We wrote to you on Friday 20 November", "I still answer for it"),
    "many_promises": (
        "We promised you this by 11:20: second depot. We moved that twice, at last to 13:30, and had it done at 13:00.",
    ),
    "public_one": (
        "It also became public (a forum post); we answered there at 23:00.",
        "It hit 1,204 cases on your side; we have not",
    ),
    "all_corrected": (
        "we have put all of them right",
        "We will return €1,310.40 to you by Tuesday 24 November; that is your own money.",
    ),
    "answered_below": ("You told us that it is not enough.", "giving us a clear answer"),
    "nobody_named": ("in our three calls",),
}
"""What a letter of each says."""


@pytest.mark.parametrize("name", CASES)
def test_the_wording_follows_the_record(name: str, tmp_path: Path) -> None:
    text = BREAKS[name](Desk(tmp_path)).summary("letter").markdown
    for part in CASES[name]:
        assert part in text, text
