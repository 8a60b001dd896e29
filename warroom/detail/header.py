"""The head of a break's screen: who and what, how it stands, whom to reach, what is special about it."""

from __future__ import annotations

from collections.abc import Iterator

from store.attention import Attention
from store.fix_clock import fix_clock
from store.plan import call_name, contact_person
from store.reached import said_at
from store.spans import length
from store.text import one_line
from store.their_hours import night_until
from store.when import distance
from store.zones import Zone, find_zone, wall
from warroom.detail.content import Detail
from warroom.detail.words import count, time
from warroom.hours_text import hours_text
from widgets.break_header import HeaderRow
from widgets.cells import unseen_for
from widgets.panel_lines import Part, Parts

FAULTS = {"ours": "our fault", "not-ours": "not our fault", "unknown": "fault not known yet"}


def header_rows(detail: Detail, attention: Attention, now: int, zone: Zone) -> tuple[HeaderRow, ...]:
    """The rows: who and how it stands; whom to reach and what is at stake; what is special, when anything is."""
    row = detail.row
    who: Parts = (
        (f"{detail.spoken}  ", "key"),
        (one_line(row.customer, 60), "strong"),
        (" · ", "dim"),
        (one_line(row.what, 200), "plain"),
    )
    flags = tuple((flag,) for flag in _flags(detail, attention, now, zone))
    rows = [HeaderRow((who,), tuple((part,) for part in _state(detail, now)), most=3)]
    rows.append(HeaderRow(tuple(_person(detail, now, zone)), tuple(_stakes(detail, now)), most=3))
    if flags:
        rows.append(HeaderRow(flags, most=3))
    return tuple(rows)


def _state(detail: Detail, now: int) -> Iterator[Part]:
    brk, row = detail.case.brk, detail.row
    yield f"sev {row.severity}", "overdue" if row.severity == 1 else "soon" if row.severity == 2 else "plain"
    yield row.stage + (f" (reopened {brk.reopened}×)" if brk.reopened else ""), "fine" if row.fixed_at is not None else "plain"
    if brk.closed_at is not None:
        yield f"closed {distance(brk.closed_at, now)}", "dim"
    else:
        yield f"{length(max(0, now - brk.known_at))} old", "plain"
    yield FAULTS[detail.case.failure.fault], "plain"
    found = "found by the customer" if brk.found_by == "customer" else "found by us"
    if brk.told_at is not None:
        yield f"{found}, told after {length(max(0, brk.told_at - brk.known_at))}", "plain"
    elif row.view == "open":
        yield f"{found}, NOT TOLD {length(max(0, now - brk.known_at))}", "overdue"
    else:
        yield found, "plain"
    yield from _owning(detail, now)


def _owning(detail: Detail, now: int) -> Iterator[Part]:
    """From known to owned: loud until it is done, silent where there is nothing to own."""
    brk = detail.case.brk
    owned_at = said_at(brk, brk.owned_at, "owned")
    if owned_at is not None:
        yield f"owned after {length(max(0, owned_at - brk.known_at))}", "plain"
    elif detail.row.view == "open" and detail.case.failure.fault != "not-ours" and brk.told_at is not None:
        late = detail.row.own_due_at is not None and now >= detail.row.own_due_at
        yield f"NOT OWNED {length(max(0, now - brk.known_at))}", "overdue" if late else "soon"


def _person(detail: Detail, now: int, zone: Zone) -> Iterator[Parts]:
    brk, customer, row = detail.case.brk, detail.case.customer, detail.row
    person = contact_person(brk, customer)
    if person is None:
        yield (("no contact person yet (v)", "soon"),)
    else:
        use = call_name(person)
        name = one_line(person.name, 60)
        say = f" (say {one_line(use, 30)})" if use and use != person.name.partition(" ")[0] else ""
        yield ((name + say, "strong"), (f", {one_line(person.role, 60)}" if person.role else "", "plain"))
        if person.phone:
            yield ((one_line(person.phone, 40), "strong"),)
        if row.try_deputy and row.deputy:
            yield ((f"try the deputy: {one_line(row.deputy, 60)}", "soon"),)
    yield from _their_time(detail, now, zone)
    if brk.must_tell or brk.must_tell_by is not None:
        by = f" by {time(brk.must_tell_by, now, zone)} ({distance(brk.must_tell_by, now)})" if brk.must_tell_by is not None else ""
        over = brk.must_tell_by is not None and now >= brk.must_tell_by
        yield ((f"must tell {one_line(brk.must_tell, 60) or 'somebody'}{by}", "overdue" if over else "plain"),)


