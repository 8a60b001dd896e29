"""The questions that the board asks of the replica, as SQL with its parameters: the app awaits them, a command runs them."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from store.ids import SHORTEST, shortest, typed_id
from store.row import Row, unpack
from store.text import name_key


class Query(NamedTuple):
    """A statement and its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()

    def run(self, db: sqlite3.Connection) -> list[tuple[Any, ...]]:
        """All rows of the answer."""
        return db.execute(self.sql, self.parameters).fetchall()


def order(view: str, now: int) -> Query:
    """The order of a view at `now`: rows (sid, rank, flags, until), most urgent first."""
    return Query(
        "SELECT sid, rank, flags, until_at FROM steps WHERE view = ? AND until_at > ? AND from_at <= ? ORDER BY rank, sid",
        (view, now, now),
    )


def order_at_once(view: str, now: int) -> Query:
    """As `order`, in one row (sids, ranks, flags), each a JSON list: a long board takes little room, and no statement stays
    open between parts, which would keep the connection at what was there when it began."""
    found = order(view, now)
    return Query(
        f"SELECT json_group_array(sid), json_group_array(rank), json_group_array(flags) FROM ({found.sql})", found.parameters
    )


def first_page(view: str, now: int, limit: int) -> Query:
    """As `order`, the first `limit` rows only."""
    found = order(view, now)
    return Query(found.sql + " LIMIT ?", (*found.parameters, limit))


def moved(view: str, after: int, now: int) -> Query:
    """The rows of a view whose rank changed since `after`: as `order`, in no order."""
    return Query(
        "SELECT sid, rank, flags, until_at FROM steps INDEXED BY steps_from"
        " WHERE from_at > ? AND from_at <= ? AND until_at > ? AND view = ?",
        (after, now, now, view),
    )


_EARLIER = "SELECT 1 FROM break_rows o WHERE o.cause = b.cause AND o.opened_at < b.opened_at AND o"
REPEAT = (
    f"(CASE WHEN b.cause = '' THEN 0 WHEN EXISTS ({_EARLIER}.customer_key = b.customer_key AND o.failure <> b.failure) THEN 2"
    f" WHEN EXISTS ({_EARLIER}.failure < b.failure) OR EXISTS ({_EARLIER}.failure > b.failure) THEN 1 ELSE 0 END)"
)
"""Whether a break repeats an earlier one: the same cause, by another failure, at the same customer (2) or elsewhere (1)."""


def around(table: str, id_: str) -> str:
    """The ids before and after one (`id_`: a column or a parameter) in the order of ids, which tell how short it can be
    spoken; a break that was joined is still meant by its own."""
    tables = (table, "joined_breaks") if table == "break_rows" else (table,)
    before = " UNION ALL ".join(f"SELECT max(o.id) AS id FROM {name} o WHERE o.id < {id_}" for name in tables)
    after = " UNION ALL ".join(f"SELECT min(o.id) AS id FROM {name} o WHERE o.id > {id_}" for name in tables)
    return f"(SELECT max(id) FROM ({before})), (SELECT min(id) FROM ({after}))"


CALLING = "(SELECT json_array(actor, since) FROM calling c WHERE c.id = b.id ORDER BY since DESC, replica LIMIT 1)"
"""The latest call to the customer of the break `b`: (who, since when) as JSON; NULL when there is none."""
_SHOWN = f"{REPEAT}, {around('break_rows', 'b.id')}, {CALLING}"
_ROWS = f"SELECT sid, row, {_SHOWN} FROM break_rows b"


class Loaded(NamedTuple):
    """A break's row as the board reads it."""

    row: Row
    repeat: int
    """2: the same customer and the same cause as an earlier one; 1: the same cause elsewhere; 0: no repeat."""
    spoken: str


def rows(sids: Iterable[int]) -> Query:
    """The rows of some breaks, for `loaded`."""
    wanted = ",".join(str(int(sid)) for sid in sids)
    return Query(f"{_ROWS} WHERE sid IN ({wanted})")


def of_break(id_: str) -> Query:
    """The row of one break, for `loaded`."""
    return Query(f"{_ROWS} WHERE b.id = ?", (id_,))


def of_failure(id_: str) -> Query:
    """The rows of a failure's breaks, as they were opened, for `loaded`."""
    return Query(f"{_ROWS} WHERE b.failure = ? ORDER BY b.opened_at, b.sid", (id_,))


def of_customer(key: str) -> Query:
    """The rows of a customer's breaks, the latest first, for `loaded`."""
    return Query(f"{_ROWS} WHERE b.customer_key = ? ORDER BY b.opened_at DESC, b.sid DESC", (key,))


def loaded(found: Iterable[tuple[Any, ...]]) -> dict[int, Loaded]:
    """The answer of `rows` and its like, in their order: sid → row."""
    done = {}
    for sid, text, repeat, before, after, calling in found:
        row = calling_on(unpack(text), calling)
        done[sid] = Loaded(row, repeat, shortest(row.id, before or "", after or ""))
    return done


