"""Gaps between contacts, judged by the cadence that was in force then: worked out by hand, and held against the board's clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from store.actions.board import set_policy
from store.actions.contacts import log_contact
from store.actions.customers import edit_customer
from store.actions.dates import do_followup, plan_followup
from store.actions.fields import set_fields
from store.actions.opening import open_breaks
from store.actions.stages import set_stage
from store.clock import MINUTE, ManualClock
from store.measures.histories import customer_history
from store.measures.model import Gap, Measures, pack, unpack
from store.replica import Replica
from store.replica.measured import Measuring
from store.row import unpack as unpack_row
from tests.store.doing import do_something
from tests.warroom.desk import NOW, Desk
from warroom.statistics.contact_figures import judged


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.replica.close()


def measured(desk: Desk, id_: str) -> Measures:
    """The measures of a break."""
    return Measuring(desk.replica.db, desk.replica.board_id).measure(id_)


def minutes(desk: Desk, id_: str) -> list[tuple[int, int]]:
    """Of each gap: minutes within the cadence, of how many."""
    return [tuple(part // MINUTE for part in judged(gap, NOW)) for gap in measured(desk, id_).gaps]  # type: ignore[misc]


def call(desk: Desk, id_: str, minutes_ago: int, **details: object) -> None:
    desk.do(lambda tx: log_contact(tx, [id_], "call", **details), minutes_ago)  # type: ignore[arg-type]


def test_the_first_word_then_the_early_cadence(desk: Desk) -> None:
    """Severity 1: ten minutes to the first word, then every half hour in the first two hours."""
    id_ = desk.open(minutes_ago=300)
    call(desk, id_, 240)
    assert minutes(desk, id_) == [(10, 60), (30, 240)]


def test_after_the_first_two_hours_an_hour(desk: Desk) -> None:
    id_ = desk.open(minutes_ago=300)
    call(desk, id_, 150)
    call(desk, id_, 100)
    assert minutes(desk, id_) == [(10, 150), (50, 50), (60, 100)]


def test_a_new_severity_starts_the_new_clock_and_leaves_the_past(desk: Desk) -> None:
    """Told at −290, due at −170 by severity 2; severity 1 from −250 on: half an hour from then."""
    id_ = desk.open(minutes_ago=300, severity=2)
    call(desk, id_, 290)
    desk.do(lambda tx: set_fields(tx, id_, {"severity": "1"}), 250)
    assert minutes(desk, id_) == [(10, 10), (40 + 30, 290)]


def test_a_cadence_of_the_break_counts_from_when_it_was_set(desk: Desk) -> None:
    id_ = desk.open(minutes_ago=300, severity=2)
    call(desk, id_, 290)
    desk.do(lambda tx: set_fields(tx, id_, {"cadence": "4h"}), 100)
    assert minutes(desk, id_) == [(10, 10), (120 + 50, 290)], "due at −170 until −100, then at −50"


def test_the_teams_policy_counts_from_when_it_was_set(desk: Desk) -> None:
    id_ = desk.open(minutes_ago=300, severity=2)
    call(desk, id_, 290)
    desk.do(lambda tx: set_policy(tx, ["cadence.2=30m"]), 240)
    assert minutes(desk, id_) == [(10, 10), (50, 290)]


def test_a_policy_changes_nothing_of_what_was_over_before(desk: Desk) -> None:
    id_ = desk.open(minutes_ago=300, severity=2)
    call(desk, id_, 290)
    desk.do(lambda tx: set_stage(tx, id_, "closed"), 200)
    before = measured(desk, id_)
    desk.do(lambda tx: set_policy(tx, ["cadence.2=5m", "first_word.2=1m"]), 100)
    assert measured(desk, id_).gaps == before.gaps
    assert minutes(desk, id_) == [(10, 10), (90, 90)]


def test_a_time_that_we_named_counts_in_place_of_the_cadence(desk: Desk) -> None:
    """Next word within the hour: told at −290, so due at −230; the word at −240 keeps it, and the cadence counts again."""
    id_ = desk.open(minutes_ago=300, severity=2)
    call(desk, id_, 290, next_="1h")
    call(desk, id_, 240)
    assert minutes(desk, id_) == [(10, 10), (50, 50), (120, 240)]
    (news,) = measured(desk, id_).promises
    assert (news.kind, news.result, news.settled_at) == ("news", "kept", NOW - 240 * MINUTE)


def test_an_agreed_silence_counts_from_when_it_was_agreed(desk: Desk) -> None:
    id_ = desk.open(minutes_ago=300, severity=2)
    call(desk, id_, 290)
    desk.do(lambda tx: edit_customer(tx, "Acme Freight", silence_until="4h"), 280)
    assert minutes(desk, id_) == [(10, 10), (250, 290)], "silent until −40, though due at −170"


def test_a_silence_that_was_agreed_too_late_does_not_mend_what_was_overdue(desk: Desk) -> None:
    id_ = desk.open(minutes_ago=300, severity=2)
    call(desk, id_, 290)
    desk.do(lambda tx: edit_customer(tx, "Acme Freight", silence_until="2h"), 100)
    assert minutes(desk, id_) == [(10, 10), (120, 290)]


def test_the_customers_night_does_not_count_where_the_policy_says_so(desk: Desk) -> None:
    """Severity 2, called at 13:50 UTC, hours 16–18: the word is due at 16:00, so all is well at 14:00 and until then."""
    id_ = desk.open(minutes_ago=10 + 120, severity=2)
    desk.do(lambda tx: edit_customer(tx, "Acme Freight", card={"hours": "mon-sun 16-18", "zone": "UTC"}), 130)
    call(desk, id_, 125)
    (_, gap) = measured(desk, id_).gaps
    assert gap.dues[-1][1] == NOW + 120 * MINUTE
    assert judged(gap, NOW) == (125 * MINUTE, 125 * MINUTE)


@pytest.mark.parametrize(
    "empty",
    [{"attempt": True}, {"incoming": True, "attempt": True}],
)
def test_an_attempt_ends_no_gap(desk: Desk, empty: dict[str, bool]) -> None:
    id_ = desk.open(minutes_ago=300, severity=2)
    call(desk, id_, 290)
    call(desk, id_, 200, **empty)
    assert minutes(desk, id_) == [(10, 10), (120, 290)]


def test_the_duty_ends_with_the_follow_up_and_begins_again_when_it_is_reopened(desk: Desk) -> None:
    id_ = desk.open(minutes_ago=300, severity=2)
    call(desk, id_, 290)
    desk.do(lambda tx: set_stage(tx, id_, "follow-up"), 250)
    desk.do(lambda tx: set_stage(tx, id_, "reopened"), 200)
    call(desk, id_, 190)
    assert minutes(desk, id_) == [(10, 10), (40, 40), (10, 10), (120, 190)]


def test_who_must_not_be_contacted_has_no_gaps(desk: Desk) -> None:
    id_ = desk.open(minutes_ago=300)
    desk.do(lambda tx: edit_customer(tx, "Acme Freight", card={"do_not_contact": "lawyers"}))
    assert measured(desk, id_).gaps == ()


def test_a_rule_that_is_off_is_not_judged(desk: Desk) -> None:
    desk.do(lambda tx: set_policy(tx, ["first_word.1=off"]), 400)
    id_ = desk.open(minutes_ago=300)
    assert minutes(desk, id_) == [(0, 0)]


def test_measures_survive_their_packing(desk: Desk) -> None:
    id_ = desk.open(minutes_ago=300)
    call(desk, id_, 240, next_="1h")
    found = measured(desk, id_)
    assert unpack(pack(found)) == found
    assert isinstance(unpack(pack(found)).gaps[0], Gap)


@pytest.mark.parametrize("seed", range(6))
def test_now_it_says_what_the_board_says(tmp_path: Path, seed: int) -> None:
    """Whatever happened: by what holds now, the last gap of an open break is due when its line of the board says. Of a silence
    that was agreed anew the board knows only the new one, so such customers are left out."""
    dice, clock = Random(seed), ManualClock(NOW)
    replica = Replica.open(tmp_path, "testboard", clock)
    try:
        replica.act(lambda tx: open_breaks(tx, ["Acme Freight", "Bluebird Hotels"], "API", severity=dice.randint(1, 4)), "ana")
        for _ in range(60):
            clock.advance(dice.randint(1, 90) * MINUTE)
            do_something(dice, replica)
        replica.catch_up()
        checked = 0
        for one in Measuring(replica.db, replica.board_id).all():
            row = unpack_row(replica.db.execute("SELECT row FROM break_rows WHERE id = ?", (one.id,)).fetchone()[0])
            silences = customer_history(replica.cases().events(f"customer:{one.customer_key}")).silences
            if one.stage not in ("follow-up", "closed") and len(silences) < 2:
                assert one.gaps, one
                assert (one.gaps[-1].end is None) or row.contact_due_at is None, "after the last follow-up none is due"
                assert one.gaps[-1].end is not None or one.gaps[-1].dues[-1][1] == row.contact_due_at, (one, row)
            checked += 1
        assert checked or not replica.db.execute("SELECT 1 FROM break_rows WHERE view = 'open'").fetchone()
    finally:
        replica.close()


def test_the_duty_ends_with_the_last_follow_up_whatever_the_stage(desk: Desk) -> None:
    """Severity 4: the policy wants none, so what was agreed is the one call."""
    id_ = desk.open(minutes_ago=9000, severity=4)
    call(desk, id_, 8990)
    desk.do(lambda tx: set_stage(tx, id_, "fixed"), 8980)
    desk.do(lambda tx: plan_followup(tx, id_, "call", "in 1h"), 8970)
    assert minutes(desk, id_)[-1][1] == 8990
    desk.do(lambda tx: do_followup(tx, id_, "1"), 8900)
    assert minutes(desk, id_) == [(10, 10), (90, 90)]
    desk.do(lambda tx: set_stage(tx, id_, "reopened"), 100)
    assert minutes(desk, id_)[-1][1] == 8990, "it was no fix"
