"""For each rule of attention: breaks on which it fires, with the instants at which it turns, and breaks on which it must not."""

from __future__ import annotations

from typing import Any, NamedTuple

from store.attention import LATER, OVERDUE, SOON, TODO
from store.clock import DAY, HOUR, MINUTE
from store.entries import Blocker, Dispute, Followup, OutcomeMark, Prevention, PublicMark, Remedy, Slip, StageChange
from store.plan import plan_row
from store.playbooks.model import Playbook, Proof, Step, Within
from store.policy import policy_of
from store.register import Conflict
from store.row import Row
from store.state import Break, Failure
from tests.store.attending import ACME, NAMELESS_FAILURE, attempt, contact, deadline, line, new, promise, row_of, told
from tests.store.by_hand import NOW

M, H, D = MINUTE, HOUR, DAY
SILENT = ""


class Turn(NamedTuple):
    """At `after` ms after NOW a rule turns from one level to another; a millisecond earlier it had not."""

    after: int
    before: str
    then: str


class Firing(NamedTuple):
    """A break on which a rule turns, or stands at one level whatever the time (`always`)."""

    rule: str
    about: str
    row: Row
    turns: tuple[Turn, ...] = ()
    always: str = ""


def fires(rule: str, about: str, brk: Break | Row, *turns: tuple[int, str, str], always: str = "") -> Firing:
    """A case, of a break by the default policy or of a row."""
    return Firing(rule, about, row_of(brk) if isinstance(brk, Break) else brk, tuple(Turn(*turn) for turn in turns), always)


def away(brk: Break) -> Row:
    """The row of a break while ana is off duty."""
    return plan_row(brk, NAMELESS_FAILURE, ACME, policy_of(), ("Ana",))


ASLEEP = ACME._replace(hours="14-18")
SILENCE = ACME._replace(silence_since=NOW, silence_until=NOW + 3 * H)
BARRED = ACME._replace(do_not_contact="lawyers only")
NOT_OURS = NAMELESS_FAILURE._replace(fault="not-ours")
MAIL_IN = contact(NOW + 10 * M, "mail", direction="in", n=2)
MOVED = Slip(NOW, NOW + H, NOW + 2 * H, "parts", "", None)
REMEDY = Remedy("1", "m", "a courier", "", None, NOW, "", None, "")
UNTOLD = REMEDY._replace(untold=True)
BELOW = REMEDY._replace(answer="below", answered_at=NOW)
RED_TAPE = Blocker("1", "k", "a change freeze", "Dana", NOW, 0, None)
FORUM = PublicMark("1", "u", "a forum", "", NOW, None)
FOLLOWUP = Followup("1", "f", "call", NOW + 3 * D, None, "")
DISPUTE = Dispute("the count", "us", NOW, None)
TWICE = (promise(NOW + 8 * H, n="2a", key="a", apart=("2b",)), promise(NOW + 9 * H, n="2b", key="b", apart=("2a",)))
"""Two promises for one thing, made apart."""
OFFERED: dict[str, Any] = {"owner_offered": "ben", "offered_at": NOW}
UNOWNED: dict[str, Any] = {"owned_at": None, "stage": "open"}
CLOSED = told(stage="closed", closed_at=NOW)
WATCHED = CLOSED._replace(stages=(StageChange("closed", NOW, "ana", ""),))
"""Closed here at NOW, severity 2: watched for 45 days, with check-ins after 14 and 45."""
CHECK_INS = (contact(NOW + 12 * D, kind="check-in", n=2), contact(NOW + 44 * D, kind="check-in", n=3))
FIXED = told(stage="fixed", fixed_at=NOW)
BY_MAIL = Followup("2", "g", "mail", NOW + 8 * D, NOW + D, "")


def prevented(due_at: int | None = NOW + 30 * D, done_at: int | None = None) -> Failure:
    """A failure with one prevention action."""
    return NAMELESS_FAILURE._replace(prevention=(Prevention("1", "v", "test the import", "cem", due_at, done_at),))


