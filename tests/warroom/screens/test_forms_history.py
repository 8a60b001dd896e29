"""What our own history says in the promise form, as the time is typed."""

from __future__ import annotations

import re

from store.actions.contacts import log_contact
from store.actions.promises import make_promise
from store.clock import HOUR, ManualClock
from store.replica import Replica
from tests.warroom.advisor.histories import fixed_before
from tests.warroom.casting import act, opened
from tests.warroom.screens.conftest import OpenDesk
from warroom.screens.break_ import BreakScreen


async def test_the_promise_form_says_how_likely_the_typed_time_is(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    fixed_before(replica, clock.at - HOUR, 60, minutes=60, severity=3, category="api")
    id_ = opened(replica, "Acme Freight", "API down", severity=3, category="api")
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("p")
        await desk.form("promise")
        await desk.until(lambda: "history 60 like it" in desk.shown("#form-word"))
        assert "this holds in" not in desk.shown("#form-word")
        await desk.write("full fix")
        await desk.press("tab", "tab")
        await desk.write("20m")
        await desk.until(lambda: "this holds in" in desk.shown("#form-word"))
        assert "⚠" in desk.shown("#form-word")
        assert "80 % sure: " in desk.shown("#form-word")
        await desk.press("ctrl+s")
        await desk.hears("Saved on Acme Freight")
        assert [promise.what for promise in desk.brk(id_).promises] == ["full fix"]


async def test_without_a_history_the_form_says_so_and_works(replica: Replica, open_desk: OpenDesk) -> None:
    opened(replica, "Acme Freight", "API down")
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("p")
        await desk.form("promise")
        await desk.until(lambda: "too few to tell" in desk.shown("#form-word"))


async def test_a_break_s_screen_says_late_how_likely_a_promise_holds_and_reads_once(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    fixed_before(replica, clock.at - HOUR, 60, minutes=60, severity=3, category="api")
    id_ = opened(replica, "Acme Freight", "API down", severity=3, category="api")
    act(replica, lambda tx: make_promise(tx, [id_], "full fix", by="20m"))
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("d")
        await desk.on(BreakScreen)
        await desk.until(lambda: re.search(r"advisor: \d+ % hold", desk.text) is not None)
        assert isinstance(desk.screen, BreakScreen)
        kept = desk.screen.live.reader._history
        assert kept is not None
        act(replica, lambda tx: log_contact(tx, [id_], "call", said="heard of it"))
        desk.screen.tick(clock.now())
        await desk.until(lambda: "heard of it" in desk.text)
        await desk.worked_off()
        assert re.search(r"advisor: \d+ % hold", desk.text)
        await desk.press("p")
        await desk.worked_off()
        await desk.press("m")
        await desk.form("repromise")
        await desk.until(lambda: "history 60 like it" in desk.shown("#form-word"))
        assert kept.reads == 1


async def test_a_break_without_a_dated_fix_reads_no_history(replica: Replica, open_desk: OpenDesk) -> None:
    opened(replica, "Acme Freight", "API down")
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("d")
        await desk.on(BreakScreen)
        await desk.worked_off()
        assert isinstance(desk.screen, BreakScreen)
        assert desk.screen.live.reader._history is None
