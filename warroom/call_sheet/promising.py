"""What may be promised on the phone: what our own history says of the fix, for the age that the break has now."""

from __future__ import annotations

from collections.abc import Iterator

from store.entries import Promise
from store.spans import length
from warroom.call_sheet.lines import SheetLine
from warroom.call_sheet.look import Look, said

SURE = 0.8
"""The chance that a time to be named on the phone should have."""


def may_promise_lines(look: Look) -> Iterator[SheetLine]:
    """Half and four fifths of such fixes, and the time that is 80 % sure; says so where the sample is too small."""
    advice = look.advice
    if look.is_fixed or advice is None:
        return
    from warroom.advisor.wording import scope_text

    basis = advice.basis
    fixes = f"{basis.sample} fix{'' if basis.sample == 1 else 'es'} like it"
    if advice.is_empty:
        yield SheetLine("may-promise", "may promise", f"no time: {fixes}, too few to tell", "dim")
        return
    half, most = advice.sure_at(0.5), advice.sure_at(SURE)
    if most is None:
        yield SheetLine("may-promise", "may promise", f"no time: {fixes} do not reach so far", "dim")
        return
    middle = f"half of them within {length(half - look.now)}, " if half is not None else ""
    rests = f"{middle}80 % within {length(most - look.now)}: {basis.sample} like it at this age ({said(scope_text(basis), 120)})"
    yield SheetLine("may-promise", "may promise", f"80 % sure by {look.time(most)}; {rests}")


def chance_of(look: Look, promise: Promise) -> float | None:
    """The chance (0 to 1) that an open promise of a fix holds, by our history; None where that says nothing of it."""
    due_at = promise.told_due_at
    if look.advice is None or look.is_fixed or promise.kind != "fix" or due_at is None or due_at <= look.now:
        return None
    return look.advice.chance(due_at)


def wanted_of(look: Look, promise: Promise) -> int:
    """The chance (in 100) that the team wants of such a promise."""
    from warroom.advisor.doubts import wanted_chance

    return wanted_chance(look.case.policy, look.case.brk.severity, promise.sure)


def will_not_hold(look: Look, promise: Promise) -> str:
    """Why an open promise will probably not hold; empty when nothing says so: a supplier's date or ours after it, the history."""
    due_at = promise.told_due_at
    if due_at is None or due_at <= look.now or promise.kind == "news" or not promise.is_open or not promise.told:
        return ""
    for deadline in look.supplier_dates:
        if deadline.due_at > due_at:
            return f"a part that it rests on is due {look.time(deadline.due_at)}, after it"
    expected = look.case.failure.fixed_by
    if promise.kind == "fix" and expected is not None and expected > due_at:
        return f"we expect the fix {look.time(expected)}, after it"
    chance = chance_of(look, promise)
    if chance is not None and 100 * chance < wanted_of(look, promise):
        from warroom.advisor.wording import chance_text

        return f"by our history it holds in {chance_text(chance)}"
    return ""
