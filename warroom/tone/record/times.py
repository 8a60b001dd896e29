"""Record rules for times of day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from warroom.tone.figures import ClockTime, Day, Figures
from warroom.tone.record.days import AHEAD, unknown
from warroom.tone.record.hit import Hit
from warroom.tone.record.known import Known, Moment

_NEAR = 60
"""Characters within which a verb before a time belongs to it."""
_BESIDE = 12
"""Characters between a time and a day that belong together: `14:05 UTC on Tuesday 3 March`."""
_LOOSE = 15
"""Minutes by which `about 14:00` may be off."""
_FIXED = re.compile(
    r"\b(?:fixed|restored|resolved|repaired|mended|recovered|back (?:up|online|to normal)|working again|contained"
    r"|took (?:us )?until|took me until|had (?:it|that|this) done|(?:was|were) done)\b",
    re.IGNORECASE,
)
_CONTAINED = re.compile(r"\bcontained\b", re.IGNORECASE)
_MENDED = re.compile(r"\b(?:fixed|resolved|repaired|mended)\b", re.IGNORECASE)
_BEHIND = re.compile(
    r"(?: on [\w ]{3,30}?)?,? (?:we|I|it|this) (?:(?:had|have|was|finally|been) )*"
    r"(?P<verb>contained|fixed|resolved|repaired|mended)\b"
    r"(?! (?:at|by|on|until|before|after)\b)",
    re.IGNORECASE,
)
"""`at 15:12 we fixed it`: the verb behind a time."""
_BACK = re.compile(r"\b(?:came back|failed again|broke again|reopened)\b", re.IGNORECASE)
_TOLD = re.compile(r"\b(?:told|informed|notified|called|rang|phoned|spoke|wrote|e-?mailed|alerted)\b", re.IGNORECASE)
_PROMISED = re.compile(r"\b(?:promised|committed|had said|said (?:we|I|it) would|gave you)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:;|, (?:and|but|so|while)) (?=(?:I|we|you|they|he|she|it|our|my|your|the|at|by)\b)", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|around|approximately|roughly|shortly (?:after|before)|just (?:after|before)|nearly|almost)\s+$", re.IGNORECASE
)


def times(index: int, sentence: str, figures: Figures, before: tuple[Day, ...], known: Known) -> Iterator[Hit]:
    """Times of day that the record does not have, or has for something else. `before` are the dates named last before it."""
    for clock in figures.clocks:
        place = (index, clock.start, clock.end)
        if known.is_written(clock):
            continue
        loose = _LOOSE if _ABOUT.search(sentence[: clock.start]) else 0
        all_moments = known.moments(known.against.instants, clock)
        everywhere = known.moments(known.against.instants, clock._replace(zone=""))
        named, instants = _role(sentence, clock, known)
        if instants:
            if not _met(clock, known.moments(instants, clock), loose):
                message = f"the record says {named} {known.shown(instants)}"
                yield Hit("record.time", "error", *place, message, "say what the record says")
        elif clock.zone and not _met(clock, all_moments, loose) and _met(clock._replace(zone=""), everywhere, loose):
            message = f"the record has this time in another zone than {clock.zone}"
            yield Hit("record.time", "warning", *place, message, "check the zone")
        elif not _met(clock, all_moments, loose):
            yield unknown("time", place, bool(AHEAD.search(sentence)))
        elif hit := _on_another_day(place, clock, _days_of(clock, figures, before), all_moments, loose):
            yield hit


def _role(sentence: str, clock: ClockTime, known: Known) -> tuple[str, tuple[int, ...]]:
    """What a time is said to be the time of, by the nearest verb before it, and the instants that it then must be; none where no
    verb says it, or where it is promised."""
    before, against = _CLAUSE.split(sentence[max(0, clock.start - _NEAR) : clock.start])[-1], known.against
    back_at, contained_at = against.facing.reopened_at, against.facing.contained_at
    contained = () if contained_at is None else (contained_at,)
    mended = against.fixes
    if against.facing.fixed_at not in (None, contained_at):
        mended = tuple(at for at in mended if at != contained_at)
    if behind := _BEHIND.match(sentence, clock.end):
        is_contained = behind["verb"].lower() == "contained"
        return ("contained", contained) if is_contained else ("fixed", mended)
    roles = (
        ("fixed", _FIXED, against.fixes),
        ("contained", _CONTAINED, contained or against.fixes),
        ("fixed", _MENDED, mended),
        ("back", _BACK, () if back_at is None else (back_at,)),
        ("in touch", _TOLD, against.talks),
        ("promised", _PROMISED, against.promised),
    )
    found = [(match.end(), name, instants) for name, pattern, instants in roles for match in pattern.finditer(before)]
    if not found or AHEAD.search(before):
        return "", ()
    last = max(end for end, _, _ in found)
    _, name, instants = [one for one in found if one[0] == last][-1]
    return name, instants


def _met(clock: ClockTime, moments: Iterable[Moment], loose: int) -> set[Moment]:
    """The moments at which a written time can stand."""
    wanted = {clock.minute} | ({(clock.minute + 720) % 1440} if clock.twelve else set())
    return {moment for moment in moments if any(abs(moment[2] - one) <= loose for one in wanted)}


def _days_of(clock: ClockTime, figures: Figures, before: tuple[Day, ...]) -> tuple[Day, ...]:
    """The days that a time can belong to: the one right beside it, else those named before it; one that is named later in the
    sentence belongs to the times beside it."""
    beside = tuple(
        day for day in figures.days if -_BESIDE <= day.start - clock.end <= _BESIDE or 0 <= clock.start - day.end <= _BESIDE
    )
    earlier = tuple(day for day in figures.days if day.end <= clock.start)
    return beside or earlier or before


def _on_another_day(
    place: tuple[int, int, int], clock: ClockTime, days: tuple[Day, ...], moments: set[Moment], loose: int
) -> Hit | None:
    """A time of the record that is put on another day. Where several days are named, it is not known which is meant."""
    if len(days) != 1:
        return None
    day, met = days[0], _met(clock, moments, loose)
    if any((month, number) in ((day.month, day.day), (day.day, day.month)) for month, number, _ in met):
        return None
    on = " and ".join(sorted({f"{number:02d}.{month:02d}." for month, number, _ in met}))
    return Hit("record.time", "warning", *place, f"the record has this time on {on}", "check the day")
