"""From what a break is, and from what held when, to its measures. A pure function."""

from __future__ import annotations

from store.entries import Deadline, Promise
from store.measures.gaps import gaps_of
from store.measures.histories import BreakHistory, CustomerHistory, History
from store.measures.model import (
    AmendsMeasure,
    DatedMeasure,
    DeadlineMeasure,
    Measures,
    Move,
    PromiseMeasure,
    RemedyMeasure,
    SpanMeasure,
)
from store.policy import Policy
from store.reached import said_at
from store.state import Break, Customer, Failure


def measures_of(
    brk: Break,
    failure: Failure,
    customer: Customer,
    of_break: BreakHistory,
    of_customer: CustomerHistory,
    policies: History[Policy],
) -> Measures:
    """The measures of one break. Never fails, whatever is missing."""
    value = brk.value or customer.value
    first = min((contact.at for contact in brk.contacts if contact.direction == "in"), default=None)
    return Measures(
        id=brk.id,
        customer=customer.name or brk.customer,
        customer_key=customer.key,
        severity=brk.severity,
        category=failure.category,
        cause=failure.cause,
        owner=brk.owner,
        failure=failure.id,
        found_by=brk.found_by,
        stage=brk.stage,
        opened_at=brk.opened_at,
        known_at=brk.known_at,
        told_at=brk.told_at,
        first_out_at=min((one.at for one in brk.contacts if one.reached and one.direction == "out"), default=None),
        first_in_at=first,
        owned_at=said_at(brk, brk.owned_at, "owned"),
        contained_at=said_at(brk, brk.contained_at, "contained"),
        fixed_at=said_at(brk, brk.fixed_at, "fixed"),
        made_right_at=said_at(brk, brk.made_right_at, "made-right"),
        closed_at=brk.closed_at,
        reopened_at=tuple(change.at for change in brk.stages if change.stage == "reopened"),
        outcome=brk.outcome,
        value=str(value.amount) if value is not None else "",
        value_currency=value.currency if value is not None else "",
        gaps=gaps_of(brk, failure, customer, of_break, of_customer, policies),
        promises=tuple(_promise(promise) for promise in brk.promises),
        amends=tuple(
            AmendsMeasure(line.n, line.kind, str(line.amount.amount), line.amount.currency, line.state, line.proposed_at)
            for line in brk.restitution
        ),
        remedies=tuple(RemedyMeasure(remedy.n, remedy.proposed_at, remedy.answer) for remedy in brk.remedies),
        deadlines=tuple(_deadline(deadline) for deadline in (*failure.deadlines, *brk.deadlines)),
        followups=tuple(DatedMeasure(item.key, item.n, item.due_at, item.done_at) for item in brk.followups),
        prevention=tuple(
            DatedMeasure(item.key, item.n, item.due_at, item.done_at) for item in failure.prevention if item.due_at is not None
        ),
        blockers=tuple(SpanMeasure(blocker.n, blocker.since, blocker.cleared_at) for blocker in brk.blockers),
        disputes=tuple(SpanMeasure("", dispute.since, dispute.withdrawn_at) for dispute in brk.disputes),
        public=tuple(SpanMeasure(mark.n, mark.since, mark.answered_at) for mark in brk.public),
    )


def _promise(promise: Promise) -> PromiseMeasure:
    first_due = promise.slips[0].from_at if promise.slips else promise.due_at
    return PromiseMeasure(
        n=promise.n,
        kind=promise.kind,
        made_at=promise.made_at,
        first_due=first_due,
        told_due=promise.told_due_at,
        result=promise.result,
        settled_at=promise.settled_at,
        moves=_moves(promise, first_due),
    )


def _moves(promise: Promise, first_due: int | None) -> tuple[Move, ...]:
    """The moves, each with the date that the customer knew until they were told of it: several that were told at once were
    told against the same one."""
    found = []
    for place, slip in enumerate(promise.slips):
        known = first_due
        for before in promise.slips[:place]:
            if before.told_at is not None and (slip.told_at is None or before.told_at < slip.told_at):
                known = before.to_at
        found.append(Move(slip.moved_at, known, slip.told_at))
    return tuple(found)


def _deadline(deadline: Deadline) -> DeadlineMeasure:
    return DeadlineMeasure(
        deadline.key,
        deadline.n,
        deadline.of,
        deadline.who,
        deadline.set_at,
        deadline.due_at,
        deadline.state,
        deadline.slips,
    )
