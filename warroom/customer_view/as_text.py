"""A customer as `warroom customer NAME` prints them, under the card. It knows no widget: a command loads no screen."""

from __future__ import annotations

from collections.abc import Iterator

from store.spans import length
from store.text import one_line
from store.when import day_and_time
from store.zones import Zone, find_zone, wall
from warroom.amends_words import given_words, pending_words
from warroom.customer_view import sums
from warroom.customer_view.content import CustomerBreak, CustomerView


def customer_text(view: CustomerView, now: int, zone: Zone) -> Iterator[str]:
    """Their time now, every break, promises kept, amends, apologies, moods, notes; what there is none of is left out."""
    there = find_zone(view.card.zone)
    if there is not None:
        yield f"  {wall(now, there):%a %H:%M} there now"
    for text in sums.exposure(view):
        yield f"  exposure: {one_line(text)}"
    for one in view.breaks:
        yield from _break(one, now, zone)
    yield from _figures(view, now, zone)
    yield from _amends(view)
    for mood in sums.moods(view):
        words = f": “{one_line(mood.said)}”" if mood.said else ""
        yield f"  {mood.mood} {day_and_time(mood.at, now, zone)} ({mood.spoken}){words}"
    notes = [*view.card.notes, *(note for one in view.breaks for note in one.brk.notes)]
    for note in sorted(notes, key=lambda note: note.at, reverse=True):
        yield f"  note {day_and_time(note.at, now, zone)} by {note.actor}: {one_line(note.text)}"


def _break(one: CustomerBreak, now: int, zone: Zone) -> Iterator[str]:
    row, brk = one.row, one.brk
    yield f"  {one.spoken}  sev {row.severity}  {row.stage}  {row.what}{'  repeat' if one.repeat else ''}"
    cause = one_line(one.failure.cause) or "cause not known"
    if brk.closed_at is None:
        yield f"      {cause}, open for {length(max(0, now - brk.known_at))}, {row.owner or 'nobody'} owns it"
    else:
        took = length(max(0, brk.closed_at - brk.known_at))
        outcome = brk.outcome or "no outcome noted"
        yield f"      {cause}, closed {day_and_time(brk.closed_at, now, zone)} after {took}, {outcome}"


def _figures(view: CustomerView, now: int, zone: Zone) -> Iterator[str]:
    promises, news = sums.kept(view, now), sums.kept(view, now, news=True)
    if promises.of or promises.open:
        still = f"; {promises.open} still open" if promises.open else ""
        yield f"  promises: {promises.by_last} of {promises.of} kept by the last date, {promises.by_first} by the first{still}"
    if news.of:
        yield f"  news: {news.by_last} of {news.of} times in touch as we said"
    if (last := sums.last_contact_at(view)) is not None:
        yield f"  last contact: {day_and_time(last, now, zone)}"
    if sorry := sums.apologies(view):
        times = "1 apology" if len(sorry) == 1 else f"{len(sorry)} apologies"
        yield f"  {times}, the last {day_and_time(sorry[0].at, now, zone)} by {sorry[0].actor}"
    if again := sums.repeats(view):
        yield f"  repeats: {again} of {len(view.breaks)} had hit them before"


def _amends(view: CustomerView) -> Iterator[str]:
    for one in sums.amends(view):
        yield f"  {one.kind}: {_sums(one)}"
    share, worth = sums.share_of_worth(view), sums.worth_of(view)
    if share is not None and sums.given(view):
        yield f"  amends of worth: {share:.2f} % of {worth}"
    back = sums.corrections(view)
    if back.given or back.pending:
        yield f"  corrections, their own money back, no amends: {_sums(back)}"


def _sums(one: sums.Amends) -> str:
    return given_words(one.given) + pending_words(one.pending)
