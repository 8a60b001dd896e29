"""From what a break is to its row: who to reach, what is due when. A function of the record and the policy alone."""

from __future__ import annotations

from collections.abc import Collection

from store.afterwards import next_followup, next_prevention, watch_of
from store.contact_clock import contact_clock, warn_before
from store.due_times import (
    amends_due,
    bare_since,
    below_since,
    chase_at,
    nudge_at,
    own_due,
    public_due,
    untouched_due,
    waiting_blocker,
)
from store.entries import Deadline, Promise, Restitution
from store.playbooks.model import Playbook
from store.playbooks.progress import StepState, counted, deed_words, next_step, progress
from store.playbooks.texts import playbook_name
from store.policy import Policy
from store.row import DueCell, OwedCell, PromiseCell, Row, StepCell
from store.state import Break, Customer, Failure, Person
from store.text import one_line
from store.their_hours import days_off_since, hours_on_card
from store.worktime import add_span

NO_PLAYBOOK = Playbook("")

VIEWS = ("open", "follow-up", "closed")


def view_of(brk: Break) -> str:
    """The view of the board in which a break stands; a closed one that we still owe something stays under follow-up."""
    if brk.stage == "closed" and (
        any(item.done_at is None for item in brk.followups) or any(line.is_pending for line in brk.restitution)
    ):
        return "follow-up"
    return brk.stage if brk.stage in VIEWS else "open"


