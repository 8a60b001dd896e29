"""The local SQLite store of one installation: the log, the folded tables beside it, one write path, reads.

`Replica` is the public face; docs/architecture.md tells how its parts fit. What writes and what folds
is loaded when it is first used: a board opens with neither.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from store.clock import Clock
from store.errors import CannotRead, CannotWrite
from store.replica.connection import CHECKPOINT_ABOVE, cannot_write, change_stamp, connect, identity_of, wal_size, words_of
from store.replica.lock import LOCK, LocalLock
from store.replica.preparing import check, damaged, prepare
from store.row import FOLD_VERSION
from store.zones import Zone

if TYPE_CHECKING:
    from pathlib import Path

    from store.events import Event, Line
    from store.paths import StrPath
    from store.replica.cases import Cases
    from store.replica.log import Interned
    from store.replica.search import Hit
    from store.replica.tables import Progress
    from store.replica.transaction import Transaction

T = TypeVar("T")
FILE = "replica.db"
CLOSING_PATIENCE = 0.5
"""Seconds that closing waits for the lock."""


class Replica:
    """An open replica. Every write is one synchronous call; the app makes them in worker threads, which take turns.

    `read_only` is true where the folder can't be written, or its disk is full: reads work, writes raise CannotWrite.
    """

    def __init__(self, folder: str, db: sqlite3.Connection, clock: Clock, zone: Zone, read_only: bool) -> None:
        self._folder = folder
        self._file = os.path.join(folder, FILE)
        self.db = db
        """The writer's connection; in a read-only replica one that reads."""
        self.clock = clock
        self.zone = zone
        self.read_only = read_only
        self._identity = identity_of(self._file)
        self._lock = LocalLock(os.path.join(folder, LOCK))
        self._turn = Lock()
        """Between the threads of this process, which share the connection and the lock file's handle."""
        meta = dict(db.execute("SELECT key, value FROM meta").fetchall())
        self.board_id = meta.get("board", "")
        self.id: str = meta.get("replica", "")
        self._board_file = meta.get("board_path", "")
        self._fold_version = meta.get("fold_version", "")

    @property
    def folder(self) -> str:
        """The folder that holds it."""
        return self._folder

    @property
    def path(self) -> Path:
        """The SQLite file."""
        from pathlib import Path

        return Path(self._file)

    @property
    def board_path(self) -> Path | None:
        """The board file that it belongs to, as it was last opened."""
        from pathlib import Path

        return Path(self._board_file) if self._board_file else None

    @classmethod
    def open(cls, folder: StrPath, board_id: str, clock: Clock, zone: Zone = None, board_path: StrPath | None = None) -> Replica:
        """Opens the replica of a board in `folder`, making it when there is none.

        Raises CannotRead when it is damaged, of a newer version, or of another board; CannotWrite when it can't be made.
        """
        folder = os.fspath(folder)
        path = os.path.join(folder, FILE)
        try:
            os.makedirs(folder, exist_ok=True)
            there = os.path.exists(path)
            writable = os.access(folder, os.W_OK) and (not there or os.access(path, os.W_OK))
        except OSError as error:
            raise CannotWrite(f"{folder} can't be made: {error.strerror}", "set WARROOM_HOME to a folder of yours") from error
        if not writable and not there:
            raise CannotWrite(f"{folder} can't be written", "set WARROOM_HOME to a folder of yours")
        db, writable = connect(path, folder, there, writable)
        try:
            if writable:
                prepare(db, folder, board_id)
            replica = cls(folder, db, clock, zone, read_only=not writable)
            check(db, replica._file, replica.board_id, board_id)
            if writable and board_path is not None:
                replica._remember(os.fspath(board_path))
        except sqlite3.Error as error:
            db.close()
            raise damaged(path, error) from error
        except BaseException:
            db.close()
            raise
        return replica

    def act(self, action: Callable[[Transaction], T], actor: str, at: int | None = None, fold: bool = True) -> T:
        """Runs an action and commits what it added, all or nothing; returns what it returned.

        `fold=False` leaves the folded tables behind, for `catch_up` (imports). Raises what the action raises
        (BadInput, NotFound, Refused: nothing is written) and CannotWrite.
        """
        from store.replica.tables import refold_dirty
        from store.replica.transaction import Transaction

        with self.step():
            transaction = Transaction(self.db, self.board_id, self._current_id(), actor, self.clock.now(), self.zone, at)
            result = action(transaction)
            transaction.write()
            if fold and transaction.added:
                refold_dirty(self.db, transaction.cases, {event.subject for event in transaction.added}, late=False)
        return result

    @contextmanager
    def step(self) -> Iterator[None]:
        """One write transaction under the lock, and a checkpoint when the write-ahead log has grown.

        Raises CannotWrite, and CannotRead when the file is gone or turns out to be damaged.
        """
        if self.read_only:
            raise cannot_write(self._folder, "this replica is read-only", f"make {self._folder} writable")
        self.check_there()
        try:
            with self._turn, self._lock.held():
                self.db.execute("BEGIN IMMEDIATE")
                try:
                    yield
                    self.db.execute("COMMIT")
                except BaseException:
                    with suppress(sqlite3.Error):  # a full disk has ended it already: what it said is what is told
                        self.db.execute("ROLLBACK")
                    raise
                if wal_size(self._file) > CHECKPOINT_ABOVE:
                    self.db.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error as error:
            if type(error) is sqlite3.DatabaseError:
                raise damaged(self._file, error) from error
            why, next_step = words_of(error, self._folder, "free some disk space, or see `warroom doctor`")
            raise CannotWrite(f"{self._file} can't be written: {why}", next_step) from error

    def _remember(self, board_file: str) -> None:
        """Notes where the board file lies."""
        if board_file != self._board_file:
            with self.step():
                self.db.execute("INSERT OR REPLACE INTO meta VALUES ('board_path', ?)", (board_file,))
            self._board_file = board_file

    def ingest(self, events: Iterable[Event]) -> int:
        """Takes in events of other replicas that `store.validate` has passed. How many were new. Raises CannotWrite."""
        from store.events import line_of

        return self.take_in([line_of(event) for event in events])

    def take_in(
        self, lines: Sequence[Line], then: Callable[[sqlite3.Connection], None] | None = None, interned: Interned | None = None
    ) -> int:
        """As `ingest`, for events in their stored form; `then` runs in the same transaction. The `id` changes when they show
        that this installation is a copy. `interned` saves look-ups, until an error. Raises CannotWrite."""
        from store.replica.taking_in import take_in

        with self.step():
            new, own = take_in(self.db, self._current_id(), lines, self.clock.now(), interned)
            if then is not None:
                then(self.db)
        self.id = own
        return new

    def _current_id(self) -> str:
        """The own id, which another process of this installation may have changed."""
        self.id = str(self.db.execute("SELECT value FROM meta WHERE key = 'replica'").fetchone()[0])
        return self.id

    def arrivals(self) -> int:
        """How many events are here."""
        return int(self.db.execute("SELECT coalesce(max(arrival), 0) FROM events").fetchone()[0])

    @property
    def behind(self) -> int:
        """How many subjects have folded tables that are behind the log (or made by another version), `late` ones included."""
        if self._fold_version != str(FOLD_VERSION) and self.arrivals():
            return int(self.db.execute("SELECT count(*) FROM subjects").fetchone()[0])
        return int(self.db.execute("SELECT count(*) FROM dirty").fetchone()[0])

    @property
    def late(self) -> int:
        """How many closed breaks still have to follow a change of the policy: nobody waits for them."""
        return int(self.db.execute("SELECT count(*) FROM dirty WHERE late").fetchone()[0])

    def catch_up(
        self, progress: Progress | None = None, rebuild: bool = False, late: bool = True, seconds: float = float("inf")
    ) -> int:
        """Folds what is behind (everything, with `rebuild`; without what is late, unless `late`), in steps that let others
        write between them.

        Of tables that are of this version it folds for so many `seconds` at most: while a long import goes on beside it,
        there is always more. How many subjects it folded. Raises CannotWrite.
        """
        from store.replica.tables import mark_all_dirty, refold_dirty

        if self.read_only:
            return 0
        if rebuild or self._fold_version != str(FOLD_VERSION):
            with self.step():
                mark_all_dirty(self.db)
            self._fold_version = str(FOLD_VERSION)
            seconds = float("inf")
        until = monotonic() + seconds
        after = 0 if late else self.late
        total = left = self.behind - after
        while left > 0 and monotonic() < until:
            with self.step():
                left = refold_dirty(self.db, self.cases(), late=late) - after
            total = max(total, left)
            if progress is not None:
                progress(total - left, total)
        return total - left

    def fold_step(self) -> int:
        """Folds some of what is behind. How many subjects are left; 0 in a read-only replica. Raises CannotWrite."""
        from store.replica.tables import refold_dirty

        if self.read_only or not self.behind:
            return 0
        with self.step():
            return refold_dirty(self.db, self.cases())

    def search(self, query: str) -> list[Hit]:
        """The subjects whose text has all words of `query`, best first; what changed is indexed before."""
        from store.replica.search import search

        while self.index_step():
            pass
        return search(self.db, query)

    def index_step(self) -> int:
        """Indexes some of what changed since it was last searched. How many subjects are left; 0 in a read-only replica,
        which is searched as it was indexed. Raises CannotWrite."""
        if self.read_only or not self.unindexed:
            return 0
        from store.replica.search import index_pending

        with self.step():
            return index_pending(self.db)

    @property
    def unindexed(self) -> int:
        """How many subjects changed since they were indexed; a search indexes them first, where it can write."""
        try:
            return int(self.db.execute("SELECT count(*) FROM search_pending").fetchone()[0])
        except sqlite3.DatabaseError as error:
            raise damaged(self._file, error) from error

    def cases(self, until: int | None = None) -> Cases:
        """A reader of what subjects are now, or of what was known of them at `until` (ms)."""
        from store.replica.cases import Cases

        return Cases(self.db, self.board_id, until)

    def check_there(self) -> None:
        """Raises CannotRead when the open file is not the one that stands in its place: what is written to a file that was
        moved away or deleted would be lost."""
        if identity_of(self._file) != self._identity:
            raise CannotRead(f"{self._file} was moved away or replaced", "bring it back, or open the board anew")

    def stamp(self) -> tuple[int, int, int]:
        """Differs after any process wrote to this replica."""
        return change_stamp(self._file)

    def close(self) -> None:
        """Closes the file; the last one to close moves the write-ahead log into it, under the lock. Where somebody else
        holds that for long, this is not the last one."""
        try:
            if not self.read_only:
                with suppress(CannotWrite), self._lock.held(CLOSING_PATIENCE):
                    self.db.close()
        finally:
            self.db.close()
            self._lock.close()
