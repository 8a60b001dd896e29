"""One exchange of a board, and what there is to say of it afterwards."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from store.clock import MINUTE, SECOND
from store.errors import CannotRead, CannotWrite, StoreError
from store.late import Late
from store.replica import Replica
from store.replica.late import late_stamp, read_late
from store.spans import length
from store.sync.board_file import SINGLE, BoardFile
from store.sync.carriers import FORBIDDEN, FULL, Carrier
from store.sync.exchange import Exchange
from store.sync.folder import Folder
from store.sync.presence import Peer, Presence
from store.sync.report import Report
from store.sync.single import SingleFile
from store.sync.waits import ENVIRONMENT, Waits, adjusted
from store.sync.waits import SINGLE as SINGLE_WAITS
from warroom import __version__
from warroom.replaced import replaced
from warroom.sharing.clocks import blamed
from warroom.sharing.lost import board_at
from warroom.sharing.pin import check_pin
from warroom.sharing.room import free_bytes, in_words, is_low
from warroom.sharing.standing import (
    BEHIND,
    IN_STEP,
    READ_ONLY,
    UNREACHABLE,
    WAITING,
    Person,
    Standing,
    own_waiting,
    read_standing,
    write_standing,
)
from warroom.sharing.where import Place, Progress, place_stamp

NOTED_EVERY = 5 * SECOND
"""How often the note beside the replica is written when nothing changed (ms)."""
ROOM_EVERY = MINUTE
"""How often the disks are asked for their room (ms)."""
MOST_PEOPLE = 100
"""Most teammates that are told apart."""
NEW_EVENTS, FOLDED = "events that came", "putting the board in order"


class Outcome(NamedTuple):
    """What one step did, and how it stands after it."""

    report: Report
    standing: Standing
    presence: Presence | None = None
    """What is known of the others; None where the exchange could not be begun."""
    late: Late = Late()
    """What came in late and was not seen yet."""


class Exchanger:
    """Exchanges one board over a replica connection of its own, in one thread; `close` it. Raises what opening the replica
    raises, and nothing afterwards: what goes wrong is said in the standing."""

    def __init__(self, place: Place, unread: Callable[[int], None] = lambda left: None) -> None:
        """`unread` hears during a step how much is left to read, or to put in order."""
        self.place = place
        self._tell_unread = unread
        self.replica = Replica.open(place.replica_folder, place.board_id, place.clock, place.zone)
        self._exchange: Exchange | None = None
        self.carrier: Carrier | None = None
        self.shared = Path(place.board_file).parent
        """The folder in which others' changes show."""
        self.watching = ("", "")
        """How whoever waits learns of changes, and why not otherwise (`store.sync.watching`); set by them."""
        self._waits = Waits()
        self._written = before = read_standing(place.replica_folder)
        """What is noted beside the replica."""
        self._last_at, self._delay = before.last_at, (before.delay, before.delay_at)
        self._room_at = -ROOM_EVERY
        self._low: tuple[str, ...] = ()
        self._late: tuple[object, Late] = (None, Late())
        self.stamp = (0, 0, 0)
        """The replica's stamp after the last step: another one says that somebody wrote since."""

    @property
    def waits(self) -> Waits:
        """The waits that it exchanges by."""
        return self._waits

    def step(self, hurry: bool = False, progress: Progress | None = None) -> Outcome:
        """One exchange; what came in is folded."""
        stamp = place_stamp(self.place.board_file)
        try:
            report = self._connected().step(hurry)
            if report.taken_in or self.replica.behind > self.replica.late:
                self.replica.catch_up(self._folding(progress), late=False)
        except StoreError as error:
            report = Report(self.place.board_id, pending=own_waiting(self.replica), trouble=error)
        self.stamp = self.replica.stamp()
        now = self.place.clock.now()
        presence = Presence(self.replica.db, self.replica.id, self.place.actor, now, self._waits)
        return Outcome(report, self._noted(report, stamp, presence, now), presence, self._came_late())

    def _folding(self, progress: Progress | None) -> Callable[[int, int], None]:
        def folded(done: int, total: int) -> None:
            if done < total:
                self._reads(total - done)
            if progress is not None:
                progress(done, total, FOLDED)

        return folded

    def _reads(self, left: int) -> None:
        """Tells, and notes for commands, that not all that came is on the board yet."""
        self._tell_unread(left)
        if self._written.is_well:
            self._written = self._written.still_reading(left)
            write_standing(self.place.replica_folder, self._written)

    def _came_late(self) -> Late:
        """What came in late; read again when something was written since."""
        if not late_stamp(self.replica.db)[0]:
            self._late = (None, Late())
        elif self._late[0] != self.stamp:
            self._late = (self.stamp, read_late(self.replica.db, self.place.board_id))
        return self._late[1]

    def _connected(self) -> Exchange:
        """The exchange, once the board file says that the board is the one that is meant."""
        if self._exchange is None:
            place, path = self.place, Path(self.place.board_file)
            board = board_at(path, self.replica, place.lock)
            if board.id != place.board_id:
                raise CannotRead(f"{path} is another board by now", "bring yours back, or open that one: warroom BOARD")
            self._waits = waits_of(board.layout == SINGLE)
            self.carrier = carrier_of(board, place)
            self.shared = path.parent if board.layout == SINGLE else board.folder
            self._exchange = Exchange(self.replica, self.carrier, self._waits, place.actor, __version__, self._last_at, self._reads)
        return self._exchange

    def _noted(self, report: Report, stamp: tuple[int, ...], presence: Presence, now: int) -> Standing:
        if report.trouble is None:
            self._last_at = now
        if report.delay is not None:
            self._delay = report.delay, now
        own_ahead, peers = blamed(presence.peers)
        arriving = max((peer.ahead for peer in peers), default=0)
        unread = max(0, self.replica.behind - self.replica.late)
        state = _state(report, arriving, unread)
        standing = Standing(
            state,
            self._last_at,
            report.pending,
            arriving,
            str(report.trouble) if report.trouble is not None else "",
            (*_notes(report, peers, bool(replaced(self.replica)), own_ahead), *self._low_disks(now)),
            _people(peers, self.place.actor),
            now,
            *self.watching,
            *self._delay,
            stamp if state == IN_STEP else (),
            unread,
            _cause(report),
        )
        same = _lasting(standing) == _lasting(self._written)
        if not same or not 0 <= now - self._written.looked_at < NOTED_EVERY:
            write_standing(self.place.replica_folder, standing)
            self._written = standing
        return standing

    def _low_disks(self, now: int) -> tuple[str, ...]:
        """Which disk is nearly full; asked once a minute."""
        if not 0 <= now - self._room_at < ROOM_EVERY:
            self._room_at = now
            disks = ((self.place.replica_folder, "this disk"), (str(self.shared), "the shared disk"))
            left = [(free_bytes(folder), name) for folder, name in disks]
            self._low = tuple(f"{in_words(free)} left on {name}" for free, name in left if free is not None and is_low(free))[:1]
        return self._low

    def close(self) -> None:
        """Lets go of everything."""
        if self._exchange is not None:
            self._exchange.close()
        self.replica.close()


