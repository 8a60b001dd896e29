"""Two open promises for one thing that were made apart: said so until somebody who knows of both settles it."""

from __future__ import annotations

from typing import Any

import pytest

from store.attention import OVERDUE, judge
from store.entries import Promise
from store.events import Event
from store.fold import fold_break
from store.plan import doubled_promises
from store.row import pack, unpack
from tests.store.attending import row_of, told
from tests.store.by_hand import NOW, Author, id_of, in_hours

OPENED = {"customer": "Acme", "what": "label API", "failure": "F", "severity": 2}


def body(hours: float | None = 5, **changes: Any) -> dict[str, Any]:
    """A promise of a fix in so many hours."""
    due = {"sure": "none"} if hours is None else {"sure": "firm", "due_at": in_hours(hours)}
    return {"n": 2, "kind": "fix", "what": "full fix", **due, **changes}


class Two:
    """Ana and ben, who each promise something without knowing of the other."""

    def __init__(self, one: dict[str, Any], other: dict[str, Any]) -> None:
        self.ana, self.ben = Author("a", "ana"), Author("b", "ben")
        opening = self.ana.open("opened", OPENED)
        self.subject = opening.subject
        first = self.ana.write(self.subject, "promised", one, seen=[opening])
        second = self.ben.write(self.subject, "promised", other, seen=[opening], skip=5)
        self.events = [opening, first, second]

    def goes_on(self, kind: str, about: int, **body: Any) -> None:
        """Ana, who has seen all, writes of one of the promises."""
        self.write(self.ana, kind, about, self.events, **body)

    def write(self, author: Author, kind: str, about: int, seen: list[Event], **body: Any) -> None:
        promise = {"promise": self.events[about].hash, **body}
        self.events.append(author.write(self.subject, kind, promise, seen=seen, at=NOW + 1))

    @property
    def promises(self) -> tuple[Promise, ...]:
        return fold_break(id_of(self.events[0]), self.events).promises

    @property
    def doubled(self) -> list[str]:
        """Their numbers, the one that counts first."""
        return [promise.n for promise in doubled_promises(self.promises)]


@pytest.mark.parametrize(
    ("one", "other", "doubled"),
    [
        (body(5), body(3), ["2b", "2a"]),
        (body(3), body(5), ["2a", "2b"]),
        (body(None), body(5), ["2b", "2a"]),
        (body(5), body(3, n=7), ["7", "2"]),
        (body(5), body(6, kind="workaround"), ["2a", "2b"]),
        (body(5), body(6, kind="workaround", n=3), []),
        (body(5, kind="news"), body(3, kind="news"), []),
    ],
)
def test_of_one_number_or_of_one_kind(one: dict[str, Any], other: dict[str, Any], doubled: list[str]) -> None:
    two = Two(one, other)
    assert two.doubled == doubled
    assert {promise.n: promise.apart for promise in two.promises if promise.apart} == (
        {doubled[0]: (doubled[1],), doubled[1]: (doubled[0],)} if doubled else {}
    )


def test_one_who_knew_of_the_other_promises_something_else() -> None:
    two = Two(body(5), body(3, kind="news"))
    two.events.append(two.ben.write(two.subject, "promised", body(6, n=3), seen=two.events))
    assert two.doubled == []


@pytest.mark.parametrize("result", ["withdrawn", "kept", "broken"])
def test_settling_one_settles_it(result: str) -> None:
    two = Two(body(5), body(3))
    two.goes_on("promise_settled", 2, result=result)
    assert two.doubled == []


def test_moving_one_in_knowledge_of_both_settles_it() -> None:
    two = Two(body(5), body(3))
    two.write(two.ben, "promise_moved", 2, [two.events[0]], due_at=in_hours(4), reason="parts", told="call")
    assert two.doubled == ["2b", "2a"]
    two.goes_on("promise_moved", 2, due_at=in_hours(5), reason="one date for both", told="call")
    assert two.doubled == []


def test_the_row_names_both_and_the_earlier_counts() -> None:
    two = Two(body(5), body(3))
    row = row_of(told(promises=two.promises))
    assert (row.doubled, row.doubled_due_at) == ("2b and 2a", NOW + 3 * 3_600_000)
    assert row.promise is not None
    assert row.promise.n == "2b"
    assert unpack(pack(row)) == row
    assert ("doubled", OVERDUE) in [(need.rule, need.level) for need in judge(row, NOW).needs]
