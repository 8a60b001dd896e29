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


PROMISES = (
    ("error", "We will replace both servers by Christmas."),
    ("error", "We will send you our chief engineer on Thursday."),
    ("warning", "We will ring you every morning at nine."),
    ("warning", "You will get a discount of 20 % until June."),
    ("warning", "We will call you within two hours."),
    ("error", "Expect a call from our CEO on Tuesday."),
    ("warning", "I promise you a second line at no charge."),
    ("error", "By Christmas, we will replace both servers."),
    ("error", "On Thursday we will call you."),
    ("error", "We will call you tomorrow."),
    ("error", "We will have the new alarm by the end of April."),
    ("error", "We will move you to the new platform next month."),
    ("error", "We will send you our chief engineer next month."),
    ("warning", "You will receive a new device tomorrow."),
)
"""What the register has not, said without a date."""

NO_PROMISES = (
    "We will call you on Friday.",
    "You will have my report by Friday.",
    "We will have a second alarm by the end of March.",
    "We will credit you next week.",
    "We will write to you within 3 days.",
    "We will tell you what happened on Tuesday.",
    "I will explain why it failed on Thursday.",
    "We will send you a report about the outage on Tuesday.",
    "We will not rest until Christmas.",
    "On Thursday we noticed that we will need a second alarm.",
    "We will check every certificate every morning.",
    "If it comes back, we will call you within two hours.",
    "We will be closed on Thursday.",
    "We will know within two minutes.",
    "I promise you a report.",
    "I promise you to do better.",
    "I promise to stay with this until it is done.",
    "I promised you a second line on Thursday.",
    "We expect the parts on Thursday.",
    "Will you be free on Thursday?",
    "Our supplier delivers on Thursday.",
    "You will see that Thursday's invoice is right.",
    "We may call you on Thursday.",
    "It may march on in may.",
    "We will keep Friday's credit.",
    "We will do this with every certificate that we replaced on Monday.",
    "I commit to seeing each point of this letter through.",
    "You will hear from me again by mail on Friday 6 March.",
    "Thank you for your call on Thursday.",
    "We will have it ready before Saturday.",
    "We will be in touch on Thursday or Friday.",
)
"""What the register has, and what is no promise to them at all."""


@pytest.mark.parametrize(("level", "sentence"), PROMISES)
def test_a_promise_without_a_date_is_looked_up_too(level: str, sentence: str) -> None:
    assert [(hit.rule, hit.level) for hit in record_hits([sentence], against(), "text")] == [("record.promise", level)]


@pytest.mark.parametrize("sentence", NO_PROMISES)
def test_a_day_without_a_date_that_the_register_has_is_let_be(sentence: str) -> None:
    assert record_hits([sentence], against(), "text") == ()


def test_a_span_fits_what_is_due_in_it() -> None:
    soon = ACME.promises[1]._replace(due_at=at(4, 10, 30), first_due_at=at(4, 10, 30))
    known = against(ACME._replace(promises=(ACME.promises[0], soon)))
    assert not record_hits(["We will call you within two hours."], known, "text")
    assert record_hits(["We will call you within one hour."], known, "text")


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


@pytest.mark.parametrize(
    "sentence",
    [
        "By 15:12 we had contained it.",
        "We contained it at 15:12.",
        "At 13:46 we fixed it.",
        "It was fixed at 13:46.",
        "It was fixed at 15:12 CET.",
    ],
)
def test_contained_is_not_fixed_and_a_zone_is_not_another(sentence: str) -> None:
    assert {hit.rule for hit in record_hits([sentence], against(), "text")} == {"record.time"}


@pytest.mark.parametrize(
    "sentence",
    [
        "By 13:46 we had contained it, and at 15:12 we fixed it.",
        "By 13:46 on Tuesday 3 March we had contained it.",
        "At 13:46 it was contained, at 15:12 it was fixed.",
        "Everything worked again at 13:46.",
        "It was fixed at 16:12 CET.",
        "It was fixed at 15:12 GMT.",
    ],
)
def test_each_at_its_time_is_let_be(sentence: str) -> None:
    assert record_hits([sentence], against(), "text") == ()


def test_a_named_zone_is_the_records_own_where_it_goes_by_that_name() -> None:
    berlin = against(ACME._replace(zone="Europe/Berlin"))
    assert not record_hits(["It was fixed at 16:12 CET."], berlin, "text")
    assert not record_hits(["At 14:04 CET we noticed it."], berlin, "text")
    (found,) = record_hits(["At 13:04 CET we noticed it."], berlin, "text")
    assert (found.rule, found.level) == ("record.time", "warning")
    assert "another zone" in found.message


def test_restitution_has_a_date_of_its_own() -> None:
    owed = against(ACME._replace(gifts=()))
    assert [hit.rule for hit in record_hits(["We will credit $300 to you by 6 March."], owed, "text")] == ["record.promise"]
    assert not record_hits(["We will credit $300 to you by 9 March."], owed, "text")
    assert not record_hits(["You will have my report on the refund by 6 March."], owed, "text")
    assert not record_hits(["We will credit $300 to you and you will have my report by 6 March."], owed, "text")


def test_who_found_it_is_as_the_record_says() -> None:
    theirs = against(ACME._replace(found_by="customer"))
    for said, known in (("You told us of it.", against()), ("We noticed it ourselves.", theirs)):
        assert [(hit.rule, hit.level) for hit in record_hits([said], known, "text")] == [("record.found", "warning")]
    assert not record_hits(["You told us of it."], theirs, "text")
    assert not record_hits(["We noticed it ourselves."], against(), "text")
    for said in ("You told us what it did to you.", "If you told us of it, we did not listen.", "We had not noticed it ourselves."):
        assert not record_hits([said], against(), "text")
        assert not record_hits([said], theirs, "text")


def test_a_promise_is_kept_or_missed_as_the_record_says() -> None:
    one = ACME.promises[0]
    kept, late = (against(ACME._replace(promises=(one._replace(state=state),))) for state in ("kept", "late"))
    assert [hit.rule for hit in record_hits(["We had promised you a fix, and we missed that."], kept, "text")] == ["record.kept"]
    assert [hit.rule for hit in record_hits(["We had promised you a fix, and we kept that."], late, "text")] == ["record.kept"]
    assert not record_hits(["We had promised you a fix, and we kept that."], kept, "text")
    assert not record_hits(["We had promised you a fix, and we missed that."], late, "text")
    assert not record_hits(["We had promised you a fix, and we missed that."], against(), "text"), "one of two"
