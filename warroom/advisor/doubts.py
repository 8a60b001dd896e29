"""What is said when a promise is made or moved that our history does not bear out. It warns and forbids nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.policy import Policy
from store.replica import Replica
from store.replica.finding import find_break
from store.zones import Zone
from warroom.advisor.prepared import may_tell, prepared
from warroom.advisor.wording import warning_text


def wanted_chance(policy: Policy, severity: int, sure: str) -> int:
    """The chance, in 100, under which a promise is warned about."""
    return (policy.chance_window if sure == "window" else policy.chance_firm)[severity - 1]


def doubts(replica: Replica, made: Iterable[tuple[str, str]], now: int, zone: Zone) -> Iterator[str]:
    """A line for each open promise (break, number) that will probably not hold; one for each failure."""
    if not may_tell(replica.db):
        return
    cases, seen = replica.cases(), set()
    for typed, n in made:
        brk = cases.brk(find_break(replica.db, typed))
        promise = next((promise for promise in brk.promises if promise.n == n), None)
        failure = cases.failure(brk.failure).id
        if promise is None or promise.kind != "fix" or promise.due_at is None or failure in seen:
            continue
        seen.add(failure)
        found = prepared(replica.db, now, failure)
        advice = found.of_failure(now)
        wanted = wanted_chance(cases.policy(), found.severity, promise.sure)
        if advice is not None and (text := warning_text(advice, promise.due_at, wanted, zone)):
            yield text
