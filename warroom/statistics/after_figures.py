"""Figures of making it right and of what came after."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from store.measures.model import AmendsMeasure, Measures
from warroom.statistics.figure import Around, Figure, Observation
from warroom.statistics.promise_figures import in_time, spans

TOPIC = "Making it right, and after"
KEPT = ("kept", "stronger", "advocate")
"""Outcomes of a customer whom we kept."""


def _disputes(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    return spans(one, one.disputes, now)


def _public(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    return spans(one, one.public, now)


def _remedies(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for remedy in one.remedies:
        yield Observation(one.id, remedy.proposed_at, part=remedy.answer or "no answer", n=remedy.n)


def _money(one: Measures, line: AmendsMeasure, part: str) -> Observation:
    amount = Decimal(line.amount)
    return Observation(one.id, line.proposed_at, part=part, amount=amount, currency=line.currency, n=line.n)


def _amends(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for line in one.amends:
        if line.kind != "correction" and line.state != "declined":
            yield _money(one, line, line.kind)


def _amends_states(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for line in one.amends:
        if line.kind != "correction":
            yield _money(one, line, line.state)


def _corrections(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for line in one.amends:
        if line.kind == "correction" and line.state != "declined":
            yield _money(one, line, "correction")


def _value(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    if one.outcome and one.value:
        part = "kept" if one.outcome in KEPT else "lost"
        amount = Decimal(one.value)
        at = one.opened_at if one.closed_at is None else one.closed_at
        yield Observation(one.id, at, part=part, amount=amount, currency=one.value_currency, once=one.customer_key)


def _outcomes(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    if one.closed_at is not None:
        yield Observation(one.id, one.closed_at, part=one.outcome or "not said")
    elif one.outcome:
        yield Observation(one.id, one.opened_at, part=one.outcome)


def _repeats(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    if one.cause:
        yield Observation(one.id, one.opened_at, int(around.repeats(one)))


def _elsewhere(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    if one.cause:
        yield Observation(one.id, one.opened_at, int(around.repeats_elsewhere(one)))


def _followups(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    return in_time(one, one.followups, now)


def _prevention(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    return in_time(one, one.prevention, now)


_OPENED = "the opening of the break"
_PROPOSED = "when the line was proposed"
_MONEY = "Amounts of different currencies are never added. "

FIGURES = (
    Figure(
        "time-to-accept",
        TOPIC,
        "Disputed to accepted",
        "time",
        "From when a claim was disputed to when the dispute was withdrawn. One that is still disputed is open, and not "
        "counted in the "
        "times.",
        "when it was disputed",
        _disputes,
        ("P04",),
    ),
    Figure(
        "public-answered",
        TOPIC,
        "Public to answered",
        "time",
        "From when it became public to our answer there. One without an answer is open, and not counted in the times.",
        "when it became public",
        _public,
        ("P70a",),
    ),
    Figure(
        "remedies",
        TOPIC,
        "Remedies, by their answer",
        "tally",
        "How many remedies were proposed, by what the customer said: below, meets or exceeds what they expect, or no answer.",
        "when it was proposed",
        _remedies,
        ("P39",),
    ),
    Figure(
        "amends",
        TOPIC,
        "Amends, by kind",
        "money",
        _MONEY
        + "Sums of the restitution ledger by kind, whatever their state, without declined lines and without corrections (their "
        "own money back is no amends).",
        _PROPOSED,
        _amends,
        ("P50",),
    ),
    Figure(
        "amends-states",
        TOPIC,
        "Amends, by state",
        "money",
        _MONEY + "Sums of the restitution ledger by where the line stands now; corrections are left out.",
        _PROPOSED,
        _amends_states,
        ("P50",),
    ),
    Figure(
        "corrections",
        TOPIC,
        "Corrections",
        "money",
        _MONEY + "Their own money that went back to them, without declined lines.",
        _PROPOSED,
        _corrections,
        ("P50",),
    ),
    Figure(
        "value-kept",
        TOPIC,
        "Value kept and lost",
        "money",
        _MONEY
        + "The value of the accounts whose latest outcome is kept, stronger or advocate, and of those that were lost: the break's "
        "own, else the card's. A customer counts once, with the latest break that has an outcome.",
        "the closing of the break, else its opening",
        _value,
        ("P53", "P69"),
    ),
    Figure(
        "outcomes",
        TOPIC,
        "Outcomes",
        "tally",
        "How breaks ended with the customer: lost, kept, stronger, advocate; “not said” for a closed one without.",
        "the closing of the break; the opening of one that has an outcome and is not closed",
        _outcomes,
        ("P69",),
    ),
    Figure(
        "repeats",
        TOPIC,
        "Repeats at the same customer",
        "share",
        "Breaks before which another failure had hit the same customer by the same cause, divided by the breaks whose "
        "cause is named. The "
        "whole record is looked back on, whatever the period.",
        _OPENED,
        _repeats,
        ("P67",),
    ),
    Figure(
        "repeats-elsewhere",
        TOPIC,
        "The same cause elsewhere before",
        "share",
        "Breaks before which another failure had hit another customer by the same cause, divided by the breaks whose "
        "cause is named.",
        _OPENED,
        _elsewhere,
        ("P67",),
    ),
    Figure(
        "followups",
        TOPIC,
        "Follow-ups done in time",
        "share",
        "Follow-ups that were done by their date, divided by those that were done or are past it.",
        "the date of the follow-up",
        _followups,
        ("P64",),
    ),
    Figure(
        "prevention",
        TOPIC,
        "Prevention done in time",
        "share",
        "Prevention with a date that was done by it, divided by what was done or is past it. What several breaks of a "
        "failure share "
        "counts once.",
        "the date of the action",
        _prevention,
        ("P63",),
    ),
)
