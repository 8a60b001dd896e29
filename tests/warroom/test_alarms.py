"""What is loud, kept up break by break, is what it is counted anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warroom.alarms import Alarms

LOUD = st.dictionaries(st.integers(1, 12), st.integers(1, 4))


@given(LOUD, st.lists(st.tuples(st.sets(st.integers(1, 12)), LOUD), max_size=12))
def test_kept_up_is_counted_anew(first: dict[int, int], changes: list[tuple[set[int], dict[int, int]]]) -> None:
    alarms, state = Alarms(), dict(first)
    assert alarms.all(first) == set()
    for moved, wanted in changes:
        loud = {sid: severity for sid, severity in wanted.items() if sid in moved}
        new = alarms.some(moved, loud)
        assert new == {sid for sid in loud if sid not in state}
        state = {sid: severity for sid, severity in state.items() if sid not in moved} | loud
        assert [alarms.count(highest) for highest in range(5)] == [
            sum(severity <= highest for severity in state.values()) for highest in range(5)
        ]
    assert alarms.all(state) == set()
