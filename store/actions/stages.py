"""Moving a break from stage to stage: forward skips are allowed, back only by `reopened` or undo."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from store.actions.asking import choice, line, prose
from store.actions.dates import plan_followups
from store.actions.house import not_a_second_person
from store.actions.promises import settle_promise
from store.actions.receipt import Receipt
from store.closing import asks_of
from store.errors import Refused
from store.events import Body
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.words import SETTABLE_STAGES, STAGES


def set_stage(
    tx: Transaction, typed_id: str, stage: str, reason: str = "", *, overrides: Collection[str] = (), note: str = ""
) -> Receipt:
    """Moves a break to a stage. Raises Refused when the stage can't follow, and says which can. People close with
    `store.actions.closing.close`, which asks for what is missing: `overrides` is what it went without, `note` how it ended."""
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
    if overrides:
        body["overrides"] = list(overrides)
    if words := prose(note, "note", required=False):
        body["note"] = words
    tx.add(f"break:{case.brk.id}", "staged", body)
    return Receipt(spoken, case.row.customer, said=(f"{now} → {stage}",), warnings=loose_ends(case, stage))


def following(stage: str) -> tuple[str, ...]:
    """The stages that can follow one: all later ones; `reopened` once it was fixed."""
    later = STAGES[STAGES.index(stage) + 1 :]
    return (*later, "reopened") if STAGES.index(stage) >= STAGES.index("fixed") else later


def mark_fixed(
    tx: Transaction,
    typed_id: str,
    *,
    kept: Iterable[str] = (),
    reason: str = "",
    confirmed_by: str = "",
    followups: Iterable[tuple[str, int]] = (),
) -> Receipt:
    """It is fixed: moves the break there and settles the promises (numbers) that this keeps, in one action; `confirmed_by`
    names the second person who checked it, `followups` are planned: (channel, ms after the fix). Raises Refused, NotFound."""
    moved = set_stage(tx, typed_id, "fixed", reason)
    settled = [settle_promise(tx, typed_id, n, "kept") for n in dict.fromkeys(kept)]
    said = [*moved.said, *(text for receipt in settled for text in receipt.said)]
    if name := line(confirmed_by, "by", required=False):
        tx.add(f"break:{tx.find_break(typed_id)}", "fix_confirmed", {"by": name})
        said.append(f"confirmed by {name}")
    said += [text for receipt in plan_followups(tx, typed_id, followups) for text in receipt.said]
    case = tx.case(typed_id)
    own = not_a_second_person(case.brk, name, tx.actor) if name else ()
    left = tuple(text for text in loose_ends(case, "fixed", {receipt.n for receipt in settled}))
    return moved._replace(said=tuple(said), warnings=(*own, *left))


def loose_ends(case: Case, stage: str, kept: Collection[str] = ()) -> tuple[str, ...]:
    """What a move forward leaves open behind it, but for promises that are `kept` by it."""
    found: list[str] = []
    fixes = [promise.n for promise in case.brk.promises if promise.is_open and promise.kind == "fix" and promise.n not in kept]
    if stage == "fixed" and fixes:
        found.append(f"fix promise {', '.join(fixes)} is open: settle it (kept, broken)")
    if stage == "closed":
        found += [ask.text for ask in asks_of(case)]
    return tuple(found)
