"""Channel × direction × result: what each contact does to the clock, against the rule told in words."""

from __future__ import annotations

from itertools import product

import pytest

from store.actions import contacts
from store.attention import judge
from store.clock import HOUR, MINUTE, ManualClock
from store.policy import policy_of
from store.replica import Replica
from store.words import CHANNELS, DIRECTIONS, RESULTS, SPOKEN
from tests.store.attention_tables import PLAIN, Does, Switch, does
from tests.store.desk import Desk

ALL = tuple(product(CHANNELS, DIRECTIONS, RESULTS))
VOICE = Switch("", voice_only=True)
ATTEMPTS = Switch("", (("attempt_resets", "yes"),))


def without(channel: str) -> Switch:
    """The policy with that channel, and no other, left out of those whose written word resets the clock."""
    return Switch("", (("resets", ", ".join(one for one in CHANNELS if one != channel)),))


@pytest.mark.parametrize(("channel", "direction", "result"), ALL)
def test_what_a_contact_does(channel: str, direction: str, result: str) -> None:
    found = does(channel, direction, result)
    if result == "spoke":
        assert found == Does(resets=True, answers=True, starts_waiting=False, counts_attempt=False), "whoever rang"
    elif direction == "in":
        assert found == Does(resets=False, answers=False, starts_waiting=True, counts_attempt=False)
    elif result == "attempt":
        assert found == Does(resets=False, answers=False, starts_waiting=False, counts_attempt=True)
    else:
        assert found == Does(resets=channel not in SPOKEN, answers=True, starts_waiting=False, counts_attempt=False)


@pytest.mark.parametrize(("channel", "direction", "result"), ALL)
def test_what_the_switches_change_and_nothing_else(channel: str, direction: str, result: str) -> None:
    plain = does(channel, direction, result)
    written_out, tried = (direction, result) == ("out", "wrote"), (direction, result) == ("out", "attempt")
    assert does(channel, direction, result, VOICE) == (plain._replace(resets=False, answers=False) if written_out else plain), (
        "voice only"
    )
    assert does(channel, direction, result, without(channel)) == (plain._replace(resets=False) if written_out else plain)
    assert does(channel, direction, result, without("")).resets == (plain.resets or written_out)
    assert does(channel, direction, result, ATTEMPTS) == (plain._replace(resets=True, counts_attempt=False) if tried else plain)


def test_the_policy_names_the_channels_of_the_written_word() -> None:
    assert set(policy_of().resets) == set(CHANNELS) - set(SPOKEN)
    assert PLAIN.settings == ()


@pytest.mark.parametrize(("channel", "incoming", "attempt"), tuple(product(CHANNELS, (False, True), (False, True))))
def test_logged_by_hand_it_does_the_same(replica: Replica, clock: ManualClock, channel: str, incoming: bool, attempt: bool) -> None:
    """Through the action that people use: a call at 10:03, a mail of theirs, then the contact."""
    desk = Desk(replica, clock)
    result = "attempt" if attempt else "spoke" if channel in SPOKEN else "wrote"
    expected = does(channel, "in" if incoming else "out", result)
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call"))
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "mail", incoming=True))
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], channel, incoming=incoming, attempt=attempt))
    row = desk.case().row
    assert (row.last_contact_at == clock.now()) is expected.resets
    assert (row.waiting_since is None) is expected.answers
    assert (row.attempts == 1) is expected.counts_attempt


def test_an_attempt_leaves_the_word_overdue(replica: Replica, clock: ManualClock) -> None:
    desk = Desk(replica, clock)
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call"))
    clock.advance(9 * HOUR + 23 * HOUR)
    assert judge(desk.case().row, clock.now()).contact_state == "overdue"
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call", attempt=True))
    assert judge(desk.case().row, clock.now()).contact_state == "overdue"
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "mail", next_="2h"))
    assert judge(desk.case().row, clock.now()).contact_state == "ok"
    assert judge(desk.case().row, clock.now() + 2 * HOUR - MINUTE).contact_state == "soon"
    assert judge(desk.case().row, clock.now() + 2 * HOUR).contact_state == "overdue"
