"""What to say and what not to say: each line in a case in which it must be there, and in one in which it must not."""

from __future__ import annotations

from typing import Any

import pytest

from store.clock import HOUR
from store.entries import Dispute, Followup, Note, Prevention, Remedy, StageChange
from store.playbooks.reading import parsed
from tests.warroom.call_sheet.looking import ACME, advice, failure, look, names, other, sheet, text_of
from tests.warroom.call_sheet.test_facts import AGAIN, TOKYO, moved, remedy
from tests.warroom.desk import NOW
from tests.warroom.detail.by_hand import ago, contact, deadline, owed, promise
from warroom.call_sheet.avoid import flooded
from warroom.call_sheet.sheet import call_sheet
from warroom.call_sheet.talk import next_word_at

Given = dict[str, Any]
SORRY = (contact(1, 60, kind="apology"), contact(2, 40, kind="apology"))
UNKNOWN, NOT_OURS = {"of": failure(fault="unknown")}, {"of": failure(fault="not-ours")}
THEIRS: Given = {"found_by": "customer"}
INSIDE = remedy()._replace(proposed_at=ago(10), told_at=None, untold=True)
KEPT = promise(result="kept", settled_at=ago(30))
UNDATED = promise(sure="none", due_at=None, told_due_at=None)

SAY: list[tuple[str, str, Given, Given]] = [
    ("tell-first", "“Mary, this is ana. I ring before you find it yourself: Label API down.”", {"told_at": None}, {}),
    ("tell-first", "before you find it", {"told_at": None}, {"told_at": None, **THEIRS}),
    ("greet", "“Mary, this is ana. It is about Label API down.”", {}, {"told_at": None}),
    ("own-it", "our mistake, and I am sorry", {}, {"owned_at": ago(60)}),
    ("own-it", "our mistake", {}, UNKNOWN),
    ("own-it", "our mistake", {}, NOT_OURS),
    ("own-it", "our mistake", {}, {"contacts": SORRY}),
    ("their-trouble", "sorry for the trouble", UNKNOWN, {}),
    ("their-trouble", "sorry for the trouble", NOT_OURS, {**NOT_OURS, "owned_at": ago(60)}),
    ("thank", "Thank you for telling us", THEIRS, {}),
    ("thank", "for telling us", THEIRS, {**THEIRS, "contacts": (contact(1, 60),)}),
    ("answer", "You left word 13:20", {"contacts": (contact(1, 40, channel="mail", direction="in", result="wrote"),)}, {}),
    ("moved", "We promised full fix by 15:00. It will be 16:00", {"promises": (moved(),)}, {"promises": (moved(told=True),)}),
    ("late", "We said full fix by 13:40, and did not keep it", {"promises": (promise(due_at=ago(20), told_due_at=ago(20)),)},
     {"promises": (promise(),)}),
    ("late", "We said full fix", {"promises": (promise(due_at=ago(20), told_due_at=ago(20)),)},
     {"promises": (promise(due_at=ago(20), told_due_at=ago(20)),), "fixed_at": ago(30), "stage": "fixed"}),
    ("late", "be in touch", {"promises": (promise(what="be in touch", due_at=ago(20), told_due_at=ago(20)),)},
     {"promises": (promise(what="be in touch", kind="news", due_at=ago(20), told_due_at=ago(20)),)}),
    ("kept", "Full fix, as we promised: it is done since 13:30", {"promises": (KEPT,)},
     {"promises": (KEPT,), "contacts": (contact(1, 20),)}),
    ("fixed", "It is fixed since 13:30", {"fixed_at": ago(30), "stage": "fixed"},
     {"fixed_at": ago(30), "stage": "fixed", "contacts": (contact(1, 20),)}),
    ("contained", "Since 13:30 it is limited", {"contained_at": ago(30)}, {"contained_at": ago(30), "contacts": (contact(1, 20),)}),
    ("why", "How it came: a certificate", {"of": failure(explanations=(Note("a certificate", "ana", ago(9), "e"),))},
     {"of": failure(explanations=(Note("a certificate", "ana", ago(9), "e"),)), "contacts": (contact(1, 5),)}),
    ("still-on-it", "Nothing new stands here since 13:40", {"contacts": (contact(1, 20),)},
     {"contacts": (contact(1, 20),), "stages": (StageChange("contained", ago(10), "ana", ""),)}),
    ("still-on-it", "still on it", {"contacts": (contact(1, 20),)}, {}),
    ("ask-trouble", "What does it do to you?", {}, {"trouble": "trucks wait"}),
    ("ask-expectation", "What would put it right", {}, {"expectation": "a driver"}),
    ("must-tell", "What do you need for her COO?", {"must_tell": "her COO"}, {}),
    ("ask-remedy", "We propose a second label path. Does that meet what you expect?", {"remedies": (remedy(),)},
     {"remedies": (remedy("meets"),)}),
    ("ask-again", "A second label path was not enough. What would be?", {"remedies": (remedy("below"),)},
     {"remedies": (remedy("below"), remedy("meets"))}),
    ("next-word", "You hear from me by 15:00", {}, {"stage": "closed", "closed_at": ago(1)}),
    ("next-word", "by 15:00", {}, {"customer": ACME._replace(do_not_contact="lawyers")}),
]  # fmt: skip

