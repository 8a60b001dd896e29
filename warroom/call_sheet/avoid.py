"""What not to say on this call, each with its reason in the record."""

from __future__ import annotations

from collections.abc import Iterator

from store.contact_clock import progress_of
from store.plan import needs_approval
from warroom.call_sheet.facts import GIFT
from warroom.call_sheet.lines import SheetLine
from warroom.call_sheet.look import Look, said
from warroom.call_sheet.promising import will_not_hold
from warroom.call_sheet.repeated import hit_before

MOST_APOLOGIES = 2
"""So many apologies to a customer without a step forward are enough."""


def avoid_lines(look: Look) -> Iterator[SheetLine]:
    """Every "not here", the gravest first; none where nothing speaks against anything."""
    brk, failure = look.case.brk, look.case.failure
    for dispute in brk.disputes:
        if dispute.withdrawn_at is None:
            what = f" ({said(dispute.what, 120)})" if dispute.what else ""
            yield _no("disputed", f"Don't argue the claim{what}: it is disputed, and settled elsewhere.")
    if not look.is_follow_up:
        if failure.fault == "unknown":
            yield _no("fault-unknown", "No apology for a fault: whose it is isn't known yet. For their trouble, yes.")
        elif failure.fault == "not-ours":
            yield _no("not-ours", "No apology for a fault: it is not ours. For their trouble, yes.")
        if count := flooded(look):
            yield _no("apologised", f"No further apology: they heard {count}, and nothing has moved since. Bring a step forward.")
    if again := hit_before(look):
        yield _no(
            "repeat", f"Don't play it down: it hit them before ({again[0].spoken}). “The second time” is theirs to say; own it."
        )
    yield from _dates(look)
    for item in brk.restitution:
        if item.kind != GIFT and item.is_pending and needs_approval(item, brk.severity, look.case.policy):
            yield _no("not-approved", f"No word of the {item.kind} {item.amount}: it is not approved yet.")
    if any(item.kind == GIFT and item.is_pending for item in brk.restitution):
        yield _no("gift-card", "No word of a gift: it goes with a note of its own.")
    if suppliers := _suppliers(look):
        yield _no("supplier", f"Blame nobody: not {suppliers}. Say what we do.")


def _no(name: str, text: str) -> SheetLine:
    return SheetLine(name, "", text, "soon")


def _dates(look: Look) -> Iterator[SheetLine]:
    if look.is_fixed:
        return
    undated = [promise for promise in look.open_promises if promise.kind != "news" and promise.told_due_at is None]
    dated = [promise for promise in look.open_promises if promise.kind != "news" and promise.told_due_at is not None]
    if undated:
        yield _no("no-date", f"No date for {said(undated[0].what, 80)}: there is none yet. Say when they hear from us.")
    elif not dated and look.advice is not None and look.advice.is_empty:
        yield _no("no-date", "No date for the fix: there is none yet. Say when they hear from us.")
    for promise in dated:
        if why := will_not_hold(look, promise):
            text = f"Don't repeat {look.time(promise.told_due_at)} for {said(promise.what, 80)}: {why}."
            yield _no("will-not-hold", text)


def flooded(look: Look) -> int:
    """How often we said sorry to this customer, over all their open breaks, when it was twice or more and nothing has moved
    since the last time; else 0. One call about several breaks is one apology."""
    pairs = [(look.case.brk, look.case.failure), *((other.brk, other.failure) for other in look.others)]
    sorry = {
        contact.at
        for brk, _ in pairs
        for contact in brk.contacts
        if contact.kind == "apology" and contact.reached and contact.direction == "out"
    }
    if len(sorry) < MOST_APOLOGIES:
        return 0
    last = max(sorry)
    return 0 if any(at > last for brk, failure in pairs for at in progress_of(brk, failure)) else len(sorry)


def _suppliers(look: Look) -> str:
    """The suppliers that it rests on, by name, or `a supplier`; empty where none is in it."""
    case = look.case
    all_dates = [deadline for deadline in (*case.brk.deadlines, *case.failure.deadlines) if deadline.of == "supplier"]
    names = list(dict.fromkeys(said(deadline.who, 60) for deadline in all_dates if deadline.who))
    if names:
        return " nor ".join(names[:3])
    return "a supplier" if all_dates or case.brk.waiting_on == "supplier" else ""
