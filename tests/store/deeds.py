"""Every action with a good call, and the calls that it must refuse: the table that the tests of actions run over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from store.actions import (
    amends,
    board,
    contacts,
    corrections,
    customers,
    dates,
    fields,
    house,
    opening,
    playbooks,
    promises,
    stages,
    writing,
)
from tests.store.desk import Desk

Bad = tuple[str, Any, str]
"""(parameter, value that can't be taken, field at which the error must stand)."""


class Deed(NamedTuple):
    """One action. `$acme` and `$blue` in its arguments stand for the ids of the desk's breaks, `$EVENT` for the newest event."""

    action: Callable[..., Any]
    good: dict[str, Any]
    first: tuple[tuple[Callable[..., Any], dict[str, Any]], ...] = ()
    """What must have been done before."""
    bad: tuple[Bad, ...] = ()
    texts: tuple[str, ...] = ()
    """Parameters that take a free text, whose field has the same name."""

    @property
    def name(self) -> str:
        return f"{self.action.__module__.rpartition('.')[2]}.{self.action.__name__}"


def given(arguments: dict[str, Any], desk: Desk) -> dict[str, Any]:
    """The arguments with the desk's own ids in them."""
    named = {"$acme": desk.acme, "$blue": desk.blue, "$EVENT": desk.name_of_last()}

    def real(value: Any) -> Any:
        if isinstance(value, list):
            return [real(inner) for inner in value]
        return named.get(value, value) if isinstance(value, str) else value

    return {name: real(value) for name, value in arguments.items()}


def prepare(deed: Deed, desk: Desk) -> None:
    """Does what must have been done before."""
    for action, arguments in deed.first:
        ready = given(arguments, desk)
        desk.do(lambda tx, action=action, ready=ready: action(tx, **ready))  # type: ignore[misc]


AT = "$acme"
PROMISED = (promises.make_promise, {"typed_ids": [AT], "what": "full fix", "by": "2h"})
OWED = (amends.owe, {"typed_id": AT, "kind": "credit", "amount": "90 EUR"})
PAST: tuple[Any, ...] = ("20m ago", "yesterday", "2020-01-01", "2026-11-23 09:00")
NO_TIME: tuple[Any, ...] = ("soon", "25:00", "31 feb", "\x1b[31m9")
NUMBERS: tuple[Bad, ...] = tuple(("n", value, "n") for value in ("7", "", "x", "-1", "1a", "²", "#"))


def times(parameter: str, field: str, *, ahead: bool = True) -> tuple[Bad, ...]:
    """A time that can't be read, or lies on the wrong side of now."""
    wrong = PAST if ahead else ("in 2h", "tomorrow 9", "2030-01-01")
    return tuple((parameter, value, field) for value in (*NO_TIME, *wrong))


def amounts(parameter: str, field: str = "") -> tuple[Bad, ...]:
    """An amount that can't be taken."""
    wrong = ("much", "-5 EUR", "0 EUR", "5 ABC", "1.234 EUR", "1.240,00 EUR", "9" * 40 + " EUR", "5 EUR USD", "NaN EUR")
    return tuple((parameter, value, field or parameter) for value in wrong)


def words(parameter: str, field: str = "") -> tuple[Bad, ...]:
    """No word of the list."""
    return tuple((parameter, value, field or parameter) for value in ("", "pigeon", "\x1b[31m", "x" * 100_000))


def empty(*parameters: str) -> tuple[Bad, ...]:
    """A text that must be there."""
    return tuple((parameter, value, parameter) for parameter in parameters for value in ("", " \n ", "\x00\u202e"))


DEEDS: tuple[Deed, ...] = (
    Deed(
        opening.open_breaks,
        {"customers": ["Dune"], "what": "Ads ran at night"},
        bad=(
            ("customers", [], "customer"),
            ("customers", ["Dune", " \x00"], "customer"),
            ("what", "", "what"),
            ("severity", "5", "severity"),
            ("severity", "²", "severity"),
            ("severity", 0, "severity"),
            ("found_by", "them", "found_by"),
            ("fault", "mine", "fault"),
            ("cadence", "often", "cadence"),
            ("failure", "F-ZZZZ", "failure"),
            ("failure", "ZZZZ", "id"),
            *times("found_at", "found_at", ahead=False),
            *amounts("value"),
        ),
        texts=("what", "owner", "contact_name", "category", "cause", "trouble", "expectation"),
    ),
    Deed(
        contacts.log_contact,
        {"typed_ids": [AT, "$blue"], "channel": "call", "next_": "2h"},
        bad=(
            ("typed_ids", [], "id"),
            ("typed_ids", [AT, "ZZZZ"], "id"),
            ("kind", "gossip", "kind"),
            ("mood", "enraged", "mood"),
            ("attempt", True, "next"),
            *words("channel"),
            *times("next_", "next"),
        ),
        texts=("said", "with_"),
    ),
    Deed(contacts.begin_call, {"typed_id": AT}, bad=words("channel")),
    Deed(contacts.end_call, {"typed_id": AT}, first=((contacts.begin_call, {"typed_id": AT}),)),
    Deed(
        promises.make_promise,
        {"typed_ids": [AT, "$blue"], "what": "full fix", "by": "2h"},
        bad=(
            ("typed_ids", [], "id"),
            ("by", "", "by"),
            ("next_", "2h", "next"),
            ("from_", "1h", "from"),
            ("sure", "none", "by"),
            *empty("what"),
            *words("kind"),
            *words("sure"),
            *times("by", "by"),
        ),
        texts=("what",),
    ),
    Deed(
        promises.settle_promise,
        {"typed_id": AT, "n": "1", "result": "kept"},
        first=(PROMISED,),
        bad=(*NUMBERS, *words("result")),
        texts=("reason",),
    ),
    Deed(
        promises.move_promise,
        {"typed_id": AT, "n": "1", "by": "3h", "reason": "parts late"},
        first=(PROMISED,),
        bad=(*NUMBERS, *times("by", "by"), *empty("reason"), ("told_by", "pigeon", "told"), ("by", "119m", "by")),
        texts=("reason", "say"),
    ),
    Deed(
        promises.tell_promise,
        {"typed_id": AT, "n": "1", "channel": "call"},
        first=(PROMISED, (promises.move_promise, {"typed_id": AT, "n": "1", "by": "3h", "reason": "parts late"})),
        bad=(*NUMBERS, *words("channel")),
    ),
    Deed(
        amends.propose_remedy,
        {"typed_id": AT, "what": "a courier today"},
        bad=(*empty("what"), *(one for one in amounts("cost") if one[1] != "0 EUR")),
        texts=("what", "effort"),
    ),
    Deed(
        amends.tell_remedy,
        {"typed_id": AT, "n": "1", "channel": "call"},
        first=((amends.propose_remedy, {"typed_id": AT, "what": "a courier", "inside": True}),),
        bad=(*NUMBERS, *words("channel")),
    ),
    Deed(
        amends.answer_remedy,
        {"typed_id": AT, "n": "1", "answer": "meets"},
        first=((amends.propose_remedy, {"typed_id": AT, "what": "a courier"}),),
        bad=(*NUMBERS, *words("answer")),
        texts=("said",),
    ),
    Deed(
        amends.owe,
        {"typed_id": AT, "kind": "credit", "amount": "90 EUR"},
        bad=(("amount", "", "amount"), *words("kind"), *amounts("amount"), *times("due", "due")),
        texts=("why",),
    ),
    Deed(
        amends.move_restitution,
        {"typed_id": AT, "n": "1", "state": "approved"},
        first=(OWED,),
        bad=(*NUMBERS, *words("state"), ("state", "confirmed", "state"), ("state", "proposed", "state")),
        texts=("by",),
    ),
    Deed(
        amends.count_affected,
        {"typed_id": AT, "count": "65000", "corrected": "41,200"},
        bad=(
            *(("count", value, "count") for value in ("", "many", "-3", "1.5", "²", "9" * 30)),
            ("corrected", "65001", "corrected"),
            ("corrected", "most", "corrected"),
        ),
    ),
    Deed(
        stages.set_stage,
        {"typed_id": AT, "stage": "contained"},
        bad=(*words("stage"), ("stage", "open", "stage"), ("stage", "reopened", "stage")),
        texts=("reason",),
    ),
    Deed(
        fields.set_fields,
        {"typed_id": AT, "changes": {"owner": "ben", "cause": "certificate", "must-tell-by": "3h"}},
        bad=(
            ("changes", {}, "field"),
            ("changes", {"colour": "red"}, "field"),
            *(("changes", {name: ""}, name) for name in ("customer", "what", "severity", "failure", "found_by", "fault")),
            *(("changes", {name: "x" * 100_000}, name) for name in ("customer", "what", "trouble", "must_tell", "cause")),
            ("changes", {"severity": "9"}, "severity"),
            ("changes", {"cadence": "often"}, "cadence"),
            ("changes", {"value": "-3 EUR"}, "value"),
            ("changes", {"found_at": "in 2h"}, "found_at"),
            ("changes", {"must_tell_by": "2h ago"}, "must_tell_by"),
            ("changes", {"fixed_by": "soon"}, "fixed_by"),
            ("changes", {"failure": "F-ZZZZ"}, "failure"),
            ("changes", {"owner": "ben", "severity": "9"}, "severity"),
        ),
    ),
    Deed(fields.take, {"typed_id": AT}),
    Deed(fields.acknowledge, {"typed_id": AT, "until": "30m"}, bad=times("until", "until")),
    Deed(
        dates.set_deadline,
        {"typed_id": AT, "of": "supplier", "what": "spare part", "by": "3h"},
        bad=(*words("of"), *empty("what"), *times("by", "by")),
        texts=("what", "who"),
    ),
    Deed(
        dates.end_deadline,
        {"typed_id": AT, "n": "1", "met": False, "to": "5h"},
        first=((dates.set_deadline, {"typed_id": AT, "of": "supplier", "what": "part", "by": "3h"}),),
        bad=(*NUMBERS, *times("to", "to")),
        texts=("reason",),
    ),
    Deed(
        dates.chase_deadline,
        {"typed_id": AT, "n": "1"},
        first=((dates.set_deadline, {"typed_id": AT, "of": "contract", "what": "SLA", "by": "3h"}),),
        bad=NUMBERS,
        texts=("said",),
    ),
    Deed(
        dates.plan_followup,
        {"typed_id": AT, "channel": "mail", "due": "2d"},
        bad=(("due", "", "due"), *words("channel"), *times("due", "due")),
    ),
    Deed(
        dates.do_followup,
        {"typed_id": AT, "n": "1"},
        first=((dates.plan_followup, {"typed_id": AT, "channel": "call", "due": "2d"}),),
        bad=NUMBERS,
        texts=("said",),
    ),
    Deed(
        dates.plan_prevention,
        {"typed_id": AT, "what": "an alarm", "owner": "ben", "due": "2wd"},
        bad=(*empty("what", "owner"), *times("due", "due")),
        texts=("what", "owner"),
    ),
    Deed(
        dates.do_prevention,
        {"typed_id": AT, "n": "1"},
        first=((dates.plan_prevention, {"typed_id": AT, "what": "an alarm", "owner": "ben"}),),
        bad=NUMBERS,
        texts=("said",),
    ),
    Deed(
        writing.note_exported,
        {"typed_id": AT, "summary": "letter", "file": "mine.md", "rules": ("hedge.if-apology",)},
        bad=(("summary", "review", "summary"),),
    ),
    Deed(
        writing.mark_sent,
        {"typed_id": AT, "went": writing.Went("letter", "Dear Mary,", "Mary Osei")},
        bad=(
            ("went", writing.Went("poem", "x"), "summary"),
            ("went", writing.Went("letter", " \n"), "text"),
            ("went", writing.Went("letter", "x" * 100_000), "text"),
            ("went", writing.Went("letter", "x", "y" * 100_000), "to"),
            ("went", writing.Went("letter", "x", channel="call"), "channel"),
            ("went", writing.Went("letter", "x", at=1 << 45), "at"),
        ),
    ),
    Deed(house.note, {"typed_id": AT, "text": "look at the queue"}, bad=empty("text"), texts=("text",)),
    Deed(house.explain, {"typed_id": AT, "text": "a certificate ran out"}, bad=empty("text"), texts=("text",)),
    Deed(house.learn, {"typed_id": AT, "text": "watch certificates"}, bad=empty("text"), texts=("text",)),
    Deed(house.debrief, {"typed_id": AT, "who": "ben"}, bad=empty("who"), texts=("who", "said")),
    Deed(house.raise_blocker, {"typed_id": AT, "what": "no budget"}, bad=empty("what"), texts=("what", "who")),
    Deed(
        house.clear_blocker,
        {"typed_id": AT, "n": "1"},
        first=((house.raise_blocker, {"typed_id": AT, "what": "no budget"}),),
        bad=NUMBERS,
        texts=("said",),
    ),
    Deed(
        house.nudge_blocker,
        {"typed_id": AT, "n": "1"},
        first=((house.raise_blocker, {"typed_id": AT, "what": "no budget"}),),
        bad=NUMBERS,
        texts=("said",),
    ),
    Deed(house.wait_on, {"typed_id": AT, "on": "supplier"}, bad=(*words("on"), ("on", "none", "on"))),
    Deed(house.dispute, {"typed_id": AT, "what": "the count"}, bad=(*empty("what"), *words("by")), texts=("what",)),
    Deed(
        house.withdraw_dispute, {"typed_id": AT}, first=((house.dispute, {"typed_id": AT, "what": "the count"}),), texts=("said",)
    ),
    Deed(house.mark_public, {"typed_id": AT, "where": "a forum"}, bad=empty("where"), texts=("where", "link")),
    Deed(
        house.answer_public,
        {"typed_id": AT, "n": "1"},
        first=((house.mark_public, {"typed_id": AT, "where": "a forum"}),),
        bad=NUMBERS,
        texts=("said",),
    ),
    Deed(
        stages.mark_fixed,
        {"typed_id": AT, "kept": ["1"], "reason": "restarted", "confirmed_by": "ben"},
        first=(PROMISED,),
        bad=(("kept", ["7"], "n"), ("kept", ["x"], "n")),
        texts=("reason",),
    ),
    Deed(
        house.confirm_fix,
        {"typed_id": AT, "by": "ben"},
        first=((stages.set_stage, {"typed_id": AT, "stage": "fixed"}),),
        texts=("by",),
    ),
    Deed(house.set_outcome, {"typed_id": AT, "outcome": "stronger"}, bad=words("outcome")),
    Deed(
        house.mark_step,
        {"typed_id": AT, "step": "own-it", "done": True},
        bad=(*empty("step"), ("done", False, "step"), ("step", "own", "step")),
        texts=("reason",),
    ),
    Deed(
        playbooks.use_playbook,
        {"name": "five-rules", "severities": (1,)},
        bad=(("name", "no such", "playbook"), ("name", "", "playbook")),
    ),
    Deed(
        playbooks.drop_playbook,
        {"name": "ours"},
        first=((playbooks.use_playbook, {"name": "Ours", "text": 'name = "ours"', "severities": ()}),),
        bad=(("name", "recovery", "playbook"),),
    ),
    Deed(
        customers.edit_customer,
        {"name": "Acme", "card": {"zone": "europe/berlin", "hours": "mon-fri 8-18"}, "person": "Mary Osei", "silence_until": "8h"},
        bad=(
            *empty("name"),
            *(
                ("card", {name: value}, field)
                for name, value, field in (
                    ("zone", "Narnia", "zone"),
                    ("hours", "18-8", "hours"),
                    ("hours", "moon 8-18", "days"),
                    ("cadence", "often", "cadence"),
                    ("value", "0 EUR", "value"),
                    ("voice_only", "perhaps", "voice_only"),
                    ("channel", "pigeon", "channel"),
                    ("colour", "red", "field"),
                    ("do_not_contact", "x" * 100_000, "do_not_contact"),
                )
            ),
            *times("silence_until", "silence_until"),
            ("about_person", {"phone": "x" * 100_000}, "phone"),
        ),
        texts=("name", "person", "why"),
    ),
    Deed(
        customers.remove_person,
        {"name": "Acme", "person": "Mary Osei"},
        first=((customers.edit_customer, {"name": "Acme", "person": "Mary Osei"}),),
        bad=(*empty("name"), ("person", "Bob", "person"), ("person", "", "person")),
    ),
    Deed(
        customers.join_customers,
        {"name": "Acme", "into": "Acme Freight"},
        first=((customers.edit_customer, {"name": "Acme Freight", "card": {"zone": "UTC"}}),),
        bad=(("name", "", "a"), ("into", "", "b"), ("into", "ACME", "b"), ("name", "Nobody", "a"), ("into", "Nobody", "b")),
    ),
    Deed(board.name_board, {"name": "ops"}, bad=empty("name"), texts=("name",)),
    Deed(board.set_policy, {"settings": ["bell=1"]}, bad=(("settings", [], "set"), ("settings", ["bell"], "set"))),
    Deed(board.set_duty, {"on": True}, texts=("who",)),
    Deed(
        board.offer_handover,
        {"to": "ben"},
        first=((fields.take, {"typed_id": AT}),),
        bad=(*empty("to"), ("to", "ana", "to")),
        texts=("to", "said"),
    ),
    Deed(corrections.undo, {"typed_id": AT}, first=((house.note, {"typed_id": AT, "text": "x"}),)),
    Deed(
        corrections.retract,
        {"typed_event": "$EVENT"},
        first=((house.note, {"typed_id": AT, "text": "x"}),),
        texts=("reason",),
    ),
    Deed(
        corrections.amend,
        {"typed_event": "$EVENT", "changes": {"text": "y"}},
        first=((house.note, {"typed_id": AT, "text": "x"}),),
        bad=(("changes", {}, "field"), ("changes", {"text": ""}, "text"), ("changes", {"text": "x" * 100_000}, "text")),
    ),
    Deed(
        corrections.move_entry, {"typed_event": "$EVENT", "typed_id": "$blue"}, first=((house.note, {"typed_id": AT, "text": "x"}),)
    ),
    Deed(corrections.redact, {"typed_event": "$EVENT"}, first=((house.note, {"typed_id": AT, "text": "x"}),)),
    Deed(
        corrections.join,
        {"a": AT, "b": "$blue"},
        bad=(("b", AT, "b"), ("b", "F-ZZZZ", "b"), ("a", "ZZZZ", "id"), ("b", "ZZZZ", "id")),
    ),
)
