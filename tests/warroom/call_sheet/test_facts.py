"""What a call sheet says before ringing: each line in a case in which it must be there, and in one in which it must not."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from store.clock import HOUR, MINUTE
from store.entries import Remedy
from store.learned import Action, Learned, Lesson, Repeat
from store.policy import policy_of
from store.state import Board, Customer, Person
from tests.warroom.call_sheet.looking import ACME, MARY, TOM, advice, look, names, other, sheet, text_of
from tests.warroom.desk import NOW
from tests.warroom.detail.by_hand import ago, contact, owed, promise, slip
from warroom.call_sheet.look import with_other_caller
from warroom.call_sheet.sheet import CallSheet, call_sheet

TOKYO = ACME._replace(zone="Asia/Tokyo")
"""It is 23:00 there."""


def remedy(answer: str = "") -> Remedy:
    return Remedy("1", "m1", "a second label path", "", None, ago(50), answer, None, "")


def moved(told: bool = False) -> Any:
    due = NOW + 2 * HOUR
    return promise(due_at=due, told_due_at=due if told else NOW + HOUR, slips=(slip(told_at=ago(10) if told else None),))


VOICEMAIL = contact(2, 9, result="attempt", said="voicemail")
SILENT = ACME._replace(silence_until=NOW + HOUR, silence_since=ago(60), silence_why="stock-taking")
TRIED = (contact(1, 30, result="attempt"), contact(2, 20, result="attempt"))
AGAIN = Repeat(
    "G4T1",
    "G4T1",
    ago(60),
    True,
    "Bluebird",
    False,
    Learned((Action("1", "an alarm", "cem", None, None),), (Lesson("look at the dates", "ana", ago(50)),)),
)
Given = dict[str, Any]
CASES: list[tuple[str, str, Given, Given]] = [
    # line, what it says, when it is there, when it is not
    ("do-not-contact", "DO NOT CONTACT THEM: lawyers", {"customer": ACME._replace(do_not_contact="lawyers")}, {}),
    ("silence", "THEY ASKED FOR SILENCE until 15:00: stock-taking", {"customer": SILENT},
     {"customer": SILENT._replace(silence_until=NOW)}),
    ("night", "THEIR NIGHT: it is 23:00 there", {"customer": TOKYO}, {"customer": ACME._replace(zone="Europe/London")}),
    ("night", "THEIR NIGHT: it is 23:00 there, they can be reached from 23:00 (tomorrow 08:00 theirs)", {"customer": TOKYO._replace(
        hours="8-18")}, {"customer": TOKYO._replace(hours="8-24")}),
    ("night", "OUT OF THEIR HOURS: it is 14:00 there, they can be reached from tomorrow 08:00", {"customer": ACME._replace(
        zone="UTC", hours="mon-fri 8-18")}, {"customer": ACME._replace(zone="UTC", hours="8-18")}),
    ("calling", "ben is calling them since 13:58: speak to ben first", {"calling": "ben", "calling_since": ago(2)},
     {"calling": "Ana", "calling_since": ago(2)}),
    ("calling", "ben is calling", {"calling": "ben", "calling_since": ago(2)}, {"calling": "ben", "calling_since": ago(31)}),
    ("name", "say “Mary”, head of logistics, speaks English", {}, {"customer": Customer("x", "Acme")}),
    ("name", "say “Dr Osei”", {"customer": ACME._replace(people=(MARY._replace(call_name="Dr Osei"),))}, {}),
    ("deputy", "Tom Hall, +44 20 3", {}, {"customer": ACME._replace(people=(MARY._replace(deputy=""),))}),
    ("deputy", "Tom Hall, no number", {"customer": ACME._replace(people=(MARY,))}, {"customer": ACME._replace(people=(TOM,))}),
    ("deputy", "no number: try them now", {"contacts": TRIED, "customer": ACME._replace(people=(MARY,))}, {"contacts": TRIED}),
    ("instead", "Mary Osei, +44 20 1: not reached", {"contacts": TRIED}, {"contacts": TRIED[:1]}),
    ("name", "say “Tom”", {"contacts": TRIED}, {"contacts": TRIED[:1]}),
    ("repeat", "G4T1, 13:00 and 1 more: learned: look at the dates; NOT done: an alarm (cem)",
     {"repeats": (AGAIN, AGAIN)}, {"repeats": (AGAIN._replace(later=True),)}),
    ("repeat", "same cause at Bluebird: G4T1, 13:00: nothing was learned from it",
     {"repeats": (AGAIN._replace(same_customer=False, learned=Learned()),)}, {}),
    ("remedy-1", "a second label path: not told yet", {"remedies": (remedy()._replace(untold=True),)}, {"remedies": (remedy(),)}),
    ("time", "their time zone isn't known", {}, {"customer": TOKYO}),
    ("attempts", "1× since the last contact, last 13:30, again 13:40", {"contacts": (contact(1, 30, result="attempt"),)},
     {"contacts": (contact(1, 30, result="attempt"), contact(2, 20))}),
    ("mood", "furious, 13:20 (ben)", {"contacts": (contact(1, 40, mood="furious", actor="ben"), contact(2, 20))},
     {"contacts": (contact(1, 20),)}),
    ("conflict", "with ana, 13:40: let them talk to somebody else", {"contacts": (contact(1, 20, conflict=True),)},
     {"contacts": (contact(1, 20),)}),
    ("conflict", "with ana, 13:40: let them talk to ben", {"contacts": (contact(1, 20, conflict=True),), "owner": "ben"},
     {"contacts": (contact(1, 20, conflict=True),), "owner": "ben", "board": Board("b", off_duty=("Ben",))}),
    ("trouble", "nine trucks wait", {"trouble": "nine trucks wait"}, {}),
    ("expectation", "a driver", {"expectation": "a driver"}, {}),
    ("words", "“third time” Mary Osei, 13:20", {"contacts": (contact(1, 40, said="third time"), VOICEMAIL)},
     {"contacts": (contact(1, 40),)}),
    ("waiting", "for an answer since 13:20", {"contacts": (contact(1, 40, channel="mail", direction="in", result="wrote"),)},
     {"contacts": (contact(1, 40, channel="mail", direction="in", result="wrote"), contact(2, 20))}),
    ("must-tell", "her COO, by 16:00 (in 2 h)", {"must_tell": "her COO", "must_tell_by": NOW + 2 * HOUR}, {}),
    ("promise-1", "1 full fix by 15:00, in 1 h (firm)", {"promises": (promise(),)}, {"promises": (promise("2"),)}),
    ("promise-1", "LATE 20 m", {"promises": (promise(due_at=ago(20), told_due_at=ago(20)),)}, {"promises": (promise(),)}),
    ("promise-1", "moved 1× to 16:00, THEY DON'T KNOW", {"promises": (moved(),)}, {"promises": (moved(told=True),)}),
    ("promise-1", "moved 1×, they know", {"promises": (moved(told=True),)}, {"promises": (moved(),)}),
    ("promise-1", "no date yet", {"promises": (promise(sure="none", due_at=None, told_due_at=None),)}, {"promises": (promise(),)}),
    ("promise-1", "broken 13:30", {"promises": (promise(result="broken", settled_at=ago(30)),)}, {"promises": (promise(),)}),
    ("promise-1", "kept 13:30, 1 h 30 early", {"promises": (promise(result="kept", settled_at=ago(30)),)},
     {"promises": (promise(result="kept", settled_at=ago(30)),), "contacts": (contact(1, 20),)}),
    ("promise", "nothing yet", {}, {"promises": (promise(),)}),
    ("may-promise", "80 % sure by ", {"advice": advice(0.5)}, {"advice": advice(0.5), "fixed_at": ago(5), "stage": "fixed"}),
    ("may-promise", "41 like it at this age (severity 1)", {"advice": advice(0.5)}, {}),
    ("may-promise", "no time: 19 fixes like it, too few to tell", {"advice": advice(0.5, sample=19)}, {"advice": advice(0.5)}),
    ("may-promise", "do not reach so far", {"advice": advice(0.001)}, {"advice": advice(0.5)}),
    ("owed-1", "credit €300, proposed", {"restitution": (owed(),)}, {"restitution": (owed(kind="gift-card"),)}),
    ("owed-1", "not approved yet", {"restitution": (owed(amount="900 EUR"),)}, {"restitution": (owed(),)}),
    ("owed-1", "credit", {"restitution": (owed(),)}, {"restitution": (owed(state="confirmed"),)}),
    ("remedy-1", "a second label path: no answer yet", {"remedies": (remedy(),)}, {"remedies": (remedy("meets"),)}),
    ("other-M2PW", "M2PW Label API down: open", {"others": (other(),)}, {}),
    ("next", "ana: ", {}, {"stage": "closed", "closed_at": ago(5)}),
]  # fmt: skip


def everything(found: CallSheet) -> str:
    """All that a sheet says, each line behind its name."""
    return "\n".join(f"{line.name}: {line.text}" for line in (*found.alarms, *found.facts))


@pytest.mark.parametrize(("name", "text", "there", "absent"), CASES, ids=[f"{case[0]}: {case[1][:40]}" for case in CASES])
def test_a_line_is_there_when_it_should_be_and_only_then(name: str, text: str, there: Given, absent: Given) -> None:
    found = sheet(**there)
    assert text in text_of((*found.alarms, *found.facts), name), everything(found)
    without = sheet(**absent)
    assert text not in text_of((*without.alarms, *without.facts), name), everything(without)


NUMBERS = [
    (ACME, "+44 20 1", "+44 20 1  Mary Osei"),
    (TOKYO, "+44 77 2", "+44 77 2 (night line)  Mary Osei"),
    (TOKYO._replace(people=(MARY._replace(night=""),)), "+44 20 1", "+44 20 1  Mary Osei"),
    (ACME._replace(people=(Person("Mary Osei"),)), "", "no number for Mary Osei: v takes it"),
    (Customer("x", "Acme"), "", "no number and nobody to ring: v takes it"),
]


@pytest.mark.parametrize(("customer", "number", "line"), NUMBERS)
def test_the_number_comes_first_and_at_their_night_it_is_the_night_line(customer: Customer, number: str, line: str) -> None:
    found = sheet(customer)
    assert (found.number, found.ring.text) == (number, line)


def test_a_night_is_loud_and_no_other_line_of_a_calm_day_is() -> None:
    assert {line.tone for line in sheet(TOKYO).alarms} == {"overdue"}
    assert sheet(ACME._replace(zone="Europe/London")).alarms == ()


def test_the_facts_stand_in_their_order() -> None:
    found = sheet(
        others=(other(),),
        advice=advice(0.5),
        contacts=(contact(1, 40, mood="upset", said="again?", conflict=True),),
        trouble="t",
        expectation="e",
        must_tell="her COO",
        promises=(promise(),),
        restitution=(owed(),),
        remedies=(remedy(),),
    )
    order = ["name", "deputy", "time", "mood", "conflict", "trouble", "expectation", "words", "must-tell", "promise-1"]
    assert [line.name for line in found.facts] == [*order, "may-promise", "owed-1", "remedy-1", "other-M2PW", "next"]


def test_it_says_the_time_there_beside_ours() -> None:
    found = sheet(ACME._replace(zone="America/New_York", hours="8-18"), zone=ZoneInfo("Europe/Berlin"))
    assert text_of(found.facts, "time") == "09:00 there, reachable 08–18"


def test_a_moved_promise_is_loud_and_a_kept_one_is_fine() -> None:
    tones = {line.name: line.tone for line in sheet(promises=(moved(), promise("2", result="kept", settled_at=NOW))).promised}
    assert tones == {"promise-1": "overdue", "promise-2": "fine"}


def test_a_promise_near_its_time_is_marked() -> None:
    due = NOW + 20 * MINUTE
    assert [line.tone for line in sheet(promises=(promise(due_at=due, told_due_at=due),)).promised] == ["soon"]


def test_a_gift_card_is_no_fact_to_speak_of() -> None:
    found = sheet(restitution=(owed(kind="gift-card", amount="50 EUR"),))
    assert "€50" not in everything(found)
    assert "50 EUR" not in everything(found)
    assert names(found.avoid) >= {"gift-card"}


def test_a_sheet_of_nothing_at_all_stands() -> None:
    bare = look()
    case = bare.case._replace(customer=Customer(""), brk=bare.case.brk._replace(customer="", what="", owner=""), policy=policy_of())
    found = call_sheet(bare._replace(case=case, row=case.row, actor=""))
    assert found.ring.text
    assert found.say


def test_one_s_own_call_hides_no_colleague_s() -> None:
    row = look().row
    both = [("ANA", NOW), ("ben", ago(2)), ("cem", ago(3))]
    assert with_other_caller(row, both, "ana").calling == "ben"
    assert with_other_caller(row, both[:1], "ana") == row


def test_when_it_is_the_deputys_turn_it_is_the_deputy_who_is_rung() -> None:
    """Number, name and what is said; without a number for them it stays the contact."""
    found = sheet(contacts=TRIED)
    assert (found.number, found.ring.text) == ("+44 20 3", "+44 20 3  Tom Hall, deputy of Mary Osei")
    assert found.say[0].text.startswith("“Tom, this is ana.")
    assert "deputy of Mary Osei, Tom Hall" in text_of(found.next, "next")
    assert "tell Mary" not in text_of(found.next, "next")
    alone = sheet(ACME._replace(people=(MARY,)), contacts=TRIED)
    assert (alone.number, alone.ring.text) == ("+44 20 1", "+44 20 1  Mary Osei")
