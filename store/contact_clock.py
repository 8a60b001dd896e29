"""The contact clock of one break: what reset it, what waits for an answer, when the next word is due.

Three stamps are kept apart (docs/attention.md): our last real contact, the customer's oldest unanswered word, our last
attempt. Work inside the house moves none of them.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Iterable
from typing import NamedTuple

from store.afterwards import followed_up_at
from store.clock import DAY
from store.entries import Contact
from store.errors import BadInput
from store.policy import Cadence, Policy, parse_cadence
from store.row import Quiet
from store.spans import Span
from store.state import Break, Customer, Failure
from store.their_hours import customer_hours
from store.worktime import Hours, add_span, next_open, open_periods

QUIET_HORIZON = 14 * DAY
"""How long after the due time the customer's nights are still worked out; beyond that the break is simply overdue."""


EMPTY_FROM = 3
"""From which one in a row on a "still on it" without anything new no longer counts."""


class ContactClock(NamedTuple):
    """The stamps and due times of the contact with one customer; None where there is none."""

    last_at: int | None
    last_result: str
    due_at: int | None
    warn_at: int | None
    is_news: bool
    """Whether the due time is one that we named to the customer ("in touch by …")."""
    quiet: tuple[Quiet, ...]
    attempts: int
    last_attempt_at: int | None
    retry_at: int | None
    try_deputy: bool
    waiting_since: int | None
    waiting_due_at: int | None


def resets(contact: Contact, policy: Policy, customer: Customer) -> bool:
    """Whether a contact resets the clock, by channel × direction × result (docs/attention.md, with its switches)."""
    if contact.result == "spoke":
        return True
    if contact.direction == "in":
        return False
    if contact.result == "attempt":
        return policy.attempt_resets
    return contact.channel in policy.resets and not customer.voice_only


def answers(contact: Contact, customer: Customer) -> bool:
    """Whether a contact answers what the customer waits for: we spoke, whoever rang, or we wrote to one who reads. Which
    channels reset the clock makes no difference: a mail that was answered by mail is answered."""
    return contact.result == "spoke" or (contact.reached and not customer.voice_only)


def starts_waiting(contact: Contact) -> bool:
    """Whether a contact is a word of the customer's that wants an answer."""
    return contact.direction == "in" and contact.result != "spoke"


def repeats_without_news(contacts: Iterable[Contact], progress: Iterable[int]) -> dict[int, int]:
    """For each "still on it": how many in a row it is since something last moved (contact n → 1, 2, 3 …)."""
    moves = sorted(progress)
    run, last_at = 0, None
    found: dict[int, int] = {}
    for contact in contacts:
        if not contact.reached or contact.direction == "in":
            continue
        moved = last_at is None or any(last_at < at <= contact.at for at in moves)
        run = (1 if moved else run + 1) if contact.kind == "still-on-it" else 0
        if run:
            found[contact.n] = run
        last_at = contact.at
    return found


def progress_of(brk: Break, failure: Failure) -> list[int]:
    """When something moved that the customer could be told of."""
    found = [change.at for change in brk.stages]
    for promise in brk.promises:
        found += [] if promise.kind == "news" else [promise.made_at, *(slip.moved_at for slip in promise.slips)]
        found += [promise.settled_at] if promise.settled_at is not None and promise.kind != "news" else []
    found += [remedy.told_at for remedy in brk.remedies if remedy.told_at is not None]
    found += [line.state_at for line in brk.restitution]
    found += [explanation.at for explanation in failure.explanations]
    found += [deadline.set_at for deadline in (*failure.deadlines, *brk.deadlines)]
    if brk.fix_confirmed_at is not None:
        found.append(brk.fix_confirmed_at)
    return found


