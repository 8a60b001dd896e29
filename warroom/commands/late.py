"""`warroom late`: what came in late from teammates who were offline, until somebody here has seen it."""

from __future__ import annotations

from typing import Any

import click

from store.late import LateGroup
from store.replica.late import mark_seen, read_late
from store.text import one_line
from store.when import day_and_time
from store.zones import iso_seconds
from warroom.answers import put, put_json, say
from warroom.command import command
from warroom.session import Session


@command("late", "What came in late from teammates who were offline, until somebody here has seen it.")
@click.option("--seen", is_flag=True, help="It was seen: list it no more.")
@click.pass_obj
def late_command(session: Session, seen: bool) -> None:
    replica, now = session.replica, session.clock.now()
    late = read_late(replica.db, replica.board_id)
    if session.json:
        groups = [_json(group, now) for group in late.groups]
        put_json({"events": late.events, "late": groups, "sync": session.standing.to_json()})
    else:
        for group in late.groups:
            put("\t".join(_words(session, group, now)))
        if not late.events:
            say("Nothing came in late")
    if seen and late.events:
        with replica.step():
            mark_seen(replica.db, late.upto)


def _json(group: LateGroup, now: int) -> dict[str, Any]:
    promise = group.promise
    return {
        "who": one_line(group.actor),
        "events": group.events,
        "written_at": iso_seconds(group.written_at),
        "id": group.spoken or None,
        "full_id": group.break_id or None,
        "customer": group.customer or None,
        "what": one_line(group.what),
        "promise": None
        if promise is None
        else {"n": promise.n, "what": promise.what, "due_at": iso_seconds(promise.told_due_at), "loud": group.is_loud(now)},
    }


def _words(session: Session, group: LateGroup, now: int) -> list[str]:
    """Who, how many, since when, where, what; and the promise in it."""
    zone, promise = session.zone, group.promise
    found = [group.spoken or "-", one_line(group.actor), f"{group.events:,}", day_and_time(group.written_at, now, zone)]
    found.append(one_line(" · ".join(part for part in (group.customer, group.what) if part)))
    if promise is not None:
        due_at = promise.told_due_at
        when = "no date yet" if due_at is None else f"due {day_and_time(due_at, now, zone)}"
        found.append(f"promise {promise.n}: {one_line(promise.what)}, {when}{' ‼' if group.is_loud(now) else ''}")
    return found