def _their_time(detail: Detail, now: int, zone: Zone) -> Iterator[Parts]:
    customer = detail.case.customer
    there = find_zone(customer.zone)
    hours = hours_text(customer.hours)
    closed = night_until(detail.row, now) is not None
    moon, outside, tone = ("☾ ", ", outside their hours", "soon") if closed else ("", "", "plain")
    if there is not None:
        day = "" if wall(now, there).date() == wall(now, zone).date() else f"{wall(now, there):%a} "
        yield ((f"{moon}{day}{wall(now, there):%H:%M} there" + (f" ({hours})" if hours else "") + outside, tone),)
    elif hours:
        yield ((f"{moon}reachable {hours}{outside}", tone),)


def _stakes(detail: Detail, now: int) -> Iterator[Parts]:
    brk, customer, row = detail.case.brk, detail.case.customer, detail.row
    if row.owner:
        away = unseen_for(row.owner, now, detail.heard)
        unseen: Part = (f", ⌁ not seen for {length(away)}", "soon") if away is not None else ("", "plain")
        yield ((f"{one_line(row.owner, 30)} owns it", "plain"), unseen)
    elif row.view == "open":
        yield (("nobody owns it", "soon"),)
    worth = brk.value or customer.value
    if worth is not None:
        yield ((f"worth {worth}", "plain"),)


def _remedy_flags(detail: Detail) -> Iterator[Part]:
    """What is missing of a remedy: one at all, their knowing of it, another after one that was not enough."""
    row = detail.row
    if row.untold_remedy:
        yield f"remedy {row.untold_remedy} proposed, they don't know of it (m)", "soon"
    if row.below_since is not None:
        yield "remedy below what they expect: propose another (m)", "overdue"
    if row.bare_since is not None:
        yield "owned, no remedy proposed (m)", "soon"


def _flags(detail: Detail, attention: Attention, now: int, zone: Zone) -> Iterator[Part]:
    """What is special, in words, the loudest first."""
    brk, row, customer = detail.case.brk, detail.row, detail.case.customer
    if row.do_not_contact:
        yield f"✋ do not contact: {one_line(row.do_not_contact, 120)}", "overdue"
    if attention.calling and row.calling_since is not None:
        yield f"{one_line(row.calling, 30)} is calling, {length(max(0, now - row.calling_since))}", "fine"
    if customer.silence_until is not None and customer.silence_until > now:
        why = f": {one_line(customer.silence_why, 80)}" if customer.silence_why else ""
        yield f"silence until {time(customer.silence_until, now, zone)}, they asked{why}", "soon"
    for dispute in brk.disputes:
        if dispute.withdrawn_at is None:
            by = " by them" if dispute.by == "them" else ""
            yield f"≠ disputed{by} for {length(max(0, now - dispute.since))}", "overdue"
    for mark in brk.public:
        if mark.answered_at is None:
            late = row.public_due_at is not None and now >= row.public_due_at
            tone = "overdue" if late else "soon"
            yield f"◆ public: {one_line(mark.where, 40)}, no answer for {length(max(0, now - mark.since))}", tone
    yield from _remedy_flags(detail)
    if row.waiting_since is not None:
        late = row.waiting_due_at is not None and now >= row.waiting_due_at
        yield f"☎ they wait for an answer, {length(max(0, now - row.waiting_since))}", "overdue" if late else "soon"
    for own, words in ((True, "repeat of"), (False, "same cause elsewhere,")):
        repeats = [link.spoken for link in detail.links if link.same_customer is own and not link.later]
        if repeats:
            more = f" and {len(repeats) - 2} more" if len(repeats) > 2 else ""
            yield f"↻ {words} {', '.join(repeats[:2])}{more}", "overdue" if own else "soon"
    if again := [link.spoken for link in detail.links if link.later]:
        yield f"↻ happened again: {', '.join(again[:2])}{f' and {len(again) - 2} more' if len(again) > 2 else ''}", "soon"
    if row.conflicts or customer.conflicts:
        yield f"⇄ {count(row.conflicts + len(customer.conflicts), 'conflict')} to settle", "soon"
    if row.doubled:
        when = f", {time(row.doubled_due_at, now, zone)}" if row.doubled_due_at is not None else ""
        yield f"‡ promises {row.doubled} are for one thing, made apart: the earlier counts{when}", "overdue"
    if brk.waiting_on:
        since = f" for {length(max(0, now - brk.waiting_on_since))}" if brk.waiting_on_since is not None else ""
        paused = ": the fix clock is paused" if fix_clock(brk, detail.case.policy, now).state == "paused" else ""
        yield f"waits on the {brk.waiting_on}{since}{paused}", "soon"
    if row.owner_offered:
        yield f"offered to {one_line(row.owner_offered, 30)}, not taken yet", "soon"
    if row.acknowledged_until is not None and row.acknowledged_until > now:
        yield f"alerts quiet until {time(row.acknowledged_until, now, zone)}", "dim"
    newer = brk.newer + detail.case.failure.newer
    if newer:
        yield f"{count(newer, 'entry', 'entries')} from a newer version: update this one", "soon"
