"""From drafts to the record: what is there already is left alone, the rest is added in short transactions."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from store.actions.asking import next_number
from store.events import identity
from store.replica import Replica, Transaction
from warroom.importers.drafts import Draft, place_in, root
from warroom.importers.history import drafts_of
from warroom.importers.report import Progress, Tally
from warroom.importers.snapshot import Snapshot
from warroom.importers.standing import Standing, standing_of

BUDGET = 500
"""Most events that one transaction adds, so that it holds the lock for well under 200 ms."""
_QUEUE = 300
"""Rows that are gathered before a transaction begins."""


class Taking:
    """Takes incidents into the record, one after another. `finish` writes the last of them and folds the board."""

    def __init__(self, replica: Replica, source: str, actor: str, tally: Tally, progress: Progress | None, total: int) -> None:
        self._replica = replica
        self._source = source
        self._actor = actor
        self._tally = tally
        self._progress = progress
        self._total = total
        self._done = 0
        self._queued = 0
        self._queue: deque[_Incident] = deque()

    def take(self, rows: list[Snapshot]) -> None:
        """Takes one incident with all its rows, in any order. Raises CannotWrite."""
        if not rows:
            self._done += 1
            return
        rows.sort(key=lambda row: row.order)
        self._queue.append(_Incident(self._source, rows))
        self._queued += len(rows)
        if self._queued >= _QUEUE:
            self._write()

    def finish(self) -> None:
        """Writes what is queued and brings the folded tables up to date. Raises CannotWrite."""
        self._write()
        self._tell(self._total, self._total, "taking in incidents")
        progress = self._progress
        if progress is None:
            self._replica.catch_up()
        else:
            self._replica.catch_up(lambda done, total: progress(done, total, "putting the board in order"))

    def _write(self) -> None:
        while self._queue:
            self._replica.act(self._step, self._actor, fold=False)
            self._tell(self._done, self._total, "taking in incidents")
        self._queued = 0

    def _step(self, tx: Transaction) -> None:
        """One transaction: as many queued incidents as the budget allows."""
        while self._queue and len(tx.added) < BUDGET:
            if self._queue[0].write(tx, self._tally):
                self._queue.popleft()
                self._done += 1

    def _tell(self, done: int, total: int, text: str) -> None:
        if self._progress is not None:
            self._progress(done, total, text)


class _Incident:
    """One incident on its way into the record."""

    def __init__(self, source: str, rows: Sequence[Snapshot]) -> None:
        self._source = source
        self._rows = rows
        self._drafts: list[Draft] | None = None
        self._next = 0
        self._root = root(rows[0].incident)
        failure = identity("failure_opened", "", 0, "", (source, f"{self._root}/failure"))
        self._id = identity("opened", "", 0, "", (source, self._root))
        self._subjects = {"break": f"break:{self._id}", "failure": f"failure:{failure}"}

    def write(self, tx: Transaction, tally: Tally) -> bool:
        """Adds what is not there yet, as far as the budget of the transaction goes; the opening is never split. Whether all
        of it is written."""
        known = tx.imported(self._source, self._root)
        places = {place for key in known if (place := place_in(key)) is not None}
        newest = max(places, default=None)
        if self._drafts is None:
            tally.unchanged += len(known)
            self._drafts = drafts_of(self._source, self._rows, tally, self._standing(tx, known, places))
        while self._next < len(self._drafts):
            draft = self._drafts[self._next]
            if len(tx.added) >= BUDGET and draft.place is not None:
                return False
            self._next += 1
            if draft.key in known:
                continue
            if draft.place is not None and newest is not None and draft.place < newest:
                tally.leave("older than what was taken of the incident before", draft.line, draft.kind)
                continue
            if draft.only_if is not None:
                there = known.get(draft.only_if[0])
                if there is None or draft.only_if[1] not in (None, there[1]):
                    continue
            if draft.refers is not None and draft.refers[1] not in known:
                tally.leave("about an entry that was left", draft.line, draft.kind)
                continue
            known[draft.key] = self._add(tx, draft, known), draft.at
            tally.take(draft.kind, draft.body)
        return True

    def _standing(self, tx: Transaction, known: dict[str, tuple[str, int]], places: set[tuple[str, int]]) -> Standing | None:
        """Where earlier imports left the incident, when these rows go on from there; None when they tell it from its begin."""
        first = self._rows[0].place
        if self._root not in known:
            return None
        if first is not None and places and (first < max(places) or first == min(places)):
            return None
        return standing_of(self._id, tx.events(self._subjects["break"]), tx.events(self._subjects["failure"]), self._source)

    def _add(self, tx: Transaction, draft: Draft, known: dict[str, tuple[str, int]]) -> str:
        subject = self._subjects[draft.on]
        body = draft.body
        if draft.refers is not None:
            field, key = draft.refers
            body = {**body, field: known[key][0]}
        if draft.kind == "blocker_raised" and len(known) > 1:
            body = {**body, "n": max(body["n"], next_number(tx.events(subject), draft.kind))}
        return tx.add(subject, draft.kind, body, at=draft.at, origin=(self._source, draft.key)).hash
