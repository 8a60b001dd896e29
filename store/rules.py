"""The rules of attention: what can make a break need something. docs/attention.md shows them; a test holds both equal,
and each rule has tests of its own. `store.attention` applies them.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from typing import NamedTuple


class Rule(NamedTuple):
    """One rule of attention."""

    name: str
    when: str
    rises: str
    """How its level rises: `later`, `todo`, `soon`, `overdue`."""
    settings: str
    """The settings of the policy that move it, with spaces between; empty when none does."""
    weight: str = "house"
    """`customer`: they feel it; `house`: it is ours to clear up."""


_CLOCK = "contact_warning night"

RULES: tuple[Rule, ...] = (
    Rule(
        "not-told",
        "the customer has not heard of it from us",
        "todo; soon from the warning on; overdue once the first word was due",
        f"first_word {_CLOCK}",
        "customer",
    ),
    Rule(
        "contact",
        "the next real contact is due, by the cadence or by the time that we named to them",
        "later; soon from the warning on; overdue once it was due",
        f"cadence {_CLOCK} resets attempt_resets",
        "customer",
    ),
    Rule(
        "unanswered",
        "the customer's oldest word waits for an answer",
        "soon; overdue after the limit",
        "unanswered",
        "customer",
    ),
    Rule(
        "own-it",
        "they know of it, but we have not owned it to them (unless the fault is not ours)",
        "todo; soon once the first word was due",
        "first_word",
        "customer",
    ),
    Rule("moved-not-told", "an open promise was moved and the customer does not know", "overdue", "", "customer"),
    Rule(
        "promise",
        "the nearest open promise with a date",
        "later; soon from the warning on, or at once while it rests on a later date of others or was moved untold; "
        "overdue after the last date that they were told",
        "promise_warning",
        "customer",
    ),
    Rule(
        "doubled",
        "two open promises for one thing, made apart: the earlier one counts",
        "overdue, until one of them is settled, or moved by somebody who knew of both",
        "",
        "customer",
    ),
    Rule("untouched", "nobody has done anything about it since it was opened", "overdue after the limit", "untouched", "customer"),
    Rule(
        "retry",
        "an attempt did not reach them: try again, then the deputy",
        "soon from the retry time on; overdue while the word itself is overdue, or they were never told",
        "retry deputy_after",
        "customer",
    ),
    Rule("public", "it is public and we have not answered there", "soon; overdue after the limit", "unanswered", "customer"),
    Rule("disputed", "a claim is disputed, until the dispute is withdrawn", "overdue", ""),
    Rule("unowned", "nobody owns it", "todo", ""),
    Rule("owner-away", "its owner is off duty", "todo", ""),
    Rule("handover", "it was offered to somebody who has not accepted it", "todo; overdue after the limit", "handover_within"),
    Rule(
        "deadline",
        "the nearest date of others that is not met",
        "later; todo when a supplier is to be asked (at half of their time, then an hour and a quarter before), until they "
        "were; soon an hour before; overdue when it passed",
        "",
    ),
    Rule("approval", "amends over the limit wait for approval", "todo; overdue once their own date passed", "approval"),
    Rule(
        "issue",
        "amends that were approved, or have a date, are not issued",
        "later; soon a day before; overdue when it passed",
        "issued_within",
    ),
    Rule(
        "amends",
        "neither a remedy nor amends were proposed (unless the fault is not ours)",
        "later; soon four hours before; overdue after the limit",
        "amends_within",
    ),
    Rule("remedy-answer", "the customer knows of a remedy and has not said whether it is enough", "todo", ""),
    Rule("untold-remedy", "a remedy was proposed inside the house and the customer does not know of it", "soon", ""),
    Rule("remedy-below", "they called the last remedy less than they expect, and no other was proposed", "soon", "", "customer"),
    Rule(
        "no-remedy",
        "it is owned to them, and neither a remedy nor amends were proposed (unless the fault is not ours)",
        "later",
        "",
    ),
    Rule(
        "blocker",
        "something inside our own house stands in the way",
        "later; todo once nobody asked about it for so long",
        "nudge",
    ),
    Rule(
        "follow-up",
        "the nearest follow-up that is not done: planned, or wanted by the policy after the fix and not planned",
        "later; soon a day before; overdue when it is due",
        "followups",
    ),
    Rule(
        "check-in",
        "a closed break is watched, and its next light check-in was not made",
        "later; soon when it is due; overdue three days after",
        "watch check_ins",
    ),
    Rule(
        "outcome",
        "a closed break is watched: at the end the outcome is looked at again",
        "later; todo from the end of the watch on, until it is set again",
        "watch",
    ),
    Rule(
        "prevention",
        "the nearest dated prevention action of its failure that is not done",
        "later; todo a day before; soon when it passed (the board's own line says it, closed breaks included)",
        "",
    ),
    Rule("conflict", "two people set one field at once", "todo", ""),
    Rule("must-tell", "the customer must tell somebody by a time", "later; soon an hour before; silent when it passed", ""),
    Rule(
        "step",
        "the next step of its playbook, after the first word (`not-told`, `own-it`) and after a planned follow-up",
        "later; todo once it is due",
        "playbook",
    ),
    Rule("stage", "nothing presses and every step is done: the next stage; after the last follow-up, closing", "later", ""),
)
HOUSE = frozenset(rule.name for rule in RULES if rule.weight == "house")
"""The rules that the customer does not feel."""
