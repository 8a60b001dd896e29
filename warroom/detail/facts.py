"""The facts of a break: conflicts with both values first, their words, our explanation, who does what, links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from store.clock import MINUTE
from store.contact_clock import cadence_of
from store.fix_clock import FixClock, fix_clock
from store.holiday_dates import without_dates
from store.learned import learned_words
from store.money import Money, from_json
from store.policy import cadence_text
from store.reached import said_at
from store.register import Conflict
from store.spans import length
from store.text import clean, name_key, one_line
from store.zones import Zone, from_iso, wall
from warroom.detail.content import Detail
from warroom.detail.words import count, paragraphs, said, time
from widgets.panel_lines import PanelLine, Parts

_LEAD = 11


def fact_lines(detail: Detail, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """Conflicts, what they told us, what we know, who does what, where it stands, what could not be read."""
    return (
        *(_conflict(detail, conflict, now, zone) for conflict in all_conflicts(detail)),
        *_theirs(detail),
        *_ours(detail, now, zone),
        *_people(detail),
        *_course(detail, now, zone),
        *_links(detail, now, zone),
        *_problems(detail),
    )


def fact_summary(detail: Detail, now: int, zone: Zone) -> Parts:
    """How many fields are in conflict."""
    found = len(all_conflicts(detail))
    return ((f"⇄ {count(found, 'field')} to settle: Enter", "soon"),) if found else ()


def fact_count(detail: Detail) -> str:
    """The conflicts, for the tab."""
    found = len(all_conflicts(detail))
    return f"⇄{found}" if found else ""


def all_conflicts(detail: Detail) -> tuple[Conflict, ...]:
    """The fields of the break, its failure and its customer that were set twice at once."""
    return (*detail.case.brk.conflicts, *detail.case.failure.conflicts, *detail.case.customer.conflicts)


def conflict_name(detail: Detail, conflict: Conflict) -> str:
    """The field in words, with the entry whose field it is: `due of promise 2`."""
    field = conflict.field.replace("_", " ").removesuffix(" at")
    if not conflict.entry:
        return field
    if conflict.entry.startswith("person "):
        return f"{field} of {one_line(conflict.entry[7:], 40)}"
    brk, failure = detail.case.brk, detail.case.failure
    named: tuple[tuple[str, Any], ...] = (
        ("promise", brk.promises),
        ("remedy", brk.remedies),
        ("restitution", brk.restitution),
        ("deadline", (*brk.deadlines, *failure.deadlines)),
        ("contact", brk.contacts),
    )
    for word, entries in named:
        for entry in entries:
            if entry.key == conflict.entry:
                return f"{field} of {word} {entry.n}"
    return f"{field} of {detail.names.get(conflict.entry, 'an entry')}"


def conflict_value(value: Any, field: str, now: int, zone: Zone) -> str:
    """One of the values in conflict, in words."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, dict):
        value = from_json(value) or ""
    if isinstance(value, Money):
        return str(value)
    at = value if isinstance(value, int) and value > 100_000 * MINUTE and field.endswith(("_at", "_by")) else from_iso(value)
    return time(at, now, zone) if at is not None else one_line(str(value), 200)


def _conflict(detail: Detail, conflict: Conflict, now: int, zone: Zone) -> PanelLine:
    values = [
        f"{conflict_value(value, conflict.field, now, zone)} ({one_line(actor, 40)})"
        for value, actor in zip(conflict.values, conflict.actors, strict=True)
    ]
    name = conflict_name(detail, conflict)
    return PanelLine(
        key=f"conflict:{conflict.field}:{conflict.entry}",
        lead=(("⇄ ", "soon"),),
        body=((f"{name}: ", "strong"), (" or ".join(values), "soon")),
        full=paragraphs(f"{name} was set twice at once:", *values),
    )


def _fact(name: str, label: str, text: str, tone: str = "plain", most: int = 4, full: str = "") -> PanelLine:
    return PanelLine(
        key=f"fact:{name}",
        lead=((f"{label:<{_LEAD}} ", "dim"),),
        body=((said(text), tone),),
        most=most,
        full=f"{label}: {clean(full or text)}",
    )


def _theirs(detail: Detail) -> Iterator[PanelLine]:
    brk = detail.case.brk
    for name, label, text in (("trouble", "trouble", brk.trouble), ("expectation", "they expect", brk.expectation)):
        yield _fact(name, label, text) if text else _fact(name, label, "not asked yet (i)", "dim")
    if brk.exposure:
        yield _fact("exposure", "exposure", brk.exposure)


def _ours(detail: Detail, now: int, zone: Zone) -> Iterator[PanelLine]:
    brk, failure = detail.case.brk, detail.case.failure
    if failure.explanation:
        yield _fact("explanation", "explanation", failure.explanation, most=5)
    else:
        yield _fact("explanation", "explanation", "not written yet (y)", "dim")
    fault = {"ours": "ours", "not-ours": "not ours", "unknown": "not known yet"}[failure.fault]
    yield _fact("cause", "cause", failure.cause or "not known yet (i)", "plain" if failure.cause else "dim")
    yield _fact("category", "category", " · ".join(part for part in (failure.category, f"fault {fault}") if part))
    owner = brk.owner or "nobody"
    offered = f", offered to {brk.owner_offered}" if brk.owner_offered else ""
    fixer = f", {brk.fixer} mends it" if brk.fixer else ""
    yield _fact("owner", "owner", f"{owner}{offered}{fixer}", "plain" if brk.owner else "soon")
    if failure.fixed_by is not None and brk.fixed_at is None:
        late = now >= failure.fixed_by
        yield _fact("fixed_by", "fix expected", time(failure.fixed_by, now, zone), "overdue" if late else "plain")
    if brk.affected is not None:
        put_right = brk.corrected or 0
        left = f", {brk.affected - put_right:,} to go" if brk.affected > put_right else ""
        yield _fact("affected", "affected", f"{_bar(put_right, brk.affected)}{put_right:,} of {brk.affected:,} put right{left}")
    if brk.still_hurts:
        yield _fact("still_hurts", "still hurts", brk.still_hurts, "soon" if brk.fixed_at is None else "plain")
    elif brk.contained_at is not None and brk.fixed_at is None:
        yield _fact("still_hurts", "still hurts", "nobody said what still hurts (i)", "dim")
    contact = brk.owning
    if contact is not None:
        whom = contact.with_ or "them"
        yield _fact(
            "owned",
            "owned",
            f"{contact.actor}, {contact.channel} to {whom} {time(contact.at, now, zone)}: {contact.said or 'no words noted'}",
        )


