"""How the customers of a failure stand together, asked in one statement: what its line on the board says while it is folded in.

The rows themselves stay where they are: the answer has a few rows for each failure, however many customers it hit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from store.ids import FAILURE_PREFIX, shortest
from store.money import Money
from store.owed import owed_apart
from store.replica.queries import Query, around
from store.row import OwedCell, PromiseCell, Row, owed_states
from store.standing import Standing


def _of(column: str, fields: tuple[str, ...], name: str) -> str:
    return f"json_extract({column}, '$[{fields.index(name)}]')"


_RESULT, _SURE, _DUE = (_of("promise", PromiseCell._fields, name) for name in ("result", "sure", "told_due_at"))
_ONE = ", ".join(
    f"{_of('row', Row._fields, name)} AS {name}" for name in ("stage", "owner", "promise", "owed", "affected", "corrected")
)


def standings(view: str, failures: Iterable[str]) -> Query:
    """How the breaks of some failures stand in a view, for `standings_of`."""
    return Query(
        "WITH wanted(id) AS (SELECT value FROM json_each(?1)),"
        f" one AS (SELECT failure, {_ONE} FROM break_rows WHERE view = ?2 AND failure IN (SELECT id FROM wanted))"
        f" SELECT 'failure', w.id, coalesce(f.what, ''), f.fixed_by, {around('failures', 'w.id')}, 1"
        " FROM wanted w LEFT JOIN failures f USING (id)"
        " UNION ALL SELECT 'stage', failure, stage, NULL, NULL, NULL, count(*) FROM one GROUP BY failure, stage"
        " UNION ALL SELECT 'hit', failure, sum(affected), sum(corrected), NULL, NULL, count(*) FROM one"
        " WHERE affected IS NOT NULL GROUP BY failure"
        " UNION ALL SELECT 'owner', failure, owner, NULL, NULL, NULL, count(*) FROM one GROUP BY failure, owner"
        f" UNION ALL SELECT 'promise', failure, {_RESULT}, {_SURE}, min({_DUE}), NULL, count(*) FROM one"
        f" WHERE promise IS NOT NULL GROUP BY failure, {_RESULT}, {_SURE}"
        " UNION ALL SELECT 'owed', failure, line.value, NULL, NULL, NULL, count(*) FROM one, json_each(owed) AS line"
        " GROUP BY failure, line.value",
        (json.dumps(list(failures)), view),
    )


def standings_of(found: Iterable[tuple[Any, ...]]) -> dict[str, Standing]:
    """The answer of `standings`: failure → how it stands."""
    done: dict[str, Standing] = {}
    owed: dict[str, list[tuple[OwedCell, int]]] = {}
    for kind, id_, first, second, third, fourth, count in found:
        if kind == "failure":
            done[id_] = Standing(FAILURE_PREFIX + shortest(id_, third or "", fourth or ""), first, second, {}, {}, {})
            continue
        standing = done.get(id_)
        if standing is None:
            continue
        if kind == "stage":
            standing.stages[first] = count
        elif kind == "hit":
            done[id_] = standing._replace(affected=first, corrected=second or 0)
        elif kind == "owner":
            standing.owners[first] = count
        elif kind == "promise":
            standing.promises[first] = standing.promises.get(first, 0) + count
            nearest = standing.promise_due_at
            if not first and third is not None and (nearest is None or third < nearest):
                done[id_] = standing._replace(promise_due_at=third, promise_sure=second)
        else:
            owed.setdefault(id_, []).append((OwedCell(*json.loads(first)), count))
    for id_, lines in owed.items():
        done[id_] = done[id_]._replace(
            owed=owed_apart((cell.kind, Money(Decimal(cell.amount) * count, cell.currency)) for cell, count in lines),
            owed_states=owed_states(cell for cell, _ in lines),
            needs_approval=any(cell.needs_approval for cell, _ in lines),
        )
    return done


def flags(view: str, now: int, failures: Iterable[str]) -> Query:
    """What the steps of some failures' breaks say at `now`: rows (failure, flags, how many)."""
    return Query(
        "SELECT failure, flags, count(*) FROM break_rows b JOIN steps s USING (sid) WHERE b.view = ?1 AND s.from_at <= ?2"
        " AND s.until_at > ?2 AND failure IN (SELECT value FROM json_each(?3)) GROUP BY failure, flags",
        (view, now, json.dumps(list(failures))),
    )
