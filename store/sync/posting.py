"""The short way out for a command: its own new events into the folder as one segment, and no look at anything else there.

It imports little and reads nothing of the folder but what it put there. Whatever is more than that, it leaves to an exchange.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import CannotWrite
from store.replica.log import lines_of
from store.replica.vector import without
from store.sync.folder import Folder
from store.sync.ledger import BUSY_WINDOW, Ledger
from store.sync.names import segment_name
from store.sync.noting import note_done, note_pace
from store.sync.putting import NOT_BACK, turn
from store.sync.segments import Segment, cut, write_segment

if TYPE_CHECKING:
    from store.replica import Replica
    from store.sync.sealed import Sealed

MOST_EVENTS = 500


def post(replica: Replica, carrier: Folder | Sealed, busy_window: int = BUSY_WINDOW) -> int | None:
    """Puts the own events that the carrier lacks there, when they are one short run after those that it has. How many; None
    where an exchange is needed (many events, lost ones, forks, own files with what was blanked, somebody else publishing).
    Raises CannotRead, CannotWrite."""
    with turn(replica) as is_ours:
        return _post(replica, carrier, busy_window) if is_ours else None


def _post(replica: Replica, carrier: Folder | Sealed, busy_window: int) -> int | None:
    db, now = replica.db, replica.clock.now()
    rid, last, forked = db.execute(
        "SELECT rid, contiguous, EXISTS (SELECT 1 FROM forks f WHERE f.rid = r.rid) OR EXISTS (SELECT 1 FROM beyond b WHERE"
        " b.rid = r.rid) FROM replicas r WHERE replica = ?",
        (replica.id,),
    ).fetchone() or (0, 0, True)
    if Ledger(db, carrier.kind).unblanked():
        return None
    there = db.execute("SELECT first, last FROM carried WHERE carrier = ? AND rid = ?", (carrier.kind, rid)).fetchall()
    missing = list(without([(1, last)], there)) if last else []
    if not missing and not forked:
        return 0
    if forked or len(missing) > 1 or missing[0][1] != last or last - missing[0][0] >= MOST_EVENTS:
        return None
    reached = db.execute("SELECT number FROM reached WHERE carrier = ? AND rid = ?", (carrier.kind, rid)).fetchone()
    if reached is not None and missing[0][0] <= reached[0]:
        return None
    portions = list(cut(lines_of(db, rid, missing)))
    if len(portions) != 1:
        return None
    lines = portions[0]
    content = write_segment(replica.board_id, replica.id, lines, {})
    name = segment_name(replica.id, lines[0].number, last)
    carrier.put(name, content)
    carrier.flush()
    entry = carrier.look(name)
    if entry is None or carrier.get(name) != content:
        raise CannotWrite(*NOT_BACK)
    with replica.step():
        note_done(db, carrier.kind, entry, Segment(replica.board_id, replica.id, False, lines, {}), now)
        note_pace(db, carrier.kind, now, busy_window)
    return len(lines)
