"""take, ack, duty, handover."""

from __future__ import annotations

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
    desk.good("handover", "accept", actor="ben")
    assert (desk.show(id_)["owner"], desk.show(id_)["owner_offered"]) == ("ben", None)
    assert "nothing was offered" in desk.bad("handover", "accept", actor="ben")


def test_handovers_that_are_refused(desk: Desk) -> None:
    assert "that is you" in desk.bad("handover", "--to", "ana")
    for words in ([], ["accept", "--to", "ben"]):
        refused = desk.bad("handover", *words)
        assert "handover --to NAME" in refused
        assert "handover accept" in refused
    desk.bad("handover", "decline")
