"""Any table of incidents with a map: one row an incident, or a log of changes. docs/importing.md tells how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from store.errors import BadInput
from store.money import parse_money
from store.replica import Replica
from store.text import one_line
from store.words import SPOKEN
from store.zones import find_zone
from warroom.importers.cells import Cells, Moments, is_to_come, whole, with_customer, without_what_is_to_come
from warroom.importers.grouping import Held, Incidents
from warroom.importers.import_map import WORDS, Columns, ImportMap, read_map
from warroom.importers.report import Progress, Report, Tally
from warroom.importers.snapshot import Moment, Snapshot, Stand, Talk
from warroom.importers.table import Table
from warroom.importers.taking import Taking

_TIMES = ("owned", "fixed", "closed")
_PROSE = ("trouble", "expectation", "said", "note")


def import_csv(replica: Replica, path: Path, map_path: Path, actor: str, progress: Progress | None = None) -> Report:
    """Takes in a table, a .csv or .csv.gz, by its map. A second run changes nothing; a table that has grown adds what is new.

    Raises BadInput when the map or the file can't be read or do not fit each other, CannotWrite.
    """
    how = read_map(map_path)
    table = Table(path, how.encoding, how.delimiter)
    places = _places(how.columns, table, map_path)
    tally = Tally()
    reader = _Rows(how, places, tally, replica.clock.now())
    used = [place for columns in places.values() for place in columns]
    incidents = Incidents(table, places["id"][0], used, tally, progress)
    taking = Taking(replica, how.source, actor, tally, progress, incidents.total)
    for id_, rows in incidents:
        if how.columns.updated is None:
            for row in rows[1:]:
                tally.leave("an id that came before in the file: map `updated` if each row is a change", row.line)
            rows = rows[:1]
        found = [snapshot for row in rows if (snapshot := reader.read(id_, row)) is not None]
        taking.take(with_customer(found, "", tally))
    taking.finish()
    return tally.report()


def _places(columns: Columns, table: Table, map_path: Path) -> dict[str, list[int]]:
    """Field → the columns of the table that it is read from. Raises BadInput for one that the table does not have."""
    found: dict[str, list[int]] = {}
    for field in Columns.model_fields:
        named = getattr(columns, field)
        for name in [] if named is None else named if isinstance(named, list) else [named]:
            if name not in table.header:
                there = one_line(", ".join(table.header), 300)
                raise BadInput(
                    "map", f"{map_path}: columns.{field}: {table.path} has no column “{one_line(name)}”", f"it has {there}"
                )
            found.setdefault(field, []).append(table.header.index(name))
    return found


class _Rows:
    """Reads rows into snapshots, by the map."""

    def __init__(self, how: ImportMap, places: Mapping[str, Sequence[int]], tally: Tally, now: int) -> None:
        self._how = how
        self._tally = tally
        self._now = now
        self._cells = Cells(frozenset(one_line(word).casefold() for word in ("", *how.empty)), tally)
        self._fields = [field for field, columns in places.items() for _ in columns]
        self._moments = Moments(_date_reader(how.date_format), find_zone(how.zone))
        self._values: dict[str, dict[str, str]] = {
            field: {one_line(word).casefold(): str(meaning) for word, meaning in words.items()}
            for field, words in how.values.items()
        }
        self._defaults: dict[str, str] = {field: str(value) for field, value in how.defaults.items()}

    def read(self, id_: str, row: Held) -> Snapshot | None:
        """The snapshot in a row; None when it has no time that can be read, or one that has not come yet."""
        say = self._say(row)
        changes = self._how.columns.updated is not None
        written = self._moments.read(say.get("updated", ""))
        opened = self._moment(say, "opened", row.line)
        if changes and written is None:
            self._tally.leave("a row whose time can't be read", row.line, say.get("updated", ""))
            return None
        if not changes and opened is None:
            self._tally.leave("no time of opening that can be read", row.line, say.get("opened", ""))
            return None
        if is_to_come(written if changes else opened, row.line, self._now, self._tally):
            return None
        reached = {name: at for name in _TIMES if (at := self._moment(say, name, row.line)) is not None}
        reached = without_what_is_to_come(reached, row.line, self._now, self._tally)
        talk = self._talk(say, row.line)
        each = changes and self._how.contacts == "rows"
        return Snapshot(
            line=row.line,
            incident=id_,
            written=written if changes else None,
            change=0,
            own=self._own(say, id_, row.line),
            shared=self._shared(say, id_, row.line),
            stand=self._stand(say, reached, row.line),
            reopenings=None,
            opened=opened,
            reached=reached,
            first_talk=None if each else talk,
            talk=talk if each else None,
            first_note=f"{self._how.source} {id_}",
            note=say.get("note", ""),
        )

    def _say(self, row: Held) -> dict[str, str]:
        """What the row says: field → cleaned text. Fields that are not mapped are absent."""
        say: dict[str, str] = {}
        for field, cell in zip(self._fields, row.cells, strict=True):
            found = self._cells.prose(cell, row.line) if field in _PROSE else self._cells.line(cell, row.line)
            say[field] = f"{say[field]} / {found}" if say.get(field) and found else say.get(field) or found
        if len(say["what"]) > 500:
            say["what"] = self._cells.line(say["what"], row.line)
        return say

    def _value(self, say: Mapping[str, str], field: str, line: int) -> str:
        """The value of a field after the map and its defaults; a word that the map does not know is left."""
        given = say.get(field, "")
        if given:
            word = one_line(given).casefold()
            meaning = self._values.get(field, {}).get(word)
            if meaning is not None:
                return meaning
            allowed = WORDS.get(field)
            plain = word.replace(" ", "-").replace("_", "-")
            if allowed is None or plain in allowed:
                return given if allowed is None else plain
            if field != "waiting_on":
                self._tally.leave(f"a {field.replace('_', ' ')} that the map does not know", line, given)
        return self._defaults.get(field, "")

    def _own(self, say: Mapping[str, str], id_: str, line: int) -> dict[str, Any]:
        own: dict[str, Any] = {"what": say["what"] or f"Incident {id_}"}
        for field in ("customer", "found_by"):
            if found := self._value(say, field, line):
                own[field] = found
        for field in ("contact_name", "trouble", "expectation"):
            if say.get(field):
                own[field] = say[field]
        for field in ("owner", "fixer"):
            found = self._value(say, field, line)
            if found or field in say:
                own[field] = found or None
        severity = whole(self._value(say, "severity", line))
        if severity is not None:
            own["severity"] = severity
        if say.get("value"):
            try:
                own["value"] = parse_money(say["value"], "value", self._how.currency.upper()).to_json()
            except (BadInput, ArithmeticError):
                self._tally.leave("an amount that can't be read", line, say["value"])
        return own

    def _shared(self, say: Mapping[str, str], id_: str, line: int) -> dict[str, Any]:
        shared: dict[str, Any] = {"what": say["what"] or f"Incident {id_}"}
        for field in ("category", "cause", "fault"):
            if found := self._value(say, field, line):
                shared[field] = found
        return shared

    def _stand(self, say: Mapping[str, str], reached: Mapping[str, Moment], line: int) -> Stand | None:
        waiting = self._value(say, "waiting_on", line)
        waiting = "" if waiting == "none" else waiting
        if "stage" in say or "stage" in self._defaults:
            stage = self._value(say, "stage", line)
            return Stand(stage, waiting) if stage else None
        return Stand(next((name for name in reversed(_TIMES) if name in reached), "open"), waiting)

    def _talk(self, say: Mapping[str, str], line: int) -> Talk | None:
        channel = self._value(say, "channel", line)
        if not channel:
            return None
        direction = self._value(say, "direction", line) or "in"
        result = self._value(say, "result", line) or ("spoke" if channel in SPOKEN else "wrote")
        return Talk(channel, direction, result, say.get("said", ""))

    def _moment(self, say: Mapping[str, str], field: str, line: int) -> Moment | None:
        written = say.get(field, "")
        found = self._moments.read(written)
        if written and found is None:
            self._tally.leave("a time that can't be read", line, written)
        return found


def _date_reader(date_format: str) -> Any:
    """The function that reads a date."""
    if date_format == "iso":
        return datetime.fromisoformat
    return lambda text: datetime.strptime(text, date_format)
