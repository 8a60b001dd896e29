"""The hand-over: severity and mood, what is open, what is next, what may go wrong, read-back, on one screen."""

from __future__ import annotations

import pytest

from store.actions import board, contacts, fields, house
from store.errors import NotFound
from tests.warroom.casting import HOSTILE
from tests.warroom.desk import NOW, UTC, Desk
from tests.warroom.summaries.breaks import Told, full
from tests.warroom.summaries.reading import screen
from warroom.summaries.cutting import cut_parts
from warroom.summaries.inside import make_handover
from warroom.summaries.interface import differences
from warroom.summaries.interfaces import interface_of
from warroom.summaries.model import Summary

ROWS, COLUMNS = 24, 80


def handed(desk: Desk, id_: str = "", actor: str = "ana") -> Summary:
    made = make_handover(desk.replica, id_, UTC, NOW, actor)
    assert differences(made.fields, interface_of("handover").fields) == []
    lines = screen(made.markdown)
    assert len(lines) <= ROWS, "\n".join(lines)
    assert max(map(len, lines)) <= COLUMNS
    return made


def text_of(made: Summary) -> str:
    return "\n".join(screen(made.markdown, 500))


def test_a_break_is_handed_over_with_all_five_parts(desk: Desk) -> None:
    told = Told(desk, severity=1, ago=120, owner="ana").person().sorry(110).trouble("Nine trucks stand at the gate.")
    told.call(60, mood="furious", said="Third time!").promise(58, "the full fix", by="in 2h").promise(
        57, "labels by hand", by="in 3h"
    )
    desk.do(lambda tx: contacts.log_contact(tx, [told.id], "call", attempt=True), 20)
    text = text_of(handed(desk, told.id))
    assert "Severity 1, furious." in text
    assert "Nine trucks stand at the gate." in text
    assert "Acme Freight: Label API down" in text
    assert (
        text.index("15:02: promise 1, the full fix") < text.index("16:03: promise 2, labels by hand") < text.index("next contact")
    )
    assert "If 15:02: “the full fix” is not done, then tell them before then, and why" in text
    assert "Read back, with the time: [to fill: contact: what you take over]" in text


def test_what_is_wrong_already_comes_first(desk: Desk) -> None:
    told = Told(desk, severity=2, ago=300).sorry(290).promise(280, "the fix", by="in 1h").promise(280, "the report", by="in 9h")
    told.move(200, "2", "in 11h")
    risks = handed(desk, told.id).fields["risks"]
    assert [(risk["what"], risk["then"]) for risk in risks] == [
        ("“the fix” is late", "ring them; name a date that holds"),
        ("“the report” moved, and they don't know", "tell them the new date first"),
    ]


def test_the_board_holds_the_first_and_counts_the_rest_honestly(desk: Desk) -> None:
    loud = Told(desk, "Acme Freight", "Label API down", severity=1, ago=600)
    for number in range(16):
        Told(desk, f"Customer {number}", "Slow pages", severity=4, ago=30).sorry(25)
    made = handed(desk)
    assert (made.fields["count"], len(made.fields["breaks"]), made.fields["left_out"]) == (17, 5, 12)
    assert made.fields["breaks"][0]["customer"] == "Acme Freight"
    text = text_of(made)
    assert "17 open, 1 of severity 1, 1 needs somebody now" in text
    due = made.fields["left_out_next_at"]
    assert due is not None
    assert due > NOW
    assert "12 more that need nobody before" in text
    assert loud.id[:4] in text


def test_what_is_left_out_says_that_somebody_is_needed(desk: Desk) -> None:
    for number in range(9):
        Told(desk, f"Customer {number}", "Label API down", severity=1, ago=600)
    text = text_of(handed(desk))
    assert "4 more, 4 of which need somebody now" in text
    assert "need nobody" not in text


