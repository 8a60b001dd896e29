"""What the review's template is given: everything that the record holds of one failure, as plain data. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from store.entries import Promise, Restitution
from store.facing import GIFT
from store.measures.model import Gap
from store.money import totals
from store.text import clean, one_line, without_stop
from store.zones import Zone
from warroom.summaries.looks import Hit, ReviewLook
from warroom.summaries.review_questions import questions
from warroom.summaries.review_words import debriefs, marked, overrides, unmarked

Plain = dict[str, Any]

MOST_CUSTOMERS = 60
"""Customers that have lines of their own; the review says how many are left out."""
MOST_ROWS = 300
"""Rows of the timeline; the review says how many are left out, and where they are."""
_LATE_CONTACTS = 120


def review_fields(look: ReviewLook) -> Plain:
    """The fields of a review at `look.now`."""
    hits, failure = look.hits, look.failure
    breaks = [hit.case.brk for hit in hits]
    promises = [_promise(hit, promise) for hit in hits for promise in hit.case.brk.promises]
    gaps = sorted((gap for hit in hits for gap in _gaps(hit, look.now)), key=lambda gap: -gap["over"])
    rows = list(_timeline(look))
    amends = [_amends(hit, line) for hit in hits for line in hit.case.brk.restitution]
    affected = [brk.affected for brk in breaks if brk.affected is not None]
    customers = [_customer(hit) for hit in hits]
    fixed = [brk.fixed_at for brk in breaks]
    debriefed, not_yet = debriefs(look)
    return {
        "now": look.now,
        "zone": zone_text(look.zone),
        "failure": look.spoken,
        "what": without_stop(one_line(failure.what or next((brk.what for brk in breaks), ""))),
        "severity": min((brk.severity for brk in breaks), default=4),
        "severities": [{"severity": level, "count": sum(1 for brk in breaks if brk.severity == level)} for level in _levels(hits)],
        "fault": failure.fault,
        "category": one_line(failure.category),
        "cause": without_stop(one_line(failure.cause)),
        "known_at": min((brk.known_at for brk in breaks), default=failure.opened_at),
        "told_at": min((brk.told_at for brk in breaks if brk.told_at is not None), default=None),
        "not_told": sum(1 for brk in breaks if brk.told_at is None),
        "found_by_us": sum(1 for brk in breaks if brk.found_by == "us"),
        "found_by_customers": sum(1 for brk in breaks if brk.found_by != "us"),
        "contained_at": _last([brk.contained_at for brk in breaks]),
        "fixed_at": _last(fixed),
        "not_fixed": sum(1 for at in fixed if at is None),
        "open": sum(1 for brk in breaks if not brk.is_closed),
        "reopened": sum(brk.reopened for brk in breaks),
        "customers": customers[:MOST_CUSTOMERS],
        "customer_count": len(hits),
        "customers_left_out": max(0, len(customers) - MOST_CUSTOMERS),
        "affected": sum(affected) if affected else None,
        "corrected": sum(brk.corrected or 0 for brk in breaks if brk.affected is not None) if affected else None,
        "public": [_public(hit, mark.where, mark.since, mark.answered_at) for hit in hits for mark in hit.case.brk.public],
        "timeline": rows[:MOST_ROWS],
        "timeline_left_out": max(0, len(rows) - MOST_ROWS),
        "promises": promises[:_LATE_CONTACTS],
        "promises_made": len(promises),
        "promises_kept": sum(1 for one in promises if one["state"] == "kept"),
        "promises_late": sum(1 for one in promises if one["state"] == "late"),
        "promises_broken": sum(1 for one in promises if one["state"] == "broken"),
        "gaps": gaps[:_LATE_CONTACTS],
        "gaps_over": len(gaps),
        "gaps_total": sum(gap["over"] for gap in gaps),
        "amends": amends[:_LATE_CONTACTS],
        "amends_by_state": _by_state(hits),
        "explanations": [
            {"text": clean(note.text), "who": one_line(note.actor), "at": note.at, "holds": note is failure.explanations[-1]}
            for note in failure.explanations
        ],
        "fix_confirmed": [
            {"customer": _name(hit), "by": one_line(hit.case.brk.fix_confirmed_by), "at": hit.case.brk.fix_confirmed_at}
            for hit in hits
            if hit.case.brk.fix_confirmed_by
        ],
        "repeats": [
            {"spoken": one.spoken, "customer": one_line(one.customer), "at": one.opened_at, "same_customer": one.same_customer}
            for one in look.repeats[:20]
        ],
        "deadlines": [_deadline(whose, one) for whose, one in _deadlines(look)],
        "blockers": [_blocker(hit, one, look.now) for hit in hits for one in hit.case.brk.blockers],
        "helped": marked(look, ("helped",)),
        "lucky": marked(look, ("lucky", "luck")),
        "prevention": [
            {"n": one.n, "what": one_line(one.what), "owner": one_line(one.owner), "due_at": one.due_at, "done_at": one.done_at,
             "is_late": one.done_at is None and one.due_at is not None and one.due_at < look.now}
            for one in failure.prevention
        ],
        "debriefs": debriefed,
        "not_debriefed": not_yet,
        "lessons": [{"text": clean(note.text), "who": one_line(note.actor)} for note in unmarked(failure.lessons)],
        "overrides": list(overrides(look)),
        "questions": questions(look),
    }  # fmt: skip


def zone_text(zone: Zone) -> str:
    """The IANA name of a zone; empty for the machine's own."""
    return str(getattr(zone, "key", "") or ("UTC" if zone is not None else ""))


