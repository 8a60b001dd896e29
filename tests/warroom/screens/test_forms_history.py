"""What our own history says in the promise form, as the time is typed."""

from __future__ import annotations

from store.clock import HOUR, ManualClock
from store.replica import Replica
from tests.warroom.advisor.histories import fixed_before
from tests.warroom.casting import opened
from tests.warroom.screens.conftest import OpenDesk


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
