"""What a command does about the shared board: it takes in before it reads, gives out after it wrote, for a second at most."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

from store.clock import MINUTE, SECOND
from store.errors import CannotRead, StoreError
from store.replica import FILE as REPLICA_FILE
from store.replica import Replica
from store.sync.board_file import FOLDER_SUFFIX
from warroom.sharing.keeper import is_kept
from warroom.sharing.patience import within
from warroom.sharing.standing import IN_STEP, OFFLINE, UNREACHABLE, WAITING, Standing, own_waiting, read_standing, waiting_in

if TYPE_CHECKING:
    from store.sync.ledger import BadFile
    from store.sync.sealed import Sealed
    from warroom.sharing.where import Place, Progress

PATIENCE = 1.0
"""Seconds that a command exchanges at most."""
JOINING = 120.0
"""The same for an installation that has nothing of the board yet."""
LOOKED = 10 * MINUTE
"""How long after an exchange (ms) a command that writes just puts its own events there."""
FRESH = MINUTE
"""How long a look at the folder's time of change stands for an exchange (ms)."""
STALE = 90 * SECOND
"""A running board that noted nothing for so long (ms) does not exchange; told of changes, it looks each half minute only."""
NOTICED = 10 * SECOND
"""Within this time (ms) a running board has noticed what a command wrote."""
STOPPED = "the open board or the watching sync of this installation does nothing: is it stopped? let it go on, or end it"
SILENT = "the shared board does not answer"
REST = "not all that is there was read yet: `warroom sync` reads the rest"
_RETRY = 0.02


class Came(NamedTuple):
    """What an exchange brought."""

    standing: Standing
    taken_in: int = 0
    """New events of others."""
    published: int = 0
    """Own events that went there."""
    adopted: int = 0
    """Others' events that the place had lost and that went there again."""
    bad: tuple[BadFile, ...] = ()
    """Files that are set aside."""
    finished: bool = True
    """Whether nothing was left to do."""


def as_noted(replica: Replica, now: int) -> Standing:
    """How it stands, asking nobody: what is noted, and what was written here since."""
    noted = read_standing(replica.folder)
    return noted._replace(state=OFFLINE, waiting=own_waiting(replica), looked_at=now)


def kept_by_other(replica: Replica, now: int) -> Standing | None:
    """How it stands by a running board of this installation that keeps the exchange going; None when none runs."""
    folder = replica.folder
    if not is_kept(folder):
        return None
    noted = read_standing(folder)._replace(waiting=own_waiting(replica))
    if not -SECOND <= now - noted.looked_at <= STALE:
        return noted._replace(state=UNREACHABLE, trouble=f"{SILENT}: the open board waits for it")
    if unread := replica.behind - replica.late:
        noted = noted.still_reading(unread)
    if noted.waiting and not noted.trouble and noted.looked_at < _written_at(replica) < now - NOTICED:
        noted = noted._replace(trouble=STOPPED)
    return noted._replace(state=WAITING) if noted.waiting and noted.is_well else noted


def _written_at(replica: Replica) -> int:
    """When the last own event was written (ms)."""
    sql = "SELECT recorded_at FROM events WHERE rid = (SELECT rid FROM replicas WHERE replica = ?) ORDER BY number DESC LIMIT 1"
    found = replica.db.execute(sql, (replica.id,)).fetchone()
    return int(found[0]) if found is not None else 0


def unchanged(place: Place, replica: Replica, now: int) -> Standing | None:
    """How it stands when nothing came to the shared folder since it was last read whole; None when that can't be told."""
    from warroom.sharing.where import place_stamp

    noted = read_standing(place.replica_folder)
    if noted.state != IN_STEP or not noted.place or not 0 <= now - noted.looked_at < FRESH or own_waiting(replica):
        return None
    return noted._replace(last_at=now) if place_stamp(place.board_file) == noted.place else None


