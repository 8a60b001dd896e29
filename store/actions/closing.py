"""Closing a break: it asks for what is missing, takes a reason to go without, and records what it went without."""

from __future__ import annotations

from store.actions.asking import prose
from store.actions.house import set_outcome
from store.actions.receipt import Receipt
from store.actions.stages import following, set_stage
from store.closing import asks_of, in_words
from store.entries import StageChange
from store.errors import Refused
from store.events import Body
from store.replica.cases import Case
from store.replica.transaction import Transaction


def close(tx: Transaction, typed_id: str, *, reason: str = "", note: str = "", outcome: str = "", unasked: bool = False) -> Receipt:
    """Closes a break. `note` says how it ended, for those who took part; `outcome` how it ended with the customer. Raises
    Refused with the list where something is missing and no reason is given to close without it. A script can't be asked
    (`unasked`): it closes all the same, and is told; the record holds what it went without, and that nobody said why. Closing
    it again with a reason says why then."""
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    if reason.strip() and (closing := _unexplained(case)) is not None and not (note.strip() and closing.note):
        return _explain(tx, case, closing, reason, note, outcome)
    missing = asks_of(case, note, outcome) if "closed" in following(case.brk.stage) else ()
    if missing and not reason.strip() and not unasked:
        raise Refused("reason", f"{spoken} is not ready to close: {in_words(missing)}", "see to it, or give a reason to close")
    closed = set_stage(tx, typed_id, "closed", reason, overrides=tuple(ask.name for ask in missing), note=note)
    _end(tx, case, outcome)
    unsaid = (
        "" if reason.strip() else f"; nobody said why: `warroom stage {spoken} closed --reason TEXT` says it, `undo` opens it again"
    )
    return closed._replace(warnings=(f"closed without: {in_words(missing)}{unsaid}",) if missing else ())


def _end(tx: Transaction, case: Case, outcome: str) -> None:
    if outcome and outcome != case.brk.outcome:
        set_outcome(tx, case.brk.id, outcome)


def _unexplained(case: Case) -> StageChange | None:
    """The closing of a closed break that went without something, where nobody said why; None for any other."""
    last = case.brk.stages[-1] if case.brk.stage == "closed" and case.brk.stages else None
    return last if last is not None and last.stage == "closed" and last.overrides and not last.reason else None


def _explain(tx: Transaction, case: Case, closing: StageChange, reason: str, note: str, outcome: str) -> Receipt:
    """Corrects a closing: it says why now."""
    words: Body = {"reason": prose(reason, "reason")}
    if note.strip():
        words["note"] = prose(note, "note")
    closed = next(event for event in tx.events_of(case) if event.hash == closing.key)
    tx.add(closed.subject, "amended", {"event": closed.hash, "set": words})
    _end(tx, case, outcome)
    return Receipt(tx.spoken(case.brk.id), case.row.customer, said=("it was closed already: it says why now",))
