"""A break as a page for people: the same sections as plain text on a pipe and with Rich on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from store.events import Event
from store.plan import contact_person
from store.reached import said_at
from store.spans import length
from store.text import clean, one_line, quoted
from store.when import day_and_time, distance
from store.zones import find_zone, wall
from warroom.commands.show import Shown
from warroom.commands.show_entries import (
    blockers,
    conflicts,
    contacts,
    deadlines,
    followups,
    owed,
    prevention,
    promise_lines,
    remedies,
    same_cause,
    steps,
)

LATEST = 12
"""Lines of the timeline on the page."""


class Section(NamedTuple):
    """A heading and the lines under it."""

    heading: str
    body: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """As plain text: nothing that was typed elsewhere can begin a line of its own."""
        return tuple(line.replace("\n", " ") for line in (self.heading, *(f"  {line}" for line in self.body)))


_REPEATS = ("", "↻ the same cause happened elsewhere", "↻ A REPEAT: the same customer, the same cause")
SeenBy = Callable[[Event], list[int] | None]
"""Tells of an entry how many of the people here have it, and how many are here; None where that is not said."""


def page(shown: Shown, seen_by: SeenBy = lambda event: None) -> list[Section]:
    """The sections of a break's page; what has nothing to say is left out."""
    brk, failure = shown.case.brk, shown.case.failure
    found = [
        Section(f"{shown.spoken}  {one_line(shown.row.customer)} · {one_line(shown.row.what)}", tuple(_facts(shown))),
        Section("Next", tuple(_next(shown))),
        Section(
            f"Playbook {one_line(shown.case.playbook.name, 40)}, {shown.row.steps_done}/{shown.row.steps}", tuple(steps(shown))
        ),
        Section("Promises", tuple(line for promise in brk.promises for line in promise_lines(shown, promise))),
        Section("Contacts", tuple(contacts(shown))),
        Section("Remedies", tuple(remedies(shown))),
        Section("Owed", tuple(owed(shown))),
        Section("Blockers", tuple(blockers(shown))),
        Section("Deadlines of others", tuple(deadlines(shown))),
        Section("Follow-ups", tuple(followups(shown))),
        Section("Prevention", tuple(prevention(shown))),
        Section("Explanation", (one_line(failure.explanation, 20_000),) if failure.explanation else ()),
        Section("Lessons", tuple(one_line(note.text, 20_000) for note in failure.lessons)),
        Section("Debriefs", tuple(f"{told.who}: {one_line(told.said, 20_000)}" for told in failure.debriefs)),
        Section("Same cause", tuple(same_cause(shown))),
        Section("Not settled", tuple(conflicts(shown))),
        timeline_section(shown, LATEST, seen_by),
    ]
    return [section for section in found if section.body]


def timeline_section(shown: Shown, latest: int | None = None, seen_by: SeenBy = lambda event: None) -> Section:
    """The timeline, its last lines only when `latest` is given."""
    names = {entry.event.hash: name for name, entry in shown.entries}
    entries = shown.entries if latest is None else shown.entries[-latest:]
    lines = []
    for name, entry in entries:
        mark = f" (taken back by {names.get(entry.taken_back_by, 'another')})" if entry.taken_back_by else ""
        mark += " (corrected)" if entry.corrected else ""
        seen = seen_by(entry.event)
        if seen:
            from warroom.detail.team import seen_words

            mark += f" · {seen_words(*seen)}"
        at = day_and_time(entry.event.happened_at, shown.now, shown.zone)
        lines.append(f"{at}  {name}  {one_line(entry.event.actor)}: {one_line(entry.text)}{mark}")
    left = len(shown.entries) - len(entries)
    return Section(
        "Timeline" + (f", the last {len(entries)} of {len(shown.entries)} (--timeline has all)" if left else ""), tuple(lines)
    )


