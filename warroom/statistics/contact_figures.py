"""Figures of talking: told, owned, kept in touch."""

from __future__ import annotations

from collections.abc import Iterator

from store.measures.model import Gap, Measures
from warroom.statistics.figure import OPEN, WITHOUT, Around, Figure, Observation

TOPIC = "Talking"


def judged(gap: Gap, now: int) -> tuple[int, int]:
    """Of a gap up to `now`: (milliseconds within the cadence, milliseconds in which there was one)."""
    end = now if gap.end is None else min(gap.end, now)
    within = total = 0
    for place, (since, due_at) in enumerate(gap.dues):
        until = min(end, gap.dues[place + 1][0]) if place + 1 < len(gap.dues) else end
        if due_at is not None and until > since:
            total += until - since
            within += max(0, min(until, due_at) - since)
    return within, total


def _contact_time(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for gap in one.gaps:
        within, total = judged(gap, now)
        if total:
            yield Observation(one.id, gap.begin, within, total)


def _contact_gaps(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for gap in one.gaps:
        within, total = judged(gap, now)
        if total:
            running = gap.end is None or gap.end > now
            yield Observation(one.id, gap.begin, int(within == total), 1, OPEN if running and within == total else "")


def _longest_silence(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for gap in one.gaps:
        end = now if gap.end is None else min(gap.end, now)
        if end > gap.begin:
            yield Observation(one.id, gap.begin, end - gap.begin)


def _found_to_told(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    if one.found_by == "us":
        yield from reached(one, one.told_at, now)


def reached(one: Measures, at: int | None, now: int) -> Iterator[Observation]:
    """The time from when we knew to an instant; running when it is still to come, left out when the break is over."""
    if at is not None:
        yield Observation(one.id, one.opened_at, max(0, at - one.known_at))
    elif one.stage == "closed":
        yield Observation(one.id, one.opened_at, 0, state=WITHOUT)
    else:
        yield Observation(one.id, one.opened_at, max(0, now - one.known_at), state=OPEN)


def _self_disclosure(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    told_first = one.first_out_at is not None and (one.first_in_at is None or one.first_out_at <= one.first_in_at)
    nobody_knows = one.found_by == "us" and one.first_out_at is None and one.first_in_at is None
    running = nobody_knows and one.stage != "closed"
    yield Observation(one.id, one.opened_at, int(one.found_by == "us" and told_first), 1, OPEN if running else "")


def _to_own(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    yield from reached(one, one.owned_at, now)


_GAP = (
    "A gap runs from when we knew of the break, or from a real contact, to the next real contact, "
    "to the stage follow-up, the last of the follow-ups or the closing "
    "(a reopening begins a new one), or to now. What counts as a real contact, and when the next word is due, is said in "
    "attention.md; each stretch of a gap is judged by the severity, the cadence, the times that we named, the silence "
    "that they asked "
    "for and the team's policy as they stood then; the customer's hours, zone and channels are taken from the card as it is now. "
)
_GAP_DATE = "the begin of the gap, which counts whole"
_OPENED = "the opening of the break"

FIGURES = (
    Figure(
        "contact-time",
        TOPIC,
        "Time within the cadence",
        "time-share",
        _GAP + "The figure is the time of all gaps that lay before the word was due, divided by their whole time.",
        _GAP_DATE,
        _contact_time,
        ("P10", "P13", "P19a"),
    ),
    Figure(
        "contact-gaps",
        TOPIC,
        "Gaps within the cadence",
        "share",
        _GAP
        + "The figure is the number of gaps that were never overdue, divided by the number of gaps. One that still runs and is "
        "not overdue is open, and not counted.",
        _GAP_DATE,
        _contact_gaps,
        ("P10", "P12"),
    ),
    Figure(
        "longest-silence",
        TOPIC,
        "Longest silence",
        "longest",
        "The longest gap: the longest time that a customer went without a real contact while one was due to them. " + _GAP,
        _GAP_DATE,
        _longest_silence,
        ("P10",),
    ),
    Figure(
        "self-disclosure",
        TOPIC,
        "Told before they found it",
        "share",
        "Breaks that we found ourselves and told the customer of before any word of theirs came, divided by all "
        "breaks. One that nobody "
        "outside knows of yet is open, and not counted; one that was closed in silence counts as not told.",
        _OPENED,
        _self_disclosure,
        ("P02",),
    ),
    Figure(
        "found-to-told",
        TOPIC,
        "From found to told",
        "time",
        "Of breaks that we found ourselves: the time from when we found it (or opened the break, when nobody said) to the first "
        "contact that reached the customer.",
        _OPENED,
        _found_to_told,
        ("P02",),
    ),
    Figure(
        "time-to-own",
        TOPIC,
        "Time to own it",
        "time",
        "From when we knew to the earlier of the stage “owned” (or a later one, short of closing) and the first "
        "apology that reached "
        "them.",
        _OPENED,
        _to_own,
        ("P01",),
    ),
)
