"""What the app reads, through aiosqlite: a few awaited calls for an action, never one for a row.

aiosqlite and the fold are loaded with the first call: the first frame needs neither.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import CannotRead
from store.ranking import FLAG_BITS
from store.replica import queries
from store.replica.connection import reader_uri
from store.replica.failure_lines import standings, standings_of
from store.replica.queries import Loaded, Query

if TYPE_CHECKING:
    import aiosqlite

    from store.events import Event
    from store.learned import LearnedFailure, Repeat
    from store.replica.around import Around
    from store.replica.cases import Case
    from store.replica.search import Hit
    from store.row import Row
    from store.standing import Standing
    from store.state import Board, Break, Failure
    from warroom.advisor.kept import KeptHistory
    from warroom.advisor.prepared import Prepared
    from warroom.customer_view.content import CustomerLine, CustomerView

    Beside = tuple[Loaded, Break, Failure]
    """Another break of a customer, and its failure."""

CACHE_KIB = 1024
"""Pages that the reader keeps in memory."""


class BoardReader:
    """Reads one replica for the screens. Raises CannotRead when the file can't be read."""

    def __init__(self, path: Path, board_id: str, immutable: bool = False, board_file: str = "") -> None:
        self._path = path
        self._board_file = board_file
        self._name_in_file: str | None = None
        """What the board file calls the board; None until it was asked."""
        self._board_id = board_id
        self._immutable = immutable
        self._db: aiosqlite.Connection | None = None
        self._history: KeptHistory | None = None
        self.calls = 0
        """Awaited calls so far: at most five for an action."""

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[aiosqlite.Connection]:
        """The connection, for one awaited call. Raises CannotRead."""
        import aiosqlite

        try:
            if self._db is None:
                self._db = await aiosqlite.connect(reader_uri(self._path, self._immutable), uri=True, isolation_level=None)
                await self._db.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
            self.calls += 1
            yield self._db
        except aiosqlite.Error as error:
            raise CannotRead(f"{self._path} can't be read: {error}", "see `warroom doctor`") from error

    async def _fetch(self, query: Query) -> list[tuple[Any, ...]]:
        async with self._reading() as db:
            return list(await db.execute_fetchall(query.sql, query.parameters))  # type: ignore[arg-type]

    async def order(self, view: str, now: int) -> dict[int, int]:
        """The order of a view, most urgent first: sid → rank and flags, packed."""
        import json

        ((sids, ranks, flags),) = await self._fetch(queries.order_at_once(view, now))
        return {sid: rank << FLAG_BITS | flag for sid, rank, flag in zip(*map(json.loads, (sids, ranks, flags)), strict=True)}

    async def groups(self, view: str) -> dict[int, str]:
        """The breaks of failures that hit several customers: sid → failure."""
        return dict(await self._fetch(queries.groups(view)))

    async def moved(self, view: str, after: int, now: int) -> list[tuple[Any, ...]]:
        """The rows whose rank changed between two instants."""
        return await self._fetch(queries.moved(view, after, now))

    async def next_change(self, after: int) -> int | None:
        """The next instant at which a rank changes."""
        found: int | None = (await self._fetch(queries.next_change(after)))[0][0]
        return found

    async def rows(self, sids: Collection[int]) -> dict[int, Loaded]:
        """The rows of some breaks."""
        return queries.loaded(await self._fetch(queries.rows(sids))) if sids else {}

    async def standings(self, view: str, failures: Collection[str]) -> dict[str, Standing]:
        """How the breaks of some failures stand together in a view."""
        return standings_of(await self._fetch(standings(view, failures))) if failures else {}

    async def haystacks(self, view: str) -> Mapping[int, str]:
        """What the filter looks through."""
        return dict(await self._fetch(queries.haystacks(view)))

    async def owed(self, view: str) -> list[tuple[Any, ...]]:
        """What is pending in a view: (amount, currency, kind) of each line."""
        return await self._fetch(queries.owed(view))

    async def owners(self) -> list[tuple[str, str, str]]:
        """Of every break that is not closed: (id, owner, who is offered it)."""
        return [(id_, owner, offered) for id_, owner, offered in await self._fetch(queries.owners())]

    async def sids_of(self, ids: Collection[str]) -> list[int]:
        """The row numbers of some breaks, in no order."""
        return [sid for (sid,) in await self._fetch(queries.sids_of(ids))] if ids else []

    async def named(self, typed: str) -> list[tuple[str, str, str]]:
        """The breaks that a typed id or customer's name may mean, six at most: (id, customer, what)."""
        return [(id_, customer, what) for id_, customer, what in await self._fetch(queries.named_breaks(typed))]

    async def sid_of(self, id_: str) -> tuple[int, str] | None:
        """The row number and the view of a break."""
        found = await self._fetch(queries.sid_of(id_))
        return (found[0][0], found[0][1]) if found else None

    async def beside(self, id_: str) -> list[tuple[str, str, str, str, int]]:
        """What stands beside a break, as `queries.beside` has it."""
        return await self._fetch(queries.beside(id_))

    async def callers(self, id_: str) -> list[tuple[str, int]]:
        """Everybody who is calling the customer of a break, the latest first."""
        from store.replica.calling import callers

        return [(who, since) for who, since in await self._fetch(callers(id_))]

    async def repeats(self, row: Row) -> tuple[Repeat, ...]:
        """The breaks of the same cause as that of `row`, by other failures."""
        from store.learned import repeats, with_cause

        if not row.cause.strip():
            return ()
        return repeats(await self._fetch(with_cause(row.cause, row.failure, row.customer_key)), row.opened_at)

    async def besides(self, customer: str, id_: str) -> list[Beside]:
        """The other breaks of a customer (by the customer's key) that are not closed. Two awaited calls."""
        from store.fold import fold_break, fold_failure

        found = queries.loaded(await self._fetch(queries.of_customer(customer))).values()
        there = [one for one in found if one.row.id != id_ and one.row.view != "closed"]
        subjects = dict.fromkeys(name for one in there for name in (f"break:{one.row.id}", f"failure:{one.row.failure}"))
        by_subject: dict[str, list[Event]] = {}
        for event in await self._events(subjects) if subjects else ():
            by_subject.setdefault(event.subject, []).append(event)
        besides = []
        for one in there:
            id_here, failure = one.row.id, one.row.failure
            brk = fold_break(id_here, by_subject.get(f"break:{id_here}", ()))
            besides.append((one, brk, fold_failure(failure, by_subject.get(f"failure:{failure}", ()))))
        return besides

    async def search(self, text: str, marks: tuple[str, str]) -> list[Hit]:
        """The subjects whose indexed text has all words of `text`, best first."""
        from store.replica.search import hits_of, matching

        asked = matching(text, marks)
        return hits_of(await self._fetch(asked)) if asked is not None else []

    async def behind(self, subjects: Iterable[str]) -> list[tuple[str, int, Loaded]]:
        """The breaks that subjects stand for, in their order: (subject, row number, break)."""
        rows = await self._fetch(queries.behind(subjects))
        return [(row[0], row[1], queries.loaded([row[1:]])[row[1]]) for row in rows]

    async def starting(self, prefix: str) -> list[tuple[int, Loaded]]:
        """The breaks whose id begins with `prefix`: (row number, break)."""
        return list(queries.loaded(await self._fetch(queries.starting(prefix))).items())

    async def board(self) -> Board:
        """The board itself. Until the event that names it came it is called as in its file."""
        from store.fold import fold_board

        board = fold_board(self._board_id, await self._events([f"board:{self._board_id}"]))
        if not board.name and self._board_file:
            if self._name_in_file is None:
                from asyncio import to_thread

                from warroom.board_name import name_in_file

                self._name_in_file = await to_thread(name_in_file, self._board_file)
            board = board._replace(name=self._name_in_file)
        return board

    async def case(self, id_: str) -> tuple[Case, tuple[Event, ...]]:
        """A break with all that belongs to it, and the events of the break and its failure. Three awaited calls."""
        from store.fold import fold_board, fold_break, fold_customer, fold_failure
        from store.playbooks.reading import playbook_named
        from store.playbooks.texts import playbook_name
        from store.policy import policy_of
        from store.replica.cases import Case, with_joined

        joined = await self._fetch(queries.joined_into(id_))
        place = await self._fetch(queries.place_of(id_))
        failure_id, customer_key = place[0] if place else ("", "")
        subjects = [f"break:{id_}", *(f"break:{other}" for (other,) in joined)]
        around = [f"failure:{failure_id}", f"customer:{customer_key}", f"board:{self._board_id}"]
        by_subject: dict[str, list[Event]] = {}
        events = await self._events([*subjects, *around])
        for event in events:
            by_subject.setdefault(event.subject, []).append(event)
        brk = fold_break(id_, by_subject.get(subjects[0], ()))
        for (other,) in joined:
            brk = with_joined(brk, fold_break(other, by_subject.get(f"break:{other}", ())))
        board = fold_board(self._board_id, by_subject.get(around[2], ()))
        failure = fold_failure(failure_id, by_subject.get(around[0], ()))
        customer = fold_customer(customer_key, by_subject.get(around[1], ()))
        shown = tuple(event for event in events if event.subject_kind in ("break", "failure"))
        policy = policy_of(board.settings)
        playbook = playbook_named(playbook_name(brk, policy), board.playbooks)
        return Case(brk, failure, customer, board, policy, playbook), shown

    async def history(self, failure: str, now: int) -> Prepared:
        """What the team's history says of fixes at `now` (ms), for a failure; read in a thread, on a connection of its own, and
        kept while no fix came into the record."""
        from asyncio import to_thread

        from warroom.advisor.kept import KeptHistory

        if self._history is None:
            self._history = KeptHistory(self._path)
        return await to_thread(self._history.ask, now, failure)

    async def around(self, id_: str) -> Around:
        """What lies around a break; read in a thread, on a connection of its own."""
        from asyncio import to_thread

        from store.replica.around import around_from

        return await to_thread(around_from, self._path, self._board_id, id_)

    async def customer(self, name: str) -> CustomerView:
        """A customer by name or key, with all of their breaks; read in a thread, on a connection of its own."""
        from asyncio import to_thread

        from warroom.customer_view.content import view_from

        self.calls += 1
        return await to_thread(view_from, self._path, self._board_id, name)

    async def customers(self, currency: str) -> tuple[CustomerLine, ...]:
        """Everybody who has a card or a break, in the order of the list."""
        from warroom.customer_view.content import everyone, lines_of

        return lines_of(await self._fetch(everyone()), currency)

    async def _events(self, subjects: Iterable[str]) -> list[Event]:
        from store.replica.log import OF_SUBJECTS, event_of

        wanted = tuple(subjects)
        marks = ",".join("?" * len(wanted))
        return [event_of(row) for row in await self._fetch(Query(OF_SUBJECTS.format(marks=marks), wanted))]

    async def learned(self, only_open: bool = False) -> list[LearnedFailure]:
        """What was learned from every failure; with `only_open` of those with a prevention action that is not done."""
        from store.learned import all_learned, learned_failures

        return learned_failures(await self._fetch(all_learned(only_open)))

    async def arrivals(self) -> int:
        """The arrival of the last event that is here."""
        found: int = (await self._fetch(Query("SELECT coalesce(max(arrival), 0) FROM events")))[0][0]
        return found

    async def news(self, ids: Sequence[str], after: int) -> list[tuple[int, Event]]:
        """What came to some breaks and their failures after an arrival: (arrival, event)."""
        import json

        from store.replica.log import NEWS, event_of

        rows = await self._fetch(Query(NEWS, (json.dumps(list(ids)), after)))
        return [(row[0], event_of(row[1:])) for row in rows]

    async def close(self) -> None:
        """Closes the connection and ends its thread."""
        if self._db is not None:
            await self._db.close()
            self._db = None