def plan_row(
    brk: Break,
    failure: Failure,
    customer: Customer,
    policy: Policy,
    off_duty: Collection[str] = (),
    playbook: Playbook = NO_PLAYBOOK,
) -> Row:
    """The row of a break; `off_duty` are those who said so. Never fails, whatever is missing."""
    clock = contact_clock(brk, failure, customer, policy)
    person = contact_person(brk, customer)
    deputy = deputy_of(person, customer)
    closed = brk.is_closed
    promise = shown_promise(brk.promises)
    untold = next((promise for promise in brk.promises if promise.is_open and not promise.told), None)
    worth = brk.value or customer.value
    public = next((mark for mark in brk.public if mark.answered_at is None), None)
    watch = watch_of(brk, customer, policy)
    deadline = None if closed else nearest_deadline(brk, failure)
    doubled = doubled_promises(brk.promises)
    untold_remedy = None if closed else next((remedy for remedy in brk.remedies if remedy.untold and not remedy.answer), None)
    blocker = None if closed else waiting_blocker(brk)
    steps = progress(playbook, brk, failure, policy)
    done, asked = counted(steps)
    offered_at = brk.offered_at if brk.owner_offered and not closed else None
    return Row(
        id=brk.id,
        customer=customer.name or brk.customer,
        customer_key=customer.key,
        contact_name=person.name if person else brk.contact_name,
        call_name=call_name(person) if person else brk.contact_name.partition(" ")[0],
        phone=person.phone if person else "",
        zone=customer.zone,
        deputy=" ".join(part for part in (deputy.name, deputy.phone) if part) if deputy else "",
        what=brk.what or failure.what,
        severity=brk.severity,
        stage=brk.stage,
        view=view_of(brk),
        owner=brk.owner,
        owner_offered=brk.owner_offered,
        failure=failure.id,
        category=failure.category,
        cause=failure.cause,
        opened_at=brk.opened_at,
        known_at=brk.known_at,
        found_by=brk.found_by,
        owned_at=brk.owned_at,
        told_at=brk.told_at,
        fixed_at=brk.fixed_at,
        closed_at=brk.closed_at,
        last_contact_at=clock.last_at,
        last_contact_result=clock.last_result,
        contact_due_at=clock.due_at,
        contact_warn_at=clock.warn_at,
        contact_is_news=clock.is_news,
        quiet=clock.quiet,
        attempts=clock.attempts,
        last_attempt_at=clock.last_attempt_at,
        retry_at=clock.retry_at,
        try_deputy=clock.try_deputy,
        calling=brk.calling,
        calling_since=brk.calling_since,
        waiting_since=clock.waiting_since if not closed else None,
        waiting_due_at=clock.waiting_due_at if not closed else None,
        promise=promise_cell(promise, brk, failure, policy) if promise else None,
        untold_n=untold.n if untold else "",
        untold_since=untold.slips[-1].moved_at if untold else None,
        owed=tuple(_owed_cell(line, brk, policy) for line in brk.restitution if line.is_pending),
        amends_due_at=amends_due(brk, failure, policy),
        remedy_waits_since=None
        if closed
        else next(
            (remedy.told_at or remedy.proposed_at for remedy in brk.remedies if not remedy.answer and not remedy.untold), None
        ),
        disputed_since=brk.disputed_since,
        public_since=public.since if public else None,
        public_due_at=public_due(public, brk.severity, policy) if public else None,
        followup=next_followup(brk, policy),
        deadline=DueCell(deadline.n, deadline.what, deadline.who or deadline.of, deadline.due_at) if deadline else None,
        untouched_due_at=untouched_due(brk, policy),
        blockers=sum(1 for blocker in brk.blockers if blocker.cleared_at is None),
        conflicts=len(brk.conflicts) + len(failure.conflicts),
        newer=brk.newer,
        acknowledged_until=brk.acknowledged_until,
        do_not_contact=customer.do_not_contact,
        waiting_on=brk.waiting_on,
        worth=str(worth.amount) if worth else "",
        worth_currency=worth.currency if worth else "",
        trouble=brk.trouble,
        must_tell=brk.must_tell,
        must_tell_by=brk.must_tell_by,
        fault=failure.fault,
        own_due_at=own_due(brk, failure, policy),
        chase_at=chase_at(deadline) if deadline else None,
        doubled=" and ".join(promise.n for promise in doubled),
        doubled_due_at=doubled[0].told_due_at if doubled else None,
        first_fixer=brk.first_fixer,
        playbook=playbook.name,
        steps_done=done,
        steps=asked,
        step=None if closed or brk.imported else _step_cell(steps, brk),
        playbook_missing=_missing(playbook, playbook_name(brk, policy)),
        hours=hours_on_card(customer, policy),
        hours_zone=customer.zone or policy.hours.zone,
        days_off=days_off_since(customer, brk.known_at),
        night_line=person.night if person else "",
        night_counts=policy.night[brk.severity - 1],
        untold_remedy=untold_remedy.n if untold_remedy else "",
        untold_remedy_since=untold_remedy.proposed_at if untold_remedy else None,
        below_since=None if closed else below_since(brk.remedies),
        bare_since=bare_since(brk, failure),
        blocker=DueCell(blocker.n, one_line(blocker.what), blocker.who, blocker.since) if blocker else None,
        nudge_at=nudge_at(blocker, brk, policy) if blocker else None,
        affected=brk.affected,
        corrected=brk.corrected,
        check_in=watch.check_in if watch else None,
        watch_ends_at=watch.ends_at if watch else None,
        outcome=brk.outcome,
        prevention=next_prevention(failure),
        offered_at=offered_at,
        offered_due_at=offered_at + policy.handover_within if offered_at is not None and policy.handover_within else None,
        owner_away=bool(brk.owner) and not closed and brk.owner.casefold() in {name.casefold() for name in off_duty},
        known_face=known_face(brk),
        deputy_call=call_name(deputy) if deputy else "",
    )


def known_face(brk: Break) -> str:
    """Who of us reached the customer last, where the owner never did: a new face introduces itself. Empty otherwise, and for
    what was imported, whose contacts name whoever kept the other record."""
    faces = [contact.actor for contact in brk.contacts if contact.reached and contact.direction == "out"]
    if not brk.owner or not faces or brk.is_closed or brk.imported:
        return ""
    return "" if brk.owner.casefold() in {face.casefold() for face in faces} else faces[-1]


def _missing(playbook: Playbook, wanted: str) -> str:
    return wanted if playbook.name and playbook.name != wanted else ""


def _step_cell(steps: tuple[StepState, ...], brk: Break) -> StepCell | None:
    state = next_step(steps)
    if state is None:
        return None
    mends = brk.fixer or brk.owner
    who = {
        "owner": brk.owner,
        "fixer": mends,
        "second": f"somebody else than {mends or 'who mended it'}",
        "manager": "a manager",
    }.get(state.step.who, "")
    return StepCell(state.step.id, state.step.title, who, state.due_at, deed_words(state))


