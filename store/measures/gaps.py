"""The times in which a customer should have heard from us, each judged by the cadence that was in force then.

The rules are those of `store.contact_clock`, asked again for every instant at which one of them changed.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from store.afterwards import followed_up_at
from store.contact_clock import EMPTY_FROM, progress_of, repeats_without_news, resets, starts_waiting
from store.entries import Promise
from store.errors import BadInput
from store.measures.histories import BreakHistory, CustomerHistory, History
from store.measures.model import Gap
from store.policy import Cadence, Policy, parse_cadence
from store.state import Break, Customer, Failure
from store.their_hours import customer_hours
from store.worktime import add_span, next_open

QUIET_STAGES = ("follow-up", "closed")
"""Stages in which no contact is due."""


NOW_AND_LATER = 1 << 62
"""An instant after every change."""


class _News(NamedTuple):
    """A time that we named to the customer: in force from `since` to `until` (None: still)."""

    since: int
    until: int | None
    due_at: int


class Pace:
    """When the next word to one customer was due, at any instant of the past."""

    def __init__(
        self, brk: Break, customer: Customer, of_break: BreakHistory, of_customer: CustomerHistory, policies: History[Policy]
    ) -> None:
        self._known_at, self._opened_at = brk.known_at, brk.opened_at
        self._customer = customer
        self._break, self._card, self._policies = of_break, of_customer, policies
        self._news = [news for promise in brk.promises if promise.kind == "news" for news in _named(promise)]
        ends = [news.until for news in self._news if news.until is not None]
        self.changes = sorted(
            {
                *of_break.severity.starts,
                *of_break.cadence.starts,
                *of_customer.cadence.starts,
                *policies.starts,
                *(silence.since for silence in of_customer.silences),
                *(news.since for news in self._news),
                *ends,
            }
        )
        """Every instant at which a due time may change without a contact."""

    def due_at(self, instant: int, since: int, last_at: int | None) -> int | None:
        """When the next word was due, by what held at `instant`, in the gap that began at `since`; `last_at` is our last real
        contact before. None where nothing asked for one."""
        policy, severity = self._policies.at(instant), self._break.severity.at(instant)
        changed_at = self._break.severity.since(instant)
        changed_at = changed_at if changed_at > self._opened_at else 0
        begin = max(self._known_at, changed_at)
        named = [news.due_at for news in self._news if news.since <= instant and (news.until is None or instant < news.until)]
        due_at: int | None = min(named, default=None)
        is_news = due_at is not None
        if last_at is None:
            first = policy.first_word[severity - 1]
            first_at = None if first is None else add_span(begin, first, policy.hours)
            if first_at is not None and (due_at is None or first_at <= due_at):
                due_at, is_news = first_at, False
        elif due_at is None:
            cadence = self._cadence(instant, policy, severity)
            base = max(last_at, changed_at)
            early = cadence.first is not None and base < begin + cadence.first_for
            due_at = add_span(base, cadence.first if early and cadence.first is not None else cadence.then, policy.hours)
        if due_at is None:
            return None
        return self._beside_quiet(due_at, instant, since, None if is_news or policy.night[severity - 1] else policy)

    def _cadence(self, instant: int, policy: Policy, severity: int) -> Cadence:
        for text in (self._break.cadence.at(instant), self._card.cadence.at(instant)):
            if text and (found := _parsed(text)) is not None:
                return found
        return policy.cadence[severity - 1]

    def _beside_quiet(self, due_at: int, instant: int, since: int, nights_of: Policy | None) -> int:
        hours = customer_hours(self._customer, nights_of) if nights_of is not None else None
        if hours is not None:
            due_at = next_open(due_at, hours)
        for silence in self._card.silences:
            if silence.until > since and silence.since <= instant and silence.since <= due_at < silence.until:
                due_at = silence.until
                if hours is not None:
                    due_at = next_open(due_at, hours)
        return due_at


@lru_cache(256)
def _parsed(text: str) -> Cadence | None:
    try:
        return parse_cadence(text)
    except BadInput:
        return None


def _named(promise: Promise) -> Iterator[_News]:
    """The dates of a promise of news, each while it was the last that the customer knew."""
    first = promise.slips[0].from_at if promise.slips else promise.due_at
    told = sorted((slip.told_at, slip.to_at) for slip in promise.slips if slip.told_at is not None and slip.to_at is not None)
    dates: list[tuple[int, int | None]] = [(promise.made_at, first), *told]
    ends = [at for at, _ in dates[1:]] + [promise.settled_at]
    for (since, due_at), until in zip(dates, ends, strict=True):
        if due_at is not None and (until is None or until > since):
            yield _News(since, until, due_at)


def duty_of(brk: Break, moved_on_at: int | None = None) -> list[tuple[int, int | None]]:
    """The times (from, to; None: still) in which contact was due at all: from when we knew to the follow-up, and again from a
    reopening. One that still lasts ends at `moved_on_at`."""
    found: list[tuple[int, int | None]] = []
    since: int | None = brk.known_at
    for change in sorted(brk.stages, key=lambda change: change.at):
        if change.stage in QUIET_STAGES and since is not None:
            found.append((since, max(since, change.at)))
            since = None
        elif change.stage == "reopened" and since is None:
            since = change.at
    if since is not None and brk.stage not in QUIET_STAGES:
        found.append((since, moved_on_at))
    return [(begin, end) for begin, end in found if end is None or end > begin]


def moved_on_at(brk: Break, policy: Policy) -> int | None:
    """When the cadence ended with the last follow-up; None while one is left, or a time that we named to them is ahead."""
    named = any(promise.kind == "news" and promise.is_open and promise.told_due_at is not None for promise in brk.promises)
    return None if named else followed_up_at(brk, policy)


def resets_of(brk: Break, failure: Failure, customer: Customer, policies: History[Policy]) -> list[int]:
    """When a real contact began the clock anew, in order."""
    repeats = repeats_without_news(brk.contacts, progress_of(brk, failure))
    return sorted(
        contact.at
        for contact in brk.contacts
        if not starts_waiting(contact)
        and repeats.get(contact.n, 0) < EMPTY_FROM
        and resets(contact, policies.at(contact.at), customer)
    )


def gaps_of(
    brk: Break,
    failure: Failure,
    customer: Customer,
    of_break: BreakHistory,
    of_customer: CustomerHistory,
    policies: History[Policy],
) -> tuple[Gap, ...]:
    """Every gap of a break, in order; none of a customer who must not be contacted."""
    if customer.do_not_contact:
        return ()
    pace = Pace(brk, customer, of_break, of_customer, policies)
    words = resets_of(brk, failure, customer, policies)
    found = []
    for begin, end in duty_of(brk, moved_on_at(brk, policies.at(NOW_AND_LATER)) if words else None):
        edges: list[int | None] = [begin, *(at for at in words if at > begin and (end is None or at < end)), end]
        for since, until in pairwise(edges):
            if since is not None and until != since:
                before = bisect_right(words, since)
                found.append(_gap(pace, since, until, words[before - 1] if before else None))
    return tuple(found)


def _gap(pace: Pace, begin: int, end: int | None, last_at: int | None) -> Gap:
    cuts: Sequence[int] = [begin, *(at for at in pace.changes if at > begin and (end is None or at < end))]
    dues: list[tuple[int, int | None]] = []
    for cut in cuts:
        due_at = pace.due_at(cut, begin, last_at)
        if not dues or due_at != dues[-1][1]:
            dues.append((cut, due_at))
    return Gap(begin, end, tuple(dues))
