"""Moving a break from stage to stage: forward skips are allowed, back only by `reopened` or undo."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from store.actions.asking import choice, line, prose
from store.actions.house import not_a_second_person
from store.actions.promises import settle_promise
from store.actions.receipt import Receipt
from store.errors import Refused
from store.events import Body
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.words import SETTABLE_STAGES, STAGES


def set_stage(tx: Transaction, typed_id: str, stage: str, reason: str = "") -> Receipt:
    """Moves a break to a stage. Raises Refused when the stage can't follow, and says which can."""
    case = tx.case(typed_id)
    stage = choice(stage, SETTABLE_STAGES, "stage")
    spoken, now = tx.spoken(case.brk.id), case.brk.stage
    can = following(now)
    if stage not in can:
        why = f"{spoken} is {now} already" if stage == now else f"{spoken} is {now}: {stage} can't follow"
        raise Refused("stage", why, "what can: " + ", ".join(can))
    body: Body = {"stage": stage}
    if said := prose(reason, "reason", required=False):
        body["reason"] = said
    tx.add(f"break:{case.brk.id}", "staged", body)
    return Receipt(spoken, case.row.customer, said=(f"{now} → {stage}",), warnings=loose_ends(case, stage))


def following(stage: str) -> tuple[str, ...]:
    """The stages that can follow one: all later ones; `reopened` once it was fixed."""
    later = STAGES[STAGES.index(stage) + 1 :]
    return (*later, "reopened") if STAGES.index(stage) >= STAGES.index("fixed") else later


def mark_fixed(tx: Transaction, typed_id: str, *, kept: Iterable[str] = (), reason: str = "", confirmed_by: str = "") -> Receipt:
    """It is fixed: moves the break there and settles the promises (numbers) that this keeps, in one action; `confirmed_by`
    names the second person who checked it. Raises Refused, NotFound."""
    moved = set_stage(tx, typed_id, "fixed", reason)
    settled = [settle_promise(tx, typed_id, n, "kept") for n in dict.fromkeys(kept)]
    said = [*moved.said, *(text for receipt in settled for text in receipt.said)]
    if name := line(confirmed_by, "by", required=False):
        tx.add(f"break:{tx.find_break(typed_id)}", "fix_confirmed", {"by": name})
        said.append(f"confirmed by {name}")
    case = tx.case(typed_id)
    own = not_a_second_person(case.brk, name, tx.actor) if name else ()
    left = tuple(text for text in loose_ends(case, "fixed", {receipt.n for receipt in settled}))
    return moved._replace(said=tuple(said), warnings=(*own, *left))


def loose_ends(case: Case, stage: str, kept: Collection[str] = ()) -> tuple[str, ...]:
    """What a move forward leaves open behind it, but for promises that are `kept` by it."""
    found: list[str] = []
    if stage == "reopened":
        return ()
    open_promises = [
        promise for promise in case.brk.promises if promise.is_open and promise.kind != "news" and promise.n not in kept
    ]
    if stage == "fixed" and (fixes := [promise.n for promise in open_promises if promise.kind == "fix"]):
        found.append(f"fix promise {', '.join(fixes)} is open: settle it (kept, broken)")
    if stage != "closed":
        return tuple(found)
    if open_promises:
        found.append(f"promise {', '.join(promise.n for promise in open_promises)} is open")
    if pending := [line for line in case.brk.restitution if line.is_pending]:
        found.append(f"{', '.join(str(line.amount) for line in pending)} is still owed")
    if waiting := [item for item in case.brk.followups if item.done_at is None]:
        found.append(f"{len(waiting)} follow-up{'s are' if len(waiting) > 1 else ' is'} not done")
    if any(not remedy.answer for remedy in case.brk.remedies):
        found.append("the customer has not said whether the remedy is enough")
    if case.brk.told_at is None and not case.brk.imported:
        found.append("the customer was never told")
    if case.row.waiting_since is not None:
        found.append("their last word has no answer")
    return tuple(found)