def _facts(shown: Shown) -> Iterator[str]:
    brk, failure, row, now = shown.case.brk, shown.case.failure, shown.row, shown.now
    told = "not told yet" if brk.told_at is None else f"told after {length(max(0, brk.told_at - brk.known_at))}"
    age = f"open for {length(now - brk.known_at)}" if brk.closed_at is None else f"closed {distance(brk.closed_at, now)}"
    found = "the customer" if brk.found_by == "customer" else "us"
    yield _joined((f"severity {brk.severity}", brk.stage, age, f"found by {found}, {told}", _REPEATS[shown.repeat]))
    yield from _owning(shown)
    offered = f"{brk.owner or 'nobody'}" + (f" (offered to {brk.owner_offered})" if brk.owner_offered else "")
    yield _joined((f"owner {offered}", f"mended by {brk.fixer}" if brk.fixer else "", f"fault {failure.fault}"))
    more = f", with {shown.others} other customer{'s' if shown.others > 1 else ''}" if shown.others else ""
    yield _joined((f"failure {shown.failure}{more}", failure.category, f"cause: {failure.cause}" if failure.cause else ""))
    yield from _people(shown)
    fix = f"fix expected {shown.time(failure.fixed_by)}" if failure.fixed_by is not None and brk.fixed_at is None else ""
    waits = f"waits on the {brk.waiting_on}" if brk.waiting_on else ""
    fixed_at, contained_at = said_at(brk, brk.fixed_at, "fixed"), said_at(brk, brk.contained_at, "contained")
    fixed = f"fixed {shown.time(fixed_at)}" if fixed_at is not None else ""
    own = "" if brk.is_second_person(brk.fix_confirmed_by) else " (no second person)"
    confirmed = f"confirmed by {brk.fix_confirmed_by}{own}" if brk.fix_confirmed_by else ""
    count = f"{brk.corrected or 0:,} of {brk.affected:,} corrected" if brk.affected is not None else ""
    contained = f"contained {shown.time(contained_at)}" if contained_at is not None else ""
    reopened = f"reopened {brk.reopened}×" if brk.reopened else ""
    rest = _joined((contained, fix, waits, fixed, confirmed, reopened, count, f"outcome: {brk.outcome}" if brk.outcome else ""))
    if rest:
        yield rest
    for name, text in (
        ("trouble", brk.trouble),
        ("they expect", brk.expectation),
        ("still hurts", brk.still_hurts),
        ("exposure", brk.exposure),
    ):
        if text:
            yield f"{name}: {one_line(text)}"
    if row.playbook_missing:
        yield f"playbook {quoted(row.playbook_missing)} is not here: {row.playbook} counts instead"
    for dispute in brk.disputes:
        if dispute.withdrawn_at is None:
            yield f"DISPUTED for {length(now - dispute.since)} by {dispute.by}: {one_line(dispute.what)}"
        else:
            accepted = f"accepted {length(max(0, dispute.withdrawn_at - brk.known_at))} after the claim"
            yield f"was disputed for {length(dispute.withdrawn_at - dispute.since)}: {one_line(dispute.what)}, {accepted}"
    for mark in brk.public:
        answered = (
            f"answered {shown.time(mark.answered_at)}"
            if mark.answered_at is not None
            else f"unanswered for {length(now - mark.since)}"
        )
        knows = f", known to {one_line(mark.knows)}" if mark.knows else ""
        yield f"PUBLIC {mark.n}: {one_line(mark.where)} {one_line(mark.link)}".rstrip() + f", {answered}{knows}"
    if row.acknowledged_until is not None and row.acknowledged_until > now:
        yield f"alerts are quiet until {shown.time(row.acknowledged_until)}"


def _owning(shown: Shown) -> Iterator[str]:
    """Who owned it to them, when, in which words; or for how long nobody has."""
    brk, contact, now = shown.case.brk, shown.case.brk.owning, shown.now
    owned_at = said_at(brk, brk.owned_at, "owned")
    if owned_at is None:
        if shown.row.view == "open" and shown.case.failure.fault != "not-ours" and not brk.imported:
            yield f"NOT OWNED for {length(max(0, now - brk.known_at))}"
        return
    after = f"owned after {length(max(0, owned_at - brk.known_at))}"
    if contact is None:
        yield after
        return
    words = f": “{one_line(contact.said)}”" if contact.said else ""
    yield f"{after} by {one_line(contact.actor)}, {contact.channel} to {one_line(contact.with_) or 'them'}{words}"
    if shown.around.apologies.total > 1:
        flood = "" if shown.around.apologies.moved else ", and nothing moved since the last"
        yield f"{shown.around.apologies.total} apologies to them so far{flood}"


def _people(shown: Shown) -> Iterator[str]:
    brk, customer = shown.case.brk, shown.case.customer
    person = contact_person(brk, customer)
    there = find_zone(customer.zone)
    parts = [part for part in (person.name, person.role, person.phone) if part] if person else []
    if there is not None:
        parts.append(f"{wall(shown.now, there):%H:%M} there" + (f" ({customer.hours})" if customer.hours else ""))
    if customer.do_not_contact:
        parts.append(f"DO NOT CONTACT: {one_line(customer.do_not_contact)}")
    if brk.must_tell:
        parts.append(f"must tell {brk.must_tell}" + (f" by {shown.time(brk.must_tell_by)}" if brk.must_tell_by else ""))
    worth = brk.value or customer.value
    if worth:
        parts.append(f"worth {worth}")
    if parts:
        yield _joined(parts)


def _next(shown: Shown) -> Iterator[str]:
    action = shown.action
    if action is not None:
        due = f"due {shown.time(action.due_at)}, {distance(action.due_at, shown.now)}" if action.due_at is not None else ""
        yield one_line(action.what) + (f" ({_joined((action.who, due))})" if action.who or due else "")


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(one_line(part) for part in parts if part)


def print_page(sections: list[Section]) -> None:
    """The page on a terminal."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    for index, section in enumerate(sections):
        heading, *lines = section.lines
        console.print(Text(clean(heading) if index == 0 else "\n" + clean(heading), style="bold"))
        for line in lines:
            console.print(Padding(Text(clean(line).strip()), (0, 0, 0, 2)))