def contact_person(brk: Break, customer: Customer) -> Person | None:
    """Whom to talk to: the break's contact, as the card knows them; else the card's first person; else nobody."""
    if brk.contact_name:
        return customer.person(brk.contact_name) or Person(brk.contact_name)
    return customer.people[0] if customer.people else None


def deputy_of(person: Person | None, customer: Customer) -> Person | None:
    """Who answers for a person: as the card knows them, else only by name; None without one."""
    if person is None or not person.deputy:
        return None
    return customer.person(person.deputy) or Person(person.deputy)


def call_name(person: Person) -> str:
    """The name to use: as the card says, else the first name."""
    return person.call_name or person.name.partition(" ")[0]


def shown_promise(promises: tuple[Promise, ...]) -> Promise | None:
    """The promise that a row shows: the nearest open one, news last; else the last one that was settled."""
    open_ones = [promise for promise in promises if promise.is_open]
    if open_ones:
        return min(open_ones, key=lambda p: (p.kind == "news", p.told_due_at is None, p.told_due_at or 0, p.made_at))
    settled = [promise for promise in promises if promise.kind != "news" and promise.settled_at is not None]
    return max(settled, key=lambda p: p.settled_at or 0, default=None)


def doubled_promises(promises: tuple[Promise, ...]) -> tuple[Promise, ...]:
    """Open promises for one thing that were made apart, the earliest date first: that one counts, and with it those that it
    doubles."""
    apart = [promise for promise in promises if promise.apart]
    if not apart:
        return ()
    first = min(apart, key=_soonest)
    return (first, *sorted((promise for promise in apart if promise.n in first.apart), key=_soonest))


def _soonest(promise: Promise) -> tuple[bool, int, int]:
    return promise.told_due_at is None, promise.told_due_at or 0, promise.made_at


def needs_approval(line: Restitution, severity: int, policy: Policy) -> bool:
    """Whether a line of the ledger waits for somebody's approval: a correction never does, an amount up to the limit
    for the severity does not; another currency than the board's always does, as amounts are never converted."""
    limit = policy.approval[severity - 1]
    if line.kind == "correction" or line.state != "proposed" or limit is None:
        return False
    return line.amount.currency != policy.currency or line.amount.amount > limit


def nearest_deadline(brk: Break, failure: Failure) -> Deadline | None:
    """The next date of others that is neither met nor given up."""
    found = [deadline for deadline in (*brk.deadlines, *failure.deadlines) if deadline.state != "met"]
    return min(found, key=lambda deadline: deadline.due_at, default=None)


def later_dates(promise: Promise, brk: Break, failure: Failure) -> list[int]:
    """The dates of others, and our own date for the fix, that an open promise rests on and that lie after it."""
    due_at = promise.told_due_at
    if due_at is None or not promise.is_open or promise.kind == "news":
        return []
    dates = (*brk.deadlines, *failure.deadlines)
    found = [deadline.due_at for deadline in dates if deadline.of == "supplier" and deadline.state != "met"]
    found += [failure.fixed_by] if failure.fixed_by is not None and promise.kind == "fix" else []
    return [at for at in found if at > due_at]


def promise_cell(promise: Promise, brk: Break, failure: Failure, policy: Policy) -> PromiseCell:
    """A promise as a row shows it. A word that we would be in touch is kept by the next contact, and warned of with it."""
    due_at = promise.told_due_at
    warning = policy.contact_warning if promise.kind == "news" else policy.promise_warning
    return PromiseCell(
        n=promise.n,
        kind=promise.kind,
        what=promise.what,
        sure=promise.sure,
        due_at=promise.due_at,
        told_due_at=due_at,
        from_at=promise.from_at,
        warn_at=warn_before(due_at, warning[brk.severity - 1]),
        result=promise.result,
        settled_at=promise.settled_at,
        slips=len(promise.slips),
        told=promise.told,
        threatened=bool(later_dates(promise, brk, failure)),
    )


def _owed_cell(line: Restitution, brk: Break, policy: Policy) -> OwedCell:
    issued_within = policy.issued_within[brk.severity - 1]
    due_at = line.due_at
    if due_at is None and line.state == "approved" and issued_within is not None:
        due_at = add_span(line.state_at, issued_within, policy.hours)
    approval = needs_approval(line, brk.severity, policy)
    return OwedCell(line.n, line.kind, str(line.amount.amount), line.amount.currency, line.state, due_at, approval)
