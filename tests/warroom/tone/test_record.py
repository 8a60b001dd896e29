"""Record rules: a table of sentences that agree with the record and of ones that don't."""

from __future__ import annotations

import pytest

from store.facing import Sent
from tests.warroom.tone.facts import ACME, SENT, against, at
from warroom.tone.against import record_findings
from warroom.tone.reading import Reading
from warroom.tone.record import record_hits

AGREES = (
    "Dear Mary,",
    "Dear Ms Osei,",
    "Hello Mary and team,",
    "On Tuesday 3 March at 13:04 our label service stopped.",
    "It was fixed at 15:12 (UTC), and I rang you at 13:13.",
    "It was fixed at about 15:15.",
    "At 3:12 pm it was fixed.",
    "At 12:58 a certificate ran out.",
    "I promised you 14:45, moved it to 15:30, and it took until 15:12.",
    "You will have my report by Friday 6 March at 17:00.",
    "We will credit $300 to your account by 9 March.",
    "By 20 March we will have a second alarm.",
    "312 of your orders were hit; 300 are put right, 12 are not.",
    "41 depots could print nothing.",
    "Acme Freight had to send two lorries away empty.",
    "Call me on +44 20 7946 0018.",
    "Your invoice 2026-0417 is not part of it.",
    "Ana Sousa, head of operations",
    "We fixed it on 03/03/2026.",
    "Two lorries left with 0 labels at 13:04.",
    "By 13:46 we had contained it, and you have my report by 17:00 on Friday 6 March.",
)

DIFFERS = (
    ("record.name", "error", "Dear Anna,"),
    ("record.name", "error", "I know what that meant for Acme Frieght."),
    ("record.name", "error", "Mary Ossei told me."),
    ("record.time", "error", "It was fixed at 15:47."),
    ("record.time", "error", "I rang you at 15:12."),
    ("record.time", "error", "I promised you 13:04."),
    ("record.time", "warning", "At 11:11 it began."),
    ("record.time", "warning", "It began on 4 March at 13:04."),
    ("record.weekday", "error", "On Monday 3 March it stopped."),
    ("record.date", "warning", "It began on 17 February."),
    ("record.promise", "error", "We will have it done by 12 March."),
    ("record.promise", "error", "I will ring you at 18:20."),
    ("record.amount", "error", "We will credit $350 to your account."),
    ("record.amount", "error", "A refund of €300 is on its way."),
    ("record.amount", "warning", "Your lorries cost £90 an hour."),
    ("record.gift", "error", "You will also find $75 in the envelope."),
    ("record.worth", "error", "An account of €420,000 deserves better."),
    ("record.worth", "error", "An account of 420k EUR deserves better."),
    ("record.count", "warning", "213 orders were hit."),
    ("record.staff", "error", "Ben will see to that."),
)


@pytest.mark.parametrize("sentence", AGREES)
def test_what_agrees_with_the_record_is_let_be(sentence: str) -> None:
    assert [hit for hit in record_hits([sentence], against(), "text") if hit.rule != "record.trouble"] == []


@pytest.mark.parametrize(("rule", "level", "sentence"), DIFFERS)
def test_what_differs_from_the_record_is_found_in_its_place(rule: str, level: str, sentence: str) -> None:
    hits = record_hits(["We are here.", sentence], against(), "text")
    assert [(hit.rule, hit.level, hit.sentence) for hit in hits] == [(rule, level, 1)]
    assert sentence[hits[0].start : hits[0].end].strip() == sentence[hits[0].start : hits[0].end] != ""


def test_the_gifts_own_note_names_the_gift() -> None:
    assert not record_hits(["Here are $75."], against(), "gift")
    assert [hit.rule for hit in record_hits(["Here are $300."], against(), "gift")] == ["record.amount"]


def test_a_time_may_stand_in_their_zone_or_in_ours_and_utc_is_utc() -> None:
    tokyo = against(ACME._replace(zone="Asia/Tokyo"))
    assert not record_hits(["It was fixed at 00:12."], tokyo, "text")
    assert not record_hits(["It was fixed at 15:12."], tokyo, "text"), "our own zone"
    assert not record_hits(["It was fixed at 15:12 UTC."], tokyo, "text")
    assert [hit.rule for hit in record_hits(["It was fixed at 00:12 UTC."], tokyo, "text")] == ["record.time"]


