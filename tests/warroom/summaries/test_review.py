"""The review: all that the record holds of a failure, with its evidence, and what it leaves open as questions."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from store.actions import amends, closing, dates, house, promises, stages, writing
from store.actions.opening import open_breaks
from store.errors import NotFound
from tests.warroom.casting import HOSTILE
from tests.warroom.desk import NOW, UTC, Desk
from tests.warroom.summaries.breaks import Told, full
from tests.warroom.summaries.reading import items, tables
from warroom.summaries.inside import make_review
from warroom.summaries.interface import differences
from warroom.summaries.interfaces import interface_of
from warroom.summaries.model import Summary


def reviewed(desk: Desk, id_: str) -> Summary:
    made = make_review(desk.replica, id_, UTC, NOW)
    assert differences(made.fields, interface_of("review").fields) == []
    return made


def test_each_row_of_the_timeline_has_its_evidence(desk: Desk) -> None:
    told = full(desk)
    made = reviewed(desk, told.id)
    rows = tables(made.markdown)["Timeline"][1:]
    assert len(rows) == len(made.fields["timeline"]) > 10
    known = {row[0] for row in desk.replica.db.execute("SELECT number FROM events")}
    assert all(int(row[3].partition("-")[2]) in known and desk.replica.id.startswith(row[3].partition("-")[0]) for row in rows)


def test_promises_stand_against_what_became_of_them(desk: Desk) -> None:
    told = Told(desk, severity=1, ago=300).sorry(290).promise(280, "the fix", by="in 1h").promise(280, "a report", by="in 2h")
    told.move(250, "1", "in 90m", say="a part comes later", told_by="call").settle(100, "1")
    told.promise(280, "a call", by="in 1h").settle(200, "3", "broken")
    made = reviewed(desk, told.id)
    table = tables(made.markdown)["Promises against what became of them"]
    rows = {row[0]: dict(zip(table[0], row, strict=True)) for row in table[1:]}
    assert rows["1: the fix"]["became"] == "late"
    assert rows["1: the fix"]["late by"] == "1 hour"
    assert rows["2: a report"]["became"] == "open"
    assert rows["2: a report"]["done"] == ""
    assert rows["3: a call"]["became"].startswith("broken")
    moved = " ".join(items(made.markdown, "Promises against what became of them"))
    assert "for us: inner reason; for them: a part comes later; told Sun 22 Nov" in moved
    assert (made.fields["promises_made"], made.fields["promises_late"], made.fields["promises_broken"]) == (3, 1, 1)


def test_gaps_are_those_over_what_was_agreed(desk: Desk) -> None:
    told = Told(desk, severity=1, ago=300).sorry(295).call(100).call(95)
    made = reviewed(desk, told.id)
    gaps = made.fields["gaps"]
    assert [gap["over"] for gap in gaps] == sorted((gap["over"] for gap in gaps), reverse=True)
    assert gaps[0]["from_at"] == NOW - 295 * 60_000
    assert gaps[0]["until"] == NOW - 100 * 60_000
    assert gaps[0]["over"] == gaps[0]["until"] - gaps[0]["due_at"] > 0
    assert not any(gap["from_at"] == NOW - 100 * 60_000 for gap in gaps)
    assert [gap["until"] for gap in gaps if gap["running"]] == [NOW]


def test_one_review_is_made_for_all_customers_of_a_failure(desk: Desk) -> None:
    opened = desk.do(lambda tx: open_breaks(tx, ["Acme", "Bluebird", "Cargo"], "Label API down", severity=2), 200)
    first, second, _ = opened.ids
    desk.do(lambda tx: house.note(tx, second, "lucky: it was a Sunday"), 100)
    desk.do(lambda tx: house.note(tx, first, "What helped: the second key"), 100)
    desk.do(lambda tx: amends.count_affected(tx, first, "100", "40"), 90)
    desk.do(lambda tx: amends.count_affected(tx, second, "50", "50"), 90)
    whole = [reviewed(desk, id_) for id_ in opened.ids]
    by_failure = make_review(desk.replica, f"F-{desk.replica.cases().brk(first).failure}", UTC, NOW)
    assert len({made.markdown for made in (*whole, by_failure)}) == 1
    fields = by_failure.fields
    assert (fields["customer_count"], fields["affected"], fields["corrected"]) == (3, 150, 90)
    assert [one["text"] for one in fields["lucky"]] == ["it was a Sunday"]
    assert [one["text"] for one in fields["helped"]] == ["the second key"]
    assert {row["customer"] for row in fields["timeline"]} == {"", "Acme", "Bluebird", "Cargo"}
    assert "Why were they never told? (Acme, Bluebird, Cargo)" in fields["questions"]


def test_gaps_of_the_record_become_questions(desk: Desk) -> None:
    told = Told(desk, fault="unknown", ago=100)
    asked = " ".join(reviewed(desk, told.id).fields["questions"])
    for words in (
        "Was it our fault?",
        "What is the cause?",
        "What happened, and why?",
        "Nothing is planned",
        "never told",
        "What did we learn?",
    ):
        assert words in asked
    answered = full(desk)
    left = " ".join(reviewed(desk, answered.id).fields["questions"])
    for words in ("Was it our fault?", "What happened, and why?", "Nothing is planned", "never told"):
        assert words not in left


def test_decisions_against_what_was_asked_are_listed_with_their_reason(desk: Desk) -> None:
    told = Told(desk, severity=1, ago=300).sorry(290).stage(100, "fixed")
    text = "Dear Mary,\n\n<!-- tone: allow hedge.any: she wrote it so herself -->\nWe are sorry for any trouble.\n"
    went = writing.Went("letter", text, overrides=("missing.fix", "drama.stacked"))
    desk.do(lambda tx: writing.mark_sent(tx, told.id, went), 50)
    desk.do(lambda tx: closing.close(tx, told.id, reason="she moved to another town"), 10)
    rows = reviewed(desk, told.id).fields["overrides"]
    assert [(row["what"], row["reason"]) for row in rows] == [
        ("the letter went out against findings", ""),
        ("a finding was allowed in the letter", "she wrote it so herself"),
        ("closed without", "she moved to another town"),
    ]
    assert rows[0]["went_without"] == ["missing.fix", "drama.stacked"]
    assert rows[1]["went_without"] == ["hedge.any"]
    assert "debrief" in rows[2]["went_without"]


def test_restitution_prevention_and_debriefs_are_told(desk: Desk) -> None:
    told = full(desk).owe(60, "gift-card", "50 EUR")
    desk.do(lambda tx: house.debrief(tx, told.id, "ben", "I *rotated* the key\n# too late"), 30)
    made = reviewed(desk, told.id)
    ledger = tables(made.markdown)["Restitution"]
    assert any("gift-card" in row[1] and row[2] == "€50" for row in ledger[1:])
    assert len(tables(made.markdown)["So that it can't happen again"]) == 1 + len(made.fields["prevention"])
    said = items(made.markdown, "What those who were in it say")
    assert "I *rotated* the key\n# too late" in said
    assert any(gap.element == "prevention" for gap in made.gaps)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_typed_changes_nothing_of_its_structure(text: str, desk: Desk) -> None:
    def shape(words: str) -> list[str]:
        told = Told(desk, "Acme", words, severity=1, ago=300, owner=words[:60], cause=words, category=words).sorry(290)
        told.trouble(words).promise(280, words, by="in 1h").why(200, words).prevent(100, words, words[:60]).owe(
            90, "credit", "9 EUR"
        )
        desk.do(lambda tx: house.raise_blocker(tx, told.id, words, words), 80)
        desk.do(lambda tx: dates.set_deadline(tx, told.id, "supplier", words, "in 2h", words), 80)
        desk.do(lambda tx: house.learn(tx, told.id, words), 80)
        desk.do(lambda tx: house.mark_public(tx, told.id, words), 80)
        desk.do(lambda tx: promises.settle_promise(tx, told.id, "1", "broken", words), 70)
        desk.do(lambda tx: stages.set_stage(tx, told.id, "contained", words), 70)
        read = MarkdownIt("commonmark").enable(["table"]).parse(reviewed(desk, told.id).markdown)
        return [token.type for token in read if token.type != "inline" and "paragraph" not in token.type]

    assert shape(text) == shape("plain words")


def test_what_is_no_failure_is_refused(desk: Desk) -> None:
    for typed in ("F-ZZZZ", "ZZZZ"):
        with pytest.raises(NotFound):
            make_review(desk.replica, typed, UTC, NOW)


def test_who_is_named_as_approving_is_the_one_who_approved(desk: Desk) -> None:
    told = Told(desk).owe(100, "credit", "300 EUR")
    desk.do(lambda tx: amends.move_restitution(tx, told.id, "1", "approved", "Ben, by phone"), 90)
    told.desk.do(lambda tx: amends.move_restitution(tx, told.id, "1", "issued"), 80)
    table = tables(reviewed(desk, told.id).markdown)["Restitution"]
    assert dict(zip(*table[:2], strict=True))["approved by"] == "Ben, by phone"


def test_what_broke_may_be_a_sentence(desk: Desk) -> None:
    told = Told(desk, what="Guests were charged twice.").sorry(290)
    told.promise(280, "Every duplicate is cancelled at your bank.", by="1h").prevent(270, "We check each batch twice.")
    made = reviewed(desk, told.id)
    assert made.title.startswith("Review: Guests were charged twice (")
    assert "\n\nGuests were charged twice: it hit 1 customer from Sunday 22 November" in made.markdown
    texts = [row["text"] for row in made.fields["timeline"]]
    assert any(text.startswith("opened for Acme Freight: Guests were charged twice, severity") for text in texts)
    assert any(": Every duplicate is cancelled at your bank, by" in text for text in texts)
    assert not any(".," in text or ".)" in text or "..:" in text for text in texts)
    assert not any(".”" in question for question in made.fields["questions"])


def test_paragraphs_of_an_explanation_stay_apart(desk: Desk) -> None:
    told = Told(desk).why(50, "We sent a card batch twice\n\nIn May we had switched off our check")
    said = MarkdownIt().render(reviewed(desk, told.id).markdown)
    assert "We sent a card batch twice</p>\n<p>In May we had switched off our check" in said
