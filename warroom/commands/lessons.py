"""What was learned: `lessons`, and the prevention actions that are open (`prevent` without an id)."""

from __future__ import annotations

from typing import Any

import click

from store.learned import LearnedFailure, all_learned, learned_failures
from store.spans import length
from store.text import one_line
from store.when import day_and_time
from store.zones import iso_seconds
from warroom.answers import put, put_json, say
from warroom.command import command
from warroom.session import Session


@command("lessons", "What we learned from every failure, and what we change so that it can't happen again.")
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.pass_obj
def lessons_command(session: Session, words: tuple[str, ...]) -> None:
    wanted = " ".join(words).casefold().split()
    found = learned_failures(all_learned().run(session.replica.db))
    kept = [item for item in found if all(word in _hay(item) for word in wanted)]
    if session.json:
        put_json({"failures": [_json(item, session.clock.now()) for item in kept]})
        return
    for item in kept:
        put(f"{item.spoken}  {_whose(item)} · {item.what}")
        for lesson in item.learned.lessons:
            when = day_and_time(lesson.at, session.clock.now(), session.zone)
            put(f"  lesson ({one_line(lesson.actor, 30)}, {when}): {lesson.text}")
        for line in prevention_of(item, session, only_open=False):
            put("  " + line)
    if not kept:
        say("Nothing was learned yet" if not wanted else "No lesson has these words")


def list_prevention(session: Session) -> None:
    """The prevention actions that are not done, the nearest date first, whatever became of the breaks."""
    found = learned_failures(all_learned(only_open=True).run(session.replica.db))
    if session.json:
        put_json({"failures": [_json(item, session.clock.now()) for item in found]})
        return
    for item in found:
        for line in prevention_of(item, session):
            put(f"{item.spoken}  {line}  ({_whose(item)})")
    if not found:
        say("No prevention action is open")


def prevention_of(item: LearnedFailure, session: Session, only_open: bool = True) -> list[str]:
    """The prevention actions of a failure, a line each."""
    now, zone, lines = session.clock.now(), session.zone, []
    for action in item.learned.open if only_open else item.learned.prevention:
        if action.done_at is not None:
            state = f"done {day_and_time(action.done_at, now, zone)}"
        elif action.due_at is None:
            state = "no date"
        elif now >= action.due_at:
            state = f"OVERDUE {length(now - action.due_at)}"
        else:
            state = f"due {day_and_time(action.due_at, now, zone)}"
        lines.append(f"prevention {action.n}: {one_line(action.what)} ({one_line(action.owner, 40) or 'nobody'}) — {state}")
    return lines


def _whose(item: LearnedFailure) -> str:
    return f"{item.customers} customers" if item.customers > 1 else one_line(item.customer, 60) or "no break here"


def _hay(item: LearnedFailure) -> str:
    parts = [item.what, item.customer, *(lesson.text for lesson in item.learned.lessons)]
    parts += [f"{action.what} {action.owner}" for action in item.learned.prevention]
    return " ".join(parts).casefold()


def _json(item: LearnedFailure, now: int) -> dict[str, Any]:
    return {
        "failure": item.spoken,
        "what": item.what,
        "customer": item.customer or None,
        "customers": item.customers,
        "lessons": [{"text": lesson.text, "by": lesson.actor, "at": iso_seconds(lesson.at)} for lesson in item.learned.lessons],
        "prevention": [
            {
                "n": int(action.n) if action.n.isdigit() else action.n,
                "what": action.what,
                "owner": action.owner or None,
                "due_at": iso_seconds(action.due_at),
                "done_at": iso_seconds(action.done_at),
                "overdue": action.done_at is None and action.due_at is not None and now >= action.due_at,
            }
            for action in item.learned.prevention
        ],
    }