def _levels(hits: Sequence[Hit]) -> list[int]:
    return sorted({hit.case.brk.severity for hit in hits})


def _last(instants: Sequence[int | None]) -> int | None:
    """The last of them, None while one is missing."""
    known = [at for at in instants if at is not None]
    return max(known) if known and len(known) == len(instants) else None


def _name(hit: Hit) -> str:
    return one_line(hit.case.customer.name or hit.case.brk.customer, 80)


def _customer(hit: Hit) -> Plain:
    brk = hit.case.brk
    value = brk.value or hit.case.customer.value
    return {
        "spoken": hit.spoken,
        "customer": _name(hit),
        "severity": brk.severity,
        "stage": brk.stage,
        "owner": one_line(brk.owner, 60),
        "known_at": brk.known_at,
        "told_at": brk.told_at,
        "owned_at": brk.owned_at,
        "fixed_at": brk.fixed_at,
        "found_by": brk.found_by,
        "affected": brk.affected,
        "corrected": brk.corrected,
        "trouble": clean(brk.trouble),
        "outcome": brk.outcome,
        "value": value.to_json() if value else None,
    }


def _public(hit: Hit, where: str, since: int, answered_at: int | None) -> Plain:
    return {"customer": _name(hit), "where": one_line(where), "since": since, "answered_at": answered_at}


def _timeline(look: ReviewLook) -> Iterator[Plain]:
    for name, whose, entry in look.entries:
        event = entry.event
        yield {
            "at": event.happened_at,
            "event": name,
            "who": one_line(event.actor, 60),
            "customer": one_line(whose, 60),
            "text": one_line(entry.text, 240),
            "taken_back": bool(entry.taken_back_by),
            "corrected": entry.corrected,
            "written_later": event.recorded_at - event.happened_at > 15 * 60_000,
        }


