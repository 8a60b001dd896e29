"""What the next action of a break opens: a form, filled in, or the verbs of a key; and the key that opens the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from store.row import Row, to_settle


class Deed(NamedTuple):
    """What Enter on the next action opens."""

    key: str
    """The key of the board that leads there, as built in; empty where only Enter does."""
    form: str
    presets: Mapping[str, str] = {}
    verbs: str = ""
    """The set of verbs to choose from, where the form is not clear; then `form` is empty."""
    writing: str = ""
    """The summary that is opened, where a text is what is next; then `form` is empty."""


def deed_of(row: Row, rule: str, now: int) -> Deed | None:
    """What the next action by that rule opens on the break of `row` at `now` (ms); None when it is to be looked at first."""
    if rule == "deadline":
        return _deadline(row, now)
    found = _DEEDS.get(rule)
    return found(row) if found is not None else None


def _contact(row: Row, kind: str = "") -> Deed:
    """A contact, with what is known of it. While the fault is not ours no apology for it is drafted."""
    if kind == "apology" and row.fault == "not-ours":
        kind = ""
    return Deed("c", "contact", {"kind": kind} if kind else {})


def _promise(row: Row) -> Deed:
    """One of a fix that is there is settled, one that can't hold is moved; for another one all that can happen to it is
    offered."""
    promise = row.promise
    if promise is not None and to_settle(row):
        return Deed("p", "settle", {"n": promise.n, "result": "kept"})
    if promise is not None and promise.threatened:
        return Deed("p", "repromise", {"n": promise.n})
    return Deed("p", "", verbs="promise")


def _owed(row: Row, state: str) -> Deed:
    """The line of the ledger that moves on: the one that waits longest, where its number is clear."""
    cells = [cell for cell in row.owed if cell.needs_approval is (state == "approved")]
    dated = sorted(cells, key=lambda cell: (cell.due_at is None, cell.due_at or 0))
    return Deed("r", "restitution-move", {"n": dated[0].n, "state": state}) if dated else Deed("r", "", verbs="restitution")


FIXED = ("fixed", "made-right", "follow-up", "closed")
"""Stages at which the follow-up mail has something to follow."""


def _moved(row: Row) -> Deed:
    if row.promise is not None and row.promise.n == row.untold_n and to_settle(row):
        return _promise(row)
    return Deed("p", "told", {"n": row.untold_n})


def _followup(row: Row) -> Deed:
    """The one that is planned is done, a mail by writing it once it is fixed; one that only the policy wants has no number, and is
    planned first."""
    planned = row.followup is not None and row.followup.n
    if planned and row.followup is not None and row.followup.what == "mail" and row.stage in FIXED:
        return Deed("e", "", writing="followup")
    return Deed("l", "follow-up-done", {"n": planned}) if planned else Deed("l", "follow-up")


def _deadline(row: Row, now: int) -> Deed:
    """Who is to keep a date is asked until it passes; then it was met, or it slipped."""
    if row.deadline is not None and now < row.deadline.due_at:
        return Deed("x", "deadline-chased", {"n": row.deadline.n})
    return Deed("x", "", verbs="deadline")


def _blocker(row: Row) -> Deed:
    return Deed("b", "nudge", {"n": row.blocker.n}) if row.blocker is not None else Deed("b", "", verbs="blocker")


def _doubled(row: Row) -> Deed:
    """The later one of two that were made apart is withdrawn."""
    last = row.doubled.rpartition(" and ")[2]
    return Deed("p", "settle", {"n": last, "result": "withdrawn"})


def _stage(row: Row) -> Deed:
    return Deed("f", "fixed") if row.stage == "contained" else Deed("s", "stage")


def _step(row: Row) -> Deed | None:
    """What proves the next step of the playbook; a step without a proof is marked by hand."""
    return deed_for(row, row.step.id, row.step.deed) if row.step is not None else None


def deed_for(row: Row, step: str, deed: str) -> Deed:
    """What opens for a step of the playbook that is proved by `deed` (as `contact apology`)."""
    what, _, word = deed.partition(" ")
    found = _PROVING.get(what)
    return found(row, word) if found is not None else Deed("", "step", {"step": step})


def _entry(row: Row, word: str) -> Deed:
    return Deed("y", word)


def _written(row: Row, word: str) -> Deed:
    return Deed("e", "", writing="letter" if word == "any" else word)


def _restitution(row: Row, word: str) -> Deed:
    return _owed(row, word) if row.owed and word != "proposed" else Deed("r", "restitution")


_PROVING: dict[str, Callable[[Row, str], Deed]] = {
    "contact": lambda row, word: _contact(row, "" if word in ("any", "update") else word),
    "stage": lambda row, word: Deed("f", "fixed") if word == "fixed" else Deed("s", "stage", {"stage": word}),
    "field": lambda row, word: Deed("o", "owner") if word == "owner" else Deed("i", "edit", {"first": word.replace("-", "_")}),
    "promise": lambda row, word: Deed("p", "promise", {} if word == "any" else {"kind": word}),
    "kept": lambda row, word: Deed("p", "", verbs="promise"),
    "remedy": lambda row, word: Deed("m", "remedy"),
    "answer": lambda row, word: Deed("m", "answer"),
    "restitution": _restitution,
    "entry": _entry,
    "written": _written,
    "cleared": lambda row, word: Deed("D", "withdraw-dispute") if word == "disputes" else Deed("b", "", verbs="blocker"),
    "follow-up": lambda row, word: _followup(row),
    "confirmed": lambda row, word: Deed("f", "confirm-fix"),
    "outcome": lambda row, word: Deed("y", "outcome", {} if word == "any" else {"outcome": word}),
}
"""What proves a step → what is opened for it; anything else is marked by hand."""

_DEEDS: dict[str, Callable[[Row], Deed | None]] = {
    "not-told": lambda row: _contact(row, "apology"),
    "contact": _contact,
    "unanswered": _contact,
    "own-it": lambda row: _contact(row, "apology"),
    "retry": _contact,
    "moved-not-told": _moved,
    "promise": _promise,
    "doubled": _doubled,
    "untouched": lambda row: Deed("o", "owner"),
    "unowned": lambda row: Deed("o", "owner"),
    "owner-away": lambda row: Deed("o", "owner"),
    "handover": lambda row: Deed("o", "owner"),
    "disputed": lambda row: Deed("D", "withdraw-dispute"),
    "public": lambda row: Deed("D", "public-answer"),
    "must-tell": _contact,
    "approval": lambda row: _owed(row, "approved"),
    "issue": lambda row: _owed(row, "issued"),
    "amends": lambda row: Deed("m", "remedy"),
    "remedy-answer": lambda row: Deed("m", "answer"),
    "untold-remedy": lambda row: Deed("m", "remedy-told", {"n": row.untold_remedy}),
    "remedy-below": lambda row: Deed("m", "remedy"),
    "no-remedy": lambda row: Deed("m", "remedy"),
    "blocker": _blocker,
    "follow-up": _followup,
    "step": _step,
    "stage": _stage,
    "check-in": lambda row: _contact(row, "check-in"),
    "outcome": lambda row: Deed("y", "outcome"),
    "prevention": lambda row: Deed("y", "", verbs="why"),
}
