"""Closing a break: it asks for what is missing, takes a reason to go without, and records what it went without."""

from __future__ import annotations

from store.actions.house import set_outcome
from store.actions.receipt import Receipt
from store.actions.stages import following, set_stage
from store.closing import asks_of, in_words
from store.errors import Refused
from store.replica.transaction import Transaction


def close(tx: Transaction, typed_id: str, *, reason: str = "", note: str = "", outcome: str = "", unasked: bool = False) -> Receipt:
    """Closes a break. `note` says how it ended, for those who took part; `outcome` how it ended with the customer. Raises
    Refused with the list where something is missing and no reason is given to close without it. A script can't be asked
    (`unasked`): it closes all the same, and is told; the record holds what it went without, and that nobody said why."""
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    missing = asks_of(case, note, outcome) if "closed" in following(case.brk.stage) else ()
    if missing and not reason.strip() and not unasked:
        raise Refused("reason", f"{spoken} is not ready to close: {in_words(missing)}", "see to it, or give a reason to close")
    closed = set_stage(tx, typed_id, "closed", reason, overrides=tuple(ask.name for ask in missing), note=note)
    if outcome and outcome != case.brk.outcome:
        set_outcome(tx, typed_id, outcome)
    unsaid = "" if reason.strip() else "; nobody said why: undo it, or close with --reason"
    return closed._replace(warnings=(f"closed without: {in_words(missing)}{unsaid}",) if missing else ())