def test_who_offers_to_whom_and_what_they_said(desk: Desk) -> None:
    full(desk)
    desk.do(lambda tx: board.offer_handover(tx, "ben", "mind *Acme*, they wait"), 5)
    text = text_of(handed(desk))
    assert "ana to ben" in text
    assert "“mind *Acme*, they wait”" in text
    assert "[to fill: signer: who takes over]" in text_of(handed(desk, actor="cem"))


def test_an_empty_board_says_so(desk: Desk) -> None:
    made = handed(desk)
    assert "Nothing is open." in text_of(made)
    assert "Read back" not in made.markdown


@pytest.mark.parametrize("text", [*HOSTILE, "漢字" * 200, "W" * 480, "*a* <b> | `x` [y](z)"])
def test_it_stays_on_one_screen_whatever_was_typed(text: str, desk: Desk) -> None:
    for number in range(7):
        told = Told(desk, f"{text[:60]} {number}", text, severity=1, ago=500, owner=text[:60]).person(text[:60]).sorry(480)
        told.trouble(text).promise(400, text, by="in 1h").promise(400, text, by="in 20h").why(300, text).owe(
            200, "credit", "1200 EUR"
        )
        told.promise(400, text, by="in 30h").promise(400, text, by="in 40h").owe(200, "credit", "90 CHF")
        desk.do(lambda tx, told=told: house.raise_blocker(tx, told.id, text, text), 100)  # type: ignore[misc]
        desk.do(lambda tx, told=told: fields.set_fields(tx, told.id, {"must_tell": text, "must_tell_by": "in 1h"}), 90)  # type: ignore[misc]
    desk.do(lambda tx: board.offer_handover(tx, text[:60], text), 5)
    handed(desk)
    handed(desk, told.id)


def test_what_is_no_break_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound):
        make_handover(desk.replica, "ZZZZ", UTC, NOW, "ana")


def test_a_sentence_goes_into_the_lines_of_a_hand_over(desk: Desk) -> None:
    told = Told(desk, what="Guests were charged twice.").sorry(290).promise(280, "All is cancelled.", by="9h")
    told.why(50, "We sent a batch twice\n\nthe check was off")
    made = handed(desk, told.id)
    assert "Acme Freight: Guests were charged twice (" in text_of(made)
    assert ": promise 1, All is cancelled\n" in text_of(made)
    assert "Why: We sent a batch twice. The check was off." in text_of(made)
    assert f"Guests were charged twice ({made.spoken})" in made.title


CALL = "Call Mary Osei +44 20 7946 0018 (02:55 there, outside their hours): own it, and thank Mary for telling us"


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        (CALL, 120, CALL),
        (CALL, 75, "Call Mary Osei +44 20 7946 0018: own it, and thank Mary for telling us"),
        (CALL, 60, "Call Mary Osei +44 20 7946 0018: own it…"),
        (CALL, 38, "Call Mary Osei +44 20 7946 0018…"),
        (CALL, 30, "Call Mary Osei…"),
        (CALL, 12, "Call Mary…"),
        ("Promise 1 (the full fix, at last) is late: call Mary with a date", 50, "Promise 1 (the full fix, at last) is late…"),
        ("Promise 1 (the full fix, at last) is late: call Mary with a date", 32, "Promise 1…"),
        ("Donaudampfschifffahrtsgesellschaft", 12, "Donaudampfs…"),
    ],
)
def test_an_action_is_cut_between_its_parts(text: str, most: int, kept: str) -> None:
    assert cut_parts(text, most) == kept


def test_no_number_is_left_half_on_the_board(desk: Desk) -> None:
    Told(desk, severity=1).person(phone="+44 20 7946 0018").promise(280, "the full fix", by="9h")
    (line,) = [line for line in handed(desk).markdown.splitlines() if "Call Mary Osei" in line]
    assert "+44 20 7946 0018" in line.replace("\\", "") or "+44" not in line
    assert line.count("(") == line.count(")")
