"""One frozen value: everything to know and to say before ringing, in the order in which it is read."""

from __future__ import annotations

from typing import NamedTuple

from store.next_action import NextAction, next_action
from store.zones import Zone
from warroom.call_sheet import facts
from warroom.call_sheet.avoid import avoid_lines
from warroom.call_sheet.following import follow_up_lines
from warroom.call_sheet.lines import Lines, SheetLine
from warroom.call_sheet.look import Look, said
from warroom.call_sheet.promising import may_promise_lines
from warroom.call_sheet.repeated import repeat_lines
from warroom.call_sheet.talk import talk_lines


class CallSheet(NamedTuple):
    """A call sheet. Every tuple may be empty but `reach` and `say`."""

    spoken: str
    customer: str
    what: str
    kind: str
    """`call`, or `follow-up`: the call some days after the fix."""
    number: str
    """The number to ring, as it is copied; empty when none is known."""
    ring: SheetLine
    """The first line: the number, and whose it is."""
    alarms: Lines
    """What speaks against ringing now."""
    reach: Lines
    them: Lines
    promised: Lines
    may_promise: Lines
    owed: Lines
    others: Lines
    next: Lines
    say: Lines
    avoid: Lines

    @property
    def facts(self) -> Lines:
        """What to know, in its order."""
        return (*self.reach, *self.them, *self.promised, *self.may_promise, *self.owed, *self.others, *self.next)


def call_sheet(look: Look) -> CallSheet:
    """The sheet of a break at a moment. Pure; never fails, whatever is missing."""
    row = look.row
    action = next_action(row, look.attention, look.now, look.zone, look.case.board.off_duty)
    told = what_next(action, look.now, look.zone)
    return CallSheet(
        spoken=look.spoken,
        customer=said(row.customer, 200),
        what=said(row.what, 200),
        kind="follow-up" if look.is_follow_up else "call",
        number=look.number,
        ring=facts.number_line(look),
        alarms=tuple(facts.alarm_lines(look)),
        reach=tuple(facts.reach_lines(look)),
        them=tuple(facts.them_lines(look)),
        promised=tuple(facts.promise_lines(look)),
        may_promise=tuple(may_promise_lines(look)),
        owed=tuple(facts.owed_lines(look)),
        others=(*repeat_lines(look), *facts.other_lines(look)),
        next=(SheetLine("next", "next", told),) if told else (),
        say=tuple(follow_up_lines(look) if look.is_follow_up else talk_lines(look)),
        avoid=tuple(avoid_lines(look)),
    )


def what_next(action: NextAction | None, now: int, zone: Zone) -> str:
    """What is next by attention and playbook, in its sentence, and when; empty when nothing is left to do."""
    if action is None:
        return ""
    due = action.due(now, zone)
    return said((f"{action.who}: " if action.who else "") + action.what) + (f" · {due}" if due else "")
