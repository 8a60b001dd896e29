"""What somebody types into each form on the break to which everything has happened, and what must have come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from store.replica.cases import Case
from warroom.forms import Form, Subject
from warroom.forms.spec import Values


class Filled(NamedTuple):
    """What is typed into a form (the rest stays as it stands), and whether it came out right."""

    typed: Mapping[str, str]
    came_out: Callable[[Case], bool]
    presets: Values = {}  # noqa: RUF012 (never written to)


def filled(form: Form, subject: Subject, typed: Mapping[str, str], presets: Values) -> dict[str, str]:
    """The values of a form after that was typed: fields that are not shown hold nothing, as on the screen."""
    specs = form.fields(subject, presets)
    values = {spec.name: spec.value for spec in specs}
    assert set(typed) <= set(values), "no such field"
    values |= typed
    shown = {spec.name: spec.shown_if is None or values[spec.shown_if[0]] in spec.shown_if[1] for spec in specs}
    return {name: value if shown[name] else "" for name, value in values.items()}


FILLED: dict[str, Filled] = {
    "open": Filled({"customer": "Elm Couriers\n- Quay Parcel", "what": "Label API down"}, lambda case: True),
    "edit": Filled(
        {"severity": "2", "trouble": "Nine trucks\nwait.", "cause": "certificate", "count": "65,000"},
        lambda case: (case.brk.severity, case.brk.trouble, case.failure.cause) == (2, "Nine trucks\nwait.", "certificate"),
    ),
    "affected": Filled({"count": "70000", "corrected": "1"}, lambda case: (case.brk.affected, case.brk.corrected) == (70000, 1)),
    "contact": Filled(
        {"channel": "mail", "said": "We wrote.", "next": "45m", "tells": "2", "mood": "calm", "conflict": "yes"},
        lambda case: (
            (case.brk.contacts[-1].said, case.brk.contacts[-1].conflict, case.brk.promises[1].told) == ("We wrote.", True, True)
        ),
    ),
    "still-on-it": Filled({"channel": "mail", "next": "1h"}, lambda case: case.brk.contacts[-1].kind == "still-on-it"),
    "promise": Filled({"what": "a call", "by": "9 theirs", "kind": "other"}, lambda case: case.brk.promises[-1].what == "a call"),
    "settle": Filled({"result": "broken", "reason": "no part"}, lambda case: case.brk.promises[1].result == "broken"),
    "repromise": Filled(
        {"by": "in 5h", "reason": "still no part", "told": "call", "say": "tonight"}, lambda case: case.brk.promises[1].told
    ),
    "told": Filled({"channel": "sms"}, lambda case: case.brk.promises[1].told),
    "stage": Filled(
        {"stage": "closed", "reason": "over", "outcome": "kept"},
        lambda case: (case.brk.stage, case.brk.outcome) == ("closed", "kept"),
    ),
    "fixed": Filled(
        {"by": "Dana", "reason": "new certificate"},
        lambda case: (case.brk.stage, case.brk.promises[1].result, case.brk.fix_confirmed_by) == ("fixed", "kept", "Dana"),
    ),
    "confirm-fix": Filled({"by": "Dana"}, lambda case: case.brk.fix_confirmed_by == "Dana"),
    "outcome": Filled({"outcome": "stronger"}, lambda case: case.brk.outcome == "stronger"),
    "owner": Filled({"how": "offer", "owner": "cem"}, lambda case: (case.brk.owner, case.brk.owner_offered) == ("ana", "cem")),
    "acknowledge": Filled({"until": "20m"}, lambda case: case.brk.acknowledged_until is not None),
    "duty": Filled({"on": "on"}, lambda case: "ana" in case.board.on_duty),
    "handover": Filled({"to": "ben", "said": "mind Acme"}, lambda case: case.board.handovers[-1].to == "ben"),
    "accept-handover": Filled({"said": "Acme first"}, lambda case: not case.board.handovers),
    "remedy": Filled(
        {"what": "a third path", "effort": "a visit", "cost": "10"}, lambda case: case.brk.remedies[-1].cost is not None
    ),
    "answer": Filled({"answer": "exceeds"}, lambda case: case.brk.remedies[0].answer == "exceeds"),
    "restitution": Filled(
        {"amount": "250", "why": "trouble", "due": "3d"}, lambda case: str(case.brk.restitution[-1].amount) == "€250"
    ),
    "restitution-move": Filled(
        {"by": "Dana, by phone"}, lambda case: case.brk.restitution[0].state == "approved", {"n": "1", "state": "approved"}
    ),
    "step": Filled(
        {"step": "listen", "reason": "in the corridor"},
        lambda case: {state.step.id: state.reason for state in case.steps if state.by_hand} == {"listen": "in the corridor"},
    ),
    "note": Filled({"text": "Two\nlines"}, lambda case: case.brk.notes[-1].text == "Two\nlines"),
    "blocker": Filled({"what": "a signature", "who": "Eve"}, lambda case: case.brk.blockers[-1].who == "Eve"),
    "nudge": Filled({"said": "asked Dana"}, lambda case: case.brk.blockers[0].nudges == 1),
    "clear": Filled({"said": "waved through"}, lambda case: case.brk.blockers[0].cleared_at is not None),
    "waiting": Filled({"on": "supplier"}, lambda case: case.brk.waiting_on == "supplier"),
    "dispute": Filled({"what": "the count", "by": "them"}, lambda case: case.brk.disputes[-1].by == "them"),
    "withdraw-dispute": Filled({"said": "by phone"}, lambda case: case.brk.disputed_since is None),
    "public": Filled({"where": "a newspaper"}, lambda case: case.brk.public[-1].where == "a newspaper"),
    "public-answer": Filled({"said": "we answered"}, lambda case: case.brk.public[0].answered_at is not None),
    "deadline": Filled({"of": "law", "what": "a notice", "by": "in 3d"}, lambda case: case.failure.deadlines[-1].of == "law"),
    "deadline-met": Filled({"n": "1"}, lambda case: case.failure.deadlines[0].state == "met"),
    "deadline-slipped": Filled({"n": "1", "to": "in 4h", "reason": "truck"}, lambda case: case.failure.deadlines[0].slips == 1),
    "deadline-chased": Filled({"n": "1", "said": "rang"}, lambda case: case.failure.deadlines[0].chased == 1),
    "follow-up": Filled(
        {"channel": "call", "due": "10d"}, lambda case: [item.channel for item in case.brk.followups] == ["call", "mail", "call"]
    ),
    "follow-up-done": Filled({"said": "content"}, lambda case: case.brk.followups[0].done_at is not None),
    "explanation": Filled({"text": "Why it was."}, lambda case: case.failure.explanation == "Why it was."),
    "lesson": Filled({"text": "Renew early."}, lambda case: case.failure.lessons[-1].text == "Renew early."),
    "debrief": Filled({"who": "ben", "said": "saw it late"}, lambda case: case.failure.debriefs[-1].who == "ben"),
    "prevention": Filled({"what": "a robot", "owner": "ben", "due": "30d"}, lambda case: len(case.failure.prevention) == 2),
    "prevention-done": Filled({"said": "it runs"}, lambda case: case.failure.prevention[0].done_at is not None),
    "customer": Filled(
        {
            "zone": "america/new_york",
            "hours": "mon-fri 8-17",
            "value": "420000",
            "voice_only": "yes",
            "cadence": "45m",
            "channel": "call",
        },
        lambda case: (case.customer.zone, case.customer.voice_only, case.customer.cadence) == ("America/New_York", True, "45m"),
    ),
    "person": Filled(
        {"person": "Tom Adeyemi", "phone": "1", "language": "en"},
        lambda case: [p.name for p in case.customer.people][-1] == "Tom Adeyemi",
    ),
    "remove-person": Filled({}, lambda case: not case.customer.people),
    "silence": Filled({"silence_until": "8 theirs", "why": "she asked"}, lambda case: case.customer.silence_why == "she asked"),
    "amend-entry": Filled(
        {"said": "Second time."}, lambda case: case.brk.contacts[0].said == "Second time.", {"event": "contacted"}
    ),
    "move-entry": Filled({"id": "harbor"}, lambda case: not case.brk.contacts, {"event": "contacted"}),
    "take-back": Filled({"reason": "wrong"}, lambda case: not case.brk.contacts, {"event": "contacted"}),
}
"""By form. A preset event is given as its kind here; the test puts in its name."""
