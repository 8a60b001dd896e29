"""From the record to the cases that are learned from."""

from __future__ import annotations

from pathlib import Path

from store.actions.fields import set_fields
from store.actions.opening import open_breaks
from store.actions.stages import set_stage
from store.clock import HOUR, MINUTE
from tests.warroom.advisor.histories import fixed_before
from tests.warroom.desk import NOW, Desk
from warroom.advisor.history import case_of_failure, cases_of
from warroom.advisor.kinds import Kind
from warroom.advisor.prepared import prepared


def test_several_customers_of_one_failure_are_one_case(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    opened = desk.do(lambda tx: open_breaks(tx, ["Acme", "Elm", "Quay"], "API down", severity=3, category="api"), 120)
    worst, later = opened.ids[1], opened.ids[2]
    desk.do(lambda tx: set_fields(tx, worst, {"severity": "1", "fixer": "net team"}), 110)
    desk.do(lambda tx: set_fields(tx, worst, {"fixer": "db team"}), 100)
    (case,) = cases_of(desk.replica.db).values()
    assert (case.kind, case.opened_at, case.fixed_at, case.left_at) == (Kind(1, "api", "net team"), NOW - 120 * MINUTE, None, None)
    for id_, ago in ((worst, 30), (later, 20)):
        desk.do(lambda tx, id_=id_: set_stage(tx, id_, "fixed"), ago)  # type: ignore[misc]
    failure = next(iter(cases_of(desk.replica.db)))
    found = case_of_failure(desk.replica.db, str(failure))
    assert found is not None
    assert (found.fixed_at, found.left_at) == (NOW - 30 * MINUTE, None), "the fix is there when the first of them has it"
    desk.replica.close()


def test_one_that_was_closed_and_never_fixed_tells_how_long_it_was_open(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    id_ = desk.open(minutes_ago=120)
    desk.do(lambda tx: set_stage(tx, id_, "closed"), 20)
    (case,) = cases_of(desk.replica.db).values()
    assert (case.fixed_at, case.left_at) == (None, NOW - 20 * MINUTE)
    desk.replica.close()


def test_a_reopened_one_is_open(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    id_ = desk.open(minutes_ago=120)
    desk.do(lambda tx: set_stage(tx, id_, "fixed"), 60)
    desk.do(lambda tx: set_stage(tx, id_, "reopened"), 50)
    (case,) = cases_of(desk.replica.db).values()
    assert (case.fixed_at, case.left_at) == (None, None)
    desk.replica.close()


def test_what_the_record_holds_is_what_is_answered_from(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    fixed_before(desk.replica, NOW, 100, severity=1, category="api")
    id_ = desk.open(minutes_ago=30, category="api")
    failure = desk.replica.cases().brk(id_).failure
    found = prepared(desk.replica.db, NOW, failure)
    advice = found.of_failure(NOW)
    assert advice is not None
    assert (advice.basis.sample, advice.basis.censored) == (70, 0), "of a hundred, those that took longer than half an hour"
    assert advice.basis.scope == (("severity", "1"), ("category", "api"))
    half = advice.sure_at(0.5)
    assert half is not None
    assert 25 * MINUTE < half - NOW < 45 * MINUTE
    desk.do(lambda tx: set_stage(tx, id_, "fixed"))
    assert prepared(desk.replica.db, NOW + HOUR, failure).of_failure(NOW + HOUR) is None
    desk.replica.close()
