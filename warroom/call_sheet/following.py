"""The sheet of the call some days after the fix: apology and accommodation, what went wrong, how it was solved, why not
again, thanks. The one later apology that is right: once that call was made, nobody apologises or explains again."""

from __future__ import annotations

from collections.abc import Iterator

from warroom.call_sheet.facts import GIFT
from warroom.call_sheet.lines import SheetLine
from warroom.call_sheet.look import Look, said


def follow_up_lines(look: Look) -> Iterator[SheetLine]:
    """What to say, in the order in which it is said; what the record lacks for it is said, too."""
    failure = look.case.failure
    caller = f", this is {said(look.actor, 40)}" if look.actor else ""
    what = said(look.row.what, 120).rstrip(".")
    yield SheetLine("greet", "", f"“{look.name}{caller}. {what}: how has it been since?” Listen first.")
    if not look.is_followed_up:
        yield from _over_again(look)
    for item in failure.prevention:
        state = "that is done" if item.done_at is not None else "that is under way"
        yield SheetLine("why-not-again", "", f"“So that it can't happen again: {said(item.what, 120)}; {state}.”")
    if not failure.prevention:
        yield SheetLine("why-not-again", "", "Why it can't happen again is not planned yet: do that before you ring (y).", "soon")
    telling = " for telling us, and" if look.row.found_by == "customer" else ""
    yield SheetLine("thanks", "", f"“Thank you{telling} for your patience with us.”")


def _over_again(look: Look) -> Iterator[SheetLine]:
    """Apology and accommodation, what went wrong, how it was solved."""
    brk, failure = look.case.brk, look.case.failure
    if failure.fault == "ours":
        yield SheetLine("apology", "", "“Once more: that was our mistake, and I am sorry for what it did to you.”", "strong")
    else:
        yield SheetLine("apology", "", "“Once more: I am sorry for the trouble that you had.”", "strong")
    given = [f"{item.kind} {item.amount}" for item in brk.restitution if _is_told(item.kind, item.state)]
    if given:
        yield SheetLine("accommodation", "", f"“For your trouble: {', '.join(given)}. Has it come?”")
    if failure.explanation:
        yield SheetLine("what-went-wrong", "", f"“What went wrong: {said(failure.explanation, 240)}”")
    else:
        yield SheetLine("what-went-wrong", "", "What went wrong is not written down yet: do that before you ring (y).", "soon")
    yield SheetLine("how-solved", "", f"“It is solved since {look.their_time(brk.fixed_at)}{_remedies(look)}.”")


def _is_told(kind: str, state: str) -> bool:
    return kind != GIFT and state in ("approved", "issued", "confirmed")


def _remedies(look: Look) -> str:
    agreed = [said(remedy.what, 120) for remedy in look.case.brk.remedies if remedy.answer in ("meets", "exceeds")]
    return f", by what we agreed: {', '.join(agreed)}" if agreed else ""
