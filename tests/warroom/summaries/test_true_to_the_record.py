"""Letters, follow-up mails and briefs that claim no more than the record, in the order and the tense that it has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store.actions import fields
from tests.warroom.desk import Desk
from tests.warroom.summaries.breaks import BREAKS, DAY, NAMES, SIGNER, ZONE, Told
from warroom.summaries.addressing import is_a_guess
from warroom.summaries.model import TO_CUSTOMER
from warroom.tone.against import minutes_of
from warroom.tone.checking import check
from warroom.tone.from_case import against_case

CALENDAR_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d+ \w+"


def text(told: Told, which: str = "letter") -> str:
    return told.summary(which).markdown


def came_back(desk: Desk) -> Told:
    told = Told(desk, ago=2 * DAY).person().sorry(2 * DAY - 10).promise(2 * DAY - 10, "full fix", by="4h")
    return told.stage(2 * DAY - 200, "fixed").settle(2 * DAY - 200, "1").stage(600, "reopened").why()


def all_done(desk: Desk) -> Told:
    told = Told(desk, ago=3 * DAY).person().sorry(3 * DAY - 5).trouble().stage(2 * DAY, "fixed").why()
    told.owe(DAY, "credit", "30 EUR", "approved", "issued", "confirmed")
    return told.prevent(2 * DAY, "The job refuses a second run", "ben", "2d", done=DAY)


def cause_found_later(desk: Desk) -> Told:
    told = (
        Told(desk, fault="unknown", ago=3 * DAY)
        .person()
        .sorry(3 * DAY - 5)
        .trouble()
        .sent(2 * DAY, "letter", "Dear Mary, I am sorry.")
    )
    desk.do(lambda tx: fields.set_fields(tx, told.id, {"fault": "ours"}), DAY)
    return told.why()


@pytest.mark.parametrize("which", ["letter", "brief"])
def test_a_fix_that_came_back_is_not_told_as_kept(which: str, tmp_path: Path) -> None:
    written = text(came_back(Desk(tmp_path)), which)
    assert "We promised you a fix by" in written
    assert "it did not last" in written
    assert "kept that" not in written
    assert "came back at" in written


def test_a_promise_of_another_kind_of_help_keeps_its_own_words(tmp_path: Path) -> None:
    told = Told(Desk(tmp_path)).person().sorry(290).promise(280, "a technician is at your site", by="2h").settle(200, "1")
    assert "We promised you this by 11:20: a technician is at your site. We had it done at 10:40." in text(told)
    assert "kept that" not in text(told)


def test_a_fix_that_is_marked_kept_on_a_break_that_is_not_fixed_is_a_gap(tmp_path: Path) -> None:
    letter = Told(Desk(tmp_path)).person().sorry(290).promise(280, "full fix", by="2h").settle(200, "1").summary("letter")
    assert [gap.element for gap in letter.gaps].count("fix") == 2
    assert not re.search("kept that|had it done", letter.markdown)


def test_what_came_of_other_words_is_asked_when_it_is_fixed(tmp_path: Path) -> None:
    told = Told(Desk(tmp_path)).person().sorry(290).promise(280, "Every duplicate is cancelled at your bank.", by="1h")
    written = text(told.stage(100, "fixed"))
    assert "We promised you this by 10:20: every duplicate is cancelled at your bank. [to fill: fix: what came of" in written


@pytest.mark.parametrize("name", BREAKS)
@pytest.mark.parametrize("which", ["letter", "followup", "brief"])
def test_a_time_without_a_day_belongs_to_the_day_said_last(name: str, which: str, tmp_path: Path) -> None:
    """Each clock time with a day is a moment of the record; one without stands on the day that was named last before it."""
    told = BREAKS[name](Desk(tmp_path))
    if which == "followup" and told.desk.replica.cases().case(told.id).brk.fixed_at is None:
        return
    case = told.desk.replica.cases().case(told.id)
    against = against_case(case, told.desk.clock.at, ZONE, (SIGNER.name,), NAMES)
    moments = set(minutes_of(against.instants, against.zones[0]))
    day: tuple[int, int] | None = None
    for found in re.finditer(
        rf"(?P<time>\b\d\d:\d\d)(?: [A-Z]{{3}}[+\d:]*)?(?: on (?P<on>{CALENDAR_DAY}))?|(?P<day>{CALENDAR_DAY})", text(told, which)
    ):
        if named := found["on"] or found["day"]:
            day = (_month(named.split()[2]), int(named.split()[1]))
        if found["time"]:
            hours, minutes = found["time"].split(":")
            assert day is not None
            assert (*day, int(hours) * 60 + int(minutes)) in moments, found[0]


def _month(name: str) -> int:
    return ["October", "November", "December"].index(name) + 10


def test_the_day_is_said_again_where_another_was_named_between(tmp_path: Path) -> None:
    told = Told(Desk(tmp_path), ago=DAY + 300).person().sorry(DAY + 290).promise(DAY + 200, "full fix", by="2h")
    written = text(told.stage(200, "fixed"))
    assert (
        "We fixed it at 10:40 GMT on Sunday 22 November. We promised you a fix by 12:40 GMT on Saturday 21 November and were late"
        in written
    )
    assert written.count("10:40") == 1


def test_ownership_follows_what_failed_and_not_what_is_to_come(tmp_path: Path) -> None:
    told = Told(Desk(tmp_path)).person().sorry(290).promise(280, "a list", by="1h", kind="other").settle(100, "1")
    told.promise(90, "a manual run", by="6h", kind="other").promise(90, "a van", by="1h", kind="other").settle(60, "3")
    written = text(told)
    assert re.search(
        r"a van\. We had it done at \S+ We promised you this by 10:20: a list\. It took us until 12:20\. That is a failure", written
    )
    assert written.index("That is a failure") < written.index("a manual run")


def test_a_mistake_that_is_ours_after_all_is_owned_in_the_next_letter(tmp_path: Path) -> None:
    told = cause_found_later(Desk(tmp_path))
    letter = told.summary("letter")
    assert "We know more than when we wrote to you on Friday 20 November: the mistake was ours" in letter.markdown
    assert "I am sorry that we have been failing you" in letter.markdown
    assert "allow missing.apology" not in letter.markdown
    against = against_case(told.desk.replica.cases().case(told.id), told.desk.clock.at, ZONE, (SIGNER.name,), NAMES)
    assert "record.second-apology" not in {one.rule for one in check(letter.markdown, against=against).findings}
    told.sent(5, "letter", letter.markdown)
    assert told.desk.replica.cases().case(told.id).brk.contacts[-1].kind == "apology"
    assert "sorry" not in text(told)


def test_a_second_letter_before_the_fix_is_about_the_mistake_of_a_day(tmp_path: Path) -> None:
    told = Told(Desk(tmp_path), ago=3 * DAY).person().sorry(3 * DAY - 5).sent(2 * DAY, "letter")
    assert "about our mistake of Thursday 19 November, and I still answer for it." in text(told)


def test_when_all_is_done_letter_and_brief_say_so(tmp_path: Path) -> None:
    told = all_done(Desk(tmp_path))
    assert "we have changed this: the job refuses a second run. We finished that on Saturday 21 November." in text(told)
    assert "All of this is done, and I still answer for it." in text(told)
    assert "I commit" not in text(told)
    assert "**Next.**\n\n- Nothing is left to do on our side." in text(told, "brief")


@pytest.mark.parametrize("name", BREAKS)
def test_the_brief_has_no_empty_part_and_prevention_or_its_gap(name: str, tmp_path: Path) -> None:
    brief = BREAKS[name](Desk(tmp_path)).summary("brief")
    assert "**Next.**\n\n- " in brief.markdown
    assert bool(brief.fields["changes"]) != any(gap.element == "prevention" and "what changes" in gap.text for gap in brief.gaps)


def test_the_brief_says_that_it_came_back(tmp_path: Path) -> None:
    brief = text(BREAKS["reopened_and_fixed"](Desk(tmp_path)), "brief")
    assert "**Status.** Fixed at 13:30 GMT on Sunday 22 November, after it had come back at 10:40" in brief


def test_the_followup_asks_once_and_has_no_day_in_its_heading(tmp_path: Path) -> None:
    followup = text(BREAKS["full"](Desk(tmp_path)), "followup")
    assert len(re.findall("has been|has it been", followup)) == 1
    assert "not put it aside" not in followup
    assert "What happened: Label API down. Here" in followup


def test_the_reason_that_they_were_given_stands_beside_the_move(tmp_path: Path) -> None:
    told = Told(Desk(tmp_path)).person().sorry(290).promise(280, "full fix", by="1h").promise(280, "a list", by="1h", kind="other")
    told.move(200, "1", "5h", told_by="call", say="The spare part is late.").move(200, "2", "5h", say="Nobody was told this")
    told.stage(100, "fixed")
    for which in ("letter", "followup", "brief"):
        assert "(we told you why: “The spare part is late”)" in text(told, which)
        assert "Nobody was told" not in text(told, which)


def test_counts_and_lists_are_english(tmp_path: Path) -> None:
    told = BREAKS["full"](Desk(tmp_path)).affected(30, "1", "1")
    told.owe(20, "refund", "10 EUR", due="2d").owe(20, "waiver", "5 EUR", due="2d")
    assert "It hit 1 case on your side, and we have put it right." in text(told)
    assert text(told).count("\n- we ") == 3
    assert "We also" not in text(told)


def test_a_zone_without_letters_is_written_with_a_colon(tmp_path: Path) -> None:
    assert "UTC+05:45" in text(Told(Desk(tmp_path)).person("Mina Rai", "Asia/Kathmandu"))


@pytest.mark.parametrize(
    ("what", "why", "fault", "is_found"),
    [
        ("Sample results were delayed", "We lost the courier's list.", "ours", False),
        ("No card payments", "The acquirer’s data centre in Lyon lost power.", "not-ours", False),
        ("No card payments", "The acquirer’s data centre in Lyon lost power.", "ours", True),
    ],
)
def test_what_the_record_had_to_say_draws_no_warning(what: str, why: str, fault: str, is_found: bool, tmp_path: Path) -> None:
    told = Told(Desk(tmp_path), what=what, fault=fault).person().sorry(290).stage(100, "fixed").why(50, why)
    against = against_case(told.desk.replica.cases().case(told.id), told.desk.clock.at, ZONE, (SIGNER.name,), NAMES)
    for which in ("letter", "brief", "followup"):
        found = {one.rule for one in check(text(told, which), against=against, summary=which).findings}
        assert bool(found & {"blame.outsider-did-it", "agentless.done-by-nobody"}) == is_found, found


@pytest.mark.parametrize(
    "person", ["Nguyễn Thị Hồng Nhung", "李明", "Lee Ann Cho", "Kovács Anna", "Dr. Mary Osei", "OSEI Mary", "Jens"]
)
def test_a_name_that_is_a_guess_is_said(person: str, tmp_path: Path) -> None:
    told = Told(Desk(tmp_path)).person(person, "Europe/Berlin")
    first = person.split()[0]
    assert any(
        f"{person} is addressed as {first}, which is a guess: warroom customer" in note for note in told.summary("letter").notes
    )
    told.person(person, "Europe/Berlin", call_name="Nhung")
    assert told.summary("letter").notes == ()


@pytest.mark.parametrize("person", ["Mary Osei", "Zoë Martin", "Jean-Luc Béart", "Łucja Nowak", ""])
def test_a_name_that_is_none_is_let_be(person: str) -> None:
    assert not is_a_guess(person, "Europe/Berlin")


def test_where_the_family_name_comes_first_any_name_is_a_guess() -> None:
    assert is_a_guess("Mikołaj Nowak", "Asia/Tokyo")


@pytest.mark.parametrize("which", TO_CUSTOMER)
def test_thanks_say_what_the_record_has(which: str, tmp_path: Path) -> None:
    assert "had not noticed" not in text(BREAKS["with_gift_sent"](Desk(tmp_path)), which)


def test_after_a_return_both_promises_of_a_fix_are_told(tmp_path: Path) -> None:
    told = came_back(Desk(tmp_path)).promise(500, "a lasting fix", by="1h").stage(30, "fixed")
    written = text(told)
    assert re.search(r"We promised you a fix by \S+ GMT on Friday 20 November and had it done at 17:20; it did not last\.", written)
    assert "We promised you a fix by 06:40 GMT on Sunday 22 November and were late with it." in written


def test_a_date_that_was_moved_and_then_kept_is_owned_as_moved(tmp_path: Path) -> None:
    told = Told(Desk(tmp_path)).person().sorry(290).promise(280, "full fix", by="1h").move(250, "1", "3h", told_by="call")
    written = text(told.stage(100, "fixed").settle(100, "1"))
    assert "moved that to 12:50 and kept that. Moving that date is a failure of its own, and I own it as well." in written


def test_their_own_money_stands_in_a_paragraph_of_its_own_after_a_list(tmp_path: Path) -> None:
    told = BREAKS["full"](Desk(tmp_path)).owe(20, "refund", "10 EUR", due="2d").owe(20, "waiver", "5 EUR", due="2d")
    assert "\n\nWe will return €300 to you by" in text(told.owe(20, "correction", "300 EUR", "approved", due="2d"))


def test_a_change_that_is_made_is_recognised_as_prevention(tmp_path: Path) -> None:
    told = Told(Desk(tmp_path), ago=3 * DAY).person().sorry(3 * DAY - 5).stage(2 * DAY, "fixed")
    assert "missing.prevention" not in {
        one.rule for one in check(text(told.prevent(DAY, "Tests run on a copy", done=DAY - 5))).findings
    }
