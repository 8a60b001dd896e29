"""What the record leaves open, as questions for the review. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from store.text import one_line, without_stop
from warroom.summaries.looks import Hit, ReviewLook

MOST = 40
"""Questions that a review asks; what is more, is counted in its last."""


def questions(look: ReviewLook) -> list[str]:
    """Each question on one line; those that many customers share are asked once."""
    asked: dict[str, list[str]] = {}
    for one in _of_failure(look):
        asked.setdefault(one, [])
    for hit in look.hits:
        for one in _of_break(hit, look.now):
            asked.setdefault(one, []).append(one_line(hit.case.customer.name or hit.case.brk.customer, 60))
    found = [_with_names(question, names, len(look.hits)) for question, names in asked.items()]
    return found if len(found) <= MOST else [*found[: MOST - 1], f"And {len(found) - MOST + 1} more: `warroom show` has them."]


def _with_names(question: str, names: list[str], hit: int) -> str:
    unique = list(dict.fromkeys(names))
    if not unique or hit == 1:
        return question
    if len(unique) > 3:
        return f"{question} ({len(unique)} customers)"
    return f"{question} ({', '.join(unique)})"


def _of_failure(look: ReviewLook) -> Iterator[str]:
    failure = look.failure
    if failure.fault == "unknown":
        yield "Was it our fault? The record does not say yet."
    if not failure.cause:
        yield "What is the cause? None is named, so that a repeat would not be seen."
    if not failure.category:
        yield "Which category does it belong to?"
    if not failure.explanation:
        yield "What happened, and why? There is no explanation that a customer could read."
    if not failure.prevention:
        yield "What changes so that it can't happen again? Nothing is planned."
    for item in failure.prevention:
        if not item.owner:
            yield f"Who does “{without_stop(one_line(item.what, 80))}”?"
        if item.due_at is None and item.done_at is None:
            yield f"By when is “{without_stop(one_line(item.what, 80))}” done?"
        elif item.done_at is None and item.due_at is not None and item.due_at < look.now:
            yield f"Why is “{without_stop(one_line(item.what, 80))}” not done? Its date has passed."
    if not failure.lessons:
        yield "What did we learn?"
    if failure.conflicts:
        fields = ", ".join(sorted({conflict.field.replace("_", " ") for conflict in failure.conflicts}))
        yield f"Which is right? Two people set {fields} of the failure at once."
    for deadline in failure.deadlines:
        if deadline.state != "met" and deadline.due_at < look.now:
            whose = one_line(deadline.who, 60) or deadline.of
            yield f"What became of “{without_stop(one_line(deadline.what, 80))}” by {whose}? Its date has passed."
    if failure.newer:
        yield "What do the entries say that a newer version wrote? They can't be read here."
    if not look.hits:
        yield "Whom did it hit? No break belongs to it."


def _of_break(hit: Hit, now: int) -> Iterator[str]:
    brk, row = hit.case.brk, hit.case.row
    if brk.told_at is None:
        yield "Why were they never told?"
    if brk.told_at is not None and brk.owned_at is None and hit.case.failure.fault == "ours":
        yield "Why did nobody own it to them?"
    if not brk.trouble:
        yield "What did it do to them? Nobody wrote down their trouble."
    if row.waiting_since is not None:
        yield "Why does their last word have no answer?"
    if brk.disputed_since is not None:
        yield "Why do we still dispute their claim?"
    for promise in brk.promises:
        what = without_stop(one_line(promise.what, 80))
        if promise.is_open and promise.told_due_at is not None and promise.told_due_at < now:
            yield f"What became of the promise “{what}”? Its date has passed and it is open."
        if promise.slips and not promise.told:
            yield f"When do they hear that “{what}” moved? They know the old date."
        if any(not slip.reason for slip in promise.slips) or (promise.result == "broken" and not promise.reason):
            yield f"Why did we not keep “{what}”? No reason is written down."
        if promise.apart:
            yield f"Which promise counts? “{what}” was promised twice."
    if any(not remedy.answer for remedy in brk.remedies):
        yield "Is the remedy enough for them? They have not said."
    if row.below_since is not None:
        yield "What else do we propose? They called the remedy less than they expect."
    if brk.fixed_at is not None and not brk.fix_confirmed_by:
        yield "Who confirmed that it is fixed? No second person did."
    if brk.affected is not None and (brk.corrected or 0) < brk.affected:
        yield f"When are the other {brk.affected - (brk.corrected or 0):,} of {brk.affected:,} put right?"
    for mark in brk.public:
        if mark.answered_at is None:
            yield f"Who answers on {one_line(mark.where, 60)}? It is public there without a word of ours."
    if brk.conflicts:
        fields = ", ".join(sorted({conflict.field.replace("_", " ") for conflict in brk.conflicts}))
        yield f"Which is right? Two people set {fields} at once."
    if brk.is_closed and not brk.outcome:
        yield "How did it end with them: lost, kept, stronger or advocate?"
    if brk.newer:
        yield "What do the entries say that a newer version wrote? They can't be read here."
    if brk.problems:
        yield "What do the entries mean that could not be read?"