def give_out(place: Place, replica: Replica) -> Standing:
    """Puts there what a command wrote. How it stands then. Others' events are taken in now and then only, which costs a
    command as much as all the rest: it is the commands that read that want them."""
    noted = read_standing(replica.folder)
    if noted.is_well and noted.last_at is not None and 0 <= place.clock.now() - noted.last_at < LOOKED:
        done = within(PATIENCE, lambda: (_posted(place, replica),))
        if done is None:
            return silent(place)
        if done[0]:
            return noted
    return exchange(place).standing


def _posted(place: Place, replica: Replica) -> bool:
    """Whether a short way was enough."""
    from store.sync.folder import Folder
    from store.sync.posting import post

    if not os.path.isdir(place.board_file + FOLDER_SUFFIX) or (place.lock and place.key is None):
        return False
    carrier: Folder | Sealed = Folder(place.board_file + FOLDER_SUFFIX)
    with suppress(StoreError):
        if place.key is not None:
            from store.sync.sealed import Sealed

            carrier = Sealed(carrier, place.key, place.board_id)
        return post(replica, carrier) is not None
    return False


def exchange(place: Place, seconds: float = PATIENCE, progress: Progress | None = None) -> Came:
    """Exchanges until both sides have everything, at most `seconds`; what has not come to its end by then is left alone."""
    latest: list[Came] = []
    until = monotonic() + seconds
    found = within(seconds, lambda: _exchange(place, until, latest, progress))
    if found is not None:
        return found
    if latest:
        return latest[-1]
    return Came(silent(place))


def silent(place: Place) -> Standing:
    """How it stands when the shared place gives no answer at all."""
    noted = read_standing(place.replica_folder)
    return noted._replace(state=UNREACHABLE, trouble=f"{SILENT}: {place.board_file}", waiting=_waiting(place, noted))


def _waiting(place: Place, noted: Standing) -> int:
    """How many own events wait, as the replica says; what was noted of it where that can't be read."""
    import sqlite3

    from store.replica.connection import connect_reader

    try:
        with closing(connect_reader(os.path.join(place.replica_folder, REPLICA_FILE))) as reader:
            return waiting_in(reader)
    except (StoreError, OSError, sqlite3.Error):
        return noted.waiting


def _exchange(place: Place, until: float, latest: list[Came], progress: Progress | None) -> Came:
    from warroom.sharing.exchanger import NEW_EVENTS, Exchanger

    exchanger = Exchanger(place)
    came = Came(Standing())
    try:
        while True:
            outcome = exchanger.step(hurry=True, progress=progress)
            report, standing = outcome.report, outcome.standing
            waits = report.pending > 0 and report.trouble is None
            came = Came(
                standing._replace(trouble=REST) if report.unread else standing,
                came.taken_in + report.taken_in,
                came.published + report.published,
                came.adopted + report.adopted,
                report.bad,
                not (report.more or waits),
            )
            latest.append(came)
            if progress is not None and came.taken_in:
                progress(came.taken_in, 0, NEW_EVENTS)
            if came.finished or monotonic() >= until:
                return came
            if not report.more:
                sleep(_RETRY)  # another process of this installation publishes
    finally:
        exchanger.close()


def join(place: Place, progress: Progress | None = None) -> Came:
    """The first exchange of an installation that has nothing of the board. Raises CannotRead when the board can't be had."""
    came = exchange(place, JOINING, progress)
    if came.standing.state == UNREACHABLE:
        raise CannotRead(came.standing.trouble)
    return came


def warning(standing: Standing) -> str:
    """What a command says of the exchange, in a line; empty when there is nothing to say."""
    count = standing.waiting
    wait = f"{count:,} event{'s wait' if count != 1 else ' waits'} for the shared board"
    if standing.trouble:
        return f"{wait}: {standing.trouble}" if count else f"not in step with the shared board: {standing.trouble}"
    if standing.state == WAITING:
        return f"{wait}: `warroom sync` brings {'them' if count != 1 else 'it'} there"
    return ""
