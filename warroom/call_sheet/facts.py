"""What to know before ringing: whom and when, how they were, what they said, whom they answer to, what we promised and owe."""

from __future__ import annotations

from collections.abc import Iterator

from store.attention import again_at, promise_state
from store.entries import Contact, Promise
from store.plan import needs_approval, promise_cell
from store.spans import length
from store.when import day_and_time, distance
from warroom.call_sheet.lines import SheetLine
from warroom.call_sheet.look import Look, said
from warroom.hours_text import hours_text

GIFT = "gift-card"
"""The kind of restitution that is told apart: never a word of it on the phone."""


def number_line(look: Look) -> SheetLine:
    """The number: the first line of every sheet."""
    person = look.person
    name = said(person.name, 80) if person else ""
    if look.is_deputys_turn and look.contact is not None:
        name += f", deputy of {said(look.contact.name, 80)}"
    if not look.number:
        whom = f"for {name}" if name else "and nobody to ring"
        return SheetLine("number", "ring", f"no number {whom}: v takes it", "soon")
    night = " (night line)" if look.by_night_line else ""
    return SheetLine("number", "ring", f"{look.number}{night}" + (f"  {name}" if name else ""), "strong")


def alarm_lines(look: Look) -> Iterator[SheetLine]:
    """What speaks against ringing now, loudly: do-not-contact, agreed silence, their night, a colleague on the phone."""
    customer = look.case.customer
    if customer.do_not_contact:
        yield SheetLine("do-not-contact", "", f"DO NOT CONTACT THEM: {said(customer.do_not_contact)}", "overdue")
    if look.silence_until is not None:
        why = f": {said(customer.silence_why)}" if customer.silence_why else ""
        text = f"THEY ASKED FOR SILENCE until {look.time(look.silence_until)}{_theirs(look, look.silence_until)}{why}"
        yield SheetLine("silence", "", text, "overdue")
    if look.out_of_hours:
        night = "THEIR NIGHT" if look.is_night else "OUT OF THEIR HOURS"
        clock = f"it is {look.their_clock} there" if look.their_clock else "they are not reachable"
        opens = look.hours_open_at
        until = f", they can be reached from {look.time(opens)}{_theirs(look, opens)}" if opens is not None else ""
        yield SheetLine("night", "", f"{night}: {clock}{until}", "overdue")
    if look.caller is not None:
        who, since = look.caller
        text = f"{said(who, 60)} is calling them since {look.time(since)}: speak to {said(who, 60)} first"
        yield SheetLine("calling", "", text, "overdue")


def _theirs(look: Look, at: int) -> str:
    there = look.there
    if there is None:
        return ""
    theirs = day_and_time(at, look.now, there)
    return f" ({theirs} theirs)" if theirs != look.time(at) else ""


def reach_lines(look: Look) -> Iterator[SheetLine]:
    """The name to use, role, language, the deputy; their time and hours; attempts so far."""
    person, customer, row = look.person, look.case.customer, look.row
    if person is not None:
        parts = [f"say “{look.name}”", said(person.role, 80), f"speaks {said(person.language, 40)}" if person.language else ""]
        yield SheetLine("name", "name", ", ".join(part for part in parts if part))
    deputy, contact = look.deputy, look.contact
    if look.is_deputys_turn and contact is not None:
        number = look.number_of(contact) or "no number"
        yield SheetLine("instead", "instead of", f"{said(contact.name, 80)}, {number}: not reached", "soon")
    elif deputy is not None:
        number = said(deputy.phone or deputy.night, 60) or "no number"
        tone = "soon" if row.try_deputy else "plain"
        yield SheetLine(
            "deputy", "deputy", f"{said(deputy.name, 80)}, {number}" + (": try them now" if row.try_deputy else ""), tone
        )
    hours = f"reachable {hours_text(customer.hours)}" if customer.hours else ""
    clock = f"{look.their_clock} there" if look.their_clock else "their time zone isn't known"
    yield SheetLine(
        "time", "their time", ", ".join(part for part in (clock, hours) if part), "dim" if look.out_of_hours else "plain"
    )
    if row.attempts:
        last = f", last {look.time(row.last_attempt_at)}" if row.last_attempt_at is not None else ""
        retry_at = again_at(row, look.attention)
        again = f", again {look.time(retry_at)}" if retry_at is not None else ""
        yield SheetLine("attempts", "tried", f"{row.attempts}× since the last contact{last}{again}", "soon")


def them_lines(look: Look) -> Iterator[SheetLine]:
    """How they were the last time, what they said and expect, whom they must answer to."""
    brk = look.case.brk
    talked = [contact for contact in brk.contacts if contact.result != "attempt"]
    if mood := next((contact for contact in reversed(talked) if contact.mood), None):
        tone = {"furious": "overdue", "upset": "soon"}.get(mood.mood, "plain")
        yield SheetLine("mood", "mood", f"{mood.mood}, {look.time(mood.at)} ({said(mood.actor, 40)})", tone)
    if argued := next((contact for contact in reversed(talked) if contact.conflict), None):
        yield SheetLine("conflict", "argued", _argued(look, argued, talked), "overdue")
    if brk.trouble:
        yield SheetLine("trouble", "trouble", said(brk.trouble))
    if brk.expectation:
        yield SheetLine("expectation", "expect", said(brk.expectation))
    if words := next((contact for contact in reversed(talked) if contact.said), None):
        who = f" {said(words.with_, 40)}" if words.with_ else ""
        yield SheetLine("words", "last said", f"“{said(words.said)}”{who}, {look.time(words.at)}")
    if look.row.waiting_since is not None:
        yield SheetLine("waiting", "waits", f"for an answer since {look.time(look.row.waiting_since)}", "overdue")
    if brk.must_tell or brk.must_tell_by is not None:
        yield _must_tell(look)