def test_a_fault_that_is_not_ours_is_not_owned() -> None:
    theirs = against(ACME._replace(fault="not-ours"))
    assert [hit.rule for hit in record_hits(["This was our mistake."], theirs, "text")] == ["record.fault"]
    assert not record_hits(["This was not our mistake."], theirs, "text")
    assert not record_hits(["This was our mistake."], against(), "text")


def test_a_second_letter_does_not_apologise_again_but_the_follow_up_may() -> None:
    second = against(ACME._replace(sent=(SENT,)))
    said = ["We are sorry, Mary."]
    assert [hit.rule for hit in record_hits(said, second, "letter") if hit.rule != "record.trouble"] == ["record.second-apology"]
    assert "record.second-apology" not in {hit.rule for hit in record_hits(said, second, "followup")}
    assert "record.second-apology" not in {hit.rule for hit in record_hits(said, against(), "letter")}
    assert "record.second-apology" not in {hit.rule for hit in record_hits(["I apologised to you on 4 March."], second, "letter")}


def test_a_letter_that_was_sent_is_not_second_to_itself() -> None:
    said = ["We are sorry, Mary."]
    first = SENT._replace(text="We are sorry,\nMary.\n")
    again = SENT._replace(at=SENT.at + 1, text="We are sorry, Mary. Again.")

    def rules(sent: tuple[Sent, ...], whole: str) -> set[str]:
        return {hit.rule for hit in record_hits(said, against(ACME._replace(sent=sent)), "letter", whole)} - {"record.trouble"}

    assert rules((first,), "We are sorry, Mary.") == set()
    assert rules((first, again), "We are sorry, Mary.") == set()
    assert rules((first, again), "We are sorry, Mary. Again.") == {"record.second-apology"}, "one went before it"
    assert rules((first,), "We are sorry, Mary. Another.") == {"record.second-apology"}


def test_a_letter_that_says_nothing_of_their_trouble_is_told_so() -> None:
    assert [hit.rule for hit in record_hits(["We are sorry."], against(), "letter")] == ["record.trouble"]
    assert not record_hits(["Your depots stood still."], against(), "letter")
    assert not record_hits(["We are sorry."], against(ACME._replace(trouble="")), "letter")
    assert not record_hits(["We are sorry."], against(), "brief")


def test_a_promise_in_the_letter_follows_the_register() -> None:
    moved = ACME.promises[1]._replace(due_at=at(10, 17))
    known = against(ACME._replace(promises=(ACME.promises[0], moved)))
    assert not record_hits(["You will have my report by 10 March at 17:00."], known, "text")
    assert record_hits(["You will have my report by 12 April."], against(ACME._replace(explanation="12 April")), "text") != ()


def test_findings_stand_at_their_places_in_the_text() -> None:
    text = "Dear Mary,\n\nYour depots stood still; it was\nfixed at **15:47**, and the “14:44” is quoted.\n"
    (found,) = record_findings(Reading(text), against())
    assert (found.rule, found.level, found.text) == ("record.time", "error", "15:47")
    assert (found.line, found.column, found.end_column) == (4, 12, 17)


def test_a_date_long_ago_has_the_weekday_of_this_year() -> None:
    november = against()._replace(now=at(3, 13) + 265 * 86_400_000)
    assert "record.weekday" not in {hit.rule for hit in record_hits(["On Tuesday 3 March it stopped."], november, "text")}
    assert "record.weekday" in {hit.rule for hit in record_hits(["On Monday 3 March it stopped."], november, "text")}


def test_a_month_is_no_slip_of_the_pen() -> None:
    larch = against(ACME._replace(customer="Larch Logistics"))
    assert "record.name" not in {hit.rule for hit in record_hits(["It stopped on 3 March."], larch, "text")}
    assert "record.name" in {hit.rule for hit in record_hits(["Larhc had to wait."], larch, "text")}
