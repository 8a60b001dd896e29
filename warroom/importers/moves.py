"""An incident's way from stage to stage, as its rows tell it: reopenings, the times of resolution and closing, waits."""

from __future__ import annotations

from collections.abc import Sequence

from store.events import Body
from store.words import STAGES
from store.zones import iso
from warroom.importers.drafts import Drafts
from warroom.importers.report import Tally
from warroom.importers.snapshot import Moment, Snapshot, Stand
from warroom.importers.standing import Standing

_FIXED = STAGES.index("fixed")
_CLOSED = STAGES.index("closed")
_END_OF_TIME = 1 << 60


class Moves:
    """Drafts what the rows say of where the incident stands."""

    def __init__(self, drafts: Drafts, rows: Sequence[Snapshot], standing: Standing, tally: Tally, is_new: bool) -> None:
        self._drafts = drafts
        self._rows = rows
        self._standing = standing
        self._tally = tally
        self._is_new = is_new
        self._ahead: dict[tuple[str, int, int | None], tuple[int, int]] = {}
        """What was looked for ahead → where it was found and when that was."""
        self._undone: set[tuple[str, str]] = set()
        """Corrections that were contradicted: (key of the entry, key of the correction)."""

    def move(self, index: int, row: Snapshot, at: int) -> None:
        """Takes one row; `at` is its time."""
        standing, stand = self._standing, row.stand
        if stand is None:
            return
        now, target = STAGES.index(standing.stage), STAGES.index(stand.stage)
        returned = now >= _FIXED and (target < _FIXED or target < now == _CLOSED)
        risen = self._has_risen(row)
        if returned and not risen and self._is_stale(row):
            self._tally.leave("a state before the resolution, in a row that the log's own counter puts before it", row.line)
            return
        if returned or risen:
            if row.written is None:
                self._tally.leave("changed since it was taken, and no column says when", row.line, "reopened")
                return
            self._drafts.of_row(row, "staged", {"stage": "reopened"}, at, "reopened")
            standing.reopen(at)
        elif target < now:
            self._tally.leave("a state that went back without a resolution", row.line, f"{standing.stage}, then {stand.stage}")
        reached = standing.floor
        self._advance(index, row, stand, at)
        self._correct(index, row, target)
        if row.written is None and standing.floor > reached:
            at = standing.floor
        elif row.written is None and not self._is_new and stand.waiting_on != standing.waiting_on:
            self._tally.leave("changed since it was taken, and no column says when", row.line, "waiting on")
            return
        self._wait(row, stand, at)

    def _has_risen(self, row: Snapshot) -> bool:
        """Whether the log counts more reopenings than before."""
        before = self._standing.reopenings
        if row.reopenings is None:
            return False
        self._standing.reopenings = max(before or 0, row.reopenings)
        return before is not None and row.reopenings > before

    def _is_stale(self, row: Snapshot) -> bool:
        """Whether the log's own counter puts a row before the one that resolved the incident, against its time."""
        return 0 < row.change <= self._standing.done_by

    def _advance(self, index: int, row: Snapshot, stand: Stand, at: int) -> None:
        """The stages from where it stands up to that of the row; between them only those with a time of their own."""
        standing = self._standing
        first, target = STAGES.index(standing.stage) + 1, STAGES.index(stand.stage)
        if first <= _FIXED <= target:
            standing.done_by = row.change
        for name in STAGES[first : target + 1]:
            moment = row.reached.get(name)
            is_true = moment is not None and standing.floor <= moment.at <= self._until(index, name)
            if name != stand.stage and (moment is None or moment.at < standing.floor):
                continue
            if not is_true and row.written is None and not self._is_new:
                self._tally.leave("changed since it was taken, and no column says when", row.line, name)
                return
            stage_at = moment.at if moment is not None and is_true else max(at, standing.floor)
            body: Body = {"stage": name, "reason": row.resolution} if name == "fixed" and row.resolution else {"stage": name}
            key = self._drafts.of_row(row, "staged", body, stage_at, self._name(row, name, moment))
            if not is_true:
                self._explain(row, name, moment, key, stage_at)
            standing.times[name] = key, stage_at
            standing.stage, standing.floor = name, stage_at

    def _name(self, row: Snapshot, stage: str, moment: Moment | None) -> str:
        """The last part of a stage's key: in a log of one row an incident its time tells one closing from the next."""
        return stage if row.written or moment is None else f"{stage}.{moment.stamp}"

    def _explain(self, row: Snapshot, name: str, moment: Moment | None, key: str, stage_at: int) -> None:
        """Says why a stage has another time than the row gives for it. Where an earlier import knew no better, its entry
        is corrected."""
        if moment is None:
            if row.written is None:
                self._tally.mend("a stage without a time: the time of the opening", row.line)
            elif name in ("fixed", "closed"):
                self._tally.mend("a resolution or closing without a time of its own: the time of its row", row.line)
        elif moment.at < self._standing.floor:
            self._tally.mend("a resolution or closing before the opening, or out of order: the time of its row", row.line)
        else:
            self._tally.mend("a resolution or closing after the next reopening or closing: the time of its row", row.line)
            if moment.at != stage_at:
                self._drafts.correction(row, key, iso(stage_at), row.written or moment, (key, moment.at))

    def _until(self, index: int, stage: str) -> int:
        """The latest time that a stage reached in this row can have: that of the next reopening or closing."""
        found = _END_OF_TIME
        if stage != "closed" and "closed" in self._standing.times:
            found = self._standing.times["closed"][1]
        row = self._rows[index]
        if row.stand is not None and row.stand.stage == "closed":
            stage = "closed"
        return min(found, self._next(index, stage, row.reopenings)[1])

    def _next(self, index: int, stage: str, reopenings: int | None) -> tuple[int, int]:
        """As `_look_ahead`, which is asked once for many rows."""
        looked_for = stage, self._standing.done_by, reopenings
        seen = self._ahead.get(looked_for)
        if seen is None or seen[0] <= index:
            seen = self._ahead[looked_for] = self._look_ahead(index, stage, reopenings)
        return seen

    def _look_ahead(self, index: int, stage: str, reopenings: int | None) -> tuple[int, int]:
        """The place and the time of the next row that reopens (or, for a stage before it, closes) the incident. A closing
        counts at its own time, unless that is one of a later closing, after a reopening: then at that of its row."""
        before = _CLOSED if stage == "closed" else _FIXED
        for place in range(index + 1, len(self._rows)):
            later = self._rows[place]
            if later.stand is None or later.written is None:
                continue
            risen = later.reopenings is not None and reopenings is not None and later.reopenings > reopenings
            if risen or (STAGES.index(later.stand.stage) < before and not self._is_stale(later)):
                return place, max(later.written.at, self._standing.begun)
            if stage != "closed" and later.stand.stage == "closed":
                closed = later.reached.get("closed")
                own = closed.at if closed is not None and closed.at <= self._next(place, "closed", later.reopenings)[1] else 0
                return place, max(later.written.at, own, self._standing.begun)
        return len(self._rows), _END_OF_TIME

    def _correct(self, index: int, row: Snapshot, target: int) -> None:
        """A later row can give another time of resolution or closing: the entry is corrected. Where an earlier import
        corrected it to one that a reopening has since contradicted, that is undone."""
        for name in ("fixed", "closed"):
            moment, known = row.reached.get(name), self._standing.times.get(name)
            if moment is None or known is None or known[1] == moment.at or target < STAGES.index(name):
                continue
            fixed = self._standing.times.get("fixed")
            floor = fixed[1] if name == "closed" and fixed else self._standing.begun
            if floor <= moment.at <= self._until(index, name):
                self._drafts.correction(row, known[0], iso(moment.at), moment)
                self._standing.times[name] = known[0], moment.at
            elif moment.at >= floor and row.written is not None:
                before = known[0], f"{known[0]}/at/{moment.stamp}"
                if before not in self._undone:
                    self._undone.add(before)
                    self._drafts.correction(row, known[0], iso(known[1]), row.written, (before[1], None))

    def _wait(self, row: Snapshot, stand: Stand, at: int) -> None:
        """What the incident waits for, outside the house and inside."""
        standing = self._standing
        if stand.waiting_on != standing.waiting_on:
            on = stand.waiting_on or "none"
            self._drafts.of_row(row, "waiting_set", {"on": on}, at, "waiting" if row.written else f"waiting.{on}")
            standing.waiting_on = stand.waiting_on
        if stand.blocked_by != standing.blocked_by:
            if standing.blocked_by:
                refers = "blocker", standing.blocker_key
                self._drafts.of_row(row, "blocker_cleared", {}, at, "unblocked", refers=refers)
            if stand.blocked_by:
                standing.blockers += 1
                body: Body = {"n": standing.blockers, "what": stand.blocked_by}
                standing.blocker_key = self._drafts.of_row(row, "blocker_raised", body, at, "blocked")
            standing.blocked_by = stand.blocked_by
