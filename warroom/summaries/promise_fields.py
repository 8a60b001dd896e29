"""The promises of a break as the customer's templates are given them: judged by what they know, and by what the fix was worth."""

from __future__ import annotations

import re
from typing import Any

from store.facing import Facing, FacingPromise
from store.text import one_line

_BEFORE_IT = r"(?:(?:a|an|the|our|full|complete|permanent|final|lasting|proper|real|good)\s+)*"
_PLAINLY = {
    "fix": re.compile(
        rf"{_BEFORE_IT}fix(?:\s+(?:of|for)\s+(?:it|this))?|(?:(?:it|this|all of it)\s+(?:is\s+)?)?fixed", re.IGNORECASE
    ),
    "workaround": re.compile(rf"{_BEFORE_IT}work-?around(?:\s+for\s+(?:it|this))?", re.IGNORECASE),
}
"""Words that say no more than the kind does: all others are said to them as they are."""


def promises_of(facing: Facing, now: int) -> list[dict[str, Any]]:
    """What we promised them, but for the next word and what was withdrawn: what was kept, what failed, and what is to come."""
    shown = [promise for promise in facing.promises if promise.kind != "news" and promise.state != "withdrawn"]
    found = [_promise(promise, facing, now) for promise in shown]
    return sorted(found, key=lambda promise: 1 if promise["failed"] else 2 if promise["state"] == "open" else 0)


def is_plainly_its_kind(promise: FacingPromise) -> bool:
    """Whether a promise's own words say no more than “a fix” or “a workaround”."""
    pattern = _PLAINLY.get(promise.kind)
    return pattern is not None and pattern.fullmatch(promise.what.strip(" .;:,!")) is not None


def end_off(text: str) -> str:
    """A text without the full stop at its end: for what goes on, or ends, in a sentence of ours."""
    return text.rstrip(" .;:,")


def quotable(text: str) -> str:
    """Their words on one line, with single quotes inside: for double ones around them."""
    return re.sub(r'"([^"]*)"', r"‘\1’", one_line(text, 2000)).replace("“", "‘").replace("”", "’").replace('"', "’").strip()


def _met_by_the_fix(promise: FacingPromise, facing: Facing) -> FacingPromise:
    """A promise of the fix itself that nobody settled is met, in time or late, when it is fixed: to them it is one thing."""
    if facing.fixed_at is None or promise.state not in ("open", "late") or promise.settled_at is not None:
        return promise
    return promise._replace(state="kept", settled_at=facing.fixed_at) if is_plainly_its_kind(promise) else promise


def _promise(given: FacingPromise, facing: Facing, now: int) -> dict[str, Any]:
    """Judged by the last date that they know: one that was moved without their knowing still stands at the former."""
    promise = _met_by_the_fix(given, facing)
    told = [slip for slip in promise.slips if slip.told_at is not None]
    untold = promise.slips[-1] if promise.slips and promise.slips[-1].told_at is None else None
    due_at = told[-1].to_at if told else promise.first_due_at
    first_due_at = due_at if promise.first_due_at is None else promise.first_due_at
    settled_at = promise.settled_at
    if settled_at is not None and first_due_at is not None and settled_at <= first_due_at and promise.state == "kept":
        told, due_at = [], first_due_at  # moved, and kept by its first date all the same
    state = "kept" if promise.state == "late" and settled_at is not None else promise.state
    is_of_the_fix, plainly = promise.kind in ("fix", "workaround"), is_plainly_its_kind(promise)
    came_back = (
        promise.kind == "fix" and state == "kept" and None not in (settled_at, facing.reopened_at)
        and (settled_at or 0) < (facing.reopened_at or 0)
    )  # fmt: skip
    is_unclear = not came_back and (
        (promise.kind == "fix" and plainly and state == "kept" and facing.fixed_at is None)
        or (is_of_the_fix and state in ("open", "late") and facing.fixed_at is not None and promise.made_at < facing.fixed_at)
    )
    is_late = not is_unclear and due_at is not None and (settled_at or now) > due_at and state not in ("broken", "withdrawn")
    moves = sum(1 for slip in told if slip.from_at is not None)
    new_due_at = untold.to_at if untold is not None and state in ("open", "late") and not is_unclear else None
    return {
        "kind": promise.kind,
        "what": end_off(quotable(promise.what)),
        "by_name": not plainly,
        "sure": promise.sure,
        "state": ("late" if is_late else "kept") if state == "kept" else state if state == "broken" else "open",
        "is_late": is_late or state == "broken",
        "failed": is_late or state == "broken" or bool(moves or new_due_at),
        "came_back": came_back,
        "is_unclear": is_unclear,
        "made_at": promise.made_at,
        "first_due_at": first_due_at,
        "from_at": promise.from_at if not promise.slips else None,
        "due_at": due_at,
        "moves": moves,
        "new_due_at": new_due_at,
        "reason": end_off(quotable(told[-1].reason)) if told else "",
        "settled_at": settled_at,
    }
