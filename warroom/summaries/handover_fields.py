"""What the hand-over's template is given: severity and mood, what is open, what is next, what may go wrong. Pure.

It is for one screen of 24 lines, so that most texts in it are cut here, with an ellipsis, and what is left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from store.attention import OVERDUE
from store.money import totals
from store.replica.cases import Case
from store.row import money_of
from store.text import without_stop
from store.when import day_and_time
from warroom.summaries.cutting import cells, cut, cut_parts
from warroom.summaries.fields import paragraphs
from warroom.summaries.looks import HandoverLook, OnBoard
from warroom.summaries.review_fields import zone_text
from warroom.summaries.risks import Risk, risks_of

Plain = dict[str, Any]

ON_SCREEN = 5
"""Breaks that have lines of their own on the hand-over of a board."""
_RISKS = 2
"""Risks that have a line of their own."""
_PROMISES = 2
_CURRENCIES = 3
_LINE = 68
"""Cells of a line within a list."""
_MOODS = {"calm": 0, "upset": 1, "furious": 2}


def handover_fields(look: HandoverLook) -> Plain:
    """The fields of a hand-over at `look.now`."""
    shown = look.breaks[:ON_SCREEN]
    left = look.breaks[ON_SCREEN:]
    offer = _offer(look)
    return {
        "now": look.now,
        "zone": zone_text(look.zone),
        "board": cut(look.board.name, 20),
        "is_board": look.is_board,
        "by": cut(offer.by if offer else look.actor, 14),
        "to": cut(offer.to, 14) if offer else "",
        "offered_at": offer.at if offer else None,
        "said": cut(offer.said, 60) if offer else "",
        "count": len(look.breaks),
        "of_severity_one": sum(1 for one in look.breaks if one.row.severity == 1),
        "need_now": sum(1 for one in look.breaks if _presses(one)),
        "late": sum(1 for one in look.breaks if one.attention.promise_state == "late"),
        "breaks": [_break(one, look) for one in shown],
        "left_out": len(left),
        "left_out_pressing": sum(1 for one in left if _presses(one)),
        "left_out_next_at": min((at for one in left if (at := _next_at(one)) is not None), default=None),
        "risks": _risks(shown, look),
        "risks_left_out": max(0, len(list(_all_risks(shown, look))) - _RISKS),
        "owed": [money.to_json() for money in totals(money_of(cell) for one in look.breaks for cell in one.row.owed)][:_CURRENCIES],
    }


def _offer(look: HandoverLook) -> Any:
    """The hand-over that the actor offered, else the latest one that is offered; None where there is none."""
    mine = [one for one in look.board.handovers if one.by.casefold() == look.actor.casefold()]
    return max(mine, key=lambda one: one.at, default=None)


def _presses(one: OnBoard) -> bool:
    return any(need.level == OVERDUE for need in one.attention.needs)


def _next_at(one: OnBoard) -> int | None:
    """When somebody is needed for it next: a contact or a promise is due."""
    promise = one.row.promise
    dues = [one.attention.contact_due_at, promise.told_due_at if promise and not promise.result else None]
    return min((at for at in dues if at is not None), default=None)


def _break(one: OnBoard, look: HandoverLook) -> Plain:
    row, attention, action = one.row, one.attention, one.action
    wide = not look.is_board
    case = one.case
    brk = case.brk if case else None
    return {
        "spoken": one.spoken,
        "customer": cut(row.customer, 40 if wide else 16),
        "what": cut(without_stop(row.what), 60 if wide else 20),
        "severity": row.severity,
        "mood": _mood(case),
        "stage": row.stage,
        "owner": cut(row.owner, 20 if wide else 8),
        "known_at": row.known_at,
        "told_at": row.told_at,
        "trouble": cut(brk.trouble, 68) if brk else "",
        "explanation": cut(" ".join(paragraphs(case.failure.explanation)), 66) if case else "",
        "cause": cut(without_stop(case.failure.cause), 60) if case else "",
        "fault": case.failure.fault if case else "unknown",
        "contact_name": cut(row.contact_name, 30),
        "next": cut_parts(action.what, 100) if action else "",
        "next_who": cut(action.who, 16) if action else "",
        "next_due_at": action.due_at if action and not action.tells_time else None,
        "to_do": _to_do(one, look),
        "presses": _presses(one),
        "contact_due_at": attention.contact_due_at,
        "contact_is_late": attention.contact_state == "overdue",
        "last_contact_at": row.last_contact_at,
        "promises": _promises(case, look.now)[:_PROMISES],
        "promises_left_out": max(0, len(_promises(case, look.now)) - _PROMISES),
        "owed": [money.to_json() for money in totals(money_of(cell) for cell in row.owed)][:_CURRENCIES],
    }


def _to_do(one: OnBoard, look: HandoverLook) -> str:
    """What is next and the nearest promise, in one line: by when, what."""
    action, promise, rest = one.action, one.row.promise, ""
    if promise is not None and not promise.result and promise.told_due_at is not None:
        late = ", late" if one.attention.promise_state == "late" else ""
        rest = f"; promised by {day_and_time(promise.told_due_at, look.now, look.zone)}{late}"
    if action is None:
        return rest.removeprefix("; ")
    due = action.due(look.now, look.zone)
    return cut_parts(f"{due + ': ' if due else ''}{action.what}", _LINE - cells(rest)) + rest


def _mood(case: Case | None) -> str:
    """How they were when we last spoke; empty where nobody wrote it down."""
    contacts = case.brk.contacts if case else ()
    return next((one.mood for one in reversed(contacts) if one.mood in _MOODS), "")


def _promises(case: Case | None, now: int) -> list[Plain]:
    """What is promised and open, the nearest date first; without a date last."""
    if case is None:
        return []
    found = [one for one in case.brk.promises if one.is_open]
    found.sort(key=lambda one: (one.told_due_at is None, one.told_due_at or 0))
    return [
        {
            "n": one.n,
            "what": cut(without_stop(one.what), 32),
            "kind": one.kind,
            "sure": one.sure,
            "due_at": one.told_due_at,
            "is_late": one.told_due_at is not None and one.told_due_at < now,
            "told": one.told,
            "slips": len(one.slips),
        }
        for one in found
    ]


def _risks(shown: Sequence[OnBoard], look: HandoverLook) -> list[Plain]:
    """The risks of the breaks that are shown: the first of each in turn, then the second of each."""
    return [
        {"customer": cut(one.row.customer, 12), "spoken": one.spoken, "at": risk.at, "what": risk.what, "then": risk.then}
        for one, risk in _all_risks(shown, look)
    ][:_RISKS]


def _all_risks(shown: Iterable[OnBoard], look: HandoverLook) -> Iterator[tuple[OnBoard, Risk]]:
    found = [(one, risks_of(one.case, one.row, one.attention, look.now)) for one in shown if one.case is not None]
    for place in range(max((len(risks) for _, risks in found), default=0)):
        yield from ((one, risks[place]) for one, risks in found if place < len(risks))