def contact_clock(brk: Break, failure: Failure, customer: Customer, policy: Policy) -> ContactClock:
    """Works out the contact clock as things stand; a function of the record and the policy, not of the time now."""
    rank = brk.severity - 1
    last: Contact | None = None
    attempts, last_attempt, waiting = 0, None, None
    repeats = repeats_without_news(brk.contacts, progress_of(brk, failure))
    for contact in brk.contacts:
        if starts_waiting(contact):
            waiting = contact.at if waiting is None else waiting
            continue
        is_empty = repeats.get(contact.n, 0) >= EMPTY_FROM
        if resets(contact, policy, customer) and not is_empty:
            last, attempts, last_attempt = contact, 0, None
        elif contact.result == "attempt":
            attempts, last_attempt = attempts + 1, contact.at
        if answers(contact, customer) and not is_empty:
            waiting = None
    due_at, is_news = _due(brk, customer, policy, last)
    quiet: tuple[Quiet, ...] = ()
    if due_at is None:
        quiet = _silence(customer, last.at if last else brk.known_at)
    else:
        hours = None if is_news or policy.night[rank] else customer_hours(customer, policy)
        due_at, quiet = _beside_quiet(due_at, last.at if last else brk.known_at, customer, hours)
    warning = policy.contact_warning[rank]
    unanswered, retry = policy.unanswered[rank], policy.retry[rank]
    return ContactClock(
        last_at=last.at if last else None,
        last_result=last.result if last else "",
        due_at=due_at,
        warn_at=warn_before(due_at, warning),
        is_news=is_news,
        quiet=quiet,
        attempts=attempts,
        last_attempt_at=last_attempt,
        retry_at=add_span(last_attempt, retry, policy.hours) if last_attempt is not None and retry is not None else None,
        try_deputy=0 < policy.deputy_after[rank] <= attempts,
        waiting_since=waiting,
        waiting_due_at=add_span(waiting, unanswered, policy.hours) if waiting is not None and unanswered is not None else None,
    )


def cadence_of(brk: Break, customer: Customer, policy: Policy) -> Cadence:
    """The cadence in force: the break's own, else the customer's, else the policy's for the severity."""
    for text in (brk.cadence, customer.cadence):
        if text:
            try:
                return parse_cadence(text)
            except BadInput:
                continue
    return policy.cadence[brk.severity - 1]


def _due(brk: Break, customer: Customer, policy: Policy, last: Contact | None) -> tuple[int | None, bool]:
    """When the next word is due, before nights and silences; and whether we named that time to the customer."""
    if brk.stage in ("follow-up", "closed") or customer.do_not_contact:
        return None, False
    news = [
        promise.told_due_at
        for promise in brk.promises
        if promise.kind == "news" and promise.is_open and promise.told_due_at is not None
    ]
    changed_at = brk.severity_at if brk.severity_at > brk.opened_at else 0
    begin = max(brk.known_at, changed_at)
    if last is None:
        first = policy.first_word[brk.severity - 1]
        first_at = None if first is None else add_span(begin, first, policy.hours)
        if news and (first_at is None or min(news) < first_at):
            return min(news), True
        return first_at, False
    if news:
        return min(news), True
    if followed_up_at(brk, policy) is not None:
        return None, False
    cadence = cadence_of(brk, customer, policy)
    base = max(last.at, changed_at)
    interval: Span = cadence.first if cadence.first is not None and base < begin + cadence.first_for else cadence.then
    return add_span(base, interval, policy.hours), False


def warn_before(due_at: int | None, span: Span | None) -> int | None:
    """When the warning for a due time begins."""
    return due_at - span.amount if due_at is not None and span is not None and span.kind != "days" else due_at


def _silence(customer: Customer, since: int) -> tuple[Quiet, ...]:
    """The silence that the customer asked for, unless it ended before `since`."""
    if customer.silence_until is None or customer.silence_since is None or customer.silence_until <= since:
        return ()
    return (Quiet(customer.silence_since, customer.silence_until, "silence"),)


def _beside_quiet(due_at: int, since: int, customer: Customer, hours: Hours | None) -> tuple[int, tuple[Quiet, ...]]:
    """The due time moved out of the customer's nights and of the silence that they asked for (and out of the night in
    which that ends), and both as periods. Without `hours` no night counts: by the policy, or as we named the time to them."""
    if hours is not None:
        due_at = next_open(due_at, hours)
    quiet = list(_silence(customer, since))
    for period in quiet:
        if period.begin <= due_at:
            due_at = max(due_at, period.until)
    if hours is not None:
        due_at = next_open(due_at, hours)
        end = max(since, due_at - DAY)
        for begin, until in open_periods(hours, end, QUIET_HORIZON // DAY + 1):
            if begin > end:
                quiet.append(Quiet(end, begin, "asleep"))
            end = until
    return due_at, tuple(quiet)