def calling_on(row: Row, calling: str | None) -> Row:
    """A row with the call that `CALLING` found, where it is later than the one in the record."""
    if calling is None:
        return row
    actor, since = json.loads(calling)
    later = row.calling_since is None or row.calling_since <= since
    return row._replace(calling=actor, calling_since=since) if later else row


def next_change(after: int) -> Query:
    """The next instant at which the rank of a row changes: one row, NULL when there is none."""
    return Query("SELECT min(from_at) FROM steps WHERE from_at > ?", (after,))


def named_breaks(typed: str) -> Query:
    """The breaks that a typed name may mean, six at most: (id, customer, what). Those whose id begins so, and those of the
    customer of that name (else of those whose name begins so): of these the open ones, the closed ones where none is open."""
    id_, key = typed_id(typed), name_key(typed)
    shown = ", ".join(f"json_extract(row, '$[{Row._fields.index(name)}]')" for name in ("customer", "what"))
    sql = (
        "WITH named(id, place, ended) AS ("
        " SELECT id, 0, 0 FROM break_rows WHERE ?1 <> '' AND id >= ?1 AND id < ?1 || '~'"
        " UNION ALL SELECT id, 1, view = 'closed' FROM break_rows WHERE customer_key = ?2"
        " UNION ALL SELECT id, 2, view = 'closed' FROM break_rows WHERE customer_key > ?2 AND customer_key < ?3),"
        " by_name AS (SELECT * FROM named WHERE place = (SELECT min(place) FROM named WHERE place > 0)),"
        " found AS (SELECT id FROM named WHERE place = 0"
        " UNION SELECT id FROM by_name WHERE ended = (SELECT min(ended) FROM by_name))"
        f" SELECT id, {shown} FROM found JOIN break_rows USING (id) ORDER BY id LIMIT 6"
    )
    return Query(sql, (id_ if len(id_) >= SHORTEST else "", key, key + chr(0x10FFFF)))


def sids_of(ids: Iterable[str]) -> Query:
    """The row numbers of some breaks, by id."""
    wanted = tuple(ids)
    return Query(f"SELECT sid FROM break_rows WHERE id IN ({','.join('?' * len(wanted))})", wanted)


def sid_of(id_: str) -> Query:
    """The row number of a break: no row when it is not here."""
    return Query("SELECT sid, view FROM break_rows WHERE id = ?", (id_,))


def place_of(id_: str) -> Query:
    """The failure and the customer of a break: (failure, customer key)."""
    return Query("SELECT failure, customer_key FROM break_rows WHERE id = ?", (id_,))


def joined_into(id_: str) -> Query:
    """The breaks that were joined into one, directly or through others, in the order of their ids."""
    return Query(
        "WITH RECURSIVE one(id, there) AS (SELECT ?1, 1 UNION"
        " SELECT j.id, j.there FROM joined_breaks j JOIN one ON j.joined_into = one.id WHERE one.there)"
        " SELECT id FROM one WHERE id <> ?1 ORDER BY id",
        (id_,),
    )


def failures_joined_into(id_: str) -> Query:
    """As `joined_into`, for failures."""
    return Query(
        "WITH RECURSIVE one(id) AS (SELECT ?1 UNION SELECT f.id FROM failures f JOIN one"
        " ON f.joined_into = one.id AND f.joined_into <> '') SELECT id FROM one WHERE id <> ?1 ORDER BY id",
        (id_,),
    )


MOST_REPEATS = 8
"""Most other breaks of one cause that a break names, of the same customer and of others."""


def beside(id_: str) -> Query:
    """What stands beside a break, one row (what, id, id before, id after, number) for each:

    `own`: itself, with how many customers its failure hit; `joined`: the break that it goes on as; `failure`: its
    failure; `repeat`: another break of the same customer and cause, with when it was opened; `elsewhere`: the same
    cause at another customer, likewise; `learned`: of such a break (id before) what was learned from its failure;
    `replica`: an id of a replica; `calling`: who is calling, as `calling_on` takes it.
    """
    near = around("break_rows", "o.id")
    of_cause = "FROM break_rows b JOIN break_rows o ON o.cause = b.cause"
    alike = "WHERE b.id = ?1 AND b.cause <> '' AND o.failure <> b.failure AND o.customer_key {} b.customer_key"
    latest = f"ORDER BY o.opened_at DESC LIMIT {MOST_REPEATS}"
    others = f"SELECT {{}}, o.id, {near}, o.opened_at {of_cause} {alike} {latest}"
    learned = f"SELECT 'learned', f.learned, o.id, '', 0 {of_cause} JOIN failures f ON f.id = o.failure {alike} {latest}"
    return Query(
        f"SELECT 'own', o.id, {near}, (SELECT count(*) FROM break_rows s WHERE s.failure = o.failure)"
        " FROM break_rows o WHERE o.id = ?1"
        " UNION ALL SELECT 'joined', joined_into, '', '', 0 FROM joined_breaks WHERE id = ?1 AND joined_into <> ''"
        f" UNION ALL SELECT 'failure', f.id, {around('failures', 'f.id')}, 0"
        " FROM failures f WHERE f.id = (SELECT failure FROM break_rows WHERE id = ?1)"
        f" UNION ALL SELECT * FROM ({others.format(chr(39) + 'repeat' + chr(39), '=')})"
        f" UNION ALL SELECT * FROM ({others.format(chr(39) + 'elsewhere' + chr(39), '<>')})"
        f" UNION ALL SELECT * FROM ({learned.format('=')}) UNION ALL SELECT * FROM ({learned.format('<>')})"
        " UNION ALL SELECT 'replica', replica, '', '', 0 FROM replicas"
        f" UNION ALL SELECT 'calling', {CALLING}, '', '', 0 FROM (SELECT ?1 AS id) b",
        (id_,),
    )


