"""What Enter starts on the board: for each rule of the next action the form, or the verbs, that it asks for; the detail."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from store.actions import amends, contacts, customers, dates, fields, house, promises, stages
from store.clock import DAY, HOUR, MINUTE, ManualClock
from store.replica import Replica
from store.replica.log import events_since
from store.replica.transaction import Transaction
from tests.warroom.casting import ZONE, act, opened, plain_break, rich_break
from tests.warroom.screens.conftest import LiveDesk, OpenDesk
from warroom.forms import verbs_named
from warroom.next_deed import deed_of
from warroom.screens.board import BoardScreen
from warroom.screens.break_ import BreakScreen
from warroom.screens.form import FormScreen
from warroom.screens.form_body import FormBody
from warroom.screens.preview import PreviewScreen
from warroom.screens.verbs import VerbsScreen
from widgets.board_table import BoardTable
from widgets.cells import BoardLine

Deed = Callable[[Transaction], Any]
LATER = 3 * HOUR


def told(id_: str) -> Deed:
    """They heard of it, and hear again in ten days; somebody owns it."""

    def act_(tx: Transaction) -> None:
        contacts.log_contact(tx, [id_], "call", kind="apology", next_="in 10d")
        fields.take(tx, id_)

    return act_


def moved(tx: Transaction, id_: str) -> None:
    promises.make_promise(tx, [id_], "a fix", by="in 8d")
    promises.move_promise(tx, id_, "1", "in 9d", "late parts")


def silent(tx: Transaction, id_: str) -> None:
    """They want no contact."""
    customers.edit_customer(tx, tx.case(id_).row.customer, card={"do_not_contact": "asked for it"})


CASES: dict[str, tuple[Callable[[Transaction, str], object] | None, int]] = {
    "contact": (lambda tx, id_: contacts.log_contact(tx, [id_], "call", next_="in 1h"), 2 * HOUR),
    "unanswered": (lambda tx, id_: contacts.log_contact(tx, [id_], "mail", incoming=True), 2 * DAY),
    "moved-not-told": (moved, MINUTE),
    "promise": (lambda tx, id_: promises.make_promise(tx, [id_], "a fix", by="in 1h"), 2 * HOUR),
    "disputed": (lambda tx, id_: house.dispute(tx, id_, "the count"), MINUTE),
    "public": (lambda tx, id_: house.mark_public(tx, id_, "a forum"), 2 * DAY),
    "must-tell": (lambda tx, id_: fields.set_fields(tx, id_, {"must_tell": "a COO", "must_tell_by": "in 2h"}), 90 * MINUTE),
    "deadline": (lambda tx, id_: dates.set_deadline(tx, id_, "law", "notice", "in 2h"), LATER),
    "approval": (lambda tx, id_: amends.owe(tx, id_, "credit", "9000 EUR"), MINUTE),
    "amends": (None, 2 * DAY - HOUR),
    "remedy-answer": (lambda tx, id_: amends.propose_remedy(tx, id_, "a new one"), MINUTE),
    "follow-up": (lambda tx, id_: dates.plan_followup(tx, id_, "mail", "in 2h"), LATER),
}
"""Rule → what is done to a break that was told of and is owned, and after how long the rule comes first."""


async def opens_preview(desk: LiveDesk, summary: str) -> None:
    """Waits for the preview of a summary."""
    await desk.until(lambda: isinstance(desk.screen, PreviewScreen) and desk.screen.summary_name == summary)


async def starts(desk: LiveDesk, rule: str) -> None:
    """Presses Enter: what opens must be what the table of actions says."""
    line = desk.screen.query_one(BoardTable).selected_line
    assert isinstance(line, BoardLine)
    deed = deed_of(line.row, rule, desk.clock.now())
    assert deed is not None
    await desk.do("enter")
    if deed.writing:
        await opens_preview(desk, deed.writing)
    elif deed.form:
        form = await desk.form()
        assert form.form.name == deed.form
        typed = form.query_one(FormBody).values
        assert typed.items() >= {name: value for name, value in deed.presets.items() if name != "first"}.items()
    else:
        await desk.until(lambda: isinstance(desk.screen, VerbsScreen | FormScreen))
        screen = desk.screen
        if isinstance(screen, VerbsScreen):
            assert screen.heading.startswith(verbs_named(deed.verbs).title)


@pytest.mark.parametrize("rule", CASES)
async def test_enter_starts_what_is_next(replica: Replica, clock: ManualClock, open_desk: OpenDesk, rule: str) -> None:
    deed, after = CASES[rule]
    id_ = opened(replica, "Harbor Foods", "Orders stuck", severity=2 if rule == "amends" else 4)
    act(replica, told(id_))
    if deed is not None:
        act(replica, lambda tx: deed(tx, id_))
    clock.advance(after)
    async with open_desk() as desk:
        await desk.select("Harbor")
        assert desk.need() == rule
        await starts(desk, rule)


async def test_enter_plans_the_follow_up_that_nobody_planned(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    """Fixed eight days ago, to be followed up since: the board asks for it, and what it asks for opens."""
    id_ = opened(replica, "Harbor Foods", "Orders stuck", severity=2)
    for deed in (
        told(id_),
        lambda tx: amends.propose_remedy(tx, id_, "a courier"),
        lambda tx: amends.answer_remedy(tx, id_, "1", "meets"),
        lambda tx: stages.set_stage(tx, id_, "fixed"),
        lambda tx: stages.set_stage(tx, id_, "follow-up"),
    ):
        act(replica, deed)
    clock.advance(8 * DAY)
    async with open_desk() as desk:
        await desk.do("2")
        await desk.select("Harbor")
        assert desk.need() == "follow-up"
        assert "Plan the follow-up by" in desk.text
        await starts(desk, "follow-up")
        assert (await desk.form()).form.name == "follow-up"


async def test_enter_settles_the_promise_of_a_fix_that_is_there_at_the_time_of_the_fix(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = opened(replica, "Harbor Foods", "Orders stuck", severity=4)
    act(replica, told(id_))
    act(replica, lambda tx: promises.make_promise(tx, [id_], "a fix", by="in 2h"))
    act(replica, lambda tx: dates.set_deadline(tx, id_, "supplier", "a part", "in 9h", "Voltis"))
    clock.advance(HOUR)
    act(replica, lambda tx: stages.set_stage(tx, id_, "fixed"))
    clock.advance(2 * HOUR)
    async with open_desk() as desk:
        assert desk.need() == "promise"
        assert "it is fixed, so it is kept" in desk.text
        await starts(desk, "promise")
        assert (await desk.form()).form.name == "settle"
        await desk.do("ctrl+s")
        await desk.board()
        promise = next(promise for promise in desk.brk(id_).promises if promise.kind == "fix")
        assert promise.result == "kept"
        assert (promise.late_by or 0) < 0, "it was kept when it was fixed, not when somebody said so"


async def test_a_promise_that_rests_on_a_later_date_is_moved_there(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = opened(replica, "Harbor Foods", "Orders stuck", severity=4)
    act(replica, told(id_))
    act(replica, lambda tx: promises.make_promise(tx, [id_], "a fix", by="in 2h"))
    act(replica, lambda tx: dates.set_deadline(tx, id_, "supplier", "a part", "in 9h", "Voltis"))
    due_at = clock.now() + 9 * HOUR
    async with open_desk() as desk:
        assert desk.need() == "promise"
        await starts(desk, "promise")
        form = (await desk.form()).query_one(FormBody)
        form.fields["reason"].value = "the part comes later"
        await desk.do("ctrl+s")
        await desk.board()
        promise = next(promise for promise in desk.brk(id_).promises if promise.kind == "fix")
        assert promise.due_at is not None
        assert 0 <= promise.due_at - due_at < MINUTE, "not before the date that it rests on"


async def test_enter_tells_one_who_was_never_told_then_tries_again(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = opened(replica, "Harbor Foods", "Orders stuck")
    async with open_desk() as desk:
        assert desk.need() == "not-told"
        await starts(desk, "not-told")
        await desk.do("escape")
        act(replica, lambda tx: contacts.log_contact(tx, [id_], "call", attempt=True))
        await desk.tick(3 * HOUR)
        await starts(desk, "retry")


async def test_enter_issues_what_was_approved(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    id_ = opened(replica, "Harbor Foods", "Orders stuck", severity=4)
    for deed in (
        told(id_),
        lambda tx: amends.owe(tx, id_, "credit", "20 EUR"),
        lambda tx: amends.move_restitution(tx, id_, "1", "approved", "Dana"),
    ):
        act(replica, deed)
    clock.advance(9 * DAY)
    act(replica, lambda tx: contacts.log_contact(tx, [id_], "call", next_="in 20d"))
    clock.advance(9 * DAY)
    async with open_desk() as desk:
        assert desk.need() == "issue"
        await starts(desk, "issue")


async def test_enter_offers_to_own_what_nobody_owns(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = opened(replica, "Harbor Foods", "Orders stuck", severity=4)
    act(replica, lambda tx: contacts.log_contact(tx, [id_], "call", kind="apology", next_="in 10d"))
    async with open_desk() as desk:
        assert desk.need() == "unowned"
        await starts(desk, "unowned")


WRITES = "preview"
STEPS: dict[str, tuple[str, dict[str, str]]] = {
    "own-it": ("contact", {"kind": "apology"}),
    "listen": ("edit", {}),
    "contain": ("stage", {"stage": "contained"}),
    "call-back": ("contact", {}),
    "promise": ("promise", {}),
    "fix": ("fixed", {}),
    "check": ("confirm-fix", {}),
    "explain": ("explanation", {}),
    "put-right": ("remedy", {}),
    "amends": ("restitution", {}),
    "prevent": ("prevention", {}),
    "in-writing": (WRITES, {"summary": "letter"}),
    "follow-up": ("follow-up", {}),
    "debrief": ("debrief", {}),
}
"""Step of the playbook → the form that Enter opens for it, with what is filled in; or the preview of what is to be written."""


@pytest.mark.parametrize("step", STEPS)
async def test_enter_starts_the_next_step_of_the_playbook(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk, step: str
) -> None:
    id_ = opened(replica, "Harbor Foods", "Orders stuck", severity=2)
    for deed in (lambda tx: silent(tx, id_), lambda tx: contacts.log_contact(tx, [id_], "call"), lambda tx: fields.take(tx, id_)):
        act(replica, deed)
    clock.advance(MINUTE)
    names = list(STEPS)
    for before in names[: names.index(step)]:
        act(replica, partial(house.mark_step, typed_id=id_, step=before, done=True))
    if step == "check":
        act(replica, lambda tx: stages.set_stage(tx, id_, "fixed"))
    name, presets = STEPS[step]
    async with open_desk() as desk:
        assert desk.need() == "step"
        await desk.do("enter")
        if name == WRITES:
            await opens_preview(desk, presets["summary"])
            return
        form = await desk.form()
        assert form.form.name == name
        assert form.query_one(FormBody).values.items() >= presets.items()
        if step == "listen":
            assert next(iter(form.query_one(FormBody).values)) == "trouble", "the field that is asked for comes first"


async def test_enter_offers_the_next_stage_where_nothing_presses(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = opened(replica, "Harbor Foods", "Orders stuck", severity=4)
    for deed in (lambda tx: silent(tx, id_), lambda tx: contacts.log_contact(tx, [id_], "call"), lambda tx: fields.take(tx, id_)):
        act(replica, deed)
    for step in ("own-it", "fix", "say-fixed"):
        act(replica, partial(house.mark_step, typed_id=id_, step=step, done=True))
    async with open_desk() as desk:
        assert desk.need() == "stage"
        await starts(desk, "stage")


async def test_enter_offers_to_take_what_nobody_touched(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    id_ = opened(replica, "Harbor Foods", "Orders stuck", severity=1)
    act(replica, lambda tx: silent(tx, id_))
    clock.advance(HOUR)
    async with open_desk() as desk:
        assert desk.need() == "untouched"
        await starts(desk, "untouched")


async def test_enter_offers_to_settle_one_of_two_promises(replica: Replica, open_desk: OpenDesk, tmp_path: Path) -> None:
    id_ = opened(replica, "Harbor Foods", "Orders stuck", severity=4)
    act(replica, told(id_))
    other = Replica.open(tmp_path / "other", replica.board_id, replica.clock, ZONE)
    other.ingest(events_since(replica.db, 0))
    other.catch_up()
    for one in (replica, other):
        one.act(lambda tx: promises.make_promise(tx, [id_], "a fix", by="in 5d"), "ben" if one is other else "ana")
    replica.ingest(events_since(other.db, 0))
    replica.catch_up()
    other.close()
    async with open_desk() as desk:
        await desk.select("Harbor")
        assert "Harbor Foods ‡" in desk.text
        assert desk.need() == "doubled"
        await starts(desk, "doubled")


async def test_d_opens_the_break_and_esc_comes_back_to_it(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    plain_break(replica)
    rich_break(replica, clock)
    async with open_desk() as desk:
        await desk.select("Harbor")
        for key in ("d", "right"):
            await desk.do(key)
            await desk.on(BreakScreen)
            assert "Harbor Foods" in desk.text.splitlines()[0]
            await desk.do("escape")
            await desk.on(BoardScreen)
            line = desk.screen.query_one(BoardTable).selected_line
            assert isinstance(line, BoardLine)
            assert line.row.customer == "Harbor Foods"
