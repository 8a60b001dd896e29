"""What stands in the way and what is due: blockers, dates of others, follow-ups, prevention, public marks, disputes."""

from __future__ import annotations

from store.clock import DAY, HOUR
from store.due_times import chase_at, nudge_at, public_due
from store.entries import Blocker, Deadline, Dispute, Followup, Prevention, PublicMark
from store.replica.around import record_text
from store.spans import length
from store.text import same_name
from store.zones import Zone
from warroom.detail.content import Detail
from warroom.detail.words import paragraphs, said, time
from widgets.panel_lines import PanelLine, Part, Parts

_LEAD = 12
FAR = 1 << 62


def due_lines(detail: Detail, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """What is open first, by its date (blockers and public marks stand first: they wait on us); then what is done."""
    brk, failure = detail.case.brk, detail.case.failure
    found: list[tuple[bool, int, PanelLine]] = []
    for dispute in brk.disputes:
        found.append((dispute.withdrawn_at is not None, 0, _dispute(dispute, detail, now, zone)))
    for blocker in brk.blockers:
        found.append((blocker.cleared_at is not None, 1, _blocker(blocker, detail, now, zone)))
    for mark in brk.public:
        found.append((mark.answered_at is not None, 1, _public(mark, detail, now, zone)))
    for deadline in (*brk.deadlines, *failure.deadlines):
        found.append((deadline.state == "met", deadline.due_at, _deadline(deadline, detail, now, zone)))
    for followup in brk.followups:
        found.append((followup.done_at is not None, followup.due_at, _followup(followup, now, zone)))
    for prevention in failure.prevention:
        found.append((prevention.done_at is not None, prevention.due_at or FAR, _prevention(prevention, now, zone)))
    return tuple(line for _, _, line in sorted(found, key=lambda item: item[:2]))


def due_summary(detail: Detail, now: int, zone: Zone) -> Parts:
    """How many are open."""
    still = due_count(detail)
    return ((f"{still} open", "dim"),) if still else ()


def due_count(detail: Detail) -> str:
    """The open ones, for the tab."""
    brk, failure = detail.case.brk, detail.case.failure
    still = sum(1 for blocker in brk.blockers if blocker.cleared_at is None)
    still += sum(1 for mark in brk.public if mark.answered_at is None)
    still += sum(1 for deadline in (*brk.deadlines, *failure.deadlines) if deadline.state != "met")
    still += sum(1 for followup in brk.followups if followup.done_at is None)
    still += sum(1 for prevention in failure.prevention if prevention.done_at is None)
    still += sum(1 for dispute in brk.disputes if dispute.withdrawn_at is None)
    return str(still or "")


def _entry(key: str, n: str, word: str, what: Parts, state: Part, done: bool, full: str) -> PanelLine:
    body = tuple((text, "dim") for text, _ in what) if done else what
    lead = f"{word} {n}" if n else word
    return PanelLine(key, body, lead=((f"{lead:<{_LEAD}} ", "dim"),), tail=(state,), full=full)


def _due(at: int, now: int, zone: Zone, near: int) -> Part:
    """A date that is still open."""
    if now >= at:
        return f"{time(at, now, zone)}, {length(now - at)} over ‼", "overdue"
    soon = at - now <= near
    return f"{time(at, now, zone)}, in {length(at - now)}{' !' if soon else ''}", "soon" if soon else "plain"


def _dispute(dispute: Dispute, detail: Detail, now: int, zone: Zone) -> PanelLine:
    by = "by them" if dispute.by == "them" else "by us"
    if dispute.withdrawn_at is None:
        state: Part = (f"{by} for {length(max(0, now - dispute.since))} ‼", "overdue")
    else:
        lasted = length(max(0, dispute.withdrawn_at - dispute.since))
        accepted = length(max(0, dispute.withdrawn_at - detail.case.brk.known_at))
        state = (f"withdrawn {time(dispute.withdrawn_at, now, zone)} after {lasted}, {accepted} after the claim", "dim")
    full = paragraphs(f"disputed {by} {time(dispute.since, now, zone)}", dispute.what, state[0])
    what = said(dispute.what)
    return _entry(f"dispute:{dispute.key}", "", "disputed", ((what, "plain"),), state, dispute.withdrawn_at is not None, full)


def _blocker(blocker: Blocker, detail: Detail, now: int, zone: Zone) -> PanelLine:
    who = f" · {said(blocker.who)} can clear it" if blocker.who else ""
    asked = f" · asked {blocker.nudges + 1}×" if blocker.nudges else ""
    last = f", last {time(blocker.nudged_at, now, zone)}" if blocker.nudged_at is not None else ""
    again = nudge_at(blocker, detail.case.brk, detail.case.policy) if blocker.cleared_at is None else None
    if again is not None:
        asked = f"{asked}{last} · ask again {time(again, now, zone)}" if now < again else f"{asked}{last} · ask again now"
    if blocker.cleared_at is None:
        state: Part = (f"for {length(max(0, now - blocker.since))}", "soon")
    else:
        state = (f"cleared {time(blocker.cleared_at, now, zone)}", "dim")
    full = paragraphs(f"blocker {blocker.n} since {time(blocker.since, now, zone)}{who}{asked}", blocker.what, state[0])
    what = ((said(blocker.what), "plain"), (f"{who}{asked}", "dim"))
    return _entry(f"blocker:{blocker.key}", blocker.n, "blocker", what, state, blocker.cleared_at is not None, full)


def _public(mark: PublicMark, detail: Detail, now: int, zone: Zone) -> PanelLine:
    due_at = public_due(mark, detail.case.brk.severity, detail.case.policy)
    if mark.answered_at is None:
        late = due_at is not None and now >= due_at
        state: Part = (f"no answer for {length(max(0, now - mark.since))}{' ‼' if late else ''}", "overdue" if late else "soon")
    else:
        state = (f"answered {time(mark.answered_at, now, zone)} after {length(max(0, mark.answered_at - mark.since))}", "dim")
    knows = f" · {said(mark.knows)} know{'s' if ' ' not in said(mark.knows) else ''} of it" if mark.knows else ""
    full = paragraphs(f"public mark {mark.n} since {time(mark.since, now, zone)}: {said(mark.where)}", mark.link, knows, state[0])
    what = ((said(mark.where), "plain"), (f" {said(mark.link)}" if mark.link else "", "dim"), (knows, "dim"))
    return _entry(f"public:{mark.key}", mark.n, "public", what, state, mark.answered_at is not None, full)


def _deadline(deadline: Deadline, detail: Detail, now: int, zone: Zone) -> PanelLine:
    who = said(deadline.who) or deadline.of
    extra = f" · moved {deadline.slips}×" if deadline.slips else ""
    extra += f" · chased {deadline.chased}×" if deadline.chased else ""
    again = chase_at(deadline) if deadline.state != "met" else None
    if again is not None:
        extra += f" · chase {time(again, now, zone)}" if now < again else " · chase now"
    record = next((record_text(one) for one in detail.suppliers if same_name(one.who, deadline.who)), "")
    extra += f" · {said(record)}" if record and deadline.of == "supplier" else ""
    if deadline.state == "met":
        state: Part = ("met", "fine")
    elif deadline.state == "slipped":
        state = (f"slipped, was {time(deadline.due_at, now, zone)} ‼", "overdue")
    else:
        state = _due(deadline.due_at, now, zone, HOUR)
    full = paragraphs(f"deadline {deadline.n} of {who} ({deadline.of}): {said(deadline.what)}{extra}", state[0])
    what = ((f"{who}: ", "strong"), (said(deadline.what), "plain"), (extra, "soon"))
    return _entry(f"deadline:{deadline.key}", deadline.n, deadline.of, what, state, deadline.state == "met", full)


def _followup(followup: Followup, now: int, zone: Zone) -> PanelLine:
    if followup.done_at is None:
        state = _due(followup.due_at, now, zone, DAY)
    else:
        state = (f"done {time(followup.done_at, now, zone)}", "fine")
    words = f": {said(followup.said)}" if followup.said else ""
    full = paragraphs(f"follow-up {followup.n} by {followup.channel}, {state[0]}", followup.said)
    what = ((f"by {'phone' if followup.channel == 'call' else 'mail'}{words}", "plain"),)
    return _entry(f"followup:{followup.key}", followup.n, "follow-up", what, state, followup.done_at is not None, full)


def _prevention(item: Prevention, now: int, zone: Zone) -> PanelLine:
    owner = f" · {said(item.owner)}" if item.owner else " · nobody's yet"
    if item.done_at is not None:
        state: Part = (f"done {time(item.done_at, now, zone)}", "fine")
    else:
        state = _due(item.due_at, now, zone, DAY) if item.due_at is not None else ("no date", "dim")
    full = paragraphs(f"prevention {item.n}{owner}, {state[0]}", item.what)
    what = ((said(item.what), "plain"), (owner, "dim"))
    return _entry(f"prevention:{item.key}", item.n, "prevent", what, state, item.done_at is not None, full)
