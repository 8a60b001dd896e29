"""`warroom call`: the call sheet of a break, what to know and say before ringing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from store.clock import SECOND
from store.zones import iso_seconds
from warroom.answers import put, put_json
from warroom.command import command
from warroom.rows import number
from warroom.session import Session

if TYPE_CHECKING:
    from warroom.call_sheet.lines import Lines
    from warroom.call_sheet.look import Look
    from warroom.call_sheet.sheet import CallSheet


@command("call", "The call sheet: what to know, to say and not to say before ringing. The number comes first.")
@click.argument("id_", metavar="ID")
@click.pass_obj
def call_command(session: Session, id_: str) -> None:
    from warroom.call_sheet.reading import look_at_call
    from warroom.call_sheet.sheet import call_sheet

    look = look_at_call(session.replica, id_, session.clock.now(), session.zone, session.actor)
    sheet = call_sheet(look)
    if session.json:
        put_json(sheet_json(sheet, look))
        return
    from warroom.call_sheet.text import sheet_text

    put("\n".join(sheet_text(sheet)))


def sheet_json(sheet: CallSheet, look: Look) -> dict[str, Any]:
    """The interface form: facts by name, and every line of the sheet by its section."""
    from warroom.call_sheet.talk import next_word_at

    brk, customer, person, deputy = look.case.brk, look.case.customer, look.person, look.deputy
    talked = [contact for contact in brk.contacts if contact.result != "attempt"]
    mood = next((contact.mood for contact in reversed(talked) if contact.mood), None)
    return {
        "id": sheet.spoken,
        "full_id": brk.id,
        "customer": sheet.customer,
        "what": sheet.what,
        "kind": sheet.kind,
        "number": sheet.number or None,
        "night_line": look.by_night_line,
        "with": person.name if person else None,
        "call_name": look.name,
        "role": (person.role or None) if person else None,
        "language": (person.language or None) if person else None,
        "deputy_of": look.contact.name if look.is_deputys_turn and look.contact is not None else None,
        "deputy": {"name": deputy.name, "phone": deputy.phone or deputy.night or None} if deputy else None,
        "their_time": look.their_clock or None,
        "hours": customer.hours or None,
        "out_of_hours": look.out_of_hours,
        "reachable_at": iso_seconds(look.hours_open_at),
        "silence_until": iso_seconds(look.silence_until),
        "silence_why": (customer.silence_why or None) if look.silence_until is not None else None,
        "do_not_contact": customer.do_not_contact or None,
        "calling": {"who": look.caller[0], "since": iso_seconds(look.caller[1])} if look.caller else None,
        "attempts": look.row.attempts,
        "retry_at": iso_seconds(look.row.retry_at),
        "mood": mood,
        "argued": any(contact.conflict for contact in talked),
        "trouble": brk.trouble or None,
        "expectation": brk.expectation or None,
        "words": next((contact.said for contact in reversed(talked) if contact.said), None),
        "must_tell": brk.must_tell or None,
        "must_tell_by": iso_seconds(brk.must_tell_by),
        "promises": [
            {"n": number(promise.n), "what": promise.what, "told_due_at": iso_seconds(promise.told_due_at), "told": promise.told}
            for promise in look.open_promises
        ],
        "may_promise": _may_promise(look),
        "next_word_at": iso_seconds(next_word_at(look)),
        "alarms": _lines(sheet.alarms),
        "facts": _lines(sheet.facts),
        "say": _lines(sheet.say),
        "avoid": _lines(sheet.avoid),
    }


def _lines(lines: Lines) -> list[dict[str, str]]:
    return [{"name": line.name, "text": line.text} for line in lines]


def _may_promise(look: Look) -> dict[str, Any] | None:
    """What the history says of the fix; null where it is fixed."""
    advice = look.advice
    if advice is None:
        return None
    half, most = advice.sure_at(0.5), advice.sure_at(0.8)
    return {
        "sample": advice.basis.sample,
        "half_s": None if half is None else (half - look.now) // SECOND,
        "most_s": None if most is None else (most - look.now) // SECOND,
        "sure_at": iso_seconds(most),
    }
