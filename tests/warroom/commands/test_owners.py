"""take, ack, duty, handover."""

from __future__ import annotations

from store.clock import MINUTE
from tests.warroom.commands.conftest import Desk


def test_taking_what_nobody_owns(desk: Desk) -> None:
    id_ = desk.open()
    answer = desk.good("take", id_)
    assert "ana took Acme Freight" in answer.err
    assert desk.show(id_)["owner"] == "ana"
    assert "owns" in desk.bad("take", id_)
    assert "from ana" in desk.good("take", id_, "--as", "ben").err


def test_acknowledging_keeps_alerts_quiet(desk: Desk) -> None:
    id_ = desk.open()
    assert desk.json("ack", id_) == {"id": id_}
    answer = desk.good("ack", id_, "--until", "14:00")
    assert "quiet until today 14:00" in answer.err
    assert "quiet until 14:00" in desk.good("show", id_).out
    desk.bad("ack", id_, "--until", "2h ago")


def test_who_is_on_duty(desk: Desk) -> None:
    desk.good("duty", "on")
    assert "ana is off duty" in desk.good("duty", "off").err
    desk.good("duty", "on", "--who", "ben")
    assert "already" in desk.bad("duty", "off")
    desk.bad("duty", "maybe")
    desk.bad("duty")


def test_nothing_is_given_to_somebody_who_is_off(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--owner", "ana")
    assert desk.show(id_)["next"]["who"] == "ana"
    desk.good("duty", "off")
    assert desk.show(id_)["next"]["who"] is None


def test_a_handover_is_offered_and_accepted(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--owner", "ana")
    answer = desk.good("handover", "--to", "ben", "--said", "all quiet")
    assert "1 break offered to ben" in answer.err
    assert desk.show(id_)["owner_offered"] == "ben"
    assert desk.show(id_)["owner"] == "ana"
    desk.good("handover", "accept", "--said", "all quiet at Acme", actor="ben")
    assert (desk.show(id_)["owner"], desk.show(id_)["owner_offered"]) == ("ben", None)
    assert "nothing was offered" in desk.bad("handover", "accept", actor="ben")


def test_a_handover_is_taken_break_by_break(desk: Desk) -> None:
    """What was accepted stays accepted, the rest stays offered, and the offer ends with the last one."""
    one, two, three = (desk.open(name, "x", "--owner", "ana", "--severity", "3") for name in ("Acme", "Elm", "Bluebird"))
    assert "3 breaks offered to ben" in desk.good("handover", "--to", "ben").err
    assert "1 break; 2 breaks still offered to ben" in desk.good("handover", "accept", two, actor="ben").err
    assert [desk.show(id_)["owner"] for id_ in (one, two, three)] == ["ana", "ben", "ana"]
    assert [desk.show(id_)["owner_offered"] for id_ in (one, two, three)] == ["ben", None, "ben"]
    assert "is not offered to ben" in desk.bad("handover", "accept", two, actor="ben")
    desk.good("take", three, "--said", "Bluebird waits for the part", actor="ben")
    assert "handover_accepted" not in desk.good("log", "--json").out
    assert "ben took 1 break" in desk.good("handover", "accept", actor="ben").err
    assert desk.good("log", "--json").out.count('"handover_accepted"') == 1
    assert "nothing was offered" in desk.bad("handover", "accept", actor="ben")


def test_some_breaks_are_handed_over_and_the_others_stay(desk: Desk) -> None:
    one, two = (desk.open(name, "x", "--owner", "ana") for name in ("Acme", "Elm"))
    theirs = desk.open("Bluebird", "x", "--owner", "cem")
    assert "1 break offered to ben" in desk.good("handover", "--to", "ben", two).err
    assert [desk.show(id_)["owner_offered"] for id_ in (one, two)] == [None, "ben"]
    assert "is owned by cem" in desk.bad("handover", "--to", "ben", one, theirs)
    desk.good("take", two, actor="ben")
    assert desk.good("log", "--json").out.count('"handover_accepted"') == 1


def test_severity_1_and_2_are_accepted_with_a_sentence_of_read_back(desk: Desk) -> None:
    severe = desk.open("Acme", "x", "--owner", "ana", "--severity", "2")
    mild = desk.open("Elm", "y", "--owner", "ana", "--severity", "3")
    desk.good("handover", "--to", "ben")
    refused = desk.bad("handover", "accept", actor="ben")
    assert f"{severe} Acme, severity 2: read back what you understood" in refused
    desk.good("handover", "accept", mild, actor="ben")
    desk.good("handover", "accept", severe, "--said", "They wait for a call at noon", actor="ben")
    assert "taken over" in (said := desk.show(severe)["timeline"][-1]["text"])
    assert "They wait for a call at noon" in said


def test_a_handover_that_nobody_accepts_becomes_loud(desk: Desk) -> None:
    """From the record and the clock alone: fifteen minutes after it was offered, and as the policy says."""
    late = desk.open("Zulu", "x", "--owner", "ana", "--severity", "4")
    desk.good("contact", late, "--channel", "call", "--kind", "apology", "--next", "in 9d")
    desk.good("handover", "--to", "ben")
    before = desk.show(late)
    assert before["next"] == {
        "what": "Accept it: ana offered it to ben at 12:00",
        "who": "ben",
        "due_at": "2026-11-24T12:15:00Z",
        "rule": "handover",
        "step": None,
        "key": "o",
    }
    desk.clock.advance(15 * MINUTE)
    assert desk.show(late)["urgency"] >= before["urgency"] + 15
    desk.good("policy", "handover_within=1h")
    assert desk.show(late)["urgency"] == before["urgency"]
    desk.good("duty", "off", "--who", "ben")
    assert desk.show(late)["next"]["who"] is None


def test_nothing_is_offered_to_somebody_who_is_off_duty(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--owner", "ana")
    desk.good("duty", "off", "--who", "ben")
    assert "Ben is off duty" in desk.bad("handover", "--to", "Ben")
    assert "ben is off duty" in desk.good("edit", id_, "--owner", "ben").err
    assert "nobody said that cem is on duty" in desk.good("handover", "--to", "cem").err
    desk.good("duty", "on", "--who", "cem")
    assert "nobody said" not in desk.good("handover", "--to", "cem").err


def test_who_goes_off_duty_hears_what_they_still_own_and_it_says_so(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--owner", "ana", "--severity", "4")
    desk.good("contact", id_, "--channel", "call", "--kind", "apology", "--next", "in 9d")
    other = desk.open("Elm", "y", "--owner", "ben", "--severity", "4")
    desk.good("contact", other, "--channel", "call", "--kind", "apology", "--next", "in 9d", actor="ben")
    told = desk.good("duty", "off").err
    assert f"ana still owns 1 break: {id_} Acme;" in told
    assert "Elm" not in told
    assert desk.show(id_)["next"]["what"] == "Owner off duty: take it (ana is)"
    assert desk.show(other)["next"]["who"] == "ben"
    desk.good("duty", "on")
    assert desk.show(id_)["next"]["who"] == "ana"
    assert "still owns" not in desk.good("duty", "off", "--who", "cem").err


def test_handovers_that_are_refused(desk: Desk) -> None:
    assert "that is you" in desk.bad("handover", "--to", "ana")
    for words in ([], ["accept", "--to", "ben"]):
        refused = desk.bad("handover", *words)
        assert "handover --to NAME" in refused
        assert "handover accept" in refused
    desk.bad("handover", "decline")