STEPS = Playbook(
    "two",
    steps=(
        Step("own", "own it", "", proofs=(Proof("contact", ("apology",)),)),
        Step("fix", "fix it", "", (), "fixer", "owned", Within(("1h", "2h", "8h", "")), (Proof("stage", ("fixed",)),)),
    ),
)


def stepping(brk: Break) -> Row:
    """The row of a break that follows a playbook of two steps."""
    return plan_row(brk, NAMELESS_FAILURE, ACME, policy_of(), playbook=STEPS)


OWNED = told()._replace(contacts=(contact(NOW, kind="apology"),))

FIRINGS: tuple[Firing, ...] = (
    fires("step", "without a time", stepping(told()), always=LATER),
    fires("step", "due after its anchor", stepping(OWNED), (2 * H, LATER, TODO)),
    fires("step", "severity 4 has no time", stepping(OWNED._replace(severity=4)), always=LATER),
    fires("not-told", "severity 3", new(severity=3), (H, TODO, SOON), (2 * H, SOON, OVERDUE)),
    fires("not-told", "their night", row_of(new(), ASLEEP), (4 * H, LATER, OVERDUE)),
    fires("not-told", "without a limit", row_of(new(), first_word="off"), always=TODO),
    fires("not-told", "attempts only", new(contacts=(attempt(NOW),)), (20 * M, SOON, OVERDUE)),
    fires("contact", "severity 2", told(), (100 * M, LATER, SOON), (2 * H, SOON, OVERDUE)),
    fires("contact", "severity 1", told(severity=1), (20 * M, LATER, SOON), (30 * M, SOON, OVERDUE)),
    fires("contact", "a named time", told(promises=(promise(NOW + H, "news"),)), (40 * M, LATER, SOON), (H, SOON, OVERDUE)),
    fires("contact", "their night", row_of(told(), ASLEEP), (4 * H, LATER, OVERDUE)),
    fires("contact", "their silence", row_of(told(severity=1), SILENCE), (3 * H, LATER, OVERDUE)),
    fires("contact", "work in the house", told(waiting_on="supplier", stage="fixed", fixed_at=NOW), (2 * H, SOON, OVERDUE)),
    fires("unanswered", "a mail", told(MAIL_IN), (30 * M, SOON, OVERDUE)),
    fires(
        "unanswered",
        "two mails: the oldest",
        told(MAIL_IN, contact(NOW + 20 * M, "mail", direction="in", n=3)),
        (30 * M, SOON, OVERDUE),
    ),
    fires("unanswered", "an attempt is no answer", told(MAIL_IN, attempt(NOW + 12 * M, 3)), (30 * M, SOON, OVERDUE)),
    fires("unanswered", "without a limit", row_of(told(MAIL_IN), unanswered="off"), always=SOON),
    fires("own-it", "told, no apology", told(**UNOWNED), (20 * M, TODO, SOON)),
    fires("own-it", "their night", row_of(told(**UNOWNED), ASLEEP), (4 * H, LATER, SOON)),
    fires("moved-not-told", "a slip", told(promises=(promise(NOW + 9 * H, slips=(MOVED,)),)), always=OVERDUE),
    fires("doubled", "two for one thing", told(promises=TWICE), always=OVERDUE),
    fires("promise", "due in two hours", told(promises=(promise(NOW + 2 * H),)), (75 * M, LATER, SOON), (2 * H + 1, SOON, OVERDUE)),
    fires("promise", "a named time", told(promises=(promise(NOW + H, "news"),)), (40 * M, LATER, SOON), (H + 1, SOON, OVERDUE)),
    fires(
        "promise",
        "a supplier is later",
        told(promises=(promise(NOW + 9 * H),), deadlines=(deadline(NOW + 9 * H + 1),)),
        (9 * H + 1, SOON, OVERDUE),
    ),
    fires(
        "promise",
        "the fix is expected later",
        row_of(told(promises=(promise(NOW + 9 * H),)), failure=NAMELESS_FAILURE._replace(fixed_by=NOW + D)),
        (9 * H + 1, SOON, OVERDUE),
    ),
    fires(
        "promise",
        "moved: the told date counts",
        told(promises=(promise(NOW + 2 * H, due_at=NOW + D, slips=(MOVED,)),)),
        (2 * H + 1, SOON, OVERDUE),
    ),
    fires("untouched", "45 minutes", new(touched_at=None), (45 * M, SILENT, OVERDUE)),
    fires("untouched", "severity 1", new(touched_at=None, severity=1), (15 * M, SILENT, OVERDUE)),
    fires("retry", "20 minutes after", told(attempt(NOW + 5 * M)), (25 * M, SILENT, SOON), (2 * H, SOON, OVERDUE)),
    fires("retry", "never told", new(contacts=(attempt(NOW + 5 * M),)), (25 * M, SILENT, OVERDUE)),
    fires("retry", "not in their night", row_of(told(attempt(NOW + 5 * M)), ASLEEP), (4 * H, SILENT, OVERDUE)),
    fires("public", "a forum", told(public=(FORUM,)), (20 * M, SOON, OVERDUE)),
    fires("disputed", "until withdrawn", told(disputes=(DISPUTE,)), always=OVERDUE),
    fires("unowned", "nobody", told(owner=""), always=TODO),
    fires("owner-away", "the owner went off duty", away(told()), always=TODO),
    fires("handover", "15 minutes", told(**OFFERED), (15 * M, TODO, OVERDUE)),
    fires("handover", "another limit", row_of(told(**OFFERED), handover_within="1h"), (H, TODO, OVERDUE)),
    fires("handover", "without a limit", row_of(told(**OFFERED), handover_within="off"), always=TODO),
    fires("handover", "in follow-up", told(**OFFERED, stage="follow-up"), (15 * M, TODO, OVERDUE)),
    fires(
        "deadline",
        "a supplier",
        told(deadlines=(deadline(NOW + 4 * H),), cadence="9d"),
        (2 * H, LATER, TODO),
        (3 * H, TODO, SOON),
        (4 * H, SOON, OVERDUE),
    ),
    fires(
        "deadline",
        "a chased supplier",
        told(deadlines=(deadline(NOW + 4 * H, chased=1, chased_at=NOW + H),), cadence="9d"),
        (2 * H, LATER, TODO),
    ),
    fires(
        "deadline",
        "a supplier chased at half time is chased again an hour before",
        told(deadlines=(deadline(NOW + 4 * H, chased=1, chased_at=NOW + 2 * H),)),
        (3 * H, LATER, SOON),
    ),
    fires(
        "deadline",
        "a supplier's new date has a half time of its own",
        told(deadlines=(deadline(NOW + 8 * H, slips=1, dated_at=NOW + 4 * H, chased=1, chased_at=NOW + H),), cadence="9d"),
        (6 * H, LATER, TODO),
        (7 * H, TODO, SOON),
    ),
    fires("deadline", "the law", told(deadlines=(deadline(NOW + 4 * H, "law"),)), (3 * H, LATER, SOON), (4 * H, SOON, OVERDUE)),
    fires(
        "deadline",
        "of the failure",
        row_of(told(), failure=NAMELESS_FAILURE._replace(deadlines=(deadline(NOW + 4 * H),))),
        (3 * H, TODO, SOON),
    ),
    fires("approval", "over the limit", told(restitution=(line("250.01 EUR"),)), always=TODO),
    fires("approval", "another currency", told(restitution=(line("5 USD"),)), always=TODO),
    fires("approval", "with a date", told(restitution=(line("300 EUR", due_at=NOW + H),)), (H, TODO, OVERDUE)),
    fires(
        "issue", "with a date", told(restitution=(line("90 EUR", due_at=NOW + 2 * D),)), (D, LATER, SOON), (2 * D, SOON, OVERDUE)
    ),
    fires(
        "issue",
        "5 working days after approval",
        told(restitution=(line("300 EUR", "approved"),)),
        (6 * D, LATER, SOON),
        (7 * D, SOON, OVERDUE),
    ),
    fires("issue", "on a closed break", CLOSED._replace(restitution=(line("300 EUR", "approved"),)), (7 * D, SOON, OVERDUE)),
    fires("amends", "48 hours", told(), (44 * H, LATER, SOON), (48 * H, SOON, OVERDUE)),
    fires("amends", "a correction is none", told(restitution=(line("900 EUR", kind="correction"),)), (48 * H, SOON, OVERDUE)),
    fires("remedy-answer", "no answer yet", told(remedies=(REMEDY,)), always=TODO),
    fires("untold-remedy", "in the house only", told(remedies=(UNTOLD,)), always=SOON),
    fires("remedy-below", "not enough", told(remedies=(BELOW,)), always=SOON),
    fires("no-remedy", "owned", told(), always=LATER),
    fires("no-remedy", "a correction is none", told(restitution=(line("9 EUR", kind="correction"),)), always=LATER),
    fires("blocker", "severity 2: two hours", told(blockers=(RED_TAPE,)), (2 * H, LATER, TODO)),
    fires("blocker", "asked since", told(blockers=(RED_TAPE._replace(nudges=1, nudged_at=NOW + H),)), (3 * H, LATER, TODO)),
    fires("blocker", "one that nobody asks about", row_of(told(blockers=(RED_TAPE,)), nudge="off"), always=LATER),
    fires(
        "follow-up", "in three days", told(followups=(FOLLOWUP,), stage="follow-up"), (2 * D, LATER, SOON), (3 * D, SOON, OVERDUE)
    ),
    fires("follow-up", "on a closed break", CLOSED._replace(followups=(FOLLOWUP,)), (3 * D, SOON, OVERDUE)),
    fires("conflict", "two severities", told(conflicts=(Conflict("", "severity", (1, 2), ("ana", "ben")),)), always=TODO),
    fires(
        "must-tell",
        "their board at one",
        told(must_tell="the board", must_tell_by=NOW + 3 * H),
        (2 * H, LATER, SOON),
        (3 * H, SOON, SILENT),
    ),
    fires("stage", "open ones", told(), always=LATER),
    fires("stage", "after the last follow-up", told(stage="follow-up", followups=(FOLLOWUP._replace(done_at=NOW),)), always=LATER),
    fires("follow-up", "wanted by the policy, the first of them", FIXED, (2 * D, LATER, SOON), (3 * D, SOON, OVERDUE)),
    fires(
        "follow-up",
        "wanted by the policy, the mail was planned",
        FIXED._replace(followups=(BY_MAIL,)),
        (6 * D, LATER, SOON),
        (7 * D, SOON, OVERDUE),
    ),
    fires("check-in", "after 14 days", WATCHED, (14 * D, LATER, SOON), (17 * D, SOON, OVERDUE)),
    fires("check-in", "severity 1: the third", WATCHED._replace(severity=1, contacts=CHECK_INS), (90 * D, LATER, SOON)),
    fires(
        "check-in",
        "the first one was made, an attempt is none",
        WATCHED._replace(contacts=(CHECK_INS[0], contact(NOW + 45 * D, result="attempt", kind="check-in", n=3))),
        (45 * D, LATER, SOON),
        (48 * D, SOON, OVERDUE),
    ),
    fires("outcome", "at the end of the watch", WATCHED, (45 * D, LATER, TODO)),
    fires(
        "outcome",
        "the one set at closing is not looked at again",
        WATCHED._replace(outcomes=(OutcomeMark("kept", NOW, "ana"),), contacts=CHECK_INS),
        (45 * D, LATER, TODO),
    ),
    fires("prevention", "in 30 days", row_of(told(), failure=prevented()), (29 * D, LATER, TODO), (30 * D, TODO, SOON)),
)

