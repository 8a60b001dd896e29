"""`warroom sync`: exchanges with the shared board now, or until it is stopped."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from store.clock import SECOND
from store.errors import BadInput
from store.replica.connection import cannot_write
from store.zones import iso_seconds, wall
from warroom.answers import put, put_json, say
from warroom.command import command, text_option
from warroom.progress import told_by
from warroom.session import Session
from warroom.sharing.standing import READ_ONLY, UNREACHABLE, Standing

if TYPE_CHECKING:
    from store.sync.ledger import BadFile
    from warroom.sharing.exchanger import Outcome

LIMIT = "60s"
POLL = 5.0
"""Seconds between two looks whether it is to end, where nothing says so."""


@command("sync", "Exchanges with the shared board until nothing is left to do, or until it is stopped.")
@click.option("--watch", is_flag=True, help="Go on until stopped; commands leave publishing to it.")
@text_option("--limit", f"Give up after this time; {LIMIT} without it.", "LENGTH")
@click.pass_obj
def sync_command(session: Session, watch: bool, limit: str) -> int:
    if session.offline:
        raise BadInput("offline", "--offline leaves the shared board alone", "leave it out")
    if watch and limit:
        raise BadInput("limit", "--watch has no limit", "leave one of them out")
    if session.replica.read_only:
        raise cannot_write(session.replica.folder)
    session.unlock()
    if watch:
        return _watch(session)
    from store.when import parse_when
    from warroom.sharing import once

    now = session.clock.now()
    seconds = (parse_when(limit or LIMIT, now, session.zone, field="limit") - now) / SECOND
    came = once.exchange(session.place, seconds, told_by("sync: "))
    standing = came.standing
    if session.json:
        put_json(
            {**_counts(came.taken_in, came.published, came.adopted), "set_aside": _aside(came.bad), "sync": standing.to_json()}
        )
    else:
        put(_words(came.taken_in, came.published, came.adopted, standing))
    for bad in came.bad:
        say(f"  set aside: {bad.name}: {bad.reason}")
    if warned := once.warning(standing):
        say(f"warroom: {warned}")
    return _code(standing, came.finished)


def _code(standing: Standing, finished: bool) -> int:
    """3 when the board can't be read or written, 1 when something is left to do, else 0."""
    if standing.state in (UNREACHABLE, READ_ONLY) or (standing.trouble and finished):
        return 3
    return 0 if finished else 1


def _watch(session: Session) -> int:
    """Keeps in step and tells what happens, a line each, until somebody stops it."""
    from threading import Event, Thread

    from warroom.sharing.bell import Bell
    from warroom.sharing.worker import LEAVING, keep_in_step

    bell, ended = Bell(), Event()
    said: list[tuple[Any, ...]] = []

    def tell(outcome: Outcome) -> None:
        report, standing = outcome.report, outcome.standing
        moved = (report.taken_in, report.published, report.adopted)
        state = (standing.state, standing.waiting, standing.trouble, standing.notes)
        if not any(moved) and said and said[-1] == state:
            return
        said[:] = [state]
        now = session.clock.now()
        try:
            if session.json:
                put_json({"now": iso_seconds(now), **_counts(*moved), "set_aside": _aside(report.bad), "sync": standing.to_json()})
            else:
                put(f"{wall(now, session.zone):%H:%M:%S}  {_words(*moved, standing)}")
            sys.stdout.flush()
        except OSError:  # whoever listened is gone
            ended.set()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    def run() -> None:
        try:
            keep_in_step(session.place, bell, tell)
        finally:
            ended.set()

    before = signal.signal(signal.SIGTERM, end)
    thread = Thread(target=run, name="exchange", daemon=True)
    thread.start()
    try:
        while not ended.wait(POLL):
            pass
    finally:
        bell.stop()
        thread.join(LEAVING)
        signal.signal(signal.SIGTERM, before)
    return 0


def _counts(taken_in: int, published: int, adopted: int) -> dict[str, int]:
    return {"taken_in": taken_in, "published": published, "adopted": adopted}


def _aside(bad: tuple[BadFile, ...]) -> list[dict[str, Any]]:
    return [{"name": one.name, "kind": one.kind, "reason": one.reason, "since": iso_seconds(one.since)} for one in bad]


def _words(taken_in: int, published: int, adopted: int, standing: Standing) -> str:
    again = f", put back {adopted:,} of others" if adopted else ""
    notes = "".join(f"; {note}" for note in standing.notes)
    state = f"{standing.waiting:,} waiting" if standing.waiting else standing.state.replace("-", " ")
    trouble = f": {standing.trouble}" if standing.trouble else ""
    return f"took in {taken_in:,}, brought {published:,}{again}; {state}{trouble}{notes}"
