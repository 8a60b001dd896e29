"""`warroom blocker ID N --case`: the case for priority, printed or written to a file."""

from __future__ import annotations

from store.actions.asking import numbered
from store.errors import BadInput
from store.replica.finding import find_break, spoken_break
from store.when import parse_when, understood
from store.zones import find_zone
from warroom.answers import put, put_json, say
from warroom.priority_case import Asked, priority_case
from warroom.session import Session


def write_case(session: Session, typed_id: str, n: str, by: str, path: str) -> None:
    """Writes the case for clearing blocker `n`. A file that is there stays as it is. Raises BadInput, NotFound, CannotWrite."""
    replica, now, zone = session.replica, session.clock.now(), session.zone
    id_ = find_break(replica.db, typed_id)
    case, spoken = replica.cases().case(id_), spoken_break(replica.db, id_)
    blocker = numbered(case.brk.blockers, n, "blocker", spoken)
    until = parse_when(by, now, zone, theirs=find_zone(case.customer.zone), field="by") if by else None
    if until is not None and until <= now:
        raise BadInput("by", f"{understood(until, now, zone)}: that is past", "name a time ahead, as 45m or tomorrow 9")
    text = priority_case(case, blocker, Asked(spoken, session.actor, now, zone, until))
    if path:
        from warroom.whole_file import ANOTHER, save

        save(path, text.encode(), hint=ANOTHER)
        say(f"written to {path}")
    if session.json:
        put_json({"id": spoken, "n": n, "text": text, "file": path or None})
    elif not path:
        put(text.rstrip("\n"))