MOST_OF_ONE = 20
"""Most breaks that one hit of a search, on a failure or a customer, stands for."""


def behind(subjects: Iterable[str]) -> Query:
    """The breaks that subjects stand for: themselves, what they were joined into, a failure's, a customer's (the latest
    first). Rows (subject, sid, row, repeat, id before, id after, calling), of which `loaded` takes all but the first."""
    return Query(
        "WITH hit(place, subject, kind, key) AS (SELECT key, value, substr(value, 1, instr(value, ':') - 1),"
        " substr(value, instr(value, ':') + 1) FROM json_each(?)),"
        " found(place, subject, sid, opened_at) AS ("
        "SELECT place, subject, sid, opened_at FROM hit JOIN break_rows ON id = hit.key WHERE kind = 'break'"
        " UNION ALL SELECT place, subject, r.sid, opened_at FROM hit JOIN joined_breaks j ON j.id = hit.key"
        " JOIN break_rows r ON r.id = j.joined_into WHERE kind = 'break'"
        " UNION ALL SELECT place, subject, sid, opened_at FROM hit JOIN break_rows ON failure = hit.key WHERE kind = 'failure'"
        " UNION ALL SELECT place, subject, sid, opened_at FROM hit JOIN break_rows ON customer_key = hit.key"
        " WHERE kind = 'customer'),"
        " ranked AS (SELECT *, row_number() OVER (PARTITION BY place ORDER BY opened_at DESC, sid) AS nth FROM found)"
        f" SELECT subject, b.sid, b.row, {_SHOWN}"
        " FROM ranked JOIN break_rows b USING (sid) WHERE nth <= ? ORDER BY place, nth",
        (json.dumps(list(subjects)), MOST_OF_ONE),
    )


def starting(prefix: str) -> Query:
    """The breaks whose id begins with `prefix`, for `loaded`."""
    return Query(
        f"{_ROWS} WHERE id >= ? AND id < ? ORDER BY id LIMIT 20",
        (prefix, prefix + "~"),
    )


def haystacks(view: str) -> Query:
    """What the filter looks through: (sid, lowered text) of the breaks that stand in a view at some time."""
    return Query("SELECT sid, hay FROM break_rows WHERE sid IN (SELECT sid FROM steps WHERE view = ?)", (view,))


def groups(view: str) -> Query:
    """Failures that hit more than one customer of a view: (sid of the break, failure)."""
    return Query(
        "SELECT sid, failure FROM break_rows WHERE view = ?1 AND failure IN"
        " (SELECT failure FROM break_rows WHERE view = ?1 GROUP BY failure HAVING count(*) > 1)",
        (view,),
    )


def grouped_among(view: str, failures: Iterable[str]) -> Query:
    """Those of some failures that hit more than one customer of a view: (failure)."""
    wanted = tuple(failures)
    marks = ",".join("?" * len(wanted))
    sql = f"SELECT failure FROM break_rows WHERE view = ? AND failure IN ({marks}) GROUP BY failure HAVING count(*) > 1"
    return Query(sql, (view, *wanted))


def owners() -> Query:
    """Who owns what is not closed, and who is offered it: (id, owner, owner offered), in the order of the ids."""
    owner, offered = Row._fields.index("owner"), Row._fields.index("owner_offered")
    return Query(
        f"SELECT id, json_extract(row, '$[{owner}]'), json_extract(row, '$[{offered}]') FROM break_rows"
        " WHERE view <> 'closed' ORDER BY id"
    )


def counts() -> Query:
    """How many breaks each view has."""
    return Query("SELECT view, count(*) FROM break_rows GROUP BY view")


def owed(view: str) -> Query:
    """What is pending, one row (amount, currency, kind) for each line of the ledgers of a view."""
    return Query(
        "SELECT json_extract(line.value, '$[2]'), json_extract(line.value, '$[3]'), json_extract(line.value, '$[1]')"
        f" FROM break_rows, json_each(row, '$[{Row._fields.index('owed')}]') AS line WHERE view = ? AND owes",
        (view,),
    )