def _bar(part: int, whole: int) -> str:
    """Ten cells that fill up, with a space behind; nothing where there is nothing to fill."""
    full = min(10, part * 10 // whole) if whole > 0 else 0
    return "█" * full + "░" * (10 - full) + " " if whole > 0 else ""


def _people(detail: Detail) -> Iterator[PanelLine]:
    """Whom to reach at the customer's, and how."""
    customer = detail.case.customer
    for number, person in enumerate(customer.people):
        parts = [f"{person.name}{f' ({person.call_name})' if person.call_name else ''}", person.role, person.phone]
        parts += [f"night {person.night}" if person.night else "", person.mail, person.language]
        parts.append(f"deputy {person.deputy}" if person.deputy else "")
        yield _fact(f"person {name_key(person.name)}", "people" if not number else "", " · ".join(part for part in parts if part))
    closed = without_dates(customer.holidays)
    rest = [
        f"closed on {closed}" if closed else "",
        customer.channel and f"by {customer.channel}",
        "calls only count" if customer.voice_only else "",
    ]
    if shown := " · ".join(part for part in rest if part):
        yield _fact("reach", "best reached", shown)


def _course(detail: Detail, now: int, zone: Zone) -> Iterator[PanelLine]:
    brk, case = detail.case.brk, detail.case
    reached = [
        f"{word} {time(at, now, zone)}"
        for word, at in (
            ("found", brk.found_at),
            ("opened", brk.opened_at or None),
            ("told", brk.told_at),
            ("owned", said_at(brk, brk.owned_at, "owned")),
            ("contained", said_at(brk, brk.contained_at, "contained")),
            ("fixed", said_at(brk, brk.fixed_at, "fixed")),
            ("made right", said_at(brk, brk.made_right_at, "made-right")),
            ("closed", brk.closed_at),
        )
        if at is not None
    ]
    yield _fact("course", "course", ", ".join(reached))
    yield _fact("fix_clock", "fix clock", fix_clock_text(fix_clock(brk, case.policy, now), brk.waiting_on))
    if brk.fix_confirmed_at is not None:
        when = time(brk.fix_confirmed_at, now, zone)
        second = brk.is_second_person(brk.fix_confirmed_by)
        own = "" if second else ", who mends it or said so: not a second person"
        yield _fact("confirmed", "fix", f"confirmed by {brk.fix_confirmed_by} {when}{own}", "fine" if second else "soon")
    if brk.outcome:
        yield _fact("outcome", "outcome", brk.outcome)
    cadence = cadence_text(cadence_of(brk, case.customer, case.policy))
    whose = "set here" if brk.cadence else "the customer's" if case.customer.cadence else f"for severity {brk.severity}"
    yield _fact("cadence", "cadence", f"{cadence} ({whose})")


def fix_clock_text(clock: FixClock, waiting_on: str) -> str:
    """How long the fix took or has taken, in which kind of time, and what was left out."""
    left_out = f", {length(clock.paused)} of waiting left out" if clock.paused else ""
    waits = f", paused: it waits on the {waiting_on}" if clock.state == "paused" else ""
    kind = " of working time" if clock.working else ""
    return f"{length(clock.elapsed)}{kind}{' to the fix' if clock.state == 'stopped' else ''}{left_out}{waits}"


def _links(detail: Detail, now: int, zone: Zone) -> Iterator[PanelLine]:
    others = detail.hit - 1
    more = f" hit {count(others, 'other customer')} too" if others > 0 else " hit this customer only"
    yield _fact("failure", "failure", f"{detail.failure}{more}" if detail.failure else "not here yet")
    for link in detail.links:
        whose = "same customer, same cause" if link.same_customer else "same cause at another customer"
        when = f"{wall(link.opened_at, zone):%d %b %Y}, {length(max(0, now - link.opened_at))} ago"
        tone = "overdue" if link.same_customer else "soon"
        label = "↻ again in" if link.later else "↻ repeat of" if link.same_customer else "↻ like"
        then = learned_words(link.learned) or ("" if link.later else "nothing was learned from it")
        yield PanelLine(
            key=f"link:{link.id}",
            lead=((f"{label:<{_LEAD}} ", tone),),
            body=((f"{link.spoken} ↗ ", "strong"), (f"{whose}, {when}", tone)),
            under=(((f"then {then}", "soon" if "NOT done" in then else "plain"),),) if then else (),
        )


def _problems(detail: Detail) -> Iterator[PanelLine]:
    problems = (*detail.case.brk.problems, *detail.case.failure.problems)
    if problems:
        shown = "; ".join(problems[:5]) + (f" and {len(problems) - 5} more" if len(problems) > 5 else "")
        yield _fact("problems", "unread", shown, "soon", full="\n".join(problems[:200]))
