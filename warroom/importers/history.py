"""From the rows of one incident to drafts of events. Pure; what a row adds depends on it and on the rows before it, so that
a log that has grown adds only what is new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store.clock import DAY
from store.events import Body, identity
from warroom.importers.drafts import Draft, Drafts
from warroom.importers.moves import Moves
from warroom.importers.report import Tally
from warroom.importers.snapshot import Snapshot, Talk
from warroom.importers.standing import Standing


def drafts_of(source: str, rows: Sequence[Snapshot], tally: Tally, standing: Standing | None = None) -> list[Draft]:
    """The events of one incident, in the order in which they are to be written. The rows come in their order; `standing` is
    where earlier imports left it, None when the rows tell it from its begin. What can't be told is left, in `tally`."""
    drafts = Drafts(rows[0].incident)
    is_new = standing is None
    standing = standing or Standing()
    standing.reopenings = rows[0].reopenings
    if is_new:
        _open(drafts, source, rows[0], standing, tally)
    moves = Moves(drafts, rows, standing, tally, is_new)
    for index, row in enumerate(rows):
        at = max(row.written.at, standing.begun) if row.written else standing.begun
        if row.written and is_new and index == 0 and row.written.at < standing.begun:
            tally.mend("rows before the opening: the time of the opening", row.line)
        _change(drafts, row, standing, at, tally)
        moves.move(index, row, at)
        if row.talk is not None:
            drafts.of_row(row, "contacted", _said(row, row.talk), at, "contact")
        if row.note and row.note != standing.note:
            if row.written is None and standing.note:
                tally.leave("changed since it was taken, and no column says when", row.line, "note")
            else:
                drafts.of_row(row, "noted", {"text": row.note}, at, "note")
            standing.note = row.note
    return drafts.made


def _open(drafts: Drafts, source: str, row: Snapshot, standing: Standing, tally: Tally) -> None:
    """The events that bring an incident into being."""
    standing.begun = standing.floor = at = _opened_at(row, tally)
    standing.own = {name: value for name, value in row.own.items() if value is not None}
    if "severity" not in standing.own:
        tally.mend("a severity that is not known: 3", row.line)
        standing.own["severity"] = 3
    standing.shared = {name: value for name, value in row.shared.items() if value is not None}
    key = drafts.opening(row, "failure_opened", dict(standing.shared), at, "failure")
    failure = identity("failure_opened", "", 0, "", (source, key))
    drafts.opening(row, "opened", {**standing.own, "failure": failure}, at)
    if row.first_note:
        drafts.opening(row, "noted", {"text": row.first_note}, at, "note")
    if row.first_talk is not None:
        drafts.opening(row, "contacted", _said(row, row.first_talk), at, "contact")


def _opened_at(row: Snapshot, tally: Tally) -> int:
    """When the incident was opened: as its first row says, unless that was written more than a day before."""
    written = row.written
    if row.opened is None or (written is not None and row.opened.at > written.at + DAY):
        if written is None:
            raise ValueError("a row without any time can't open an incident")
        tally.mend("no time of opening, or one long after the first row: the time of that row", row.line)
        return written.at
    return row.opened.at


def _said(row: Snapshot, talk: Talk) -> Body:
    body: Body = {"channel": talk.channel, "direction": talk.direction, "result": talk.result}
    if row.own.get("contact_name"):
        body["with"] = row.own["contact_name"]
    if talk.said:
        body["said"] = talk.said
    return body


def _change(drafts: Drafts, row: Snapshot, standing: Standing, at: int, tally: Tally) -> None:
    """Fields that say something else than before."""
    for on, known, now in (("break", standing.own, row.own), ("failure", standing.shared, row.shared)):
        changes: dict[str, Any] = {name: value for name, value in now.items() if known.get(name) != value}
        if changes and row.written is None:
            tally.leave("changed since it was taken, and no column says when", row.line, ", ".join(changes))
        elif changes:
            known.update(changes)
            drafts.of_row(row, "edited", {"set": changes}, at, "edited" if on == "break" else "failure", on=on)