AVOID: list[tuple[str, str, Given, Given]] = [
    ("disputed", "Don't argue the claim (the count)", {"disputes": (Dispute("the count", "us", ago(9), None),)},
     {"disputes": (Dispute("the count", "us", ago(9), ago(1)),)}),
    ("fault-unknown", "No apology for a fault", UNKNOWN, NOT_OURS),
    ("not-ours", "it is not ours. For their trouble, yes.", NOT_OURS, {}),
    ("apologised", "they heard 2, and nothing has moved since", {"contacts": SORRY}, {"contacts": SORRY[:1]}),
    ("apologised", "they heard 2", {"contacts": SORRY},
     {"contacts": SORRY, "stages": (StageChange("contained", ago(10), "ana", ""),)}),
    ("apologised", "they heard 2", {"contacts": SORRY[:1], "others": (other(contacts=(contact(1, 9, kind="apology"),)),)},
     {"contacts": SORRY[:1], "others": (other(contacts=(SORRY[0],)),)}),
    ("apologised", "they heard 2", {"contacts": SORRY},
     {"contacts": SORRY, "others": (other(stages=(StageChange("contained", ago(10), "ana", ""),)),)}),
    ("apologised", "they heard", {"contacts": SORRY}, {"contacts": tuple(one._replace(result="attempt") for one in SORRY)}),
    ("apologised", "they heard 2", {"contacts": SORRY, "remedies": (INSIDE,)},
     {"contacts": SORRY, "remedies": (INSIDE._replace(told_at=ago(5), untold=False),)}),
    ("repeat", "it hit them before (G4T1). “The second time” is theirs to say", {"repeats": (AGAIN,)},
     {"repeats": (AGAIN._replace(same_customer=False),)}),
    ("no-date", "No date for full fix: there is none yet", {"promises": (UNDATED,)}, {"promises": (promise(),)}),
    ("no-date", "No date for the fix", {"advice": advice(0.5, sample=3)}, {"advice": advice(0.5)}),
    ("no-date", "No date", {"promises": (UNDATED,)}, {"promises": (UNDATED,), "fixed_at": ago(1), "stage": "fixed"}),
    ("will-not-hold", "Don't repeat 15:00 for full fix: a part that it rests on is due 15:30",
     {"promises": (promise(),), "deadlines": (deadline(NOW + 3 * HOUR // 2),)},
     {"promises": (promise(),), "deadlines": (deadline(NOW),)}),
    ("will-not-hold", "a part", {"promises": (promise(),), "deadlines": (deadline(NOW + 2 * HOUR),)},
     {"promises": (promise(),), "deadlines": (deadline(NOW + 2 * HOUR, state="met"),)}),
    ("will-not-hold", "we expect the fix 16:00", {"promises": (promise(),), "of": failure(fixed_by=NOW + 2 * HOUR)},
     {"promises": (promise(kind="other"),), "of": failure(fixed_by=NOW + 2 * HOUR)}),
    ("will-not-hold", "by our history it holds in ", {"promises": (promise(),), "advice": advice(0.2)},
     {"promises": (promise(),), "advice": advice(9)}),
    ("will-not-hold", "by our history", {"promises": (promise(),), "advice": advice(0.2)},
     {"promises": (promise(kind="workaround"),), "advice": advice(0.2)}),
    ("not-approved", "No word of the credit €900", {"restitution": (owed(amount="900 EUR"),)}, {"restitution": (owed(),)}),
    ("gift-card", "No word of a gift", {"restitution": (owed(kind="gift-card"),)},
     {"restitution": (owed(kind="gift-card", state="declined"),)}),
    ("supplier", "Blame nobody: not PrintCo", {"deadlines": (deadline(NOW),)}, {"deadlines": (deadline(NOW, of="law"),)}),
    ("supplier", "not a supplier", {"waiting_on": "supplier"}, {"waiting_on": "customer"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "there", "absent"), SAY, ids=[f"{case[0]}: {case[1][:24]}" for case in SAY])
def test_a_talk_line_is_there_when_it_should_be_and_only_then(name: str, text: str, there: Given, absent: Given) -> None:
    assert text in text_of(sheet(**there).say, name), sheet(**there).say
    assert text not in text_of(sheet(**absent).say, name), sheet(**absent).say


def test_the_next_step_has_its_words_where_the_record_has_none_of_the_same() -> None:
    """A playbook's own words stand on the sheet; an apology follows the fault, and what the record says is not said twice."""

    def step(proof: str, **given: Any) -> str:
        playbook = parsed("own", f'[[step]]\nid = "s"\nproof = {{ {proof} }}\nsay = "Our own words."\n')
        made = look(**given)
        case = made.case._replace(playbook=playbook)
        return text_of(call_sheet(made._replace(case=case, row=case.row)).say, "step")

    assert step('field = "must-tell"') == "“Our own words.”"
    assert step('promise = "any"') == "“Our own words.”"
    assert step('contact = "any"') == "“Our own words.”"
    assert step('contact = "any", since = "contained"', contained_at=ago(10)) == "", "it is said: limited since then"
    assert step('field = "trouble"') == "", "it is asked already"
    assert step('contact = "apology"', of=failure(fault="unknown")) == ""
    assert step('stage = "contained"') == "", "nothing that is said to them"
    assert step('promise = "any"', promises=(promise(),)) == "", "done"


@pytest.mark.parametrize(("name", "text", "there", "absent"), AVOID, ids=[f"{case[0]}: {case[1][:24]}" for case in AVOID])
def test_what_not_to_say_is_there_when_it_should_be_and_only_then(name: str, text: str, there: Given, absent: Given) -> None:
    assert text in text_of(sheet(**there).avoid, name), sheet(**there).avoid
    assert text not in text_of(sheet(**absent).avoid, name), sheet(**absent).avoid


def test_a_talk_line_gives_the_reason_for_them_and_never_the_one_for_us() -> None:
    slips = tuple(one._replace(say="a part comes later", reason="PrintCo messed up") for one in moved().slips)
    said = text_of(sheet(promises=(moved()._replace(slips=slips),)).say, "moved")
    assert "A part comes later." in said
    assert "PrintCo" not in said


def test_no_talk_line_names_a_supplier_a_worth_a_gift_or_an_amount_that_is_not_approved() -> None:
    found = sheet(
        of=failure(deadlines=(deadline(NOW + HOUR),)),
        restitution=(owed(amount="900 EUR"), owed("2", "77 EUR", kind="gift-card")),
        promises=(promise(), moved()._replace(n="2")),
        stages=(StageChange("contained", ago(10), "ana", "CANARY"),),
        contained_at=ago(10),
    )
    text = " ".join(line.text for line in found.say)
    for secret in ("PrintCo", "900", "77", "gift", "CANARY", "parts are late"):
        assert secret not in text


def test_times_are_said_on_their_clock_with_ours_beside() -> None:
    assert "It will be tomorrow 01:00 your time (16:00 ours)" in text_of(sheet(TOKYO, promises=(moved(),)).say, "moved")


def test_one_call_about_two_breaks_is_one_apology() -> None:
    twice = look(contacts=SORRY[:1], others=(other(contacts=SORRY[:1]),))
    assert flooded(twice) == 0
    assert flooded(look(contacts=SORRY, others=(other(contacts=SORRY),))) == 2


def test_the_next_word_is_the_one_that_we_named_else_by_the_cadence() -> None:
    named = promise(kind="news", due_at=NOW + 4 * HOUR, told_due_at=NOW + 4 * HOUR)
    assert next_word_at(look(promises=(named,))) == NOW + 4 * HOUR
    assert next_word_at(look()) == NOW + HOUR
    assert next_word_at(look(opened_at=ago(30), severity_at=ago(30))) == NOW + HOUR // 2
    assert next_word_at(look(severity=2)) == NOW + 2 * HOUR
    theirs = ACME._replace(zone="UTC", hours="8-15")
    assert next_word_at(look(theirs, severity=2)) == NOW + 18 * HOUR
    assert next_word_at(look(theirs)) == NOW + HOUR
    calm: Given = {"severity": 4, "stage": "made-right", "fixed_at": ago(60)}
    assert next_word_at(look(**calm)) is not None
    assert next_word_at(look(**calm, followups=(Followup("1", "f1", "call", ago(30), ago(20), ""),))) is None


# -- the call some days later -----------------------------------------------------------------------------------------

FIXED: Given = {"stage": "follow-up", "fixed_at": ago(60), "owned_at": ago(110)}
DONE = Prevention("1", "v1", "renew by robot", "ben", None, ago(5))
WHY = (Note("A certificate ran out.", "ana", ago(50), "e"),)


def test_a_follow_up_call_has_its_own_sheet_in_its_own_order() -> None:
    found = sheet(
        of=failure(explanations=WHY, prevention=(DONE,)),
        restitution=(owed(state="issued"), owed("2", "50 EUR", kind="gift-card", state="issued")),
        remedies=(Remedy("1", "m1", "a second label path", "", None, ago(50), "exceeds", None, ""),),
        **FIXED,
    )
    assert found.kind == "follow-up"
    order = ["greet", "apology", "accommodation", "what-went-wrong", "how-solved", "why-not-again", "thanks"]
    assert [line.name for line in found.say] == order
    said = " ".join(line.text for line in found.say)
    for words in (
        "I am sorry",
        "credit €300",
        "A certificate ran out.",
        "a second label path",
        "renew by robot; that is done",
        "Thank",
    ):
        assert words in said
    assert "50" not in said
    assert "apologised" not in names(sheet(contacts=SORRY, **FIXED).avoid)


def test_a_follow_up_call_says_what_the_record_lacks_for_it() -> None:
    found = sheet(**FIXED)
    assert "before you ring" in text_of(found.say, "what-went-wrong")
    assert "before you ring" in text_of(found.say, "why-not-again")
    assert text_of(found.say, "accommodation") == ""
    assert (
        text_of(sheet(of=failure(fault="not-ours"), **FIXED).say, "apology")
        == "“Once more: I am sorry for the trouble that you had.”"
    )


def test_once_they_were_followed_up_by_phone_nobody_apologises_or_explains_again() -> None:
    for channel, again in (("call", False), ("mail", True)):
        done = (Followup("1", "f1", channel, ago(9), ago(5), ""),)
        found = sheet(of=failure(explanations=WHY, prevention=(DONE,)), followups=done, **{**FIXED, "stage": "closed"})
        assert found.kind == "follow-up"
        told = ["apology", "what-went-wrong", "how-solved"] if again else []
        assert [line.name for line in found.say] == ["greet", *told, "why-not-again", "thanks"]
    earlier = (Followup("1", "f1", "call", ago(99), ago(90), ""),)
    assert "apology" in names(sheet(followups=earlier, **FIXED).say), "it was fixed anew since"


def test_it_is_a_follow_up_call_when_that_is_what_is_next_and_only_once_it_is_fixed() -> None:
    due = (Followup("1", "f1", "call", ago(1), None, ""),)
    assert sheet(**{**FIXED, "stage": "made-right"}, followups=due, contacts=(contact(1, 5),)).kind == "follow-up"
    assert sheet(**{**FIXED, "stage": "made-right"}, contacts=(contact(1, 5),)).kind == "call"
    assert sheet(followups=due).kind == "call"
