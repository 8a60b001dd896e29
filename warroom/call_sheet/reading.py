"""Reading what a call sheet is made of, on an open replica: for the command line."""

from __future__ import annotations

from store.attention import judge
from store.learned import find_repeats
from store.replica import Replica, queries
from store.replica.calling import callers
from store.replica.cases import Case
from store.replica.finding import find_break, spoken_break
from store.row import Row
from store.zones import Zone
from warroom.advisor.advice import Advice
from warroom.advisor.prepared import prepared
from warroom.call_sheet.look import Look, Other, with_other_caller


def look_at_call(replica: Replica, typed: str, now: int, zone: Zone, actor: str) -> Look:
    """Everything that a sheet needs. Raises NotFound and Ambiguous."""
    db, cases = replica.db, replica.cases()
    id_ = find_break(db, typed)
    case = cases.case(id_)
    row = with_other_caller(case.row, callers(id_).run(db), actor)
    others = []
    for loaded in queries.loaded(queries.of_customer(row.customer_key).run(db)).values():
        if loaded.row.id != id_ and loaded.row.view != "closed":
            other = cases.case(loaded.row.id)
            others.append(Other(loaded.spoken, loaded.row, other.brk, other.failure))
    spoken, advice = spoken_break(db, id_), _advice(replica, case, row, now)
    repeats = find_repeats(db, row.cause, row.failure, row.customer_key, row.opened_at)
    return Look(case, row, judge(row, now), spoken, tuple(others), advice, now, zone, actor, repeats)


def _advice(replica: Replica, case: Case, row: Row, now: int) -> Advice | None:
    return None if row.fixed_at is not None else prepared(replica.db, now, case.failure.id).of_failure(now)