def _argued(look: Look, argued: Contact, talked: list[Contact]) -> str:
    """Who argued with them, and whom they had better talk to: the owner or somebody on duty who did not."""
    those = {contact.actor.casefold() for contact in talked if contact.conflict}
    board = look.case.board
    away = {name.casefold() for name in board.off_duty}
    able = (name for name in (look.row.owner, *board.on_duty) if name and name.casefold() not in those | away)
    whom = said(next(able, ""), 40) or "somebody else"
    return f"with {said(argued.actor, 40)}, {look.time(argued.at)}: let them talk to {whom}"


def _must_tell(look: Look) -> SheetLine:
    brk = look.case.brk
    whom = said(brk.must_tell, 80) or "somebody"
    if brk.must_tell_by is None:
        return SheetLine("must-tell", "answers to", whom)
    over = look.now >= brk.must_tell_by
    near = distance(brk.must_tell_by, look.now)
    return SheetLine("must-tell", "answers to", f"{whom}, by {look.time(brk.must_tell_by)} ({near})", "overdue" if over else "soon")


def promise_lines(look: Look) -> Iterator[SheetLine]:
    """Every open promise and how it stands; those that ended since we last spoke, and those that were broken."""
    brk = look.case.brk
    for promise in look.open_promises:
        yield SheetLine(f"promise-{promise.n}", "promised", _open(look, promise), _open_tone(look, promise))
    since = look.row.last_contact_at or 0
    for promise in brk.promises:
        if promise.result == "broken" or (promise.result == "kept" and (promise.settled_at or 0) > since):
            late = promise.late_by
            how = "" if late is None else f", {length(late)} {'late' if late > 0 else 'early'}"
            text = f"{promise.n} {said(promise.what, 120)}: {promise.result} {look.time(promise.settled_at)}{how}"
            fine = promise.result == "kept" and (late or 0) <= 0
            yield SheetLine(f"promise-{promise.n}", "promised", text, "fine" if fine else "overdue")
    if not brk.promises:
        yield SheetLine("promise", "promised", "nothing yet", "dim")


def _open(look: Look, promise: Promise) -> str:
    """`2 full fix by 14:45, in 13 m (firm), moved 1×: 15:30 now, THEY DON'T KNOW`."""
    due_at = promise.told_due_at
    if due_at is None:
        when = ": no date yet"
    else:
        begin = f" {look.time(promise.from_at)}–" if promise.from_at is not None else " by "
        when = f"{begin}{look.time(due_at)}, " + (
            "LATE " + length(look.now - due_at) if look.now > due_at else distance(due_at, look.now)
        )
    sure = f" ({promise.sure})" if promise.sure != "none" and promise.kind != "news" else ""
    text = f"{promise.n} {said(promise.what, 120)}{when}{sure}"
    if promise.slips:
        moved = f", moved {len(promise.slips)}×"
        if promise.told:
            text += f"{moved}, they know"
        else:
            to = f" to {look.time(promise.due_at)}" if promise.due_at is not None else ""
            text += f"{moved}{to}, THEY DON'T KNOW"
    return text


def _open_tone(look: Look, promise: Promise) -> str:
    case = look.case
    state = promise_state(promise_cell(promise, case.brk, case.failure, case.policy), look.now)
    if state == "late" or not promise.told:
        return "overdue"
    return "soon" if state == "at-risk" else "plain"


def owed_lines(look: Look) -> Iterator[SheetLine]:
    """What we owe, gift cards apart, and what was proposed to put it right."""
    brk, policy = look.case.brk, look.case.policy
    for item in brk.restitution:
        if item.is_pending and item.kind != GIFT:
            waits = ", not approved yet" if needs_approval(item, brk.severity, policy) else ""
            due = f", due {look.time(item.due_at)}" if item.due_at is not None else ""
            yield SheetLine(f"owed-{item.n}", "we owe", f"{item.kind} {item.amount}, {item.state}{waits}{due}")
    for remedy in brk.remedies:
        waits = "not told yet" if remedy.untold else "no answer yet"
        answer = f"they say: {remedy.answer}" if remedy.answer else waits
        yield SheetLine(
            f"remedy-{remedy.n}", "remedy", f"{said(remedy.what, 160)}: {answer}", "soon" if not remedy.answer else "plain"
        )


def other_lines(look: Look) -> Iterator[SheetLine]:
    """What else is open for them, or closed with something still to be done: they will speak of it."""
    for other in look.others:
        row = other.row
        fault = ", not told" if row.told_at is None else ""
        label, stands = ("closed", "not all is done") if row.closed_at is not None else ("also open", row.stage)
        yield SheetLine(f"other-{other.spoken}", label, f"{other.spoken} {said(row.what, 120)}: {stands}{fault}")
