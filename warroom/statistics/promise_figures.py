"""Figures of promising and fixing: promises, dates of others, stages, red tape."""

from __future__ import annotations

from collections.abc import Iterator

from store.measures.model import DatedMeasure, DeadlineMeasure, Measures, PromiseMeasure, SpanMeasure
from warroom.statistics.contact_figures import reached
from warroom.statistics.figure import OPEN, Around, Figure, Observation

TOPIC = "Promising and fixing"


def kept_by(promise: PromiseMeasure, due_at: int | None, now: int) -> bool | None:
    """Whether a promise was kept by a date; None while that may still come, without a date, and when it was withdrawn."""
    if due_at is None or promise.result == "withdrawn":
        return None
    if promise.result:
        return promise.result == "kept" and promise.settled_at is not None and promise.settled_at <= due_at
    return False if now > due_at else None


def _kept(one: Measures, now: int, news: bool, first: bool) -> Iterator[Observation]:
    for promise in one.promises:
        due_at = promise.first_due if first else promise.told_due
        if (promise.kind == "news") is news and due_at is not None and promise.result != "withdrawn":
            kept = kept_by(promise, due_at, now)
            yield Observation(one.id, promise.made_at, int(kept or 0), 1, OPEN if kept is None else "", n=promise.n)


def _first(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    return _kept(one, now, news=False, first=True)


def _last(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    return _kept(one, now, news=False, first=False)


def _news(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    return _kept(one, now, news=True, first=False)


def _delay(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for promise in one.promises:
        if promise.kind == "news" or promise.told_due is None or promise.result in ("withdrawn", "broken"):
            continue
        if promise.settled_at is not None:
            yield Observation(one.id, promise.made_at, promise.settled_at - promise.told_due, n=promise.n)
        else:
            yield Observation(one.id, promise.made_at, now - promise.told_due, state=OPEN, n=promise.n)


def _moves_told(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for promise in one.promises:
        for move in promise.moves:
            over_at = now if promise.settled_at is None else promise.settled_at
            if move.told_at is not None:
                in_time = move.known_due is None or move.told_at <= move.known_due
                yield Observation(one.id, move.moved_at, int(in_time), n=promise.n)
            elif move.known_due is not None and over_at > move.known_due:
                yield Observation(one.id, move.moved_at, 0, n=promise.n)
            elif not promise.result:
                yield Observation(one.id, move.moved_at, 0, state=OPEN, n=promise.n)


def _slips(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for promise in one.promises:
        for move in promise.moves:
            yield Observation(one.id, move.moved_at, part=promise.kind, n=promise.n)


def _suppliers(one: Measures) -> Iterator[DeadlineMeasure]:
    return (deadline for deadline in one.deadlines if deadline.of == "supplier")


def _supplier_dates(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for line in _suppliers(one):
        bad = bool(line.slips) or line.state == "slipped" or (line.state == "open" and now > line.due_at)
        state = OPEN if line.state == "open" and not bad else ""
        yield Observation(one.id, line.set_at, int(not bad), 1, state, once=line.key, n=line.n, supplier=line.who)


def _supplier_slips(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for line in _suppliers(one):
        if line.slips:
            yield Observation(one.id, line.set_at, line.slips, part=line.who, once=line.key, n=line.n, supplier=line.who)


def _breaks(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    yield Observation(one.id, one.opened_at, part=one.stage)


def _to_contain(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    return reached(one, one.contained_at, now)


def _to_fix(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    return reached(one, one.fixed_at, now)


def _to_make_right(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    return reached(one, one.made_right_at, now)


def _reopened(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    is_over = one.fixed_at is not None or one.closed_at is not None
    if is_over or one.reopened_at:
        yield Observation(one.id, one.opened_at, int(bool(one.reopened_at)))


def _reopenings(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    for at in one.reopened_at:
        yield Observation(one.id, at)


def spans(one: Measures, entries: tuple[SpanMeasure, ...], now: int) -> Iterator[Observation]:
    """How long each of some entries lasted; one that still lasts is open."""
    for entry in entries:
        if entry.end is None:
            yield Observation(one.id, entry.begin, max(0, now - entry.begin), state=OPEN, n=entry.n)
        else:
            yield Observation(one.id, entry.begin, max(0, entry.end - entry.begin), n=entry.n)


def in_time(one: Measures, entries: tuple[DatedMeasure, ...], now: int) -> Iterator[Observation]:
    """Which of some dated entries were done by their date; one that is not done and not due yet is open."""
    for entry in entries:
        done = entry.done_at is not None and entry.done_at <= entry.due_at
        running = entry.done_at is None and now <= entry.due_at
        yield Observation(one.id, entry.due_at, int(done), 1, OPEN if running else "", once=entry.key, n=entry.n)


def _blockers(one: Measures, now: int, around: Around) -> Iterator[Observation]:
    return spans(one, one.blockers, now)


_PROMISES = (
    "Of promises of a fix, of a workaround and of other things (not of news) that have a date and were not withdrawn: those that "
    "were kept by {date}, divided by all that were kept, broken, or are past that date. One whose date is still to come is open, "
    "and not counted. "
)
_MADE = "when the promise was made"
_OPENED = "the opening of the break"
_STAGE = (
    "From when we knew to the stage “{stage}” (or a later one that was reached by jumping over it, short of closing). "
    "{again}One that "
    "is not there yet is open; one that was closed without it is named, and not counted. Waiting for others is not taken off."
)
_AGAIN = "After a reopening the last time counts. "

FIGURES = (
    Figure("breaks", TOPIC, "Breaks", "tally", "How many breaks were opened, by the stage where they stand.", _OPENED, _breaks),
    Figure(
        "promises-first",
        TOPIC,
        "Promises kept, by the first date",
        "share",
        _PROMISES.format(date="the first date that the customer was given"),
        _MADE,
        _first,
        ("P30", "P32"),
    ),
    Figure(
        "promises-last",
        TOPIC,
        "Promises kept, by the last date told",
        "share",
        _PROMISES.format(date="the last date that the customer was told") + "A date that moved and was not told does not count.",
        _MADE,
        _last,
        ("P30", "P32", "P36a"),
    ),
    Figure(
        "promise-delay",
        TOPIC,
        "Promise against what happened",
        "time",
        "Of kept promises with a date (not of news): when it was done, less the last date that the customer was told. "
        "Negative is early.",
        _MADE,
        _delay,
        ("P32",),
    ),
    Figure(
        "moves-told",
        TOPIC,
        "Moves told in time",
        "share",
        "Of the moves of promises: those that the customer was told of before the date that they knew had passed. A move that was "
        "never told counts once that date has passed; one that was made good by that date needed no telling, and is not counted.",
        "when the promise was moved",
        _moves_told,
        ("P36a",),
    ),
    Figure(
        "slips",
        TOPIC,
        "Slips of ours",
        "tally",
        "How often a promise was moved to another date, by what was promised.",
        "when it was moved",
        _slips,
        ("P30",),
    ),
    Figure(
        "news-kept",
        TOPIC,
        "“In touch by …” kept",
        "share",
        "Of the times that we named for the next news: those by which a contact reached the customer. One that is still to come is "
        "open, and not counted.",
        "when it was named",
        _news,
        ("P13",),
    ),
    Figure(
        "supplier-dates",
        TOPIC,
        "Suppliers' dates met",
        "share",
        "Of the dates of suppliers: those that were met without a slip, divided by those that were met, slipped or are "
        "past. A date "
        "that several breaks of a failure share counts once.",
        "when the date was entered",
        _supplier_dates,
        ("P36",),
    ),
    Figure(
        "supplier-slips",
        TOPIC,
        "Slips of suppliers",
        "tally",
        "How often dates of suppliers slipped, by supplier. A date that several breaks of a failure share counts once.",
        "when the date was entered",
        _supplier_slips,
        ("P36",),
    ),
    Figure(
        "time-to-contain",
        TOPIC,
        "Time to contain it",
        "time",
        _STAGE.format(stage="contained", again=""),
        _OPENED,
        _to_contain,
        ("P34",),
    ),
    Figure(
        "time-to-fix",
        TOPIC,
        "Time to fix it",
        "time",
        _STAGE.format(stage="fixed", again=_AGAIN),
        _OPENED,
        _to_fix,
        ("P32",),
    ),
    Figure(
        "time-to-make-right",
        TOPIC,
        "Time to make it right",
        "time",
        _STAGE.format(stage="made right", again=_AGAIN),
        _OPENED,
        _to_make_right,
        ("P50",),
    ),
    Figure(
        "reopened",
        TOPIC,
        "Breaks that were reopened",
        "share",
        "Breaks that were reopened at least once, divided by those that were ever fixed or closed.",
        _OPENED,
        _reopened,
        ("P33",),
    ),
    Figure("reopenings", TOPIC, "Reopenings", "count", "How often a break was reopened.", "the reopening", _reopenings, ("P33",)),
    Figure(
        "blockers",
        TOPIC,
        "Age of red tape",
        "time",
        "From when a blocker was raised to when it was cleared. One that still stands is open, and not counted in the times.",
        "when it was raised",
        _blockers,
        ("P37",),
    ),
)
