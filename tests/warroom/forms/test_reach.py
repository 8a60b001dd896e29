"""What the contact form says against reaching somebody now."""

from __future__ import annotations

from datetime import UTC

from store.actions.customers import edit_customer
from store.replica import Replica
from store.zones import wall
from tests.warroom.casting import about, act, plain_break
from warroom.forms.contact import reach_notes

CALL = {"channel": "call", "result": "reached"}


def test_a_call_outside_their_hours_is_told_in_their_time(replica: Replica) -> None:
    """It is 14:32 with us, 08:32 in New York: their day begins at 10:00, whatever our clock says."""
    id_ = plain_break(replica)
    act(replica, lambda tx: edit_customer(tx, "Harbor Foods", card={"zone": "America/New_York", "hours": "10-18"}))
    subject = about(replica, id_)
    assert reach_notes(subject, CALL) == {"channel": "it is 08:32 there, outside their hours until 10:00 their time"}
    assert reach_notes(subject, {**CALL, "channel": "mail"}) == {}
    act(replica, lambda tx: edit_customer(tx, "Harbor Foods", person="Mary Osei", about_person={"night": "+1 999"}))
    assert reach_notes(about(replica, id_), CALL) == {
        "channel": "it is 08:32 there, outside their hours until 10:00 their time; the night line is +1 999"
    }
    act(replica, lambda tx: edit_customer(tx, "Harbor Foods", card={"hours": "8-18"}))
    assert reach_notes(about(replica, id_), CALL) == {}


def test_who_wants_no_word_or_only_calls_is_named(replica: Replica) -> None:
    id_ = plain_break(replica)
    act(replica, lambda tx: edit_customer(tx, "Harbor Foods", silence_until="in 2h", why="stock-taking"))
    assert reach_notes(about(replica, id_), CALL) == {"channel": "they asked for silence until 16:32 (stock-taking)"}
    act(replica, lambda tx: edit_customer(tx, "Harbor Foods", card={"do_not_contact": "lawyers only"}))
    assert reach_notes(about(replica, id_), CALL) == {"channel": "do not contact them: lawyers only"}


def test_a_call_on_their_holiday_is_told(replica: Replica) -> None:
    id_ = plain_break(replica)
    today = f"{wall(about(replica, id_).now, UTC):%Y-%m-%d}"
    act(replica, lambda tx: edit_customer(tx, "Harbor Foods", card={"hours": "8-18", "holidays": today}))
    assert reach_notes(about(replica, id_), CALL)["channel"].startswith("outside their hours until ")
