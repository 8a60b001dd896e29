"""Forms for who owns a break, who is on duty, and the hand-over to the next shift."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.board import offer_handover, set_duty
from store.actions.fields import acknowledge, set_fields, take
from store.actions.receipt import Receipt
from store.errors import BadInput
from store.replica.transaction import Transaction
from store.text import one_line
from warroom.forms.spec import FieldSpec, Form, Option, Subject, Values, Verbs
from warroom.forms.wording import at_field
from warroom.preview.choices import hand_over_option

TAKE, OFFER = "take", "offer"
TAKE_OVER = "take-over"
"""Not a form: the screen on which a hand-over is accepted, break by break."""


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


# -- the owner of a break ---------------------------------------------------------------------------------------------


def _fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    brk, me = subject.one.brk, subject.actor
    can: list[tuple[str, str]] = []
    if _same(brk.owner_offered, me):
        can.append((TAKE, f"{me} takes what {brk.owner or 'nobody'} offers"))
    elif not _same(brk.owner, me) or brk.owner_offered:
        can.append((TAKE, f"{me} takes it" if not _same(brk.owner, me) else f"{me} keeps it: the offer ends"))
    can.append((OFFER, "offer it to somebody"))
    on_duty = ", ".join(one_line(name, 40) for name in subject.one.board.on_duty if not _same(name, me))
    return (
        FieldSpec("how", "owner", "choice", presets.get("how", can[0][0]), tuple(can)),
        FieldSpec(
            "owner", "to", value=presets.get("owner", ""), hint=f"on duty: {on_duty}" if on_duty else "a name",
            shown_if=("how", (OFFER,)),
        ),
    )  # fmt: skip


def _save(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    if values["how"] == TAKE:
        return [take(tx, subject.id)]
    if not values["owner"].strip():
        raise BadInput("owner", "owner is empty", "name who should own it")
    return [set_fields(tx, subject.id, {"owner": values["owner"]})]


def _notes(subject: Subject, values: Values) -> dict[str, str]:
    brk = subject.one.brk
    found: dict[str, str] = {}
    if brk.owner_offered:
        found["how"] = f"{brk.owner} owns it; offered to {brk.owner_offered}, who has not taken it"
    elif brk.owner:
        found["how"] = f"{brk.owner} owns it"
    new = values["owner"].strip()
    if values["how"] == OFFER:
        if any(_same(name, new) for name in subject.one.board.off_duty):
            found["owner"] = f"{new} is off duty"
        elif new and brk.owner and not _same(new, subject.actor) and not _same(new, brk.owner):
            found["owner"] = f"{brk.owner} owns it until {new} takes it"
    return found


OWNER = Form("owner", "Owner of", _fields, _save, notes=_notes)


# -- alerts -----------------------------------------------------------------------------------------------------------


def _quiet_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (FieldSpec("until", "quiet until", "time", presets.get("until", ""), hint="in 20m; empty: until something new is due"),)


def _quiet(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [acknowledge(tx, subject.id, values["until"].strip())]


ACKNOWLEDGE = Form("acknowledge", "Quiet about", _quiet_fields, _quiet)


# -- duty and hand-over -----------------------------------------------------------------------------------------------


def _duty_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        FieldSpec("who", "who", value=presets.get("who", subject.actor)),
        FieldSpec("on", "duty", "choice", presets.get("on", "on"), (("on", "comes on duty"), ("off", "goes off duty"))),
    )


def _duty(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [set_duty(tx, values["on"] == "on", values["who"])]


ALL, MARKED = "all", "marked"
MARKED_IDS = "ids"
"""Preset of the hand-over: the full ids of the breaks that are marked, with blanks between them."""


def _handover_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    on_duty = ", ".join(
        one_line(name, 40) for name in (subject.board.on_duty if subject.board else ()) if not _same(name, subject.actor)
    )
    marked = presets.get(MARKED_IDS, "").split()
    which = (
        FieldSpec(
            "which",
            "hand over",
            "choice",
            presets.get("which", MARKED),
            ((MARKED, f"the {len(marked)} marked" if len(marked) > 1 else "the marked one"), (ALL, "all that I own")),
        ),
        FieldSpec(
            MARKED_IDS, "", "fact", " ".join(marked), hint="only what you own can be handed over", shown_if=("which", (MARKED,))
        ),
    )
    return (
        *(which if marked else ()),
        FieldSpec("to", "to", value=presets.get("to", ""), hint=f"on duty: {on_duty}" if on_duty else "who takes over"),
        FieldSpec("said", "word", "prose", presets.get("said", ""), hint="what they should know first"),
    )


def _handover(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    with at_field(ids="which"):
        return [offer_handover(tx, values["to"], values["said"], values.get(MARKED_IDS, "").split())]


def _handover_notes(subject: Subject, values: Values) -> dict[str, str]:
    to, board = values["to"].strip(), subject.board
    if not to or board is None:
        return {}
    if any(_same(name, to) for name in board.off_duty):
        return {"to": f"{to} is off duty"}
    return {} if any(_same(name, to) for name in board.on_duty) else {"to": f"nobody said that {to} is on duty"}


def _duty_notes(subject: Subject, values: Values) -> dict[str, str]:
    leaves = values["on"] == "off"
    return {"on": "open breaks that they still own are listed after this: hand them over (h)"} if leaves else {}


def _handover_verbs(subject: Subject) -> Sequence[Option]:
    offered = any(_same(offer.to, subject.actor) for offer in (subject.board.handovers if subject.board else ()))
    on = bool(subject.board) and any(_same(name, subject.actor) for name in (subject.board.on_duty if subject.board else ()))
    take_it = Option("t", f"take what was offered to {subject.actor}, break by break", TAKE_OVER)
    hand = Option("h", "hand all that I own over to somebody", "handover")
    duty = Option(
        "d", f"{subject.actor} goes off duty" if on else f"{subject.actor} comes on duty", "duty", {"on": "off" if on else "on"}
    )
    in_writing = hand_over_option("w")
    return (take_it, hand, duty, in_writing) if offered else (hand, duty, take_it, in_writing)


DUTY = Form("duty", "Duty", _duty_fields, _duty, notes=_duty_notes, needs_break=False)
HANDOVER = Form("handover", "Hand over", _handover_fields, _handover, notes=_handover_notes, needs_break=False)
HANDOVER_VERBS = Verbs("handover", "Duty and hand-over", _handover_verbs, "handover", needs_break=False)