SILENCES: tuple[Firing, ...] = (
    fires("not-told", "told", told()),
    fires("not-told", "contact is barred", row_of(new(), BARRED)),
    fires("contact", "the first word is another rule", new()),
    fires("contact", "contact is barred", row_of(told(), BARRED)),
    fires("contact", "in follow-up", told(stage="follow-up")),
    fires("contact", "closed, something still owed", CLOSED._replace(followups=(FOLLOWUP,))),
    fires("unanswered", "answered", told(MAIL_IN, contact(NOW + 12 * M, "mail", n=3))),
    fires("unanswered", "closed", CLOSED._replace(contacts=(MAIL_IN,), followups=(FOLLOWUP,))),
    fires("own-it", "owned", told()),
    fires("own-it", "not told", new()),
    fires("own-it", "not ours", row_of(told(**UNOWNED), failure=NOT_OURS)),
    fires("own-it", "contact is barred", row_of(told(**UNOWNED), BARRED)),
    fires("moved-not-told", "they know", told(promises=(promise(NOW + D, slips=(MOVED._replace(told_at=NOW),)),))),
    fires("moved-not-told", "settled", told(promises=(promise(NOW + D, slips=(MOVED,), result="kept", settled_at=NOW),))),
    fires("doubled", "two things", told(promises=(promise(NOW + H), promise(NOW + D, "workaround", n="2", key="b")))),
    fires("doubled", "closed", CLOSED._replace(promises=TWICE)),
    fires("promise", "kept", told(promises=(promise(NOW + H, result="kept", settled_at=NOW + 2 * H),))),
    fires("promise", "no date yet", told(promises=(promise(None, sure="none"),))),
    fires("untouched", "touched", new()),
    fires("untouched", "closed", CLOSED._replace(touched_at=None, followups=(FOLLOWUP,))),
    fires("untouched", "switched off", row_of(new(touched_at=None), untouched="off")),
    fires("retry", "reached since", told(attempt(NOW + 5 * M), contact(NOW + 6 * M))),
    fires("retry", "in follow-up, which has dates of its own", told(attempt(NOW + 5 * M), stage="follow-up")),
    fires("retry", "contact is barred", row_of(told(attempt(NOW + 5 * M)), BARRED)),
    fires("retry", "switched off", row_of(told(attempt(NOW + 5 * M)), retry="off")),
    fires("public", "answered there", told(public=(FORUM._replace(answered_at=NOW),))),
    fires("disputed", "withdrawn", told(disputes=(DISPUTE._replace(withdrawn_at=NOW),))),
    fires("unowned", "owned", told()),
    fires("owner-away", "somebody else is off duty", away(told(owner="ben"))),
    fires("owner-away", "nobody owns it: another rule", away(told(owner=""))),
    fires("owner-away", "in follow-up", away(told(stage="follow-up"))),
    fires("handover", "nothing is offered", told()),
    fires("handover", "closed, something still owed", CLOSED._replace(followups=(FOLLOWUP,), **OFFERED)),
    fires("deadline", "met", told(deadlines=(deadline(NOW + H, state="met"),))),
    fires("deadline", "closed", CLOSED._replace(deadlines=(deadline(NOW + H),), followups=(FOLLOWUP,))),
    fires("approval", "up to the limit", told(restitution=(line("250 EUR"),))),
    fires("approval", "a correction", told(restitution=(line("5000 EUR", kind="correction"),))),
    fires("approval", "approved", told(restitution=(line("300 EUR", "approved"),))),
    fires("issue", "proposed, no date", told(restitution=(line("90 EUR"),))),
    fires("issue", "issued", told(restitution=(line("90 EUR", "issued", due_at=NOW),))),
    fires("issue", "declined", told(restitution=(line("90 EUR", "declined", due_at=NOW),))),
    fires("amends", "a remedy", told(remedies=(REMEDY,))),
    fires("amends", "amends", told(restitution=(line("90 EUR"),))),
    fires("amends", "not ours", row_of(told(), failure=NOT_OURS)),
    fires("amends", "severity 4", told(severity=4)),
    fires("amends", "imported", told(imported=True)),
    fires("remedy-answer", "answered", told(remedies=(REMEDY._replace(answer="meets"),))),
    fires("remedy-answer", "they don't know of it", told(remedies=(UNTOLD,))),
    fires("untold-remedy", "told", told(remedies=(REMEDY,))),
    fires("untold-remedy", "closed", CLOSED._replace(remedies=(UNTOLD,), followups=(FOLLOWUP,))),
    fires("remedy-below", "another round", told(remedies=(BELOW, REMEDY._replace(n="2", proposed_at=NOW + H)))),
    fires("remedy-below", "it meets", told(remedies=(BELOW._replace(answer="meets"),))),
    fires("no-remedy", "a remedy", told(remedies=(REMEDY,))),
    fires("no-remedy", "amends", told(restitution=(line("90 EUR"),))),
    fires("no-remedy", "not ours", row_of(told(), failure=NOT_OURS)),
    fires("no-remedy", "not owned", told(**UNOWNED)),
    fires("blocker", "cleared", told(blockers=(RED_TAPE._replace(cleared_at=NOW),))),
    fires("blocker", "closed", CLOSED._replace(blockers=(RED_TAPE,), followups=(FOLLOWUP,))),
    fires("follow-up", "done", told(followups=(FOLLOWUP._replace(done_at=NOW),))),
    fires("conflict", "none", told()),
    fires("must-tell", "nobody to tell", told()),
    fires("stage", "a step is open", stepping(told())),
    fires("step", "all are done", told()),
    fires("step", "closed", stepping(CLOSED._replace(followups=(FOLLOWUP,)))),
    fires("step", "imported", stepping(told(imported=True))),
    fires("stage", "a follow-up is to be done", told(stage="follow-up", followups=(FOLLOWUP,))),
    fires("check-in", "made", WATCHED._replace(contacts=(*WATCHED.contacts, *CHECK_INS))),
    fires(
        "check-in",
        "made a little early, and the last one for both",
        WATCHED._replace(contacts=(contact(NOW + 39 * D, kind="check-in"),)),
    ),
    fires("check-in", "imported", WATCHED._replace(stages=(StageChange("closed", NOW, "ana", "", imported=True),))),
    fires("check-in", "severity 3 has none", WATCHED._replace(severity=3)),
    fires("check-in", "switched off", row_of(WATCHED, check_ins="none")),
    fires("check-in", "no watch", row_of(WATCHED, watch="none")),
    fires("check-in", "contact is barred", row_of(WATCHED, BARRED)),
    fires("check-in", "they are lost", WATCHED._replace(outcome="lost", outcomes=(OutcomeMark("lost", NOW, "ana"),))),
    fires("check-in", "the outcome was looked at again", WATCHED._replace(outcomes=(OutcomeMark("kept", NOW + 40 * D, "ana"),))),
    fires("check-in", "opened again", WATCHED._replace(stage="open", closed_at=None)),
    fires("outcome", "looked at again", WATCHED._replace(outcomes=(OutcomeMark("kept", NOW + 38 * D, "ana"),))),
    fires("outcome", "severity 4 is not watched", WATCHED._replace(severity=4)),
    fires("prevention", "done", row_of(told(), failure=prevented(done_at=NOW))),
    fires("prevention", "no date", row_of(told(), failure=prevented(due_at=None))),
    fires("prevention", "closed: the board's own line says it", row_of(CLOSED, failure=prevented())),
    fires("follow-up", "wanted: planned by hand", FIXED._replace(followups=(FOLLOWUP._replace(done_at=NOW + D), BY_MAIL))),
    fires("follow-up", "wanted: not of imported ones", FIXED._replace(imported=True)),
    fires("follow-up", "wanted: not of closed ones", FIXED._replace(stage="closed", closed_at=NOW)),
    fires("follow-up", "wanted: severity 4 has none", FIXED._replace(severity=4)),
)
