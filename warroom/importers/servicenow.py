"""The audit log of incidents that ServiceNow exports: one row for each change of an incident. docs/importing.md has the
table of what becomes what, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from store.errors import BadInput
from store.replica import Replica
from store.text import LINE_LIMIT
from store.zones import Zone
from warroom.importers.cells import Cells, Moments, is_to_come, whole, with_customer, without_what_is_to_come
from warroom.importers.grouping import Held, Incidents
from warroom.importers.report import Progress, Report, Tally
from warroom.importers.snapshot import Moment, Snapshot, Stand, Talk
from warroom.importers.table import Table
from warroom.importers.taking import Taking

SOURCE = "servicenow"
"""The source that every event of this import names in its origin."""

NEEDED = ("number", "incident_state", "sys_updated_at", "caller_id")
"""Columns without which a file is no such log."""
USED = (
    *NEEDED,
    *("sys_mod_count", "reopen_count", "opened_at", "sys_created_at", "resolved_at", "closed_at", "contact_type"),
    *("short_description", "category", "subcategory", "u_symptom", "priority", "assignment_group", "assigned_to"),
    *("caused_by", "closed_code", "resolved_by", "opened_by", "location"),
)
"""Columns that are read where they are there; all others are left out."""

UNKNOWN_CALLER = "Caller not known"
"""The customer of an incident whose log names no caller."""

_PROBLEM = "waits for the problem record behind it"
STANDS: Mapping[str, Stand] = {
    "new": Stand("open"),
    "active": Stand("owned"),
    "in progress": Stand("owned"),
    "on hold": Stand("owned"),
    "awaiting user info": Stand("owned", "customer"),
    "awaiting caller": Stand("owned", "customer"),
    "awaiting evidence": Stand("owned", "customer"),
    "awaiting vendor": Stand("owned", "supplier"),
    "awaiting problem": Stand("owned", "", _PROBLEM),
    "resolved": Stand("fixed"),
    "closed": Stand("closed"),
    "canceled": Stand("closed"),
    "cancelled": Stand("closed"),
}
"""State of the log, any case → where the break stands."""

TALKS: Mapping[str, Talk] = {
    "phone": Talk("call", "in", "spoke"),
    "walk-in": Talk("visit", "in", "spoke"),
    "chat": Talk("chat", "in", "spoke"),
    "virtual agent": Talk("chat", "in", "wrote"),
    "ivr": Talk("call", "in", "attempt"),
    "email": Talk("mail", "in", "wrote"),
    "self service": Talk("portal", "in", "wrote"),
    "self-service": Talk("portal", "in", "wrote"),
    "web": Talk("portal", "in", "wrote"),
    "sms": Talk("sms", "in", "wrote"),
    "social": Talk("social", "in", "wrote"),
}
"""Way in which an incident was reported, any case → the contact that it is."""
OURS = frozenset(("direct opening", "event", "monitoring", "alert"))
"""Ways that are no contact: we found it ourselves."""

SEVERITIES: Mapping[str, int] = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 4}
"""First digit of the priority → severity."""


def import_servicenow(replica: Replica, path: Path, actor: str, progress: Progress | None = None, zone: Zone = UTC) -> Report:
    """Takes in an audit log, a .csv or .csv.gz; each incident becomes a break with a failure of its own. The log's times
    are taken as those of `zone` (None: the machine's). A second run changes nothing; a log that has grown adds what is new.

    Raises BadInput when the file can't be read or is no such log, CannotWrite.
    """
    table = Table(path)
    columns = _columns(table)
    tally = Tally()
    reader = _Rows(tuple(columns), zone, tally, replica.clock.now())
    incidents = Incidents(table, columns["number"], tuple(columns.values()), tally, progress)
    taking = Taking(replica, SOURCE, actor, tally, progress, incidents.total)
    for id_, rows in incidents:
        found = [snapshot for row in rows if (snapshot := reader.read(id_, row)) is not None]
        taking.take(with_customer(found, UNKNOWN_CALLER, tally))
    taking.finish()
    return tally.report()


def _columns(table: Table) -> dict[str, int]:
    """Name → place of the columns that are used. Raises BadInput when one that is needed is missing."""
    places = {name.lower(): place for place, name in reversed(list(enumerate(table.header)))}
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise BadInput(
            "file",
            f"{table.path} is no incident log of ServiceNow: it has no column {', '.join(missing)}",
            "other tables come in by `warroom import csv FILE --map MAP.toml`",
        )
    return {name: places[name] for name in USED if name in places}


class _Rows:
    """Reads rows into snapshots."""

    def __init__(self, columns: Sequence[str], zone: Zone, tally: Tally, now: int) -> None:
        self._columns = columns
        self._tally = tally
        self._now = now
        self._cells = Cells(frozenset(("", "?")), tally)
        self._odd = ""
        """The incident whose way of reporting was counted last."""
        self._moments = Moments(lambda text: datetime.strptime(text, "%d/%m/%Y %H:%M"), zone)

    def read(self, id_: str, row: Held) -> Snapshot | None:
        """The snapshot in a row; None when it has no time that can be read, or one that has not come yet."""
        line = row.line
        say = self._cells.named(self._columns, row.cells, line)
        written = self._moments.read(say["sys_updated_at"])
        if written is None:
            self._tally.leave("a row whose time can't be read", line, say["sys_updated_at"])
            return None
        if is_to_come(written, line, self._now, self._tally):
            return None
        what, way = _what(say, id_), say.get("contact_type", "").casefold()
        if len(what) > LINE_LIMIT:
            what = self._cells.line(what, line)
        if way and way not in TALKS and way not in OURS and self._odd != id_:
            self._odd = id_
            self._tally.leave("a way of reporting that is not known: no contact", line, say["contact_type"])
        return Snapshot(
            line=line,
            incident=id_,
            written=written,
            change=whole(say.get("sys_mod_count", "")) or 0,
            own=_own(say, what),
            shared=_shared(say, what),
            stand=self._stand(say["incident_state"], line),
            reopenings=whole(say.get("reopen_count", "")),
            opened=self._opened(say, line),
            reached=without_what_is_to_come(self._reached(say, line), line, self._now, self._tally),
            first_talk=TALKS.get(way),
            resolution=", ".join(part for part in (say.get("resolved_by", ""), say.get("closed_code", "")) if part),
            first_note=_note(say, id_),
        )

    def _stand(self, state: str, line: int) -> Stand | None:
        found = STANDS.get(state.casefold())
        if found is None:
            self._tally.leave("a state that is not known", line, state)
        return found

    def _opened(self, say: Mapping[str, str], line: int) -> Moment | None:
        found = self._moments.read(say.get("opened_at", ""))
        if found is None and say.get("opened_at"):
            self._tally.leave("a time of opening, resolution or closing that can't be read", line, say["opened_at"])
        return found or self._moments.read(say.get("sys_created_at", ""))

    def _reached(self, say: Mapping[str, str], line: int) -> dict[str, Moment]:
        found: dict[str, Moment] = {}
        for stage, column in (("fixed", "resolved_at"), ("closed", "closed_at")):
            written = say.get(column, "")
            at = self._moments.read(written)
            if at is not None:
                found[stage] = at
            elif written:
                self._tally.leave("a time of opening, resolution or closing that can't be read", line, written)
        return found


def _what(say: Mapping[str, str], id_: str) -> str:
    """What broke, in words."""
    kind = " / ".join(part for part in (say.get("category", ""), say.get("subcategory", "")) if part)
    return say.get("short_description") or ": ".join(part for part in (kind, say.get("u_symptom", "")) if part) or f"Incident {id_}"


def _note(say: Mapping[str, str], id_: str) -> str:
    """Where the break comes from, and what of its opening has no field of its own."""
    more = ", ".join(part for part in (say.get("opened_by", ""), say.get("location", "")) if part)
    return f"ServiceNow {id_}" + (f": {more}" if more else "")


def _own(say: Mapping[str, str], what: str) -> dict[str, Any]:
    """The fields of the break that a row holds."""
    own: dict[str, Any] = {"what": what}
    if say["caller_id"]:
        own["customer"] = say["caller_id"]
    severity = SEVERITIES.get(say.get("priority", "")[:1])
    if severity is not None:
        own["severity"] = severity
    for name, column in (("owner", "assigned_to"), ("fixer", "assignment_group")):
        if column in say:
            own[name] = say[column] or None
    way = say.get("contact_type", "").casefold()
    if way in TALKS or way in OURS:
        own["found_by"] = "customer" if way in TALKS else "us"
    return own


def _shared(say: Mapping[str, str], what: str) -> dict[str, Any]:
    """The fields of the failure that a row holds."""
    shared: dict[str, Any] = {"what": what}
    for name, column in (("category", "category"), ("cause", "caused_by")):
        if say.get(column):
            shared[name] = say[column]
    return shared