def _lasting(standing: Standing) -> Standing:
    """What there is to note of it at once when it differs."""
    return standing._replace(looked_at=0, last_at=None, delay_at=None)


def waits_of(single: bool) -> Waits:
    """The waits of an exchange by a single file or by a folder, as this installation's environment sets them. Raises BadInput."""
    return adjusted(SINGLE_WAITS if single else Waits(), os.environ.get(ENVIRONMENT, ""))


def carrier_of(board: BoardFile, place: Place) -> Carrier:
    """What carries a board. Raises CannotRead when the board file says another thing of its encryption than it did, or when
    the key is missing: what is to be sealed is never written in the clear."""
    check_pin(place.board_file, place.lock, board.lock)
    single = board.layout == SINGLE
    notes = place.replica_folder
    plain: Carrier = SingleFile(board.path, board.id, board.lock, board.name, notes) if single else Folder(board.folder)
    if not board.lock:
        return plain
    if place.key is None or not place.lock:
        raise CannotRead(f"{board.path} is encrypted", "open it again, and give its key")
    from store.sync.sealed import Sealed

    return Sealed(plain, place.key, board.id)


def _state(report: Report, arriving: int, unread: int) -> str:
    trouble = report.trouble
    if isinstance(trouble, CannotWrite):
        cause = trouble.__cause__
        return READ_ONLY if isinstance(cause, OSError) and cause.errno in FORBIDDEN else WAITING
    if trouble is not None:
        return UNREACHABLE
    if report.pending:
        return WAITING
    return BEHIND if arriving or report.more or unread else IN_STEP


def _cause(report: Report) -> str:
    """Why nothing can be kept, where that is a full disk."""
    cause = report.trouble.__cause__ if isinstance(report.trouble, CannotWrite) else None
    if isinstance(cause, OSError) and cause.errno in FULL:
        return "shared disk full"
    return "this disk full" if isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode == sqlite3.SQLITE_FULL else ""


def _notes(report: Report, peers: tuple[Peer, ...], was_replaced: bool, own_ahead: int) -> list[str]:
    """What else people should know."""
    found = []
    if any(bad.kind == "newer" for bad in report.bad):
        found.append("newer version seen")
    if own_ahead:
        found.append(f"your clock {_off(own_ahead)}")
    found += [f"{_name(peer)}'s clock {_off(peer.skew)}" for peer in peers if peer.skew]
    found += [f"{_name(peer)} sees another board" for peer in peers if peer.differs]
    if was_replaced:
        found.append("another board was here")
    if report.new_id:
        found.append("this installation was copied")
    aside = report.bad_files - report.other_board - sum(bad.kind == "newer" for bad in report.bad)
    if report.other_board:
        found.append(f"another board's files here ({report.other_board:,})")
    if aside:
        found.append(f"{aside:,} file{'s' if aside > 1 else ''} set aside")
    if report.crowded:
        found.append("too many files in the folder")
    return list(dict.fromkeys(found))


def _off(skew: int) -> str:
    return f"{length(abs(skew))} {'ahead' if skew > 0 else 'behind'}"


def _name(peer: Peer) -> str:
    return peer.actor or peer.replica[:4]


def _people(peers: tuple[Peer, ...], own: str) -> tuple[Person, ...]:
    """The others, each by the installation that was heard of last."""
    found: dict[str, Person] = {}
    for peer in peers:
        if peer.actor and peer.actor.casefold() != own.casefold():
            found.setdefault(peer.actor.casefold(), Person(peer.actor, peer.heard_at, peer.behind, peer.skew, peer.program))
    return tuple(found.values())[:MOST_PEOPLE]
