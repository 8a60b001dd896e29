"""However a log grows, and in whatever order its rows stand, it comes to the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warroom.importers.support import all_breaks, all_events, brk, exchange, fresh, plain_breaks, row, write_log
from warroom.importers import import_servicenow

_states = st.sampled_from(
    "New Active Resolved Closed".split() + ["Awaiting User Info", "Awaiting Vendor", "Awaiting Problem", "Awaiting Evidence", "?"]
)
_rows = st.lists(
    st.tuples(
        _states,
        st.integers(1, 300),
        st.booleans(),
        st.sampled_from(["?", "Ben", "Cy"]),
        st.sampled_from(["1 - Critical", "3 - Moderate", "?"]),
        st.one_of(st.none(), st.integers(400, 3_000)),
    ),
    min_size=2,
    max_size=9,
)


def _log(rows: list[tuple[str, int, bool, str, str, int | None]]) -> list[dict[str, str]]:
    """A log whose rows come after one another, with all else as chance has it."""
    found, minute, reopenings = [], 480, 0
    for number, (state, later, again, owner, priority, resolved) in enumerate(rows):
        minute += later
        reopenings += again
        found.append(
            row(
                incident_state=state,
                sys_mod_count=str(number),
                sys_updated_at=_clock(minute),
                reopen_count=str(reopenings),
                assigned_to=owner,
                priority=priority,
                resolved_at="?" if resolved is None else _clock(resolved),
                closed_at="?" if resolved is None or resolved % 2 else _clock(resolved + 60),
            )
        )
    return found


def _clock(minute: int) -> str:
    return f"{1 + minute // 1440}/3/2016 {minute // 60 % 24:02}:{minute % 60:02}"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_rows, st.data())
def test_however_a_log_grows_it_comes_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, bool, str, str, int | None]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("grows")
    log = _log(rows)
    cut = data.draw(st.integers(1, len(log) - 1))
    whole, grown, shuffled = fresh(folder / "whole"), fresh(folder / "grown"), fresh(folder / "shuffled")
    path = write_log(folder / "log.csv", log)
    import_servicenow(whole, path, "Ada")
    import_servicenow(grown, write_log(folder / "part.csv", log[:cut]), "Ada")
    import_servicenow(grown, path, "Ada")
    import_servicenow(shuffled, write_log(folder / "mixed.csv", data.draw(st.permutations(log))), "Ada")
    assert plain_breaks(shuffled) == plain_breaks(whole)
    left, right = brk(grown), brk(whole)
    for name in ("stage", "owner", "severity", "waiting_on", "reopened", "opened_at", "fixed_at", "closed_at", "owned_at"):
        assert (name, getattr(left, name)) == (name, getattr(right, name))
    assert [blocker.cleared_at for blocker in left.blockers] == [blocker.cleared_at for blocker in right.blockers]
    for replica in (whole, grown, shuffled):
        assert import_servicenow(replica, path, "Ben").taken == {}
        assert brk(replica).problems == ()
    exchange(grown, shuffled)
    assert all_breaks(grown) == all_breaks(shuffled)
    assert brk(grown).conflicts == ()
    assert {event.subject for event in all_events(grown)} == {event.subject for event in all_events(whole)}
