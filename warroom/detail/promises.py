"""Promise versus what became of it: due, kept early or late, how it moved and whether they know, what threatens it."""

from __future__ import annotations

from collections.abc import Iterator

from store.attention import promise_state
from store.entries import Deadline, Promise, Slip
from store.plan import promise_cell
from store.spans import length
from store.text import one_line
from store.zones import Zone
from warroom.detail.content import Detail
from warroom.detail.words import paragraphs, said, time
from widgets.panel_lines import PanelLine, Part, Parts


def promise_lines(detail: Detail, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """A line for each promise: the open ones by their date, then the settled ones, the latest first."""
    promises = detail.case.brk.promises
    still = sorted((p for p in promises if p.is_open), key=lambda p: (p.told_due_at is None, p.told_due_at or 0, p.made_at))
    done = sorted((p for p in promises if not p.is_open), key=lambda p: -(p.settled_at or p.made_at))
    width = max((len(promise.n) for promise in promises), default=1)
    return tuple(_line(detail, promise, width, now, zone) for promise in (*still, *done))


def promise_summary(detail: Detail, now: int, zone: Zone) -> Parts:
    """How many are open, and how many were kept of those that ended."""
    promises = [promise for promise in detail.case.brk.promises if promise.kind != "news"]
    if not promises:
        return ()
    still = sum(1 for promise in promises if promise.is_open)
    ended = [promise for promise in promises if promise.result in ("kept", "broken")]
    in_time = sum(1 for promise in ended if promise.result == "kept" and (promise.late_by or 0) <= 0)
    parts = [f"{still} open"] if still else []
    parts += [f"{in_time} of {len(ended)} kept in time"] if ended else []
    return ((", ".join(parts), "dim"),) if parts else ()


def _line(detail: Detail, promise: Promise, width: int, now: int, zone: Zone) -> PanelLine:
    sure = "" if promise.sure == "none" else promise.sure
    under = [row for slip in promise.slips for row in _slip(slip, now, zone)]
    if promise.reason and promise.result != "kept":
        under.append((("because: ", "dim"), (said(promise.reason), "plain")))
    if promise.apart:
        under.append(
            ((f"‡ {' and '.join(promise.apart)} is for the same thing, made apart: the earlier counts, withdraw one", "overdue"),)
        )
    under += _odds(detail, promise, now)
    if promise.is_open:
        under += [_threat(deadline, promise, now, zone) for deadline in threats(detail, promise)]
        expected = detail.case.failure.fixed_by
        if promise.kind == "fix" and expected is not None and (promise.told_due_at or expected) < expected:
            under.append(((f"! we expect the fix {time(expected, now, zone)}, after what we promised", "soon"),))
    return PanelLine(
        key=f"promise:{promise.key}",
        lead=((f"{promise.n:>{width}} ", "strong"), (f"{sure:<7}", "dim")),
        body=((said(promise.what), "plain" if promise.is_open else "dim"), (_when(promise, now, zone), "plain")),
        tail=(_state(detail, promise, now, zone),),
        under=tuple(under),
        full=paragraphs(
            f"promise {promise.n} ({promise.sure} {promise.kind}) by {one_line(promise.actor)}: {said(promise.what)}"
            + _when(promise, now, zone),
            _state(detail, promise, now, zone)[0],
            *("".join(text for text, _ in row) for row in under),
        ),
    )


def asks_history(detail: Detail) -> bool:
    """Whether the history has anything to say here: a fix is promised by a time, and it is not fixed yet."""
    dated = (promise for promise in detail.case.brk.promises if promise.is_open and promise.kind == "fix")
    return detail.case.brk.fixed_at is None and any(promise.told_due_at is not None for promise in dated)


def _odds(detail: Detail, promise: Promise, now: int) -> Iterator[Parts]:
    """`advisor: 83 % hold`, of an open promise of a fix whose time lies ahead, for the age that the break has now."""
    due_at = promise.told_due_at
    if detail.history is None or not promise.is_open or promise.kind != "fix" or due_at is None or due_at <= now:
        return
    advice = detail.history.of_minute(now) if detail.case.brk.fixed_at is None else None
    if advice is not None and (chance := advice.chance(due_at)) is not None:
        policy, rank = detail.case.policy, detail.case.brk.severity - 1
        wanted = (policy.chance_window if promise.sure == "window" else policy.chance_firm)[rank]
        percent = min(99, max(1, round(100 * chance)))
        yield ((f"advisor: {percent} % hold", "soon" if 100 * chance < wanted else "dim"),)


def _when(promise: Promise, now: int, zone: Zone) -> str:
    """The date that the customer knows: ` by 14:00`, ` 13:00–15:00`."""
    due_at = promise.told_due_at
    if due_at is None:
        return ""
    if promise.from_at is not None:
        return f" {time(promise.from_at, now, zone)}–{time(due_at, now, zone)}"
    return f" by {time(due_at, now, zone)}"


def _state(detail: Detail, promise: Promise, now: int, zone: Zone) -> Part:
    case, due_at = detail.case, promise.told_due_at
    if promise.result:
        settled = time(promise.settled_at, now, zone)
        late_by = promise.late_by
        if promise.result != "kept" or late_by is None:
            return f"{promise.result} {settled}", {"kept": "fine", "broken": "overdue"}.get(promise.result, "dim")
        if late_by > 0:
            return f"kept {settled}, {length(late_by)} late", "overdue"
        return f"kept {settled}, {length(late_by)} early", "fine"
    if not promise.told:
        return "moved, NOT TOLD ‼", "overdue"
    if due_at is None:
        return "no date yet", "soon"
    if now > due_at:
        return f"late {length(now - due_at)} ‼", "overdue"
    state = promise_state(promise_cell(promise, case.brk, case.failure, case.policy), now)
    return (f"in {length(due_at - now)} !", "soon") if state == "at-risk" else (f"in {length(due_at - now)}", "plain")


def _slip(slip: Slip, now: int, zone: Zone) -> Iterator[Parts]:
    """A move: from when to when, whether they know, why; and what they were told."""
    told: Part = (f"told {time(slip.told_at, now, zone)}", "fine") if slip.told_at is not None else ("NOT TOLD", "overdue")
    was = time(slip.from_at, now, zone) or "no date"
    reason = f": {said(slip.reason)}" if slip.reason else ""
    yield ((f"moved {was} → {time(slip.to_at, now, zone)} · ", "dim"), told, (reason, "dim"))
    if slip.say:
        yield (("for them: ", "dim"), (said(slip.say), "plain"))


def threats(detail: Detail, promise: Promise) -> list[Deadline]:
    """The suppliers' dates that lie after the date of an open promise."""
    due_at = promise.told_due_at
    deadlines = (*detail.case.brk.deadlines, *detail.case.failure.deadlines)
    if due_at is None or promise.kind == "news":
        return []
    return [item for item in deadlines if item.of == "supplier" and item.state != "met" and item.due_at > due_at]


def _threat(deadline: Deadline, promise: Promise, now: int, zone: Zone) -> Parts:
    who = said(deadline.who) or "a supplier"
    return ((f"! {who} is due {time(deadline.due_at, now, zone)}, after what we promised: {said(deadline.what)}", "soon"),)


def promise_count(detail: Detail) -> str:
    """The open ones, for the tab."""
    still = sum(1 for promise in detail.case.brk.promises if promise.is_open)
    return str(still) if still else ""