def _promise(hit: Hit, promise: Promise) -> Plain:
    known_due = promise.told_due_at
    late_by = promise.late_by
    state = promise.result or "open"
    if state == "kept" and late_by is not None and late_by > 0:
        state = "late"
    return {
        "customer": _name(hit),
        "n": promise.n,
        "kind": promise.kind,
        "what": without_stop(one_line(promise.what)),
        "who": one_line(promise.actor, 60),
        "sure": promise.sure,
        "made_at": promise.made_at,
        "first_due_at": promise.slips[0].from_at if promise.slips else promise.due_at,
        "due_at": known_due,
        "settled_at": promise.settled_at,
        "state": state,
        "late_by": late_by if late_by is not None and late_by > 0 else None,
        "reason": one_line(promise.reason),
        "slips": [
            {"from_at": slip.from_at, "to_at": slip.to_at, "reason": one_line(slip.reason), "say": one_line(slip.say),
             "told_at": slip.told_at}
            for slip in promise.slips
        ],
    }  # fmt: skip


def _gaps(hit: Hit, now: int) -> Iterator[Plain]:
    """The times in which they waited for longer than was agreed: how long, and how much of it was over."""
    for gap in hit.gaps:
        end = now if gap.end is None else min(gap.end, now)
        due_at, over = _over(gap, end)
        if over >= 60_000 and due_at is not None:
            yield {
                "customer": _name(hit), "from_at": gap.begin, "until": end, "due_at": due_at, "length": end - gap.begin,
                "over": over, "running": gap.end is None or gap.end > now,
            }  # fmt: skip


def _over(gap: Gap, end: int) -> tuple[int | None, int]:
    """When the word was first overdue in a gap, and for how long it was, by what was agreed in each stretch."""
    first, over = None, 0
    for place, (since, due_at) in enumerate(gap.dues):
        until = min(end, gap.dues[place + 1][0]) if place + 1 < len(gap.dues) else end
        if due_at is not None and until > max(since, due_at):
            first = due_at if first is None else first
            over += until - max(since, due_at)
    return first, over


def _amends(hit: Hit, line: Restitution) -> Plain:
    moves = {move.state: move for move in line.moves}

    def of(state: str) -> tuple[int | None, str]:
        move = moves.get(state)
        return (move.at, one_line(move.by or move.actor, 60)) if move else (None, "")

    return {
        "customer": _name(hit),
        "n": line.n,
        "kind": line.kind,
        "is_gift": line.kind == GIFT,
        "amount": line.amount.to_json(),
        "why": one_line(line.why),
        "state": line.state,
        "offered_at": line.proposed_at,
        "offered_by": one_line(line.actor, 60),
        "approved_at": of("approved")[0],
        "approved_by": of("approved")[1],
        "issued_at": of("issued")[0],
        "confirmed_at": of("confirmed")[0],
        "due_at": line.due_at,
    }


def _by_state(hits: Sequence[Hit]) -> list[Plain]:
    """What amounts to each state, gifts and corrections among them."""
    lines = [line for hit in hits for line in hit.case.brk.restitution]
    states = ("proposed", "approved", "issued", "confirmed", "declined")
    sums = [(state, totals(line.amount for line in lines if line.state == state)) for state in states]
    return [{"state": state, "amounts": [money.to_json() for money in amounts]} for state, amounts in sums if amounts]


def _deadlines(look: ReviewLook) -> Iterator[tuple[str, Any]]:
    yield from (("", one) for one in look.failure.deadlines)
    for hit in look.hits:
        yield from ((_name(hit), one) for one in hit.case.brk.deadlines)


def _deadline(whose: str, one: Any) -> Plain:
    return {
        "customer": whose, "of": one.of, "who": one_line(one.who, 80), "what": one_line(one.what), "due_at": one.due_at,
        "state": one.state, "slips": one.slips, "chased": one.chased,
    }  # fmt: skip


def _blocker(hit: Hit, one: Any, now: int) -> Plain:
    return {
        "customer": _name(hit), "what": one_line(one.what), "who": one_line(one.who, 80), "since": one.since,
        "asked": one.nudges + 1, "cleared_at": one.cleared_at, "cleared_by": one_line(one.cleared_by, 60),
        "stood": (one.cleared_at or now) - one.since,
    }  # fmt: skip
